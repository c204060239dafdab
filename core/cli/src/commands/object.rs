//! Objects as people read them: names of classes, types and flags, and the values of attributes. Secret
//! values are never asked for.

use super::confirm;
use crate::arguments::Class;
use crate::output::{Doing, Failure, Output};
use serde_json::{Value as Json, json};
use strongroom::{KeyKind, Object, USAGES};
use strongroom_base::{Template, Value, ck};

/// The attributes that `key show` asks for.
pub static SHOWN: &[u64] = &[
    ck::CKA_CLASS,
    ck::CKA_KEY_TYPE,
    ck::CKA_CERTIFICATE_TYPE,
    ck::CKA_LABEL,
    ck::CKA_ID,
    ck::CKA_UNIQUE_ID,
    ck::CKA_TOKEN,
    ck::CKA_PRIVATE,
    ck::CKA_MODIFIABLE,
    ck::CKA_COPYABLE,
    ck::CKA_DESTROYABLE,
    ck::CKA_TRUSTED,
    ck::CKA_SENSITIVE,
    ck::CKA_EXTRACTABLE,
    ck::CKA_ALWAYS_SENSITIVE,
    ck::CKA_NEVER_EXTRACTABLE,
    ck::CKA_LOCAL,
    ck::CKA_KEY_GEN_MECHANISM,
    ck::CKA_ALLOWED_MECHANISMS,
    ck::CKA_ALWAYS_AUTHENTICATE,
    ck::CKA_WRAP_WITH_TRUSTED,
    ck::CKA_ENCRYPT,
    ck::CKA_DECRYPT,
    ck::CKA_SIGN,
    ck::CKA_SIGN_RECOVER,
    ck::CKA_VERIFY,
    ck::CKA_VERIFY_RECOVER,
    ck::CKA_WRAP,
    ck::CKA_UNWRAP,
    ck::CKA_DERIVE,
    ck::CKA_ENCAPSULATE,
    ck::CKA_DECAPSULATE,
    ck::CKA_START_DATE,
    ck::CKA_END_DATE,
    ck::CKA_MODULUS_BITS,
    ck::CKA_MODULUS,
    ck::CKA_PUBLIC_EXPONENT,
    ck::CKA_VALUE_LEN,
    ck::CKA_EC_PARAMS,
    ck::CKA_EC_POINT,
    ck::CKA_PARAMETER_SET,
    ck::CKA_CHECK_VALUE,
    ck::CKA_SUBJECT,
    ck::CKA_ISSUER,
    ck::CKA_SERIAL_NUMBER,
    ck::CKA_APPLICATION,
    ck::CKA_OBJECT_ID,
];

/// The attributes that a line of a list is made of.
static LISTED: &[u64] = &[
    ck::CKA_CLASS,
    ck::CKA_KEY_TYPE,
    ck::CKA_CERTIFICATE_TYPE,
    ck::CKA_LABEL,
    ck::CKA_ID,
    ck::CKA_MODULUS,
    ck::CKA_EC_PARAMS,
    ck::CKA_PARAMETER_SET,
    ck::CKA_VALUE_LEN,
    ck::CKA_ENCRYPT,
    ck::CKA_DECRYPT,
    ck::CKA_SIGN,
    ck::CKA_VERIFY,
    ck::CKA_WRAP,
    ck::CKA_UNWRAP,
    ck::CKA_DERIVE,
    ck::CKA_ENCAPSULATE,
    ck::CKA_DECAPSULATE,
];

impl Class {
    /// `CKO_…`
    pub fn number(self) -> u64 {
        match self {
            Self::PublicKey => ck::CKO_PUBLIC_KEY,
            Self::PrivateKey => ck::CKO_PRIVATE_KEY,
            Self::SecretKey => ck::CKO_SECRET_KEY,
            Self::Certificate => ck::CKO_CERTIFICATE,
            Self::Data => ck::CKO_DATA,
        }
    }
}

/// The words whose flags are set.
pub fn names_of(table: &[(u64, &'static str)], flags: u64) -> Vec<&'static str> {
    table.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, name)| *name).collect()
}

/// A constant's name without its family, in small letters: `CKK_EC_EDWARDS` is `ec-edwards`.
pub fn word(family: &'static [(&'static str, u64)], value: u64) -> String {
    match ck::name_in(family, value) {
        Some(name) => name.get(4..).unwrap_or(name).to_ascii_lowercase().replace('_', "-"),
        None => format!("0x{value:x}"),
    }
}

