//! Block ciphers in modes that work block by block, whichever library does the work: how much comes out
//! of how much input, padding, and the return values for lengths that do not fit.

use super::Cipher;
use crate::ffi::cipher::Direction;
use strongroom_base::{Error, Result, ck};

/// The longest block here.
pub const MAX_BLOCK: usize = 16;

/// The library's part.
pub trait Blocks: Send {
    /// Takes input and writes exactly `room` bytes, the whole blocks that come out.
    fn update(&mut self, input: &[u8], out: &mut [u8], room: usize) -> Result<usize>;
    /// Writes the padded last block, or takes padding away; `None` when that is wrong.
    fn finish(&mut self, out: &mut [u8; MAX_BLOCK]) -> Option<usize>;
}

/// An operation with a block cipher.
pub struct BlockCipher<B> {
    /// The library's part.
    pub blocks: B,
    /// Bytes of a block.
    pub block: usize,
    /// Which way.
    pub direction: Direction,
    /// Whether PKCS #7 padding is added or taken away.
    pub padding: bool,
    /// Bytes of input that have not come out yet.
    held: usize,
}

impl<B: Blocks> BlockCipher<B> {
    /// An operation that begins.
    pub fn new(blocks: B, block: usize, direction: Direction, padding: bool) -> Self {
        Self { blocks, block, direction, padding, held: 0 }
    }

    fn takes_padding_away(&self) -> bool {
        self.padding && self.direction == Direction::Decrypt
    }

    fn wrong_length(&self) -> Error {
        let rv = match self.direction {
            Direction::Encrypt => ck::CKR_DATA_LEN_RANGE,
            Direction::Decrypt => ck::CKR_ENCRYPTED_DATA_LEN_RANGE,
        };
        Error::new(rv, "the data is not of whole blocks")
    }
}

impl<B: Blocks> Cipher for BlockCipher<B> {
    fn update_len(&self, input: usize) -> usize {
        let whole = self.held.saturating_add(input);
        // The last block may be padding, so it waits.
        let ready = if self.takes_padding_away() { whole.saturating_sub(1) } else { whole };
        ready - ready % self.block
    }

    fn finish_len(&self) -> usize {
        if self.padding { self.block } else { 0 }
    }

    fn once_len(&self, input: usize) -> usize {
        if self.padding && self.direction == Direction::Encrypt {
            input - input % self.block + self.block
        } else {
            input
        }
    }

    fn update(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let room = self.update_len(input.len());
        let written = self.blocks.update(input, out, room)?;
        self.held = (self.held + input.len()).saturating_sub(written);
        Ok(written)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        if !self.padding {
            return if self.held == 0 { Ok(0) } else { Err(self.wrong_length()) };
        }
        if self.takes_padding_away() && self.held != self.block {
            return Err(self.wrong_length());
        }
        let mut last = [0; MAX_BLOCK];
        let len = self.blocks.finish(&mut last).ok_or_else(|| {
            Error::new(ck::CKR_ENCRYPTED_DATA_INVALID, "the decrypted data is not padded")
        })?;
        super::put(last.get(..len).unwrap_or_default(), out)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let whole = input.len().is_multiple_of(self.block);
        if (!self.padding && !whole) || (self.takes_padding_away() && (!whole || input.is_empty()))
        {
            return Err(self.wrong_length());
        }
        let written = self.update(input, out)?;
        let last = self.finish(out.get_mut(written..).unwrap_or_default())?;
        Ok(written + last)
    }
}
