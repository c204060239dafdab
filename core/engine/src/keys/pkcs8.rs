//! Private keys as PKCS #8 PrivateKeyInfo (RFC 5958), the form in which they are wrapped (PKCS #11 v3.2,
//! section 6.7), through OpenSSL.

use super::curves::AnyCurve;
use super::{Key, bytes, kept, pq, rsa};
use der::{Encode, Reader, SliceReader};
use openssl::bn::BigNumRef;
use openssl::ec::{EcGroup, EcKey, EcPoint};
use openssl::pkey::{Id, PKey, Private};
use strongroom_base::{Error, Result, Secret, Template, ck};

fn failed<E>(_: E) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "the private key could not be encoded")
}

fn wrong<E>(_: E) -> Error {
    Error::new(ck::CKR_WRAPPED_KEY_INVALID, "it is not a private key")
}

/// The DER of a private key's attributes.
pub fn encode(key_type: u64, attributes: &Template) -> Result<Secret> {
    let key = match Key::parse(ck::CKO_PRIVATE_KEY, key_type, attributes)? {
        Key::RsaPrivate(key, _) | Key::OtherPrivate(key, _) | Key::SlhDsaPrivate(key, _) => key,
        Key::LatticePrivate(key) => key.set.in_openssl(attributes)?,
        Key::DsaPrivate(key) | Key::DhPrivate(key) => key,
        Key::Ed25519Private(_) => {
            PKey::private_key_from_raw_bytes(bytes(attributes, ck::CKA_VALUE)?, Id::ED25519)
                .map_err(failed)?
        }
        Key::EcPrivate(key) => {
            let group = EcGroup::from_curve_name(key.curve().openssl()).map_err(failed)?;
            let mut context = openssl::bn::BigNumContext::new().map_err(failed)?;
            let public = key.public().ok_or(()).map_err(failed)?;
            let private = key.private().ok_or(()).map_err(failed)?;
            let point = EcPoint::from_bytes(&group, &public, &mut context).map_err(failed)?;
            let mut number = openssl::bn::BigNum::from_slice(private.expose()).map_err(failed)?;
            let key = EcKey::from_private_components(&group, &number, &point);
            number.clear();
            key.and_then(PKey::from_ec_key).map_err(failed)?
        }
        _ => return Err(Error::new(ck::CKR_KEY_NOT_WRAPPABLE, "it is not a private key")),
    };
    key.private_key_to_pkcs8().map(Secret::from).map_err(failed)
}

/// The key type and the attributes of a private key. Zeros after it are ignored: some mechanisms fill up
/// with them. `CKR_WRAPPED_KEY_INVALID`
pub fn decode(padded: &[u8]) -> Result<(u64, Template)> {
    let mut reader = SliceReader::new(padded).map_err(wrong)?;
    let header = der::Header::peek(&reader).map_err(wrong)?;
    let len = header.encoded_len().and_then(|len| len + header.length()).map_err(wrong)?;
    let der = reader.read_slice(len).map_err(wrong)?;
    if reader.remaining_len() > der::Length::ZERO
        && padded.get(der.len()..).unwrap_or_default().iter().any(|byte| *byte != 0)
    {
        return Err(wrong(()));
    }
    attributes_of(&PKey::private_key_from_pkcs8(der).map_err(wrong)?)
}

/// The same for the older forms that files have: PKCS #1 (RFC 8017) and SEC 1 (RFC 5915).
pub fn decode_file(der: &[u8]) -> Result<(u64, Template)> {
    attributes_of(&PKey::private_key_from_der(der).map_err(wrong)?)
}

fn attributes_of(key: &PKey<Private>) -> Result<(u64, Template)> {
    match key.id() {
        Id::RSA => Ok((ck::CKK_RSA, rsa::attributes(&key.rsa().map_err(wrong)?))),
        Id::EC => ec(key),
        Id::DSA => {
            let dsa = key.dsa().map_err(wrong)?;
            let domain = domain(dsa.p(), Some(dsa.q()), dsa.g());
            Ok((ck::CKK_DSA, domain.with(ck::CKA_VALUE, kept(dsa.priv_key().to_vec()))))
        }
        Id::DH | Id::DHX => {
            let dh = key.dh().map_err(wrong)?;
            let key_type = if key.id() == Id::DH { ck::CKK_DH } else { ck::CKK_X9_42_DH };
            let order = dh.prime_q().filter(|_| key_type == ck::CKK_X9_42_DH);
            let domain = domain(dh.prime_p(), order, dh.generator());
            Ok((key_type, domain.with(ck::CKA_VALUE, kept(dh.private_key().to_vec()))))
        }
        id => {
            if let Some(found) = pq::attributes(key) {
                return Ok(found);
            }
            let curve = [AnyCurve::Ed25519, AnyCurve::Ed448, AnyCurve::X25519, AnyCurve::X448]
                .into_iter()
                .find(|curve| curve.id() == Some(id))
                .ok_or(())
                .map_err(wrong)?;
            let value = key.raw_private_key().map_err(wrong)?;
            Ok((curve.key_type(), private(curve, value)))
        }
    }
}

/// The attributes of a domain.
pub(super) fn domain(p: &BigNumRef, q: Option<&BigNumRef>, g: &BigNumRef) -> Template {
    let mut domain = Template::new().with(ck::CKA_PRIME, p.to_vec());
    if let Some(q) = q {
        domain.push(ck::CKA_SUBPRIME, q.to_vec());
    }
    domain.with(ck::CKA_BASE, g.to_vec())
}

fn private(curve: AnyCurve, value: Vec<u8>) -> Template {
    Template::new().with(ck::CKA_EC_PARAMS, curve.params()).with(ck::CKA_VALUE, kept(value))
}

fn ec(key: &PKey<Private>) -> Result<(u64, Template)> {
    use crate::ffi::ec::Curve;
    let key = key.ec_key().map_err(wrong)?;
    let name = key.group().curve_name();
    let curve =
        Curve::all().find(|curve| Some(curve.openssl()) == name).ok_or(()).map_err(wrong)?;
    let len = i32::try_from(curve.len()).map_err(wrong)?;
    let value = key.private_key().to_vec_padded(len).map_err(wrong)?;
    Ok((ck::CKK_EC, private(AnyCurve::Ec(curve), value)))
}

/// The SubjectPublicKeyInfo that belongs to a private key's attributes.
pub fn public_info(key_type: u64, private: &Template) -> Result<Vec<u8>> {
    let key = Key::parse(ck::CKO_PRIVATE_KEY, key_type, private)?;
    super::spki::encode(key_type, &super::public_of(key_type, &key, private)?)
}
