//! Secret keys: their value, and what the libraries prepare of it once.

use crate::ffi::aead::GcmKey;
use aws_lc_rs::hmac;
use std::sync::OnceLock;
use strongroom_base::{Error, Result, Secret, ck};

/// A secret key. What is prepared for a mechanism is prepared at its first use, for all threads.
pub struct SecretKey {
    value: Secret,
    gcm: OnceLock<Result<GcmKey>>,
    hmac: [OnceLock<Box<hmac::Key>>; HMACS.len()],
}

/// The hashes that AWS-LC's HMAC has ready.
static HMACS: [hmac::Algorithm; 5] = [
    hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
    hmac::HMAC_SHA224,
    hmac::HMAC_SHA256,
    hmac::HMAC_SHA384,
    hmac::HMAC_SHA512,
];

impl SecretKey {
    /// A key with this value. `CKR_ATTRIBUTE_VALUE_INVALID` for a length that its type does not have
    pub fn new(key_type: u64, value: Secret) -> Result<Self> {
        let right = match key_type {
            ck::CKK_AES => matches!(value.len(), 16 | 24 | 32),
            ck::CKK_DES3 => value.len() == 24,
            _ => !value.is_empty(),
        };
        if !right {
            return Err(Error::new(
                ck::CKR_ATTRIBUTE_VALUE_INVALID,
                "keys of this type do not have this length",
            ));
        }
        Ok(Self { value, gcm: OnceLock::new(), hmac: [const { OnceLock::new() }; HMACS.len()] })
    }

    /// The value.
    pub fn value(&self) -> &[u8] {
        self.value.expose()
    }

    /// Its length in bytes.
    pub fn size(&self) -> u64 {
        self.value.len() as u64
    }

    /// The key prepared for AES-GCM.
    pub fn gcm(&self) -> Result<&GcmKey> {
        self.gcm.get_or_init(|| GcmKey::new(self.value())).as_ref().map_err(Clone::clone)
    }

    /// The key prepared for an HMAC, where AWS-LC has it ready.
    pub fn hmac(&self, algorithm: hmac::Algorithm) -> Option<&hmac::Key> {
        let index = HMACS.iter().position(|a| *a == algorithm)?;
        self.hmac
            .get(index)
            .map(|k| &**k.get_or_init(|| Box::new(hmac::Key::new(algorithm, self.value()))))
    }
}
