//! What the specification says of each decision, slowly: not one return value but all that apply, since
//! "the error code returned from the attempt can be any of the error codes that applies" (PKCS #11 v3.2,
//! section 4.1.1). Where nothing applies, the decision is yes.

use crate::table::{Row, rows};
use std::collections::BTreeSet;
use strongroom_base::attribute::{Kind, kind_of};
use strongroom_base::ck::*;
use strongroom_base::{Attribute, Template, Value};
use strongroom_engine::policy::{Caller, Origin, User};

/// Return values that apply.
pub type Reasons = BTreeSet<u64>;

pub fn flag(object: &Template, attribute: u64) -> bool {
    object.get(attribute) == Some(&Value::Bool(true))
}

pub fn number(object: &Template, attribute: u64) -> Option<u64> {
    object.get(attribute).and_then(Value::as_ulong)
}

fn bytes(object: &Template, attribute: u64) -> &[u8] {
    object.get(attribute).and_then(Value::as_bytes).unwrap_or_default()
}

fn has_form(attribute: u64, value: &Value) -> bool {
    match (kind_of(attribute), value) {
        (Kind::Bool, Value::Bool(_)) | (Kind::Ulong, Value::Ulong(_)) => true,
        (Kind::Bytes, Value::Bytes(_)) => true,
        (Kind::Date, Value::Bytes(date)) => {
            let date = date.expose();
            date.is_empty() || (date.len() == 8 && date.iter().all(|d| d.is_ascii_digit()))
        }
        (Kind::Template, Value::Template(_)) | (Kind::Mechanisms, Value::Mechanisms(_)) => true,
        (Kind::Template | Kind::Mechanisms, Value::Bytes(none)) => none.is_empty(),
        _ => false,
    }
}

/// What is wrong with a template whatever it is for, given the rows of its kind.
fn template_reasons(rows: &[Row], template: &Template) -> Reasons {
    let mut reasons = duplicates(template);
    for attribute in template.iter() {
        match rows.iter().find(|row| row.0 == attribute.kind) {
            None => reasons.insert(CKR_ATTRIBUTE_TYPE_INVALID),
            Some(_) if !has_form(attribute.kind, &attribute.value) => {
                reasons.insert(CKR_ATTRIBUTE_VALUE_INVALID)
            }
            Some(_) => false,
        };
    }
    reasons
}

/// Two values of one attribute; the same twice is as if it were there once (section 4.1.1).
fn duplicates(template: &Template) -> Reasons {
    let two = |a: &Attribute| template.iter().any(|b| a.kind == b.kind && a.value != b.value);
    if template.iter().any(two) { [CKR_TEMPLATE_INCONSISTENT].into() } else { [].into() }
}

/// Attributes that cannot be so at the same time.
fn together(object: &Template) -> Reasons {
    let (start, end) = (bytes(object, CKA_START_DATE), bytes(object, CKA_END_DATE));
    let backwards = !start.is_empty() && !end.is_empty() && start > end;
    let always = flag(object, CKA_ALWAYS_AUTHENTICATE) && !flag(object, CKA_PRIVATE);
    if backwards || always { [CKR_TEMPLATE_INCONSISTENT].into() } else { [].into() }
}

/// What the session may not have or touch (section 5.6, tables of session types).
fn session(caller: &Caller, object: &Template) -> Reasons {
    let mut reasons = Reasons::new();
    if flag(object, CKA_TOKEN) && !caller.rw {
        reasons.insert(CKR_SESSION_READ_ONLY);
    }
    if flag(object, CKA_TOKEN) && caller.write_protected {
        reasons.insert(CKR_TOKEN_WRITE_PROTECTED);
    }
    if flag(object, CKA_PRIVATE) && caller.user != User::User {
        reasons.insert(CKR_USER_NOT_LOGGED_IN);
    }
    reasons
}

