//! The parameters of TLS 1.2 (PKCS #11 v3.2, section 6.40; RFC 5246, RFC 5705, RFC 7627). Hashes are those
//! of the pseudo-random function, `CKM_SHA256` and so on.

use minicbor::{Decode, Encode};

/// The longest vector that comes of [`TlsKeyMaterial`], in bytes: a block of the widest cipher.
pub const MAX_TLS_IV: usize = 16;

/// What both parties have sent (`CK_SSL3_RANDOM_DATA`).
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TlsRandom {
    /// The client's.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub client: Vec<u8>,
    /// The server's.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub server: Vec<u8>,
}

/// `CK_TLS12_MASTER_KEY_DERIVE_PARAMS` and `CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TlsMaster {
    /// The hash.
    #[n(0)]
    pub hash: u64,
    /// What goes in beside the key.
    #[n(1)]
    pub seed: TlsSeed,
    /// Whether the version in the key is wanted: it comes as a data object after the key.
    #[n(2)]
    pub version: bool,
}

/// What makes a master secret of a key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum TlsSeed {
    /// What both parties have sent.
    #[n(0)]
    Random(#[n(0)] TlsRandom),
    /// The hash of the session so far.
    #[n(1)]
    Session(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
}

/// `CK_TLS12_KEY_MAT_PARAMS`. Out come keys for MACs, where they have bits, keys for data, and then, as
/// data objects, vectors, where they have bits; each time the client's first.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TlsKeyMaterial {
    /// The hash.
    #[n(0)]
    pub hash: u64,
    /// What both parties have sent.
    #[n(1)]
    pub random: TlsRandom,
    /// Bits of each key for MACs.
    #[n(2)]
    pub mac_bits: u64,
    /// Bits of each key for data.
    #[n(3)]
    pub key_bits: u64,
    /// Bits of each vector.
    #[n(4)]
    pub iv_bits: u64,
}

/// `CK_TLS_KDF_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TlsKdf {
    /// The hash.
    #[n(0)]
    pub hash: u64,
    /// What the bytes are for.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub label: Vec<u8>,
    /// What both parties have sent.
    #[n(2)]
    pub random: TlsRandom,
    /// The context; `None` is another thing than an empty one.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub context: Option<Vec<u8>>,
}

/// `CK_TLS_MAC_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TlsMac {
    /// The hash.
    #[n(0)]
    pub hash: u64,
    /// Bytes of the MAC.
    #[n(1)]
    pub len: u64,
    /// 1: the server finishes; 2: the client does.
    #[n(2)]
    pub finisher: u64,
}
