//! AES-CCM (SP 800-38C), through OpenSSL. The mode wants the length of the data first and all of it at
//! once, so several parts are held until the end.

use super::wrapping::{unwrap_by, wrap_by};
use super::{Cipher, Cost, Init, Library, Row};
use crate::ffi::cipher::Direction;
use crate::keys::Key;
use openssl::cipher_ctx::CipherCtx;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Ccm;
use strongroom_base::{Error, Params, Result, Secret};

/// The most data, in bytes: all of it is held, and the library counts in `int`.
const MOST: u64 = 1 << 28;

struct Operation {
    key: Arc<Key>,
    params: Ccm,
    mac: usize,
    direction: Direction,
    held: Secret,
}

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "AES-CCM failed in the cryptographic library")
}

fn begin(init: &Init<'_>, direction: Direction) -> Result<Operation> {
    let wrong = |why| Error::new(CKR_MECHANISM_PARAM_INVALID, why);
    let Params::Ccm(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    if !(7..=13).contains(&params.nonce.len()) {
        return Err(wrong("a nonce has 7 to 13 bytes"));
    }
    if !matches!(params.mac_len, 4 | 6 | 8 | 10 | 12 | 14 | 16) {
        return Err(wrong("a MAC has 4, 6, 8, 10, 12, 14 or 16 bytes"));
    }
    init.secret()?;
    Ok(Operation {
        key: Arc::clone(init.key),
        params: params.clone(),
        mac: usize::try_from(params.mac_len).unwrap_or(16),
        direction,
        held: Secret::default(),
    })
}

impl Operation {
    /// The operation, if the length of its data can be written beside its nonce: together they have 15
    /// bytes.
    fn checked(self) -> Result<Self> {
        let bits = 8 * (15 - self.params.nonce.len().min(15));
        if self.params.data_len.checked_shr(u32::try_from(bits).unwrap_or(64)).unwrap_or(0) != 0 {
            return Err(Error::new(
                CKR_MECHANISM_PARAM_INVALID,
                "with a nonce of this length, the data cannot have the length that is given",
            ));
        }
        Ok(self)
    }

    /// The operation on a key. Its length is what it is, whatever the parameters say (PKCS #11 v3.2,
    /// AES-CCM authenticated wrap and unwrap).
    fn on_key(mut self, len: usize) -> Result<Box<dyn Cipher>> {
        self.params.data_len = len as u64;
        Ok(Box::new(self.checked()?))
    }

    fn wrong_length(&self) -> Error {
        let rv = match self.direction {
            Direction::Encrypt => CKR_DATA_LEN_RANGE,
            Direction::Decrypt => CKR_ENCRYPTED_DATA_LEN_RANGE,
        };
        Error::new(rv, "the data does not have the length that the parameters say")
    }

    /// A context that knows everything but the data.
    fn context(&self, tag: Option<&[u8]>, len: usize) -> Result<CipherCtx> {
        let key = self.key.secret()?.value();
        let cipher = match key.len() {
            16 => openssl::cipher::Cipher::aes_128_ccm(),
            24 => openssl::cipher::Cipher::aes_192_ccm(),
            _ => openssl::cipher::Cipher::aes_256_ccm(),
        };
        let nonce = self.params.nonce.as_slice();
        let mut context = CipherCtx::new().map_err(failed)?;
        match tag {
            None => {
                context.encrypt_init(Some(cipher), None, None).map_err(failed)?;
                context.set_iv_length(nonce.len()).map_err(failed)?;
                context.set_tag_length(self.mac).map_err(failed)?;
                context.encrypt_init(None, Some(key), Some(nonce)).map_err(failed)?;
            }
            Some(tag) => {
                context.decrypt_init(Some(cipher), None, None).map_err(failed)?;
                context.set_iv_length(nonce.len()).map_err(failed)?;
                context.set_tag(tag).map_err(failed)?;
                context.decrypt_init(None, Some(key), Some(nonce)).map_err(failed)?;
            }
        }
        context.set_data_len(len).map_err(failed)?;
        if !self.params.aad.is_empty() {
            context.cipher_update(&self.params.aad, None).map_err(failed)?;
        }
        Ok(context)
    }
}

impl Cipher for Operation {
    fn update_len(&self, _: usize) -> usize {
        0
    }

    fn finish_len(&self) -> usize {
        self.once_len(self.held.len())
    }

    fn held(&self) -> usize {
        self.held.len()
    }

    fn once_len(&self, input: usize) -> usize {
        match self.direction {
            Direction::Encrypt => input.saturating_add(self.mac),
            Direction::Decrypt => input.saturating_sub(self.mac),
        }
    }

    fn update(&mut self, input: &[u8], _: &mut [u8]) -> Result<usize> {
        let most = self.params.data_len.min(MOST) + self.mac as u64;
        if self.held.len().saturating_add(input.len()) as u64 > most {
            return Err(self.wrong_length());
        }
        self.held.extend(input);
        Ok(0)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let held = std::mem::take(&mut self.held);
        self.once(held.expose(), out)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let len = match self.direction {
            Direction::Encrypt => input.len(),
            Direction::Decrypt => {
                input.len().checked_sub(self.mac).ok_or_else(|| self.wrong_length())?
            }
        };
        if self.params.data_len != len as u64 || len as u64 > MOST {
            return Err(self.wrong_length());
        }
        let (data, tag) = input.split_at_checked(len).ok_or_else(|| self.wrong_length())?;
        if self.direction == Direction::Encrypt {
            let mut context = self.context(None, len)?;
            context.cipher_update(data, Some(out)).map_err(failed)?;
            context.cipher_final(&mut [0; 16]).map_err(failed)?;
            let rest = out.get_mut(len..len + self.mac).ok_or_else(|| Error::too_small(len))?;
            context.tag(rest).map_err(failed)?;
            return Ok(len + self.mac);
        }
        let mut context = self.context(Some(tag), len)?;
        if context.cipher_update(data, Some(out)).is_err() {
            out.get_mut(..len).unwrap_or_default().fill(0);
            return Err(Error::new(
                CKR_ENCRYPTED_DATA_INVALID,
                "the encrypted data is not authentic",
            ));
        }
        Ok(len)
    }
}

fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Box::new(begin(init, Direction::Encrypt)?.checked()?))
}
fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Box::new(begin(init, Direction::Decrypt)?.checked()?))
}
fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(|init| begin(init, Direction::Encrypt)?.on_key(plain.len()), init, plain, 1)
}
fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    let begun = |init: &Init<'_>| {
        let operation = begin(init, Direction::Decrypt)?;
        let len = wrapped.len().saturating_sub(operation.mac);
        operation.on_key(len)
    };
    unwrap_by(begun, init, wrapped)
}

/// The row.
pub static ROWS: [Row; 1] = [Row {
    kind: CKM_AES_CCM,
    key_types: &[CKK_AES],
    sizes: (16, 32),
    messages: true,
    encrypt: Some(encrypt),
    decrypt: Some(decrypt),
    wrap: Some(wrap),
    unwrap: Some(unwrap),
    library: Library::OpenSsl,
    cost: Cost::Inline,
    ..Row::EMPTY
}];
