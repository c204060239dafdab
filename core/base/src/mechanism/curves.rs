//! The parameters of curves, and of signatures that have a context (PKCS #11 v3.2, sections 6.3, 6.67 and 6.69).

use minicbor::{Decode, Encode};

/// `CK_ECDH1_DERIVE_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Ecdh1 {
    /// `CKD_…`
    #[n(0)]
    pub kdf: u64,
    /// Data that both parties know, for the derivation function.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub shared: Vec<u8>,
    /// The other party's public point: raw, or a DER OCTET STRING around it.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub public: Vec<u8>,
}

/// `CK_EDDSA_PARAMS` (RFC 8032). Parameters that are absent are [`Params::None`]: pure Ed25519, or Ed448
/// with an empty context.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Eddsa {
    /// Whether the message is hashed first (Ed25519ph, Ed448ph).
    #[n(0)]
    pub prehash: bool,
    /// Up to 255 bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub context: Vec<u8>,
}

/// `CK_SIGN_ADDITIONAL_CONTEXT` (FIPS 204)
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct SignContext {
    /// `CKH_HEDGE_PREFERRED`, `CKH_HEDGE_REQUIRED` or `CKH_DETERMINISTIC_REQUIRED`.
    #[n(0)]
    pub hedge: u64,
    /// Up to 255 bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub context: Vec<u8>,
}
