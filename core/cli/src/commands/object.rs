//! Objects as people read them: names of classes, types and flags, and the values of attributes. Secret
//! values are never asked for.

use crate::output::{Doing, Failure};
use serde_json::{Value as Json, json};
use strongroom::hsm::Session;
use strongroom_base::{Answer, Value, ck};

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
    ck::CKA_START_DATE,
    ck::CKA_END_DATE,
    ck::CKA_MODULUS_BITS,
    ck::CKA_VALUE_LEN,
    ck::CKA_EC_PARAMS,
    ck::CKA_SUBJECT,
];

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

/// The attributes of an object that it has and that can be read.
pub fn read(session: &Session, object: u64, kinds: &[u64]) -> Result<Vec<(u64, Value)>, Failure> {
    let answers = session
        .application()
        .get_attributes(session.handle(), object, kinds)
        .doing(format!("reading object {object}"))?;
    Ok(kinds
        .iter()
        .zip(answers)
        .filter_map(|(kind, answer)| match answer {
            Answer::Value(value) => Some((*kind, value)),
            Answer::Sensitive | Answer::Invalid => None,
        })
        .collect())
}

/// The value of one attribute among those read.
pub fn get(attributes: &[(u64, Value)], kind: u64) -> Option<&Value> {
    attributes.iter().find(|(k, _)| *k == kind).map(|(_, value)| value)
}

/// A value for people.
pub fn show(kind: u64, value: &Value) -> String {
    match (kind, value) {
        (ck::CKA_CLASS, Value::Ulong(n)) => word(ck::CKO, *n),
        (ck::CKA_KEY_TYPE, Value::Ulong(n)) => word(ck::CKK, *n),
        (ck::CKA_CERTIFICATE_TYPE, Value::Ulong(n)) => word(ck::CKC, *n),
        (ck::CKA_KEY_GEN_MECHANISM, Value::Ulong(ck::CK_UNAVAILABLE_INFORMATION)) => "-".into(),
        (ck::CKA_KEY_GEN_MECHANISM, Value::Ulong(n)) => word(ck::CKM, *n),
        (_, Value::Bool(b)) => if *b { "yes" } else { "no" }.into(),
        (_, Value::Ulong(n)) => n.to_string(),
        (
            ck::CKA_LABEL | ck::CKA_UNIQUE_ID | ck::CKA_START_DATE | ck::CKA_END_DATE,
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
        _ => json!(show(kind, value)),
    }
}

/// The size of a key, as its kind counts.
fn size(session: &Session, object: u64) -> Result<String, Failure> {
    let kinds =
        [ck::CKA_CLASS, ck::CKA_KEY_TYPE, ck::CKA_MODULUS, ck::CKA_EC_PARAMS, ck::CKA_VALUE_LEN];
    let read = read(session, object, &kinds)?;
    if let Some(modulus) = get(&read, ck::CKA_MODULUS).and_then(Value::as_bytes) {
        return Ok(format!("{} bits", modulus.len() * 8));
    }
    if let Some(params) = get(&read, ck::CKA_EC_PARAMS).and_then(Value::as_bytes) {
        return Ok(crate::keyspec::curve_name(params).unwrap_or("other curve").to_owned());
    }
    if let Some(len) = get(&read, ck::CKA_VALUE_LEN).and_then(Value::as_ulong) {
        return Ok(format!("{} bits", len * 8));
    }
    Ok(String::new())
}

/// A line of the list of objects.
pub fn line(session: &Session, object: u64) -> Result<(Vec<String>, Json), Failure> {
    let kinds =
        [ck::CKA_CLASS, ck::CKA_KEY_TYPE, ck::CKA_LABEL, ck::CKA_ID, ck::CKA_CERTIFICATE_TYPE];
    let read = read(session, object, &kinds)?;
    let text = |kind| get(&read, kind).map(|value| show(kind, value)).unwrap_or_default();
    let kind = match get(&read, ck::CKA_KEY_TYPE) {
        Some(_) => text(ck::CKA_KEY_TYPE),
        None => text(ck::CKA_CERTIFICATE_TYPE),
    };
    let size = size(session, object)?;
    let json = json!({
        "handle": object,
        "class": text(ck::CKA_CLASS),
        "type": kind,
        "size": size,
        "id": text(ck::CKA_ID),
        "label": text(ck::CKA_LABEL),
    });
    let row = vec![
        object.to_string(),
        text(ck::CKA_CLASS),
        kind,
        size,
        text(ck::CKA_ID),
        text(ck::CKA_LABEL),
    ];
    Ok((row, json))
}

/// The header that belongs to [`line`].
pub static HEADER: &[&str] = &["HANDLE", "CLASS", "TYPE", "SIZE", "ID", "LABEL"];
