//! How the arguments and answers of operations travel. An argument is written by the client and held by
//! the server while the operation runs; output goes from the server's reply into the client's buffer. Each
//! type that the list of operations names has an entry in `arguments`, `output` or `answers`.

mod answers;
mod arguments;
mod output;

use crate::frame::{ARGUMENTS, Fields, Malformed};
use crate::reply::Reply;
use minicbor::Decoder;
use strongroom_base::{Error, OpKind};

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

/// The field of an argument, by its place in the list.
pub(crate) fn field(place: usize) -> u32 {
    u32::try_from(place).map_or(u32::MAX, |place| ARGUMENTS + place)
}

/// How many elements a list says that it has: no more than there are bytes.
fn array(decoder: &mut Decoder<'_>) -> Result<usize, Malformed> {
    let count = decoder.array()?.and_then(|count| usize::try_from(count).ok());
    count
        .filter(|count| *count <= decoder.input().len())
        .ok_or(Malformed("a list whose length is not that of its elements"))
}
