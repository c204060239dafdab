//! The module's functions that encrypt, decrypt, digest, sign and verify: families of functions of one form,
//! told apart by the kind of the operation.

use super::calls::{at, call, output};
use super::mechanism::InC;
use super::{Functions, check, length, missing, nonsense, number, ulong};
use cryptoki_sys::{CK_GCM_MESSAGE_PARAMS, CK_MECHANISM};
use std::ptr::null_mut;
use strongroom_base::mechanism::GcmMessage;
use strongroom_base::{Error, Mechanism, Message, OpKind, Out, Result, Written, ck};

/// The longest vector or tag of a message, in bytes.
const LONGEST: usize = 1 << 16;

impl Functions {
    /// `C_…Init`. Without a mechanism the active operation ends (v3.0 and later).
    pub fn init(
        &self,
        session: u64,
        kind: OpKind,
        with: Option<&Mechanism>,
        key: u64,
    ) -> Result<()> {
        let mut with = with.map(InC::new).transpose()?;
        let with = with.as_mut().map_or(null_mut(), InC::as_mut_ptr);
        let (session, key) = (ulong(session), ulong(key));
        match kind {
            OpKind::Encrypt => call!(self.C_EncryptInit(session, with, key)),
            OpKind::Decrypt => call!(self.C_DecryptInit(session, with, key)),
            OpKind::Digest => call!(self.C_DigestInit(session, with)),
            OpKind::Sign => call!(self.C_SignInit(session, with, key)),
            OpKind::SignRecover => call!(self.C_SignRecoverInit(session, with, key)),
            OpKind::Verify => call!(self.C_VerifyInit(session, with, key)),
            OpKind::VerifyRecover => call!(self.C_VerifyRecoverInit(session, with, key)),
            OpKind::VerifySignature => {
                call!(self.C_VerifySignatureInit(session, with, key, null_mut(), 0))
            }
        }
    }

    /// `C_VerifySignatureInit`
    pub fn verify_signature_init(
        &self,
        session: u64,
        with: &Mechanism,
        key: u64,
        signature: &[u8],
    ) -> Result<()> {
        let mut with = InC::new(with)?;
        call!(self.C_VerifySignatureInit(
            ulong(session),
            with.as_mut_ptr(),
            ulong(key),
            at(signature),
            length(signature.len()),
        ))
    }

    /// `C_…Update`
    pub fn update(
        &self,
        session: u64,
        kind: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        let (session, from, len) = (ulong(session), at(input), length(input.len()));
        let silent = |answer: Result<()>| answer.map(|()| 0);
        match kind {
            OpKind::Encrypt => output("C_EncryptUpdate", out, |to, room| {
                call!(self.C_EncryptUpdate(session, from, len, to, room))
            }),
            OpKind::Decrypt => output("C_DecryptUpdate", out, |to, room| {
                call!(self.C_DecryptUpdate(session, from, len, to, room))
            }),
            // These have no output: whoever asks for its length gives no input.
            OpKind::Digest | OpKind::Sign | OpKind::Verify | OpKind::VerifySignature
                if matches!(out, Out::Size) =>
            {
                Ok(0)
            }
            OpKind::Digest => silent(call!(self.C_DigestUpdate(session, from, len))),
            OpKind::Sign => silent(call!(self.C_SignUpdate(session, from, len))),
            OpKind::Verify => silent(call!(self.C_VerifyUpdate(session, from, len))),
            OpKind::VerifySignature => {
                silent(call!(self.C_VerifySignatureUpdate(session, from, len)))
            }
            OpKind::SignRecover | OpKind::VerifyRecover => Err(no_such()),
        }
    }

    /// `C_DigestKey`
    pub fn update_key(&self, session: u64, key: u64) -> Result<()> {
        call!(self.C_DigestKey(ulong(session), ulong(key)))
    }

