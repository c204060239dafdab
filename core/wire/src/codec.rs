//! How the arguments and answers of operations travel. An argument is written by the client and held by
//! the server while the operation runs; output goes from the server's reply into the client's buffer. Each
//! type that the list of operations names has an entry here.

use crate::frame::{ARGUMENTS, Fields, Malformed, put};
use crate::reply::Reply;
use minicbor::Decoder;
use minicbor::data::Type;
use strongroom_base::limits::MAX_BATCH;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{
    Answer, Done, Error, Mechanism, MechanismInfo, Message, OpKind, Out, SessionInfo, Sizing,
    SlotInfo, Task, Template, TokenInfo, TokenPolicy, Value, Written, ck,
};

/// What a service allows in a request, beside the length of its frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Attributes of one template, those of templates within it included.
    pub attributes: usize,
    /// Templates within templates.
    pub depth: usize,
    /// Bytes of a reply.
    pub reply: usize,
}

/// Why a request is not carried out.
#[derive(Debug)]
pub enum Refusal {
    /// It is not of the protocol.
    Malformed(Malformed),
    /// It asks for more than there may be.
    Refused(Error),
}

impl From<Malformed> for Refusal {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl From<minicbor::decode::Error> for Refusal {
    fn from(error: minicbor::decode::Error) -> Self {
        Self::Malformed(error.into())
    }
}

/// What is known of a request once it has been read: what decides where it runs, and what is counted.
#[derive(Clone, Copy, Default, Debug)]
pub struct Facts {
    /// The session, where there is one.
    pub session: u64,
    /// The kind of operation, where the request names one.
    pub kind: Option<OpKind>,
    /// The mechanism, where the request names one.
    pub mechanism: Option<u64>,
    /// The key that is used.
    pub key: u64,
    /// Bytes of input.
    pub input: usize,
    /// Bytes that there may be of output.
    pub room: usize,
}

/// An argument of an operation.
pub(crate) trait Argument<'a>: Sized {
    /// What the server holds while the operation runs.
    type Held<'f>;

    /// Writes the argument's field; nothing where it is absent.
    fn write(&self, request: &mut Vec<u8>, number: u32);

    /// Reads it.
    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        limits: &Limits,
        reply: &mut Reply,
    ) -> Result<Self::Held<'f>, Refusal>;

    /// Gives it to the operation.
    fn lend<'f: 'a>(held: &'a mut Self::Held<'f>) -> Self;

    /// What can be known from it.
    fn note(_held: &Self::Held<'_>, _name: &'static str, _facts: &mut Facts) {}

    /// The operation is done: where the argument was room for output, `written` bytes of it are used.
    fn settle(_held: Self::Held<'_>, _written: usize, _reply: &mut Reply) {}

    /// Takes the output of a reply.
    fn fill(&mut self, _output: Option<&[u8]>) -> Result<(), Malformed> {
        Ok(())
    }
}

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

impl<'a> Argument<'a> for Option<&'a AeadMessage> {
    type Held<'f> = Option<AeadMessage>;

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        if let Some(params) = self {
            params.write(request, number);
        }
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        _: &Limits,
        _: &mut Reply,
    ) -> Result<Option<AeadMessage>, Refusal> {
        Ok(fields.field(number)?.map(Decoder::decode).transpose()?)
    }

    fn lend<'f: 'a>(held: &'a mut Option<AeadMessage>) -> Self {
        held.as_ref()
    }
}

impl<'a> Argument<'a> for Option<&'a Mechanism> {
    type Held<'f> = Option<Mechanism>;

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        if let Some(mechanism) = self {
            mechanism.write(request, number);
        }
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        _: &Limits,
        _: &mut Reply,
    ) -> Result<Option<Mechanism>, Refusal> {
        Ok(fields.field(number)?.map(Decoder::decode).transpose()?)
    }

    fn lend<'f: 'a>(held: &'a mut Option<Mechanism>) -> Self {
        held.as_ref()
    }

    fn note(held: &Option<Mechanism>, _: &'static str, facts: &mut Facts) {
        facts.mechanism = held.as_ref().map(|mechanism| mechanism.kind);
    }
}

/// Room for output, as the server holds it: the reply itself, which is given back when it is settled.
pub(crate) enum Room {
    /// Only the length is asked for.
    Size,
    /// The reply, and how many bytes there may be. Nothing is reserved before the operation is carried
    /// out.
    Reply(Reply, usize),
}

impl Room {
    /// Room for as much as is asked for, within what a reply can hold.
    fn of(reply: &mut Reply, capacity: u64, limits: &Limits) -> Self {
        let capacity = usize::try_from(capacity).unwrap_or(usize::MAX).min(limits.reply);
        Self::Reply(std::mem::take(reply), capacity)
    }

    fn capacity(&self) -> usize {
        match self {
            Self::Size => 0,
            Self::Reply(_, capacity) => *capacity,
        }
    }

    fn slice(&mut self) -> Option<&mut [u8]> {
        match self {
            Self::Size => None,
            Self::Reply(reply, capacity) => Some(reply.room(*capacity)),
        }
    }

    fn settle(self, written: usize, reply: &mut Reply) {
        if let Self::Reply(mut filled, _) = self {
            filled.settle(written);
            *reply = filled;
        }
    }
}

