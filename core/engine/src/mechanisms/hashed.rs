//! Signatures over data of any length: a digest of the data, then a signature of the digest. Which hash
//! and which signature stands in the rows.

use super::digest::{Hash, start};
use super::{Signer, Verifier};
use strongroom_base::{Error, Result, Secret, ck};

/// Signs a digest.
#[allow(clippy::len_without_is_empty)] // a signature is never empty
pub trait SignDigest: Send {
    /// Bytes of the signature.
    fn len(&self) -> usize;
    /// Writes the signature of a digest to the front of `out`.
    fn sign(&mut self, digest: &[u8], out: &mut [u8]) -> Result<usize>;
}

/// Verifies the signature of a digest.
pub trait VerifyDigest: Send {
    /// Decides.
    fn verify(&mut self, digest: &[u8], signature: &[u8]) -> Result<()>;
}

/// What a hashing mechanism does: hash, then the rest.
pub struct Hashed<S> {
    hash: Box<dyn Signer>,
    then: S,
}

impl<S> Hashed<S> {
    /// Begins.
    pub fn new(hash: Hash, then: S) -> Result<Self> {
        Ok(Self { hash: start(hash)?, then })
    }

    fn digest(&mut self) -> Result<([u8; 64], usize)> {
        let mut digest = [0; 64];
        let len = self.hash.finish(&mut digest)?;
        Ok((digest, len))
    }
}

fn not_saved() -> Error {
    Error::new(ck::CKR_SAVED_STATE_INVALID, "the state of a signature cannot be saved")
}

impl<S: SignDigest> Signer for Hashed<S> {
    fn len(&self) -> usize {
        self.then.len()
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.hash.update(input)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let (digest, len) = self.digest()?;
        self.then.sign(digest.get(..len).unwrap_or_default(), out)
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(not_saved())
    }
}

impl<S: VerifyDigest> Verifier for Hashed<S> {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.hash.update(input)
    }

    fn finish(&mut self, signature: &[u8]) -> Result<()> {
        let (digest, len) = self.digest()?;
        self.then.verify(digest.get(..len).unwrap_or_default(), signature)
    }
}

/// The most that is held of a message that comes in parts, in bytes.
const MAX_HELD: usize = 1 << 28;

/// What a mechanism that goes over its data more than once does (EdDSA; RFC 8032, section 5.1.6): parts are held
/// until the last has come.
pub struct Whole<S> {
    held: Secret,
    then: S,
}

impl<S> Whole<S> {
    /// Begins.
    pub fn new(then: S) -> Self {
        Self { held: Secret::default(), then }
    }

    fn hold(&mut self, input: &[u8]) -> Result<()> {
        if self.held.len().saturating_add(input.len()) > MAX_HELD {
            return Err(Error::new(
                ck::CKR_DATA_LEN_RANGE,
                "so much is signed and verified in one part only: several parts are held until the last",
            ));
        }
        self.held.extend(input);
        Ok(())
    }
}

impl<S: SignDigest> Signer for Whole<S> {
    fn len(&self) -> usize {
        self.then.len()
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.hold(input)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let held = std::mem::take(&mut self.held);
        self.then.sign(held.expose(), out)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.then.sign(input, out)
    }

    fn held(&self) -> usize {
        self.held.len()
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(not_saved())
    }
}

impl<S: VerifyDigest> Verifier for Whole<S> {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.hold(input)
    }

    fn finish(&mut self, signature: &[u8]) -> Result<()> {
        let held = std::mem::take(&mut self.held);
        self.then.verify(held.expose(), signature)
    }

    fn once(&mut self, input: &[u8], signature: &[u8]) -> Result<()> {
        self.then.verify(input, signature)
    }

    fn held(&self) -> usize {
        self.held.len()
    }
}

/// What a mechanism that takes the digest itself does.
pub struct Direct<S>(pub S);

fn one_part() -> Error {
    Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "the mechanism takes its data in one part")
}

impl<S: SignDigest> Signer for Direct<S> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn update(&mut self, _: &[u8]) -> Result<()> {
        Err(one_part())
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        Err(one_part())
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.0.sign(input, out)
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(not_saved())
    }
}

impl<S: VerifyDigest> Verifier for Direct<S> {
    fn update(&mut self, _: &[u8]) -> Result<()> {
        Err(one_part())
    }

    fn finish(&mut self, _: &[u8]) -> Result<()> {
        Err(one_part())
    }

    fn once(&mut self, input: &[u8], signature: &[u8]) -> Result<()> {
        self.0.verify(input, signature)
    }
}
