//! Attributes as the keystore's bytes, and the terms by which the keystore finds them. The encoding is
//! CBOR: an array of the format's number and a map from attribute types to values. It is canonical (types
//! ascending), so that the same attributes are the same bytes.

use crate::keystore::Term;
use minicbor::Decoder;
use strongroom_base::attribute::kind_of;
use strongroom_base::{Error, Result, Secret, Template, Value, ck};

/// The number of this encoding.
const FORMAT: u8 = 1;

/// The attributes by which objects can be found without opening them all. Others are compared after.
static INDEXED: &[u64] = &[
    ck::CKA_CLASS,
    ck::CKA_LABEL,
    ck::CKA_ID,
    ck::CKA_UNIQUE_ID,
    ck::CKA_SUBJECT,
    ck::CKA_ISSUER,
    ck::CKA_SERIAL_NUMBER,
    ck::CKA_APPLICATION,
    ck::CKA_OBJECT_ID,
    ck::CKA_MODULUS,
    ck::CKA_EC_POINT,
];

/// The object's attributes as bytes.
pub fn encode(attributes: &Template) -> Secret {
    // Room for all of it from the start: a vector that grows leaves copies of secrets behind.
    let mut bytes = Vec::with_capacity(bound(attributes));
    // Writing to a vector cannot fail; the encoder's error type says so too.
    let _ = minicbor::encode((FORMAT, sorted(attributes)), &mut bytes);
    Secret::from(bytes)
}

/// The attributes by their types, also within attributes that are templates.
fn sorted(attributes: &Template) -> Template {
    let mut sorted = attributes.clone();
    sorted.0.sort_by_key(|attribute| attribute.kind);
    for attribute in &mut sorted.0 {
        if let Value::Template(inner) = &mut attribute.value {
            *inner = self::sorted(inner);
        }
    }
    sorted
}

fn bound(attributes: &Template) -> usize {
    16 + attributes
        .iter()
        .map(|a| {
            24 + match &a.value {
                Value::Bytes(b) => b.len(),
                Value::Template(t) => bound(t),
                Value::Mechanisms(m) => 9 * m.len(),
                Value::Bool(_) | Value::Ulong(_) => 0,
            }
        })
        .sum::<usize>()
}

/// The attributes that [`encode`] made bytes of. `CKR_DEVICE_ERROR` for bytes that it did not make.
pub fn decode(bytes: &[u8]) -> Result<Template> {
    let mut decoder = Decoder::new(bytes);
    match decoder.decode() {
        Ok((FORMAT, template)) if decoder.position() == bytes.len() => Ok(template),
        _ => Err(Error::new(ck::CKR_DEVICE_ERROR, "an object's record cannot be read")),
    }
}

/// The terms of a template that the index knows; empty values are not indexed.
pub fn terms(template: &Template) -> Vec<OwnedTerm> {
    template
        .iter()
        .filter(|a| INDEXED.contains(&a.kind) && a.value.is(kind_of(a.kind)))
        .filter_map(|a| {
            let value = match &a.value {
                Value::Bytes(b) if !b.is_empty() => b.expose().to_vec(),
                Value::Ulong(n) => n.to_be_bytes().to_vec(),
                _ => return None,
            };
            Some(OwnedTerm { attribute: a.kind, value })
        })
        .collect()
}

/// A term with its value.
pub struct OwnedTerm {
    attribute: u64,
    value: Vec<u8>,
}

impl OwnedTerm {
    /// As the keystore takes it.
    pub fn term(&self) -> Term<'_> {
        Term { attribute: self.attribute, value: &self.value }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use strongroom_base::Attribute;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::Bool),
            any::<u64>().prop_map(Value::Ulong),
            prop::collection::vec(any::<u8>(), 0..80).prop_map(Value::bytes),
            prop::collection::vec(any::<u64>(), 0..5).prop_map(Value::Mechanisms),
        ];
        leaf.prop_recursive(3, 20, 5, |inner| {
            prop::collection::btree_map(any::<u64>(), inner, 0..5).prop_map(|map| {
                Value::Template(Template(
                    map.into_iter().map(|(kind, value)| Attribute { kind, value }).collect(),
                ))
            })
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(map in prop::collection::btree_map(any::<u64>(), value(), 0..20)) {
            let template =
                Template(map.into_iter().map(|(kind, value)| Attribute { kind, value }).collect());
            let bytes = encode(&template);
            prop_assert!(bytes.len() <= bound(&template) + 16);
            prop_assert_eq!(decode(bytes.expose()).unwrap(), template);
        }

        #[test]
        fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes);
        }
    }
}
