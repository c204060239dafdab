//! Mechanisms that make keys from a key, or from a password.

use super::{Hash, Mechanism};
use crate::object::Object;
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Counter, DkmLength, Field, Hkdf, HkdfSalt, Kbkdf, Pbkdf2};

/// Bits of the length of what is derived, in what SP 800-108 is fed with.
const LENGTH_BITS: u64 = 32;

impl Mechanism {
    /// A key from a password (PBKDF2, RFC 8018): for the generation of a secret key of any type
    /// ([`generate_with`](crate::Session::generate_with)).
    pub fn pbkdf2(hash: Hash, password: &[u8], salt: &[u8], iterations: u64) -> Self {
        let params = Pbkdf2 {
            source: CKZ_SALT_SPECIFIED,
            salt: salt.to_vec(),
            iterations,
            prf: hash.row().pbkdf2,
            prf_data: Vec::new(),
            password: password.into(),
        };
        let params = Params::Pbkdf2(params);
        Self::hashed(hash.row().pbkdf2, hash, "PBKDF2", params).of_kind(CKM_PKCS5_PBKD2)
    }

    /// HKDF, both steps, without salt and with this context (RFC 5869).
    pub fn hkdf(hash: Hash, info: &[u8]) -> Self {
        let params = Hkdf {
            extract: true,
            expand: true,
            hash: hash.mechanism(),
            salt: HkdfSalt::Null,
            info: info.to_vec(),
        };
        Self::hashed(hash.mechanism(), hash, "HKDF", Params::Hkdf(params)).of_kind(CKM_HKDF_DERIVE)
    }

    /// The same into bytes that are shown ([`derive_data`](Object::derive_data)).
    pub fn hkdf_data(hash: Hash, info: &[u8]) -> Self {
        Self::hkdf(hash, info).of_kind(CKM_HKDF_DATA)
    }

    /// A key that is the digest of a key.
    pub fn hash_derivation(hash: Hash) -> Self {
        Self::hashed(hash.row().derivation, hash, "a derivation", Params::None)
    }

    /// SP 800-108 in counter mode, with the HMAC of a hash or, without one, AES-CMAC: each round is fed with its
    /// number in 32 bits, and the bytes that [`data`](Self::data) or [`label_and_context`](Self::label_and_context)
    /// gives. [`counter_bits`](Self::counter_bits) sets another width.
    pub fn kbkdf_counter(hash: Option<Hash>) -> Self {
        let counter = Field::Iteration(Some(counter(32)));
        Self::kbkdf(CKM_SP800_108_COUNTER_KDF, hash, vec![counter])
    }

    /// SP 800-108 in feedback mode: each round is fed with what the last one gave, of the first one these bytes,
    /// its number in 32 bits, and further bytes as in counter mode. With 0
    /// [`counter_bits`](Self::counter_bits) there is no number.
    pub fn kbkdf_feedback(hash: Option<Hash>, first: &[u8]) -> Self {
        let fields = vec![Field::Iteration(None), Field::Counter(counter(32))];
        let mut made = Self::kbkdf(CKM_SP800_108_FEEDBACK_KDF, hash, fields);
        if let Params::Kbkdf(kbkdf) = &mut made.base.params {
            kbkdf.iv = first.to_vec();
        }
        made
    }

    /// SP 800-108 in double-pipeline mode: as in feedback mode, but a second function of its own makes what each
    /// round is fed with.
    pub fn kbkdf_double_pipeline(hash: Option<Hash>) -> Self {
        let fields = vec![Field::Iteration(None), Field::Counter(counter(32))];
        Self::kbkdf(CKM_SP800_108_DOUBLE_PIPELINE_KDF, hash, fields)
    }

    fn kbkdf(kind: u64, hash: Option<Hash>, fields: Vec<Field>) -> Self {
        let prf = hash.map_or(CKM_AES_CMAC, |hash| hash.row().hmac);
        let params = Kbkdf { prf, fields, iv: Vec::new(), additional: Vec::new() };
        let made = Self::new(kind, Params::Kbkdf(params));
        match hash {
            Some(hash) if prf == 0 => made.wrong(format!("there is no HMAC with {hash}")),
            _ => made,
        }
    }

