//! `CKM_RSA_X_509`: the number itself.

use super::failed;
use super::operation::{private, public};
use super::scheme::Scheme;
use super::transform::{Way, transform, unwrap_with, wrap_with};
use crate::mechanisms::hashed::{Direct, VerifyDigest};
use crate::mechanisms::{Cipher, Init, Signer, Verifier};
use strongroom_base::ck::*;
use strongroom_base::{Error, Result, Secret};

pub fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Direct(private(init, Scheme::Raw)?)))
}
pub fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    public(init, Scheme::Raw)?;
    Ok(Box::new(Direct(RawVerify(transform(init, Scheme::Raw, Way::VerifyRecover)?))))
}
pub fn sign_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    transform(init, Scheme::Raw, Way::SignRecover)
}
pub fn verify_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    transform(init, Scheme::Raw, Way::VerifyRecover)
}
pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    transform(init, Scheme::Raw, Way::Encrypt)
}
pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    transform(init, Scheme::Raw, Way::Decrypt)
}
pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_with(init, Scheme::Raw, plain)
}
pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_with(init, Scheme::Raw, wrapped)
}

/// Recovers the number and compares: shorter data stands for a number with zeros in front.
struct RawVerify(Box<dyn Cipher>);

impl VerifyDigest for RawVerify {
    fn verify(&mut self, data: &[u8], signature: &[u8]) -> Result<()> {
        let mut number = vec![0; self.0.once_len(signature.len())];
        if data.len() > number.len() {
            return Err(Error::new(CKR_DATA_LEN_RANGE, "the data is longer than the modulus"));
        }
        let len = self.0.once(signature, &mut number)?;
        let (front, back) = number
            .get(..len)
            .and_then(|number| number.split_at_checked(len.checked_sub(data.len())?))
            .ok_or_else(|| failed(()))?;
        if front.iter().all(|byte| *byte == 0) && back == data {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }
}
