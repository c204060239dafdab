//! The module's functions for messages and for keys that are wrapped with a tag, which share the structures
//! that are both read and written.

use super::calls::{at, call, output};
use super::mechanism::InC;
use super::memory::Memory;
use super::operations::no_such;
use super::{Functions, check, length, missing, nonsense, number, ulong};
use cryptoki_sys::{
    CK_CCM_MESSAGE_PARAMS, CK_GCM_MESSAGE_PARAMS, CK_MECHANISM,
    CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS, CK_ULONG,
};
use std::ffi::c_void;
use std::ptr::null_mut;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{Error, Mechanism, Message, OpKind, Out, Result, Template, ck};

/// The longest tag of a message, in bytes.
const LONGEST: usize = 1 << 16;

#[cold]
fn wrong(why: &'static str) -> Error {
    Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)
}

/// One of the structures, or none.
enum Structure {
    None,
    Gcm(CK_GCM_MESSAGE_PARAMS),
    Ccm(CK_CCM_MESSAGE_PARAMS),
    ChaCha(CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS),
}

/// A message's parameters in C, with the memory that they lead to.
struct Given {
    iv: Vec<u8>,
    tag: Vec<u8>,
    structure: Structure,
}

impl Given {
    /// The parameters; the tag is the caller's where one is given, and otherwise room for one.
    fn new(params: Option<&AeadMessage>, tag: Option<&[u8]>) -> Result<Self> {
        let Some(params) = params else {
            return Ok(Self { iv: vec![], tag: vec![], structure: Structure::None });
        };
        let len = params.bits_of_tag().div_ceil(8);
        let room = usize::try_from(len).ok().filter(|len| *len <= LONGEST);
        let tag = match tag {
            Some(tag) if room != Some(tag.len()) => {
                // The module reads as many bytes as the bits say.
                return Err(wrong("the tag is not as long as its bits say"));
            }
            Some(tag) => tag.to_vec(),
            None => vec![0; room.ok_or_else(|| wrong("there is no such tag"))?],
        };
        let mut given = Self { iv: params.iv.clone(), tag, structure: Structure::None };
        let (iv_at, iv_len) = (given.iv.as_mut_ptr(), length(given.iv.len()));
        let tag_at = given.tag.as_mut_ptr();
        given.structure = match params.data_len {
            None if params.tag_bits == 0 => {
                if generates(Some(params)) {
                    return Err(wrong("the nonce of ChaCha20-Poly1305 is the caller's"));
                }
                Structure::ChaCha(CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS {
                    pNonce: iv_at,
                    ulNonceLen: length(given.iv.len() * 8),
                    pTag: tag_at,
                })
            }
            None => Structure::Gcm(CK_GCM_MESSAGE_PARAMS {
                pIv: iv_at,
                ulIvLen: iv_len,
                ulIvFixedBits: ulong(params.fixed_bits),
                ivGenerator: ulong(params.generator),
                pTag: tag_at,
                ulTagBits: ulong(params.tag_bits),
            }),
            Some(data_len) => Structure::Ccm(CK_CCM_MESSAGE_PARAMS {
                ulDataLen: ulong(data_len),
                pNonce: iv_at,
                ulNonceLen: iv_len,
                ulNonceFixedBits: ulong(params.fixed_bits),
                nonceGenerator: ulong(params.generator),
                pMAC: tag_at,
                ulMACLen: length(given.tag.len()),
            }),
        };
        Ok(given)
    }

    fn parts(&mut self) -> (*mut c_void, CK_ULONG) {
        match &mut self.structure {
            Structure::None => (null_mut(), 0),
            Structure::Gcm(gcm) => (std::ptr::from_mut(gcm).cast(), length(size_of_val(gcm))),
            Structure::Ccm(ccm) => (std::ptr::from_mut(ccm).cast(), length(size_of_val(ccm))),
            Structure::ChaCha(chacha) => {
                (std::ptr::from_mut(chacha).cast(), length(size_of_val(chacha)))
            }
        }
    }

    /// What the module made: the vector where it was to be generated, the tag where it was to be made.
    fn made(self, name: &'static str, generated: bool, tagged: bool) -> Result<(Vec<u8>, Vec<u8>)> {
        let len = match &self.structure {
            Structure::None | Structure::ChaCha(_) => 0,
            Structure::Gcm(gcm) => number(gcm.ulIvLen),
            Structure::Ccm(ccm) => number(ccm.ulNonceLen),
        };
        if len > number(length(self.iv.len())) {
            return Err(nonsense(name));
        }
        let kept = |keep: bool, bytes| if keep { bytes } else { Vec::new() };
        Ok((kept(generated, self.iv), kept(tagged, self.tag)))
    }
}

fn generates(params: Option<&AeadMessage>) -> bool {
    params.is_some_and(|params| params.generator != ck::CKG_NO_GENERATE)
}

