//! Values on their way in and out: attributes, and what people say of keys, mechanisms and the like, by name. What
//! JavaScript may write is decided by the package; here it has one form.

use crate::answer::{Detached, Handle, Made, number as shown_number};
use crate::calls::calls;
use crate::queue::Core;
use napi::bindgen_prelude::{BigInt, Buffer, External, Uint8ArraySlice};
use napi_derive::napi;
use std::sync::Arc;
use strongroom::{
    Answer, Field, KeySpec, Mechanism, MechanismSpec, Result, Secret, Template, Value,
};

/// Bytes that come from JavaScript. Every call copies them before it is left.
pub type Bytes<'a> = Uint8ArraySlice<'a>;

/// Bytes that are wiped: a PIN (the package wipes its own copy), or what may be a secret.
pub fn secret(bytes: &Bytes<'_>) -> Secret {
    Secret::from(bytes.as_ref())
}

/// A number of the package as one of PKCS #11; what is no such number becomes one that nothing has.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn number(value: f64) -> u64 {
    value as u64
}

/// A value with its name, or with the kind of attribute that it is of, and the one of the others that it is.
/// Without any, an object has no such attribute, or, where it is `hidden`, does not show it.
#[napi(object)]
#[derive(Default)]
pub struct Said {
    pub name: Option<String>,
    pub kind: f64,
    pub truth: Option<bool>,
    pub number: Option<BigInt>,
    pub bytes: Option<Buffer>,
    pub text: Option<String>,
    pub words: Option<Vec<String>>,
    pub mechanisms: Option<Vec<f64>>,
    pub template: Option<Vec<Said>>,
    pub hidden: Option<bool>,
}

impl Said {
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

    fn field(self) -> Field {
        let number = |said: BigInt| Field::Number(said.get_u64().1);
        let attributes = || Field::Attributes(template(self.template.unwrap_or_default()));
        None.or(self.text.map(Field::Text))
            .or_else(|| self.bytes.map(|bytes| Field::Bytes(bytes.to_vec())))
            .or(self.number.map(number))
            .or(self.truth.map(Field::Truth))
            .or(self.words.map(Field::Words))
            .unwrap_or_else(attributes)
    }

    /// What an object answered.
    pub fn answered(kind: u64, answer: &Answer) -> Self {
        match answer {
            Answer::Value(value) => Self::of(kind, value),
            other => {
                let hidden = Some(matches!(other, Answer::Sensitive));
                Self { kind: shown_number(kind), hidden, ..Self::default() }
            }
        }
    }
}

/// A template.
pub fn template(attributes: Vec<Said>) -> Template {
    let mut made = Template::new();
    for attribute in attributes {
        made.push(number(attribute.kind), attribute.value());
    }
    made
}

/// What the SDK makes of what is said. A name that it does not know is an error of the call.
pub fn with<T>(start: T, said: Vec<Said>, with: fn(T, &str, Field) -> Result<T>) -> Result<T> {
    said.into_iter().try_fold(start, |made, mut one| {
        let name = one.name.take().unwrap_or_default();
        with(made, &name, one.field())
    })
}

/// A key that is wanted: its kind, and how it is called and used.
#[napi(object)]
pub struct Wanted {
    pub kind: String,
    pub said: Vec<Said>,
}

impl Wanted {
    pub fn spec(self) -> Result<KeySpec> {
        with(KeySpec::named(&self.kind)?, self.said, KeySpec::with)
    }
}

/// A mechanism that was checked, to be used as often as one likes.
pub type Method<'a> = &'a External<Handle<Mechanism>>;

/// One, for a call.
pub fn own(mechanism: Method<'_>) -> Arc<Detached<Mechanism>> {
    mechanism.shared()
}

calls! {
    /// Checks a mechanism.
    fn mechanism(core: Core, name: String, said: Vec<Said>) {
        let spec = with(MechanismSpec::named(name), said, MechanismSpec::with);
        |_| spec?.mechanism().map(Made)
    }
}
