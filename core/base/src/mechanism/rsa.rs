//! The parameters of RSA (PKCS #11 v3.2, section 6.1; RFC 8017).

use minicbor::{Decode, Encode};

/// `CK_RSA_PKCS_OAEP_PARAMS` (RFC 8017, section 7.1)
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Oaep {
    /// `CKM_SHA_1`, `CKM_SHA256`, …
    #[n(0)]
    pub hash: u64,
    /// `CKG_MGF1_…`
    #[n(1)]
    pub mgf: u64,
    /// `CKZ_DATA_SPECIFIED`, or 0 where there is no label.
    #[n(2)]
    pub source: u64,
    /// The label.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub label: Vec<u8>,
}

/// `CK_RSA_PKCS_PSS_PARAMS` (RFC 8017, section 8.1)
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Pss {
    /// `CKM_SHA_1`, `CKM_SHA256`, …
    #[n(0)]
    pub hash: u64,
    /// `CKG_MGF1_…`
    #[n(1)]
    pub mgf: u64,
    /// Bytes of salt.
    #[n(2)]
    pub salt_len: u64,
}
