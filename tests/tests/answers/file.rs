//! `mechanisms.json` and the files beside it: keys as templates, and answers. Values are numbers, names of
//! constants, or bytes in hexadecimal.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;
use strongroom_base::attribute::{self, kind_of};
use strongroom_base::ck;
use strongroom_tests::prelude::*;

const TEXTS: [&str; 4] = [
    include_str!("mechanisms.json"),
    include_str!("classical.json"),
    include_str!("parity.json"),
    include_str!("slh_dsa.json"),
];

/// All of it.
#[derive(Deserialize)]
pub struct File {
    keys: BTreeMap<String, BTreeMap<String, Value>>,
    /// The answers, in their order.
    pub answers: Vec<Answer>,
}

/// What a mechanism makes of an input.
#[derive(Deserialize)]
pub struct Answer {
    /// `CKM_…`
    pub mechanism: String,
    /// What is asked of it; `encrypt` and `wrap` are asked both ways.
    pub function: String,
    /// The name of its key.
    pub key: Option<String>,
    #[serde(default)]
    parameters: BTreeMap<String, Value>,
    /// What goes in.
    #[serde(deserialize_with = "hexadecimal")]
    pub input: Vec<u8>,
    /// What comes out; the signature, where one is verified.
    #[serde(deserialize_with = "hexadecimal")]
    pub output: Vec<u8>,
    /// Who says so.
    pub source: String,
}

impl File {
    /// The files of this tree, as one.
    pub fn read() -> Self {
        let mut whole = Self { keys: BTreeMap::new(), answers: Vec::new() };
        for text in TEXTS {
            let file: Self = serde_json::from_str(text).expect("the file's form");
            for (name, key) in file.keys {
                let other = whole.keys.insert(name.clone(), key.clone());
                assert!(other.is_none_or(|other| other == key), "two keys have the name {name}");
            }
            whole.answers.extend(file.answers);
        }
        whole
    }

    /// The template of a key; secret and private ones can be read.
    pub fn key(&self, name: &str) -> Template {
        let attributes = self.keys.get(name).unwrap_or_else(|| panic!("no key {name}"));
        let with = |template: Template, (name, value): (&String, &Value)| {
            let kind = ck::value_in(ck::CKA, name).unwrap_or_else(|| panic!("no attribute {name}"));
            match kind_of(kind) {
                attribute::Kind::Ulong => template.with(kind, number(value)),
                _ => template.with(kind, bytes(value)),
            }
        };
        let template = attributes.iter().fold(Template::new(), with);
        match attributes.get("CKA_CLASS").map(number) {
            Some(CKO_PUBLIC_KEY) => template,
            _ => template.and(&strongroom_tests::keys::open()),
        }
    }
}

impl Answer {
    /// A parameter that is bytes; none where it is not given.
    pub fn bytes(&self, name: &str) -> Vec<u8> {
        self.parameters.get(name).map(bytes).unwrap_or_default()
    }

    /// A parameter that is a number.
    pub fn number(&self, name: &str) -> u64 {
        number(self.parameters.get(name).unwrap_or(&Value::Null))
    }

    /// A parameter that is a word.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).and_then(Value::as_str)
    }

    /// What the token shall answer.
    pub fn expected(&self) -> &[u8] {
        if self.function == "verify" { &[] } else { &self.output }
    }
}

fn hexadecimal<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    String::deserialize(deserializer)
        .and_then(|text| hex::decode(text).map_err(serde::de::Error::custom))
}

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().expect("bytes")).expect("hexadecimal")
}

/// A number, or the constant of a name; zero where there is none.
fn number(value: &Value) -> u64 {
    let families = [ck::CKM, ck::CKG, ck::CKO, ck::CKK, ck::CKP, ck::CKD];
    match value {
        Value::Null => 0,
        Value::String(name) => families
            .iter()
            .find_map(|family| family.iter().find(|(known, _)| known == name))
            .map_or_else(|| panic!("no constant {name}"), |(_, value)| *value),
        value => value.as_u64().expect("a number"),
    }
}
