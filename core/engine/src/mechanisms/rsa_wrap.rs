//! `CKM_RSA_AES_KEY_WRAP` (PKCS #11 v3.2, section 6.1.22): a key of any length under RSA, by way of a
//! temporary AES key that wraps it with KWP and is itself wrapped with OAEP.

use super::aes_wrap::{kwp_unwrap, kwp_wrap};
use super::rsa::{oaep_unwrap, oaep_wrap};
use super::{Init, Library, Row};
use crate::random;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Oaep;
use strongroom_base::{Error, Params, Result, Secret};

fn params<'a>(init: &'a Init<'_>) -> Result<(usize, &'a Oaep)> {
    match init.params {
        Params::RsaAesWrap { aes_bits, oaep } => match aes_bits {
            128 => Ok((16, oaep)),
            192 => Ok((24, oaep)),
            256 => Ok((32, oaep)),
            _ => Err(Error::new(CKR_MECHANISM_PARAM_INVALID, "AES keys have 128, 192 or 256 bits")),
        },
        _ => Err(Error::new(CKR_MECHANISM_PARAM_INVALID, "the parameters are missing")),
    }
}

fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    let (len, oaep) = params(init)?;
    let mut temporary = Secret::zeroed(len);
    random::fill(temporary.expose_mut())?;
    let mut wrapped = oaep_wrap(init, oaep, &temporary)?;
    wrapped.extend(kwp_wrap(temporary.expose(), plain.expose())?);
    Ok(wrapped)
}

fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    let (len, oaep) = params(init)?;
    let modulus = usize::try_from(init.key.size().div_ceil(8)).unwrap_or(usize::MAX);
    let (first, second) = wrapped.split_at_checked(modulus).ok_or_else(|| {
        Error::new(CKR_WRAPPED_KEY_LEN_RANGE, "the wrapped key is shorter than the modulus")
    })?;
    let temporary = oaep_unwrap(init, oaep, first)?;
    if temporary.len() != len {
        return Err(Error::new(CKR_WRAPPED_KEY_INVALID, "the temporary key has another length"));
    }
    kwp_unwrap(temporary.expose(), second)
}

/// The row.
pub static ROWS: [Row; 1] = [Row {
    kind: CKM_RSA_AES_KEY_WRAP,
    key_types: &[CKK_RSA],
    sizes: (2048, 8192),
    wrap: Some(wrap),
    unwrap: Some(unwrap),
    library: Library::OpenSsl,
    ..Row::EMPTY
}];
