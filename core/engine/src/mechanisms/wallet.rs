//! The derivation of wallets: BIP 32 on secp256k1, and SLIP-0010 on secp256k1, P-256 and Ed25519, with the
//! parameters of IBM's `CKM_IBM_BTC_DERIVE`. A seed gives a master key, a key gives its child with an index; a
//! chain code goes along, in through the parameters and out as a data object. HMAC-SHA512 makes the numbers;
//! sums of them and of points are the library's.

use super::{Init, Row};
use crate::ffi::curve25519::Ed25519;
use crate::ffi::digest::Sha;
use crate::ffi::ec::{Curve, EcKey};
use crate::ffi::hmac::{Hash, HmacKey};
use crate::keys::Key;
use crate::keys::curves::{AnyCurve, wrap_point};
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::{EcGroup, EcPoint};
use strongroom_base::ck::*;
use strongroom_base::mechanism::{BtcDerive, CHAIN_CODE_LEN};
use strongroom_base::{Error, Params, Result, Secret, Template, Value};

/// Indices from here on are hardened: they go on from the private key only.
const HARDENED: u64 = 1 << 31;
/// Bytes of a chain code, and of each half of what HMAC gives.
const HALF: usize = 32;
/// Bytes of seeds (BIP 32).
const SEEDS: std::ops::RangeInclusive<usize> = 16..=64;

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the derivation failed in the cryptographic library")
}

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// A step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Master,
    PrivateToPrivate,
    PrivateToPublic,
    PublicToPublic,
}

/// Which of the two standards it is, and the step.
fn step(kind: u64) -> Result<(bool, Step)> {
    let bip32 = kind <= CK_IBM_BTC_BIP0032_MASTERK;
    let step = match kind {
        CK_IBM_BTC_BIP0032_PRV2PRV | CK_IBM_BTC_SLIP0010_PRV2PRV => Step::PrivateToPrivate,
        CK_IBM_BTC_BIP0032_PRV2PUB | CK_IBM_BTC_SLIP0010_PRV2PUB => Step::PrivateToPublic,
        CK_IBM_BTC_BIP0032_PUB2PUB | CK_IBM_BTC_SLIP0010_PUB2PUB => Step::PublicToPublic,
        CK_IBM_BTC_BIP0032_MASTERK | CK_IBM_BTC_SLIP0010_MASTERK => Step::Master,
        _ => return Err(wrong("there is no such derivation")),
    };
    Ok((bip32, step))
}

/// Both halves of an HMAC-SHA512.
fn hmac(key: &[u8], pieces: &[&[u8]]) -> Result<(Secret, Secret)> {
    let key = HmacKey::new(Hash::Sha(Sha::Sha512), key).ok_or(()).map_err(failed)?;
    let mut stream = key.begin();
    for piece in pieces {
        stream.update(piece).then_some(()).ok_or(()).map_err(failed)?;
    }
    let whole = Secret::from(stream.finish().ok_or(()).map_err(failed)?.as_slice());
    let (left, right) = whole.expose().split_at_checked(HALF).ok_or(()).map_err(failed)?;
    Ok((Secret::from(left), Secret::from(right)))
}

/// A curve of the two standards.
fn curve(params: &[u8], bip32: bool) -> Result<AnyCurve> {
    let known = [CKK_EC, CKK_EC_EDWARDS]
        .iter()
        .find_map(|key_type| AnyCurve::from_params(*key_type, params).ok());
    match known {
        Some(curve @ AnyCurve::Ec(Curve::Secp256k1)) => Ok(curve),
        Some(curve @ (AnyCurve::Ec(Curve::P256) | AnyCurve::Ed25519)) if !bip32 => Ok(curve),
        _ => Err(Error::new(CKR_CURVE_NOT_SUPPORTED, "the standard does not have this curve")),
    }
}

fn compressed(point: &[u8]) -> Result<Vec<u8>> {
    let (x, y) =
        point.get(1..).and_then(|xy| xy.split_at_checked(HALF)).ok_or(()).map_err(failed)?;
    let odd = y.last().is_some_and(|last| last % 2 == 1);
    Ok([[2 + u8::from(odd)].as_slice(), x].concat())
}

/// What a step gives: the key's number or point, and the chain code.
struct Made {
    curve: AnyCurve,
    value: Secret,
    chain_code: Secret,
}

/// Whether a number is a private key of the curve.
fn is_private(curve: AnyCurve, number: &Secret) -> bool {
    match curve {
        AnyCurve::Ec(curve) => EcKey::from_private(curve, number.expose()).is_some(),
        _ => true,
    }
}