/// The class and type that a new object has, and what stands against it.
fn kind(origin: &Origin<'_>, template: &Template) -> Result<(u64, Option<u64>), Reasons> {
    let given = |attribute| template.get(attribute).map(Value::as_ulong);
    let (class, subtype) = match origin {
        Origin::Generate { class, key_type, .. } => {
            let other = |attribute, is| given(attribute).is_some_and(|given| given != Some(is));
            if other(CKA_CLASS, *class) || other(CKA_KEY_TYPE, *key_type) {
                return Err([CKR_TEMPLATE_INCONSISTENT].into());
            }
            return Ok((*class, Some(*key_type)));
        }
        _ => {
            let derived = matches!(origin, Origin::Derive { .. });
            let data = matches!(origin, Origin::Derive { mechanism: CKM_HKDF_DATA, .. });
            let unset = derived.then_some(Some(if data { CKO_DATA } else { CKO_SECRET_KEY }));
            let class = given(CKA_CLASS).or(unset);
            let class = class.ok_or_else(|| Reasons::from([CKR_TEMPLATE_INCOMPLETE]))?;
            let unset =
                (derived && class == Some(CKO_SECRET_KEY)).then_some(Some(CKK_GENERIC_SECRET));
            let of_certificate = (class == Some(CKO_CERTIFICATE)).then_some(CKA_CERTIFICATE_TYPE);
            (class, given(of_certificate.unwrap_or(CKA_KEY_TYPE)).or(unset))
        }
    };
    let typed =
        matches!(class, Some(CKO_CERTIFICATE | CKO_PUBLIC_KEY | CKO_PRIVATE_KEY | CKO_SECRET_KEY));
    let subtype = match subtype {
        None if typed => return Err([CKR_TEMPLATE_INCOMPLETE].into()),
        _ if !typed => None,
        subtype => subtype.flatten(),
    };
    let kind = class.map(|class| (class, subtype)).filter(|kind| rows(*kind).is_some());
    let (class, subtype) = kind.ok_or_else(|| Reasons::from([CKR_ATTRIBUTE_VALUE_INVALID]))?;
    let made = match origin {
        Origin::Unwrap { .. } => matches!(class, CKO_SECRET_KEY | CKO_PRIVATE_KEY),
        Origin::Derive { mechanism: CKM_HKDF_DATA, .. } => class == CKO_DATA,
        Origin::Derive { .. } => class == CKO_SECRET_KEY,
        _ => true,
    };
    if made { Ok((class, subtype)) } else { Err([CKR_TEMPLATE_INCONSISTENT].into()) }
}

