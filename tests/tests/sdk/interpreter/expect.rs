//! What a step answered, and whether it is what must come.

use super::{Failure, Result, names::Names, value, wrong};
use serde_json::Value as Json;
use strongroom::{Value, ck};

/// What a step answered, when it succeeded.
pub enum Outcome {
    /// Nothing that could be compared.
    Done,
    /// An attribute's value; bytes, truth values and numbers too.
    Value(Value),
    /// Text.
    Text(String),
    /// How many there are.
    Count(usize),
    /// The values of certificates.
    Certificates(Vec<Vec<u8>>),
}

impl Outcome {
    /// Bytes.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::Value(Value::bytes(bytes))
    }

    /// For people.
    fn describe(&self) -> String {
        match self {
            Self::Done => "success".into(),
            Self::Value(Value::Bytes(bytes)) => hex::encode(bytes.expose()),
            Self::Value(Value::Bool(value)) => value.to_string(),
            Self::Value(Value::Ulong(value)) => value.to_string(),
            Self::Value(other) => format!("{other:?}"),
            Self::Text(text) => format!("\"{text}\""),
            Self::Count(count) => format!("{count} of them"),
            Self::Certificates(all) => format!("{} certificates", all.len()),
        }
    }
}

/// Whether an answer is what must come; a sentence when it is not.
pub fn check(
    expect: Option<&Json>,
    answer: &Result<Outcome>,
    names: &Names,
) -> std::result::Result<(), String> {
    let got = match answer {
        Ok(outcome) => outcome.describe(),
        Err(Failure::Sdk(error)) => format!("{}: {error:?}", error.name()),
        Err(Failure::Case(why)) => return Err(why.clone()),
    };
    let is = match (expect, answer) {
        (None, Ok(Outcome::Value(Value::Bool(true)))) => true,
        // A verification that nobody expects anything of must be good.
        (None, Ok(Outcome::Value(Value::Bool(false)))) => false,
        (None, answer) => answer.is_ok(),
        (Some(expect), Ok(outcome)) => match agrees(expect, outcome, names) {
            Ok(is) => is,
            Err(Failure::Case(why)) => return Err(why),
            Err(Failure::Sdk(error)) => return Err(format!("{error:?}")),
        },
        (Some(expect), Err(Failure::Sdk(error))) => fails_so(expect, error),
        (Some(_), Err(Failure::Case(_))) => false,
    };
    let wanted = expect.map_or_else(|| "success".into(), Json::to_string);
    if is { Ok(()) } else { Err(format!("expected {wanted}, got {got}")) }
}

/// Whether a failure is the one that must come.
pub fn fails_so(expect: &Json, error: &strongroom::Error) -> bool {
    let said = |field| expect.get(field).and_then(Json::as_str);
    let known =
        expect.as_object().is_some_and(|all| all.keys().all(|k| k == "error" || k == "kind"));
    known
        && said("error") == Some(error.name())
        && said("kind").is_none_or(|kind| kind == format!("{:?}", error.kind()))
}

/// Whether an answer is what must come.
fn agrees(expect: &Json, outcome: &Outcome, names: &Names) -> Result<bool> {
    if let Json::Array(wanted) = expect
        && let Outcome::Certificates(got) = outcome
    {
        let value = |name: &Json| {
            Ok(names.object(name.as_str().unwrap_or_default())?.bytes(ck::CKA_VALUE)?)
        };
        return Ok(&wanted.iter().map(value).collect::<Result<Vec<_>>>()? == got);
    }
    if let Some((word, said)) = only(expect) {
        match (word, outcome) {
            ("error", _) => return Ok(false),
            ("count", Outcome::Count(count)) => return Ok(said.as_u64() == Some(*count as u64)),
            ("value", Outcome::Text(text)) => return Ok(said.as_str() == Some(text)),
            ("len", Outcome::Value(Value::Bytes(bytes))) => return length(said, bytes.len()),
            ("not", Outcome::Value(Value::Bytes(bytes))) => {
                return Ok(value::bytes(said, names)? != bytes.expose());
            }
            ("count" | "value" | "len" | "not", _) => return Ok(false),
            _ => {}
        }
    }
    match outcome {
        Outcome::Value(got) => Ok(value::value(expect, names)? == *got),
        _ => wrong(format!("{expect} is nothing that this step answers")),
    }
}

/// The word of an expectation that has one.
fn only(expect: &Json) -> Option<(&str, &Json)> {
    match expect.as_object() {
        Some(fields) if fields.len() == 1 || fields.contains_key("error") => {
            fields.iter().next().map(|(word, said)| (word.as_str(), said))
        }
        _ => None,
    }
}

fn length(said: &Json, len: usize) -> Result<bool> {
    let number = |json: &Json| json.as_u64().and_then(|n| usize::try_from(n).ok());
    match said {
        Json::Array(range) => {
            match range.as_slice() {
                [least, most] => Ok(number(least).is_some_and(|n| n <= len)
                    && number(most).is_some_and(|n| len <= n)),
                _ => wrong("a range has two ends"),
            }
        }
        said => Ok(number(said) == Some(len)),
    }
}
