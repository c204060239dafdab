//! AES keys that are expanded once, and CBC with them.

use super::cipher::{BLOCK, Direction};
use aws_lc_sys as lc;
use std::mem::MaybeUninit;
use std::ptr;
use strongroom_base::{Error, Result, ck};

/// An AES key expanded for one direction. It is wiped when dropped.
pub struct AesKey {
    direction: Direction,
    schedule: Box<lc::AES_KEY>,
}

fn failed() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "AES failed in the cryptographic library")
}

impl AesKey {
    /// Expands a key of 16, 24 or 32 bytes.
    pub fn new(direction: Direction, key: &[u8]) -> Result<Self> {
        let bits = match key.len() {
            16 => 128,
            24 => 192,
            32 => 256,
            _ => return Err(failed()),
        };
        // SAFETY: the structure is plain numbers, for which zero is a value.
        let zero = unsafe { MaybeUninit::<lc::AES_KEY>::zeroed().assume_init() };
        let mut expanded = Self { direction, schedule: Box::new(zero) };
        let schedule = &mut *expanded.schedule;
        // SAFETY: the key has as many bits as are said, and the schedule has room for every key.
        let answer = unsafe {
            match direction {
                Direction::Encrypt => lc::AES_set_encrypt_key(key.as_ptr(), bits, schedule),
                Direction::Decrypt => lc::AES_set_decrypt_key(key.as_ptr(), bits, schedule),
            }
        };
        if answer == 0 { Ok(expanded) } else { Err(failed()) }
    }

    /// Goes on with cipher block chaining: whole blocks from `input` to the front of `out`; `iv` is left
    /// as the next call wants it.
    pub fn cbc(&self, iv: &mut [u8; BLOCK], input: &[u8], out: &mut [u8]) -> Result<()> {
        if !input.len().is_multiple_of(BLOCK) || out.len() < input.len() {
            return Err(failed());
        }
        // SAFETY: the input is of whole blocks, the output has room for them and does not overlap it, the
        // vector is a block, and the schedule is for the direction.
        unsafe {
            lc::AES_cbc_encrypt(
                input.as_ptr(),
                out.as_mut_ptr(),
                input.len(),
                &*self.schedule,
                iv.as_mut_ptr(),
                self.direction.number(),
            );
        }
        Ok(())
    }
}

impl Drop for AesKey {
    fn drop(&mut self) {
        let at = ptr::from_mut(&mut *self.schedule).cast();
        // SAFETY: the structure is as long as its type, and zeros are a value of it.
        unsafe { lc::OPENSSL_cleanse(at, size_of::<lc::AES_KEY>()) }
    }
}
