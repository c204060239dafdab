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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instance::{self, NewInstance};
    use crate::{Hsm, KeyKind, KeySpec, Object};
    use strongroom_base::Error;

    /// A session of a scratch instance, whose token is taken for another vendor's or not.
    fn session(dir: &std::path::Path, ours: bool) -> Session {
        let hsm = Hsm::open(&crate::of_directory(dir)).unwrap();
        let session = hsm.token("strongroom-0").unwrap().login("98765432").unwrap();
        session.0.ours.set(ours).unwrap();
        session
    }

    fn scratch() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let new = NewInstance { slots: 1, ..Default::default() };
        instance::create(&dir.path().join("hsm"), &new, |_| {}).unwrap();
        dir
    }

    /// The kinds that are made in a moment.
    fn kinds() -> impl Iterator<Item = KeyKind> {
        let slow = |kind: &KeyKind| matches!(kind, KeyKind::Rsa(_) | KeyKind::OverPrime(..));
        std::iter::once(KeyKind::Rsa(2048)).chain(KeyKind::usual().filter(move |k| !slow(k)))
    }

    /// The usage attributes that a key has, and that are true.
    fn allowed(key: &Object) -> Vec<u64> {
        let (class, key_type) = (key.class().unwrap(), key.number(ck::CKA_KEY_TYPE).unwrap());
        let of_usage = |rule: &&attributes::Rule| rule.default == attributes::Default::IfAble;
        let all: Vec<u64> = attributes::rules(class, Some(key_type))
            .filter(of_usage)
            .map(|rule| rule.attribute)
            .collect();
        let read = key.read(&all).unwrap();
        all.into_iter().filter(|usage| read.get(*usage) == Some(&Value::Bool(true))).collect()
    }

    #[test]
    fn what_is_stated_is_what_our_engine_gives_and_all_that_it_gives() {
        let dir = scratch();
        let place = dir.path().join("hsm");
        let (tells, is_silent) = (session(&place, false), session(&place, true));
        for kind in kinds() {
            let spec = KeySpec::new(kind);
            let usages =
                |made: Vec<Object>| -> Vec<Vec<u64>> { made.iter().map(allowed).collect() };
            let silent = usages(is_silent.generate(&spec).unwrap().objects());
            assert_eq!(usages(tells.generate(&spec).unwrap().objects()), silent, "{kind}");
            for (template, class) in templates(&spec) {
                let told = stated(&template, kind.key_type(), false);
                let told: Vec<u64> =
                    told.iter().map(|a| a.kind).filter(|a| template.get(*a).is_none()).collect();
                assert!(silent.contains(&told), "{kind} {class}: {told:x?} {silent:x?}");
            }
        }
    }

    fn templates(spec: &KeySpec) -> Vec<(Template, &'static str)> {
        match spec.pair() {
            Some((public, private)) => vec![(public, "public"), (private, "private")],
            None => vec![(spec.secret(), "secret")],
        }
    }

    #[test]
    fn what_is_said_is_left_alone() {
        let spec = KeySpec::named("ec:p256").unwrap().usages([Usage::Sign]);
        let (public, private) = spec.pair().unwrap();
        for template in [public, private] {
            let told = stated(&template, ck::CKK_EC, false);
            assert_eq!(told.get(ck::CKA_DERIVE), template.get(ck::CKA_DERIVE));
            assert!(told.iter().all(|a| a.value != Value::Bool(true) || template.get(a.kind) == Some(&a.value)));
        }
        let derived = KeySpec::named("aes:256").unwrap().attribute(ck::CKA_SIGN, true).secret();
        assert_eq!(stated(&derived, ck::CKK_AES, true), derived);
        assert_ne!(stated(&derived, ck::CKK_AES, false), derived);
    }

    #[test]
    fn a_token_that_objects_decides() {
        let dir = scratch();
        let session = session(&dir.path().join("hsm"), false);
        let plain = KeySpec::named("aes:256").unwrap().secret();
        let objects = |rv| {
            let mut asked = Vec::new();
            let made = session.make("C_GenerateKey", ck::CKK_AES, [&plain], |_, _, [template]| {
                asked.push(template.clone());
                if template.get(ck::CKA_WRAP).is_some() {
                    Err(Error::new(rv, "no"))
                } else {
                    Ok(())
                }
            });
            (made, asked)
        };
        let (made, asked) = objects(ck::CKR_TEMPLATE_INCONSISTENT);
        made.unwrap();
        assert_eq!(asked, [stated(&plain, ck::CKK_AES, false), plain.clone()]);
        let (made, asked) = objects(ck::CKR_SESSION_READ_ONLY);
        assert!(made.unwrap_err().is(ck::CKR_SESSION_READ_ONLY));
        assert_eq!(asked.len(), 1);
    }
}
