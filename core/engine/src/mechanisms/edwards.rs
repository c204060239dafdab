//! Edwards curves (EdDSA, RFC 8032) and the key generation of Edwards and Montgomery curves.

use super::ec::{pair, wanted_curve};
use super::hashed::{SignDigest, VerifyDigest, Whole};
use super::{Cost, Init, Row, Signer, Verifier};
use crate::ffi::curve25519::{self, Ed25519, SIGNATURE_LEN, Variant};
use crate::ffi::ed448;
use crate::keys::Key;
use crate::keys::curves::AnyCurve;
use crate::random;
use openssl::pkey::PKey;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Eddsa;
use strongroom_base::{Error, Params, Result, Secret, Template};

/// A key with the parameters of the signature. What is called a digest here is the message.
struct Operation {
    key: Arc<Key>,
    params: Option<Eddsa>,
}

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "EdDSA failed in the cryptographic library")
}

impl Operation {
    fn new(init: &Init<'_>) -> Result<Self> {
        let params = match init.params {
            Params::Eddsa(params) => Some(params.clone()),
            _ => None,
        };
        let wrong = |why| Err(Error::new(CKR_MECHANISM_PARAM_INVALID, why));
        if params.as_ref().is_some_and(|p| p.context.len() > 255) {
            return wrong("a context has at most 255 bytes");
        }
        Ok(Self { key: Arc::clone(init.key), params })
    }

    fn variant(&self) -> Variant<'_> {
        match &self.params {
            None => Variant::Pure,
            Some(params) if params.prehash => Variant::Prehash(&params.context),
            // An empty context is a context too, by the RFC; but callers mean plain Ed25519 (and for Ed448
            // it is the same).
            Some(params) if params.context.is_empty() => Variant::Pure,
            Some(params) => Variant::Context(&params.context),
        }
    }
}

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not a key for EdDSA")
}

impl SignDigest for Operation {
    fn len(&self) -> usize {
        match &*self.key {
            Key::Ed25519Private(_) => SIGNATURE_LEN,
            _ => ed448::SIGNATURE_LEN,
        }
    }

    fn sign(&mut self, message: &[u8], out: &mut [u8]) -> Result<usize> {
        match &*self.key {
            Key::Ed25519Private(key) => {
                let signature = key.sign(self.variant(), message).ok_or(()).map_err(failed)?;
                super::put(&signature, out)
            }
            Key::OtherPrivate(key, AnyCurve::Ed448) => {
                ed448::sign(key, self.variant(), message, out).ok_or(()).map_err(failed)
            }
            _ => Err(wrong_key()),
        }
    }
}

impl VerifyDigest for Operation {
    fn verify(&mut self, message: &[u8], signature: &[u8]) -> Result<()> {
        let length = || Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length");
        let right = match &*self.key {
            Key::Ed25519Public(key) => {
                let signature = signature.try_into().map_err(|_| length())?;
                curve25519::verify(key, self.variant(), message, signature)
            }
            Key::OtherPublic(key, AnyCurve::Ed448) => {
                if signature.len() != ed448::SIGNATURE_LEN {
                    return Err(length());
                }
                ed448::verify(key, self.variant(), message, signature)
            }
            _ => return Err(wrong_key()),
        };
        if right {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }
}

fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    match &**init.key {
        Key::Ed25519Private(_) | Key::OtherPrivate(_, AnyCurve::Ed448) => {
            Ok(Box::new(Whole::new(Operation::new(init)?)))
        }
        _ => Err(wrong_key()),
    }
}

fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    match &**init.key {
        Key::Ed25519Public(_) | Key::OtherPublic(_, AnyCurve::Ed448) => {
            Ok(Box::new(Whole::new(Operation::new(init)?)))
        }
        _ => Err(wrong_key()),
    }
}

fn generate(key_type: u64, public: &Template) -> Result<(Template, Template)> {
    let curve = wanted_curve(key_type, public)?;
    if curve == AnyCurve::Ed25519 {
        let mut seed = Secret::zeroed(32);
        random::fill(seed.expose_mut())?;
        let bytes = seed.expose().try_into().map_err(failed)?;
        let (_, point) = Ed25519::from_seed(bytes);
        return pair(curve, &point, seed);
    }
    let key = match curve {
        AnyCurve::X25519 => PKey::generate_x25519(),
        AnyCurve::X448 => PKey::generate_x448(),
        _ => PKey::generate_ed448(),
    }
    .map_err(failed)?;
    let point = key.raw_public_key().map_err(failed)?;
    let value = Secret::from(key.raw_private_key().map_err(failed)?);
    pair(curve, &point, value)
}

fn generate_edwards(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    generate(CKK_EC_EDWARDS, public)
}

fn generate_montgomery(
    _: &Params,
    public: &Template,
    _: &Template,
) -> Result<(Template, Template)> {
    generate(CKK_EC_MONTGOMERY, public)
}

const CURVES: Row = Row {
    sizes: (255, 448),
    flags: CKF_EC_F_P | CKF_EC_OID | CKF_EC_CURVENAME | CKF_EC_UNCOMPRESS,
    cost: Cost::ByKey,
    ..Row::EMPTY
};

/// The rows.
pub static ROWS: [Row; 3] = [
    Row {
        kind: CKM_EC_EDWARDS_KEY_PAIR_GEN,
        key_types: &[CKK_EC_EDWARDS],
        generate_pair: Some(generate_edwards),
        ..CURVES
    },
    Row {
        kind: CKM_EC_MONTGOMERY_KEY_PAIR_GEN,
        key_types: &[CKK_EC_MONTGOMERY],
        generate_pair: Some(generate_montgomery),
        ..CURVES
    },
    Row {
        kind: CKM_EDDSA,
        key_types: &[CKK_EC_EDWARDS],
        sign: Some(sign),
        verify: Some(verify),
        ..CURVES
    },
];
