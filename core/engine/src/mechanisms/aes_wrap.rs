//! AES key wrap (SP 800-38F): KW (RFC 3394), KWP (RFC 5649), and KW of PKCS #7 padded data, through
//! OpenSSL. Outputs get more room than they need: libraries have erred here before.

use super::wrapping::as_unwrapping;
use super::{Cipher, Init, Library, Row, Standing, padding};
use crate::ffi::cipher::Direction;
use crate::keys::Key;
use openssl::cipher_ctx::{CipherCtx, CipherCtxFlags};
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// Half a block: what these modes count in.
const SEMIBLOCK: usize = 8;

/// The most that is wrapped at once, in bytes; the library counts in `int`.
const MOST: usize = 1 << 28;

/// A variant of the mode.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Variant {
    Kw,
    Kwp,
    Pkcs7,
}

fn transform(
    variant: Variant,
    direction: Direction,
    key: &[u8],
    iv: Option<&[u8]>,
    input: &[u8],
) -> Option<Secret> {
    use openssl::cipher::Cipher as C;
    let cipher = match (variant, key.len()) {
        (Variant::Kwp, 16) => C::aes_128_wrap_pad(),
        (Variant::Kwp, 24) => C::aes_192_wrap_pad(),
        (Variant::Kwp, _) => C::aes_256_wrap_pad(),
        (_, 16) => C::aes_128_wrap(),
        (_, 24) => C::aes_192_wrap(),
        (_, _) => C::aes_256_wrap(),
    };
    let mut context = CipherCtx::new().ok()?;
    context.set_flags(CipherCtxFlags::FLAG_WRAP_ALLOW);
    match direction {
        Direction::Encrypt => context.encrypt_init(Some(cipher), Some(key), iv).ok()?,
        Direction::Decrypt => context.decrypt_init(Some(cipher), Some(key), iv).ok()?,
    }
    let mut out = Secret::zeroed(input.len() + 4 * SEMIBLOCK);
    let len = context.cipher_update(input, Some(out.expose_mut())).ok()?;
    out.truncate(len);
    Some(out)
}

/// Wraps bytes of any length with KWP and the standard's initial value.
pub fn kwp_wrap(key: &[u8], plain: &[u8]) -> Result<Vec<u8>> {
    wrap_bytes(Variant::Kwp, key, None, plain)
}

/// Unwraps what [`kwp_wrap`] made. `CKR_WRAPPED_KEY_INVALID`, `CKR_WRAPPED_KEY_LEN_RANGE`
pub fn kwp_unwrap(key: &[u8], wrapped: &[u8]) -> Result<Secret> {
    unwrap_bytes(Variant::Kwp, key, None, wrapped).map_err(as_unwrapping)
}

fn wrap_bytes(variant: Variant, key: &[u8], iv: Option<&[u8]>, plain: &[u8]) -> Result<Vec<u8>> {
    let wrong = || Error::new(CKR_DATA_LEN_RANGE, "key wrap takes 16 bytes and more, by eights");
    if plain.len() > MOST {
        return Err(Error::new(CKR_DATA_LEN_RANGE, "so much is not wrapped"));
    }
    let padded = match variant {
        Variant::Kw if plain.len() < 2 * SEMIBLOCK || !plain.len().is_multiple_of(SEMIBLOCK) => {
            return Err(wrong());
        }
        Variant::Kwp if plain.is_empty() => return Err(wrong()),
        Variant::Kw | Variant::Kwp => None,
        Variant::Pkcs7 => {
            let whole = plain.len() - plain.len() % SEMIBLOCK;
            let mut padded = Secret::zeroed(whole + SEMIBLOCK);
            super::put(plain, padded.expose_mut())?;
            let last = padded.expose_mut().get_mut(whole..).unwrap_or_default();
            padding::fill(last, plain.len() - whole);
            if padded.len() < 2 * SEMIBLOCK {
                return Err(wrong());
            }
            Some(padded)
        }
    };
    let plain = padded.as_ref().map_or(plain, Secret::expose);
    transform(variant, Direction::Encrypt, key, iv, plain)
        .map(|wrapped| wrapped.expose().to_vec())
        .ok_or_else(|| Error::new(CKR_DEVICE_ERROR, "the key wrap failed in the library"))
}

fn unwrap_bytes(variant: Variant, key: &[u8], iv: Option<&[u8]>, wrapped: &[u8]) -> Result<Secret> {
    let shortest = if variant == Variant::Kwp { 2 } else { 3 } * SEMIBLOCK;
    if !(shortest..=MOST + 2 * SEMIBLOCK).contains(&wrapped.len())
        || !wrapped.len().is_multiple_of(SEMIBLOCK)
    {
        return Err(Error::new(
            CKR_ENCRYPTED_DATA_LEN_RANGE,
            "wrapped data has an impossible length",
        ));
    }
    let wrong = || Error::new(CKR_ENCRYPTED_DATA_INVALID, "the wrapped data is not authentic");
    let mut plain = transform(variant, Direction::Decrypt, key, iv, wrapped).ok_or_else(wrong)?;
    if variant == Variant::Pkcs7 {
        let whole = plain.len().checked_sub(SEMIBLOCK).ok_or_else(wrong)?;
        let last = plain.expose().get(whole..).ok_or_else(wrong)?;
        let len = whole + padding::data_len(last).ok_or_else(wrong)?;
        plain.truncate(len);
    }
    Ok(plain)
}

