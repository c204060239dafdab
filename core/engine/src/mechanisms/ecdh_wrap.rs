//! Wrapping under a key on a curve (PKCS #11 v3.2, sections 6.3.20 and 6.3.21): a key pair of the moment
//! agrees with it on a temporary AES key, which wraps with KWP. The wrapped key is the point of that pair and
//! what KWP made.

use super::aes_wrap::{kwp_unwrap, kwp_wrap};
use super::ecdh::{self, agreed};
use super::{Init, Row};
use crate::ffi::ec::EcKey;
use crate::keys::Key;
use crate::keys::curves::AnyCurve;
use openssl::pkey::{Id, PKey};
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::EcdhAesWrap;
use strongroom_base::{Error, Params, Result, Secret};

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the agreement failed in the cryptographic library")
}

/// The parameters, and bytes of the temporary key. It is cut to that length, so there is a derivation
/// function, or the secret is long enough by itself.
fn params<'a>(init: &'a Init<'_>) -> Result<(usize, &'a EcdhAesWrap)> {
    let wrong = |why| Error::new(CKR_MECHANISM_PARAM_INVALID, why);
    match init.params {
        Params::EcdhAesWrap(params) => match params.aes_bits {
            128 => Ok((16, params)),
            192 => Ok((24, params)),
            256 => Ok((32, params)),
            _ => Err(wrong("AES keys have 128, 192 or 256 bits")),
        },
        _ => Err(wrong("the parameters are missing")),
    }
}

fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    let (len, params) = params(init)?;
    let (point, secret) = match &**init.key {
        Key::EcPublic(key) => {
            let own = EcKey::generate(key.curve()).ok_or(()).map_err(failed)?;
            let peer = key.public().ok_or(()).map_err(failed)?;
            let point = own.public().ok_or(()).map_err(failed)?;
            (point, ecdh::agree(&Key::EcPrivate(Arc::new(own)), &peer)?)
        }
        Key::OtherPublic(key, curve @ (AnyCurve::X25519 | AnyCurve::X448)) => {
            let own = match curve.id() {
                Some(Id::X448) => PKey::generate_x448(),
                _ => PKey::generate_x25519(),
            }
            .map_err(failed)?;
            let point = own.raw_public_key().map_err(failed)?;
            let peer = key.raw_public_key().map_err(failed)?;
            (point, ecdh::agree(&Key::OtherPrivate(own, *curve), &peer)?)
        }
        _ => {
            return Err(Error::new(CKR_KEY_TYPE_INCONSISTENT, "the key does not agree on secrets"));
        }
    };
    let temporary = agreed(&secret, params.kdf, &params.shared, Some(len))?;
    let mut wrapped = point;
    wrapped.extend(kwp_wrap(temporary.expose(), plain.expose())?);
    Ok(wrapped)
}

fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    let (len, params) = params(init)?;
    // Points may be compressed, which their first byte says.
    let point_len = match (&**init.key, wrapped.first()) {
        (Key::EcPrivate(key), Some(2 | 3)) => 1 + key.curve().len(),
        (Key::EcPrivate(key), _) => 1 + 2 * key.curve().len(),
        (Key::OtherPrivate(_, curve), _) => curve.private_len(),
        _ => {
            return Err(Error::new(CKR_KEY_TYPE_INCONSISTENT, "the key does not agree on secrets"));
        }
    };
    let (point, rest) = wrapped.split_at_checked(point_len).ok_or_else(|| {
        Error::new(CKR_WRAPPED_KEY_LEN_RANGE, "the wrapped key is shorter than a point")
    })?;
    // Here the point is a part of what is unwrapped.
    let secret = ecdh::agree(init.key, point)
        .map_err(|_| Error::new(CKR_WRAPPED_KEY_INVALID, "it does not begin with a point"))?;
    let temporary = agreed(&secret, params.kdf, &params.shared, Some(len))?;
    kwp_unwrap(temporary.expose(), rest)
}

const WRAP: Row = Row {
    key_types: &[CKK_EC],
    sizes: (160, 521),
    multi_part: false,
    wrap: Some(wrap),
    unwrap: Some(unwrap),
    flags: ecdh::CURVES,
    ..Row::EMPTY
};

/// The rows. The cofactor of all curves here is one.
pub static ROWS: [Row; 3] = [
    Row { kind: CKM_ECDH_AES_KEY_WRAP, ..WRAP },
    Row { kind: CKM_ECDH_COF_AES_KEY_WRAP, ..WRAP },
    Row {
        kind: CKM_ECDH_X_AES_KEY_WRAP,
        key_types: &[CKK_EC_MONTGOMERY],
        sizes: (255, 448),
        ..WRAP
    },
];
