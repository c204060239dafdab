//! Attributes and templates: how an object is described on its way in and out (PKCS #11 v3.2, section
//! 4.1). A value has one of six kinds; which kind an attribute type has stands in [`KINDS`], the one
//! place for it. A value that does not have the form of its kind (a `CK_BBOOL` of five bytes, say) is
//! carried as [`Value::Bytes`], so that whoever decides can refuse it exactly, or, when searching, can
//! find nothing.

use crate::Secret;
use crate::ck::*;
use minicbor::{Decode, Encode};

/// The form of an attribute's value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `CK_BBOOL`: one byte, 0 or 1.
    Bool,
    /// `CK_ULONG` and what is defined as one.
    Ulong,
    /// Bytes of any number, among them strings, big integers and DER.
    Bytes,
    /// `CK_DATE`: empty, or eight digits `YYYYMMDD`.
    Date,
    /// An array of attributes.
    Template,
    /// An array of mechanism types.
    Mechanisms,
}

/// The value of an attribute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A truth value.
    Bool(bool),
    /// A number.
    Ulong(u64),
    /// Bytes: also dates, and values that do not have the form of their kind.
    Bytes(Secret),
    /// A template.
    Template(Template),
    /// A list of mechanism types.
    Mechanisms(Vec<u64>),
}

impl Value {
    /// Bytes as a value.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Bytes(Secret::from(bytes.into()))
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_ulong(&self) -> Option<u64> {
        match self {
            Self::Ulong(n) => Some(*n),
            _ => None,
        }
    }

    /// The bytes, if it is bytes.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(b) => Some(b.expose()),
            _ => None,
        }
    }

    /// Whether the value has the form of `kind`.
    pub fn is(&self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::Bool(_), Kind::Bool)
            | (Self::Ulong(_), Kind::Ulong)
            | (Self::Bytes(_), Kind::Bytes)
            | (Self::Template(_), Kind::Template)
            | (Self::Mechanisms(_), Kind::Mechanisms) => true,
            (Self::Bytes(b), Kind::Date) => {
                b.is_empty() || (b.len() == 8 && b.expose().iter().all(u8::is_ascii_digit))
            }
            // An empty array has no element to tell its kind by.
            (Self::Bytes(b), Kind::Template | Kind::Mechanisms) => b.is_empty(),
            _ => false,
        }
    }
}

/// An attribute: its type (`CKA_…`) and its value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attribute {
    /// `CKA_…`
    pub kind: u64,
    /// Its value.
    pub value: Value,
}

/// A list of attributes, in the order given.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Template(pub Vec<Attribute>);

impl Template {
    /// No attributes.
    pub fn new() -> Self {
        Self::default()
    }

    /// The template with one more attribute.
    pub fn with(mut self, kind: u64, value: impl Into<Value>) -> Self {
        self.push(kind, value);
        self
    }

    /// Adds an attribute at the end.
    pub fn push(&mut self, kind: u64, value: impl Into<Value>) {
        self.0.push(Attribute { kind, value: value.into() });
    }

    /// The first value of an attribute type.
    pub fn get(&self, kind: u64) -> Option<&Value> {
        self.0.iter().find(|a| a.kind == kind).map(|a| &a.value)
    }

    /// The attributes in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Attribute> {
        self.0.iter()
    }

    /// How many attributes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes of memory they take.
    pub fn memory(&self) -> usize {
        let beside = |value: &Value| match value {
            Value::Bool(_) | Value::Ulong(_) => 0,
            Value::Bytes(bytes) => bytes.len(),
            Value::Template(template) => template.memory(),
            Value::Mechanisms(mechanisms) => size_of_val(mechanisms.as_slice()),
        };
        size_of_val(self.0.as_slice()) + self.iter().map(|a| beside(&a.value)).sum::<usize>()
    }
}

impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}
impl From<u64> for Value {
    fn from(n: u64) -> Self {
        Self::Ulong(n)
    }
}
impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Self::bytes(s.as_bytes())
    }
}
impl From<&[u8]> for Value {
    fn from(b: &[u8]) -> Self {
        Self::bytes(b)
    }
}
impl From<Vec<u8>> for Value {
    fn from(b: Vec<u8>) -> Self {
        Self::bytes(b)
    }
}
impl From<Secret> for Value {
    fn from(b: Secret) -> Self {
        Self::Bytes(b)
    }
}
impl From<Template> for Value {
    fn from(t: Template) -> Self {
        Self::Template(t)
    }
}