/// A value for people.
pub fn show(kind: u64, value: &Value) -> String {
    match (kind, value) {
        (ck::CKA_CLASS, Value::Ulong(n)) => word(ck::CKO, *n),
        // Not the name that the specification had for it before, which stands first in its list.
        (ck::CKA_KEY_TYPE, Value::Ulong(ck::CKK_EC)) => "ec".into(),
        (ck::CKA_KEY_TYPE, Value::Ulong(n)) => word(ck::CKK, *n),
        (ck::CKA_CERTIFICATE_TYPE, Value::Ulong(n)) => word(ck::CKC, *n),
        (ck::CKA_KEY_GEN_MECHANISM, Value::Ulong(ck::CK_UNAVAILABLE_INFORMATION)) => "-".into(),
        (ck::CKA_KEY_GEN_MECHANISM, Value::Ulong(n)) => word(ck::CKM, *n),
        (_, Value::Bool(b)) => if *b { "yes" } else { "no" }.into(),
        (_, Value::Ulong(n)) => n.to_string(),
        (
            ck::CKA_LABEL
            | ck::CKA_UNIQUE_ID
            | ck::CKA_APPLICATION
            | ck::CKA_START_DATE
            | ck::CKA_END_DATE,
            Value::Bytes(b),
        ) => String::from_utf8_lossy(b.expose()).into_owned(),
        (_, Value::Bytes(b)) => hex::encode(b.expose()),
        (_, Value::Mechanisms(list)) => {
            list.iter().map(|m| word(ck::CKM, *m)).collect::<Vec<_>>().join(" ")
        }
        (_, Value::Template(template)) => format!("{} attributes", template.len()),
    }
}

/// A value for machines.
pub fn to_json(kind: u64, value: &Value) -> Json {
    match value {
        Value::Bool(b) => json!(b),
        Value::Ulong(n)
            if !matches!(
                kind,
                ck::CKA_CLASS
                    | ck::CKA_KEY_TYPE
                    | ck::CKA_CERTIFICATE_TYPE
                    | ck::CKA_KEY_GEN_MECHANISM
            ) =>
        {
            json!(n)
        }
        Value::Mechanisms(list) => {
            json!(list.iter().map(|m| word(ck::CKM, *m)).collect::<Vec<_>>())
        }
        _ => json!(show(kind, value)),
    }
}

/// Shows objects as a list: what `key generate` takes as a kind is what is shown as one.
pub fn show_all(objects: &[Object], output: &Output) -> Result<(), Failure> {
    let (rows, json) = lines(objects)?;
    output.table(HEADER, rows, json!({ "objects": json }));
    Ok(())
}

/// Classes of what describes a token rather than lies in it.
static DESCRIBING: &[u64] =
    &[ck::CKO_HW_FEATURE, ck::CKO_MECHANISM, ck::CKO_PROFILE, ck::CKO_VALIDATION];

static HEADER: &[&str] = &["HANDLE", "CLASS", "KIND", "ID", "LABEL", "USES"];

fn lines(objects: &[Object]) -> Result<(Vec<Vec<String>>, Vec<Json>), Failure> {
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for object in objects {
        let handle = object.handle();
        let read = object.read(LISTED).doing(format!("reading object {handle}"))?;
        // Some modules show, with what lies in a token, what describes it: an object for each mechanism.
        let class = read.get(ck::CKA_CLASS).and_then(Value::as_ulong).unwrap_or_default();
        if DESCRIBING.contains(&class) {
            continue;
        }
        let text = |attribute| read.get(attribute).map(|v| show(attribute, v)).unwrap_or_default();
        let (class, id, label) = (text(ck::CKA_CLASS), text(ck::CKA_ID), text(ck::CKA_LABEL));
        let kind = kind(&read);
        let uses = uses(&read);
        json.push(json!({
            "handle": handle,
            "class": class,
            "kind": kind,
            "id": id,
            "label": label,
            "uses": uses,
        }));
        rows.push(vec![handle.to_string(), class, kind, id, label, uses.join(" ")]);
    }
    Ok((rows, json))
}

/// The kind of an object, as `key generate` takes it, or its type.
fn kind(attributes: &Template) -> String {
    let text = |attribute| attributes.get(attribute).map(|value| show(attribute, value));
    KeyKind::of(attributes)
        .map(|kind| kind.to_string())
        .or_else(|| text(ck::CKA_KEY_TYPE))
        .or_else(|| text(ck::CKA_CERTIFICATE_TYPE))
        .unwrap_or_default()
}

fn uses(attributes: &Template) -> Vec<&'static str> {
    USAGES
        .iter()
        .filter(|(_, usage)| attributes.get(usage.attribute()) == Some(&Value::Bool(true)))
        .map(|(name, _)| *name)
        .collect()
}

/// Deletes objects, and asks before that.
pub fn delete(objects: &[Object], yes: bool, output: &Output) -> Result<(), Failure> {
    let count = match objects.len() {
        1 => "1 object".to_owned(),
        n => format!("{n} objects"),
    };
    if !yes {
        output.note_table(HEADER, lines(objects)?.0);
        confirm(&format!("Delete {count} for good?"))?;
    }
    let mut deleted = Vec::new();
    for object in objects {
        object.destroy().doing(format!("deleting object {}", object.handle()))?;
        deleted.push(object.handle());
    }
    let verb = if objects.len() == 1 { "is" } else { "are" };
    output.say(&format!("{count} {verb} deleted."), json!({ "deleted": deleted }));
    Ok(())
}