impl<'a> Argument<'a> for Out<'a> {
    type Held<'f> = Room;

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        if let Out::Buffer(buffer) = self {
            put(request, number, buffer.len());
        }
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        limits: &Limits,
        reply: &mut Reply,
    ) -> Result<Room, Refusal> {
        match fields.field(number)? {
            // A buffer beyond what a reply can hold cannot be filled anyway.
            Some(decoder) => Ok(Room::of(reply, decoder.u64()?, limits)),
            None => Ok(Room::Size),
        }
    }

    fn lend<'f: 'a>(held: &'a mut Room) -> Self {
        held.slice().map_or(Out::Size, Out::Buffer)
    }

    fn note(held: &Room, _: &'static str, facts: &mut Facts) {
        facts.room = held.capacity();
    }

    fn settle(held: Room, written: usize, reply: &mut Reply) {
        held.settle(written, reply);
    }

    fn fill(&mut self, output: Option<&[u8]>) -> Result<(), Malformed> {
        match (self, output) {
            (Out::Size, None) => Ok(()),
            (Out::Buffer(buffer), Some(output)) => copy(buffer, output),
            _ => Err(Malformed("a reply with another output than was asked for")),
        }
    }
}

impl<'a> Argument<'a> for &'a mut [u8] {
    type Held<'f> = Room;

    fn write(&self, request: &mut Vec<u8>, number: u32) {
        put(request, number, self.len());
    }

    fn read<'f>(
        fields: &mut Fields<'f>,
        number: u32,
        limits: &Limits,
        reply: &mut Reply,
    ) -> Result<Room, Refusal> {
        let len = fields.required(number)?.u64()?;
        if usize::try_from(len).is_ok_and(|len| len <= limits.reply) {
            return Ok(Room::of(reply, len, limits));
        }
        let why = "more bytes than one reply may have";
        Err(Refusal::Refused(Error::new(ck::CKR_DEVICE_MEMORY, why)))
    }

    fn lend<'f: 'a>(held: &'a mut Room) -> Self {
        held.slice().unwrap_or_default()
    }

    fn note(held: &Room, _: &'static str, facts: &mut Facts) {
        facts.room = held.capacity();
    }

    fn settle(held: Room, _: usize, reply: &mut Reply) {
        let all = held.capacity();
        held.settle(all, reply);
    }

    fn fill(&mut self, output: Option<&[u8]>) -> Result<(), Malformed> {
        match output {
            Some(output) if output.len() == self.len() => copy(self, output),
            _ => Err(Malformed("a reply with another output than was asked for")),
        }
    }
}

fn copy(buffer: &mut [u8], output: &[u8]) -> Result<(), Malformed> {
    buffer
        .get_mut(..output.len())
        .map(|front| front.copy_from_slice(output))
        .ok_or(Malformed("a reply with more output than there is room for"))
}

fn array(decoder: &mut Decoder<'_>) -> Result<usize, Malformed> {
    let count = decoder.array()?.and_then(|count| usize::try_from(count).ok());
    count
        .filter(|count| *count <= decoder.input().len())
        .ok_or(Malformed("a list whose length is not that of its elements"))
}

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

/// An answer of an operation.
pub(crate) trait Answered: Sized {
    /// Writes it.
    fn write(&self, reply: &mut Vec<u8>);
    /// Reads it.
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed>;
    /// How much of the room for output is used.
    fn written(&self) -> usize {
        0
    }
}

/// The answers that are encoded as what they are.
macro_rules! answers {
    ($($type:ty $(: |$answer:ident| $written:expr)?;)*) => {$(
        impl Answered for $type {
            fn write(&self, reply: &mut Vec<u8>) {
                // Writing to a vector cannot fail.
                let _ = minicbor::encode(self, reply);
            }

            fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
                Ok(decoder.decode()?)
            }

            $(fn written(&self) -> usize {
                let $answer = self;
                $written
            })?
        }
    )*};
}

answers! {
    ();
    u64;
    (u64, u64);
    Vec<u64>;
    Vec<Answer>;
    SlotInfo;
    TokenInfo;
    TokenPolicy;
    SessionInfo;
    MechanismInfo;
    Sizing;
    crate::attach::Attached;
    Done;
    Written: |answer| *answer;
    (Written, u64): |answer| answer.0;
    Message: |answer| answer.written;
}

impl Answered for Vec<u8> {
    fn write(&self, reply: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = minicbor::Encoder::new(reply).bytes(self);
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        Ok(decoder.bytes()?.to_vec())
    }
}

impl Answered for Vec<Vec<u8>> {
    fn write(&self, reply: &mut Vec<u8>) {
        let mut encoder = minicbor::Encoder::new(reply);
        // Writing to a vector cannot fail.
        let _ = encoder.array(self.len() as u64);
        for bytes in self {
            let _ = encoder.bytes(bytes);
        }
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        if decoder.datatype()? != Type::Array {
            return Err(Malformed("an answer that is no list"));
        }
        (0..array(decoder)?).map(|_| Ok(decoder.bytes()?.to_vec())).collect()
    }
}

/// The field of an argument, by its place in the list.
pub(crate) fn field(place: usize) -> u32 {
    u32::try_from(place).map_or(u32::MAX, |place| ARGUMENTS + place)
}
