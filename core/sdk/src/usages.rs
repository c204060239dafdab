//! What keys may do: the words for it, and what a key may do of which nobody says. The specification leaves that
//! to each token (PKCS #11 v3.2, section 4.7 and following), and tokens differ: on some, a key for which nothing
//! is said may do nothing. Our own token gives it all that its type can; so that a [`KeySpec`](crate::KeySpec)
//! means the same everywhere, other tokens are told just that.

use crate::error::Result;
use crate::session::Session;
use crate::words::by_words;
use strongroom_base::{Application, Template, Value, ck};
use strongroom_engine::attributes;

/// Something that a key may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Usage {
    /// `CKA_ENCRYPT`
    Encrypt,
    /// `CKA_DECRYPT`
    Decrypt,
    /// `CKA_SIGN`
    Sign,
    /// `CKA_VERIFY`
    Verify,
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
}

impl Usage {
    /// The attribute that allows it.
    pub fn attribute(self) -> u64 {
        match self {
            Self::Encrypt => ck::CKA_ENCRYPT,
            Self::Decrypt => ck::CKA_DECRYPT,
            Self::Sign => ck::CKA_SIGN,
            Self::Verify => ck::CKA_VERIFY,
            Self::Wrap => ck::CKA_WRAP,
            Self::Unwrap => ck::CKA_UNWRAP,
            Self::Derive => ck::CKA_DERIVE,
            Self::Encapsulate => ck::CKA_ENCAPSULATE,
            Self::Decapsulate => ck::CKA_DECAPSULATE,
        }
    }

    /// The usage that the other half of a key pair has for it.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Encrypt => Self::Decrypt,
            Self::Decrypt => Self::Encrypt,
            Self::Sign => Self::Verify,
            Self::Verify => Self::Sign,
            Self::Wrap => Self::Unwrap,
            Self::Unwrap => Self::Wrap,
            Self::Derive => Self::Derive,
            Self::Encapsulate => Self::Decapsulate,
            Self::Decapsulate => Self::Encapsulate,
        }
    }
}

/// Usages by their names.
#[rustfmt::skip]
pub static USAGES: &[(&str, Usage)] = &[
    ("encrypt", Usage::Encrypt),
    ("decrypt", Usage::Decrypt),
    ("sign", Usage::Sign),
    ("verify", Usage::Verify),
    ("wrap", Usage::Wrap),
    ("unwrap", Usage::Unwrap),
    ("derive", Usage::Derive),
    ("encapsulate", Usage::Encapsulate),
    ("decapsulate", Usage::Decapsulate),
];

by_words!(Usage, USAGES, "use of a key");

/// What a token answers that has something against a template.
static OBJECTIONS: &[u64] = &[
    ck::CKR_TEMPLATE_INCONSISTENT,
    ck::CKR_ATTRIBUTE_VALUE_INVALID,
    ck::CKR_ATTRIBUTE_TYPE_INVALID,
];

/// The usages that a key of a class and type has by default: those that our own engine gives it.
fn by_default(class: u64, key_type: u64) -> impl Iterator<Item = u64> {
    let of_kind = attributes::rules(class, Some(key_type)).map(|rule| rule.attribute);
    of_kind.filter(move |usage| attributes::able(class, key_type, *usage))
}

/// A template that says what the key may do, where it did not. One of a key to be derived that names a use means no
/// other: so does the engine.
fn stated(template: &Template, key_type: u64, derived: bool) -> Template {
    let mut stated = template.clone();
    let class = template.get(ck::CKA_CLASS).and_then(Value::as_ulong).unwrap_or_default();
    let may = |usage: &u64| template.get(*usage).and_then(Value::as_bool) == Some(true);
    if !(derived && by_default(class, key_type).any(|usage| may(&usage))) {
        for usage in by_default(class, key_type).filter(|usage| template.get(*usage).is_none()) {
            stated.push(usage, true);
        }
    }
    stated
}

impl Session {
    /// Makes keys of a type, of templates, with a call. `CKR_TEMPLATE_INCONSISTENT` and what else the token answers
    pub(crate) fn make<const N: usize, T>(
        &self,
        function: &'static str,
        key_type: u64,
        templates: [&Template; N],
        mut call: impl FnMut(&dyn Application, u64, [&Template; N]) -> strongroom_base::Result<T>,
    ) -> Result<T> {
        // Ours gives keys their usages itself, by its policy.
        if !self.is_ours()? {
            let derived = function == "C_DeriveKey";
            let told = templates.map(|template| stated(template, key_type, derived));
            match self.run(function, |a, s| call(a, s, told.each_ref())) {
                // It has keys of such a type that may not do what ours may. It decides, then.
                Err(error) if OBJECTIONS.contains(&error.rv()) => {}
                answer => return answer,
            }
        }
        self.run(function, |a, s| call(a, s, templates))
    }
}
