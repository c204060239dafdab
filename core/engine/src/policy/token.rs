//! What a token's policy leaves of a mechanism, and which keys are too small for it.

use super::*;
use crate::keys::curves::AnyCurve;
use crate::mechanisms::{self, Row, Standing};
use strongroom_base::{Params, TokenPolicy};

/// The flags that say what a mechanism does; the others say what it is like.
const DOES: u64 = ck::CKF_ENCRYPT
    | ck::CKF_DECRYPT
    | ck::CKF_DIGEST
    | ck::CKF_SIGN
    | ck::CKF_SIGN_RECOVER
    | ck::CKF_VERIFY
    | ck::CKF_VERIFY_RECOVER
    | ck::CKF_GENERATE
    | ck::CKF_GENERATE_KEY_PAIR
    | ck::CKF_WRAP
    | ck::CKF_UNWRAP
    | ck::CKF_DERIVE
    | ck::CKF_ENCAPSULATE
    | ck::CKF_DECAPSULATE;
const MESSAGES: u64 = ck::CKF_MESSAGE_ENCRYPT
    | ck::CKF_MESSAGE_DECRYPT
    | ck::CKF_MESSAGE_SIGN
    | ck::CKF_MESSAGE_VERIFY;

/// Bits that keys of a strict token have at least (NIST SP 800-131A: 112 bits of strength). Secret keys of
/// all types are counted by what breaking them costs.
const STRICT_SIZES: &[(u64, u64)] = &[
    (ck::CKK_RSA, 2048),
    (ck::CKK_DSA, 2048),
    (ck::CKK_DH, 2048),
    (ck::CKK_X9_42_DH, 2048),
    (ck::CKK_EC, 224),
];
const STRICT_SECRET: u64 = 112;

/// Bits of an authentication tag that a strict token takes at least: shorter ones are found by trying.
const STRICT_TAG_BITS: u64 = 96;

/// What is left of a row's `CKF_…` flags; none that says what it does, where the token refuses the
/// mechanism.
pub fn flags(policy: &TokenPolicy, row: &Row) -> u64 {
    let flags = row.flags();
    let listed = policy.mechanisms.is_empty() || policy.mechanisms.contains(&row.kind);
    let does = match (listed, policy.profile) {
        (false, _) => 0,
        (true, Profile::Strict) if !policy.permitted.contains(&row.kind) => {
            let kept = row.strict.unwrap_or(match row.standing {
                Standing::Default => DOES,
                Standing::Legacy | Standing::Weak => 0,
            });
            flags & DOES & kept
        }
        _ => flags & DOES,
    };
    let messages = [
        (ck::CKF_ENCRYPT, ck::CKF_MESSAGE_ENCRYPT),
        (ck::CKF_DECRYPT, ck::CKF_MESSAGE_DECRYPT),
        (ck::CKF_SIGN, ck::CKF_MESSAGE_SIGN),
        (ck::CKF_VERIFY, ck::CKF_MESSAGE_VERIFY),
    ];
    let messages = messages.iter().filter(|(once, _)| does & once != 0);
    let messages = messages.fold(0, |all, (_, message)| all | (flags & message));
    (flags & !DOES & !MESSAGES) | does | messages
}

/// Whether the token has the mechanism at all.
pub fn has(policy: &TokenPolicy, row: &Row) -> bool {
    policy.is_plain() || flags(policy, row) & DOES != 0
}

/// Whether the token uses a mechanism for what a flag says. `CKR_MECHANISM_INVALID`
pub fn mechanism(policy: &TokenPolicy, row: &Row, does: u64) -> Result<()> {
    if flags(policy, row) & does != 0 {
        return Ok(());
    }
    let why = "the token's policy does not let the mechanism be used for this";
    Err(Error::new(ck::CKR_MECHANISM_INVALID, why))
}

/// Whether the token takes such parameters. `CKR_MECHANISM_PARAM_INVALID`
pub fn parameters(policy: &TokenPolicy, params: &Params) -> Result<()> {
    let tag_bits = match params {
        Params::Gcm(gcm) => gcm.tag_bits,
        Params::Ccm(ccm) => ccm.mac_len.saturating_mul(8),
        _ => return Ok(()),
    };
    if policy.profile == Profile::Strict && tag_bits < STRICT_TAG_BITS {
        let why = format!("a strict token takes tags of {STRICT_TAG_BITS} bits and more");
        return Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why));
    }
    Ok(())
}

/// Whether the token wraps keys with such parameters: under a vector that the caller chooses, two wrapped
/// keys show their difference, and one of them may be his. `CKR_MECHANISM_PARAM_INVALID`
pub fn wraps_with(policy: &TokenPolicy, params: &Params, chosen: bool) -> Result<()> {
    let has_vector =
        matches!(params, Params::Gcm(_) | Params::Ccm(_) | Params::ChaCha20Poly1305(_));
    if policy.profile == Profile::Strict && has_vector && chosen {
        let why =
            "a strict token wraps keys under vectors that it draws itself (C_WrapKeyAuthenticated)";
        return Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why));
    }
    Ok(())
}

/// Whether the token takes a key of this size. `CKR_KEY_SIZE_RANGE`
pub fn size(policy: &TokenPolicy, object: &Template) -> Result<()> {
    let Some(key_type) = ulong(object, ck::CKA_KEY_TYPE) else { return Ok(()) };
    let secret = ulong(object, ck::CKA_CLASS) == Some(ck::CKO_SECRET_KEY);
    let of =
        |list: &[(u64, u64)]| list.iter().find(|(k, _)| *k == key_type).map(|(_, least)| *least);
    let least = of(&policy.min_sizes).or_else(|| match policy.profile {
        Profile::Standard => None,
        Profile::Strict => of(STRICT_SIZES).or(secret.then_some(STRICT_SECRET)),
    });
    let (Some(least), Some(bits)) = (least, bits(key_type, secret, object)) else { return Ok(()) };
    if bits < least {
        let why = format!("a key of {bits} bits, and the token's policy wants {least}");
        return Err(Error::new(ck::CKR_KEY_SIZE_RANGE, why));
    }
    Ok(())
}

fn bits(key_type: u64, secret: bool, object: &Template) -> Option<u64> {
    let bytes = |attribute| object.get(attribute).and_then(Value::as_bytes);
    let number = |attribute| {
        let number = bytes(attribute)?;
        let first = number.iter().position(|byte| *byte != 0)?;
        let rest = number.get(first..)?;
        let zeros = rest.first()?.leading_zeros();
        Some(rest.len() as u64 * 8 - u64::from(zeros))
    };
    match key_type {
        ck::CKK_DES2 => Some(80),
        ck::CKK_DES3 => Some(112),
        _ if secret => bytes(ck::CKA_VALUE).map(|value| value.len() as u64 * 8),
        ck::CKK_RSA => number(ck::CKA_MODULUS),
        ck::CKK_DSA | ck::CKK_DH | ck::CKK_X9_42_DH => number(ck::CKA_PRIME),
        _ => {
            let params = bytes(ck::CKA_EC_PARAMS)?;
            AnyCurve::from_params(key_type, params).ok().map(|curve| curve.bits())
        }
    }
}

/// Whether a policy can be a token's. `CKR_MECHANISM_INVALID` for a mechanism that there is not
pub fn check(policy: &TokenPolicy) -> Result<()> {
    policy
        .mechanisms
        .iter()
        .chain(&policy.permitted)
        .try_for_each(|m| mechanisms::find(*m).map(drop))
}