/// A new object: why not, or its kind, and its attributes as far as somebody gave them.
pub fn create(
    caller: &Caller,
    origin: &Origin<'_>,
    template: &Template,
) -> (Reasons, Template, Option<(u64, Option<u64>)>) {
    let mut object = template.clone();
    object.0.dedup();
    let mut reasons = duplicates(template);
    let (keys, prescription) = match origin {
        Origin::Unwrap { unwrapping } => (vec![*unwrapping], CKA_UNWRAP_TEMPLATE),
        Origin::Derive { bases, .. } => (bases.to_vec(), CKA_DERIVE_TEMPLATE),
        _ => (vec![], 0),
    };
    for key in keys {
        let Some(Value::Template(prescribed)) = key.get(prescription) else { continue };
        for attribute in prescribed.iter() {
            match object.get(attribute.kind) {
                None => object.push(attribute.kind, attribute.value.clone()),
                Some(value) if *value == attribute.value => {}
                Some(_) => drop(reasons.insert(CKR_TEMPLATE_INCONSISTENT)),
            }
        }
    }
    let kind = match kind(origin, &object) {
        Ok(kind) => kind,
        Err(against) => return (&reasons | &against, object, None),
    };
    // How much data to derive is said in the template and no attribute of the data (section 6.62.4).
    if matches!(origin, Origin::Derive { .. }) && kind.0 == CKO_DATA {
        let has_no_form = |a: &Attribute| a.kind == CKA_VALUE_LEN && a.value.as_ulong().is_none();
        if object.iter().any(has_no_form) {
            reasons.insert(CKR_ATTRIBUTE_VALUE_INVALID);
        }
        object.0.retain(|a| a.kind != CKA_VALUE_LEN);
    }
    let rows = rows(kind).unwrap();
    reasons.extend(template_reasons(&rows, &object));
    let (forbidden, required) = match origin {
        Origin::Create => (2, Some(1)),
        Origin::Generate { .. } => (4, Some(3)),
        Origin::Unwrap { .. } => (6, None),
        Origin::Derive { .. } | Origin::Encapsulate { .. } | Origin::Decapsulate { .. } => {
            (4, None)
        }
    };
    for (attribute, notes, _) in &rows {
        let given = object.get(*attribute);
        if let Some(value) = given {
            // Importers repeat the length of a value; where it is right, that is accepted.
            let repeated = matches!(origin, Origin::Create)
                && *attribute == CKA_VALUE_LEN
                && value.as_ulong() == Some(bytes(&object, CKA_VALUE).len() as u64)
                && object.get(CKA_VALUE).is_some_and(|v| v.as_bytes().is_some());
            let trusted = notes.contains(&10) && *value == Value::Bool(true);
            if (notes.contains(&forbidden) && !repeated) || (trusted && caller.user != User::So) {
                reasons.insert(CKR_ATTRIBUTE_READ_ONLY);
            }
        } else if required.is_some_and(|note| notes.contains(&note)) && *attribute != CKA_CLASS {
            let by_origin = matches!(origin, Origin::Generate { .. });
            if !(by_origin && *attribute == CKA_KEY_TYPE) {
                reasons.insert(CKR_TEMPLATE_INCOMPLETE);
            }
        }
    }
    reasons.extend(certificate(kind.0, &object));
    reasons.extend(inherited(origin, kind.0, &object));
    let mut whole = object.clone();
    if whole.get(CKA_PRIVATE).is_none() {
        whole.push(CKA_PRIVATE, matches!(kind.0, CKO_PRIVATE_KEY | CKO_SECRET_KEY));
    }
    reasons.extend(together(&whole));
    reasons.extend(session(caller, &whole));
    (reasons, object, Some(kind))
}

/// Section 4.6.3: the certificate, or where it is and what it is known by.
fn certificate(class: u64, object: &Template) -> Reasons {
    let empty = |attribute| bytes(object, attribute).is_empty();
    let hashes = empty(CKA_HASH_OF_SUBJECT_PUBLIC_KEY) || empty(CKA_HASH_OF_ISSUER_PUBLIC_KEY);
    let incomplete = class == CKO_CERTIFICATE
        && ((empty(CKA_VALUE) && empty(CKA_URL)) || (!empty(CKA_URL) && hashes));
    if incomplete { [CKR_TEMPLATE_INCOMPLETE].into() } else { [].into() }
}

/// A key computed from a secret that stays inside stays inside (row 19 of the attacks).
fn inherited(origin: &Origin<'_>, class: u64, object: &Template) -> Reasons {
    let Origin::Derive { bases, .. } = origin else { return [].into() };
    let conflict = bases.iter().any(|base| {
        let from_secret =
            number(base, CKA_CLASS) == Some(CKO_SECRET_KEY) && class == CKO_SECRET_KEY;
        let opened =
            flag(base, CKA_SENSITIVE) && object.get(CKA_SENSITIVE) == Some(&Value::Bool(false));
        let let_out = !flag(base, CKA_EXTRACTABLE) && flag(object, CKA_EXTRACTABLE);
        let shown = class == CKO_DATA
            && number(base, CKA_CLASS) == Some(CKO_SECRET_KEY)
            && (flag(base, CKA_SENSITIVE) || !flag(base, CKA_EXTRACTABLE));
        (from_secret && (opened || let_out)) || shown
    });
    if conflict { [CKR_TEMPLATE_INCONSISTENT].into() } else { [].into() }
}

