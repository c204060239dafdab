//! Random templates, more often right than wrong: what an object of some kind must have, and a few more
//! attributes of all sorts.

use crate::table::{KINDS, rows};
use proptest::prelude::*;
use strongroom_base::attribute::{Kind, kind_of};
use strongroom_base::ck::*;
use strongroom_base::{Template, Value};

/// What to build a template from.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Of [`KINDS`].
    pub kind: usize,
    /// What is left out.
    pub without: Option<usize>,
    /// What is added.
    pub extra: Vec<(usize, u8)>,
}

/// Attributes of every kind of object, one of another kind, and one that nobody knows.
pub const POOL: &[u64] = &[
    CKA_CLASS,
    CKA_KEY_TYPE,
    CKA_TOKEN,
    CKA_PRIVATE,
    CKA_MODIFIABLE,
    CKA_COPYABLE,
    CKA_DESTROYABLE,
    CKA_LABEL,
    CKA_UNIQUE_ID,
    CKA_ID,
    CKA_START_DATE,
    CKA_END_DATE,
    CKA_DERIVE,
    CKA_LOCAL,
    CKA_KEY_GEN_MECHANISM,
    CKA_ALLOWED_MECHANISMS,
    CKA_SUBJECT,
    CKA_ENCRYPT,
    CKA_DECRYPT,
    CKA_SIGN,
    CKA_SIGN_RECOVER,
    CKA_VERIFY,
    CKA_VERIFY_RECOVER,
    CKA_WRAP,
    CKA_UNWRAP,
    CKA_TRUSTED,
    CKA_WRAP_TEMPLATE,
    CKA_UNWRAP_TEMPLATE,
    CKA_DERIVE_TEMPLATE,
    CKA_SENSITIVE,
    CKA_EXTRACTABLE,
    CKA_ALWAYS_SENSITIVE,
    CKA_NEVER_EXTRACTABLE,
    CKA_WRAP_WITH_TRUSTED,
    CKA_ALWAYS_AUTHENTICATE,
    CKA_PUBLIC_KEY_INFO,
    CKA_CHECK_VALUE,
    CKA_VALUE,
    CKA_VALUE_LEN,
    CKA_MODULUS,
    CKA_MODULUS_BITS,
    CKA_PUBLIC_EXPONENT,
    CKA_PRIVATE_EXPONENT,
    CKA_PRIME_1,
    CKA_COEFFICIENT,
    CKA_EC_PARAMS,
    CKA_EC_POINT,
    CKA_APPLICATION,
    CKA_OBJECT_ID,
    CKA_URL,
    CKA_CERTIFICATE_CATEGORY,
    CKA_HASH_OF_SUBJECT_PUBLIC_KEY,
    CKA_HASH_OF_ISSUER_PUBLIC_KEY,
    CKA_ISSUER,
    CKA_SERIAL_NUMBER,
    CKA_CERTIFICATE_TYPE,
    CKA_PRIME,
    0x8000_0042,
];

/// Random plans.
pub fn plan() -> impl Strategy<Value = Plan> {
    (0..KINDS.len(), prop::option::weighted(0.15, 0_usize..4), extra())
        .prop_map(|(kind, without, extra)| Plan { kind, without, extra })
}

/// Random further attributes.
pub fn extra() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((0..POOL.len(), any::<u8>()), 0..5)
}

/// Random changes: of few attributes, mostly of such as can change.
pub fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    let place = |attribute: u64| POOL.iter().position(|a| *a == attribute);
    let changeable = [
        CKA_LABEL,
        CKA_TRUSTED,
        CKA_SENSITIVE,
        CKA_EXTRACTABLE,
        CKA_WRAP_WITH_TRUSTED,
        CKA_COPYABLE,
        CKA_TOKEN,
        CKA_PRIVATE,
        CKA_MODIFIABLE,
        CKA_DESTROYABLE,
        CKA_SIGN,
        CKA_DERIVE,
        CKA_START_DATE,
        CKA_END_DATE,
        CKA_ID,
        CKA_CHECK_VALUE,
    ];
    let likely: Vec<usize> = changeable.into_iter().filter_map(place).collect();
    let at = prop_oneof![4 => prop::sample::select(likely), 1 => 0..POOL.len()];
    prop::collection::vec((at, any::<u8>()), 1..3)
}

/// The attributes that a list of choices stands for.
pub fn extras(choices: &[(usize, u8)]) -> Template {
    choices
        .iter()
        .fold(Template::new(), |t, (at, choice)| t.with(POOL[*at], value(POOL[*at], *choice)))
}

fn value(attribute: u64, choice: u8) -> Value {
    // Some do not have their form.
    if choice > 245 {
        return Value::bytes(vec![choice; 5]);
    }
    match kind_of(attribute) {
        Kind::Bool => Value::Bool(choice.is_multiple_of(2)),
        Kind::Ulong => {
            Value::Ulong([0, 1, 2, 3, 4, 16, 24, 32, CKK_AES, CKK_DES3][usize::from(choice % 10)])
        }
        Kind::Date => {
            Value::from(["", "20200101", "20260101", "2026010x"][usize::from(choice % 4)])
        }
        Kind::Mechanisms => Value::Mechanisms((0..u64::from(choice % 3)).collect()),
        Kind::Template => Value::Template(match choice % 4 {
            0 => Template::new(),
            1 => Template::new().with(CKA_EXTRACTABLE, true),
            2 => Template::new().with(CKA_SENSITIVE, true).with(CKA_LABEL, "a"),
            _ => Template::new().with(CKA_TOKEN, true),
        }),
        Kind::Bytes => Value::bytes(vec![b'a'; [0, 1, 16, 24, 32][usize::from(choice % 5)]]),
    }
}

/// The template of a plan, for an object that is created (0), generated (1), unwrapped (2) or derived (3, 4).
pub fn build(plan: &Plan, origin: usize) -> Template {
    let (class, subtype) = KINDS[plan.kind];
    let mut needed = Template::new().with(CKA_CLASS, class);
    if let Some(subtype) = subtype {
        let of = if class == CKO_CERTIFICATE { CKA_CERTIFICATE_TYPE } else { CKA_KEY_TYPE };
        needed.push(of, subtype);
    }
    let note = [1, 3, 5, 5, 5][origin];
    for (attribute, notes, _) in rows((class, subtype)).unwrap() {
        if notes.contains(&note) && needed.get(attribute).is_none() {
            needed.push(attribute, value(attribute, 7));
        }
    }
    if class == CKO_CERTIFICATE {
        needed.push(CKA_VALUE, value(CKA_VALUE, 1));
    }
    if let Some(without) = plan.without.filter(|without| *without < needed.len()) {
        needed.0.remove(without);
    }
    // What is added takes the place of what is there, but for one case in many: then it is there twice.
    for (attribute, (_, choice)) in extras(&plan.extra).0.into_iter().zip(&plan.extra) {
        if *choice != 13 {
            needed.0.retain(|a| a.kind != attribute.kind);
        }
        needed.0.push(attribute);
    }
    needed
}
