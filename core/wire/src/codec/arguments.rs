//! What operations are given: each type of argument, and what a service allows of it.

use super::{Argument, Facts, Limits, Refusal, array};
use crate::frame::{Fields, put};
use crate::reply::Reply;
use minicbor::Decoder;
use strongroom_base::limits::MAX_BATCH;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{Error, Mechanism, OpKind, Task, Template, TokenPolicy, Value, ck};

/// The arguments that are held as what they are.
macro_rules! plain {
    ($($type:ty: |$held:ident, $name:ident, $facts:ident| $note:expr;)*) => {$(
        impl<'a> Argument<'a> for $type {
            type Held<'f> = $type;

            fn write(&self, request: &mut Vec<u8>, number: u32) {
                put(request, number, self);
            }

            fn read<'f>(
                fields: &mut Fields<'f>,
                number: u32,
                _: &Limits,
                _: &mut Reply,
            ) -> Result<Self, Refusal> {
                Ok(fields.required(number)?.decode()?)
            }

            fn lend<'f: 'a>(held: &'a mut Self) -> Self {
                *held
            }

            fn note($held: &Self, $name: &'static str, $facts: &mut Facts) {
                $note
            }
        }
    )*};
}

plain! {
    bool: |_held, _name, _facts| ();
    u64: |held, name, facts| match name {
        "session" => facts.session = *held,
        "key" | "private_key" | "public_key" | "base_key" | "wrapping_key" | "unwrapping_key" => {
            facts.key = *held;
        }
        "mechanism" => facts.mechanism = Some(*held),
        _ => {}
    };
    OpKind: |held, _name, facts| facts.kind = Some(*held);
}

impl<'a> Argument<'a> for &'a [u8] {
    type Held<'f> = &'f [u8];

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        put(request, number, <&minicbor::bytes::ByteSlice>::from(*self));
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        _: &Limits,
        _: &mut Reply,
    ) -> Result<&'f [u8], Refusal> {
        Ok(fields.required(number)?.bytes()?)
    }

    fn lend<'f: 'a>(held: &'a mut &'f [u8]) -> Self {
        held
    }

    fn note(held: &&[u8], _: &'static str, facts: &mut Facts) {
        facts.input = facts.input.saturating_add(held.len());
    }
}

impl<'a> Argument<'a> for Option<&'a [u8]> {
    type Held<'f> = Option<&'f [u8]>;

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        if let Some(bytes) = self {
            bytes.write(request, number);
        }
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        _: &Limits,
        _: &mut Reply,
    ) -> Result<Option<&'f [u8]>, Refusal> {
        Ok(fields.field(number)?.map(Decoder::bytes).transpose()?)
    }

    fn lend<'f: 'a>(held: &'a mut Option<&'f [u8]>) -> Self {
        *held
    }
}

impl<'a> Argument<'a> for &'a [u64] {
    type Held<'f> = Vec<u64>;

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        put(request, number, self);
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        limits: &Limits,
        _: &mut Reply,
    ) -> Result<Vec<u64>, Refusal> {
        let decoder = fields.required(number)?;
        let count = array(decoder)?;
        if count > limits.attributes {
            return Err(too_many());
        }
        (0..count).map(|_| Ok(decoder.u64()?)).collect()
    }

    fn lend<'f: 'a>(held: &'a mut Vec<u64>) -> Self {
        held
    }
}

impl<'a> Argument<'a> for &'a [&'a [u8]] {
    type Held<'f> = Vec<&'f [u8]>;

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        let mut encoder = minicbor::Encoder::new(request);
        // Writing to a vector cannot fail.
        let _ = encoder.u32(number).and_then(|e| e.array(self.len() as u64));
        for bytes in *self {
            let _ = encoder.bytes(bytes);
        }
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        _: &Limits,
        _: &mut Reply,
    ) -> Result<Vec<&'f [u8]>, Refusal> {
        let decoder = fields.required(number)?;
        let count = array(decoder)?;
        if count > MAX_BATCH {
            let why = "more pieces of data than one call signs";
            return Err(Refusal::Refused(Error::new(ck::CKR_DATA_LEN_RANGE, why)));
        }
        (0..count).map(|_| Ok(decoder.bytes()?)).collect()
    }

    fn lend<'f: 'a>(held: &'a mut Vec<&'f [u8]>) -> Self {
        held
    }

    fn note(held: &Vec<&[u8]>, _: &'static str, facts: &mut Facts) {
        facts.input = held.iter().map(|bytes| bytes.len()).sum();
    }
}

