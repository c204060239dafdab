//! Values on their way in and out: attributes, specifications of keys and of mechanisms. Most are the
//! core's own types, described here once more for UniFFI, which checks that they agree.

use crate::error::Result;
use std::sync::Arc;
use strongroom::encoding::PublicForm;
use strongroom::{
    Answer, Attribute, Encoding, Field, MechanismInfo, MechanismSpec, Sealed, Secret, Template,
    Value,
};

uniffi::custom_type!(Secret, Vec<u8>, {
    remote,
    lower: |secret| secret.expose().to_vec(),
    try_lift: |bytes| Ok(Secret::from(bytes)),
});

uniffi::custom_type!(Template, Vec<Attribute>, {
    remote,
    lower: |template| template.0,
    try_lift: |attributes| Ok(Template(attributes)),
});

#[uniffi::remote(Record)]
pub struct Attribute {
    pub kind: u64,
    pub value: Value,
}

#[uniffi::remote(Enum)]
pub enum Value {
    Bool(bool),
    Ulong(u64),
    Bytes(Secret),
    Template(Template),
    Mechanisms(Vec<u64>),
}

#[uniffi::remote(Enum)]
pub enum Answer {
    Value(Value),
    Sensitive,
    Invalid,
}

#[uniffi::remote(Enum)]
pub enum PublicForm {
    Pem,
    Der,
    Ssh,
    Jwk,
}

#[uniffi::remote(Record)]
pub struct Sealed {
    pub iv: Vec<u8>,
    pub ciphertext: Vec<u8>,
    pub tag: Vec<u8>,
}

#[uniffi::remote(Record)]
pub struct MechanismInfo {
    pub min_key_size: u64,
    pub max_key_size: u64,
    pub flags: u64,
}

#[uniffi::remote(Record)]
pub struct MechanismSpec {
    pub name: String,
    pub hash: Option<String>,
    pub mgf_hash: Option<String>,
    #[uniffi(default = None)]
    pub encoding: Option<String>,
    pub iv: Option<Vec<u8>>,
    pub aad: Option<Vec<u8>>,
    pub tag_len: Option<u64>,
    pub data_len: Option<u64>,
    pub mac_len: Option<u64>,
    pub counter_bits: Option<u64>,
    pub salt_len: Option<u64>,
    pub label: Option<Vec<u8>>,
    pub context: Option<Vec<u8>>,
    pub prehash: Option<bool>,
    pub deterministic: Option<bool>,
    pub public: Option<Vec<u8>>,
    pub shared: Option<Vec<u8>>,
    pub salt: Option<Vec<u8>>,
    pub info: Option<Vec<u8>>,
    pub aes_bits: Option<u64>,
    pub kdf: Option<String>,
    pub data: Option<Vec<u8>>,
    pub key: Option<u64>,
    pub salt_key: Option<u64>,
    pub counted: Option<bool>,
    pub password: Option<Secret>,
    pub iterations: Option<u64>,
    pub first_bit: Option<u64>,
    pub client_random: Option<Vec<u8>>,
    pub server_random: Option<Vec<u8>>,
    pub version: Option<bool>,
    pub key_len: Option<u64>,
    pub iv_len: Option<u64>,
    pub of_server: Option<bool>,
    pub index: Option<u64>,
    pub chain_code: Option<Vec<u8>>,
}

/// A mechanism, checked once and used as often as one likes.
#[derive(uniffi::Object)]
pub struct Mechanism(pub strongroom::Mechanism);

impl Mechanism {
    /// ECDSA signatures have two forms; here they are always the numbers.
    pub fn of(mechanism: strongroom::Mechanism) -> Arc<Self> {
        let raw = mechanism.encoding().is_some();
        Arc::new(Self(if raw { mechanism.raw() } else { mechanism }))
    }
}

#[uniffi::export]
impl Mechanism {
    #[uniffi::constructor]
    pub fn new(spec: MechanismSpec) -> Result<Arc<Self>> {
        Ok(Self::of(spec.mechanism()?))
    }

    /// Whether its signatures have two forms.
    pub fn has_forms(&self) -> bool {
        self.0.encoding().is_some()
    }

    /// The same with signatures in DER, where they have two forms.
    pub fn der(&self) -> Arc<Self> {
        let raw = self.0.clone();
        Arc::new(Self(if self.has_forms() { raw.encoded(Encoding::Der) } else { raw }))
    }
}

/// A key that is wanted: its kind, and how it is called and used. What is not said is as the core has it.
#[derive(uniffi::Record)]
pub struct KeySpec {
    pub kind: String,
    pub label: Option<String>,
    pub id: Option<Vec<u8>>,
    pub persist: Option<bool>,
    pub sensitive: Option<bool>,
    pub extractable: Option<bool>,
    pub always_authenticate: Option<bool>,
    pub usages: Option<Vec<String>>,
    pub attributes: Template,
}

impl KeySpec {
    pub fn spec(self) -> Result<strongroom::KeySpec> {
        let mut spec = strongroom::KeySpec::named(&self.kind)?;
        macro_rules! said {
            ($($name:ident)*) => { $(if let Some(said) = self.$name { spec = spec.$name(said); })* };
        }
        said!(label id persist sensitive extractable always_authenticate);
        if let Some(words) = self.usages {
            spec = spec.with("usages", Field::Words(words))?;
        }
        for attribute in self.attributes.0 {
            spec = spec.attribute(attribute.kind, attribute.value);
        }
        Ok(spec)
    }
}

/// The DER of an ECDSA signature whose numbers follow one another.
#[uniffi::export]
pub fn ecdsa_der(raw: &[u8]) -> Result<Vec<u8>> {
    Ok(strongroom::ecdsa::to_der(raw)?)
}

/// The numbers of an ECDSA signature in DER, each of a length. `CKR_SIGNATURE_INVALID`
#[uniffi::export]
pub fn ecdsa_raw(der: &[u8], len: u32) -> Result<Vec<u8>> {
    Ok(strongroom::ecdsa::to_raw(der, usize::try_from(len).unwrap_or(usize::MAX))?)
}