/// What became of one attribute that was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Answer {
    /// Its value.
    #[n(0)]
    Value(#[n(0)] Value),
    /// The object has it, but it is sensitive or the object cannot be extracted
    /// (`CKR_ATTRIBUTE_SENSITIVE`).
    #[n(1)]
    Sensitive,
    /// Objects of this kind do not have it (`CKR_ATTRIBUTE_TYPE_INVALID`).
    #[n(2)]
    Invalid,
}

/// The kind of an attribute type's value; bytes for a type that the specification does not name.
pub fn kind_of(attribute: u64) -> Kind {
    KINDS
        .iter()
        .find(|(types, _)| types.contains(&attribute))
        .map_or(Kind::Bytes, |(_, kind)| *kind)
}

/// The kinds of the attribute types that are not bytes (PKCS #11 v3.2, section 4).
pub static KINDS: &[(&[u64], Kind)] = &[
    (
        &[
            CKA_TOKEN,
            CKA_PRIVATE,
            CKA_TRUSTED,
            CKA_SENSITIVE,
            CKA_ENCRYPT,
            CKA_DECRYPT,
            CKA_WRAP,
            CKA_UNWRAP,
            CKA_SIGN,
            CKA_SIGN_RECOVER,
            CKA_VERIFY,
            CKA_VERIFY_RECOVER,
            CKA_DERIVE,
            CKA_ENCAPSULATE,
            CKA_DECAPSULATE,
            CKA_EXTRACTABLE,
            CKA_LOCAL,
            CKA_NEVER_EXTRACTABLE,
            CKA_ALWAYS_SENSITIVE,
            CKA_MODIFIABLE,
            CKA_COPYABLE,
            CKA_DESTROYABLE,
            CKA_ALWAYS_AUTHENTICATE,
            CKA_WRAP_WITH_TRUSTED,
            CKA_RESET_ON_INIT,
            CKA_HAS_RESET,
            CKA_COLOR,
        ],
        Kind::Bool,
    ),
    (
        &[
            CKA_CLASS,
            CKA_CERTIFICATE_TYPE,
            CKA_CERTIFICATE_CATEGORY,
            CKA_JAVA_MIDP_SECURITY_DOMAIN,
            CKA_NAME_HASH_ALGORITHM,
            CKA_KEY_TYPE,
            CKA_KEY_GEN_MECHANISM,
            CKA_MODULUS_BITS,
            CKA_PRIME_BITS,
            CKA_SUB_PRIME_BITS,
            CKA_VALUE_BITS,
            CKA_VALUE_LEN,
            CKA_HW_FEATURE_TYPE,
            CKA_MECHANISM_TYPE,
            CKA_PROFILE_ID,
            CKA_PARAMETER_SET,
            CKA_OBJECT_VALIDATION_FLAGS,
            CKA_VALIDATION_TYPE,
            CKA_VALIDATION_LEVEL,
            CKA_VALIDATION_FLAG,
            CKA_VALIDATION_AUTHORITY_TYPE,
            CKA_TRUST_SERVER_AUTH,
            CKA_TRUST_CLIENT_AUTH,
            CKA_TRUST_CODE_SIGNING,
            CKA_TRUST_EMAIL_PROTECTION,
            CKA_TRUST_IPSEC_IKE,
            CKA_TRUST_TIME_STAMPING,
            CKA_TRUST_OCSP_SIGNING,
        ],
        Kind::Ulong,
    ),
    (&[CKA_START_DATE, CKA_END_DATE], Kind::Date),
    (
        &[
            CKA_WRAP_TEMPLATE,
            CKA_UNWRAP_TEMPLATE,
            CKA_DERIVE_TEMPLATE,
            CKA_ENCAPSULATE_TEMPLATE,
            CKA_DECAPSULATE_TEMPLATE,
        ],
        Kind::Template,
    ),
    (&[CKA_ALLOWED_MECHANISMS], Kind::Mechanisms),
];
