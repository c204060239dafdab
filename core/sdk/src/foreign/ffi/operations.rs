//! The module's functions that encrypt, decrypt, digest, sign and verify: families of functions of one form,
//! told apart by the kind of the operation.

use super::calls::{at, call, output};
use super::mechanism::InC;
use super::{Functions, check, length, missing, ulong};
use std::ptr::null_mut;
use strongroom_base::{Error, Mechanism, OpKind, Out, Result, Written, ck};

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
}

#[cold]
pub(super) fn no_such() -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, "PKCS #11 has no such function for this kind of operation")
}
