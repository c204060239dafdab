//! The parameters of one message, and of a key that is wrapped with a tag (PKCS #11 v3.2, sections 6.13.3,
//! 6.13.5 and 6.62): the structures that a call both reads and writes. On the way in they have the vector, or
//! room for one, and when decrypting the tag; on the way out they get what was generated.

use super::mechanism::{Parameter, bad, bytes, nonce};
use super::pointer::{Argument, Plain, Ptr, number};
use cryptoki_sys::*;
use std::ffi::c_void;
use std::mem::size_of;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{Mechanism, Message, Result, ck};

// SAFETY: integers and raw pointers.
unsafe impl Plain for CK_GCM_MESSAGE_PARAMS {}
// SAFETY: as above.
unsafe impl Plain for CK_CCM_MESSAGE_PARAMS {}
// SAFETY: as above.
unsafe impl Plain for CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS {}

/// Bytes of the tag of ChaCha20-Poly1305, for which the structure has no length.
const CHACHA_TAG: CK_ULONG = 16;

/// The mechanism of a series of messages, whose parameter has the form that each message's has; none for
/// NULL, which ends the series.
pub fn message_mechanism(at: Ptr<'_, CK_MECHANISM>) -> Result<Option<Mechanism>> {
    if at.is_null() {
        return Ok(None);
    }
    authenticated_mechanism(at).map(|(kind, _)| Some(Mechanism::plain(kind)))
}

/// A mechanism with a message's parameters.
pub fn authenticated_mechanism(at: Ptr<'_, CK_MECHANISM>) -> Result<(u64, MessageParameter)> {
    let mechanism = at.read()?;
    let kind = number(mechanism.mechanism);
    let parameter = Parameter { at: mechanism.pParameter, len: number(mechanism.ulParameterLen) };
    let form = match kind {
        ck::CKM_AES_GCM => MessageParameter::Gcm(parameter.structure()?),
        ck::CKM_AES_CCM => MessageParameter::Ccm(parameter.structure()?),
        ck::CKM_CHACHA20_POLY1305 => MessageParameter::ChaCha(parameter.structure()?),
        // Whoever knows the mechanism says whether it is one for this.
        _ => MessageParameter::None,
    };
    Ok((kind, form))
}

/// The parameters of a message, with the places to which what is generated goes.
pub enum MessageParameter {
    /// There are none.
    None,
    /// As AES-GCM has them.
    Gcm(CK_GCM_MESSAGE_PARAMS),
    /// As AES-CCM has them.
    Ccm(CK_CCM_MESSAGE_PARAMS),
    /// As ChaCha20-Poly1305 has them.
    ChaCha(CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS),
}

impl MessageParameter {
    /// The structure there; which one it is, its length tells. The mechanism was said when the series began.
    pub fn read(at: Ptr<'_, c_void>, len: u64) -> Result<Self> {
        let at = std::ptr::with_exposed_provenance_mut::<c_void>(at.address());
        let parameter = Parameter { at, len };
        let is = |size| usize::try_from(len) == Ok(size);
        if is(size_of::<CK_CCM_MESSAGE_PARAMS>()) {
            parameter.structure().map(Self::Ccm)
        } else if is(size_of::<CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS>()) {
            parameter.structure().map(Self::ChaCha)
        } else {
            parameter.structure().map(Self::Gcm)
        }
    }

    /// What is read of it; the tag only where one is given.
    pub fn values(&self, decrypting: bool) -> Result<AeadMessage> {
        let tag = |at, len| if decrypting { bytes(at, len) } else { Ok(Vec::new()) };
        Ok(match self {
            Self::None => AeadMessage {
                iv: Vec::new(),
                fixed_bits: 0,
                generator: ck::CKG_NO_GENERATE,
                tag: Vec::new(),
                tag_bits: 0,
                data_len: None,
            },
            Self::Gcm(p) => AeadMessage {
                iv: bytes(p.pIv, p.ulIvLen)?,
                fixed_bits: number(p.ulIvFixedBits),
                generator: number(p.ivGenerator),
                tag: tag(p.pTag, p.ulTagBits / 8)?,
                tag_bits: number(p.ulTagBits),
                data_len: None,
            },
            Self::Ccm(p) => AeadMessage {
                iv: bytes(p.pNonce, p.ulNonceLen)?,
                fixed_bits: number(p.ulNonceFixedBits),
                generator: number(p.nonceGenerator),
                tag: tag(p.pMAC, p.ulMACLen)?,
                tag_bits: number(p.ulMACLen).saturating_mul(8),
                data_len: Some(number(p.ulDataLen)),
            },
            Self::ChaCha(p) => AeadMessage {
                iv: nonce(p.pNonce, p.ulNonceLen)?,
                fixed_bits: 0,
                generator: ck::CKG_NO_GENERATE,
                tag: tag(p.pTag, CHACHA_TAG)?,
                tag_bits: 0,
                data_len: None,
            },
        })
    }

    /// Gives what was generated to the caller.
    pub fn give(&self, message: &Message) -> Result<()> {
        let places = match self {
            Self::None => return Ok(()),
            Self::Gcm(p) => [(p.pIv, p.ulIvLen), (p.pTag, p.ulTagBits / 8)],
            Self::Ccm(p) => [(p.pNonce, p.ulNonceLen), (p.pMAC, p.ulMACLen)],
            // The nonce is always the caller's.
            Self::ChaCha(p) => [(p.pNonce, 0), (p.pTag, CHACHA_TAG)],
        };
        for ((to, room), from) in places.into_iter().zip([&message.iv, &message.tag]) {
            if from.len() as u64 > number(room) {
                return Err(bad());
            }
            // SAFETY: a member of the structure that leads to as many bytes as its length says.
            let to = unsafe { to.received() };
            for (place, byte) in to.elements(from.len())?.zip(from) {
                place.write(*byte)?;
            }
        }
        Ok(())
    }
}
