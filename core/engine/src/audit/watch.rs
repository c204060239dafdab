//! What of an application's operations is recorded, and what is known of a call.

use crate::object::Place;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{
    Answer, Done, Mechanism, MechanismInfo, Message, OpKind, Out, SessionInfo, Sizing, SlotInfo,
    Task, Template, TokenInfo, TokenPolicy, ck,
};

/// When a call is recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// Not at all: it only looks, or another call records it.
    Never,
    /// Always: somebody logs in or out.
    Login,
    /// Always: a token or a PIN is changed.
    Management,
    /// Always where it makes, changes or destroys an object that stays; as a use otherwise.
    Object,
    /// Where uses of keys are recorded.
    Use,
    /// The same, but only when it is refused: what it begins is recorded when it is done.
    Beginning,
}

/// The classes of the operations that are recorded.
const CLASSES: &[(&str, Class)] = &[
    ("login", Class::Login),
    ("login_with_ticket", Class::Login),
    ("logout", Class::Login),
    ("init_token", Class::Management),
    ("init_pin", Class::Management),
    ("set_pin", Class::Management),
    ("set_token_policy", Class::Management),
    ("create_object", Class::Object),
    ("copy_object", Class::Object),
    ("destroy_object", Class::Object),
    ("set_attributes", Class::Object),
    ("generate_key", Class::Object),
    ("generate_key_pair", Class::Object),
    ("unwrap_key", Class::Object),
    ("derive_key", Class::Object),
    ("encapsulate_key", Class::Object),
    ("decapsulate_key", Class::Object),
    ("wrap_key", Class::Use),
    ("op_init", Class::Beginning),
    ("verify_signature_init", Class::Beginning),
    ("op_update_key", Class::Use),
    ("op_final", Class::Use),
    ("op_once", Class::Use),
    ("verify_final", Class::Use),
    ("verify_once", Class::Use),
    ("perform", Class::Use),
    ("sign_batch", Class::Use),
    ("verify", Class::Use),
    ("message_init", Class::Beginning),
    ("message", Class::Use),
    ("message_next", Class::Use),
    ("verify_message", Class::Use),
    ("verify_message_next", Class::Use),
    ("wrap_key_authenticated", Class::Use),
    ("unwrap_key_authenticated", Class::Object),
];

/// The class of an operation; known when this is compiled.
pub const fn class(name: &str) -> Class {
    let mut at = 0;
    while at < CLASSES.len() {
        if same(CLASSES[at].0.as_bytes(), name.as_bytes()) {
            return CLASSES[at].1;
        }
        at += 1;
    }
    Class::Never
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// What is known of a call.
#[derive(Clone, Copy, Default, Debug)]
pub struct Facts {
    /// The slot that it names.
    pub slot: Option<u64>,
    /// The session.
    pub session: Option<u64>,
    /// What kind of operation it begins or goes on with.
    pub kind: Option<OpKind>,
    /// The mechanism that it names.
    pub mechanism: Option<u64>,
    /// The object or key that it names.
    pub object: Option<u64>,
    /// The type of user who logs in.
    pub user: Option<u64>,
    /// What the template says of `CKA_TOKEN`.
    pub token: Option<bool>,
    /// Whether only a length is asked for.
    pub asks: bool,
}

impl Facts {
    /// Whether the call is about an object that stays.
    pub fn stays(&self, name: &str) -> bool {
        let named = |handle| matches!(Place::of(handle), Some(Place::Token(_)));
        match name {
            "destroy_object" | "set_attributes" => self.object.is_some_and(named),
            "copy_object" => self.token.unwrap_or_else(|| self.object.is_some_and(named)),
            _ => self.token.unwrap_or(false),
        }
    }
}

/// An argument or an answer, as far as something can be known from it.
pub trait Watched {
    /// Notes what is known from the argument with a name.
    fn note(&self, _name: &'static str, _facts: &mut Facts) {}
    /// The handle of an object that was made.
    fn made(&self) -> Option<u64> {
        None
    }
}

impl Watched for u64 {
    fn note(&self, name: &'static str, facts: &mut Facts) {
        match name {
            "slot" => facts.slot = Some(*self),
            "session" => facts.session = Some(*self),
            "user" => facts.user = Some(*self),
            "object" | "key" | "private_key" | "public_key" | "base_key" | "unwrapping_key" => {
                facts.object = Some(*self);
            }
            _ => {}
        }
    }

    fn made(&self) -> Option<u64> {
        Some(*self)
    }
}

impl Watched for OpKind {
    fn note(&self, _: &'static str, facts: &mut Facts) {
        facts.kind = Some(*self);
    }
}

impl Watched for Option<u64> {
    fn note(&self, _: &'static str, facts: &mut Facts) {
        facts.mechanism = *self;
    }
}

impl Watched for &Mechanism {
    fn note(&self, _: &'static str, facts: &mut Facts) {
        facts.mechanism = Some(self.kind);
    }
}

impl Watched for Option<&Mechanism> {
    fn note(&self, _: &'static str, facts: &mut Facts) {
        facts.mechanism = self.map(|mechanism| mechanism.kind);
    }
}

impl Watched for &Template {
    fn note(&self, _: &'static str, facts: &mut Facts) {
        // Of a pair, one half that stays is enough.
        if let Some(token) = self.get(ck::CKA_TOKEN).and_then(|value| value.as_bool()) {
            facts.token = Some(token || facts.token == Some(true));
        }
    }
}

impl Watched for Out<'_> {
    fn note(&self, _: &'static str, facts: &mut Facts) {
        facts.asks = matches!(self, Out::Size);
    }
}

impl Watched for (u64, u64) {
    /// Of a pair, the private key.
    fn made(&self) -> Option<u64> {
        Some(self.1)
    }
}

impl Watched for (usize, u64) {
    fn made(&self) -> Option<u64> {
        Some(self.1)
    }
}

impl Watched for Vec<u64> {
    fn made(&self) -> Option<u64> {
        self.first().copied()
    }
}

macro_rules! nothing {
    ($($type:ty),* $(,)?) => {
        $(impl Watched for $type {})*
    };
}

nothing! {
    (), bool, usize, &[u8], Option<&[u8]>, &[&[u8]], &[u64], &mut [u8], &AeadMessage, Option<&AeadMessage>, Vec<u8>,
    &Task, &TokenPolicy, TokenPolicy, Done, Vec<Vec<u8>>, Vec<Answer>, SlotInfo, TokenInfo, SessionInfo, MechanismInfo, Sizing, Message,
}

#[cfg(test)]
mod tests {
    use super::*;
    use strongroom_base::OPERATIONS;

    #[test]
    fn every_name_is_an_operation() {
        for (name, class_) in CLASSES {
            assert!(OPERATIONS.iter().any(|o| o.name == *name), "{name}");
            assert_eq!(class(name), *class_);
        }
        assert_eq!(class("slots"), Class::Never);
        assert_eq!(class("logou"), Class::Never);
    }
}
