//! Secret keys: their value, and what the libraries prepare of it once.

use crate::ffi::aead::{AeadKey, Algorithm};
use crate::ffi::aes_key::AesKey;
use crate::ffi::cipher::Direction;
use crate::ffi::hmac::{Hash, HmacKey};
use crate::ffi::xts::XtsKey;
use std::sync::OnceLock;
use strongroom_base::{Error, Result, Secret, ck};
use subtle::ConstantTimeEq;

/// Gives each byte of a DES key an odd number of ones (SP 800-67).
pub fn set_parity(key: &mut [u8]) {
    for byte in key {
        *byte ^= u8::from(byte.count_ones() % 2 == 0);
    }
}

/// The three keys of triple DES: with two, the first is used again as the third.
pub fn three_des_keys(value: &[u8]) -> Secret {
    let mut keys = Secret::from(value);
    keys.extend(value.get(..24 - value.len().min(24)).unwrap_or_default());
    keys
}

/// A secret key. What is prepared for a mechanism is prepared at its first use, for all threads.
pub struct SecretKey {
    key_type: u64,
    value: Secret,
    aes_encrypt: OnceLock<Result<AesKey>>,
    aes_decrypt: OnceLock<Result<AesKey>>,
    aead: OnceLock<Result<AeadKey>>,
    xts_encrypt: OnceLock<Result<XtsKey>>,
    xts_decrypt: OnceLock<Result<XtsKey>>,
    hmac: OnceLock<Box<[OnceLock<Option<HmacKey>>; Hash::COUNT]>>,
}

impl SecretKey {
    /// A key with this value. `CKR_ATTRIBUTE_VALUE_INVALID` for a length that its type does not have
    pub fn new(key_type: u64, value: Secret) -> Result<Self> {
        let right = match key_type {
            ck::CKK_AES => matches!(value.len(), 16 | 24 | 32),
            ck::CKK_DES2 => value.len() == 16,
            ck::CKK_DES3 => value.len() == 24,
            ck::CKK_CHACHA20 | ck::CKK_POLY1305 => value.len() == 32,
            // The halves are keys of their own; equal ones protect nothing (IEEE 1619; FIPS 140-3, C.I).
            ck::CKK_AES_XTS => {
                let (first, second) = value.expose().split_at(value.len() / 2);
                matches!(value.len(), 32 | 64) && !bool::from(first.ct_eq(second))
            }
            _ => !value.is_empty(),
        };
        if !right {
            return Err(Error::new(
                ck::CKR_ATTRIBUTE_VALUE_INVALID,
                "keys of this type do not have this length",
            ));
        }
        Ok(Self {
            key_type,
            value,
            aes_encrypt: OnceLock::new(),
            aes_decrypt: OnceLock::new(),
            aead: OnceLock::new(),
            xts_encrypt: OnceLock::new(),
            xts_decrypt: OnceLock::new(),
            hmac: OnceLock::new(),
        })
    }

    /// `CKK_…`
    pub fn key_type(&self) -> u64 {
        self.key_type
    }

    /// The value.
    pub fn value(&self) -> &[u8] {
        self.value.expose()
    }

    /// Its length in bytes.
    pub fn size(&self) -> u64 {
        self.value.len() as u64
    }

    /// The key expanded for AES in one direction.
    pub fn aes(&self, direction: Direction) -> Result<&AesKey> {
        let prepared = match direction {
            Direction::Encrypt => &self.aes_encrypt,
            Direction::Decrypt => &self.aes_decrypt,
        };
        prepared.get_or_init(|| AesKey::new(direction, self.value())).as_ref().map_err(Clone::clone)
    }

    /// The authenticated encryption that keys of this type are prepared for.
    pub fn algorithm(&self) -> Algorithm {
        match self.key_type {
            ck::CKK_CHACHA20 => Algorithm::ChaCha20Poly1305,
            _ => Algorithm::AesGcm,
        }
    }

    /// The key prepared for that.
    pub fn aead(&self) -> Result<&AeadKey> {
        self.aead
            .get_or_init(|| AeadKey::new(self.algorithm(), self.value()))
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The key prepared for AES-XTS in one direction.
    pub fn xts(&self, direction: Direction) -> Result<&XtsKey> {
        let prepared = match direction {
            Direction::Encrypt => &self.xts_encrypt,
            Direction::Decrypt => &self.xts_decrypt,
        };
        prepared.get_or_init(|| XtsKey::new(direction, self.value())).as_ref().map_err(Clone::clone)
    }

    /// The key prepared for the HMAC of a hash.
    pub fn hmac(&self, hash: Hash) -> Result<&HmacKey> {
        let keys = self.hmac.get_or_init(|| Box::new([const { OnceLock::new() }; Hash::COUNT]));
        keys.get(hash.index())
            .and_then(|key| key.get_or_init(|| HmacKey::new(hash, self.value())).as_ref())
            .ok_or_else(|| {
                Error::new(ck::CKR_DEVICE_ERROR, "HMAC failed in the cryptographic library")
            })
    }
}
