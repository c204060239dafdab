//! Values on their way in and out: attributes, and what people say of keys, mechanisms and the like, by name. What
//! JavaScript may write is decided by the package; here it has one form.

use crate::answer::{Detached, Handle, Made, number as shown_number};
use crate::calls::calls;
use crate::queue::Core;
use napi::bindgen_prelude::{BigInt, Buffer, External, Uint8ArraySlice};
use napi_derive::napi;
use std::sync::Arc;
use strongroom::{
    Answer, Field, KeySpec, Mechanism, MechanismSpec, Object, Result, Secret, Template, Value,
};

/// What a call takes with it to another thread of what came from JavaScript.
pub trait Taken {
    type Own;
    fn taken(self) -> Self::Own;
}

macro_rules! taken {
    ($($from:ty => $to:ty, |$it:ident| $taken:expr;)*) => {$(
        impl Taken for $from {
            type Own = $to;
            fn taken(self) -> $to {
                let $it = self;
                $taken
            }
        }
    )*};
}

taken! {
    f64 => f64, |it| it; u32 => u32, |it| it; bool => bool, |it| it; String => String, |it| it;
    Vec<f64> => Vec<f64>, |it| it; Vec<String> => Vec<String>, |it| it;
    // Any of them may be a secret: they are wiped.
    Bytes<'_> => Secret, |it| Secret::from(it.as_ref());
    Vec<Bytes<'_>> => Vec<Secret>, |it| it.into_iter().map(Taken::taken).collect();
    Said => Template, |it| template(it.template.unwrap_or_default());
    Vec<Said> => Fields, |it| it.into_iter().map(|mut one| (one.name.take().unwrap_or_default(), one.field())).collect();
    Wanted => Result<KeySpec>, |it| with(KeySpec::named(&it.kind)?, it.said.taken(), KeySpec::with);
}

impl<T: Taken> Taken for Option<T> {
    type Own = Option<T::Own>;
    fn taken(self) -> Self::Own {
        self.map(T::taken)
    }
}

impl<T: Send + Sync + 'static> Taken for &External<Handle<T>> {
    type Own = Arc<Detached<T>>;
    fn taken(self) -> Self::Own {
        Arc::clone(&self.value)
    }
}

/// Bytes that come from JavaScript.
pub type Bytes<'a> = Uint8ArraySlice<'a>;
/// A mechanism that was checked, to be used as often as one likes.
pub type Method<'a> = &'a External<Handle<Mechanism>>;
/// Another object than the one that a call is about.
pub type AnObject<'a> = &'a External<Handle<Object>>;

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

fn template(attributes: Vec<Said>) -> Template {
    let mut made = Template::new();
    for attribute in attributes {
        made.push(number(attribute.kind), attribute.value());
    }
    made
}

/// What is said by name.
pub type Fields = Vec<(String, Field)>;

/// What the SDK makes of it. A name that it does not know is an error of the call.
pub fn with<T>(start: T, said: Fields, with: fn(T, &str, Field) -> Result<T>) -> Result<T> {
    said.into_iter().try_fold(start, |made, (name, field)| with(made, &name, field))
}

/// A key that is wanted: its kind, and how it is called and used.
#[napi(object)]
pub struct Wanted {
    pub kind: String,
    pub said: Vec<Said>,
}

calls! {
    /// Checks a mechanism.
    fn mechanism(core: Core, name: String, said: Vec<Said>) {
        with(MechanismSpec::named(name), said, MechanismSpec::with)?.mechanism().map(Made)
    }
}
