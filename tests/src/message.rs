//! The structures that go with each message, and with a key that is wrapped with a tag: a test sees what was
//! written into them, and that nothing was written past what they lead to.

use crate::ffi::{Guarded, address};
use cryptoki_sys::*;

/// `CK_GCM_MESSAGE_PARAMS`, `CK_CCM_MESSAGE_PARAMS` or `CK_SALSA20_CHACHA20_POLY1305_MSG_PARAMS`, with what it
/// leads to.
pub struct MessageParams {
    iv: Guarded,
    tag: Guarded,
    structure: Vec<u8>,
    iv_len: usize,
}

impl MessageParams {
    /// For a mechanism that has one. The first bits of a vector that is to be generated stay; of ChaCha20, none
    /// is generated.
    pub fn new(mechanism: u64, iv: &[u8], fixed_bits: u64, generator: u64, len: usize) -> Self {
        let (mut of_iv, mut tag) = (Guarded::new(iv.len()), Guarded::new(16));
        of_iv.fill(iv);
        let (at, n) = (of_iv.address(), iv.len() as u64);
        let words = match mechanism {
            CKM_AES_CCM => vec![len as u64, at, n, fixed_bits, generator, tag.address(), 16],
            CKM_CHACHA20_POLY1305 => vec![at, n * 8, tag.address()],
            _ => vec![at, n, fixed_bits, generator, tag.address(), 128],
        };
        let structure = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
        Self { iv: of_iv, tag, structure, iv_len: iv.len() }
    }

    /// Where the structure is, and its length.
    pub fn words(&self) -> (u64, u64) {
        (address(&self.structure), self.structure.len() as u64)
    }

    /// The vector.
    pub fn vector(&self) -> Vec<u8> {
        self.iv.intact();
        self.iv.bytes(self.iv_len).to_vec()
    }

    /// The tag.
    pub fn tag(&self) -> Vec<u8> {
        self.tag.intact();
        self.tag.bytes(16).to_vec()
    }

    /// With another tag.
    #[must_use]
    pub fn with_tag(mut self, tag: &[u8]) -> Self {
        self.tag.fill(tag);
        self
    }
}
