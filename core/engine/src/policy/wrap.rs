//! Whether one key may leave the token under another.

use super::*;
use crate::keys::curves::AnyCurve;

/// `CKR_TEMPLATE_INCONSISTENT`, `CKR_KEY_UNEXTRACTABLE`, `CKR_KEY_NOT_WRAPPABLE`, `CKR_KEY_HANDLE_INVALID`,
/// `CKR_WRAPPING_KEY_SIZE_RANGE`
pub fn wrap(caller: &Caller, wrapping: &Template, key: &Template) -> Result<()> {
    if !flag(key, ck::CKA_EXTRACTABLE) {
        return Err(Error::new(ck::CKR_KEY_UNEXTRACTABLE, "the key must not leave the token"));
    }
    if caller.profile == Profile::Strict && !roles::is_drawn(wrapping) {
        return Err(inconsistent("only keys that a strict token generated itself wrap others"));
    }
    if flag(key, ck::CKA_WRAP_WITH_TRUSTED) && !flag(wrapping, ck::CKA_TRUSTED) {
        return Err(Error::new(
            ck::CKR_KEY_NOT_WRAPPABLE,
            "the key leaves only under a key that the security officer trusts",
        ));
    }
    if let Some(Value::Template(wanted)) = wrapping.get(ck::CKA_WRAP_TEMPLATE)
        && !wanted.iter().all(|a| key.get(a.kind) == Some(&a.value))
    {
        return Err(Error::new(
            ck::CKR_KEY_HANDLE_INVALID,
            "the wrapping key takes only keys that match its CKA_WRAP_TEMPLATE",
        ));
    }
    if let (Some(over), Some(under)) = (strength(wrapping), strength(key))
        && over < under
    {
        return Err(Error::new(
            ck::CKR_WRAPPING_KEY_SIZE_RANGE,
            "the wrapping key is weaker than the key to be wrapped",
        ));
    }
    Ok(())
}

/// Roughly the bits of work to break a key, where its type tells (NIST SP 800-57 part 1, table 2). RSA is
/// taken for more than it is worth: a key of 2048 bits may wrap anything, because that is how keys are
/// moved everywhere, and a shorter one what it commonly wraps, AES-128. So are curves of 256 bits and more.
fn strength(key: &Template) -> Option<u64> {
    let class = ulong(key, ck::CKA_CLASS)?;
    let len = |attribute| key.get(attribute).and_then(Value::as_bytes).map(|v| v.len() as u64);
    match (class, ulong(key, ck::CKA_KEY_TYPE)?) {
        (_, ck::CKK_AES) => len(ck::CKA_VALUE).map(|bytes| bytes * 8),
        // Two keys of AES, of which one is for the places of blocks.
        (_, ck::CKK_AES_XTS) => len(ck::CKA_VALUE).map(|bytes| bytes * 4),
        (_, ck::CKK_CHACHA20) => Some(256),
        (_, ck::CKK_DES2) => Some(80),
        (_, ck::CKK_DES3) => Some(112),
        (ck::CKO_PUBLIC_KEY, ck::CKK_RSA) => len(ck::CKA_MODULUS).map(|bytes| match bytes {
            0..128 => 64,
            128..256 => 128,
            _ => 256,
        }),
        (ck::CKO_PUBLIC_KEY, key_type @ (ck::CKK_EC | ck::CKK_EC_MONTGOMERY)) => {
            let params = key.get(ck::CKA_EC_PARAMS).and_then(Value::as_bytes)?;
            match AnyCurve::from_params(key_type, params).ok()?.bits() {
                bits @ 0..250 => Some(bits / 2),
                _ => Some(256),
            }
        }
        (ck::CKO_PRIVATE_KEY, ck::CKK_RSA) => len(ck::CKA_MODULUS).map(|bytes| match bytes {
            0..256 => 80,
            256..384 => 112,
            384..960 => 128,
            _ => 192,
        }),
        _ => None,
    }
}
