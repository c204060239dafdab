//! The parameters of password-based derivation, of wrapping by way of an agreement, and of X9.42.

use crate::Secret;
use minicbor::{Decode, Encode};

/// `CK_PKCS5_PBKD2_PARAMS2` (RFC 8018, section 5.2)
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Pbkdf2 {
    /// `CKZ_SALT_SPECIFIED`
    #[n(0)]
    pub source: u64,
    /// The salt.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub salt: Vec<u8>,
    /// How often.
    #[n(2)]
    pub iterations: u64,
    /// `CKP_PKCS5_PBKD2_HMAC_…`
    #[n(3)]
    pub prf: u64,
    /// What the function takes beside; none here does.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub prf_data: Vec<u8>,
    /// The password.
    #[n(5)]
    pub password: Secret,
}

/// `CK_ECDH_AES_KEY_WRAP_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EcdhAesWrap {
    /// Bits of the temporary AES key: 128, 192 or 256.
    #[n(0)]
    pub aes_bits: u64,
    /// `CKD_…`
    #[n(1)]
    pub kdf: u64,
    /// Data that both parties know.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub shared: Vec<u8>,
}

/// `CK_X9_42_DH1_DERIVE_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct X942Dh1 {
    /// `CKD_…`
    #[n(0)]
    pub kdf: u64,
    /// What goes into the derivation function.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub other_info: Vec<u8>,
    /// The other party's public value.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub public: Vec<u8>,
}
