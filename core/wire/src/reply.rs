//! A reply while it is made. Output is written by the operation itself into its place in the reply, so
//! that it is copied once, into TLS. A finished reply stands in the vector as a whole frame, after those
//! that were finished before it.

use crate::codec::Answered;
use crate::frame::{ANSWER, END, ID, MAP, NEEDED, OUTPUT, PREFIX, RV, TOOK, WHY, WORKING, put};
use minicbor::Encoder;
use std::time::Duration;
use strongroom_base::Error;
use zeroize::Zeroize;

/// Bytes of the header of a byte string whose length stands in four bytes.
const HEADER: usize = 5;
/// The first of them (RFC 8949, section 3).
const BYTES_WITH_U32: u8 = 0x5a;

/// Frames that are to be sent, the last of them in the making.
#[derive(Default)]
pub struct Reply {
    bytes: Vec<u8>,
    /// Where the next frame begins, or the one in the making.
    start: usize,
    /// Where the frame that was begun last begins.
    last: usize,
    /// Where the header of its output is, while there is room for one.
    output: Option<usize>,
}

impl Reply {
    /// What is to be sent.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// It has been sent. Memory beyond what most replies need is given back; what stays is wiped.
    pub fn sent(&mut self) {
        const KEPT: usize = 4096;
        let kept = self.bytes.len().min(KEPT);
        self.bytes.get_mut(..kept).unwrap_or_default().zeroize();
        self.bytes.clear();
        (self.start, self.last) = (0, 0);
        self.bytes.shrink_to(KEPT);
    }

    /// A frame that says that a request is still being worked at.
    pub fn working(id: u64) -> Vec<u8> {
        let mut reply = Self::default();
        reply.begin(id);
        put(&mut reply.bytes, WORKING, true);
        reply.end();
        reply.bytes
    }

    /// Begins the reply to a request.
    pub(crate) fn begin(&mut self, id: u64) {
        self.start = self.bytes.len();
        self.last = self.start;
        self.bytes.extend_from_slice(&[0; PREFIX]);
        self.bytes.push(MAP);
        put(&mut self.bytes, ID, id);
    }

    /// Makes room for output at the end.
    pub(crate) fn room(&mut self, capacity: usize) -> &mut [u8] {
        let _ = Encoder::new(&mut self.bytes).u32(OUTPUT);
        let header = self.bytes.len();
        self.output = Some(header);
        self.bytes.resize(header + HEADER + capacity, 0);
        self.bytes.get_mut(header + HEADER..).unwrap_or_default()
    }

    /// So much of the room has been used.
    pub(crate) fn settle(&mut self, written: usize) {
        let Some(header) = self.output.take() else { return };
        self.bytes.truncate(header + HEADER + written);
        let len = u32::try_from(written).unwrap_or(0).to_be_bytes();
        if let Some([kind, rest @ ..]) = self.bytes.get_mut(header..header + HEADER) {
            *kind = BYTES_WITH_U32;
            rest.copy_from_slice(&len);
        }
    }

    /// Ends the reply with an answer.
    pub(crate) fn answer(&mut self, answer: &impl Answered) {
        let _ = Encoder::new(&mut self.bytes).u32(ANSWER);
        answer.write(&mut self.bytes);
        self.end();
    }

    /// Ends the reply with a failure, whatever of it there is already.
    pub fn failure(&mut self, id: u64, error: &Error) {
        self.bytes.truncate(self.start);
        self.begin(id);
        put(&mut self.bytes, RV, error.rv().0);
        put(&mut self.bytes, WHY, error.why());
        if let Some(needed) = error.needed() {
            put(&mut self.bytes, NEEDED, needed);
        }
        self.end();
    }

    /// Adds to the answer that was made last how long it took.
    pub fn took(&mut self, time: Duration) {
        if self.last < self.start && self.bytes.pop().is_some() {
            self.start = self.last;
            put(&mut self.bytes, TOOK, u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
            self.end();
        }
    }

    /// Takes back the reply that was made last, finished or not.
    pub fn withhold(&mut self) {
        self.start = self.last;
        self.forget();
    }

    /// Gives back memory that the replies do not need.
    pub fn give_back(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// How many bytes of memory the replies have.
    pub fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// Takes back the reply that was begun.
    pub(crate) fn forget(&mut self) {
        self.bytes.truncate(self.start);
    }

    fn end(&mut self) {
        self.bytes.push(END);
        let len = self.bytes.len().saturating_sub(self.start + PREFIX);
        let len = u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes();
        if let Some(prefix) = self.bytes.get_mut(self.start..self.start + PREFIX) {
            prefix.copy_from_slice(&len);
        }
        self.start = self.bytes.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Fields;

    #[test]
    fn how_long_it_took_stands_behind_the_answer_made_last() {
        let mut reply = Reply::default();
        for id in [3, 4] {
            reply.begin(id);
            reply.answer(&7_u64);
        }
        let first = reply.bytes().len() / 2;
        let before = reply.bytes()[..first].to_vec();
        reply.took(Duration::from_micros(250));
        assert_eq!(reply.bytes()[..first], before);
        let second = &reply.bytes()[first..];
        let length = crate::frame::length(second, 64).unwrap().unwrap();
        assert_eq!(second.len(), PREFIX + length);
        let mut fields = Fields::new(&second[PREFIX..]).unwrap();
        assert_eq!(fields.required(ID).unwrap().u64().unwrap(), 4);
        assert_eq!(fields.required(ANSWER).unwrap().u64().unwrap(), 7);
        assert_eq!(fields.required(TOOK).unwrap().u64().unwrap(), 250);
        // A reply in the making has no place for it yet.
        reply.begin(5);
        let all = reply.bytes().to_vec();
        reply.took(Duration::from_micros(250));
        assert_eq!(reply.bytes(), all);
    }
}
