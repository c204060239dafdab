//! The parameters of password-based derivation, of wrapping by way of an agreement, of X9.42, and of the
//! derivation of wallets.

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

/// `CK_IBM_BTC_DERIVE_PARAMS`: a step in the derivation of wallets (BIP 32, SLIP-0010). The chain code that
/// it gives comes as a data object after the key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BtcDerive {
    /// `CK_IBM_BTC_…`
    #[n(0)]
    pub kind: u64,
    /// The child's index.
    #[n(1)]
    pub index: u64,
    /// The parent's chain code; of no meaning for a master key.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub chain_code: Vec<u8>,
    /// `CK_IBM_BTC_DERIVE_PARAMS_VERSION_1`
    #[n(3)]
    pub version: u64,
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
