//! Block ciphers in modes that work block by block, whichever library does the work: how much comes out
//! of how much input, padding, and the return values for lengths that do not fit.

use super::{Cipher, padding};
use crate::ffi::cipher::Direction;
use strongroom_base::{Error, Result, Secret, ck};
use zeroize::Zeroizing;

/// The longest block here.
pub const MAX_BLOCK: usize = 16;

/// The library's part.
pub trait Blocks: Send {
    /// Transforms whole blocks from `input` to `out`, which is as long.
    fn transform(&mut self, input: &[u8], out: &mut [u8]) -> Result<()>;
}

/// An operation with a block cipher.
pub struct BlockCipher<B> {
    blocks: B,
    /// Bytes of a block, at most [`MAX_BLOCK`].
    block: usize,
    direction: Direction,
    /// Whether PKCS #7 padding is added or taken away.
    padding: bool,
    /// Input that has not come out yet.
    held: Secret,
}

impl<B: Blocks> BlockCipher<B> {
    /// An operation that begins.
    pub fn new(blocks: B, block: usize, direction: Direction, padding: bool) -> Self {
        Self { blocks, block, direction, padding, held: Secret::default() }
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

    /// Transforms what is held, a whole block.
    fn transform_held(&mut self) -> Result<[u8; MAX_BLOCK]> {
        let mut out = [0; MAX_BLOCK];
        let held = std::mem::take(&mut self.held);
        let to = out.get_mut(..held.len()).ok_or_else(|| self.wrong_length())?;
        self.blocks.transform(held.expose(), to)?;
        Ok(out)
    }

    /// Takes the padding of the last block away.
    fn finish_padded(&mut self, out: &mut [u8]) -> Result<usize> {
        if self.held.len() != self.block {
            return Err(self.wrong_length());
        }
        let last = Zeroizing::new(self.transform_held()?);
        let last = last.get(..self.block).unwrap_or_default();
        let len = padding::data_len(last).ok_or_else(|| {
            Error::new(ck::CKR_ENCRYPTED_DATA_INVALID, "the decrypted data is not padded")
        })?;
        super::put(last.get(..len).unwrap_or_default(), out)
    }
}

impl<B: Blocks> Cipher for BlockCipher<B> {
    fn update_len(&self, input: usize) -> usize {
        let whole = self.held.len().saturating_add(input);
        // The last block may be padding, so it waits.
        let ready = if self.takes_padding_away() { whole.saturating_sub(1) } else { whole };
        ready - ready % self.block
    }

    fn finish_len(&self) -> usize {
        if self.padding { self.block } else { 0 }
    }

    fn once_len(&self, input: usize) -> usize {
        if self.padding && self.direction == Direction::Encrypt {
            (input - input % self.block).saturating_add(self.block)
        } else {
            input
        }
    }

    fn update(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let room = self.update_len(input.len());
        let mut out = out.get_mut(..room).ok_or_else(|| Error::too_small(room))?;
        let mut input = input;
        if room > 0 && !self.held.is_empty() {
            // Something comes out, so the block that is held gets full.
            let missing = self.block.saturating_sub(self.held.len());
            let (front, rest) = input.split_at_checked(missing).unwrap_or((input, &[]));
            self.held.extend(front);
            let first = Zeroizing::new(self.transform_held()?);
            let (to, behind) = out.split_at_mut(self.block.min(room));
            super::put(first.get(..to.len()).unwrap_or_default(), to)?;
            (input, out) = (rest, behind);
        }
        let (whole, tail) = input.split_at_checked(out.len()).unwrap_or((input, &[]));
        if !whole.is_empty() {
            self.blocks.transform(whole, out)?;
        }
        if !tail.is_empty() {
            self.held.extend(tail);
        }
        Ok(room)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        if self.takes_padding_away() {
            return self.finish_padded(out);
        }
        if !self.padding {
            return if self.held.is_empty() { Ok(0) } else { Err(self.wrong_length()) };
        }
        let mut last = Zeroizing::new([0; MAX_BLOCK]);
        let len = super::put(self.held.expose(), &mut *last)?;
        let last = last.get_mut(..self.block).unwrap_or_default();
        padding::fill(last, len);
        let to = out.get_mut(..self.block).ok_or_else(|| Error::too_small(self.block))?;
        self.blocks.transform(last, to)?;
        Ok(self.block)
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
