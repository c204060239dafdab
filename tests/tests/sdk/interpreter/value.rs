//! What stands in the files for bytes, attributes, mechanisms, kinds of keys and queries.

use super::{Failure, Result, names::Names, wrong};
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use strongroom::mechanism::{FIELDS, Sort};
use strongroom::{Field, KeySpec, Mechanism, MechanismSpec, Query, Template, Usage, Value, ck};

/// Bytes.
#[derive(Deserialize, Clone)]
#[serde(untagged, deny_unknown_fields)]
pub enum Bytes {
    /// Hexadecimal digits, or `$` and a name.
    Plain(String),
    /// UTF-8.
    Text { text: String },
    /// One after the other.
    Repeat { repeat: Box<Bytes>, times: usize },
    /// One after the other.
    Join { join: Vec<Bytes> },
    /// The first ones.
    Cut { cut: Box<Bytes>, len: usize },
    /// With the lowest bit of one byte changed.
    Flip { flip: Box<Bytes>, at: isize },
}

impl Bytes {
    /// The bytes themselves.
    pub fn of(&self, names: &Names) -> Result<Vec<u8>> {
        match self {
            Self::Plain(text) => match text.strip_prefix('$') {
                Some(name) => names.bytes(name),
                None => hex::decode(text)
                    .map_err(|error| Failure::Case(format!("\"{text}\" is no bytes: {error}"))),
            },
            Self::Text { text } => Ok(text.clone().into_bytes()),
            Self::Repeat { repeat, times } => Ok(repeat.of(names)?.repeat(*times)),
            Self::Join { join } => {
                let parts: Result<Vec<_>> = join.iter().map(|part| part.of(names)).collect();
                Ok(parts?.concat())
            }
            Self::Cut { cut, len } => {
                let mut bytes = cut.of(names)?;
                if *len > bytes.len() {
                    return wrong(format!("there are no {len} bytes to be cut from"));
                }
                bytes.truncate(*len);
                Ok(bytes)
            }
            Self::Flip { flip, at } => {
                let mut bytes = flip.of(names)?;
                let place =
                    if *at < 0 { bytes.len().wrapping_add_signed(*at) } else { at.unsigned_abs() };
                match bytes.get_mut(place) {
                    Some(byte) => *byte ^= 1,
                    None => return wrong(format!("there is no byte at {at}")),
                }
                Ok(bytes)
            }
        }
    }
}

/// Bytes in a place where the form does not say so.
pub fn bytes(json: &Json, names: &Names) -> Result<Vec<u8>> {
    serde_json::from_value::<Bytes>(json.clone())
        .map_err(|_| Failure::Case(format!("{json} is no bytes")))?
        .of(names)
}

/// The number of a constant, `CK…`.
pub fn constant(name: &str) -> Result<u64> {
    let families =
        [ck::CKO, ck::CKK, ck::CKM, ck::CKC, ck::CKD, ck::CKG, ck::CKF, ck::CKP, ck::CKH, ck::CKZ];
    let found = families.iter().find_map(|f| f.iter().find(|(known, _)| *known == name));
    found.map_or_else(|| wrong(format!("there is no constant {name}")), |(_, value)| Ok(*value))
}

/// The number of an attribute.
pub fn attribute(name: &str) -> Result<u64> {
    let found = ck::CKA.iter().find(|(known, _)| *known == name);
    found.map_or_else(|| wrong(format!("there is no attribute {name}")), |(_, value)| Ok(*value))
}

/// An attribute's value.
pub fn value(json: &Json, names: &Names) -> Result<Value> {
    match json {
        Json::Bool(value) => Ok((*value).into()),
        Json::Number(number) => match number.as_u64() {
            Some(number) => Ok(number.into()),
            None => wrong(format!("{number} is no number of an attribute")),
        },
        Json::String(name) if name.starts_with("CK") => Ok(constant(name)?.into()),
        Json::Array(mechanisms) => {
            let number = |json: &Json| constant(json.as_str().unwrap_or_default());
            Ok(Value::Mechanisms(mechanisms.iter().map(number).collect::<Result<_>>()?))
        }
        Json::Object(fields) if fields.keys().all(|name| name.starts_with("CKA_")) => {
            Ok(Value::Template(template(fields, names)?))
        }
        other => Ok(Value::bytes(bytes(other, names)?)),
    }
}

