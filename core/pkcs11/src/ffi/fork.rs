//! Notices a fork. What a child process inherits from a library that was initialised before the fork
//! (locks, connections, file locks) belongs to the parent, so the child must not use it (PKCS #11
//! v3.2, section 5.4). A handler that runs in the child sets a flag, which costs less to look at
//! than the process number.

use std::sync::atomic::{AtomicBool, Ordering};
use strongroom_base::marks;

static FORKED: AtomicBool = AtomicBool::new(false);
static WATCHING: AtomicBool = AtomicBool::new(false);

extern "C" fn child() {
    FORKED.store(true, Ordering::Relaxed);
    marks::in_child();
}

/// Watches for forks from now on.
pub fn watch() {
    if !WATCHING.swap(true, Ordering::AcqRel) {
        // SAFETY: the handler only stores to atomics and asks the system for something. It stays valid: the
        // library is linked so that it is never unmapped, and where it were, the C library drops the handlers
        // of what it unmaps.
        unsafe { libc::pthread_atfork(None, None, Some(child)) };
    }
}

/// Whether this process is a child that has not called `C_Initialize` since the fork.
#[inline]
pub fn happened() -> bool {
    FORKED.load(Ordering::Acquire)
}

/// The child starts anew.
pub fn start_anew() {
    FORKED.store(false, Ordering::Release);
}
