//! Operations in progress, as the sessions hold them. The caller's length convention is kept elsewhere:
//! an `out` that gets here is at least as long as the matching `…_len` says.

use crate::keys::Key;
use crate::keys::secret::SecretKey;
use std::sync::Arc;
use strongroom_base::{Params, Result, Secret};

/// What an operation begins with.
#[derive(Clone, Copy)]
pub struct Init<'a> {
    /// The key, parsed.
    pub key: &'a Arc<Key>,
    /// The parameters, in the row's shape.
    pub params: &'a Params,
    /// The keys that the parameters name by their handles, in the order of [`Params::keys`], after the
    /// checks of policy.
    pub others: &'a [Arc<Key>],
}

impl Init<'_> {
    /// The secret key that the mechanism takes.
    pub fn secret(&self) -> Result<&SecretKey> {
        self.key.secret()
    }
}

/// An encryption or decryption.
pub trait Cipher: Send {
    /// The most that [`Cipher::update`] writes for so much input.
    fn update_len(&self, input: usize) -> usize;
    /// The most that [`Cipher::finish`] writes.
    fn finish_len(&self) -> usize;
    /// The most that [`Cipher::once`] writes for so much input.
    fn once_len(&self, input: usize) -> usize;
    /// Takes a part of the input and writes what output there is.
    fn update(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize>;
    /// Writes the rest.
    fn finish(&mut self, out: &mut [u8]) -> Result<usize>;
    /// Does the whole in one part; never after an update.
    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize>;
    /// Bytes of its data that wait here for the rest.
    fn held(&self) -> usize {
        0
    }
    /// The operation is over: what it has of data is forgotten. Whether it can begin [again](Cipher::again); those
    /// are worth it that many short operations use.
    fn rest(&mut self) -> bool {
        false
    }
    /// Begins again with the same key and other parameters, of any shape, as the row's function would; `false` where
    /// it does not. The row's function then says why.
    fn again(&mut self, _params: &Params) -> bool {
        false
    }
}

/// A digest, a MAC or a signature: any amount of input, a short output.
#[allow(clippy::len_without_is_empty)] // an output is never empty
pub trait Signer: Send {
    /// The most that [`Signer::finish`] writes.
    fn len(&self) -> usize;
    /// Takes a part of the input.
    fn update(&mut self, input: &[u8]) -> Result<()>;
    /// Writes the result.
    fn finish(&mut self, out: &mut [u8]) -> Result<usize>;
    /// Does the whole in one part; never after an update.
    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.update(input)?;
        self.finish(out)
    }
    /// As [`Cipher::held`].
    fn held(&self) -> usize {
        0
    }
    /// The state between two parts, where the library lets it be saved; the row's [`Signer::restore`]
    /// takes it back.
    fn save(&self) -> Option<Secret> {
        None
    }
    /// Continues from a saved state. `CKR_SAVED_STATE_INVALID`
    fn restore(&mut self, state: &[u8]) -> Result<()>;
}

/// A verification. A wrong signature is `CKR_SIGNATURE_INVALID`, one of an impossible length
/// `CKR_SIGNATURE_LEN_RANGE`.
pub trait Verifier: Send {
    /// Takes a part of the input.
    fn update(&mut self, input: &[u8]) -> Result<()>;
    /// Decides.
    fn finish(&mut self, signature: &[u8]) -> Result<()>;
    /// Does the whole in one part; never after an update.
    fn once(&mut self, input: &[u8], signature: &[u8]) -> Result<()> {
        self.update(input)?;
        self.finish(signature)
    }
    /// As [`Cipher::held`].
    fn held(&self) -> usize {
        0
    }
}
