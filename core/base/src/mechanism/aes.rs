//! The parameters of AES: with a counter, with a tag, and of messages that have one (PKCS #11 v3.2, sections 6.11
//! and 6.13).

use minicbor::{Decode, Encode};

/// `CK_AES_CTR_PARAMS`: how many low bits of the block count, and the first block.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Ctr {
    /// 1 to 128.
    #[n(0)]
    pub counter_bits: u64,
    /// The first counter block.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub block: [u8; 16],
}

/// `CK_GCM_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Gcm {
    /// The initialisation vector.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub iv: Vec<u8>,
    /// Additional authenticated data.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub aad: Vec<u8>,
    /// Bits of the tag.
    #[n(2)]
    pub tag_bits: u64,
}

/// `CK_CCM_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Ccm {
    /// How long the data will be.
    #[n(0)]
    pub data_len: u64,
    /// The nonce, 7 to 13 bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub nonce: Vec<u8>,
    /// Additional authenticated data.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub aad: Vec<u8>,
    /// Bytes of the MAC.
    #[n(3)]
    pub mac_len: u64,
}

/// `CK_GCM_MESSAGE_PARAMS`, `CK_CCM_MESSAGE_PARAMS` or `CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS`: the
/// parameters of one message, or of one wrapped key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AeadMessage {
    /// The initialisation vector, or room for one.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub iv: Vec<u8>,
    /// How many of its first bits are the caller's where it is generated.
    #[n(1)]
    pub fixed_bits: u64,
    /// `CKG_…`
    #[n(2)]
    pub generator: u64,
    /// The tag; empty when encrypting.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub tag: Vec<u8>,
    /// Bits of the tag; 0 where the structure does not say, because there is one length only
    /// (`CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS`).
    #[n(4)]
    pub tag_bits: u64,
    /// How long the data is, where the structure says so (`CK_CCM_MESSAGE_PARAMS`).
    #[n(5)]
    pub data_len: Option<u64>,
}

impl AeadMessage {
    /// How many bits the tag has, whether or not the structure says so.
    pub fn bits_of_tag(&self) -> u64 {
        match (self.tag_bits, self.data_len) {
            (0, None) => 128,
            (bits, _) => bits,
        }
    }
}