/// A change (`copy` false) or a copy: why not, and the attributes after it.
pub fn change(
    caller: &Caller,
    object: &Template,
    template: &Template,
    copy: bool,
) -> (Reasons, Template) {
    let class = number(object, CKA_CLASS).unwrap();
    let subtype = number(object, CKA_KEY_TYPE).or(number(object, CKA_CERTIFICATE_TYPE));
    let rows = rows((class, subtype)).unwrap();
    let mut reasons = template_reasons(&rows, template);
    let may = if copy { CKA_COPYABLE } else { CKA_MODIFIABLE };
    let trusted = class == CKO_CERTIFICATE && flag(object, CKA_TRUSTED) && caller.user != User::So;
    if !flag(object, may) || (trusted && !copy) {
        reasons.insert(CKR_ACTION_PROHIBITED);
    }
    let mut after = object.clone();
    for attribute in template.iter() {
        let notes = rows.iter().find(|row| row.0 == attribute.kind).map_or(&[][..], |row| row.1);
        let before = object.get(attribute.kind);
        let up = attribute.value == Value::Bool(true);
        let emptied = notes.contains(&13) && attribute.value == Value::bytes([]);
        let changeable = notes.contains(&8) || (copy && notes.contains(&0)) || emptied;
        let stays = (notes.contains(&11) && before == Some(&Value::Bool(true)) && !up)
            || (notes.contains(&12) && before == Some(&Value::Bool(false)) && up);
        let officers = notes.contains(&10) && up && caller.user != User::So;
        // A copy may be told what is so anyway.
        let told = copy && before == Some(&attribute.value);
        if (!changeable || stays || officers) && !told {
            reasons.insert(CKR_ATTRIBUTE_READ_ONLY);
        }
        after.0.retain(|a| a.kind != attribute.kind);
        after.0.push(attribute.clone());
    }
    reasons.extend(together(&after));
    reasons.extend(session(caller, if copy { &after } else { object }));
    (reasons, after)
}

/// Whether an attribute of an object cannot be revealed (footnote 7).
pub fn hidden(object: &Template, attribute: u64) -> bool {
    let class = number(object, CKA_CLASS).unwrap();
    let rows = rows((class, number(object, CKA_KEY_TYPE))).unwrap_or_default();
    rows.iter().any(|row| row.0 == attribute && row.1.contains(&7))
        && (flag(object, CKA_SENSITIVE) || !flag(object, CKA_EXTRACTABLE))
}

/// `C_WrapKey`: why not.
pub fn wrap(wrapping: &Template, key: &Template) -> Reasons {
    let mut reasons = Reasons::new();
    if !flag(key, CKA_EXTRACTABLE) {
        reasons.insert(CKR_KEY_UNEXTRACTABLE);
    }
    if flag(key, CKA_WRAP_WITH_TRUSTED) && !flag(wrapping, CKA_TRUSTED) {
        reasons.insert(CKR_KEY_NOT_WRAPPABLE);
    }
    if let Some(Value::Template(wanted)) = wrapping.get(CKA_WRAP_TEMPLATE)
        && wanted.iter().any(|wanted| !key.0.contains(wanted))
    {
        reasons.insert(CKR_KEY_HANDLE_INVALID);
    }
    // Bits of work (NIST SP 800-57); RSA counts for more when it wraps, because keys are moved so.
    let work = |key: &Template| match (number(key, CKA_CLASS), number(key, CKA_KEY_TYPE)?) {
        (_, CKK_AES) => Some(bytes(key, CKA_VALUE).len() * 8),
        (_, CKK_DES3) => Some(112),
        (Some(CKO_PUBLIC_KEY), CKK_RSA) => Some(match bytes(key, CKA_MODULUS).len() * 8 {
            ..1024 => 64,
            1024..2048 => 128,
            _ => 256,
        }),
        (Some(CKO_PRIVATE_KEY), CKK_RSA) => Some(match bytes(key, CKA_MODULUS).len() * 8 {
            ..2048 => 80,
            2048..3072 => 112,
            3072..7680 => 128,
            _ => 192,
        }),
        _ => None,
    };
    let weaker = work(wrapping).zip(work(key)).is_some_and(|(over, under)| over < under);
    if weaker {
        reasons.insert(CKR_WRAPPING_KEY_SIZE_RANGE);
    }
    reasons
}
