//! The parameters of HKDF (PKCS #11 v3.2, section 6.58; RFC 5869).

use minicbor::{Decode, Encode};

/// `CK_HKDF_PARAMS` (RFC 5869)
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Hkdf {
    /// Whether to extract.
    #[n(0)]
    pub extract: bool,
    /// Whether to expand.
    #[n(1)]
    pub expand: bool,
    /// The hash, `CKM_SHA256`, …
    #[n(2)]
    pub hash: u64,
    /// The salt of the extraction.
    #[n(3)]
    pub salt: HkdfSalt,
    /// The context of the expansion.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub info: Vec<u8>,
}

/// Where the salt of HKDF comes from (`CKF_HKDF_SALT_…`).
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum HkdfSalt {
    /// As many zero bytes as the hash is long.
    #[n(0)]
    Null,
    /// These bytes.
    #[n(1)]
    Data(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
    /// The value of a key, by its handle.
    #[n(2)]
    Key(#[n(0)] u64),
}
