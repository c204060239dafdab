//! Public keys as SubjectPublicKeyInfo (RFC 5280, section 4.1; RFC 5480; RFC 8410; RFC 9881; RFC 9909; RFC 9935): `CKA_PUBLIC_KEY_INFO`,
//! and how people exchange them.

use super::curves::{AnyCurve, wrap_point};
use super::pq::{SETS, Set};
use super::{Key, bytes, invalid, pkcs8};
use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, UintRef};
use der::{Decode, Encode, Sequence};
use openssl::pkey::{Id, PKey};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use strongroom_base::{Error, Result, Template, ck};

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

const DSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10040.4.1");
const DH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.3.1");
const X9_42: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10046.2.1");

/// Keys of DSA and Diffie-Hellman, whose structures OpenSSL knows.
fn over_primes(der: &[u8]) -> Option<(u64, Template)> {
    let key = PKey::public_key_from_der(der).ok()?;
    if key.id() == Id::DSA {
        let dsa = key.dsa().ok()?;
        let domain = pkcs8::domain(dsa.p(), Some(dsa.q()), dsa.g());
        return Some((ck::CKK_DSA, domain.with(ck::CKA_VALUE, dsa.pub_key().to_vec())));
    }
    let dh = key.dh().ok()?;
    let key_type = if key.id() == Id::DH { ck::CKK_DH } else { ck::CKK_X9_42_DH };
    let order = dh.prime_q().filter(|_| key_type == ck::CKK_X9_42_DH);
    let domain = pkcs8::domain(dh.prime_p(), order, dh.generator());
    Some((key_type, domain.with(ck::CKA_VALUE, dh.public_key().to_vec())))
}

/// RFC 8017, appendix A.1.1.
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    n: UintRef<'a>,
    e: UintRef<'a>,
}

fn failed(_: der::Error) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "a public key could not be encoded")
}

/// The DER of a public key's attributes.
pub fn encode(key_type: u64, attributes: &Template) -> Result<Vec<u8>> {
    if key_type == ck::CKK_RSA {
        let key = RsaPublicKey {
            n: UintRef::new(bytes(attributes, ck::CKA_MODULUS)?).map_err(failed)?,
            e: UintRef::new(bytes(attributes, ck::CKA_PUBLIC_EXPONENT)?).map_err(failed)?,
        };
        let key = key.to_der().map_err(failed)?;
        return info(RSA, Some(AnyRef::NULL), &key);
    }
    if matches!(key_type, ck::CKK_DSA | ck::CKK_DH | ck::CKK_X9_42_DH) {
        let der = match Key::parse(ck::CKO_PUBLIC_KEY, key_type, attributes)? {
            Key::DsaPublic(key) | Key::DhPublic(key) => key.public_key_to_der().ok(),
            _ => None,
        };
        return der
            .ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "a public key could not be encoded"));
    }
    if matches!(key_type, ck::CKK_ML_DSA | ck::CKK_ML_KEM | ck::CKK_SLH_DSA) {
        let set = Set::of(key_type, attributes)?;
        return info(set.oid, None, bytes(attributes, ck::CKA_VALUE)?);
    }
    let curve = AnyCurve::from_params(key_type, bytes(attributes, ck::CKA_EC_PARAMS)?)?;
    let point = curve
        .point(bytes(attributes, ck::CKA_EC_POINT)?)
        .ok_or_else(|| invalid("CKA_EC_POINT is not a point of the curve"))?;
    let params = AnyRef::from_der(curve.params()).map_err(failed)?;
    match curve {
        AnyCurve::Ec(_) => info(EC, Some(params), point),
        _ => info(params.decode_as().map_err(failed)?, None, point),
    }
}

fn info(oid: ObjectIdentifier, parameters: Option<AnyRef<'_>>, key: &[u8]) -> Result<Vec<u8>> {
    SubjectPublicKeyInfoRef {
        algorithm: AlgorithmIdentifierRef { oid, parameters },
        subject_public_key: BitStringRef::from_bytes(key).map_err(failed)?,
    }
    .to_der()
    .map_err(failed)
}

/// The key type and the attributes of a public key. `CKR_ATTRIBUTE_VALUE_INVALID`
pub fn decode(der: &[u8]) -> Result<(u64, Template)> {
    let wrong = |_| invalid("it is not a public key of a known kind");
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(wrong)?;
    let key =
        info.subject_public_key.as_bytes().ok_or(()).map_err(|()| invalid("not whole bytes"))?;
    if info.algorithm.oid == RSA {
        let key = RsaPublicKey::from_der(key).map_err(wrong)?;
        let template = Template::new()
            .with(ck::CKA_MODULUS, key.n.as_bytes())
            .with(ck::CKA_PUBLIC_EXPONENT, key.e.as_bytes());
        return Ok((ck::CKK_RSA, template));
    }
    if [DSA, DH, X9_42].contains(&info.algorithm.oid) {
        return over_primes(der).ok_or_else(|| invalid("it is not a public key of a known kind"));
    }
    if let Some(set) = SETS.iter().find(|set| set.oid == info.algorithm.oid) {
        let template =
            Template::new().with(ck::CKA_PARAMETER_SET, set.number).with(ck::CKA_VALUE, key);
        return Ok((set.key_type, template));
    }
    let params = match info.algorithm.parameters {
        Some(params) if info.algorithm.oid == EC => params.to_der(),
        _ => info.algorithm.oid.to_der(),
    }
    .map_err(wrong)?;
    let curve = [ck::CKK_EC, ck::CKK_EC_EDWARDS, ck::CKK_EC_MONTGOMERY]
        .iter()
        .find_map(|key_type| AnyCurve::from_params(*key_type, &params).ok())
        .ok_or_else(|| Error::new(ck::CKR_CURVE_NOT_SUPPORTED, "the key is of no known kind"))?;
    let template = Template::new()
        .with(ck::CKA_EC_PARAMS, curve.params())
        .with(ck::CKA_EC_POINT, wrap_point(key)?);
    Ok((curve.key_type(), template))
}
