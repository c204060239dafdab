//! Signing and verifying: a key with a scheme.

use super::scheme::Scheme;
use super::{failed, wrong_key};
use crate::keys::Key;
use crate::mechanisms::Init;
use crate::mechanisms::hashed::{SignDigest, VerifyDigest};
use openssl::bn::{BigNum, BigNumRef};
use openssl::pkey::PKeyRef;
use openssl::pkey_ctx::PkeyCtx;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Result, Secret};

/// A key with a scheme.
pub struct Operation {
    /// The key.
    pub key: Arc<Key>,
    /// The scheme.
    pub scheme: Scheme,
    /// Bytes of the modulus.
    pub len: usize,
}

impl Operation {
    /// A key of either kind with a scheme.
    pub fn new(key: &Arc<Key>, scheme: Scheme) -> Self {
        let len = usize::try_from(key.size().div_ceil(8)).unwrap_or(0);
        Self { key: Arc::clone(key), scheme, len }
    }

    /// The answer to data that the scheme has no room for.
    pub fn too_long(&self) -> Error {
        Error::new(CKR_DATA_LEN_RANGE, "the data does not fit the key and the mechanism")
    }

    /// A raw number must be smaller than the modulus.
    pub fn check_raw(&self, data: &Secret) -> Result<()> {
        if !matches!(self.scheme, Scheme::Raw) {
            return Ok(());
        }
        let smaller = |n: &BigNumRef| {
            BigNum::from_slice(data.expose()).is_ok_and(|number| number.as_ref() < n)
        };
        let fits = match &*self.key {
            Key::RsaPrivate(key, _) => key.rsa().is_ok_and(|rsa| smaller(rsa.n())),
            Key::RsaPublic(key, _) => key.rsa().is_ok_and(|rsa| smaller(rsa.n())),
            _ => false,
        };
        if fits {
            Ok(())
        } else {
            Err(Error::new(CKR_DATA_INVALID, "the number is not smaller than the modulus"))
        }
    }

    /// Signs into a buffer; gives how many bytes.
    pub fn sign_to(&self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let Key::RsaPrivate(key, _) = &*self.key else { return Err(wrong_key()) };
        let data = self.scheme.data(input, self.len).ok_or_else(|| self.too_long())?;
        self.check_raw(&data)?;
        if let Some(padding) = self.scheme.bare() {
            let rsa = key.rsa().map_err(failed)?;
            return rsa.private_encrypt(data.expose(), out, padding).map_err(failed);
        }
        let mut context = PkeyCtx::new(key).map_err(failed)?;
        context.sign_init().map_err(failed)?;
        self.scheme.apply(&mut context)?;
        context.sign(data.expose(), Some(out)).map_err(failed)
    }

    fn verify_with<T>(&self, key: &PKeyRef<T>, input: &[u8], signature: &[u8]) -> Result<()>
    where
        T: openssl::pkey::HasPublic,
    {
        if signature.len() != self.len {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length"));
        }
        let data = self.scheme.data(input, self.len).ok_or_else(|| self.too_long())?;
        let right = match self.scheme.bare() {
            Some(padding) => {
                let mut signed = vec![0; self.len];
                let rsa = key.rsa().map_err(failed)?;
                let len = rsa.public_decrypt(signature, &mut signed, padding).unwrap_or(0);
                signed.get(..len) == Some(data.expose())
            }
            None => {
                let mut context = PkeyCtx::new(key).map_err(failed)?;
                context.verify_init().map_err(failed)?;
                self.scheme.apply(&mut context)?;
                context.verify(data.expose(), signature).unwrap_or(false)
            }
        };
        if right {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }
}

impl SignDigest for Operation {
    fn len(&self) -> usize {
        self.len
    }

    fn sign(&mut self, digest: &[u8], out: &mut [u8]) -> Result<usize> {
        self.sign_to(digest, out)
    }
}

impl VerifyDigest for Operation {
    fn verify(&mut self, digest: &[u8], signature: &[u8]) -> Result<()> {
        match &*self.key {
            Key::RsaPublic(key, _) => self.verify_with(key, digest, signature),
            _ => Err(wrong_key()),
        }
    }
}

/// An operation with a private key. `CKR_KEY_TYPE_INCONSISTENT`
pub fn private(init: &Init<'_>, scheme: Scheme) -> Result<Operation> {
    match &**init.key {
        Key::RsaPrivate(..) => Ok(Operation::new(init.key, scheme)),
        _ => Err(wrong_key()),
    }
}

/// An operation with a public key. `CKR_KEY_TYPE_INCONSISTENT`
pub fn public(init: &Init<'_>, scheme: Scheme) -> Result<Operation> {
    match &**init.key {
        Key::RsaPublic(..) => Ok(Operation::new(init.key, scheme)),
        _ => Err(wrong_key()),
    }
}
