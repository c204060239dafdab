//! Operations on data that comes in parts, and on messages.

use crate::error::Result;
use crate::object::Object;
use strongroom::{Operation, Sealed};

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
pub struct Stream(pub strongroom::Stream);

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

/// A series of messages, of whatever kind; what has ended stays so.
#[derive(uniffi::Object)]
pub struct Messages(pub strongroom::Messages);

#[uniffi::export]
impl Messages {
    pub fn encrypt(&self, data: &[u8], aad: &[u8]) -> Result<Sealed> {
        Ok(self.0.encrypt(data, aad)?)
    }

    pub fn decrypt(&self, message: Sealed, aad: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.decrypt(&message, aad)?)
    }

    pub fn sign(&self, data: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.sign(data)?)
    }

    pub fn verify(&self, data: &[u8], signature: &[u8]) -> Result<bool> {
        Ok(self.0.verify(data, signature)?)
    }

    /// Ends it. To do so twice does nothing.
    pub fn close(&self) -> Result<()> {
        self.0.close();
        Ok(())
    }
}
