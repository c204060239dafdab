//! What is done with data that comes out again: encrypting, decrypting, and signatures that carry their
//! message; and wrapping with that.

use super::operation::Operation;
use super::scheme::{Scheme, oaep};
use super::{failed, wrong_key};
use crate::keys::Key;
use crate::mechanisms::wrapping::as_unwrapping;
use crate::mechanisms::{Cipher, Init, put};
use openssl::pkey_ctx::PkeyCtx;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Oaep;
use strongroom_base::{Error, Result, Secret};

/// What is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// With a public key.
    Encrypt,
    /// With a private key.
    Decrypt,
    /// With a private key.
    SignRecover,
    /// With a public key.
    VerifyRecover,
}

struct Transform(Operation, Way);

impl Cipher for Transform {
    fn update_len(&self, _: usize) -> usize {
        0
    }

    fn finish_len(&self) -> usize {
        0
    }

    fn once_len(&self, _: usize) -> usize {
        self.0.len
    }

    fn update(&mut self, _: &[u8], _: &mut [u8]) -> Result<usize> {
        Err(Error::new(CKR_OPERATION_NOT_INITIALIZED, "RSA takes its data in one part"))
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        Err(Error::new(CKR_OPERATION_NOT_INITIALIZED, "RSA takes its data in one part"))
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let Self(operation, way) = self;
        let scheme = &operation.scheme;
        match (way, &*operation.key) {
            (Way::SignRecover, _) => operation.sign_to(input, out),
            (Way::Encrypt, Key::RsaPublic(key, _)) => {
                let data = scheme.data(input, operation.len).ok_or_else(|| operation.too_long())?;
                operation.check_raw(&data)?;
                let mut context = PkeyCtx::new(key).map_err(failed)?;
                context.encrypt_init().map_err(failed)?;
                scheme.apply(&mut context)?;
                context.encrypt(data.expose(), Some(out)).map_err(failed)
            }
            (Way::Decrypt, Key::RsaPrivate(key, _)) => {
                if input.len() != operation.len {
                    return Err(Error::new(
                        CKR_ENCRYPTED_DATA_LEN_RANGE,
                        "encrypted data is as long as the modulus",
                    ));
                }
                let mut context = PkeyCtx::new(key).map_err(failed)?;
                context.decrypt_init().map_err(failed)?;
                scheme.apply(&mut context)?;
                // The library wants the room of a whole modulus, whatever comes out.
                let mut plain = Secret::zeroed(operation.len);
                let len = context.decrypt(input, Some(plain.expose_mut())).map_err(|_| {
                    Error::new(CKR_ENCRYPTED_DATA_INVALID, "the encrypted data is not valid")
                })?;
                plain.truncate(len);
                put(plain.expose(), out)
            }
            (Way::VerifyRecover, Key::RsaPublic(key, _)) => {
                if input.len() != operation.len {
                    return Err(Error::new(
                        CKR_SIGNATURE_LEN_RANGE,
                        "a signature is as long as the modulus",
                    ));
                }
                let mut context = PkeyCtx::new(key).map_err(failed)?;
                context.verify_recover_init().map_err(failed)?;
                scheme.apply(&mut context)?;
                context
                    .verify_recover(input, Some(out))
                    .map_err(|_| Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
            }
            _ => Err(wrong_key()),
        }
    }
}

/// Begins. `CKR_KEY_TYPE_INCONSISTENT`
pub fn transform(init: &Init<'_>, scheme: Scheme, way: Way) -> Result<Box<dyn Cipher>> {
    let right = matches!(
        (&**init.key, way),
        (Key::RsaPublic(..), Way::Encrypt | Way::VerifyRecover)
            | (Key::RsaPrivate(..), Way::Decrypt | Way::SignRecover)
    );
    if !right {
        return Err(wrong_key());
    }
    Ok(Box::new(Transform(Operation::new(init.key, scheme), way)))
}

/// Wraps a key. `CKR_KEY_SIZE_RANGE` for one that does not fit
pub fn wrap_with(init: &Init<'_>, scheme: Scheme, plain: &Secret) -> Result<Vec<u8>> {
    let mut cipher = transform(init, scheme, Way::Encrypt)?;
    let mut out = vec![0; cipher.once_len(plain.len())];
    let len = cipher.once(plain.expose(), &mut out).map_err(|error| {
        if error.is(CKR_DATA_LEN_RANGE) {
            Error::new(CKR_KEY_SIZE_RANGE, "the key to be wrapped does not fit")
        } else {
            error
        }
    })?;
    out.truncate(len);
    Ok(out)
}

/// Unwraps a key.
pub fn unwrap_with(init: &Init<'_>, scheme: Scheme, wrapped: &[u8]) -> Result<Secret> {
    let mut cipher = transform(init, scheme, Way::Decrypt)?;
    let mut plain = Secret::zeroed(cipher.once_len(wrapped.len()));
    let len = cipher.once(wrapped, plain.expose_mut()).map_err(as_unwrapping)?;
    plain.truncate(len);
    Ok(plain)
}

/// Wraps with OAEP, for mechanisms that wrap in two steps.
pub fn oaep_wrap(init: &Init<'_>, params: &Oaep, plain: &Secret) -> Result<Vec<u8>> {
    wrap_with(init, oaep(params)?, plain)
}

/// Unwraps what [`oaep_wrap`] made.
pub fn oaep_unwrap(init: &Init<'_>, params: &Oaep, wrapped: &[u8]) -> Result<Secret> {
    unwrap_with(init, oaep(params)?, wrapped)
}
