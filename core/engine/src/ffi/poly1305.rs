//! Poly1305 (RFC 8439, section 2.5): a MAC whose key is used once.

use aws_lc_sys as lc;
use std::mem::MaybeUninit;
use std::ptr;

/// Bytes of the key.
pub const KEY_LEN: usize = 32;
/// Bytes of the MAC.
pub const LEN: usize = 16;

/// As the library wants its state, whose type says nothing of alignment.
#[repr(align(64))]
struct Aligned(lc::poly1305_state);

/// A MAC in progress. It is wiped when dropped.
pub struct Poly1305(Box<Aligned>);

impl Poly1305 {
    /// Begins.
    pub fn new(key: &[u8; KEY_LEN]) -> Self {
        // SAFETY: the state is plain bytes, for which zero is a value.
        let mut state = Box::new(Aligned(unsafe { MaybeUninit::zeroed().assume_init() }));
        // SAFETY: the state is writable and aligned; the key has the length.
        unsafe { lc::CRYPTO_poly1305_init(&mut state.0, key.as_ptr()) }
        Self(state)
    }

    /// Takes input.
    pub fn update(&mut self, input: &[u8]) {
        // SAFETY: the state is initialised; the input is readable for its length.
        unsafe { lc::CRYPTO_poly1305_update(&mut self.0.0, input.as_ptr(), input.len()) }
    }

    /// The MAC.
    pub fn finish(&mut self) -> [u8; LEN] {
        let mut mac = [0; LEN];
        // SAFETY: the state is initialised; the room has the length.
        unsafe { lc::CRYPTO_poly1305_finish(&mut self.0.0, mac.as_mut_ptr()) }
        mac
    }
}

impl Drop for Poly1305 {
    fn drop(&mut self) {
        let at = ptr::from_mut(&mut *self.0).cast();
        // SAFETY: the structure is as long as its type, and zeros are a value of it.
        unsafe { lc::OPENSSL_cleanse(at, size_of::<Aligned>()) }
    }
}