/// A template.
pub fn template(fields: &Map<String, Json>, names: &Names) -> Result<Template> {
    let mut template = Template::new();
    for (name, json) in fields {
        template.push(attribute(name)?, value(json, names)?);
    }
    Ok(template)
}

/// A mechanism: a name, or a name and fields.
pub fn mechanism(json: &Json, names: &Names) -> Result<Mechanism> {
    let Json::Object(fields) = json else {
        let name = json.as_str().map_or_else(|| wrong(format!("{json} is no mechanism")), Ok)?;
        return Ok(MechanismSpec::named(name).mechanism()?);
    };
    let mut spec = MechanismSpec::default();
    for (name, json) in fields {
        if name == "name" {
            spec.name = json.as_str().unwrap_or_default().into();
            continue;
        }
        let sort = FIELDS.iter().find(|(known, _)| known == name).map(|(_, sort)| *sort);
        let wrong_sort = || Failure::Case(format!("{name} is not {json}"));
        let value = match sort {
            Some(Sort::Text) => Field::Text(json.as_str().ok_or_else(wrong_sort)?.into()),
            Some(Sort::Bytes | Sort::Secret) => Field::Bytes(bytes(json, names)?),
            Some(Sort::Number) => Field::Number(json.as_u64().ok_or_else(wrong_sort)?),
            Some(Sort::Truth) => Field::Truth(json.as_bool().ok_or_else(wrong_sort)?),
            Some(Sort::Key) => {
                Field::Number(names.object(json.as_str().ok_or_else(wrong_sort)?)?.handle())
            }
            None => return wrong(format!("a mechanism has no {name}")),
        };
        spec = spec.with(name, value)?;
    }
    Ok(spec.mechanism()?)
}

/// What key is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// None where a file says it.
    pub kind: Option<String>,
    label: Option<String>,
    id: Option<Bytes>,
    persist: Option<bool>,
    sensitive: Option<bool>,
    extractable: Option<bool>,
    always_authenticate: Option<bool>,
    usages: Option<Vec<String>>,
    attributes: Option<Map<String, Json>>,
}

impl Spec {
    /// In the SDK's words.
    pub fn of(&self, names: &Names) -> Result<KeySpec> {
        let mut spec = KeySpec::named(self.kind.as_deref().unwrap_or("generic"))?;
        if let Some(label) = &self.label {
            spec = spec.label(label);
        }
        if let Some(id) = &self.id {
            spec = spec.id(id.of(names)?);
        }
        for (said, with) in [
            (self.persist, KeySpec::persist as fn(KeySpec, bool) -> KeySpec),
            (self.sensitive, KeySpec::sensitive),
            (self.extractable, KeySpec::extractable),
            (self.always_authenticate, KeySpec::always_authenticate),
        ] {
            if let Some(said) = said {
                spec = with(spec, said);
            }
        }
        if let Some(usages) = &self.usages {
            let usages: std::result::Result<Vec<Usage>, _> =
                usages.iter().map(|usage| usage.parse()).collect();
            spec = spec.usages(usages?);
        }
        for attribute in template(self.attributes.as_ref().unwrap_or(&Map::new()), names)?.iter() {
            spec = spec.attribute(attribute.kind, attribute.value.clone());
        }
        Ok(spec)
    }
}

/// What objects are looked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Looked {
    /// What they are.
    pub class: Option<Class>,
    label: Option<String>,
    id: Option<Bytes>,
    attributes: Option<Map<String, Json>>,
}

/// What an object is.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A secret key.
    Secret,
    /// A private key.
    Private,
    /// A public key.
    Public,
    /// A certificate.
    Certificate,
}

impl Class {
    /// `CKO_…`
    pub fn number(self) -> u64 {
        match self {
            Self::Secret => ck::CKO_SECRET_KEY,
            Self::Private => ck::CKO_PRIVATE_KEY,
            Self::Public => ck::CKO_PUBLIC_KEY,
            Self::Certificate => ck::CKO_CERTIFICATE,
        }
    }
}

impl Looked {
    /// In the SDK's words, without the class.
    pub fn of(&self, names: &Names) -> Result<Query> {
        let mut query = Query::new();
        if let Some(label) = &self.label {
            query = query.label(label);
        }
        if let Some(id) = &self.id {
            query = query.id(id.of(names)?);
        }
        for attribute in template(self.attributes.as_ref().unwrap_or(&Map::new()), names)?.iter() {
            query = query.attribute(attribute.kind, attribute.value.clone());
        }
        Ok(query)
    }
}
