//! Values on their way in and out: attributes, templates, specifications of keys and of mechanisms. What
//! JavaScript may write is decided by the package; here it has one form.

use crate::answer::{Reply, failed, number as shown_number};
use napi::Env;
use napi::bindgen_prelude::{BigInt, Buffer, External, Uint8Array};
use napi_derive::napi;
use std::sync::Arc;
use strongroom::{Answer, KeySpec, MechanismSpec, Result, Secret, Template, Usage, Value};

/// An attribute: its kind, and the one of the others that it has. Without any, the object has none, or, where
/// it is `hidden`, does not show it.
#[napi(object)]
#[derive(Default)]
pub struct Attribute {
    pub kind: f64,
    pub truth: Option<bool>,
    pub number: Option<BigInt>,
    pub bytes: Option<Buffer>,
    pub mechanisms: Option<Vec<f64>>,
    pub template: Option<Vec<Attribute>>,
    pub hidden: Option<bool>,
}

/// A number of the package as one of PKCS #11; what is no such number becomes one that nothing has.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn number(value: f64) -> u64 {
    value as u64
}

impl Attribute {
    fn value(self) -> Value {
        if let Some(truth) = self.truth {
            truth.into()
        } else if let Some(number) = self.number {
            number.get_u64().1.into()
        } else if let Some(mechanisms) = self.mechanisms {
            Value::Mechanisms(mechanisms.into_iter().map(number).collect())
        } else if let Some(attributes) = self.template {
            template(attributes).into()
        } else {
            Value::Bytes(Secret::from(self.bytes.as_deref().unwrap_or_default()))
        }
    }

    fn of(kind: u64, value: &Value) -> Self {
        let mut made = Self { kind: shown_number(kind), ..Self::default() };
        match value {
            Value::Bool(truth) => made.truth = Some(*truth),
            Value::Ulong(number) => made.number = Some((*number).into()),
            Value::Bytes(bytes) => made.bytes = Some(bytes.expose().to_vec().into()),
            Value::Mechanisms(list) => {
                made.mechanisms = Some(list.iter().map(|one| shown_number(*one)).collect());
            }
            Value::Template(template) => {
                let each = template.iter().map(|one| Self::of(one.kind, &one.value));
                made.template = Some(each.collect());
            }
        }
        made
    }

    /// What an object answered.
    pub fn answered(kind: u64, answer: &Answer) -> Self {
        let kind_of = shown_number(kind);
        match answer {
            Answer::Value(value) => Self::of(kind, value),
            Answer::Sensitive => Self { kind: kind_of, hidden: Some(true), ..Self::default() },
            Answer::Invalid => Self { kind: kind_of, ..Self::default() },
        }
    }
}

/// A template.
pub fn template(attributes: Vec<Attribute>) -> Template {
    let mut made = Template::new();
    for attribute in attributes {
        made.push(number(attribute.kind), attribute.value());
    }
    made
}

/// The attributes of a template.
pub fn shown(template: &Template) -> Vec<Attribute> {
    template.iter().map(|one| Attribute::of(one.kind, &one.value)).collect()
}

/// What a `pkcs11:` URI says.
#[napi(object)]
pub struct Uri {
    pub object: Vec<Attribute>,
    pub module: Option<String>,
    pub pin_source: Option<String>,
    pub pin: Option<Buffer>,
}

/// A key that is wanted: its kind, and how it is called and used.
#[napi(object)]
pub struct Wanted {
    pub kind: String,
    pub label: Option<String>,
    pub id: Option<Uint8Array>,
    pub persist: Option<bool>,
    pub sensitive: Option<bool>,
    pub extractable: Option<bool>,
    pub always_authenticate: Option<bool>,
    pub usages: Option<Vec<String>>,
    pub attributes: Option<Vec<Attribute>>,
}

impl Wanted {
    /// The specification. A name that is not known is an error of the call, so that all calls fail alike.
    pub fn spec(self) -> Result<KeySpec> {
        let mut spec = KeySpec::named(&self.kind)?;
        if let Some(label) = self.label {
            spec = spec.label(label);
        }
        if let Some(id) = self.id {
            spec = spec.id(id.as_ref());
        }
        type Say = fn(KeySpec, bool) -> KeySpec;
        let said: [(Option<bool>, Say); 4] = [
            (self.persist, KeySpec::persist),
            (self.sensitive, KeySpec::sensitive),
            (self.extractable, KeySpec::extractable),
            (self.always_authenticate, KeySpec::always_authenticate),
        ];
        for (said, say) in said {
            if let Some(said) = said {
                spec = say(spec, said);
            }
        }
        if let Some(names) = self.usages {
            let each = names.iter().map(|name| name.parse::<Usage>());
            spec = spec.usages(each.collect::<std::result::Result<Vec<_>, _>>()?);
        }
        for attribute in template(self.attributes.unwrap_or_default()).0 {
            spec = spec.attribute(attribute.kind, attribute.value);
        }
        Ok(spec)
    }
}

/// A mechanism in names and values: what `MechanismSpec` of the SDK has.
#[napi(object)]
pub struct Said {
    pub name: String,
    pub hash: Option<String>,
    pub mgf_hash: Option<String>,
    pub encoding: Option<String>,
    pub iv: Option<Uint8Array>,
    pub aad: Option<Uint8Array>,
    pub tag_len: Option<f64>,
    pub data_len: Option<f64>,
    pub mac_len: Option<f64>,
    pub counter_bits: Option<f64>,
    pub salt_len: Option<f64>,
    pub label: Option<Uint8Array>,
    pub context: Option<Uint8Array>,
    pub prehash: Option<bool>,
    pub deterministic: Option<bool>,
    pub public: Option<Uint8Array>,
    pub shared: Option<Uint8Array>,
    pub salt: Option<Uint8Array>,
    pub info: Option<Uint8Array>,
    pub aes_bits: Option<f64>,
}

/// A mechanism, checked once and used as often as one likes.
pub type Mechanism = Arc<strongroom::Mechanism>;

/// One, as JavaScript has it.
pub type Method<'a> = &'a External<Mechanism>;

/// Checks a mechanism.
#[napi]
pub fn mechanism<'env>(env: &'env Env, said: Said) -> Reply<'env> {
    let bytes = |said: Option<Uint8Array>| said.map(|bytes| bytes.to_vec());
    let spec = MechanismSpec {
        name: said.name,
        hash: said.hash,
        mgf_hash: said.mgf_hash,
        encoding: said.encoding,
        iv: bytes(said.iv),
        aad: bytes(said.aad),
        tag_len: said.tag_len.map(number),
        data_len: said.data_len.map(number),
        mac_len: said.mac_len.map(number),
        counter_bits: said.counter_bits.map(number),
        salt_len: said.salt_len.map(number),
        label: bytes(said.label),
        context: bytes(said.context),
        prehash: said.prehash,
        deterministic: said.deterministic,
        public: bytes(said.public),
        shared: bytes(said.shared),
        salt: bytes(said.salt),
        info: bytes(said.info),
        aes_bits: said.aes_bits.map(number),
    };
    match spec.mechanism() {
        Ok(mechanism) => External::new(Arc::new(mechanism)).into_unknown(env),
        Err(error) => failed(env, &error),
    }
}
