//! The parameters of ChaCha20, alone and with Poly1305 (PKCS #11 v3.2, sections 6.59 and 6.62; RFC 8439).

use minicbor::{Decode, Encode};

/// `CK_CHACHA20_PARAMS`: where the key stream begins. Counter and nonce fill 16 bytes together.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ChaCha20 {
    /// The first block's counter, least significant byte first: 4 bytes, or 8 in the original cipher.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub counter: Vec<u8>,
    /// 12 bytes, or 8 in the original cipher.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub nonce: Vec<u8>,
}

/// `CK_SALSA20_CHACHA20_POLY1305_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ChaCha20Poly1305 {
    /// 12 bytes.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub nonce: Vec<u8>,
    /// Additional authenticated data.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub aad: Vec<u8>,
}
