//! What went wrong, for people and for programs: the return value and its name, the group that it belongs
//! to, the function that gave it, and the sentence. It is the one error of this crate, and what the
//! bindings turn into exceptions. What PKCS #11 has no return value for has one of the vendor's range,
//! in [`OWN`]. No PIN, key or data ever stands in a sentence.

use std::fmt;
use strongroom_base::ck::{self, *};

/// What this crate answers.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// No object is what was asked for.
pub const NOT_FOUND: u64 = CKR_VENDOR_DEFINED | 0x5352_0001;
/// Several objects are what one was asked for.
pub const AMBIGUOUS: u64 = CKR_VENDOR_DEFINED | 0x5352_0002;
/// The session, or the HSM, was closed before.
pub const CLOSED: u64 = CKR_VENDOR_DEFINED | 0x5352_0003;

/// The return values that are this crate's own, with their names.
pub static OWN: &[(&str, u64)] = &[
    ("STRONGROOM_NOT_FOUND", NOT_FOUND),
    ("STRONGROOM_AMBIGUOUS", AMBIGUOUS),
    ("STRONGROOM_CLOSED", CLOSED),
];

/// Groups of return values: what a program does about them is the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Kind {
    /// A PIN, or who is logged in.
    Pin,
    /// A session, or that there is none any more.
    Session,
    /// An object.
    Object,
    /// An attribute, or a template.
    Attribute,
    /// A mechanism, or its parameters.
    Mechanism,
    /// A key, or what it may do.
    Key,
    /// What was to be encrypted, decrypted, signed or unwrapped.
    Data,
    /// A signature that is not good.
    Signature,
    /// The token, the slot, or the way to them.
    Device,
    /// A function, or the state that it needs.
    Function,
    /// There is no such object.
    NotFound,
    /// There are several.
    Ambiguous,
    /// An argument, or a configuration.
    Argument,
    /// A defect, or no memory.
    Internal,
}

/// The kinds, and what belongs to each; [`Kind::Function`] is everything else.
pub static KINDS: &[(Kind, &[u64])] = &[
    (
        Kind::Pin,
        &[
            CKR_PIN_INCORRECT,
            CKR_PIN_INVALID,
            CKR_PIN_LEN_RANGE,
            CKR_PIN_EXPIRED,
            CKR_PIN_LOCKED,
            CKR_PIN_TOO_WEAK,
            CKR_USER_ALREADY_LOGGED_IN,
            CKR_USER_NOT_LOGGED_IN,
            CKR_USER_PIN_NOT_INITIALIZED,
            CKR_USER_TYPE_INVALID,
            CKR_USER_ANOTHER_ALREADY_LOGGED_IN,
            CKR_USER_TOO_MANY_TYPES,
        ],
    ),
    (
        Kind::Session,
        &[
            CKR_SESSION_CLOSED,
            CKR_SESSION_COUNT,
            CKR_SESSION_HANDLE_INVALID,
            CKR_SESSION_PARALLEL_NOT_SUPPORTED,
            CKR_SESSION_READ_ONLY,
            CKR_SESSION_EXISTS,
            CKR_SESSION_READ_ONLY_EXISTS,
            CKR_SESSION_READ_WRITE_SO_EXISTS,
            CLOSED,
        ],
    ),
    (Kind::Object, &[CKR_OBJECT_HANDLE_INVALID, CKR_ACTION_PROHIBITED]),
    (
        Kind::Attribute,
        &[
            CKR_ATTRIBUTE_READ_ONLY,
            CKR_ATTRIBUTE_SENSITIVE,
            CKR_ATTRIBUTE_TYPE_INVALID,
            CKR_ATTRIBUTE_VALUE_INVALID,
            CKR_TEMPLATE_INCOMPLETE,
            CKR_TEMPLATE_INCONSISTENT,
            CKR_DOMAIN_PARAMS_INVALID,
            CKR_CURVE_NOT_SUPPORTED,
            CKR_PARAMETER_SET_NOT_SUPPORTED,
        ],
    ),
    (Kind::Mechanism, &[CKR_MECHANISM_INVALID, CKR_MECHANISM_PARAM_INVALID]),
    (
        Kind::Key,
        &[
            CKR_KEY_HANDLE_INVALID,
            CKR_KEY_SIZE_RANGE,
            CKR_KEY_TYPE_INCONSISTENT,
            CKR_KEY_NOT_NEEDED,
            CKR_KEY_CHANGED,
            CKR_KEY_NEEDED,
            CKR_KEY_INDIGESTIBLE,
            CKR_KEY_FUNCTION_NOT_PERMITTED,
            CKR_KEY_NOT_WRAPPABLE,
            CKR_KEY_UNEXTRACTABLE,
            CKR_UNWRAPPING_KEY_HANDLE_INVALID,
            CKR_UNWRAPPING_KEY_SIZE_RANGE,
            CKR_UNWRAPPING_KEY_TYPE_INCONSISTENT,
            CKR_WRAPPING_KEY_HANDLE_INVALID,
            CKR_WRAPPING_KEY_SIZE_RANGE,
            CKR_WRAPPING_KEY_TYPE_INCONSISTENT,
            CKR_PUBLIC_KEY_INVALID,
            CKR_KEY_EXHAUSTED,
        ],
    ),
    (
        Kind::Data,
        &[
            CKR_DATA_INVALID,
            CKR_DATA_LEN_RANGE,
            CKR_ENCRYPTED_DATA_INVALID,
            CKR_ENCRYPTED_DATA_LEN_RANGE,
            CKR_AEAD_DECRYPT_FAILED,
            CKR_WRAPPED_KEY_INVALID,
            CKR_WRAPPED_KEY_LEN_RANGE,
            CKR_BUFFER_TOO_SMALL,
        ],
    ),
    (Kind::Signature, &[CKR_SIGNATURE_INVALID, CKR_SIGNATURE_LEN_RANGE]),
    (
        Kind::Device,
        &[
            CKR_DEVICE_ERROR,
            CKR_DEVICE_MEMORY,
            CKR_DEVICE_REMOVED,
            CKR_SLOT_ID_INVALID,
            CKR_TOKEN_NOT_PRESENT,
            CKR_TOKEN_NOT_RECOGNIZED,
            CKR_TOKEN_WRITE_PROTECTED,
            CKR_TOKEN_RESOURCE_EXCEEDED,
            CKR_TOKEN_NOT_INITIALIZED,
        ],
    ),
    (Kind::NotFound, &[NOT_FOUND]),
    (Kind::Ambiguous, &[AMBIGUOUS]),
    (Kind::Argument, &[CKR_ARGUMENTS_BAD]),
    (Kind::Internal, &[CKR_GENERAL_ERROR, CKR_FUNCTION_FAILED, CKR_HOST_MEMORY]),
];

