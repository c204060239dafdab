//! A value that every call reads and `C_Initialize` and `C_Finalize` replace. A reader takes no lock,
//! touches no memory that another thread writes, and waits for no fence: it [marks](marks) that it is in a call,
//! reads the pointer, and takes the mark away. Whoever takes the value away waits until every thread has been seen
//! without a mark before the value is dropped.

use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::time::Duration;
use strongroom_base::marks::{self, Mark, Of};

/// How long the calls of other threads may take to end before the value is left where it is.
const PATIENCE: Duration = Duration::from_secs(5);

/// The place of the value. There must be only one place in a process, as there is one kind of
/// marks for it.
pub struct Current<T> {
    value: AtomicPtr<T>,
}

impl<T: Send + Sync> Current<T> {
    /// An empty place.
    pub const fn new() -> Self {
        Self { value: AtomicPtr::new(null_mut()) }
    }

    /// Whether there is a value.
    pub fn is_set(&self) -> bool {
        !self.value.load(Ordering::Acquire).is_null()
    }

    /// Puts a value into the empty place, or gives it back.
    pub fn set(&self, value: Box<T>) -> Result<(), Box<T>> {
        marks::prepare();
        let value = Box::into_raw(value);
        self.value
            .compare_exchange(null_mut(), value, Ordering::AcqRel, Ordering::Acquire)
            .map(drop)
            // SAFETY: made by `into_raw` above, and nobody else has seen it.
            .map_err(|_| unsafe { Box::from_raw(value) })
    }

    /// Reads the value.
    #[inline]
    pub fn with<R>(&self, read: impl FnOnce(Option<&T>) -> R) -> R {
        let _mark = Mark::set(Of::Library);
        let value = self.value.load(Ordering::Acquire);
        // SAFETY: a pointer that is not NULL came from `set`. `take` drops it only after it has seen
        // this thread without a mark, which is after `read` has returned.
        read(unsafe { value.as_ref() })
    }

    /// Takes the value away, shows it to `farewell`, and drops it when no call reads it any more.
    /// None when there is no value.
    pub fn take<R>(&self, farewell: impl FnOnce(&T) -> R) -> Option<R> {
        let value = self.value.swap(null_mut(), Ordering::AcqRel);
        // SAFETY: a pointer that is not NULL came from `set`, and the swap made it ours to drop.
        let answer = farewell(unsafe { value.as_ref() }?);
        if unused() {
            // SAFETY: as above; the place no longer has it, and no call that had it is running.
            drop(unsafe { Box::from_raw(value) });
        }
        Some(answer)
    }

    /// Empties the place in a child process: the value is the parent's and is not dropped.
    pub fn abandon(&self) {
        self.value.store(null_mut(), Ordering::Release);
    }
}

/// Waits until every call that had begun has ended. This thread's own call can be seen here only by a signal
/// handler: it cannot be waited for.
fn unused() -> bool {
    marks::others_left(Of::Library, PATIENCE) && !marks::is_set(Of::Library)
}