impl Functions {
    /// `C_MessageEncryptInit` and its like. Without a mechanism the series ends.
    pub fn message_init(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: Option<&Mechanism>,
        key: u64,
    ) -> Result<()> {
        let (session, key) = (ulong(session), ulong(key));
        if let OpKind::Sign | OpKind::Verify = kind {
            let mut with = mechanism.map(InC::new).transpose()?;
            let with = with.as_mut().map_or(null_mut(), InC::as_mut_ptr);
            return match kind {
                OpKind::Sign => call!(self.C_MessageSignInit(session, with, key)),
                _ => call!(self.C_MessageVerifyInit(session, with, key)),
            };
        }
        // The form of the parameters that each message has; the values are those of none.
        let form = mechanism.and_then(|with| match with.kind {
            ck::CKM_AES_GCM => Some((128, None)),
            ck::CKM_AES_CCM => Some((128, Some(0))),
            ck::CKM_CHACHA20_POLY1305 => Some((0, None)),
            _ => None,
        });
        let form = form.map(|(tag_bits, data_len)| {
            let (iv, tag) = (vec![0; 12], Vec::new());
            AeadMessage { iv, fixed_bits: 0, generator: 0, tag, tag_bits, data_len }
        });
        let mut form = Given::new(form.as_ref(), None)?;
        let (parameter, len) = form.parts();
        let mut with = mechanism.map(|with| CK_MECHANISM {
            mechanism: ulong(with.kind),
            pParameter: parameter,
            ulParameterLen: len,
        });
        let with = with.as_mut().map_or(null_mut(), std::ptr::from_mut);
        match kind {
            OpKind::Encrypt => call!(self.C_MessageEncryptInit(session, with, key)),
            OpKind::Decrypt => call!(self.C_MessageDecryptInit(session, with, key)),
            _ => Err(no_such()),
        }
    }

