//! The sessions of the specification, pooled. PKCS #11 has one operation of a kind in a session and one
//! thread at a time; people have keys, and threads that use them as they please. So a call takes a session
//! for as long as it lasts, and a stream for as long as it lives. All of a pool are of one application, which
//! is what logs in; they stay open until it ends, since session objects are destroyed with the session that they
//! were made in (PKCS #11 v3.2, section 4.4).

use crate::error::{At, Error, Result};
use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use strongroom_base::{Application, ck};

/// How long a call waits for a session where the token gives no more.
const PATIENCE: Duration = Duration::from_secs(10);

/// An application with sessions of one token.
pub struct Pool {
    application: Arc<dyn Application>,
    slot: u64,
    flags: u64,
    /// It stays open and is used by nobody, since a login ends with the last session.
    anchor: u64,
    idle: Mutex<Vec<u64>>,
    returned: Condvar,
    closed: AtomicBool,
}

impl Pool {
    /// A pool with its first session: read/write, where the token can be written to.
    pub fn new(application: Arc<dyn Application>, slot: u64) -> Result<Self> {
        let rw = ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION;
        let (anchor, flags) = match application.open_session(slot, rw) {
            Err(error) if error.is(ck::CKR_TOKEN_WRITE_PROTECTED) => {
                let ro = ck::CKF_SERIAL_SESSION;
                (application.open_session(slot, ro).at("C_OpenSession")?, ro)
            }
            answer => (answer.at("C_OpenSession")?, rw),
        };
        let (idle, returned, closed) = Default::default();
        Ok(Self { application, slot, flags, anchor, idle, returned, closed })
    }

    pub fn application(&self) -> &dyn Application {
        &*self.application
    }

    /// The session that stays open: what is about all of them is done through it.
    pub fn anchor(&self) -> u64 {
        self.anchor
    }

    /// A session, for as long as the lease lives.
    pub fn lease(self: &Arc<Self>) -> Result<Lease> {
        // The lock is not held while another session is opened.
        let ready = self.idle.lock().pop();
        let handle = match ready {
            Some(handle) => handle,
            None => self.another()?,
        };
        Ok(Lease { pool: Arc::clone(self), handle, spoilt: false })
    }

    /// Whether a call would find a session that is free, and what is asked of the application then holds.
    pub fn is_ready(&self, ask: impl FnOnce(&dyn Application, u64) -> bool) -> bool {
        let free = self.idle.try_lock().and_then(|idle| idle.last().copied());
        free.is_some_and(|session| ask(&*self.application, session))
    }

    fn another(&self) -> Result<u64> {
        loop {
            let full = match self.application.open_session(self.slot, self.flags) {
                Err(error) if error.is(ck::CKR_SESSION_COUNT) => error,
                answer => return answer.at("C_OpenSession"),
            };
            let mut idle = self.idle.lock();
            if idle.is_empty() && self.returned.wait_for(&mut idle, PATIENCE).timed_out() {
                return Err(full).at("C_OpenSession");
            }
            if let Some(handle) = idle.pop() {
                return Ok(handle);
            }
        }
    }

    /// Ends the application: what is under way ends with an error.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        // Nothing is left to be done about a failure.
        let _ = self.application.close();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
    }
}

/// A session that was taken; it goes back when this is dropped.
pub struct Lease {
    pool: Arc<Pool>,
    handle: u64,
    spoilt: bool,
}

impl Lease {
    /// Something is amiss with it: nobody gets it any more.
    pub fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// Runs a call in it, and notes where the session is no longer there. What fails while, or after, its owner
    /// closed it is [`CLOSED`](crate::CLOSED), whatever the token said of it.
    pub fn run<T>(
        &mut self,
        function: &'static str,
        call: impl FnOnce(&dyn Application, u64) -> strongroom_base::Result<T>,
    ) -> Result<T> {
        let answer = call(&*self.pool.application, self.handle);
        if let Err(error) = &answer {
            let closed_here = self.pool.closed.load(Ordering::Acquire);
            let gone = [ck::CKR_SESSION_HANDLE_INVALID, ck::CKR_SESSION_CLOSED];
            self.spoilt |= closed_here || gone.iter().any(|rv| error.is(*rv));
            if closed_here {
                return Err(closed());
            }
        }
        answer.at(function)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // One that is not used any more stays open: the session objects that were made in it would go with it.
        if !self.spoilt {
            self.pool.idle.lock().push(self.handle);
            self.pool.returned.notify_one();
        }
    }
}

/// What a call on a session that was closed answers.
pub fn closed() -> Error {
    Error::new(crate::CLOSED, "", "the session is closed")
}
