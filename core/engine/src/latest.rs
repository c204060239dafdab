//! The session that a thread used last. Most threads have a session each and make one call after the other with it;
//! to find it in the table takes a lock and a count, which cost as much as a short call. So a thread keeps what it
//! found until it uses another. That a session was closed meanwhile, by whichever thread, the session itself says.

use crate::session::Session;
use std::cell::Cell;
use std::sync::Arc;

thread_local! {
    /// And the number of the application whose session it is.
    static LATEST: Cell<Option<(u64, Arc<Session>)>> = const { Cell::new(None) };
}

/// The session, if it is the one that the thread used last. A call has it until it gives it back.
#[inline]
pub fn take(application: u64, handle: u64) -> Option<Arc<Session>> {
    // Programs call in from their exit handlers, when a thread's storage is gone.
    let (of, session) = LATEST.try_with(Cell::take).ok()??;
    (of == application && session.handle == handle && !session.is_closed()).then_some(session)
}

/// Keeps a session for the thread's next call.
#[inline]
pub fn keep(application: u64, session: Arc<Session>) {
    if session.is_closed() {
        // The call may have begun something after the session was closed.
        session.work.lock().end_all();
        return;
    }
    let _ = LATEST.try_with(|latest| latest.set(Some((application, session))));
}
