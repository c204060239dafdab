//! Policy: the one room that decides what may be done with attributes and keys. Pure functions, one verb
//! each: attributes and the caller's state go in, a plan or a return value comes out; no key is made and
//! nothing is stored here.
//!
//! The order of checks decides which return value wins. For a template it is:
//!
//! 1. the class and type: missing `CKR_TEMPLATE_INCOMPLETE`, unknown `CKR_ATTRIBUTE_VALUE_INVALID`,
//!    other than the mechanism's `CKR_TEMPLATE_INCONSISTENT`;
//! 2. each attribute in turn: given two values `CKR_TEMPLATE_INCONSISTENT`; not one of this kind of objects
//!    `CKR_ATTRIBUTE_TYPE_INVALID`; not in its form `CKR_ATTRIBUTE_VALUE_INVALID`; not the caller's to
//!    set `CKR_ATTRIBUTE_READ_ONLY`;
//! 3. attributes that must be there: `CKR_TEMPLATE_INCOMPLETE`;
//! 4. attributes together: `CKR_TEMPLATE_INCONSISTENT`;
//! 5. the session: a token object on a token that cannot be written to `CKR_TOKEN_WRITE_PROTECTED`, in a
//!    read-only session `CKR_SESSION_READ_ONLY`, a private object without a login
//!    `CKR_USER_NOT_LOGGED_IN`.
//!
//! In the strict profile, what a key may be for (`roles`) is part of step 4.
//!
//! For the use of a key it is: the token's policy on the mechanism (`token`), the key's type, what it is for, the mechanisms it allows.
//! How often a strict token lets somebody fail to unwrap is in `tries`.

mod change;
mod create;
mod read;
mod rights;
mod roles;
pub mod token;
pub mod tries;
mod wrap;

pub use change::{copy, destroy, set};
pub use create::{complete, create};
pub use read::{matches, read, visible};
pub use rights::{Rights, Use, digestible};
pub use roles::{halves, pair};
pub use strongroom_base::Profile;
pub use wrap::wrap;

use crate::attributes::{self, Rule};
use strongroom_base::attribute::kind_of;
use strongroom_base::{Attribute, Error, Result, Template, Value, ck};

/// Who is logged in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum User {
    /// Nobody.
    Nobody,
    /// The user.
    User,
    /// The security officer.
    So,
}

/// The state of the session that asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caller {
    /// Who is logged in.
    pub user: User,
    /// Whether it is a read/write session.
    pub rw: bool,
    /// The token's profile.
    pub profile: Profile,
    /// Whether the token cannot be written to.
    pub write_protected: bool,
}

/// Where a new object comes from.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'a> {
    /// `C_CreateObject`
    Create,
    /// A generating mechanism, and the class and type of key that it makes.
    Generate {
        /// `CKM_…`
        mechanism: u64,
        /// `CKO_…`
        class: u64,
        /// `CKK_…`
        key_type: u64,
    },
    /// Unwrapped by a key with these attributes.
    Unwrap {
        /// Of the unwrapping key.
        unwrapping: &'a Template,
    },
    /// A secret for the owner of a public key with these attributes.
    Encapsulate {
        /// Of the public key.
        public: &'a Template,
    },
    /// A secret from a ciphertext for a private key with these attributes.
    Decapsulate {
        /// Of the private key.
        private: &'a Template,
    },
    /// Derived from keys with these attributes.
    Derive {
        /// Of the base key, and of the keys that the mechanism's parameters name.
        bases: &'a [&'a Template],
        /// `CKM_…`
        mechanism: u64,
    },
}

fn flag(object: &Template, attribute: u64) -> bool {
    object.get(attribute).and_then(Value::as_bool).unwrap_or(false)
}

fn ulong(object: &Template, attribute: u64) -> Option<u64> {
    object.get(attribute).and_then(Value::as_ulong)
}

fn set_value(object: &mut Template, attribute: u64, value: Value) {
    match object.0.iter_mut().find(|a| a.kind == attribute) {
        Some(there) => there.value = value,
        None => object.0.push(Attribute { kind: attribute, value }),
    }
}

fn name(attribute: u64) -> &'static str {
    ck::name_in(ck::CKA, attribute).unwrap_or("an attribute of no known name")
}

fn inconsistent(why: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ck::CKR_TEMPLATE_INCONSISTENT, why)
}

fn read_only(attribute: u64) -> Error {
    Error::new(
        ck::CKR_ATTRIBUTE_READ_ONLY,
        format!("{} cannot be set to this here", name(attribute)),
    )
}

/// Checks step 2 of a template but for who may set what, and gives each attribute with its rule.
fn known(
    (class, subtype): (u64, Option<u64>),
    template: &Template,
) -> Result<Vec<(&Attribute, &'static Rule)>> {
    let mut checked: Vec<(&Attribute, &Rule)> = Vec::with_capacity(template.len());
    for attribute in template.iter() {
        // Programs repeat themselves; the specification (section 4.1.1) encourages to take it as said once.
        match checked.iter().find(|(earlier, _)| earlier.kind == attribute.kind) {
            Some((earlier, _)) if earlier.value == attribute.value => continue,
            Some(_) => {
                return Err(inconsistent(format!("{} is given twice", name(attribute.kind))));
            }
            None => {}
        }
        let rule = attributes::find(class, subtype, attribute.kind).ok_or_else(|| {
            Error::new(
                ck::CKR_ATTRIBUTE_TYPE_INVALID,
                format!("such objects do not have {}", name(attribute.kind)),
            )
        })?;
        if !attribute.value.is(kind_of(attribute.kind)) {
            return Err(Error::new(
                ck::CKR_ATTRIBUTE_VALUE_INVALID,
                format!("{} does not have its form", name(attribute.kind)),
            ));
        }
        checked.push((attribute, rule));
    }
    Ok(checked)
}

/// Step 5: whether the session may have or change such an object.
fn session_allows(caller: &Caller, object: &Template) -> Result<()> {
    if flag(object, ck::CKA_TOKEN) {
        if caller.write_protected {
            return Err(Error::new(
                ck::CKR_TOKEN_WRITE_PROTECTED,
                "the instance's directory cannot be written to",
            ));
        }
        if !caller.rw {
            return Err(Error::new(
                ck::CKR_SESSION_READ_ONLY,
                "token objects are changed in read/write sessions",
            ));
        }
    }
    if flag(object, ck::CKA_PRIVATE) && caller.user != User::User {
        return Err(Error::new(
            ck::CKR_USER_NOT_LOGGED_IN,
            "private objects want the user's login",
        ));
    }
    Ok(())
}
