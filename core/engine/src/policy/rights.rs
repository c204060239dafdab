//! What a key may be used for: read from its attributes once, asked at the start of every operation.

use super::*;

/// A use of a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// `CKA_ENCRYPT`
    Encrypt,
    /// `CKA_DECRYPT`
    Decrypt,
    /// `CKA_SIGN`
    Sign,
    /// `CKA_SIGN_RECOVER`
    SignRecover,
    /// `CKA_VERIFY`
    Verify,
    /// `CKA_VERIFY_RECOVER`
    VerifyRecover,
    /// `CKA_WRAP`
    Wrap,
    /// `CKA_UNWRAP`
    Unwrap,
    /// `CKA_DERIVE`
    Derive,
    /// `CKA_ENCAPSULATE`
    Encapsulate,
    /// `CKA_DECAPSULATE`
    Decapsulate,
    /// Its value goes into a digest (`C_DigestKey`).
    Digest,
}

impl Use {
    /// The flag of mechanisms that do it.
    pub fn flag(self) -> u64 {
        match self {
            Self::Encrypt => ck::CKF_ENCRYPT,
            Self::Decrypt => ck::CKF_DECRYPT,
            Self::Sign => ck::CKF_SIGN,
            Self::SignRecover => ck::CKF_SIGN_RECOVER,
            Self::Verify => ck::CKF_VERIFY,
            Self::VerifyRecover => ck::CKF_VERIFY_RECOVER,
            Self::Wrap => ck::CKF_WRAP,
            Self::Unwrap => ck::CKF_UNWRAP,
            Self::Derive => ck::CKF_DERIVE,
            Self::Encapsulate => ck::CKF_ENCAPSULATE,
            Self::Decapsulate => ck::CKF_DECAPSULATE,
            Self::Digest => ck::CKF_DIGEST,
        }
    }
}

/// Whether a key's value may go into a digest: not that of a sensitive one in the strict profile, since a
/// short value is found by trying. `CKR_KEY_INDIGESTIBLE`
pub fn digestible(caller: &Caller, object: &Template) -> Result<()> {
    if caller.profile == Profile::Strict && flag(object, ck::CKA_SENSITIVE) {
        let why = "a strict token shows no digest of a sensitive key";
        return Err(Error::new(ck::CKR_KEY_INDIGESTIBLE, why));
    }
    Ok(())
}

/// The uses with the attributes that permit them.
pub(super) static USES: &[(Use, u64)] = &[
    (Use::Encrypt, ck::CKA_ENCRYPT),
    (Use::Decrypt, ck::CKA_DECRYPT),
    (Use::Sign, ck::CKA_SIGN),
    (Use::SignRecover, ck::CKA_SIGN_RECOVER),
    (Use::Verify, ck::CKA_VERIFY),
    (Use::VerifyRecover, ck::CKA_VERIFY_RECOVER),
    (Use::Wrap, ck::CKA_WRAP),
    (Use::Unwrap, ck::CKA_UNWRAP),
    (Use::Derive, ck::CKA_DERIVE),
    (Use::Encapsulate, ck::CKA_ENCAPSULATE),
    (Use::Decapsulate, ck::CKA_DECAPSULATE),
];

/// What a key permits.
#[derive(Clone, Debug)]
pub struct Rights {
    uses: u32,
    key_type: Option<u64>,
    mechanisms: Vec<u64>,
    always_authenticate: bool,
}

fn bit(use_: Use) -> u32 {
    1 << use_ as u32
}

impl Rights {
    /// The rights that an object's attributes give.
    pub fn of(object: &Template) -> Self {
        let mut uses = USES
            .iter()
            .filter(|(_, attribute)| flag(object, *attribute))
            .fold(0, |uses, (use_, _)| uses | bit(*use_));
        if ulong(object, ck::CKA_CLASS) == Some(ck::CKO_SECRET_KEY) {
            uses |= bit(Use::Digest);
        }
        let mechanisms = match object.get(ck::CKA_ALLOWED_MECHANISMS) {
            Some(Value::Mechanisms(list)) => list.clone(),
            _ => Vec::new(),
        };
        Self {
            uses,
            key_type: ulong(object, ck::CKA_KEY_TYPE),
            mechanisms,
            always_authenticate: flag(object, ck::CKA_ALWAYS_AUTHENTICATE),
        }
    }

    /// Whether each operation wants a login of its own.
    pub fn always_authenticate(&self) -> bool {
        self.always_authenticate
    }

    /// Whether the key may be used so, with a mechanism that takes keys of these types (any, when none are
    /// named). `CKR_KEY_TYPE_INCONSISTENT`, `CKR_KEY_FUNCTION_NOT_PERMITTED`, `CKR_KEY_INDIGESTIBLE`,
    /// `CKR_MECHANISM_INVALID`, `CKR_USER_NOT_LOGGED_IN`
    pub fn check(&self, use_: Use, mechanism: u64, key_types: &[u64]) -> Result<()> {
        let right_type = match self.key_type {
            Some(key_type) => key_types.is_empty() || key_types.contains(&key_type),
            None => false,
        };
        if !right_type {
            return Err(Error::new(
                ck::CKR_KEY_TYPE_INCONSISTENT,
                "the mechanism takes keys of another type",
            ));
        }
        if self.uses & bit(use_) == 0 {
            let rv = match use_ {
                Use::Digest => ck::CKR_KEY_INDIGESTIBLE,
                _ => ck::CKR_KEY_FUNCTION_NOT_PERMITTED,
            };
            return Err(Error::new(rv, "the key is not for this: its usage attribute is false"));
        }
        if !self.mechanisms.is_empty() && !self.mechanisms.contains(&mechanism) {
            return Err(Error::new(
                ck::CKR_MECHANISM_INVALID,
                "the key's CKA_ALLOWED_MECHANISMS do not name the mechanism",
            ));
        }
        if self.always_authenticate && matches!(use_, Use::Unwrap | Use::Derive | Use::Decapsulate)
        {
            return Err(Error::new(
                ck::CKR_USER_NOT_LOGGED_IN,
                "the key wants a login for each use, and this use has no moment for one",
            ));
        }
        Ok(())
    }
}
