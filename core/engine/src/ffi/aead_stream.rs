//! Authenticated encryption in several parts: AES-GCM with vectors and tags of any length, and
//! ChaCha20-Poly1305.

use super::aead::Algorithm;
use super::cipher::{CipherContext, Direction, SLICE};
use aws_lc_sys as lc;
use std::ffi::c_int;
use std::ptr;
use strongroom_base::{Error, Result, ck};

fn failed() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "the encryption failed in the cryptographic library")
}

fn int(len: usize) -> Result<c_int> {
    c_int::try_from(len).map_err(|_| failed())
}

/// A stream. A decrypting one gives out what no tag vouches for yet: its caller keeps that
/// until [`AeadStream::is_authentic`].
pub struct AeadStream {
    context: CipherContext,
}

impl AeadStream {
    /// A stream with a key of the algorithm's length, a vector of at least one byte (of 12 for
    /// ChaCha20-Poly1305), and the additional data.
    pub fn new(
        algorithm: Algorithm,
        direction: Direction,
        key: &[u8],
        iv: &[u8],
        aad: &[u8],
    ) -> Result<Self> {
        // SAFETY: the functions return pointers to static tables.
        let cipher = unsafe {
            match (algorithm, key.len()) {
                (Algorithm::AesGcm, 16) => lc::EVP_aes_128_gcm(),
                (Algorithm::AesGcm, 24) => lc::EVP_aes_192_gcm(),
                (Algorithm::AesGcm, 32) => lc::EVP_aes_256_gcm(),
                (Algorithm::ChaCha20Poly1305, 32) => lc::EVP_chacha20_poly1305(),
                _ => return Err(failed()),
            }
        };
        let iv_len = int(iv.len())?;
        let context = CipherContext::new()?;
        // SAFETY: the context is new; the key has the cipher's length by the match above; the vector has
        // the length that is set before it is read.
        let done = unsafe {
            lc::EVP_CipherInit_ex(
                context.0,
                cipher,
                ptr::null_mut(),
                ptr::null(),
                ptr::null(),
                direction.number(),
            ) == 1
                && lc::EVP_CIPHER_CTX_ctrl(
                    context.0,
                    lc::EVP_CTRL_AEAD_SET_IVLEN,
                    iv_len,
                    ptr::null_mut(),
                ) == 1
                && lc::EVP_CipherInit_ex(
                    context.0,
                    ptr::null(),
                    ptr::null_mut(),
                    key.as_ptr(),
                    iv.as_ptr(),
                    -1,
                ) == 1
        };
        if !done {
            return Err(failed());
        }
        let mut stream = Self { context };
        stream.authenticate(aad)?;
        Ok(stream)
    }

    /// Takes more additional data, before any input.
    pub fn authenticate(&mut self, aad: &[u8]) -> Result<()> {
        aad.chunks(SLICE).try_for_each(|slice| self.pass(slice, ptr::null_mut()))
    }

    /// `out` has room for the slice, or is null for additional data.
    fn pass(&mut self, slice: &[u8], out: *mut u8) -> Result<()> {
        let mut len: c_int = 0;
        // SAFETY: the slice is readable for its length; the mode writes as much as it reads, for which
        // the caller has room.
        let done = unsafe {
            lc::EVP_CipherUpdate(self.context.0, out, &mut len, slice.as_ptr(), int(slice.len())?)
        };
        if done == 1 { Ok(()) } else { Err(failed()) }
    }

    /// Takes input and writes as much output.
    pub fn update(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let room = out.get_mut(..input.len()).ok_or_else(|| Error::too_small(input.len()))?;
        for (from, to) in input.chunks(SLICE).zip(room.chunks_mut(SLICE)) {
            self.pass(from, to.as_mut_ptr())?;
        }
        Ok(input.len())
    }

    /// Ends an encryption: fills `tag`, 1 to 16 bytes.
    pub fn tag(&mut self, tag: &mut [u8]) -> Result<()> {
        if !self.end() {
            return Err(failed());
        }
        // SAFETY: the tag is writable for the length that is given.
        let done = unsafe {
            lc::EVP_CIPHER_CTX_ctrl(
                self.context.0,
                lc::EVP_CTRL_AEAD_GET_TAG,
                int(tag.len())?,
                tag.as_mut_ptr().cast(),
            )
        };
        if done == 1 { Ok(()) } else { Err(failed()) }
    }

    /// Ends a decryption: whether all of it belongs to the tag, 1 to 16 bytes.
    pub fn is_authentic(&mut self, tag: &[u8]) -> Result<bool> {
        let mut copy = [0; 16];
        let len = tag.len();
        copy.get_mut(..len).ok_or_else(failed)?.copy_from_slice(tag);
        // SAFETY: the copy is readable for the tag's length; the library only reads it.
        let done = unsafe {
            lc::EVP_CIPHER_CTX_ctrl(
                self.context.0,
                lc::EVP_CTRL_AEAD_SET_TAG,
                int(len)?,
                copy.as_mut_ptr().cast(),
            )
        };
        if done != 1 {
            return Err(failed());
        }
        Ok(self.end())
    }

    fn end(&mut self) -> bool {
        let mut rest = [0; 16];
        let mut len: c_int = 0;
        // SAFETY: the mode has nothing left to write; the library gets a block to write it to.
        let done =
            unsafe { lc::EVP_CipherFinal_ex(self.context.0, rest.as_mut_ptr(), &mut len) } == 1;
        if !done {
            // SAFETY: takes no arguments.
            unsafe { lc::ERR_clear_error() };
        }
        done
    }
}