fn master(init: &Init<'_>, bip32: bool, template: &Template) -> Result<Made> {
    let seed = init.secret()?.value();
    if !SEEDS.contains(&seed.len()) {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "a seed has 16 to 64 bytes"));
    }
    let params = match template.get(CKA_EC_PARAMS).and_then(Value::as_bytes) {
        Some(params) => params,
        None if bip32 => AnyCurve::Ec(Curve::Secp256k1).params(),
        None => return Err(Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_EC_PARAMS says which curve")),
    };
    let curve = curve(params, bip32)?;
    let name: &[u8] = match curve {
        AnyCurve::Ed25519 => b"ed25519 seed",
        AnyCurve::Ec(Curve::P256) => b"Nist256p1 seed",
        _ => b"Bitcoin seed",
    };
    let (mut value, mut chain_code) = hmac(name, &[seed])?;
    // SLIP-0010 goes on until there is a key; BIP 32 has no key for such a seed.
    while !is_private(curve, &value) {
        if bip32 {
            return Err(Error::new(CKR_FUNCTION_FAILED, "this seed has no master key"));
        }
        (value, chain_code) = hmac(name, &[value.expose(), chain_code.expose()])?;
    }
    Ok(Made { curve, value, chain_code })
}

/// The curve, the private number and the point of a key.
fn parts(key: &Key) -> Result<(AnyCurve, Option<Secret>, Vec<u8>)> {
    let inconsistent = || Error::new(CKR_KEY_TYPE_INCONSISTENT, "the step takes another key");
    match key {
        Key::EcPrivate(key) => {
            let point = compressed(&key.public().ok_or_else(inconsistent)?)?;
            Ok((AnyCurve::Ec(key.curve()), key.private(), point))
        }
        Key::EcPublic(key) => {
            let point = compressed(&key.public().ok_or_else(inconsistent)?)?;
            Ok((AnyCurve::Ec(key.curve()), None, point))
        }
        Key::Ed25519Private(key) => {
            Ok((AnyCurve::Ed25519, Some(Secret::from(key.seed())), Vec::new()))
        }
        _ => Err(inconsistent()),
    }
}

fn child(init: &Init<'_>, bip32: bool, private: bool, params: &BtcDerive) -> Result<Made> {
    let (of_key, number, point) = parts(init.key)?;
    let curve = curve(of_key.params(), bip32)?;
    if number.is_some() != private {
        return Err(Error::new(CKR_KEY_TYPE_INCONSISTENT, "the step takes another key"));
    }
    let index = u32::try_from(params.index).map_err(|_| wrong("an index has 32 bits"))?;
    let hardened = params.index >= HARDENED;
    if (curve == AnyCurve::Ed25519 && !hardened) || (hardened && !private) {
        return Err(wrong("this key has hardened children only, or no hardened ones"));
    }
    let index = index.to_be_bytes();
    let data: Vec<&[u8]> = match (&number, hardened) {
        (Some(number), true) => vec![&[0][..], number.expose(), &index[..]],
        _ => vec![&point[..], &index[..]],
    };
    let (mut left, mut chain_code) = hmac(&params.chain_code, &data)?;
    if curve == AnyCurve::Ed25519 {
        return Ok(Made { curve, value: left, chain_code });
    }
    loop {
        let value = match &number {
            Some(number) => sum(curve, number, &left)?,
            None => sum_of_points(curve, &point, &left)?,
        };
        if let Some(value) = value {
            return Ok(Made { curve, value, chain_code });
        }
        if bip32 {
            return Err(Error::new(CKR_FUNCTION_FAILED, "there is no key with this index"));
        }
        // SLIP-0010 goes on until there is a key.
        let next = hmac(&params.chain_code, &[&[1], chain_code.expose(), &index])?;
        (left, chain_code) = next;
    }
}

fn group(curve: AnyCurve) -> Result<EcGroup> {
    match curve {
        AnyCurve::Ec(curve) => EcGroup::from_curve_name(curve.openssl()).map_err(failed),
        _ => Err(failed(())),
    }
}

