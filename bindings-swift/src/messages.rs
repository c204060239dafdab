//! Messages: series of them under one key.

use crate::error::Result;
use std::sync::Arc;
use strongroom::Sealed;

/// A series of messages, of whatever kind; what has ended stays so.
#[derive(uniffi::Object)]
pub struct Messages(strongroom::Messages);

impl Messages {
    pub fn of(messages: strongroom::Messages) -> Arc<Self> {
        Arc::new(Self(messages))
    }
}

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
