//! The further modes of AES: output and cipher feedback, ciphertext stealing and XTS (SP 800-38A with its
//! addendum, SP 800-38E), and XCBC-MAC (RFC 3566). Cipher feedback of 64 bits is not here: no library of
//! ours has it.

use super::held::{Held, Whole};
use super::mac::{Code, MacWork};
use super::wrapping::{unwrap_by, wrap_by};
use super::{Cipher, Cost, Init, Library, Row, Signer, Standing, Verifier};
use crate::ffi::cipher::{AesStream, BLOCK, Direction, Mode};
use crate::ffi::xts::{MAX_UNIT, XtsContext};
use crate::keys::Key;
use crate::keys::secret::SecretKey;
use openssl::cipher_ctx::CipherCtx;
use std::sync::{Arc, OnceLock};
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};
use zeroize::Zeroizing;

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "AES failed in the cryptographic library")
}

fn vector(params: &Params) -> Result<[u8; BLOCK]> {
    let wrong = || Error::new(CKR_MECHANISM_PARAM_INVALID, "the vector is not of one block");
    match params {
        Params::Bytes(iv) => iv.as_slice().try_into().map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

/// A mode that makes a stream cipher of AES.
struct Stream(AesStream);

fn stream(init: &Init<'_>, mode: Mode, direction: Direction) -> Result<Box<dyn Cipher>> {
    let key = init.secret()?.value();
    Ok(Box::new(Stream(AesStream::new(mode, direction, key, &vector(init.params)?)?)))
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
        self.0.update(input, out)
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        Ok(0)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.update(input, out)
    }
}

/// Cipher block chaining whose last two blocks share what is missing (CBC-CS1 of the addendum): as much
/// comes out as goes in.
struct Stealing(CipherCtx, Direction);

fn stealing(init: &Init<'_>, direction: Direction) -> Result<Box<dyn Cipher>> {
    type Fetched = OnceLock<Option<openssl::cipher::Cipher>>;
    static CIPHERS: [Fetched; 3] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
    let key = init.secret()?.value();
    let (place, name) = match key.len() {
        16 => (0, "AES-128-CBC-CTS"),
        24 => (1, "AES-192-CBC-CTS"),
        _ => (2, "AES-256-CBC-CTS"),
    };
    let fetch = || openssl::cipher::Cipher::fetch(None, name, None).ok();
    let cipher = CIPHERS[place].get_or_init(fetch).as_deref();
    let cipher = cipher.ok_or(()).map_err(failed)?;
    let iv = vector(init.params)?;
    let mut context = CipherCtx::new().map_err(failed)?;
    match direction {
        Direction::Encrypt => context.encrypt_init(Some(cipher), Some(key), Some(&iv)),
        Direction::Decrypt => context.decrypt_init(Some(cipher), Some(key), Some(&iv)),
    }
    .map_err(failed)?;
    Ok(Box::new(Held::new(Stealing(context, direction))))
}

impl Whole for Stealing {
    const LEAST: usize = BLOCK;

    fn direction(&self) -> Direction {
        self.1
    }

    fn transform(&mut self, input: &[u8], out: &mut [u8]) -> Result<()> {
        // The library's wrapper wants room for a block more than is written.
        let mut room = Secret::zeroed(input.len() + BLOCK);
        let len = self.0.cipher_update(input, Some(room.expose_mut())).map_err(failed)?;
        if len != input.len() {
            return Err(failed(()));
        }
        super::put(room.expose().get(..len).unwrap_or_default(), out).map(drop)
    }
}

/// One data unit: with keys of 256 bits through AWS-LC, which does not have those of 128.
struct Xts {
    key: Arc<Key>,
    direction: Direction,
    tweak: [u8; BLOCK],
    context: Option<XtsContext>,
}

fn xts(init: &Init<'_>, direction: Direction) -> Result<Box<dyn Cipher>> {
    init.secret()?;
    let key = Arc::clone(init.key);
    let tweak = vector(init.params)?;
    Ok(Box::new(Held::new(Xts { key, direction, tweak, context: None })))
}

impl Whole for Xts {
    const LEAST: usize = BLOCK;
    const RESTS: bool = true;

    fn again(&mut self, params: &Params) -> bool {
        vector(params).map(|tweak| self.tweak = tweak).is_ok()
    }

    fn direction(&self) -> Direction {
        self.direction
    }

    fn transform(&mut self, input: &[u8], out: &mut [u8]) -> Result<()> {
        if input.len() > MAX_UNIT {
            return Err(Error::new(
                match self.direction {
                    Direction::Encrypt => CKR_DATA_LEN_RANGE,
                    Direction::Decrypt => CKR_ENCRYPTED_DATA_LEN_RANGE,
                },
                "a data unit has at most 2^20 blocks (SP 800-38E)",
            ));
        }
        if self.context.is_none() && self.key.size() == 64 {
            self.context = Some(self.key.secret()?.xts(self.direction)?.context()?);
        }
        if let Some(context) = &mut self.context {
            let done = context.transform(&self.tweak, input, out);
            if done.is_err() {
                self.context = None;
            }
            return done;
        }
        let key = self.key.secret()?;
        let cipher = openssl::cipher::Cipher::aes_128_xts();
        let (value, tweak) = (Some(key.value()), Some(self.tweak.as_slice()));
        let mut context = CipherCtx::new().map_err(failed)?;
        match self.direction {
            Direction::Encrypt => context.encrypt_init(Some(cipher), value, tweak),
            Direction::Decrypt => context.decrypt_init(Some(cipher), value, tweak),
        }
        .map_err(failed)?;
        let len = context.cipher_update(input, Some(out)).map_err(failed)?;
        if len == input.len() { Ok(()) } else { Err(failed(())) }
    }
}

impl Drop for Xts {
    fn drop(&mut self) {
        if let Some(context) = self.context.take()
            && let Ok(key) = self.key.secret().and_then(|key| key.xts(self.direction))
        {
            key.give_back(context);
        }
    }
}

/// XCBC-MAC: chaining under the first of three keys that are made of the key; the last block is combined
/// with the second, or, when it is not whole, filled up and combined with the third.
struct Xcbc {
    chaining: Key,
    whole: Zeroizing<[u8; BLOCK]>,
    filled: Zeroizing<[u8; BLOCK]>,
    mac: [u8; BLOCK],
    /// The last block, of which it is not known yet that it is.
    held: Secret,
}

impl Xcbc {
    fn new(init: &Init<'_>) -> Result<Self> {
        let key = init.secret()?.aes(Direction::Encrypt)?;
        let made = |byte: u8| -> Result<Zeroizing<[u8; BLOCK]>> {
            let mut out = Zeroizing::new([0; BLOCK]);
            key.cbc(&mut [0; BLOCK], &[byte; BLOCK], out.as_mut_slice())?;
            Ok(out)
        };
        let chaining = Secret::from(made(1)?.as_slice());
        Ok(Self {
            chaining: Key::Secret(Arc::new(SecretKey::new(CKK_AES, chaining)?)),
            whole: made(2)?,
            filled: made(3)?,
            mac: [0; BLOCK],
            held: Secret::default(),
        })
    }

    fn chain(&mut self, blocks: &[u8]) -> Result<()> {
        let mut out = Zeroizing::new([0; 64 * BLOCK]);
        for blocks in blocks.chunks(out.len()) {
            let key = self.chaining.secret()?.aes(Direction::Encrypt)?;
            key.cbc(&mut self.mac, blocks, out.as_mut_slice())?;
        }
        Ok(())
    }
}

impl Code for Xcbc {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        let mut input = input;
        if !self.held.is_empty() {
            let missing = BLOCK - self.held.len();
            let (front, rest) = input.split_at_checked(missing).unwrap_or((input, &[]));
            self.held.extend(front);
            input = rest;
            if input.is_empty() {
                return Ok(());
            }
            let block = std::mem::take(&mut self.held);
            self.chain(block.expose())?;
        }
        let last = match input.len() % BLOCK {
            0 => BLOCK.min(input.len()),
            rest => rest,
        };
        let (blocks, last) = input.split_at_checked(input.len() - last).unwrap_or_default();
        self.chain(blocks)?;
        self.held.extend(last);
        Ok(())
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<()> {
        let held = std::mem::take(&mut self.held);
        let mut last = Zeroizing::new([0; BLOCK]);
        let len = super::put(held.expose(), last.as_mut_slice())?;
        if let Some(end) = last.get_mut(len) {
            *end = 0x80;
        }
        let with = if len == BLOCK { &self.whole } else { &self.filled };
        last.iter_mut().zip(with.iter()).for_each(|(byte, with)| *byte ^= with);
        self.chain(last.as_slice())?;
        super::put(&self.mac, out).map(drop)
    }
}

fn xcbc_sign<const LEN: usize>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(MacWork::new(Xcbc::new(init)?, LEN)))
}
fn xcbc_verify<const LEN: usize>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(MacWork::new(Xcbc::new(init)?, LEN)))
}