    /// `C_DigestEncryptUpdate` and its like.
    pub fn update_dual(
        &self,
        session: u64,
        kinds: (OpKind, OpKind),
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        let (session, from, len) = (ulong(session), at(input), length(input.len()));
        match kinds {
            (OpKind::Digest, OpKind::Encrypt) => {
                output("C_DigestEncryptUpdate", out, |to, room| {
                    call!(self.C_DigestEncryptUpdate(session, from, len, to, room))
                })
            }
            (OpKind::Digest, OpKind::Decrypt) => {
                output("C_DecryptDigestUpdate", out, |to, room| {
                    call!(self.C_DecryptDigestUpdate(session, from, len, to, room))
                })
            }
            (OpKind::Sign, OpKind::Encrypt) => output("C_SignEncryptUpdate", out, |to, room| {
                call!(self.C_SignEncryptUpdate(session, from, len, to, room))
            }),
            (OpKind::Verify, OpKind::Decrypt) => {
                output("C_DecryptVerifyUpdate", out, |to, room| {
                    call!(self.C_DecryptVerifyUpdate(session, from, len, to, room))
                })
            }
            _ => Err(no_such()),
        }
    }

    /// `C_…Final`
    pub fn finish(&self, session: u64, kind: OpKind, out: Out<'_>) -> Result<Written> {
        let session = ulong(session);
        match kind {
            OpKind::Encrypt => output("C_EncryptFinal", out, |to, room| {
                call!(self.C_EncryptFinal(session, to, room))
            }),
            OpKind::Decrypt => output("C_DecryptFinal", out, |to, room| {
                call!(self.C_DecryptFinal(session, to, room))
            }),
            OpKind::Digest => output("C_DigestFinal", out, |to, room| {
                call!(self.C_DigestFinal(session, to, room))
            }),
            OpKind::Sign => {
                output("C_SignFinal", out, |to, room| call!(self.C_SignFinal(session, to, room)))
            }
            OpKind::VerifySignature if matches!(out, Out::Size) => Ok(0),
            OpKind::VerifySignature => call!(self.C_VerifySignatureFinal(session)).map(|()| 0),
            OpKind::Verify | OpKind::SignRecover | OpKind::VerifyRecover => Err(no_such()),
        }
    }

    /// `C_Encrypt`, `C_Decrypt`, `C_Digest`, …
    pub fn once(&self, session: u64, kind: OpKind, input: &[u8], out: Out<'_>) -> Result<Written> {
        let (session, from, len) = (ulong(session), at(input), length(input.len()));
        match kind {
            OpKind::Encrypt => output("C_Encrypt", out, |to, room| {
                call!(self.C_Encrypt(session, from, len, to, room))
            }),
            OpKind::Decrypt => output("C_Decrypt", out, |to, room| {
                call!(self.C_Decrypt(session, from, len, to, room))
            }),
            OpKind::Digest => output("C_Digest", out, |to, room| {
                call!(self.C_Digest(session, from, len, to, room))
            }),
            OpKind::Sign => {
                output("C_Sign", out, |to, room| call!(self.C_Sign(session, from, len, to, room)))
            }
            OpKind::SignRecover => output("C_SignRecover", out, |to, room| {
                call!(self.C_SignRecover(session, from, len, to, room))
            }),
            OpKind::VerifyRecover => output("C_VerifyRecover", out, |to, room| {
                call!(self.C_VerifyRecover(session, from, len, to, room))
            }),
            OpKind::VerifySignature if matches!(out, Out::Size) => Ok(0),
            OpKind::VerifySignature => {
                call!(self.C_VerifySignature(session, from, len)).map(|()| 0)
            }
            OpKind::Verify => Err(no_such()),
        }
    }

    /// `C_VerifyFinal`
    pub fn verify_final(&self, session: u64, signature: &[u8]) -> Result<()> {
        call!(self.C_VerifyFinal(ulong(session), at(signature), length(signature.len())))
    }

    /// `C_Verify`
    pub fn verify_once(&self, session: u64, input: &[u8], signature: &[u8]) -> Result<()> {
        call!(self.C_Verify(
            ulong(session),
            at(input),
            length(input.len()),
            at(signature),
            length(signature.len()),
        ))
    }