    /// The bytes that every round is fed with (SP 800-108).
    pub fn data(mut self, data: &[u8]) -> Self {
        match &mut self.base.params {
            Params::Kbkdf(kbkdf) => kbkdf.fields.push(Field::Bytes(data.to_vec())),
            _ => return self.wrong("only SP 800-108 is fed with data"),
        }
        self
    }

    /// What every round is fed with (SP 800-108): the label, a zero byte, the context, and the length of all that is
    /// derived, as bits in 32 bits.
    pub fn label_and_context(mut self, label: &[u8], context: &[u8]) -> Self {
        match &mut self.base.params {
            Params::Kbkdf(kbkdf) => {
                kbkdf.fields.push(Field::Bytes([label, &[0], context].concat()));
                let length =
                    DkmLength { of_segments: false, little_endian: false, bits: LENGTH_BITS };
                kbkdf.fields.push(Field::DkmLength(length));
            }
            _ => return self.wrong("only SP 800-108 has a label and a context"),
        }
        self
    }

    /// The bytes of a key, and behind them those of another one in the same token, for what is old.
    pub fn concatenate_key(other: &Object) -> Self {
        Self::concatenate_handle(other.handle())
    }

    pub(super) fn concatenate_handle(other: u64) -> Self {
        Self::new(CKM_CONCATENATE_BASE_AND_KEY, Params::Key(other))
    }

    /// The bytes of a key, and data behind them, for what is old.
    pub fn append_data(data: &[u8]) -> Self {
        Self::new(CKM_CONCATENATE_BASE_AND_DATA, Params::Bytes(data.to_vec()))
    }

    /// Data, and the bytes of a key behind it, for what is old.
    pub fn prepend_data(data: &[u8]) -> Self {
        Self::new(CKM_CONCATENATE_DATA_AND_BASE, Params::Bytes(data.to_vec()))
    }

    /// The bytes of a key, each combined with one of the data by exclusive or, for what is old.
    pub fn xor_data(data: &[u8]) -> Self {
        Self::new(CKM_XOR_BASE_AND_DATA, Params::Bytes(data.to_vec()))
    }

    /// Bytes of a key from a bit on, for what is old; the highest bit of its first byte is bit 0.
    pub fn extract_bits(first: u64) -> Self {
        Self::new(CKM_EXTRACT_KEY_FROM_KEY, Params::Ulong(first))
    }

    /// Data, whole blocks of it, encrypted with AES in ECB: the ciphertext is the key; for what is old.
    pub fn aes_ecb_encrypt_data(data: &[u8]) -> Self {
        Self::new(CKM_AES_ECB_ENCRYPT_DATA, Params::Bytes(data.to_vec()))
    }

    /// The same in CBC.
    pub fn aes_cbc_encrypt_data(iv: &[u8], data: &[u8]) -> Self {
        let params = Params::CbcData { iv: iv.to_vec(), data: data.to_vec() };
        Self::new(CKM_AES_CBC_ENCRYPT_DATA, params)
    }

    /// Data, whole blocks of it, encrypted with Triple DES in ECB: the ciphertext is the key; for what is old.
    pub fn des3_ecb_encrypt_data(data: &[u8]) -> Self {
        Self::new(CKM_DES3_ECB_ENCRYPT_DATA, Params::Bytes(data.to_vec()))
    }

    /// The same in CBC.
    pub fn des3_cbc_encrypt_data(iv: &[u8], data: &[u8]) -> Self {
        let params = Params::CbcData { iv: iv.to_vec(), data: data.to_vec() };
        Self::new(CKM_DES3_CBC_ENCRYPT_DATA, params)
    }
}

fn counter(bits: u64) -> Counter {
    Counter { little_endian: false, bits }
}
