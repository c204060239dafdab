//! The steps, as the files have them.

use super::value::{Bytes, Looked, Spec};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Attributes, or parameters, by name.
pub type Fields = Map<String, Value>;

/// How data is cut into parts.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Parts {
    /// The lengths of the parts but the last.
    Lengths(Vec<usize>),
    /// A word.
    Word(Everywhere),
}

/// The word.
#[derive(Deserialize)]
pub enum Everywhere {
    /// In two, at each place.
    #[serde(rename = "everywhere")]
    Everywhere,
}

/// What kind of stream it is.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    Encrypt,
    Decrypt,
    Sign,
    Verify,
    Digest,
}

/// The session or the instance that a step is about, when it does not say.
fn session() -> String {
    "session".into()
}
fn hsm() -> String {
    "hsm".into()
}

/// What is done. The page says what each field means.
#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
#[rustfmt::skip]
pub enum Op {
    Open {},
    Login { user: String, pin: Option<String>, slot: Option<u64>, #[serde(default = "hsm")] hsm: String },
    Close { session: Option<String>, hsm: Option<String> },
    Token { label: String, #[serde(default = "hsm")] hsm: String },
    TokenFlags { flags: BTreeMap<String, bool>, slot: Option<u64>, #[serde(default = "hsm")] hsm: String },
    SetPin { old: String, new: String, #[serde(default = "session")] session: String },
    InitPin { so_pin: String, new: String, slot: Option<u64>, #[serde(default = "hsm")] hsm: String },
    InitToken { so_pin: String, label: String, slot: Option<u64>, #[serde(default = "hsm")] hsm: String },

    Generate { spec: Spec, mechanism: Option<Value>, #[serde(default = "session")] session: String },
    Import { spec: Spec, value: Option<Bytes>, file: Option<Bytes>, #[serde(default = "session")] session: String },
    Create { attributes: Fields, #[serde(default = "session")] session: String },
    ImportCertificate { file: Bytes, label: Option<String>, id: Option<Bytes>, persist: Option<bool>, #[serde(default = "session")] session: String },
    Find { query: Looked, #[serde(default = "session")] session: String },
    FindOne { query: Looked, #[serde(default = "session")] session: String },
    Get { object: String, attribute: String },
    Check { object: String, attributes: Fields },
    Set { object: String, attributes: Fields },
    Copy { object: String, attributes: Fields },
    Destroy { object: String },
    Kind { object: String },
    PublicKey { object: String },
    Public { object: String },
    Private { object: String },
    Certificate { object: String },
    Chain { object: String },

    Sign { key: String, mechanism: Value, data: Bytes, parts: Option<Parts> },
    Verify { key: String, mechanism: Value, data: Bytes, signature: Bytes, parts: Option<Parts> },
    Encrypt { key: String, mechanism: Value, data: Bytes, parts: Option<Parts> },
    Decrypt { key: String, mechanism: Value, data: Bytes, parts: Option<Parts> },
    Seal { key: String, data: Bytes, aad: Bytes },
    Unseal { key: String, sealed: Bytes, aad: Bytes },
    Wrap { key: String, mechanism: Value, target: String },
    Unwrap { key: String, mechanism: Value, wrapped: Bytes, spec: Spec },
    Derive { key: String, mechanism: Value, spec: Spec },
    DeriveAll { key: String, mechanism: Value, spec: Spec },
    DeriveData { key: String, mechanism: Value, len: u64 },
    Encapsulate { key: String, mechanism: Value, spec: Spec },
    Decapsulate { key: String, mechanism: Value, ciphertext: Bytes, spec: Spec },
    Digest { mechanism: Value, data: Bytes, parts: Option<Parts>, #[serde(default = "session")] session: String },
    Random { len: usize, #[serde(default = "session")] session: String },

    Begin { stream: Flow, key: Option<String>, mechanism: Value, #[serde(default = "session")] session: String },
    Update { of: String, data: Bytes },
    Finish { of: String, signature: Option<Bytes> },
    Abandon { of: String },

    VerifySignature { key: String, mechanism: Value, data: Bytes, signature: Bytes, parts: Option<Parts> },
    WrapAuthenticated { key: String, mechanism: Value, target: String, aad: Bytes },
    UnwrapAuthenticated { key: String, mechanism: Value, iv: Bytes, data: Bytes, tag: Bytes, aad: Bytes, spec: Spec },
    Messages { messages: Flow, key: String, mechanism: Value },
    Message { of: String, data: Bytes, aad: Option<Bytes>, iv: Option<Bytes>, tag: Option<Bytes>, signature: Option<Bytes> },
    EndMessages { of: String },
}
