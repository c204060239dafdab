//! Authenticated encryption with a prepared key: from one buffer into another, in one pass.

use aws_lc_sys as lc;
use std::ptr;
use strongroom_base::{Error, Result, ck};

/// Bytes of the longest tag.
pub const TAG_LEN: usize = 16;
/// Bytes of the initialisation vector that the prepared key takes.
pub const IV_LEN: usize = 12;

/// An algorithm of authenticated encryption.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Algorithm {
    /// AES-GCM (SP 800-38D)
    AesGcm,
    /// ChaCha20-Poly1305 (RFC 8439)
    ChaCha20Poly1305,
}

/// A key prepared for vectors of 96 bits and tags of 128.
pub struct AeadKey {
    context: *mut lc::EVP_AEAD_CTX,
}

// SAFETY: sealing and opening take the context as const and change nothing in it; AWS-LC documents that
// one context may be used by several threads at once.
unsafe impl Send for AeadKey {}
// SAFETY: as above.
unsafe impl Sync for AeadKey {}

fn failed() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "the encryption failed in the cryptographic library")
}

impl AeadKey {
    /// Prepares a key of the algorithm's length.
    pub fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self> {
        // SAFETY: the functions return pointers to static tables.
        let aead = unsafe {
            match (algorithm, key.len()) {
                (Algorithm::AesGcm, 16) => lc::EVP_aead_aes_128_gcm(),
                (Algorithm::AesGcm, 24) => lc::EVP_aead_aes_192_gcm(),
                (Algorithm::AesGcm, 32) => lc::EVP_aead_aes_256_gcm(),
                (Algorithm::ChaCha20Poly1305, 32) => lc::EVP_aead_chacha20_poly1305(),
                _ => return Err(failed()),
            }
        };
        // SAFETY: the key is readable for its length.
        let context = unsafe { lc::EVP_AEAD_CTX_new(aead, key.as_ptr(), key.len(), TAG_LEN) };
        if context.is_null() { Err(failed()) } else { Ok(Self { context }) }
    }

    /// Encrypts `input` into the front of `out` and puts the whole tag into `tag`.
    pub fn seal(
        &self,
        iv: &[u8; IV_LEN],
        aad: &[u8],
        input: &[u8],
        out: &mut [u8],
        tag: &mut [u8; TAG_LEN],
    ) -> Result<()> {
        if out.len() < input.len() {
            return Err(Error::too_small(input.len()));
        }
        let mut tag_len = 0;
        // SAFETY: all pointers come from slices with their lengths; `out` has room for the input's length
        // and `tag` for the whole tag; safe references do not overlap.
        let done = unsafe {
            lc::EVP_AEAD_CTX_seal_scatter(
                self.context,
                out.as_mut_ptr(),
                tag.as_mut_ptr(),
                &mut tag_len,
                TAG_LEN,
                iv.as_ptr(),
                IV_LEN,
                input.as_ptr(),
                input.len(),
                ptr::null(),
                0,
                aad.as_ptr(),
                aad.len(),
            )
        };
        if done == 1 && tag_len == TAG_LEN { Ok(()) } else { Err(failed()) }
    }

    /// Decrypts `input` into the front of `out` if the tag is right; says whether it was. `out` is zero
    /// where it was not.
    pub fn open(
        &self,
        iv: &[u8; IV_LEN],
        aad: &[u8],
        input: &[u8],
        tag: &[u8; TAG_LEN],
        out: &mut [u8],
    ) -> Result<bool> {
        if out.len() < input.len() {
            return Err(Error::too_small(input.len()));
        }
        // SAFETY: as in `seal`.
        let done = unsafe {
            lc::EVP_AEAD_CTX_open_gather(
                self.context,
                out.as_mut_ptr(),
                iv.as_ptr(),
                IV_LEN,
                input.as_ptr(),
                input.len(),
                tag.as_ptr(),
                TAG_LEN,
                aad.as_ptr(),
                aad.len(),
            )
        };
        if done != 1 {
            // Nothing of the library's own errors is wanted later.
            // SAFETY: takes no arguments.
            unsafe { lc::ERR_clear_error() };
        }
        Ok(done == 1)
    }
}

impl Drop for AeadKey {
    fn drop(&mut self) {
        // SAFETY: made by `EVP_AEAD_CTX_new` and freed once; it wipes the key schedule.
        unsafe { lc::EVP_AEAD_CTX_free(self.context) }
    }
}