const AES: Row = Row { key_types: &[CKK_AES], sizes: (16, 32), cost: Cost::Inline, ..Row::EMPTY };
const LEGACY: Row = Row { standing: Standing::Legacy, ..AES };
/// Each bit, or each byte, takes a block of AES.
const BIT_BY_BIT: Row = Row { cost: Cost::Pool, ..LEGACY };
const XTS: Row = Row {
    key_types: &[CKK_AES_XTS],
    sizes: (32, 64),
    strict: Some(CKF_ENCRYPT | CKF_DECRYPT),
    ..AES
};
/// RFC 3566 has it for keys of 128 bits only.
const XCBC: Row = Row { sizes: (16, 16), ..LEGACY };

macro_rules! rows {
    ($($kind:ident $module:ident $row:expr, $begin:expr;)*) => {
        $(mod $module {
            use super::*;
            pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
                ($begin)(init, Direction::Encrypt)
            }
            pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
                ($begin)(init, Direction::Decrypt)
            }
            pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
                wrap_by(encrypt, init, plain, 1)
            }
            pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
                unwrap_by(decrypt, init, wrapped)
            }
        })*
        /// The rows.
        pub static ROWS: &[Row] = &[
            $(Row {
                kind: $kind,
                encrypt: Some($module::encrypt),
                decrypt: Some($module::decrypt),
                wrap: Some($module::wrap),
                unwrap: Some($module::unwrap),
                ..$row
            },)*
            Row {
                kind: CKM_AES_XCBC_MAC,
                sign: Some(xcbc_sign::<16>),
                verify: Some(xcbc_verify::<16>),
                ..XCBC
            },
            Row {
                kind: CKM_AES_XCBC_MAC_96,
                sign: Some(xcbc_sign::<12>),
                verify: Some(xcbc_verify::<12>),
                ..XCBC
            },
        ];
    };
}

rows! {
    CKM_AES_OFB ofb LEGACY, |init, way| stream(init, Mode::Ofb, way);
    CKM_AES_CFB1 cfb1 BIT_BY_BIT, |init, way| stream(init, Mode::Cfb1, way);
    CKM_AES_CFB8 cfb8 BIT_BY_BIT, |init, way| stream(init, Mode::Cfb8, way);
    CKM_AES_CFB128 cfb128 LEGACY, |init, way| stream(init, Mode::Cfb128, way);
    CKM_AES_CTS cts Row { library: Library::OpenSsl, ..LEGACY }, stealing;
    CKM_AES_XTS xts_row XTS, xts;
}
