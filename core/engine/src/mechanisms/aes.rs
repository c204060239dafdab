//! AES in its plain modes: ECB, CBC, CBC with padding, CTR (SP 800-38A).

use super::block::{BlockCipher, Blocks};
use super::wrapping::{unwrap_by, wrap_by};
use super::{Cipher, Cost, Init, Row, Standing};
use crate::ffi::cipher::{AesStream, BLOCK, Direction, Mode};
use crate::keys::Key;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

impl Blocks for AesStream {
    fn transform(&mut self, input: &[u8], out: &mut [u8]) -> Result<()> {
        self.update(input, out).map(drop)
    }
}

/// Cipher block chaining with a key that is expanded already.
struct Cbc {
    key: Arc<Key>,
    direction: Direction,
    iv: [u8; BLOCK],
}

impl Blocks for Cbc {
    fn transform(&mut self, input: &[u8], out: &mut [u8]) -> Result<()> {
        self.key.secret()?.aes(self.direction)?.cbc(&mut self.iv, input, out)
    }
}

fn ecb(init: &Init<'_>, direction: Direction) -> Result<Box<dyn Cipher>> {
    let stream = AesStream::new(Mode::Ecb, direction, init.secret()?.value(), &[0; BLOCK])?;
    Ok(Box::new(BlockCipher::new(stream, BLOCK, direction, false)))
}

fn cbc(init: &Init<'_>, direction: Direction, padding: bool) -> Result<Box<dyn Cipher>> {
    let Params::Bytes(iv) = init.params else {
        return Err(Error::new(CKR_MECHANISM_PARAM_INVALID, "the vector is missing"));
    };
    let iv = <[u8; BLOCK]>::try_from(iv.as_slice())
        .map_err(|_| Error::new(CKR_MECHANISM_PARAM_INVALID, "the vector is not of one block"))?;
    init.secret()?.aes(direction)?;
    let blocks = Cbc { key: Arc::clone(init.key), direction, iv };
    Ok(Box::new(BlockCipher::new(blocks, BLOCK, direction, padding)))
}

fn ecb_encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    ecb(init, Direction::Encrypt)
}
fn ecb_decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    ecb(init, Direction::Decrypt)
}
fn ecb_wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(ecb_encrypt, init, plain, BLOCK)
}
fn ecb_unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(ecb_decrypt, init, wrapped)
}
fn cbc_encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    cbc(init, Direction::Encrypt, false)
}
fn cbc_decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    cbc(init, Direction::Decrypt, false)
}
fn cbc_wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(cbc_encrypt, init, plain, BLOCK)
}
fn cbc_unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(cbc_decrypt, init, wrapped)
}
fn pad_encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    cbc(init, Direction::Encrypt, true)
}
fn pad_decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    cbc(init, Direction::Decrypt, true)
}
fn pad_wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(pad_encrypt, init, plain, 1)
}
fn pad_unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(pad_decrypt, init, wrapped)
}

/// The counter mode: only the low bits of the block count, and they do not overflow.
struct Counter {
    stream: AesStream,
    /// Bytes until the counter would overflow.
    left: u128,
}

fn ctr(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    let Params::Ctr(params) = init.params else {
        return Err(Error::new(CKR_MECHANISM_PARAM_INVALID, "the counter block is missing"));
    };
    let bits = u32::try_from(params.counter_bits).ok().filter(|bits| (1..=128).contains(bits));
    let bits = bits.ok_or_else(|| {
        Error::new(CKR_MECHANISM_PARAM_INVALID, "between 1 and 128 bits of the block count")
    })?;
    let highest = u128::MAX >> (128 - bits);
    let more = highest - (u128::from_be_bytes(params.block) & highest);
    let left = more.saturating_add(1).saturating_mul(BLOCK as u128);
    let key = init.secret()?.value();
    let stream = AesStream::new(Mode::Ctr, Direction::Encrypt, key, &params.block)?;
    Ok(Box::new(Counter { stream, left }))
}

impl Cipher for Counter {
    fn update_len(&self, input: usize) -> usize {
        input
    }

    fn finish_len(&self) -> usize {
        0
    }

    fn once_len(&self, input: usize) -> usize {
        input
    }

    fn update(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let len = input.len() as u128;
        if len > self.left {
            return Err(Error::new(CKR_DATA_LEN_RANGE, "the counter would overflow"));
        }
        let written = self.stream.update(input, out)?;
        self.left -= len;
        Ok(written)
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        Ok(0)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.update(input, out)
    }
}

fn ctr_wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(ctr, init, plain, 1)
}
fn ctr_unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(ctr, init, wrapped)
}

const AES: Row = Row { key_types: &[CKK_AES], sizes: (16, 32), cost: Cost::Inline, ..Row::EMPTY };

/// The rows of the plain modes.
pub static ROWS: [Row; 4] = [
    Row {
        kind: CKM_AES_ECB,
        encrypt: Some(ecb_encrypt),
        decrypt: Some(ecb_decrypt),
        wrap: Some(ecb_wrap),
        unwrap: Some(ecb_unwrap),
        standing: Standing::Legacy,
        ..AES
    },
    Row {
        kind: CKM_AES_CBC,
        encrypt: Some(cbc_encrypt),
        decrypt: Some(cbc_decrypt),
        wrap: Some(cbc_wrap),
        unwrap: Some(cbc_unwrap),
        standing: Standing::Legacy,
        strict: Some(CKF_ENCRYPT | CKF_DECRYPT),
        ..AES
    },
    Row {
        kind: CKM_AES_CBC_PAD,
        encrypt: Some(pad_encrypt),
        decrypt: Some(pad_decrypt),
        wrap: Some(pad_wrap),
        unwrap: Some(pad_unwrap),
        standing: Standing::Legacy,
        strict: Some(CKF_ENCRYPT | CKF_DECRYPT),
        ..AES
    },
    Row {
        kind: CKM_AES_CTR,
        encrypt: Some(ctr),
        decrypt: Some(ctr),
        wrap: Some(ctr_wrap),
        unwrap: Some(ctr_unwrap),
        strict: Some(CKF_ENCRYPT | CKF_DECRYPT),
        ..AES
    },
];
