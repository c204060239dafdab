//! Simple derivations (PKCS #11 v3.2, section 6.43): keys put together with keys or data, combined with
//! data bit by bit, or cut out of keys. What of them is dangerous with a key that is also used otherwise
//! is for policy and its profiles.

use super::secret::ANY_SECRET;
use super::{Init, Row, Standing};
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

fn data<'a>(init: &'a Init<'_>) -> Result<&'a [u8]> {
    match init.params {
        Params::Bytes(data) => Ok(data),
        _ => Err(wrong("the data is missing")),
    }
}

fn joined(first: &[u8], second: &[u8]) -> Result<Secret> {
    let mut out = Secret::zeroed(first.len() + second.len());
    super::put(first, out.expose_mut())?;
    super::put(second, out.expose_mut().get_mut(first.len()..).unwrap_or_default())?;
    Ok(out)
}

fn base_and_key(init: &Init<'_>, _: Option<usize>) -> Result<Secret> {
    let other = init.others.first().ok_or_else(|| wrong("the other key is missing"))?;
    joined(init.secret()?.value(), other.secret()?.value())
}

fn base_and_data(init: &Init<'_>, _: Option<usize>) -> Result<Secret> {
    joined(init.secret()?.value(), data(init)?)
}

fn data_and_base(init: &Init<'_>, _: Option<usize>) -> Result<Secret> {
    joined(data(init)?, init.secret()?.value())
}

/// As long as the shorter of the two.
fn xor(init: &Init<'_>, _: Option<usize>) -> Result<Secret> {
    let (key, data) = (init.secret()?.value(), data(init)?);
    let mut out = Secret::zeroed(key.len().min(data.len()));
    for ((to, a), b) in out.expose_mut().iter_mut().zip(key).zip(data) {
        *to = a ^ b;
    }
    Ok(out)
}

/// Bits from a position on, the first of a byte being its highest; after the last bit comes the first.
fn extract(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let key = init.secret()?.value();
    let Params::Ulong(first) = init.params else { return Err(wrong("the position is missing")) };
    let len = wanted.ok_or_else(|| {
        Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_VALUE_LEN says how much to extract")
    })?;
    if len > key.len() {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "the key has fewer bytes than are asked for"));
    }
    let first = usize::try_from(*first).ok().filter(|first| first / 8 < key.len());
    let first = first.ok_or_else(|| wrong("the key does not have so many bits"))?;
    let (byte, bit) = (first / 8, first % 8);
    let mut out = Secret::zeroed(len);
    let pairs = key.iter().zip(key.iter().cycle().skip(1)).cycle().skip(byte);
    for (to, (high, low)) in out.expose_mut().iter_mut().zip(pairs) {
        let both = u16::from_be_bytes([*high, *low]) << bit;
        [*to, _] = both.to_be_bytes();
    }
    Ok(out)
}

const fn row(kind: u64, derive: fn(&Init<'_>, Option<usize>) -> Result<Secret>) -> Row {
    Row {
        kind,
        key_types: ANY_SECRET,
        sizes: (1, super::secret::MAX_SECRET),
        derive: Some(derive),
        standing: Standing::Legacy,
        ..Row::EMPTY
    }
}

/// The rows.
pub static ROWS: [Row; 5] = [
    row(CKM_CONCATENATE_BASE_AND_KEY, base_and_key),
    row(CKM_CONCATENATE_BASE_AND_DATA, base_and_data),
    row(CKM_CONCATENATE_DATA_AND_BASE, data_and_base),
    row(CKM_XOR_BASE_AND_DATA, xor),
    row(CKM_EXTRACT_KEY_FROM_KEY, extract),
];
