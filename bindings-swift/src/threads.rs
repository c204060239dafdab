//! The core's threads for Swift: an asynchronous call is a job there, so that no thread of Swift's own
//! waits for a token.

use crate::error::Result;
use std::sync::Arc;
use strongroom::Error;

/// Runs jobs that Swift knows by number.
#[uniffi::export(with_foreign)]
pub trait Runner: Send + Sync {
    fn run(&self, job: u64);
}

/// The core's threads.
#[derive(uniffi::Object)]
pub struct Threads(Arc<dyn Runner>);

#[uniffi::export]
impl Threads {
    #[uniffi::constructor]
    pub fn new(runner: Arc<dyn Runner>) -> Self {
        Self(runner)
    }

    /// Has a job run by one of the threads, once. `CKR_HOST_MEMORY` when there are no threads to be had: the
    /// job is not run then
    pub fn submit(&self, job: u64) -> Result<()> {
        let runner = Arc::clone(&self.0);
        Ok(strongroom::exec::submit(move || runner.run(job)).map_err(Error::from)?)
    }

    /// How many threads there shall be; it counts when it is said before the first job.
    pub fn configure(&self, threads: u32) {
        strongroom::exec::configure(usize::try_from(threads).unwrap_or(usize::MAX));
    }
}
