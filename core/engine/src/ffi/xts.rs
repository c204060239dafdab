//! AES-256-XTS with a prepared key: one data unit, from one buffer into another.

use super::cipher::{BLOCK, CipherContext, Direction};
use aws_lc_sys as lc;
use parking_lot::Mutex;
use std::ffi::c_int;
use std::ptr;
use strongroom_base::{Error, Result, ck, lane};

/// The longest data unit, in bytes (SP 800-38E: 2^20 blocks).
pub const MAX_UNIT: usize = BLOCK << 20;

/// How many threads find a context that was used before.
const SPARE: usize = 16;

/// A key prepared for one direction: a context from which others begin as copies, and copies that have done a
/// data unit and can do another, since making one takes long beside a short unit.
pub struct XtsKey {
    whole: CipherContext,
    spare: [Spare; SPARE],
}

#[derive(Default)]
#[repr(align(128))]
struct Spare(Mutex<Option<CipherContext>>);

// SAFETY: after it is made, the context is only copied from, which changes nothing in it; the copies are behind
// locks.
unsafe impl Sync for XtsKey {}

fn failed() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "AES-XTS failed in the cryptographic library")
}

impl XtsKey {
    /// Prepares a key of 64 bytes.
    pub fn new(direction: Direction, key: &[u8]) -> Result<Self> {
        if key.len() != 64 {
            return Err(failed());
        }
        let context = CipherContext::new()?;
        // SAFETY: the context is new; the key has the cipher's length; there is no tweak yet.
        let done = unsafe {
            lc::EVP_CipherInit_ex(
                context.0,
                lc::EVP_aes_256_xts(),
                ptr::null_mut(),
                key.as_ptr(),
                ptr::null(),
                direction.number(),
            )
        };
        if done != 1 {
            return Err(failed());
        }
        Ok(Self { whole: context, spare: Default::default() })
    }

    fn copy(&self) -> Result<CipherContext> {
        let context = CipherContext::new()?;
        // SAFETY: the context is new, and the other one has its key.
        let done = unsafe { lc::EVP_CIPHER_CTX_copy(context.0, self.whole.0) };
        if done == 1 { Ok(context) } else { Err(failed()) }
    }

    /// Transforms a data unit of at least a block and at most [`MAX_UNIT`] from `input` to the front of
    /// `out`.
    pub fn transform(&self, tweak: &[u8; BLOCK], input: &[u8], out: &mut [u8]) -> Result<()> {
        if !(BLOCK..=MAX_UNIT).contains(&input.len()) || out.len() < input.len() {
            return Err(failed());
        }
        // Whoever does not get the lock makes a copy, and lets it go.
        let mut spare = self.spare.get(lane(SPARE)).and_then(|spare| spare.0.try_lock());
        let context = match spare.as_mut().and_then(|spare| spare.take()) {
            Some(context) => context,
            None => self.copy()?,
        };
        let len = c_int::try_from(input.len()).map_err(|_| failed())?;
        let mut written: c_int = 0;
        // SAFETY: the context has its key; NULL leaves cipher and key as they are, and -1 the direction; the
        // tweak is a block. The library writes as much as it reads, for which there is room.
        let done = unsafe {
            lc::EVP_CipherInit_ex(
                context.0,
                ptr::null(),
                ptr::null_mut(),
                ptr::null(),
                tweak.as_ptr(),
                -1,
            ) == 1
                && lc::EVP_CipherUpdate(
                    context.0,
                    out.as_mut_ptr(),
                    &mut written,
                    input.as_ptr(),
                    len,
                ) == 1
        };
        if !done || written != len {
            return Err(failed());
        }
        if let Some(mut spare) = spare {
            *spare = Some(context);
        }
        Ok(())
    }
}
