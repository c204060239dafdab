//! Encapsulation with keys that are not made for it (PKCS #11 v3.2, sections 6.1.7, 6.1.9, 6.1.13, 6.3.17 and
//! 6.3.18): with RSA a new secret is wrapped, or the ciphertext is its power; on curves the ciphertext is the
//! public point of a new key pair, and the secret is agreed on with it.

use super::rsa::{oaep_unwrap, oaep_wrap, pkcs1_unwrap, pkcs1_wrap};
use super::{Init, ecdh};
use crate::ffi::ec::EcKey;
use crate::ffi::rsasve;
use crate::keys::Key;
use crate::keys::curves::AnyCurve;
use crate::random;
use openssl::pkey::PKey;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Ecdh1, Oaep};
use strongroom_base::{Error, Params, Result, Secret};

/// Bytes of a new secret where nobody says how many.
const USUAL: usize = 32;

fn failed() -> Error {
    Error::new(CKR_DEVICE_ERROR, "the encapsulation failed in the cryptographic library")
}

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not a key for the mechanism")
}

fn new_secret(wanted: Option<usize>, most: usize) -> Result<Secret> {
    let len = wanted.unwrap_or(USUAL);
    if len == 0 || len > most {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "the secret does not fit into the ciphertext"));
    }
    let mut secret = Secret::zeroed(len);
    random::fill(secret.expose_mut())?;
    Ok(secret)
}

/// Bytes of the modulus of an RSA key.
pub fn modulus_len(key: &Key) -> usize {
    usize::try_from(key.size().div_ceil(8)).unwrap_or(usize::MAX)
}

pub fn by_pkcs1(init: &Init<'_>, wanted: Option<usize>) -> Result<(Vec<u8>, Secret)> {
    let secret = new_secret(wanted, modulus_len(init.key))?;
    Ok((pkcs1_wrap(init, &secret)?, secret))
}

pub fn from_pkcs1(init: &Init<'_>, ciphertext: &[u8], _: Option<usize>) -> Result<Secret> {
    pkcs1_unwrap(init, ciphertext)
}

fn oaep<'a>(init: &'a Init<'_>) -> Result<&'a Oaep> {
    match init.params {
        Params::Oaep(params) => Ok(params),
        _ => Err(Error::new(CKR_MECHANISM_PARAM_INVALID, "the parameters are missing")),
    }
}

pub fn by_oaep(init: &Init<'_>, wanted: Option<usize>) -> Result<(Vec<u8>, Secret)> {
    let secret = new_secret(wanted, modulus_len(init.key))?;
    Ok((oaep_wrap(init, oaep(init)?, &secret)?, secret))
}

pub fn from_oaep(init: &Init<'_>, ciphertext: &[u8], _: Option<usize>) -> Result<Secret> {
    oaep_unwrap(init, oaep(init)?, ciphertext)
}

/// The last bytes of a secret, as [`ecdh`] takes them: the leading ones are cut.
fn cut(secret: Secret, wanted: Option<usize>) -> Result<Secret> {
    let Some(len) = wanted else { return Ok(secret) };
    let from = secret.len().checked_sub(len).ok_or_else(|| {
        Error::new(CKR_KEY_SIZE_RANGE, "the secret has fewer bytes than are asked for")
    })?;
    Ok(Secret::from(secret.expose().get(from..).unwrap_or_default()))
}

/// RSASVE (SP 800-56B, section 7.2.1): a number and its power.
pub fn by_power(init: &Init<'_>, wanted: Option<usize>) -> Result<(Vec<u8>, Secret)> {
    let Key::RsaPublic(key, _) = &**init.key else { return Err(wrong_key()) };
    let (ciphertext, secret) =
        rsasve::encapsulate(key, modulus_len(init.key)).ok_or_else(failed)?;
    Ok((ciphertext, cut(secret, wanted)?))
}

pub fn from_power(init: &Init<'_>, ciphertext: &[u8], wanted: Option<usize>) -> Result<Secret> {
    let Key::RsaPrivate(key, _) = &**init.key else { return Err(wrong_key()) };
    if ciphertext.len() != modulus_len(init.key) {
        return Err(Error::new(CKR_WRAPPED_KEY_LEN_RANGE, "it is not as long as the modulus"));
    }
    let secret = rsasve::decapsulate(key, ciphertext)
        .ok_or_else(|| Error::new(CKR_WRAPPED_KEY_INVALID, "it is no power of a number"))?;
    cut(secret, wanted)
}

/// The curve of a public key.
fn curve(key: &Key) -> Option<AnyCurve> {
    match key {
        Key::EcPublic(key) => Some(AnyCurve::Ec(key.curve())),
        Key::OtherPublic(_, curve) => Some(*curve),
        _ => None,
    }
}

/// Bytes of a public point.
pub fn point_len(key: &Key) -> usize {
    match curve(key) {
        Some(AnyCurve::Ec(curve)) => 1 + 2 * curve.len(),
        Some(curve) => curve.private_len(),
        None => 0,
    }
}

/// The parameters with the other party's point, which is not the caller's to say here.
fn with_point(init: &Init<'_>, point: &[u8]) -> Result<Params> {
    let wrong = |why| Error::new(CKR_MECHANISM_PARAM_INVALID, why);
    let Params::Ecdh1(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    if !params.public.is_empty() {
        return Err(wrong("the other party's point is the ciphertext"));
    }
    Ok(Params::Ecdh1(Ecdh1 { public: point.to_vec(), ..params.clone() }))
}

/// A new pair on the curve of a public key, and the point of that key.
fn new_pair(public: &Key) -> Option<(Key, Vec<u8>, Vec<u8>)> {
    match public {
        Key::EcPublic(owner) => {
            let key = EcKey::generate(owner.curve())?;
            let point = key.public()?;
            Some((Key::EcPrivate(Arc::new(key)), point, owner.public()?))
        }
        Key::OtherPublic(owner, curve) => {
            let mut value = Secret::zeroed(curve.private_len());
            random::fill(value.expose_mut()).ok()?;
            let key = PKey::private_key_from_raw_bytes(value.expose(), curve.id()?).ok()?;
            let point = key.raw_public_key().ok()?;
            Some((Key::OtherPrivate(key, *curve), point, owner.raw_public_key().ok()?))
        }
        _ => None,
    }
}

pub fn by_point(init: &Init<'_>, wanted: Option<usize>) -> Result<(Vec<u8>, Secret)> {
    curve(init.key).ok_or_else(wrong_key)?;
    with_point(init, &[])?;
    let (key, ciphertext, owner) = new_pair(init.key).ok_or_else(failed)?;
    let (key, params) = (Arc::new(key), with_point(init, &owner)?);
    let secret = ecdh::derive(&Init { key: &key, params: &params, others: &[] }, wanted)?;
    Ok((ciphertext, secret))
}

pub fn from_point(init: &Init<'_>, ciphertext: &[u8], wanted: Option<usize>) -> Result<Secret> {
    let params = with_point(init, ciphertext)?;
    ecdh::derive(&Init { params: &params, ..*init }, wanted).map_err(|error| {
        if error.is(CKR_MECHANISM_PARAM_INVALID) {
            Error::new(CKR_WRAPPED_KEY_INVALID, "the ciphertext is not a point of the curve")
        } else {
            error
        }
    })
}