/// The arguments that are read into a value and lent by reference.
macro_rules! lent {
    ($($type:ty: $check:expr, $note:expr;)*) => {$(
        impl<'a> Argument<'a> for &'a $type {
            type Held<'f> = $type;

            fn write(&self, request: &mut Vec<u8>, number: u32) {
                put(request, number, self);
            }

            fn read<'f>(
                fields: &mut Fields<'f>,
                number: u32,
                limits: &Limits,
                _: &mut Reply,
            ) -> Result<$type, Refusal> {
                let check: fn(&$type, &Limits) -> Result<(), Refusal> = $check;
                let held = fields.required(number)?.decode()?;
                check(&held, limits)?;
                Ok(held)
            }

            fn lend<'f: 'a>(held: &'a mut $type) -> Self {
                held
            }

            fn note(held: &$type, _: &'static str, facts: &mut Facts) {
                let note: fn(&$type, &mut Facts) = $note;
                note(held, facts);
            }
        }
    )*};
}

lent! {
    Template: within, |_, _| ();
    Mechanism: |_, _| Ok(()), |mechanism, facts| facts.mechanism = Some(mechanism.kind);
    AeadMessage: |_, _| Ok(()), |_, _| ();
    Task: templates_of, |_, _| ();
    TokenPolicy: |_, _| Ok(()), |_, _| ();
}

/// What may be left out, and is otherwise as where it may not.
macro_rules! optional {
    ($($type:ident)*) => {
        $(impl<'a> Argument<'a> for Option<&'a $type> {
            type Held<'f> = Option<$type>;

            fn write(&self, request: &mut Vec<u8>, number: u32) {
                if let Some(value) = self {
                    value.write(request, number);
                }
            }

            fn read<'f>(
                fields: &mut Fields<'f>,
                number: u32,
                _: &Limits,
                _: &mut Reply,
            ) -> Result<Option<$type>, Refusal> {
                Ok(fields.field(number)?.map(Decoder::decode).transpose()?)
            }

            fn lend<'f: 'a>(held: &'a mut Option<$type>) -> Self {
                held.as_ref()
            }

            fn note(held: &Option<$type>, name: &'static str, facts: &mut Facts) {
                if let Some(value) = held {
                    <&$type as Argument<'_>>::note(value, name, facts);
                }
            }
        })*
    };
}
optional!(AeadMessage Mechanism);

fn too_many() -> Refusal {
    Refusal::Refused(Error::new(ck::CKR_ARGUMENTS_BAD, "there are too many attributes"))
}

/// Whether the templates of a task are within a service's own limits.
fn templates_of(task: &Task, limits: &Limits) -> Result<(), Refusal> {
    match task {
        Task::GenerateKey(_, template) => within(template, limits),
        Task::GenerateKeyPair(_, public, private) => {
            within(public, limits)?;
            within(private, limits)
        }
        Task::Once(..) | Task::Final(..) => Ok(()),
    }
}

/// Whether a template is within a service's own limits.
fn within(template: &Template, limits: &Limits) -> Result<(), Refusal> {
    fn count(template: &Template, depth: usize) -> (usize, usize) {
        template.iter().fold(
            (template.len(), depth),
            |(total, deepest), attribute| match &attribute.value {
                Value::Template(inner) => {
                    let (more, depth) = count(inner, depth + 1);
                    (total + more, deepest.max(depth))
                }
                _ => (total, deepest),
            },
        )
    }
    let (total, depth) = count(template, 0);
    if total > limits.attributes {
        return Err(too_many());
    }
    if depth > limits.depth {
        let why = "templates lie too deep in one another";
        return Err(Refusal::Refused(Error::new(ck::CKR_ARGUMENTS_BAD, why)));
    }
    Ok(())
}
