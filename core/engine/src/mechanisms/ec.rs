//! ECDSA and ECDH on Weierstrass curves, and their key generation (FIPS 186-5, SP 800-56A; PKCS #11 v3.2,
//! section 6.3).

use super::digest::Hash;
use super::hashed::{Direct, Hashed, SignDigest, VerifyDigest};
use super::{Cost, Init, Row, Signer, Verifier};
use crate::ffi::ec::EcKey;
use crate::keys::curves::{AnyCurve, wrap_point};
use crate::keys::{Key, spki};
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Template, Value};

/// Flags of every mechanism with curves over prime fields, named by their numbers.
const CURVES: u64 = CKF_EC_F_P | CKF_EC_OID | CKF_EC_UNCOMPRESS | CKF_EC_COMPRESS;

struct PrivateKey(Arc<Key>);
struct PublicKey(Arc<Key>);

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not a key on such a curve")
}

impl PrivateKey {
    fn key(&self) -> Result<&EcKey> {
        match &*self.0 {
            Key::EcPrivate(key) => Ok(key),
            _ => Err(wrong_key()),
        }
    }
}

impl SignDigest for PrivateKey {
    fn len(&self) -> usize {
        self.key().map_or(0, |key| 2 * key.curve().len())
    }

    fn sign(&mut self, digest: &[u8], out: &mut [u8]) -> Result<usize> {
        self.key()?
            .sign(digest, out)
            .ok_or_else(|| Error::new(CKR_DEVICE_ERROR, "ECDSA failed in the library"))
    }
}

impl VerifyDigest for PublicKey {
    /// Takes signatures that are shorter than the curve's: both halves are then equally short.
    fn verify(&mut self, digest: &[u8], signature: &[u8]) -> Result<()> {
        let Key::EcPublic(key) = &*self.0 else { return Err(wrong_key()) };
        let half = signature.len() / 2;
        if !signature.len().is_multiple_of(2) || half == 0 || half > key.curve().len() {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length"));
        }
        let (r, s) = signature.split_at_checked(half).unwrap_or_default();
        if key.verify(digest, r, s) {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }
}

fn private(init: &Init<'_>) -> Result<PrivateKey> {
    let key = PrivateKey(Arc::clone(init.key));
    key.key()?;
    Ok(key)
}

fn public(init: &Init<'_>) -> Result<PublicKey> {
    match &**init.key {
        Key::EcPublic(_) => Ok(PublicKey(Arc::clone(init.key))),
        _ => Err(wrong_key()),
    }
}

fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Direct(private(init)?)))
}

fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(Direct(public(init)?)))
}

fn hash<const DIGEST: u64>() -> Result<Hash> {
    Hash::of(DIGEST).ok_or_else(|| Error::new(CKR_DEVICE_ERROR, "there is no such hash"))
}

fn sign_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Hashed::new(hash::<DIGEST>()?, private(init)?)?))
}

fn verify_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(Hashed::new(hash::<DIGEST>()?, public(init)?)?))
}

/// The curve that a public template names.
pub(super) fn wanted_curve(key_type: u64, public: &Template) -> Result<AnyCurve> {
    let params = public.get(CKA_EC_PARAMS).and_then(Value::as_bytes).ok_or_else(|| {
        Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_EC_PARAMS says on which curve the key shall be")
    })?;
    AnyCurve::from_params(key_type, params)
}

/// What a generated pair contributes: the public point, and the private value.
pub(super) fn pair(
    curve: AnyCurve,
    point: &[u8],
    value: impl Into<Value>,
) -> Result<(Template, Template)> {
    let mut public =
        Template::new().with(CKA_EC_PARAMS, curve.params()).with(CKA_EC_POINT, wrap_point(point)?);
    let info = spki::encode(curve.key_type(), &public)?;
    public.push(CKA_PUBLIC_KEY_INFO, info.clone());
    let private = Template::new()
        .with(CKA_EC_PARAMS, curve.params())
        .with(CKA_VALUE, value)
        .with(CKA_PUBLIC_KEY_INFO, info);
    Ok((public, private))
}

fn generate(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    let curve = wanted_curve(CKK_EC, public)?;
    let AnyCurve::Ec(ec) = curve else { return Err(wrong_key()) };
    let failed = || Error::new(CKR_DEVICE_ERROR, "the key generation failed in the library");
    let key = EcKey::generate(ec).ok_or_else(failed)?;
    let (point, value) = (key.public().ok_or_else(failed)?, key.private().ok_or_else(failed)?);
    pair(curve, &point, value)
}

const ECDSA: Row =
    Row { key_types: &[CKK_EC], sizes: (160, 521), flags: CURVES, cost: Cost::ByKey, ..Row::EMPTY };

const fn hashed<const DIGEST: u64>(kind: u64) -> Row {
    Row { kind, sign: Some(sign_hashed::<DIGEST>), verify: Some(verify_hashed::<DIGEST>), ..ECDSA }
}

/// The rows.
pub static ROWS: [Row; 11] = [
    Row { kind: CKM_EC_KEY_PAIR_GEN, generate_pair: Some(generate), ..ECDSA },
    Row { kind: CKM_ECDSA, multi_part: false, sign: Some(sign), verify: Some(verify), ..ECDSA },
    hashed::<CKM_SHA_1>(CKM_ECDSA_SHA1),
    hashed::<CKM_SHA224>(CKM_ECDSA_SHA224),
    hashed::<CKM_SHA256>(CKM_ECDSA_SHA256),
    hashed::<CKM_SHA384>(CKM_ECDSA_SHA384),
    hashed::<CKM_SHA512>(CKM_ECDSA_SHA512),
    hashed::<CKM_SHA3_224>(CKM_ECDSA_SHA3_224),
    hashed::<CKM_SHA3_256>(CKM_ECDSA_SHA3_256),
    hashed::<CKM_SHA3_384>(CKM_ECDSA_SHA3_384),
    hashed::<CKM_SHA3_512>(CKM_ECDSA_SHA3_512),
];
