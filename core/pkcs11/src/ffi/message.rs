//! The parameters of one message (PKCS #11 v3.2, section 6.13.3): the one structure that a call both reads
//! and writes. On the way in it has the vector, or room for one, and when decrypting the tag; on the way
//! out it gets what was generated.

use super::mechanism::{Parameter, bad, bytes};
use super::pointer::{Argument, Plain, Ptr, number};
use cryptoki_sys::*;
use std::ffi::c_void;
use strongroom_base::mechanism::GcmMessage;
use strongroom_base::{Message, Result, ck};

// SAFETY: integers and raw pointers.
unsafe impl Plain for CK_GCM_MESSAGE_PARAMS {}

/// The mechanism of a series of messages, whose parameter has the form that each message's has; none for
/// NULL, which ends the series.
pub fn message_mechanism(at: Ptr<'_, CK_MECHANISM>) -> Result<Option<u64>> {
    if at.is_null() {
        return Ok(None);
    }
    let mechanism = at.read()?;
    let kind = number(mechanism.mechanism);
    let parameter = Parameter { at: mechanism.pParameter, len: number(mechanism.ulParameterLen) };
    if kind == ck::CKM_AES_GCM {
        parameter.structure::<CK_GCM_MESSAGE_PARAMS>()?;
    }
    Ok(Some(kind))
}

/// The parameters of a message, with the places to which what is generated goes.
pub struct MessageParameter {
    structure: CK_GCM_MESSAGE_PARAMS,
}

impl MessageParameter {
    /// The structure there.
    pub fn read(at: Ptr<'_, c_void>, len: u64) -> Result<Self> {
        let at = std::ptr::with_exposed_provenance_mut::<c_void>(at.address());
        Ok(Self { structure: Parameter { at, len }.structure()? })
    }

    /// What is read of it; the tag only where one is given.
    pub fn values(&self, decrypting: bool) -> Result<GcmMessage> {
        let p = &self.structure;
        let tag_bits = number(p.ulTagBits);
        Ok(GcmMessage {
            iv: bytes(p.pIv, p.ulIvLen)?,
            fixed_bits: number(p.ulIvFixedBits),
            generator: number(p.ivGenerator),
            tag: if decrypting { bytes(p.pTag, p.ulTagBits / 8)? } else { Vec::new() },
            tag_bits,
        })
    }

    /// Gives what was generated to the caller.
    pub fn give(&self, message: &Message) -> Result<()> {
        let p = &self.structure;
        for (to, from, room) in
            [(p.pIv, &message.iv, p.ulIvLen), (p.pTag, &message.tag, p.ulTagBits / 8)]
        {
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
