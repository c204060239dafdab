//! The convention for output of variable length (PKCS #11 v3.2, section 5.2), once for all functions:
//! with a NULL buffer only the length is asked for; with a buffer that is too small the answer is
//! `CKR_BUFFER_TOO_SMALL` and the length; in both cases, and on success, the length goes back.

use super::pointer::{Plain, Ptr, number, ulong};
use cryptoki_sys::CK_ULONG;
use std::ops::Deref;
use strongroom_base::{Error, Out, Result, Secret, ck};

/// Runs `operation` with the caller's buffer as its output.
#[inline]
pub fn produce(
    buffer: Ptr<'_, u8>,
    len: Ptr<'_, CK_ULONG>,
    operation: impl FnOnce(Out<'_>) -> Result<usize>,
) -> Result<()> {
    let room = len.read()?;
    let done = if buffer.is_null() {
        operation(Out::Size)
    } else {
        // SAFETY: not NULL. The other slices of a call with output are made by `apart`, which copies away
        // what overlaps.
        operation(Out::Buffer(unsafe { buffer.room(number(room)) }))
    };
    match done {
        Ok(written) => len.write(length(written)),
        Err(error) => {
            if let Some(needed) = error.needed() {
                len.write(length(needed))?;
            }
            Err(error)
        }
    }
}

/// Runs `operation` with the caller's input and, as its output, the caller's buffer. The two may
/// overlap, as they do in encryption in place. `over` is the return value for input that is too long.
#[inline]
pub fn transform(
    input: Ptr<'_, u8>,
    input_len: u64,
    over: u64,
    buffer: Ptr<'_, u8>,
    len: Ptr<'_, CK_ULONG>,
    operation: impl FnOnce(&[u8], Out<'_>) -> Result<usize>,
) -> Result<()> {
    let input = apart(input, input_len, over, buffer, len)?;
    produce(buffer, len, |out| operation(&input, out))
}

/// Bytes of the caller's for a call whose output goes to the caller's buffer.
pub enum Input<'a> {
    /// The buffer is elsewhere.
    Theirs(&'a [u8]),
    /// The buffer overlaps them.
    Copied(Secret),
}

impl Deref for Input<'_> {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Theirs(bytes) => bytes,
            Self::Copied(bytes) => bytes.expose(),
        }
    }
}

/// The caller's input, copied away where it overlaps the buffer. `over` is the return value for input that is too
/// long.
#[inline]
pub fn apart<'a>(
    input: Ptr<'a, u8>,
    input_len: u64,
    over: u64,
    buffer: Ptr<'_, u8>,
    len: Ptr<'_, CK_ULONG>,
) -> Result<Input<'a>> {
    let room = number(len.read()?);
    let apart =
        buffer.is_null() || disjoint((input.address(), input_len), (buffer.address(), room));
    let input = input.bytes(input_len, over)?;
    Ok(if apart { Input::Theirs(input) } else { Input::Copied(Secret::from(input)) })
}

/// Fills `len` bytes of the caller's buffer.
pub fn fill(
    buffer: Ptr<'_, u8>,
    len: u64,
    operation: impl FnOnce(&mut [u8]) -> Result<()>,
) -> Result<()> {
    // The same rules as for input decide on NULL and on lengths.
    if buffer.bytes(len, ck::CKR_ARGUMENTS_BAD)?.is_empty() {
        return operation(&mut []);
    }
    // SAFETY: not NULL, and the slice made above for its checks is gone.
    operation(unsafe { buffer.room(len) })
}

/// Whether two ranges of (address, length) have no byte in common.
fn disjoint(a: (usize, u64), b: (usize, u64)) -> bool {
    let end = |(start, len): (usize, u64)| {
        usize::try_from(len).map_or(usize::MAX, |len| start.saturating_add(len))
    };
    end(a) <= b.0 || end(b) <= a.0
}

/// Gives a list to the caller by the same convention, counted in elements.
pub fn list<T: Plain>(
    buffer: Ptr<'_, T>,
    count: Ptr<'_, CK_ULONG>,
    items: impl ExactSizeIterator<Item = T>,
) -> Result<()> {
    let room = number(count.read()?);
    let needed = items.len();
    let fits = u64::try_from(needed).is_ok_and(|needed| needed <= room);
    if !buffer.is_null() && fits {
        for (slot, item) in buffer.elements(needed)?.zip(items) {
            slot.write(item)?;
        }
    }
    count.write(length(needed))?;
    if buffer.is_null() || fits {
        Ok(())
    } else {
        Err(Error::new(ck::CKR_BUFFER_TOO_SMALL, "the list does not fit into the buffer"))
    }
}

fn length(n: usize) -> CK_ULONG {
    u64::try_from(n).map_or(CK_ULONG::MAX, ulong)
}