/// The sum of two numbers of the curve; `None` where one of them, or it, is none.
fn sum(curve: AnyCurve, parent: &Secret, left: &Secret) -> Result<Option<Secret>> {
    if !is_private(curve, left) {
        return Ok(None);
    }
    let mut context = BigNumContext::new().map_err(failed)?;
    let mut order = BigNum::new().map_err(failed)?;
    group(curve)?.order(&mut order, &mut context).map_err(failed)?;
    let number = |secret: &Secret| BigNum::from_slice(secret.expose()).map_err(failed);
    let (mut a, mut b) = (number(parent)?, number(left)?);
    let mut sum = BigNum::new().map_err(failed)?;
    let added = sum.mod_add(&a, &b, &order, &mut context).map_err(failed);
    a.clear();
    b.clear();
    added?;
    let value = Secret::from(sum.to_vec_padded(HALF as i32).map_err(failed)?);
    sum.clear();
    Ok(is_private(curve, &value).then_some(value))
}

/// The sum of a point and of the point of a number, not compressed.
fn sum_of_points(curve: AnyCurve, parent: &[u8], left: &Secret) -> Result<Option<Secret>> {
    let AnyCurve::Ec(named) = curve else { return Err(failed(())) };
    let Some(key) = EcKey::from_private(named, left.expose()) else { return Ok(None) };
    let group = group(curve)?;
    let mut context = BigNumContext::new().map_err(failed)?;
    let mut point = |bytes: &[u8]| EcPoint::from_bytes(&group, bytes, &mut context).map_err(failed);
    let own = point(&key.public().ok_or(()).map_err(failed)?)?;
    let parent = point(parent)?;
    let mut sum = EcPoint::new(&group).map_err(failed)?;
    sum.add(&group, &own, &parent, &mut context).map_err(failed)?;
    if sum.is_infinity(&group) {
        return Ok(None);
    }
    let form = openssl::ec::PointConversionForm::UNCOMPRESSED;
    sum.to_bytes(&group, form, &mut context).map(|point| Some(Secret::from(point))).map_err(failed)
}

fn derive(init: &Init<'_>, template: &Template) -> Result<(Template, Vec<Secret>)> {
    let Params::BtcDerive(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    let (bip32, step) = step(params.kind)?;
    if params.version != CK_IBM_BTC_DERIVE_PARAMS_VERSION_1 {
        return Err(wrong("there is no such version"));
    }
    if params.chain_code.len() != CHAIN_CODE_LEN {
        return Err(wrong("a chain code has 32 bytes"));
    }
    let ulong = |attribute| template.get(attribute).and_then(Value::as_ulong);
    let public = matches!(step, Step::PrivateToPublic | Step::PublicToPublic);
    let class = if public { CKO_PUBLIC_KEY } else { CKO_PRIVATE_KEY };
    if ulong(CKA_CLASS) != Some(class) {
        return Err(Error::new(CKR_TEMPLATE_INCONSISTENT, "the step makes keys of another class"));
    }
    let made = match step {
        Step::Master => master(init, bip32, template)?,
        _ => child(init, bip32, step != Step::PublicToPublic, params)?,
    };
    let given = template.get(CKA_EC_PARAMS).and_then(Value::as_bytes);
    if ulong(CKA_KEY_TYPE) != Some(made.curve.key_type())
        || given.is_some_and(|given| {
            AnyCurve::from_params(made.curve.key_type(), given) != Ok(made.curve)
        })
    {
        return Err(Error::new(CKR_TEMPLATE_INCONSISTENT, "the key is of another type or curve"));
    }
    let value = Template::new().with(CKA_EC_PARAMS, made.curve.params());
    let value = match step {
        Step::PublicToPublic => value.with(CKA_EC_POINT, wrap_point(made.value.expose())?),
        Step::PrivateToPublic => value.with(CKA_EC_POINT, wrap_point(&point(&made)?)?),
        _ => value.with(CKA_VALUE, Value::Bytes(made.value)),
    };
    Ok((value, vec![made.chain_code]))
}

/// The point of a private key.
fn point(made: &Made) -> Result<Vec<u8>> {
    match made.curve {
        AnyCurve::Ec(curve) => EcKey::from_private(curve, made.value.expose())
            .and_then(|key| key.public())
            .ok_or(())
            .map_err(failed),
        _ => {
            let seed = made.value.expose().try_into().map_err(failed)?;
            Ok(Ed25519::from_seed(seed).1.to_vec())
        }
    }
}

/// The row. Seeds are generic secrets, whose bytes are counted; keys are on curves, whose bits are.
pub static ROWS: [Row; 1] = [Row {
    kind: CKM_IBM_BTC_DERIVE,
    key_types: &[CKK_GENERIC_SECRET, CKK_EC, CKK_EC_EDWARDS],
    sizes: (16, 256),
    derive_object: Some(derive),
    ..Row::EMPTY
}];
