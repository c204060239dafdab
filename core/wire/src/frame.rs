//! Frames: four bytes of length, little-endian, and that many bytes of CBOR: a map with numbered fields in
//! ascending order. A request has its number, the number of its operation, and the arguments; a reply has
//! the number of its request, output, return value and answer. A field that a reader does not know is
//! passed over, so that either side may be newer. What is too long or not of this form is refused before
//! memory is given to it.

use minicbor::{Decoder, Encoder};
use strongroom_base::{Error, ck};

/// Bytes of a frame's length.
pub const PREFIX: usize = 4;
/// The longest frame that any configuration allows.
pub const MAX_FRAME: usize = 64 << 20;
/// The application protocol of TLS (RFC 7301).
pub const PROTOCOL: &[u8] = b"strongroom/1";
/// The name under which the service is looked for when a URL names no port.
pub const DEFAULT_PORT: u16 = 7512;

/// Fields of every request.
pub(crate) const ID: u32 = 0;
pub(crate) const OPERATION: u32 = 1;
/// The field of a request's first argument.
pub(crate) const ARGUMENTS: u32 = 16;

/// Fields of a reply, after [`ID`].
pub(crate) const OUTPUT: u32 = 1;
pub(crate) const RV: u32 = 2;
pub(crate) const WHY: u32 = 3;
pub(crate) const NEEDED: u32 = 4;
pub(crate) const ANSWER: u32 = 5;
pub(crate) const WORKING: u32 = 6;
/// Microseconds that the service took, where that was long.
pub(crate) const TOOK: u32 = 7;

/// A frame that is not of the protocol. Nothing further on its connection can be understood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Malformed(pub &'static str);

impl From<minicbor::decode::Error> for Malformed {
    fn from(_: minicbor::decode::Error) -> Self {
        Self("a frame that cannot be read")
    }
}

impl From<Malformed> for Error {
    fn from(malformed: Malformed) -> Self {
        Self::new(ck::CKR_DEVICE_ERROR, malformed.0)
    }
}

/// The length of the frame that these bytes begin, once all four bytes of it are there.
pub fn length(bytes: &[u8], limit: usize) -> Result<Option<usize>, Malformed> {
    let Some(prefix) = bytes.first_chunk::<PREFIX>() else { return Ok(None) };
    usize::try_from(u32::from_le_bytes(*prefix))
        .ok()
        .filter(|len| *len <= limit)
        .map(Some)
        .ok_or(Malformed("a frame that is too long"))
}

/// Writes one frame: `body` writes its CBOR to the end of the vector.
pub(crate) fn write(bytes: &mut Vec<u8>, body: impl FnOnce(&mut Vec<u8>)) {
    let start = bytes.len();
    bytes.extend_from_slice(&[0; PREFIX]);
    body(bytes);
    let len = u32::try_from(bytes.len() - start - PREFIX).unwrap_or(u32::MAX);
    if let Some(prefix) = bytes.get_mut(start..start + PREFIX) {
        prefix.copy_from_slice(&len.to_le_bytes());
    }
}

/// A field of a message: its number and its value.
pub(crate) fn put<T: minicbor::Encode<()>>(bytes: &mut Vec<u8>, number: u32, value: T) {
    // Writing to a vector cannot fail.
    let _ = Encoder::new(bytes).u32(number).and_then(|e| e.encode(value));
}

/// The beginning and the end of a map whose number of fields is not known beforehand.
pub(crate) const MAP: u8 = 0xbf;
pub(crate) const END: u8 = 0xff;

/// The fields of a message, read in ascending order.
#[derive(Clone)]
pub(crate) struct Fields<'f> {
    decoder: Decoder<'f>,
    /// How many fields are left, where the map says it.
    left: Option<u64>,
    /// A field whose number has been read and whose value has not.
    next: Option<u32>,
}

impl<'f> Fields<'f> {
    pub(crate) fn new(body: &'f [u8]) -> Result<Self, Malformed> {
        let mut decoder = Decoder::new(body);
        let left = decoder.map()?;
        Ok(Self { decoder, left, next: None })
    }

    /// Goes to a field; `None` when the message does not have it. Fields before it are passed over.
    pub(crate) fn field(&mut self, number: u32) -> Result<Option<&mut Decoder<'f>>, Malformed> {
        loop {
            let next = match self.next.take() {
                Some(next) => next,
                None if self.ended()? => return Ok(None),
                None => self.decoder.u32()?,
            };
            if next > number {
                self.next = Some(next);
                return Ok(None);
            }
            if next == number {
                return Ok(Some(&mut self.decoder));
            }
            self.decoder.skip()?;
        }
    }

    /// A field that must be there.
    pub(crate) fn required(&mut self, number: u32) -> Result<&mut Decoder<'f>, Malformed> {
        self.field(number)?.ok_or(Malformed("a message without a field that it must have"))
    }

    fn ended(&mut self) -> Result<bool, Malformed> {
        match &mut self.left {
            Some(0) => Ok(true),
            Some(left) => {
                *left -= 1;
                Ok(false)
            }
            None => Ok(self.decoder.datatype()? == minicbor::data::Type::Break),
        }
    }
}
