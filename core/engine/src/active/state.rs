//! Saved operation state (`C_GetOperationState`): the active operations of a session as one sealed blob.
//! It is sealed under a key of the instance and bound to slot, mechanism and key, so that a blob that was
//! made elsewhere or altered is `CKR_SAVED_STATE_INVALID`, and one for another key `CKR_KEY_CHANGED`.

use crate::mechanisms;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use minicbor::{Decoder, Encoder};
use strongroom_base::{Error, Mechanism, OpKind, Params, Result, Secret, ck};

/// The number of this encoding.
const FORMAT: u8 = 2;

/// One operation, saved.
#[derive(PartialEq, Eq, Debug)]
pub struct SavedOperation {
    /// A digest or a signature.
    pub kind: OpKind,
    /// `CKM_…`
    pub mechanism: u64,
    /// Bytes of its output: what the parameters of a MAC say.
    pub length: u64,
    /// What tells the key apart from others; empty for a digest.
    pub key: Vec<u8>,
    /// What the library gave.
    pub state: Secret,
}

impl SavedOperation {
    /// The mechanism with the parameters that it had.
    pub fn as_begun(&self) -> Result<Mechanism> {
        let length = Params::Ulong(self.length);
        let takes_length = mechanisms::find(self.mechanism)?.shape().admits(&length);
        let params = if takes_length { length } else { Params::None };
        Ok(Mechanism::new(self.mechanism, params))
    }
}

fn invalid() -> Error {
    Error::new(ck::CKR_SAVED_STATE_INVALID, "the saved state was not made by this token")
}

fn sealing_key(key: &Secret) -> Result<RandomizedNonceKey> {
    RandomizedNonceKey::new(&AES_256_GCM, key.expose())
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the sealing key has a wrong length"))
}

/// Operations of a session with the token in `slot`, as a blob.
pub fn seal(key: &Secret, slot: u64, operations: &[SavedOperation]) -> Result<Vec<u8>> {
    let mut body = encode(operations);
    let nonce = sealing_key(key)?
        .seal_in_place_append_tag(Aad::from(slot.to_be_bytes()), &mut body)
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the state could not be sealed"))?;
    let mut blob = Vec::with_capacity(1 + NONCE_LEN + body.len());
    blob.push(FORMAT);
    blob.extend_from_slice(nonce.as_ref());
    blob.extend_from_slice(&body);
    Ok(blob)
}

/// The operations as they are sealed, with room for the seal: a vector that grows leaves copies behind.
pub fn encode(operations: &[SavedOperation]) -> Vec<u8> {
    let mut body = Vec::with_capacity(
        64 + operations.iter().map(|o| 64 + o.key.len() + o.state.len()).sum::<usize>(),
    );
    let mut encoder = Encoder::new(&mut body);
    // Writing to a vector cannot fail.
    let _ = encoder.array(operations.len() as u64);
    for operation in operations {
        let _ = encoder
            .u8(if operation.kind == OpKind::Digest { 0 } else { 1 })
            .and_then(|e| e.u64(operation.mechanism))
            .and_then(|e| e.u64(operation.length))
            .and_then(|e| e.bytes(&operation.key))
            .and_then(|e| e.bytes(operation.state.expose()));
    }
    body
}

/// The operations in a blob.
pub fn unseal(key: &Secret, slot: u64, blob: &[u8]) -> Result<Vec<SavedOperation>> {
    let (format, rest) = blob.split_first().ok_or_else(invalid)?;
    let (nonce, sealed) = rest.split_at_checked(NONCE_LEN).ok_or_else(invalid)?;
    if *format != FORMAT {
        return Err(invalid());
    }
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| invalid())?;
    let mut body = Secret::from(sealed);
    let clear = sealing_key(key)?
        .open_in_place(nonce, Aad::from(slot.to_be_bytes()), body.expose_mut())
        .map_err(|_| invalid())?;
    decode(clear).ok_or_else(invalid)
}

/// What [`encode`] made bytes of.
pub fn decode(clear: &[u8]) -> Option<Vec<SavedOperation>> {
    let mut decoder = Decoder::new(clear);
    let count = decoder.array().ok()??;
    let mut operations = Vec::new();
    for _ in 0..count {
        operations.push(SavedOperation {
            kind: if decoder.u8().ok()? == 0 { OpKind::Digest } else { OpKind::Sign },
            mechanism: decoder.u64().ok()?,
            length: decoder.u64().ok()?,
            key: decoder.bytes().ok()?.to_vec(),
            state: Secret::from(decoder.bytes().ok()?),
        });
    }
    Some(operations)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blob_opens_for_its_slot_and_key_only() {
        let key = Secret::from(vec![7; 32]);
        let saved = SavedOperation {
            kind: OpKind::Digest,
            mechanism: ck::CKM_SHA256,
            length: 32,
            key: Vec::new(),
            state: Secret::from(vec![1, 2, 3]),
        };
        let blob = seal(&key, 4, &[saved]).unwrap();
        let back = unseal(&key, 4, &blob).unwrap();
        assert_eq!(back.len(), 1);
        assert_eq!(back[0].state.expose(), [1, 2, 3]);
        assert!(unseal(&key, 5, &blob).is_err());
        assert!(unseal(&Secret::from(vec![8; 32]), 4, &blob).is_err());
        for at in 0..blob.len() {
            let mut forged = blob.clone();
            forged[at] ^= 1;
            let answer = unseal(&key, 4, &forged);
            assert!(answer.is_err_and(|e| e.is(ck::CKR_SAVED_STATE_INVALID)), "byte {at}");
            assert!(unseal(&key, 4, &blob[..at]).is_err());
        }
    }
}
