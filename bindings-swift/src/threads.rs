//! The core's threads for Swift: asynchronous calls are done there, so that no thread of Swift's own waits for a
//! token.

use crate::error::Result;
use std::sync::Arc;
use strongroom::Error;

/// Does what there is to do. Swift knows what.
#[uniffi::export(with_foreign)]
pub trait Worker: Send + Sync {
    fn work(&self);
}

/// The core's threads.
#[derive(uniffi::Object)]
pub struct Threads(Arc<dyn Worker>);

#[uniffi::export]
impl Threads {
    #[uniffi::constructor]
    pub fn new(worker: Arc<dyn Worker>) -> Self {
        Self(worker)
    }

    /// Has one of the threads work, once. `CKR_HOST_MEMORY` when there are no threads to be had: then none comes
    pub fn ask(&self) -> Result<()> {
        let worker = Arc::clone(&self.0);
        Ok(strongroom::exec::submit(move || worker.work()).map_err(Error::from)?)
    }

    /// How many threads there shall be; it counts when it is said before the first one was asked for.
    pub fn configure(&self, threads: u32) {
        strongroom::exec::configure(usize::try_from(threads).unwrap_or(usize::MAX));
    }
}
