//! Attributes as CBOR (RFC 8949), for the keystore's records and for the wire: a template is a map from
//! attribute types to values, in the order given; a value is a truth value, a number, bytes, a map for a
//! template and an array for mechanism types. What is read is bounded in its nesting and its count of
//! attributes before memory is given to it. The other words of this crate have their numbers of fields
//! beside their fields.

use crate::limits::{MAX_ATTRIBUTES, MAX_KDF_PARTS, MAX_MECHANISMS, MAX_TEMPLATE_DEPTH};
use crate::{Attribute, Secret, Template, Value};
use minicbor::data::Type;
use minicbor::decode::Error as Unreadable;
use minicbor::encode::{Error as Unwritable, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

impl<C> Encode<C> for Secret {
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), Unwritable<W::Error>> {
        encoder.bytes(self.expose())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Secret {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, Unreadable> {
        decoder.bytes().map(Self::from)
    }
}

impl<C> Encode<C> for Value {
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), Unwritable<W::Error>> {
        match self {
            Self::Bool(b) => encoder.bool(*b)?.ok(),
            Self::Ulong(n) => encoder.u64(*n)?.ok(),
            Self::Bytes(bytes) => bytes.encode(encoder, context),
            Self::Template(template) => template.encode(encoder, context),
            Self::Mechanisms(list) => list.encode(encoder, context),
        }
    }
}

impl<C> Encode<C> for Template {
    fn encode<W: Write>(
        &self,
        encoder: &mut Encoder<W>,
        context: &mut C,
    ) -> Result<(), Unwritable<W::Error>> {
        encoder.map(self.len() as u64)?;
        self.iter().try_for_each(|attribute| {
            encoder.u64(attribute.kind)?;
            attribute.value.encode(encoder, context)
        })
    }
}

/// Attributes of a template and all within it: what an object has may be what several templates say.
const MOST: usize = 4 * MAX_ATTRIBUTES;

impl<'b, C> Decode<'b, C> for Value {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, Unreadable> {
        value(decoder, 0, &mut MOST.clone())
    }
}

impl<'b, C> Decode<'b, C> for Template {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, Unreadable> {
        template(decoder, 0, &mut MOST.clone())
    }
}

/// A list of the parts of a key derivation.
pub(crate) fn parts<'b, C, T: Decode<'b, C>>(
    decoder: &mut Decoder<'b>,
    context: &mut C,
) -> Result<Vec<T>, Unreadable> {
    let count = decoder.array()?.and_then(|count| usize::try_from(count).ok());
    let count = count
        .filter(|count| *count <= MAX_KDF_PARTS)
        .ok_or_else(|| Unreadable::message("a derivation with too many parts"))?;
    (0..count).map(|_| T::decode(decoder, context)).collect()
}

fn template(
    decoder: &mut Decoder<'_>,
    depth: usize,
    left: &mut usize,
) -> Result<Template, Unreadable> {
    let count = decoder.map()?.and_then(|count| usize::try_from(count).ok());
    let count = count
        .filter(|count| *count <= MAX_ATTRIBUTES.min(*left) && depth <= MAX_TEMPLATE_DEPTH)
        .ok_or_else(|| Unreadable::message("a template that is too large or too deep"))?;
    *left -= count;
    let mut template = Template(Vec::with_capacity(count));
    for _ in 0..count {
        template.0.push(Attribute { kind: decoder.u64()?, value: value(decoder, depth, left)? });
    }
    Ok(template)
}

fn value(decoder: &mut Decoder<'_>, depth: usize, left: &mut usize) -> Result<Value, Unreadable> {
    Ok(match decoder.datatype()? {
        Type::Bool => Value::Bool(decoder.bool()?),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => Value::Ulong(decoder.u64()?),
        Type::Bytes => Value::Bytes(Secret::from(decoder.bytes()?)),
        Type::Map => Value::Template(template(decoder, depth + 1, left)?),
        Type::Array => {
            let count = decoder.array()?.and_then(|count| usize::try_from(count).ok());
            let count = count
                .filter(|count| *count <= MAX_MECHANISMS)
                .ok_or_else(|| Unreadable::message("too many mechanism types"))?;
            let mut list = Vec::with_capacity(count);
            for _ in 0..count {
                list.push(decoder.u64()?);
            }
            Value::Mechanisms(list)
        }
        _ => return Err(Unreadable::message("no value of an attribute")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mechanism::Kbkdf;
    use crate::{Mechanism, Params};

    fn read<T: for<'b> Decode<'b, ()>>(value: &impl Encode<()>) -> Result<T, Unreadable> {
        minicbor::decode(&minicbor::to_vec(value).unwrap())
    }

    /// A template with as many templates in it, and as many numbers in each of these.
    fn nested(outer: usize, inner: u64) -> Template {
        let of_numbers = (0..inner).fold(Template::new(), |all, kind| all.with(kind, 1_u64));
        (0..outer as u64).fold(Template::new(), |mut all, kind| {
            all.0.push(Attribute { kind, value: Value::Template(of_numbers.clone()) });
            all
        })
    }

    #[test]
    fn all_templates_in_one_are_bounded_together() {
        let (outer, inner) = (4, MAX_ATTRIBUTES as u64 - 1);
        let most = nested(outer, inner);
        assert_eq!(read::<Template>(&most).unwrap(), most);
        assert!(read::<Template>(&nested(outer + 1, inner)).is_err());
        assert!(read::<Template>(&nested(MAX_ATTRIBUTES, inner)).is_err());
    }

    #[test]
    fn a_derivation_has_so_many_parts() {
        let with = |count| {
            let additional = vec![Template::new(); count];
            let kbkdf = Kbkdf { prf: 0, fields: Vec::new(), iv: Vec::new(), additional };
            Mechanism::new(0, Params::Kbkdf(kbkdf))
        };
        let most = with(MAX_KDF_PARTS);
        assert_eq!(read::<Mechanism>(&most).unwrap(), most);
        assert!(read::<Mechanism>(&with(MAX_KDF_PARTS + 1)).is_err());
    }
}