    /// `C_MessageEncryptInit` or `C_MessageDecryptInit`. Without a mechanism the series ends.
    pub fn message_init(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: Option<u64>,
        key: u64,
    ) -> Result<()> {
        // The form of the parameters that each message has; the values are those of none.
        let (mut iv, mut tag) = ([0; 12], [0; 16]);
        let mut form = CK_GCM_MESSAGE_PARAMS {
            pIv: iv.as_mut_ptr(),
            ulIvLen: length(iv.len()),
            ulIvFixedBits: 0,
            ivGenerator: ulong(ck::CKG_NO_GENERATE),
            pTag: tag.as_mut_ptr(),
            ulTagBits: length(tag.len() * 8),
        };
        let mut with = mechanism.map(|kind| {
            let has_form = kind == ck::CKM_AES_GCM;
            CK_MECHANISM {
                mechanism: ulong(kind),
                pParameter: if has_form { (&raw mut form).cast() } else { null_mut() },
                ulParameterLen: if has_form { length(size_of_val(&form)) } else { 0 },
            }
        });
        let with = with.as_mut().map_or(null_mut(), std::ptr::from_mut);
        let (session, key) = (ulong(session), ulong(key));
        match kind {
            OpKind::Encrypt => call!(self.C_MessageEncryptInit(session, with, key)),
            OpKind::Decrypt => call!(self.C_MessageDecryptInit(session, with, key)),
            _ => Err(no_such()),
        }
    }

    /// `C_EncryptMessage` or `C_DecryptMessage`
    pub fn message(
        &self,
        session: u64,
        kind: OpKind,
        params: &GcmMessage,
        aad: &[u8],
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Message> {
        let room = usize::try_from(params.tag_bits.div_ceil(8)).ok().filter(|len| *len <= LONGEST);
        let mut tag = params.tag.clone();
        if kind == OpKind::Encrypt {
            tag = vec![0; room.ok_or_else(|| wrong("there is no such tag"))?];
        } else if room != Some(tag.len()) {
            // The module reads as many bytes as the bits say.
            return Err(wrong("the tag is not as long as its bits say"));
        }
        let mut iv = params.iv.clone();
        let mut given = CK_GCM_MESSAGE_PARAMS {
            pIv: iv.as_mut_ptr(),
            ulIvLen: length(iv.len()),
            ulIvFixedBits: ulong(params.fixed_bits),
            ivGenerator: ulong(params.generator),
            pTag: tag.as_mut_ptr(),
            ulTagBits: ulong(params.tag_bits),
        };
        let at_params = (&raw mut given).cast();
        let params_len = length(size_of::<CK_GCM_MESSAGE_PARAMS>());
        let (session, aad_len, len) = (ulong(session), length(aad.len()), length(input.len()));
        let written = match kind {
            OpKind::Encrypt => output("C_EncryptMessage", out, |to, room| {
                let (aad, from) = (at(aad), at(input));
                call!(self.C_EncryptMessage(
                    session, at_params, params_len, aad, aad_len, from, len, to, room
                ))
            }),
            OpKind::Decrypt => output("C_DecryptMessage", out, |to, room| {
                let (aad, from) = (at(aad), at(input));
                call!(self.C_DecryptMessage(
                    session, at_params, params_len, aad, aad_len, from, len, to, room
                ))
            }),
            _ => Err(no_such()),
        }?;
        if number(given.ulIvLen) > number(length(iv.len())) {
            return Err(nonsense("C_EncryptMessage"));
        }
        let made = kind == OpKind::Encrypt;
        let generated = made && params.generator != ck::CKG_NO_GENERATE;
        Ok(Message {
            written,
            iv: if generated { iv } else { Vec::new() },
            tag: if made { tag } else { Vec::new() },
        })
    }

    /// `C_MessageEncryptFinal` or `C_MessageDecryptFinal`
    pub fn message_final(&self, session: u64, kind: OpKind) -> Result<()> {
        match kind {
            OpKind::Encrypt => call!(self.C_MessageEncryptFinal(ulong(session))),
            OpKind::Decrypt => call!(self.C_MessageDecryptFinal(ulong(session))),
            _ => Err(no_such()),
        }
    }
}

#[cold]
fn no_such() -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, "PKCS #11 has no such function for this kind of operation")
}

#[cold]
fn wrong(why: &'static str) -> Error {
    Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)
}