/// Key wrap as an encryption or decryption, in one part.
struct Operation {
    key: Arc<Key>,
    iv: Option<Vec<u8>>,
    variant: Variant,
    direction: Direction,
}

impl Cipher for Operation {
    fn update_len(&self, _: usize) -> usize {
        0
    }

    fn finish_len(&self) -> usize {
        0
    }

    fn once_len(&self, input: usize) -> usize {
        match (self.direction, self.variant) {
            (Direction::Encrypt, Variant::Pkcs7) => {
                input - input % SEMIBLOCK + SEMIBLOCK + SEMIBLOCK
            }
            (Direction::Encrypt, _) => input.next_multiple_of(SEMIBLOCK) + SEMIBLOCK,
            (Direction::Decrypt, _) => input.saturating_sub(SEMIBLOCK),
        }
    }

    fn update(&mut self, _: &[u8], _: &mut [u8]) -> Result<usize> {
        Err(Error::new(CKR_OPERATION_NOT_INITIALIZED, "key wrap takes its data in one part"))
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        Err(Error::new(CKR_OPERATION_NOT_INITIALIZED, "key wrap takes its data in one part"))
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let key = self.key.secret()?.value();
        match self.direction {
            Direction::Encrypt => {
                super::put(&wrap_bytes(self.variant, key, self.iv.as_deref(), input)?, out)
            }
            Direction::Decrypt => {
                let plain = unwrap_bytes(self.variant, key, self.iv.as_deref(), input)?;
                super::put(plain.expose(), out)
            }
        }
    }
}

fn iv<'a>(init: &'a Init<'_>) -> Option<&'a [u8]> {
    match init.params {
        Params::Bytes(iv) => Some(iv.as_slice()),
        _ => None,
    }
}

fn begin(init: &Init<'_>, variant: Variant, direction: Direction) -> Result<Box<dyn Cipher>> {
    init.secret()?;
    Ok(Box::new(Operation {
        key: Arc::clone(init.key),
        iv: iv(init).map(<[u8]>::to_vec),
        variant,
        direction,
    }))
}

fn wrap_key(init: &Init<'_>, variant: Variant, plain: &Secret) -> Result<Vec<u8>> {
    let key = init.secret()?.value();
    if variant != Variant::Kw {
        return wrap_bytes(variant, key, iv(init), plain.expose());
    }
    // A key whose length does not fit is filled up with zeros.
    let mut padded = Secret::zeroed(plain.len().next_multiple_of(SEMIBLOCK).max(2 * SEMIBLOCK));
    super::put(plain.expose(), padded.expose_mut())?;
    wrap_bytes(variant, key, iv(init), padded.expose())
}

fn unwrap_key(init: &Init<'_>, variant: Variant, wrapped: &[u8]) -> Result<Secret> {
    unwrap_bytes(variant, init.secret()?.value(), iv(init), wrapped).map_err(as_unwrapping)
}

macro_rules! rows {
    ($($kind:ident $variant:ident $module:ident;)*) => {
        $(mod $module {
            use super::*;
            pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
                begin(init, Variant::$variant, Direction::Encrypt)
            }
            pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
                begin(init, Variant::$variant, Direction::Decrypt)
            }
            pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
                wrap_key(init, Variant::$variant, plain)
            }
            pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
                unwrap_key(init, Variant::$variant, wrapped)
            }
        })*
        /// The rows. Encrypting with them, rather than wrapping, is what the specification allows and the
        /// strict profile does not.
        pub static ROWS: &[Row] = &[$(Row {
            kind: $kind,
            key_types: &[CKK_AES],
            sizes: (16, 32),
            multi_part: false,
            encrypt: Some($module::encrypt),
            decrypt: Some($module::decrypt),
            wrap: Some($module::wrap),
            unwrap: Some($module::unwrap),
            library: Library::OpenSsl,
            standing: Standing::Legacy,
            strict: Some(CKF_WRAP | CKF_UNWRAP),
            ..Row::EMPTY
        }),*];
    };
}

rows! {
    CKM_AES_KEY_WRAP Kw kw;
    CKM_AES_KEY_WRAP_PAD Pkcs7 pad;
    CKM_AES_KEY_WRAP_KWP Kwp kwp;
    CKM_AES_KEY_WRAP_PKCS7 Pkcs7 pkcs7;
}
