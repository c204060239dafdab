//! ChaCha20, Poly1305, and the two together (RFC 8439; PKCS #11 v3.2, sections 6.59, 6.61 and 6.62). Nonces
//! of 192 bits (XChaCha20) are not here: no library of ours has the cipher.

use super::aead::{Parameters, Values};
use super::mac::{Code, MacWork};
use super::wrapping::{unwrap_by, wrap_by};
use super::{Cipher, Cost, Init, Library, Row, Signer, Verifier};
use crate::ffi::aead::{IV_LEN, TAG_LEN};
use crate::ffi::poly1305::{self, Poly1305};
use openssl::cipher_ctx::CipherCtx;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// Bytes of a block of the key stream.
const BLOCK: u128 = 64;

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "ChaCha20 failed in the cryptographic library")
}

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// The key stream: its counter does not overflow.
struct Stream {
    context: CipherCtx,
    /// Bytes until the counter would.
    left: u128,
}

fn stream(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    let Params::ChaCha20(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    let mut counter = [0; 8];
    let bits = match (params.counter.len(), params.nonce.len()) {
        (4, 12) => 32,
        (8, 8) => 64,
        _ => {
            return Err(wrong("counter and nonce have 32 and 96 bits, or 64 each"));
        }
    };
    super::put(&params.counter, &mut counter)?;
    let left = ((1_u128 << bits) - u128::from(u64::from_le_bytes(counter))) * BLOCK;
    let iv = [params.counter.as_slice(), &params.nonce].concat();
    let mut context = CipherCtx::new().map_err(failed)?;
    let cipher = openssl::cipher::Cipher::chacha20();
    context.encrypt_init(Some(cipher), Some(init.secret()?.value()), Some(&iv)).map_err(failed)?;
    Ok(Box::new(Stream { context, left }))
}

impl Cipher for Stream {
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
        let out = out.get_mut(..input.len()).ok_or_else(|| Error::too_small(input.len()))?;
        for (from, to) in input.chunks(1 << 30).zip(out.chunks_mut(1 << 30)) {
            self.context.cipher_update(from, Some(to)).map_err(failed)?;
        }
        self.left -= len;
        Ok(input.len())
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        Ok(0)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.update(input, out)
    }
}

fn stream_wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(stream, init, plain, 1)
}
fn stream_unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(stream, init, wrapped)
}

fn values(params: &Params) -> Result<Values<'_>> {
    let Params::ChaCha20Poly1305(params) = params else {
        return Err(wrong("the parameters are missing"));
    };
    if params.nonce.len() != IV_LEN {
        return Err(wrong("the nonce has 96 bits"));
    }
    Ok((&params.nonce, &params.aad, TAG_LEN))
}
fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Parameters::new(init, values)?.encryption())
}
fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Parameters::new(init, values)?.decryption())
}
fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(encrypt, init, plain, 1)
}
fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(decrypt, init, wrapped)
}

impl Code for Poly1305 {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        Poly1305::update(self, input);
        Ok(())
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<()> {
        super::put(&Poly1305::finish(self), out).map(drop)
    }
}

fn poly1305(init: &Init<'_>) -> Result<MacWork> {
    let key = init.secret()?.value().try_into().map_err(failed)?;
    Ok(MacWork::new(Poly1305::new(key), poly1305::LEN))
}
fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(poly1305(init)?))
}
fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(poly1305(init)?))
}

const CHACHA20: Row =
    Row { key_types: &[CKK_CHACHA20], sizes: (32, 32), cost: Cost::Inline, ..Row::EMPTY };

/// The rows.
pub static ROWS: [Row; 3] = [
    Row {
        kind: CKM_CHACHA20,
        encrypt: Some(stream),
        decrypt: Some(stream),
        wrap: Some(stream_wrap),
        unwrap: Some(stream_unwrap),
        library: Library::OpenSsl,
        strict: Some(CKF_ENCRYPT | CKF_DECRYPT),
        ..CHACHA20
    },
    Row {
        kind: CKM_POLY1305,
        key_types: &[CKK_POLY1305],
        sign: Some(sign),
        verify: Some(verify),
        ..CHACHA20
    },
    Row {
        kind: CKM_CHACHA20_POLY1305,
        messages: true,
        encrypt: Some(encrypt),
        decrypt: Some(decrypt),
        wrap: Some(wrap),
        unwrap: Some(unwrap),
        ..CHACHA20
    },
];
