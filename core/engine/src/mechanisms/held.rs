//! Ciphers that want all of their data at once: several parts are held until the end.

use super::Cipher;
use crate::ffi::cipher::Direction;
use strongroom_base::{Error, Params, Result, Secret, ck};

/// The most that is held, in bytes.
pub const MAX_HELD: usize = 1 << 28;

/// What is done with the whole data; as much comes out as goes in.
pub trait Whole: Send {
    /// The fewest bytes that it takes.
    const LEAST: usize;
    /// Whether it can begin [again](Cipher::again).
    const RESTS: bool = false;
    /// The direction.
    fn direction(&self) -> Direction;
    /// As [`Cipher::again`].
    fn again(&mut self, _params: &Params) -> bool {
        false
    }
    /// Transforms the whole data, at least [`Whole::LEAST`] bytes, from `input` to `out`, which is as long.
    fn transform(&mut self, input: &[u8], out: &mut [u8]) -> Result<()>;
}

/// An operation with such a cipher.
pub struct Held<W> {
    whole: W,
    held: Secret,
}

impl<W: Whole> Held<W> {
    /// An operation that begins.
    pub fn new(whole: W) -> Self {
        Self { whole, held: Secret::default() }
    }

    fn wrong_length(&self, why: &'static str) -> Error {
        let rv = match self.whole.direction() {
            Direction::Encrypt => ck::CKR_DATA_LEN_RANGE,
            Direction::Decrypt => ck::CKR_ENCRYPTED_DATA_LEN_RANGE,
        };
        Error::new(rv, why)
    }
}

impl<W: Whole> Cipher for Held<W> {
    fn update_len(&self, _: usize) -> usize {
        0
    }

    fn finish_len(&self) -> usize {
        self.held.len()
    }

    fn once_len(&self, input: usize) -> usize {
        input
    }

    fn update(&mut self, input: &[u8], _: &mut [u8]) -> Result<usize> {
        if self.held.len().saturating_add(input.len()) > MAX_HELD {
            return Err(self.wrong_length("so much is taken in one part only"));
        }
        self.held.extend(input);
        Ok(0)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let held = std::mem::take(&mut self.held);
        self.once(held.expose(), out)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        if input.len() < W::LEAST {
            return Err(self.wrong_length("the data is shorter than a block"));
        }
        let out = out.get_mut(..input.len()).ok_or_else(|| Error::too_small(input.len()))?;
        self.whole.transform(input, out)?;
        Ok(input.len())
    }

    fn held(&self) -> usize {
        self.held.len()
    }

    fn rest(&mut self) -> bool {
        if !self.held.is_empty() {
            self.held = Secret::default();
        }
        W::RESTS
    }

    fn again(&mut self, params: &Params) -> bool {
        self.whole.again(params)
    }
}
