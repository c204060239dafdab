//! ML-DSA and ML-KEM keys (FIPS 204, FIPS 203): the parameter sets, and keys from their bytes.

use super::{Key, bytes, invalid};
use crate::ffi::pq::{self, Part};
use der::asn1::ObjectIdentifier;
use openssl::pkey::{PKey, Private};
use std::ffi::CStr;
use strongroom_base::{Error, Result, Template, Value, ck};

/// A parameter set.
#[derive(Debug)]
pub struct Set {
    /// `CKK_ML_DSA` or `CKK_ML_KEM`.
    pub key_type: u64,
    /// `CKP_…`
    pub number: u64,
    /// What the library calls it.
    pub name: &'static CStr,
    /// What certificates and PKCS #8 call it.
    pub oid: ObjectIdentifier,
    /// Bytes of a public key.
    pub public_len: usize,
    /// Bytes of a signature, or of a ciphertext.
    pub output_len: usize,
}

const fn set(
    (key_type, number): (u64, u64),
    name: &'static CStr,
    oid: &str,
    public_len: usize,
    output_len: usize,
) -> Set {
    let oid = ObjectIdentifier::new_unwrap(oid);
    Set { key_type, number, name, oid, public_len, output_len }
}

/// All parameter sets.
#[rustfmt::skip] // one line a set
pub static SETS: [Set; 6] = [
    set((ck::CKK_ML_DSA, ck::CKP_ML_DSA_44), c"ML-DSA-44", "2.16.840.1.101.3.4.3.17", 1312, 2420),
    set((ck::CKK_ML_DSA, ck::CKP_ML_DSA_65), c"ML-DSA-65", "2.16.840.1.101.3.4.3.18", 1952, 3309),
    set((ck::CKK_ML_DSA, ck::CKP_ML_DSA_87), c"ML-DSA-87", "2.16.840.1.101.3.4.3.19", 2592, 4627),
    set((ck::CKK_ML_KEM, ck::CKP_ML_KEM_512), c"ML-KEM-512", "2.16.840.1.101.3.4.4.1", 800, 768),
    set((ck::CKK_ML_KEM, ck::CKP_ML_KEM_768), c"ML-KEM-768", "2.16.840.1.101.3.4.4.2", 1184, 1088),
    set((ck::CKK_ML_KEM, ck::CKP_ML_KEM_1024), c"ML-KEM-1024", "2.16.840.1.101.3.4.4.3", 1568, 1568),
];

impl Set {
    /// The set that a key's attributes name. `CKR_TEMPLATE_INCOMPLETE`, `CKR_PARAMETER_SET_NOT_SUPPORTED`
    pub fn of(key_type: u64, attributes: &Template) -> Result<&'static Self> {
        let number = attributes.get(ck::CKA_PARAMETER_SET).and_then(Value::as_ulong);
        let number = number.ok_or_else(|| {
            Error::new(ck::CKR_TEMPLATE_INCOMPLETE, "CKA_PARAMETER_SET is missing")
        })?;
        SETS.iter().find(|set| (set.key_type, set.number) == (key_type, number)).ok_or_else(|| {
            let why = "the token does not have this parameter set";
            Error::new(ck::CKR_PARAMETER_SET_NOT_SUPPORTED, why)
        })
    }

    /// Bytes of a seed: ML-KEM has two in one.
    pub fn seed_len(&self) -> usize {
        if self.key_type == ck::CKK_ML_KEM { 64 } else { 32 }
    }

    /// The public key in attributes.
    pub fn public(&'static self, attributes: &Template) -> Result<Key> {
        pq::public(self.name, bytes(attributes, ck::CKA_VALUE)?)
            .map(|key| Key::PqPublic(key, self))
            .ok_or_else(|| invalid("CKA_VALUE is not a public key of the parameter set"))
    }

    /// The private key in attributes, which have its seed, its expanded form, or both.
    pub fn private(&'static self, attributes: &Template) -> Result<Key> {
        let given = |kind| attributes.get(kind).and_then(Value::as_bytes).filter(|b| !b.is_empty());
        let parts = [(Part::Seed, ck::CKA_SEED), (Part::Private, ck::CKA_VALUE)];
        let parts: Vec<_> = parts
            .into_iter()
            .filter_map(|(part, kind)| given(kind).map(|bytes| (part, bytes)))
            .collect();
        if parts.is_empty() {
            let why = "neither CKA_SEED nor CKA_VALUE is given";
            return Err(Error::new(ck::CKR_TEMPLATE_INCOMPLETE, why));
        }
        pq::private(self.name, &parts)
            .map(|key| Key::PqPrivate(key, self))
            .ok_or_else(|| invalid("CKA_SEED and CKA_VALUE are not a private key of the set"))
    }

    /// What the token adds to a private key: its expanded form, and its seed where it is known.
    pub fn complete(&self, key: &PKey<Private>) -> Template {
        let mut attributes = Template::new();
        for (part, kind) in [(Part::Private, ck::CKA_VALUE), (Part::Seed, ck::CKA_SEED)] {
            if let Some(bytes) = pq::part(key, part) {
                attributes.push(kind, Value::Bytes(bytes));
            }
        }
        attributes
    }

    /// The attributes of the public key.
    pub fn public_attributes<T>(&self, key: &PKey<T>) -> Result<Template> {
        let value = pq::part(key, Part::Public)
            .ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "the key has no public part"))?;
        Ok(Template::new()
            .with(ck::CKA_PARAMETER_SET, self.number)
            .with(ck::CKA_VALUE, value.expose()))
    }
}

/// The key type and the attributes of a private key from a file or a wrapping. `None` where it is of
/// another kind.
pub fn attributes(key: &PKey<Private>) -> Option<(u64, Template)> {
    // The library has no numbers for these kinds, so its encoding tells.
    let der = key.public_key_to_der().ok()?;
    let info = spki::SubjectPublicKeyInfoRef::try_from(der.as_slice()).ok()?;
    let set = SETS.iter().find(|set| set.oid == info.algorithm.oid)?;
    Some((set.key_type, set.complete(key).with(ck::CKA_PARAMETER_SET, set.number)))
}
