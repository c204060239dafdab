//! What belongs to one process. A child that was forked inherits connections, locks and files that are
//! still its parent's; it must neither use nor close them. So what a handle of this crate stands on is kept
//! with the process that made it, and made anew in a child when it is first asked for there. A child
//! is what the C library's `fork` makes.

use std::sync::OnceLock;
use strongroom_base::inside::generation;

/// A value for each process that asks for it.
pub struct PerProcess<T> {
    first: Kept<T>,
    /// Those of the child processes that had this handle, one after the other: each is a child of the
    /// one before.
    rest: OnceLock<Box<PerProcess<T>>>,
}

/// A value of one process.
struct Kept<T> {
    process: usize,
    value: Option<T>,
}

impl<T> Kept<T> {
    fn here(&self) -> Option<&T> {
        self.value.as_ref().filter(|_| self.process == generation())
    }
}

impl<T> Drop for Kept<T> {
    fn drop(&mut self) {
        if self.process != generation() {
            // To close it here would disturb the process that made it.
            std::mem::forget(self.value.take());
        }
    }
}

impl<T> PerProcess<T> {
    /// The value of this process.
    pub fn new(value: T) -> Self {
        // From here on children are counted.
        strongroom_engine::watch_forks();
        let first = Kept { process: generation(), value: Some(value) };
        Self { first, rest: OnceLock::new() }
    }

    /// The value of this process, which `again` makes where it is another than before.
    pub fn get<E>(&self, again: impl FnOnce() -> Result<T, E>) -> Result<&T, E> {
        let (mut place, mut again) = (self, Some(again));
        loop {
            if let Some(value) = place.first.here() {
                return Ok(value);
            }
            place = match (place.rest.get(), again.take()) {
                (Some(rest), unused) => {
                    again = unused;
                    rest
                }
                (None, Some(again)) => {
                    let made = Box::new(Self::new(again()?));
                    // Of two threads that come here together one wins; what the other made goes.
                    place.rest.get_or_init(|| made)
                }
                // What was made is of this process, so the row ends with it.
                (None, None) => place,
            };
        }
    }

    /// The value, if this process has one.
    pub fn present(&self) -> Option<&T> {
        self.get(|| Err(())).ok()
    }
}
