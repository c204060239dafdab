//! Operations on data that comes in parts.

use crate::error::Result;
use crate::object::Object;
use std::sync::Arc;
use strongroom::Operation;

#[uniffi::remote(Enum)]
pub enum Operation {
    Encrypt,
    Decrypt,
    Sign,
    Verify,
    Digest,
}

/// An operation that is under way, of whatever kind; what has ended stays so.
#[derive(uniffi::Object)]
pub struct Stream(strongroom::Stream);

impl Stream {
    pub fn of(stream: strongroom::Stream) -> Arc<Self> {
        Arc::new(Self(stream))
    }
}

#[uniffi::export]
impl Stream {
    /// Gives the next part, and takes what output there is.
    pub fn update(&self, data: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.update(data)?)
    }

    /// Gives a key's value to a digest.
    pub fn update_key(&self, key: &Object) -> Result<()> {
        Ok(self.0.update_key(&key.0)?)
    }

    /// Ends it, and takes the rest of the output.
    pub fn finish(&self) -> Result<Vec<u8>> {
        Ok(self.0.finish()?)
    }

    /// Ends a verification: whether the signature is good.
    pub fn verify(&self, signature: &[u8]) -> Result<bool> {
        Ok(self.0.verify(signature)?)
    }

    /// Ends it without a result. What has ended already stays so.
    pub fn cancel(&self) -> Result<()> {
        self.0.cancel();
        Ok(())
    }
}
