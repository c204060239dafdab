//! AES in the modes ECB, CTR, OFB and CFB: streams of any split, straight from one buffer into another.

use aws_lc_sys as lc;
use std::ffi::c_int;
use std::ptr;
use strongroom_base::{Error, Result, ck};

/// Bytes of an AES block.
pub const BLOCK: usize = 16;
/// The library counts in `int`: longer input goes in slices.
pub(super) const SLICE: usize = 1 << 30;

/// A mode of AES.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Electronic code book.
    Ecb,
    /// Counter: the whole block counts.
    Ctr,
    /// Output feedback.
    Ofb,
    /// Cipher feedback of one bit.
    Cfb1,
    /// Cipher feedback of a byte.
    Cfb8,
    /// Cipher feedback of a block.
    Cfb128,
}

/// A direction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// Encrypting.
    Encrypt,
    /// Decrypting.
    Decrypt,
}

impl Direction {
    /// As the library wants it.
    pub(super) fn number(self) -> c_int {
        c_int::from(self == Self::Encrypt)
    }
}

/// The library's context of a cipher, owned.
pub(super) struct CipherContext(pub(super) *mut lc::EVP_CIPHER_CTX);

// SAFETY: the context is owned, and whoever uses it has `&mut` to the stream around it.
unsafe impl Send for CipherContext {}

impl CipherContext {
    /// A context without a cipher yet.
    pub(super) fn new() -> Result<Self> {
        // SAFETY: takes no arguments.
        let context = unsafe { lc::EVP_CIPHER_CTX_new() };
        if context.is_null() {
            return Err(Error::new(ck::CKR_HOST_MEMORY, "there is no memory left"));
        }
        Ok(Self(context))
    }
}

impl Drop for CipherContext {
    fn drop(&mut self) {
        // SAFETY: made by `EVP_CIPHER_CTX_new` and freed once; it wipes the key schedule.
        unsafe { lc::EVP_CIPHER_CTX_free(self.0) }
    }
}

/// A stream of AES.
pub struct AesStream {
    mode: Mode,
    context: CipherContext,
}

fn failed() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "AES failed in the cryptographic library")
}

impl AesStream {
    /// A stream with a key of 16, 24 or 32 bytes and a vector or first counter block (of no meaning for ECB).
    pub fn new(mode: Mode, direction: Direction, key: &[u8], iv: &[u8; BLOCK]) -> Result<Self> {
        // SAFETY: the functions return pointers to static tables.
        let cipher = unsafe {
            match (mode, key.len()) {
                (Mode::Ecb, 16) => lc::EVP_aes_128_ecb(),
                (Mode::Ecb, 24) => lc::EVP_aes_192_ecb(),
                (Mode::Ecb, 32) => lc::EVP_aes_256_ecb(),
                (Mode::Ctr, 16) => lc::EVP_aes_128_ctr(),
                (Mode::Ctr, 24) => lc::EVP_aes_192_ctr(),
                (Mode::Ctr, 32) => lc::EVP_aes_256_ctr(),
                (Mode::Ofb, 16) => lc::EVP_aes_128_ofb(),
                (Mode::Ofb, 24) => lc::EVP_aes_192_ofb(),
                (Mode::Ofb, 32) => lc::EVP_aes_256_ofb(),
                (Mode::Cfb1, 16) => lc::EVP_aes_128_cfb1(),
                (Mode::Cfb1, 24) => lc::EVP_aes_192_cfb1(),
                (Mode::Cfb1, 32) => lc::EVP_aes_256_cfb1(),
                (Mode::Cfb8, 16) => lc::EVP_aes_128_cfb8(),
                (Mode::Cfb8, 24) => lc::EVP_aes_192_cfb8(),
                (Mode::Cfb8, 32) => lc::EVP_aes_256_cfb8(),
                (Mode::Cfb128, 16) => lc::EVP_aes_128_cfb128(),
                (Mode::Cfb128, 24) => lc::EVP_aes_192_cfb128(),
                (Mode::Cfb128, 32) => lc::EVP_aes_256_cfb128(),
                _ => return Err(failed()),
            }
        };
        let stream = Self { mode, context: CipherContext::new()? };
        // SAFETY: the context is new, the key has the cipher's length by the match above, the vector has
        // a whole block.
        let done = unsafe {
            lc::EVP_CipherInit_ex(
                stream.context.0,
                cipher,
                ptr::null_mut(),
                key.as_ptr(),
                iv.as_ptr(),
                direction.number(),
            ) == 1
                && lc::EVP_CIPHER_CTX_set_padding(stream.context.0, 0) == 1
        };
        if done { Ok(stream) } else { Err(failed()) }
    }

    /// Takes input, for ECB of whole blocks, and writes as much to the front of `out`.
    pub fn update(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        if self.mode == Mode::Ecb && !input.len().is_multiple_of(BLOCK) {
            return Err(failed());
        }
        let room = out.get_mut(..input.len()).ok_or_else(|| Error::too_small(input.len()))?;
        for (from, to) in input.chunks(SLICE).zip(room.chunks_mut(SLICE)) {
            let mut len: c_int = 0;
            // SAFETY: the input is readable for its length, which fits in an int. The library holds no
            // part of a block, because it gets whole ones or the mode has none, so it writes as much as
            // it reads, for which there is room.
            let done = unsafe {
                lc::EVP_CipherUpdate(
                    self.context.0,
                    to.as_mut_ptr(),
                    &mut len,
                    from.as_ptr(),
                    c_int::try_from(from.len()).map_err(|_| failed())?,
                )
            };
            if done != 1 || usize::try_from(len) != Ok(from.len()) {
                return Err(failed());
            }
        }
        Ok(input.len())
    }
}
