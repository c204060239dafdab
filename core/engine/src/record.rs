//! Attributes as the keystore's bytes, and the terms by which the keystore finds them. The encoding is
//! CBOR: an array of the format's number and a map from attribute types to values. It is canonical (types
//! ascending), so that the same attributes are the same bytes.

use crate::keystore::Term;
use minicbor::data::Type;
use minicbor::{Decoder, Encoder};
use strongroom_base::attribute::kind_of;
use strongroom_base::limits::{MAX_ATTRIBUTES, MAX_TEMPLATE_DEPTH};
use strongroom_base::{Attribute, Error, Result, Secret, Template, Value, ck};

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
    let mut encoder = Encoder::new(&mut bytes);
    // Writing to a vector cannot fail; the encoder's error type says so too.
    let _ = encoder.array(2).and_then(|e| e.u8(FORMAT));
    encode_template(&mut encoder, attributes);
    Secret::from(bytes)
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

fn encode_template(encoder: &mut Encoder<&mut Vec<u8>>, attributes: &Template) {
    let mut sorted: Vec<&Attribute> = attributes.iter().collect();
    sorted.sort_by_key(|a| a.kind);
    let _ = encoder.map(sorted.len() as u64);
    for attribute in sorted {
        let _ = encoder.u64(attribute.kind);
        match &attribute.value {
            Value::Bool(b) => drop(encoder.bool(*b)),
            Value::Ulong(n) => drop(encoder.u64(*n)),
            Value::Bytes(b) => drop(encoder.bytes(b.expose())),
            Value::Template(t) => encode_template(encoder, t),
            Value::Mechanisms(list) => {
                let _ = encoder.array(list.len() as u64);
                for mechanism in list {
                    let _ = encoder.u64(*mechanism);
                }
            }
        }
    }
}

/// The attributes that [`encode`] made bytes of. `CKR_DEVICE_ERROR` for bytes that it did not make.
pub fn decode(bytes: &[u8]) -> Result<Template> {
    let mut decoder = Decoder::new(bytes);
    let template = (|| {
        if decoder.array().ok()? != Some(2) || decoder.u8().ok()? != FORMAT {
            return None;
        }
        let template = decode_template(&mut decoder, 0)?;
        (decoder.position() == bytes.len()).then_some(template)
    })();
    template.ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "an object's record cannot be read"))
}

fn decode_template(decoder: &mut Decoder<'_>, depth: usize) -> Option<Template> {
    let count = usize::try_from(decoder.map().ok()??).ok()?;
    if count > MAX_ATTRIBUTES || depth > MAX_TEMPLATE_DEPTH {
        return None;
    }
    let mut template = Template(Vec::with_capacity(count));
    for _ in 0..count {
        let kind = decoder.u64().ok()?;
        let value = match decoder.datatype().ok()? {
            Type::Bool => Value::Bool(decoder.bool().ok()?),
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => Value::Ulong(decoder.u64().ok()?),
            Type::Bytes => Value::Bytes(Secret::from(decoder.bytes().ok()?)),
            Type::Map => Value::Template(decode_template(decoder, depth + 1)?),
            Type::Array => {
                let count = usize::try_from(decoder.array().ok()??).ok()?;
                // Each element takes a byte at least, so the input bounds the list.
                let mut list = Vec::new();
                for _ in 0..count {
                    list.push(decoder.u64().ok()?);
                }
                Value::Mechanisms(list)
            }
            _ => return None,
        };
        template.0.push(Attribute { kind, value });
    }
    Some(template)
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
