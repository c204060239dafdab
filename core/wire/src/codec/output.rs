//! Room for output: the client says how much it has, the operation writes into the reply itself, and what it
//! wrote goes into the client's buffer.

use super::{Argument, Facts, Limits, Refusal};
use crate::frame::{Fields, Malformed, put};
use crate::reply::Reply;
use strongroom_base::{Error, Out, ck};

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
