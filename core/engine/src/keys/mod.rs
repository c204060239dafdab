//! Keys as the cryptographic libraries want them: parsed once from an object's attributes, then used
//! by any number of operations. In come attributes; out go parsed keys, sizes, and the encodings in
//! which keys leave the token wrapped (PKCS #8) or are shown (SubjectPublicKeyInfo).
//!
//! The values of keys are in locked memory, here and in the objects' attributes. What the libraries make
//! of them is not: they allocate private keys, key schedules and MAC states themselves, on the heap, and
//! wipe them when they are freed. The service therefore allows no core image at all.

pub mod check_value;
pub mod curves;
pub mod dh;
pub mod dsa;
pub mod pkcs8;
pub mod pq;
pub mod rsa;
pub mod secret;
pub mod spki;

use crate::ffi::curve25519::Ed25519;
use crate::ffi::ec::EcKey;
use curves::AnyCurve;
use openssl::pkey::{PKey, Private, Public};
use secret::SecretKey;
use std::sync::Arc;
use strongroom_base::{Error, Result, Secret, Template, Value, ck};

/// A parsed key. A clone shares what was parsed, and what is prepared of it later.
#[derive(Clone)]
pub enum Key {
    /// Of any secret type.
    Secret(Arc<SecretKey>),
    /// RSA, public, with the bits of its modulus.
    RsaPublic(PKey<Public>, u64),
    /// RSA, private, with the bits of its modulus.
    RsaPrivate(PKey<Private>, u64),
    /// On a Weierstrass curve, public.
    EcPublic(Arc<EcKey>),
    /// On a Weierstrass curve, private.
    EcPrivate(Arc<EcKey>),
    /// Ed25519, public.
    Ed25519Public([u8; 32]),
    /// Ed25519, private.
    Ed25519Private(Arc<Ed25519>),
    /// Ed448, X25519 and X448, public.
    OtherPublic(PKey<Public>, AnyCurve),
    /// Ed448, X25519 and X448, private.
    OtherPrivate(PKey<Private>, AnyCurve),
    /// DSA, public.
    DsaPublic(PKey<Public>),
    /// DSA, private.
    DsaPrivate(PKey<Private>),
    /// Diffie-Hellman, public.
    DhPublic(PKey<Public>),
    /// Diffie-Hellman, private.
    DhPrivate(PKey<Private>),
    /// ML-DSA and ML-KEM, public.
    LatticePublic(Arc<pq::LatticePublic>),
    /// ML-DSA and ML-KEM, private.
    LatticePrivate(Arc<pq::LatticePrivate>),
    /// SLH-DSA, public.
    SlhDsaPublic(PKey<Public>, &'static pq::Set),
    /// SLH-DSA, private.
    SlhDsaPrivate(PKey<Private>, &'static pq::Set),
}

impl Key {
    /// The key in an object's attributes. `CKR_TEMPLATE_INCOMPLETE`, `CKR_ATTRIBUTE_VALUE_INVALID`,
    /// `CKR_CURVE_NOT_SUPPORTED`, `CKR_KEY_HANDLE_INVALID` for what is not a key
    pub fn parse(class: u64, key_type: u64, attributes: &Template) -> Result<Self> {
        match (class, key_type) {
            (ck::CKO_SECRET_KEY, _) => {
                let value = Secret::locked(bytes(attributes, ck::CKA_VALUE)?);
                SecretKey::new(key_type, value).map(|key| Self::Secret(Arc::new(key)))
            }
            (ck::CKO_PUBLIC_KEY, ck::CKK_RSA) => rsa::public(attributes),
            (ck::CKO_PRIVATE_KEY, ck::CKK_RSA) => rsa::private(attributes),
            (ck::CKO_PUBLIC_KEY, ck::CKK_DSA) => dsa::public(attributes),
            (ck::CKO_PRIVATE_KEY, ck::CKK_DSA) => dsa::private(attributes),
            (ck::CKO_PUBLIC_KEY, ck::CKK_DH | ck::CKK_X9_42_DH) => dh::public(key_type, attributes),
            (ck::CKO_PRIVATE_KEY, ck::CKK_DH | ck::CKK_X9_42_DH) => {
                dh::private(key_type, attributes)
            }
            (ck::CKO_PUBLIC_KEY, ck::CKK_ML_DSA | ck::CKK_ML_KEM | ck::CKK_SLH_DSA) => {
                pq::Set::of(key_type, attributes)?.public(attributes)
            }
            (ck::CKO_PRIVATE_KEY, ck::CKK_ML_DSA | ck::CKK_ML_KEM | ck::CKK_SLH_DSA) => {
                pq::Set::of(key_type, attributes)?.private(attributes)
            }
            (ck::CKO_PUBLIC_KEY, _) => Self::point(key_type, attributes),
            (ck::CKO_PRIVATE_KEY, _) => Self::number(key_type, attributes),
            _ => Err(Error::new(ck::CKR_KEY_HANDLE_INVALID, "the object is not a key")),
        }
    }

    fn point(key_type: u64, attributes: &Template) -> Result<Self> {
        let curve = AnyCurve::from_params(key_type, bytes(attributes, ck::CKA_EC_PARAMS)?)?;
        let wrong = || invalid("CKA_EC_POINT is not a point of the curve");
        let point = curve.point(bytes(attributes, ck::CKA_EC_POINT)?).ok_or_else(wrong)?;
        match (curve, curve.id()) {
            (AnyCurve::Ec(ec), _) => {
                let key = EcKey::from_public(ec, point).ok_or_else(wrong)?;
                Ok(Self::EcPublic(Arc::new(key)))
            }
            (AnyCurve::Ed25519, Some(id)) => {
                // The library knows whether it is on the curve.
                PKey::public_key_from_raw_bytes(point, id).map_err(|_| wrong())?;
                Ok(Self::Ed25519Public(point.try_into().map_err(|_| wrong())?))
            }
            (_, Some(id)) => PKey::public_key_from_raw_bytes(point, id)
                .map(|key| Self::OtherPublic(key, curve))
                .map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }

    fn number(key_type: u64, attributes: &Template) -> Result<Self> {
        let curve = AnyCurve::from_params(key_type, bytes(attributes, ck::CKA_EC_PARAMS)?)?;
        let wrong = || invalid("CKA_VALUE is not a private key of the curve");
        let value = bytes(attributes, ck::CKA_VALUE)?;
        match (curve, curve.id()) {
            (AnyCurve::Ec(ec), _) => {
                let key = EcKey::from_private(ec, value).ok_or_else(wrong)?;
                Ok(Self::EcPrivate(Arc::new(key)))
            }
            (AnyCurve::Ed25519, _) => {
                let seed = value.try_into().map_err(|_| wrong())?;
                Ok(Self::Ed25519Private(Arc::new(Ed25519::from_seed(seed).0)))
            }
            (_, Some(id)) if value.len() == curve.private_len() => {
                PKey::private_key_from_raw_bytes(value, id)
                    .map(|key| Self::OtherPrivate(key, curve))
                    .map_err(|_| wrong())
            }
            _ => Err(wrong()),
        }
    }

    /// Whether to sign, to verify, to encrypt or to decrypt with it takes some 100 µs at most, where that is the key's
    /// doing. As measured: P-384 signs in 80 µs and verifies in 190, RSA with 4096 bits verifies in 80, Ed448 and the
    /// curves that are not NIST's take 200 and more, and how long ML-DSA signs is chance.
    pub fn is_quick(&self) -> bool {
        use crate::ffi::ec::Curve;
        match self {
            Self::Secret(_) | Self::Ed25519Public(_) | Self::Ed25519Private(_) => true,
            Self::EcPrivate(key) => matches!(key.curve(), Curve::P224 | Curve::P256 | Curve::P384),
            Self::EcPublic(key) => matches!(key.curve(), Curve::P224 | Curve::P256),
            Self::RsaPublic(_, bits) => *bits <= 4096,
            Self::LatticePublic(_) => true,
            Self::RsaPrivate(..)
            | Self::OtherPublic(..)
            | Self::OtherPrivate(..)
            | Self::DsaPublic(_)
            | Self::DsaPrivate(_)
            | Self::DhPublic(_)
            | Self::DhPrivate(_)
            | Self::LatticePrivate(_)
            | Self::SlhDsaPublic(..)
            | Self::SlhDsaPrivate(..) => false,
        }
    }

    /// The secret key, if it is one. `CKR_KEY_TYPE_INCONSISTENT`
    pub fn secret(&self) -> Result<&SecretKey> {
        match self {
            Self::Secret(key) => Ok(key),
            _ => Err(Error::new(ck::CKR_KEY_TYPE_INCONSISTENT, "it is not a secret key")),
        }
    }

    /// In bits for RSA and curves; in bytes for secret keys, and, of the public key, for ML-DSA,
    /// ML-KEM and SLH-DSA.
    pub fn size(&self) -> u64 {
        match self {
            Self::Secret(key) => key.size(),
            Self::RsaPublic(_, bits) | Self::RsaPrivate(_, bits) => *bits,
            Self::EcPublic(key) | Self::EcPrivate(key) => key.curve().bits(),
            Self::Ed25519Public(_) | Self::Ed25519Private(_) => AnyCurve::Ed25519.bits(),
            Self::OtherPublic(_, curve) | Self::OtherPrivate(_, curve) => curve.bits(),
            Self::LatticePublic(key) => key.set.public_len as u64,
            Self::LatticePrivate(key) => key.set.public_len as u64,
            Self::SlhDsaPublic(_, set) | Self::SlhDsaPrivate(_, set) => set.public_len as u64,
            Self::DsaPublic(key) | Self::DhPublic(key) => u64::from(key.bits()),
            Self::DsaPrivate(key) | Self::DhPrivate(key) => u64::from(key.bits()),
        }
    }
}

/// Checks the value of a key that comes from outside, and gives the attributes that the token computes of
/// it.
pub fn validate(class: u64, key_type: u64, attributes: &Template) -> Result<Template> {
    let mut computed = Template::new();
    if class == ck::CKO_DOMAIN_PARAMETERS {
        return Ok(computed);
    }
    let key = Key::parse(class, key_type, attributes)?;
    match &key {
        Key::RsaPublic(_, bits) => {
            rsa::check_public(attributes, *bits)?;
            computed.push(ck::CKA_MODULUS_BITS, *bits);
        }
        Key::LatticePrivate(key) => computed = key.set.check(attributes)?,
        Key::SlhDsaPrivate(_, set) => computed = set.check(attributes)?,
        Key::DsaPublic(_) => dsa::check_public(attributes)?,
        Key::DsaPrivate(_) => dsa::Domain::of(attributes)?.check_order()?,
        Key::RsaPrivate(_, bits) => computed = rsa::complete(attributes, *bits)?,
        Key::EcPublic(_) | Key::Ed25519Public(_) | Key::OtherPublic(..) => {
            let curve = AnyCurve::from_params(key_type, bytes(attributes, ck::CKA_EC_PARAMS)?)?;
            if let Some(point) = curve.point(bytes(attributes, ck::CKA_EC_POINT)?) {
                computed.push(ck::CKA_EC_POINT, curves::wrap_point(point)?);
            }
        }
        _ => {}
    }
    if class != ck::CKO_SECRET_KEY {
        let mut whole = attributes.clone();
        whole.0.extend(computed.iter().cloned());
        let info = spki::encode(key_type, &public_of(key_type, &key, &whole)?)?;
        // What the caller says is the public key must be it (PKCS #11 v3.2, section 4.9).
        if let Ok(given) = bytes(attributes, ck::CKA_PUBLIC_KEY_INFO)
            && given != info
            && spki::decode(given) != spki::decode(&info)
        {
            return Err(invalid("CKA_PUBLIC_KEY_INFO is of another key"));
        }
        computed.push(ck::CKA_PUBLIC_KEY_INFO, info);
    }
    Ok(computed)
}

/// The attributes of the public key that belongs to a key: of itself, if it is one.
pub fn public_of(key_type: u64, key: &Key, attributes: &Template) -> Result<Template> {
    let on_curve = |point: &[u8]| -> Result<Template> {
        let params = bytes(attributes, ck::CKA_EC_PARAMS)?;
        let curve = AnyCurve::from_params(key_type, params)?;
        Ok(Template::new()
            .with(ck::CKA_EC_PARAMS, curve.params())
            .with(ck::CKA_EC_POINT, curves::wrap_point(point)?))
    };
    let failed = || Error::new(ck::CKR_DEVICE_ERROR, "the public key could not be computed");
    let of_domain = |value: &openssl::bn::BigNumRef| {
        let domain = [ck::CKA_PRIME, ck::CKA_SUBPRIME, ck::CKA_BASE];
        let given = attributes.iter().filter(|given| domain.contains(&given.kind));
        Template(given.cloned().collect()).with(ck::CKA_VALUE, value.to_vec())
    };
    match key {
        Key::DsaPublic(key) => Ok(of_domain(key.dsa().map_err(|_| failed())?.pub_key())),
        Key::DsaPrivate(key) => Ok(of_domain(key.dsa().map_err(|_| failed())?.pub_key())),
        Key::DhPublic(key) => Ok(of_domain(key.dh().map_err(|_| failed())?.public_key())),
        Key::DhPrivate(key) => Ok(of_domain(key.dh().map_err(|_| failed())?.public_key())),
        Key::RsaPublic(..) | Key::RsaPrivate(..) => Ok(Template::new()
            .with(ck::CKA_MODULUS, bytes(attributes, ck::CKA_MODULUS)?)
            .with(ck::CKA_PUBLIC_EXPONENT, bytes(attributes, ck::CKA_PUBLIC_EXPONENT)?)),
        Key::EcPublic(key) | Key::EcPrivate(key) => on_curve(&key.public().ok_or_else(failed)?),
        Key::Ed25519Public(public) => on_curve(public),
        Key::Ed25519Private(_) => {
            let seed = bytes(attributes, ck::CKA_VALUE)?.try_into().map_err(|_| failed())?;
            on_curve(&Ed25519::from_seed(seed).1)
        }
        Key::OtherPublic(key, _) => on_curve(&key.raw_public_key().map_err(|_| failed())?),
        Key::OtherPrivate(key, _) => on_curve(&key.raw_public_key().map_err(|_| failed())?),
        Key::LatticePublic(key) => Ok(key.set.public_attributes(&key.bytes)),
        Key::LatticePrivate(key) => key.set.public_part(&key.set.in_openssl(attributes)?),
        Key::SlhDsaPublic(key, set) => set.public_part(key),
        Key::SlhDsaPrivate(key, set) => set.public_part(key),
        Key::Secret(_) => Err(Error::new(ck::CKR_KEY_TYPE_INCONSISTENT, "it has no public key")),
    }
}

/// The length of keys that have one length only, in bytes.
pub fn fixed_len(key_type: u64) -> Option<usize> {
    match key_type {
        ck::CKK_DES2 => Some(16),
        ck::CKK_DES3 => Some(24),
        ck::CKK_CHACHA20 | ck::CKK_POLY1305 => Some(32),
        _ => None,
    }
}

fn invalid(why: &'static str) -> Error {
    Error::new(ck::CKR_ATTRIBUTE_VALUE_INVALID, why)
}

/// An attribute's bytes. `CKR_TEMPLATE_INCOMPLETE` where there are none, `CKR_ATTRIBUTE_VALUE_INVALID`
/// where they are empty
pub(crate) fn bytes(attributes: &Template, kind: u64) -> Result<&[u8]> {
    let name = || ck::name_in(ck::CKA, kind).unwrap_or("an attribute");
    match attributes.get(kind).map(Value::as_bytes) {
        None => Err(Error::new(ck::CKR_TEMPLATE_INCOMPLETE, format!("{} is missing", name()))),
        Some(Some(bytes)) if !bytes.is_empty() => Ok(bytes),
        Some(_) => Err(Error::new(ck::CKR_ATTRIBUTE_VALUE_INVALID, format!("{} is empty", name()))),
    }
}

/// Bytes that a library gave and that are secret.
fn kept(bytes: Vec<u8>) -> Value {
    Value::Bytes(Secret::from(bytes))
}
