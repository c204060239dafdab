//! Sessions for what a caller's own session is not disturbed by: whole searches, operations in one call. They
//! are shared by all applications, because nothing is left in them: one that was not seen to end its work is
//! closed. They exist only while some application has a session with the slot, so that the module's login ends
//! when it should and nothing stands in the way of others.

use super::ffi::Functions;
use parking_lot::Mutex;
use strongroom_base::{Result, ck};

/// How many are kept for the next call.
const KEPT: usize = 8;

/// The spare sessions of a slot.
#[derive(Default)]
pub struct Spares(Mutex<State>);

#[derive(Default)]
struct State {
    /// How many sessions the applications have.
    users: usize,
    idle: Vec<u64>,
}

/// A spare session that is in use.
pub struct Spare<'a> {
    spares: &'a Spares,
    functions: &'a Functions,
    /// Its handle.
    pub session: u64,
    ended: bool,
}

impl Spares {
    /// An application has opened a session.
    pub fn opened(&self) {
        self.0.lock().users += 1;
    }

    /// An application has closed one; with the last one the spare ones go.
    pub fn closed(&self, functions: &Functions) {
        let mut state = self.0.lock();
        state.users = state.users.saturating_sub(1);
        let idle = if state.users == 0 { std::mem::take(&mut state.idle) } else { Vec::new() };
        drop(state);
        close(functions, idle);
    }

    /// Closes those that nobody uses: sessions are scarce, or the token is to be initialised.
    pub fn close_idle(&self, functions: &Functions) -> bool {
        let idle = std::mem::take(&mut self.0.lock().idle);
        let any = !idle.is_empty();
        close(functions, idle);
        any
    }

    /// One of them, or a new one.
    pub fn take<'a>(&'a self, functions: &'a Functions, slot: u64) -> Result<Spare<'a>> {
        let idle = self.0.lock().idle.pop();
        let session = match idle {
            Some(session) => session,
            None => open(functions, slot)?,
        };
        Ok(Spare { spares: self, functions, session, ended: false })
    }
}

/// Read/write where that is possible: a read-only session would keep the security officer out.
fn open(functions: &Functions, slot: u64) -> Result<u64> {
    let serial = ck::CKF_SERIAL_SESSION;
    functions.open_session(slot, serial | ck::CKF_RW_SESSION).or_else(|error| {
        if error.is(ck::CKR_TOKEN_WRITE_PROTECTED) || error.is(ck::CKR_SESSION_COUNT) {
            return functions.open_session(slot, serial);
        }
        Err(error)
    })
}

fn close(functions: &Functions, sessions: Vec<u64>) {
    for session in sessions {
        if let Err(error) = functions.close_session(session) {
            tracing::debug!("closing a spare session: {error}");
        }
    }
}

impl Spare<'_> {
    /// What was begun in it has ended: it can be used again.
    pub fn ended(mut self) {
        self.ended = true;
    }
}

impl Drop for Spare<'_> {
    fn drop(&mut self) {
        if self.ended {
            let mut state = self.spares.0.lock();
            if state.users > 0 && state.idle.len() < KEPT {
                state.idle.push(self.session);
                return;
            }
        }
        close(self.functions, vec![self.session]);
    }
}