    /// `C_EncryptMessage`, `C_DecryptMessage` or `C_SignMessage`
    pub fn message(
        &self,
        session: u64,
        kind: OpKind,
        params: Option<&AeadMessage>,
        aad: &[u8],
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Message> {
        let tag = params.filter(|_| kind == OpKind::Decrypt).map(|params| params.tag.as_slice());
        let mut given = Given::new(params, tag)?;
        let (with, with_len) = given.parts();
        let (session, aad_len, len) = (ulong(session), length(aad.len()), length(input.len()));
        let (aad, from) = (at(aad), at(input));
        let written =
            match kind {
                OpKind::Encrypt => output("C_EncryptMessage", out, |to, room| {
                    call!(self.C_EncryptMessage(
                        session, with, with_len, aad, aad_len, from, len, to, room
                    ))
                }),
                OpKind::Decrypt => output("C_DecryptMessage", out, |to, room| {
                    call!(self.C_DecryptMessage(
                        session, with, with_len, aad, aad_len, from, len, to, room
                    ))
                }),
                OpKind::Sign => output("C_SignMessage", out, |to, room| {
                    call!(self.C_SignMessage(session, with, with_len, from, len, to, room))
                }),
                _ => Err(no_such()),
            }?;
        let made = kind == OpKind::Encrypt;
        let (iv, tag) = given.made("C_EncryptMessage", made && generates(params), made)?;
        Ok(Message { written, iv, tag })
    }

    /// `C_EncryptMessageBegin` and its like.
    pub fn message_begin(
        &self,
        session: u64,
        kind: OpKind,
        params: Option<&AeadMessage>,
        aad: &[u8],
    ) -> Result<Message> {
        let mut given = Given::new(params, None)?;
        let (with, with_len) = given.parts();
        let (session, aad_len, aad) = (ulong(session), length(aad.len()), at(aad));
        match kind {
            OpKind::Encrypt => {
                call!(self.C_EncryptMessageBegin(session, with, with_len, aad, aad_len))
            }
            OpKind::Decrypt => {
                call!(self.C_DecryptMessageBegin(session, with, with_len, aad, aad_len))
            }
            OpKind::Sign => call!(self.C_SignMessageBegin(session, with, with_len)),
            OpKind::Verify => call!(self.C_VerifyMessageBegin(session, with, with_len)),
            _ => Err(no_such()),
        }?;
        let made = kind == OpKind::Encrypt && generates(params);
        let (iv, tag) = given.made("C_EncryptMessageBegin", made, false)?;
        Ok(Message { written: 0, iv, tag })
    }

    /// `C_EncryptMessageNext`, `C_DecryptMessageNext` or `C_SignMessageNext`, with the parameters of the
    /// beginning.
    pub fn message_next(
        &self,
        session: u64,
        kind: OpKind,
        begun: Option<&AeadMessage>,
        tag: &[u8],
        input: &[u8],
        last: bool,
        out: Out<'_>,
    ) -> Result<Message> {
        let mut given = Given::new(begun, Some(tag).filter(|_| last && kind == OpKind::Decrypt))?;
        let (with, with_len) = given.parts();
        let (session, from, len) = (ulong(session), at(input), length(input.len()));
        let flags = if last { ulong(ck::CKF_END_OF_MESSAGE) } else { 0 };
        let written = match kind {
            OpKind::Encrypt => output("C_EncryptMessageNext", out, |to, room| {
                call!(
                    self.C_EncryptMessageNext(session, with, with_len, from, len, to, room, flags)
                )
            }),
            OpKind::Decrypt => output("C_DecryptMessageNext", out, |to, room| {
                call!(
                    self.C_DecryptMessageNext(session, with, with_len, from, len, to, room, flags)
                )
            }),
            OpKind::Sign if last => output("C_SignMessageNext", out, |to, room| {
                call!(self.C_SignMessageNext(session, with, with_len, from, len, to, room))
            }),
            OpKind::Sign => {
                let none = (null_mut(), null_mut());
                call!(self.C_SignMessageNext(session, with, with_len, from, len, none.0, none.1))
                    .map(|()| 0)
            }
            _ => Err(no_such()),
        }?;
        let (iv, tag) =
            given.made("C_EncryptMessageNext", false, last && kind == OpKind::Encrypt)?;
        Ok(Message { written, iv, tag })
    }

    /// `C_VerifyMessage`
    pub fn verify_message(&self, session: u64, input: &[u8], signature: &[u8]) -> Result<()> {
        let (len, signature_len) = (length(input.len()), length(signature.len()));
        let (session, from, signature) = (ulong(session), at(input), at(signature));
        call!(self.C_VerifyMessage(session, null_mut(), 0, from, len, signature, signature_len))
    }

    /// `C_VerifyMessageNext`
    pub fn verify_message_next(
        &self,
        session: u64,
        input: &[u8],
        signature: Option<&[u8]>,
    ) -> Result<()> {
        let (session, from, len) = (ulong(session), at(input), length(input.len()));
        let (signature, signature_len) =
            signature.map_or((null_mut(), 0), |bytes| (at(bytes), length(bytes.len())));
        call!(self.C_VerifyMessageNext(session, null_mut(), 0, from, len, signature, signature_len))
    }

    /// `C_MessageEncryptFinal` and its like.
    pub fn message_final(&self, session: u64, kind: OpKind) -> Result<()> {
        match kind {
            OpKind::Encrypt => call!(self.C_MessageEncryptFinal(ulong(session))),
            OpKind::Decrypt => call!(self.C_MessageDecryptFinal(ulong(session))),
            OpKind::Sign => call!(self.C_MessageSignFinal(ulong(session))),
            OpKind::Verify => call!(self.C_MessageVerifyFinal(ulong(session))),
            _ => Err(no_such()),
        }
    }

    /// `C_WrapKeyAuthenticated`
    pub fn wrap_key_authenticated(
        &self,
        session: u64,
        (kind, params): (u64, &AeadMessage),
        keys: (u64, u64),
        aad: &[u8],
        out: Out<'_>,
    ) -> Result<Message> {
        let mut given = Given::new(Some(params), None)?;
        let (parameter, len) = given.parts();
        let mut with =
            CK_MECHANISM { mechanism: ulong(kind), pParameter: parameter, ulParameterLen: len };
        let (wrapping, key) = (ulong(keys.0), ulong(keys.1));
        let (aad, aad_len, asks) = (at(aad), length(aad.len()), matches!(out, Out::Size));
        let name = "C_WrapKeyAuthenticated";
        let written = output(name, out, |to, room| {
            call!(self.C_WrapKeyAuthenticated(
                ulong(session),
                &raw mut with,
                wrapping,
                key,
                aad,
                aad_len,
                to,
                room
            ))
        })?;
        let (iv, tag) = given.made(name, !asks && generates(Some(params)), !asks)?;
        Ok(Message { written, iv, tag })
    }

    /// `C_UnwrapKeyAuthenticated`
    pub fn unwrap_key_authenticated(
        &self,
        session: u64,
        (kind, params): (u64, &AeadMessage),
        unwrapping: u64,
        wrapped: &[u8],
        template: &Template,
        aad: &[u8],
    ) -> Result<u64> {
        let mut given = Given::new(Some(params), Some(&params.tag))?;
        let (parameter, len) = given.parts();
        let mut with =
            CK_MECHANISM { mechanism: ulong(kind), pParameter: parameter, ulParameterLen: len };
        let (mut memory, mut key) = (Memory::default(), 0);
        let (template, count) = memory.template(template);
        call!(self.C_UnwrapKeyAuthenticated(
            ulong(session),
            &raw mut with,
            ulong(unwrapping),
            at(wrapped),
            length(wrapped.len()),
            template,
            count,
            at(aad),
            length(aad.len()),
            &raw mut key,
        ))?;
        Ok(number(key))
    }
}
