//! Sessions (PKCS #11 v3.2, section 5.6). They are the module's, and each belongs to one application.

use super::*;
use std::sync::atomic::Ordering;

impl App {
    pub(super) fn async_begin<T>(&self, session: u64, _: &Task) -> Result<T> {
        self.with_session(session, |_, _| Err(not_asynchronous()))
    }

    pub(super) fn async_take<T>(&self, session: u64, _: u64) -> Result<T> {
        self.with_session(session, |_, _| Err(not_asynchronous()))
    }

    pub(super) fn async_keep(&self, session: u64, _: u64) -> Result<()> {
        self.with_session(session, |_, _| Err(not_asynchronous()))
    }

    pub(super) fn async_join<T>(&self, session: u64, _: &[u8], _: u64) -> Result<T> {
        self.with_session(session, |_, _| Err(not_asynchronous()))
    }

    pub(super) fn close(&self) -> Result<()> {
        self.closed.store(true, Ordering::Release);
        self.lease.check_process()?;
        let sessions: Vec<_> = self.sessions.lock().keys().copied().collect();
        for session in sessions {
            // One that another thread closed just now is closed.
            let _ = self.close_session(session);
        }
        Ok(())
    }

    pub(super) fn open_session(&self, slot: u64, flags: u64) -> Result<u64> {
        self.exists(slot)?;
        if self.closed.load(Ordering::Acquire) {
            let why = "the application was closed";
            return Err(Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, why));
        }
        if flags & ck::CKF_ASYNC_SESSION != 0 {
            let why = "sessions here are not asynchronous";
            return Err(Error::new(ck::CKR_SESSION_ASYNC_NOT_SUPPORTED, why));
        }
        let count = self.session_count.fetch_add(1, Ordering::AcqRel);
        let opened = if count >= self.tenant.max_sessions {
            Err(Error::new(ck::CKR_SESSION_COUNT, "the application has all its sessions"))
        } else {
            self.open_at_module(slot, flags)
        };
        let handle = opened.inspect_err(|_| {
            self.session_count.fetch_sub(1, Ordering::AcqRel);
        })?;
        let rw = flags & ck::CKF_RW_SESSION != 0;
        let (mine, work) = (self.mine(slot), Mutex::default());
        mine.slot.spares.opened();
        let session = Arc::new(Session { handle, rw, mine, work });
        self.sessions.lock().insert(handle, session);
        if self.closed.load(Ordering::Acquire) {
            // The application was closed meanwhile, and did not see this session.
            let _ = self.close_session(handle);
            return Err(no_session());
        }
        Ok(handle)
    }

    fn open_at_module(&self, slot: u64, flags: u64) -> Result<u64> {
        let functions = &self.lease.functions;
        functions.open_session(slot, flags).or_else(|error| {
            // Ours are in the way.
            let full = error.is(ck::CKR_SESSION_COUNT)
                && self.lease.slot(slot).spares.close_idle(functions);
            if full { functions.open_session(slot, flags) } else { Err(error) }
        })
    }

    pub(super) fn close_session(&self, handle: u64) -> Result<()> {
        self.with_session(handle, |session, work| {
            let last = {
                let sessions = self.sessions.lock();
                let mut here = sessions.values().filter(|other| other.mine.id == session.mine.id);
                here.all(|other| other.handle == handle)
            };
            if last && session.mine.user().is_some() {
                // The login of an application ends with its last session.
                let _ = self.end_login(session);
            }
            work.closed = true;
            let answer = self.lease.functions.close_session(handle);
            let objects = &session.mine.slot.objects;
            if let Err(error) = &answer
                && !error.is(ck::CKR_SESSION_HANDLE_INVALID)
                && !error.is(ck::CKR_SESSION_CLOSED)
            {
                // It is still there, with its objects: so is whose it is.
                tracing::warn!("closing a session: {error}");
            } else {
                objects.forget_session(handle);
            }
            self.sessions.lock().remove(&handle);
            self.session_count.fetch_sub(1, Ordering::AcqRel);
            session.mine.slot.spares.closed(&self.lease.functions);
            answer
        })
    }

    /// Never the module's own function for this, which closes everybody's.
    pub(super) fn close_all_sessions(&self, slot: u64) -> Result<()> {
        self.exists(slot)?;
        let sessions: Vec<_> = {
            let sessions = self.sessions.lock();
            let here = sessions.values().filter(|session| session.mine.id == slot);
            here.map(|session| session.handle).collect()
        };
        for session in sessions {
            match self.close_session(session) {
                Err(error) if error.is(ck::CKR_SESSION_HANDLE_INVALID) => {}
                answer => answer?,
            }
        }
        Ok(())
    }

    /// The module's words, except that the state is that of this application's login.
    pub(super) fn session_info(&self, session: u64) -> Result<SessionInfo> {
        self.with_session(session, |session, _| {
            let mut info = self.lease.functions.session_info(session.handle)?;
            info.state = match (session.mine.user(), session.rw) {
                (Some(ck::CKU_SO), _) => ck::CKS_RW_SO_FUNCTIONS,
                (Some(_), true) => ck::CKS_RW_USER_FUNCTIONS,
                (Some(_), false) => ck::CKS_RO_USER_FUNCTIONS,
                (None, true) => ck::CKS_RW_PUBLIC_SESSION,
                (None, false) => ck::CKS_RO_PUBLIC_SESSION,
            };
            Ok(info)
        })
    }

    /// A module of before v3.0 cannot do this; there, operations are brought to their end.
    pub(super) fn cancel(&self, session: u64, flags: u64) -> Result<()> {
        self.with_session(session, |session, work| {
            let functions = &self.lease.functions;
            if functions.can_cancel() {
                functions.cancel(session.handle, flags)?;
            }
            for kind in OpKind::ALL {
                if flags & kind.flag() != 0 {
                    if !functions.can_cancel() && kind != OpKind::VerifySignature {
                        self.exhaust(session, kind);
                    }
                    work.private[kind.index()] = false;
                }
            }
            if flags & ck::CKF_FIND_OBJECTS != 0 && !functions.can_cancel() {
                // There may be none.
                let _ = functions.find_final(session.handle);
            }
            Ok(())
        })
    }

    pub(super) fn operation_state(&self, session: u64, out: Out<'_>) -> Result<Written> {
        self.with_session(session, |session, _| {
            self.lease.functions.operation_state(session.handle, out)
        })
    }

    pub(super) fn set_operation_state(
        &self,
        session: u64,
        state: &[u8],
        encryption_key: u64,
        authentication_key: u64,
    ) -> Result<()> {
        self.with_session(session, |session, work| {
            for key in [encryption_key, authentication_key] {
                if key != 0 {
                    self.usable(session, None, key)?;
                }
            }
            let keys = (encryption_key, authentication_key);
            self.lease.functions.set_operation_state(session.handle, state, keys)?;
            if keys != (0, 0) {
                // Only the module knows which operations these are.
                work.private = [true; OpKind::ALL.len()];
            }
            Ok(())
        })
    }
}

/// Whoever calls a module in his own process waits anyway; a service that serves it has such sessions.
fn not_asynchronous() -> Error {
    let why = "asynchronous sessions are a service's; it can serve this module too";
    Error::new(ck::CKR_SESSION_ASYNC_NOT_SUPPORTED, why)
}
