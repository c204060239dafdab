//! AES-256-XTS in AWS-LC alone: its safe interface does not have the mode.

use aws_lc_sys as lc;
use std::ffi::c_int;
use std::ptr;

/// A key that is ready.
pub struct Xts(*mut lc::EVP_CIPHER_CTX);

// SAFETY: the context is used by whoever has the key, and by nobody else at the same time.
unsafe impl Send for Xts {}

impl Xts {
    /// Prepares a key.
    pub fn new(key: &[u8; 64]) -> Self {
        // SAFETY: the context is new, the key has the cipher's length, and there is no tweak yet.
        unsafe {
            let context = lc::EVP_CIPHER_CTX_new();
            let (cipher, engine) = (lc::EVP_aes_256_xts(), ptr::null_mut());
            let done = lc::EVP_EncryptInit_ex(context, cipher, engine, key.as_ptr(), ptr::null());
            assert_eq!(done, 1);
            Self(context)
        }
    }

    /// Encrypts a data unit.
    pub fn encrypt(&mut self, tweak: &[u8; 16], input: &[u8], out: &mut [u8]) {
        assert!(out.len() >= input.len());
        let (len, mut written) = (c_int::try_from(input.len()).expect("short"), 0);
        // SAFETY: the context has its key, the tweak is a block, and there is room for the output.
        let done = unsafe {
            let engine = ptr::null_mut();
            lc::EVP_EncryptInit_ex(self.0, ptr::null(), engine, ptr::null(), tweak.as_ptr()) == 1
                && lc::EVP_EncryptUpdate(
                    self.0,
                    out.as_mut_ptr(),
                    &mut written,
                    input.as_ptr(),
                    len,
                ) == 1
        };
        assert!(done && written == len);
    }
}

impl Drop for Xts {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once.
        unsafe { lc::EVP_CIPHER_CTX_free(self.0) }
    }
}
