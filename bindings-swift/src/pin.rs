//! PINs: their bytes stand here, in memory that is locked and wiped, and nowhere in Swift's. Swift is told where
//! that is, and writes and reads in place, since whatever else crosses is copied on its way.

use parking_lot::Mutex;
use std::sync::Arc;
use strongroom::Secret;

/// A PIN.
#[derive(uniffi::Object)]
pub struct Pin(Mutex<Secret>);

impl Pin {
    pub fn of(secret: Secret) -> Arc<Self> {
        Arc::new(Self(Mutex::new(secret)))
    }

    /// A copy for one use, so that nobody waits for another's.
    pub fn copy(&self) -> Secret {
        self.0.lock().clone()
    }

    /// Its bytes, which are no longer here.
    pub fn take(&self) -> Secret {
        std::mem::take(&mut *self.0.lock())
    }
}

#[uniffi::export]
impl Pin {
    /// Room for a PIN of so many bytes, which are zero.
    #[uniffi::constructor]
    pub fn room(len: u32) -> Arc<Self> {
        Self::of(Secret::locked(&vec![0; usize::try_from(len).unwrap_or_default()]))
    }

    pub fn len(&self) -> u64 {
        u64::try_from(self.0.lock().len()).unwrap_or_default()
    }

    /// Where its bytes are, for as long as it is there and was not wiped.
    pub fn address(&self) -> u64 {
        let at = self.0.lock().expose_mut().as_mut_ptr();
        u64::try_from(at.expose_provenance()).unwrap_or_default()
    }

    /// Overwrites it; it is empty from here on.
    pub fn wipe(&self) {
        drop(self.take());
    }
}