/// After these the same call may well succeed, without anything having been changed.
static RETRYABLE: &[u64] = &[
    CKR_DEVICE_ERROR,
    CKR_SESSION_COUNT,
    CKR_OPERATION_ACTIVE,
    CKR_FUNCTION_CANCELED,
    CKR_TOKEN_RESOURCE_EXCEEDED,
    CKR_HOST_MEMORY,
];

/// A failure.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    inner: strongroom_base::Error,
    function: &'static str,
}

impl Error {
    /// A failure with a return value (a `ck::CKR_…`, or one of [`OWN`]), in a function.
    #[cold]
    pub fn new(
        rv: u64,
        function: &'static str,
        why: impl Into<std::borrow::Cow<'static, str>>,
    ) -> Self {
        Self { inner: strongroom_base::Error::new(rv, why), function }
    }

    /// The return value.
    pub fn rv(&self) -> u64 {
        self.inner.rv().0
    }

    /// Its name: `CKR_PIN_INCORRECT`, or one of [`OWN`].
    pub fn name(&self) -> &'static str {
        name_of(self.rv())
    }

    /// The group that it belongs to.
    pub fn kind(&self) -> Kind {
        kind_of(self.rv())
    }

    /// The function of PKCS #11 that gave it; empty where none was called.
    pub fn function(&self) -> &'static str {
        self.function
    }

    /// What was being done and why it failed.
    pub fn why(&self) -> &str {
        self.inner.why()
    }

    /// How many bytes the output needs, when it did not fit.
    pub fn needed(&self) -> Option<usize> {
        self.inner.needed()
    }

    /// Whether the same call may succeed later.
    pub fn retryable(&self) -> bool {
        RETRYABLE.contains(&self.rv())
    }

    /// Whether this is the return value `rv`.
    pub fn is(&self, rv: u64) -> bool {
        self.inner.is(rv)
    }
}

/// The name of a return value, also of one of [`OWN`].
pub fn name_of(rv: u64) -> &'static str {
    OWN.iter()
        .find(|(_, value)| *value == rv)
        .map(|(name, _)| *name)
        .or_else(|| ck::name_in(CKR, rv))
        .unwrap_or("CKR_UNKNOWN")
}

/// The group that a return value belongs to.
pub fn kind_of(rv: u64) -> Kind {
    KINDS
        .iter()
        .find(|(_, members)| members.contains(&rv))
        .map_or(Kind::Function, |(kind, _)| *kind)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.why(), self.name())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.function)
    }
}

impl std::error::Error for Error {}

impl From<strongroom_base::Error> for Error {
    fn from(inner: strongroom_base::Error) -> Self {
        Self { inner, function: "" }
    }
}

/// Says which function failed.
pub(crate) trait At<T> {
    fn at(self, function: &'static str) -> Result<T>;
}

impl<T> At<T> for strongroom_base::Result<T> {
    #[inline]
    fn at(self, function: &'static str) -> Result<T> {
        self.map_err(|inner| Error { inner, function })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_return_value_is_of_one_kind() {
        let mut seen = Vec::new();
        for (_, members) in KINDS {
            for rv in *members {
                assert!(!seen.contains(rv), "{} has two kinds", name_of(*rv));
                assert_ne!(name_of(*rv), "CKR_UNKNOWN");
                seen.push(*rv);
            }
        }
        assert_eq!(kind_of(CKR_OPERATION_ACTIVE), Kind::Function);
    }
}
