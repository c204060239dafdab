//! AES-256-XTS with a prepared key: one data unit, from one buffer into another.

use super::cipher::{BLOCK, CipherContext, Direction};
use aws_lc_sys as lc;
use parking_lot::Mutex;
use std::ffi::c_int;
use std::ptr;
use strongroom_base::{Error, Result, ck, lane};

/// The longest data unit, in bytes (SP 800-38E: 2^20 blocks).
pub const MAX_UNIT: usize = BLOCK << 20;

/// How many contexts are kept for whoever comes next.
const SPARE: usize = 16;

/// A key prepared for one direction: a context from which others begin as copies, and copies that somebody has
/// done with, since making one takes long beside a short unit.
pub struct XtsKey {
    whole: CipherContext,
    spare: [Spare; SPARE],
}

#[derive(Default)]
#[repr(align(128))]
struct Spare(Mutex<Option<XtsContext>>);

// SAFETY: after it is made, the context is only copied from, which changes nothing in it; the copies are behind
// locks.
unsafe impl Sync for XtsKey {}

/// A copy that does one data unit after the other.
pub struct XtsContext(CipherContext);

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

    /// A context for one who uses it alone.
    pub fn context(&self) -> Result<XtsContext> {
        // Whoever does not get the lock makes a copy.
        let spare = self.spare.get(lane(SPARE)).and_then(|spare| spare.0.try_lock()?.take());
        spare.map_or_else(|| self.copy(), Ok)
    }

    fn copy(&self) -> Result<XtsContext> {
        let context = CipherContext::new()?;
        // SAFETY: the context is new, and the other one has its key.
        let done = unsafe { lc::EVP_CIPHER_CTX_copy(context.0, self.whole.0) };
        if done == 1 { Ok(XtsContext(context)) } else { Err(failed()) }
    }

    /// Takes a context of this key back.
    pub fn give_back(&self, context: XtsContext) {
        if let Some(mut spare) = self.spare.get(lane(SPARE)).and_then(|spare| spare.0.try_lock()) {
            *spare = Some(context);
        }
    }
}

impl XtsContext {
    /// Transforms a data unit of at least a block and at most [`MAX_UNIT`] from `input` to the front of
    /// `out`.
    pub fn transform(&mut self, tweak: &[u8; BLOCK], input: &[u8], out: &mut [u8]) -> Result<()> {
        if !(BLOCK..=MAX_UNIT).contains(&input.len()) || out.len() < input.len() {
            return Err(failed());
        }
        let len = c_int::try_from(input.len()).map_err(|_| failed())?;
        let mut written: c_int = 0;
        // SAFETY: the context has its key; NULL leaves cipher and key as they are, and -1 the direction; the
        // tweak is a block. The library writes as much as it reads, for which there is room.
        let done = unsafe {
            lc::EVP_CipherInit_ex(
                self.0.0,
                ptr::null(),
                ptr::null_mut(),
                ptr::null(),
                tweak.as_ptr(),
                -1,
            ) == 1
                && lc::EVP_CipherUpdate(
                    self.0.0,
                    out.as_mut_ptr(),
                    &mut written,
                    input.as_ptr(),
                    len,
                ) == 1
        };
        if done && written == len { Ok(()) } else { Err(failed()) }
    }
}
