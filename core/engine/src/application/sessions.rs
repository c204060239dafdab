//! Sessions and logins (PKCS #11 v3.2, section 5.6).

use super::slots::given;
use super::*;
use crate::active::{self, SavedOperation, deliver_bytes};
use crate::keystore::{TokenKeys, Who};
use crate::login::Login;
use crate::object::Held;

impl App {
    pub(super) fn close(&self) -> Result<()> {
        self.closed.store(true, Ordering::Release);
        for state in self.tokens.all() {
            self.close_all(&state);
        }
        self.shared.audit.flush()
    }

    pub(super) fn open_session(&self, slot: u64, flags: u64) -> Result<u64> {
        let token = self.token(slot)?;
        if flags & ck::CKF_SERIAL_SESSION == 0 {
            return Err(Error::new(
                ck::CKR_SESSION_PARALLEL_NOT_SUPPORTED,
                "CKF_SERIAL_SESSION must always be set",
            ));
        }
        if flags & ck::CKF_ASYNC_SESSION != 0 {
            return Err(not_asynchronous());
        }
        if !token.initialised {
            return Err(Error::new(
                ck::CKR_TOKEN_NOT_RECOGNIZED,
                "the token is not initialised yet",
            ));
        }
        let rw = flags & ck::CKF_RW_SESSION != 0;
        if rw {
            self.writable()?;
        }
        let state = self.tokens.get_or_insert(slot, || TokenState::new(slot));
        let mut login = state.login.lock();
        let same = login.epoch == token.epoch && state.profile() == token.policy.profile;
        if login.sessions() > 0 && !same {
            drop(login);
            self.shared.forget_token(slot);
            self.close_all(&state);
            login = state.login.lock();
        }
        if !rw && state.user() == User::So {
            return Err(Error::new(
                ck::CKR_SESSION_READ_WRITE_SO_EXISTS,
                "the security officer is logged in, and he has read/write sessions only",
            ));
        }
        if login.sessions() == 0 {
            login.epoch = token.epoch;
            state.begin(&token.policy);
        }
        let limit = self.tenant.max_sessions;
        if limit != usize::MAX && self.sessions.count() >= limit {
            return Err(Error::new(ck::CKR_SESSION_COUNT, "the application has all its sessions"));
        }
        let handle = self.next_session.fetch_add(1, Ordering::Relaxed);
        if rw { &mut login.read_write } else { &mut login.read_only }.push(handle);
        let token = Arc::clone(&state);
        let session = Session::new(handle, token, rw, &self.shared.sessions);
        self.sessions.insert(handle, Arc::new(session));
        Ok(handle)
    }

    pub(super) fn close_session(&self, handle: u64) -> Result<()> {
        let session = self.sessions.remove(handle).ok_or_else(no_session)?;
        session.close();
        let mut login = session.token.login.lock();
        login.read_only.retain(|other| *other != handle);
        login.read_write.retain(|other| *other != handle);
        self.drop_session_objects(|object| object.session == handle);
        if login.sessions() == 0 {
            self.end_login(&session.token, &mut login);
        }
        Ok(())
    }

    pub(super) fn close_all_sessions(&self, slot: u64) -> Result<()> {
        self.token(slot)?;
        if let Some(state) = self.tokens.get(slot) {
            self.close_all(&state);
        }
        Ok(())
    }

    /// Closes all sessions with a token. What they are in the middle of ends after the token's lock is
    /// given back: a session's work may wait for that lock, so nobody waits for work while holding it.
    pub(super) fn close_all(&self, token: &TokenState) {
        let mut login = token.login.lock();
        let handles: Vec<u64> = login.read_only.drain(..).collect();
        let handles = handles.into_iter().chain(login.read_write.drain(..));
        let closed: Vec<_> = handles.filter_map(|handle| self.sessions.remove(handle)).collect();
        self.end_login(token, &mut login);
        self.drop_session_objects(|object| object.slot == token.slot);
        drop(login);
        closed.iter().for_each(|session| session.close());
    }

    /// Ends the login, if there is one; the caller holds the token's lock.
    fn end_login(&self, token: &TokenState, login: &mut Login) {
        let user = token.user();
        token.set_user(User::Nobody);
        login.keys = None;
        if user == User::User {
            self.shared.user_out(token.slot);
        }
    }

    fn drop_session_objects(&self, which: impl Fn(&Object) -> bool) {
        self.objects.retain(|object| {
            let goes = which(object);
            if goes {
                object.destroy();
            }
            !goes
        });
    }

    pub(super) fn session_info(&self, session: u64) -> Result<SessionInfo> {
        self.with_session(session, |session| {
            let rw = if session.rw { ck::CKF_RW_SESSION } else { 0 };
            Ok(SessionInfo {
                slot: session.token.slot,
                state: session.token.session_state(session.rw),
                flags: ck::CKF_SERIAL_SESSION | rw,
            })
        })
    }

    pub(super) fn cancel(&self, session: u64, flags: u64) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            for kind in OpKind::ALL {
                if flags & kind.flag() != 0 {
                    work.end(kind);
                }
            }
            for (kind, flag) in [
                (OpKind::Encrypt, ck::CKF_MESSAGE_ENCRYPT),
                (OpKind::Decrypt, ck::CKF_MESSAGE_DECRYPT),
            ] {
                if flags & flag != 0 {
                    *work.series(kind)? = None;
                }
            }
            if flags & ck::CKF_FIND_OBJECTS != 0 {
                work.search = None;
            }
            Ok(())
        })
    }

    pub(super) fn login(
        &self,
        session: u64,
        user: u64,
        pin: Pin<'_>,
        username: Option<&[u8]>,
    ) -> Result<()> {
        self.with_session(session, |session| {
            if username.is_some_and(|name| !name.is_empty()) {
                return Err(Error::new(
                    ck::CKR_ARGUMENTS_BAD,
                    "tokens here have one user, who has no name",
                ));
            }
            match user {
                ck::CKU_USER => self.log_in(session, User::User, pin),
                ck::CKU_SO => self.log_in(session, User::So, pin),
                ck::CKU_CONTEXT_SPECIFIC => self.log_in_for_operation(session, pin),
                _ => Err(Error::new(ck::CKR_USER_TYPE_INVALID, "there is no such type of user")),
            }
        })
    }

    fn log_in(&self, session: &Session, user: User, pin: Pin<'_>) -> Result<()> {
        let mut login = session.token.login.lock();
        let logged_in = session.token.user();
        if logged_in == user {
            return Err(Error::new(ck::CKR_USER_ALREADY_LOGGED_IN, "already logged in"));
        }
        if logged_in != User::Nobody {
            return Err(Error::new(
                ck::CKR_USER_ANOTHER_ALREADY_LOGGED_IN,
                "another user is logged in; log out first",
            ));
        }
        let who = if user == User::So { Who::So } else { Who::User };
        only_writers(&login, who)?;
        let keys = self.shared.keystore.login(session.token.slot, who, given(pin)?)?;
        self.now_in(&session.token, &mut login, keys);
        Ok(())
    }

    /// Whoever the keys are of is logged in from now on; the caller holds the token's lock.
    fn now_in(&self, token: &TokenState, login: &mut Login, keys: TokenKeys) {
        let user = match keys.who() {
            Who::So => User::So,
            Who::User => User::User,
        };
        login.keys = Some(Arc::new(keys));
        token.set_user(user);
        if user == User::User {
            self.shared.user_in(token.slot);
        }
    }

    pub(super) fn ticket(&self, session: u64, secret: &[u8]) -> Result<Vec<u8>> {
        self.with_session(session, |session| {
            let keys = session.token.login.lock().keys.clone();
            let keys =
                keys.ok_or_else(|| Error::new(ck::CKR_USER_NOT_LOGGED_IN, "nobody is logged in"))?;
            let identity = &self.tenant.identity;
            self.shared.keystore.ticket(session.token.slot, &keys, identity, secret)
        })
    }

    pub(super) fn login_with_ticket(
        &self,
        session: u64,
        ticket: &[u8],
        secret: &[u8],
    ) -> Result<()> {
        self.with_session(session, |session| {
            let slot = session.token.slot;
            let keys = self.shared.keystore.redeem(slot, ticket, &self.tenant.identity, secret)?;
            let mut login = session.token.login.lock();
            // It may have been restored already.
            if session.token.user() == User::Nobody {
                only_writers(&login, keys.who())?;
                self.now_in(&session.token, &mut login, keys);
            }
            Ok(())
        })
    }

    /// The login that a key with `CKA_ALWAYS_AUTHENTICATE` wants for each operation.
    fn log_in_for_operation(&self, session: &Session, pin: Pin<'_>) -> Result<()> {
        let mut work = session.work.lock();
        if !work.all().any(|(_, active)| active.is_locked()) && !work.series_wait() {
            return Err(Error::new(
                ck::CKR_OPERATION_NOT_INITIALIZED,
                "no active operation waits for a login of its own",
            ));
        }
        if session.token.user() != User::User {
            return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, "the user is not logged in"));
        }
        let answer = self.shared.keystore.verify_pin(session.token.slot, Who::User, given(pin)?);
        match &answer {
            Ok(()) => work.unlock(),
            // A PIN that gets locked here logs the user out (section 4.9).
            Err(error) if error.is(ck::CKR_PIN_LOCKED) => {
                drop(work);
                let _ = self.log_out(&session.token);
            }
            Err(_) => {}
        }
        answer
    }

    pub(super) fn async_begin<T>(&self, session: u64, _: &Task) -> Result<T> {
        self.with_session(session, |_| Err(not_asynchronous()))
    }

    pub(super) fn async_take<T>(&self, session: u64, _: u64) -> Result<T> {
        self.with_session(session, |_| Err(not_asynchronous()))
    }

    pub(super) fn async_keep(&self, session: u64, _: u64) -> Result<()> {
        self.with_session(session, |_| Err(not_asynchronous()))
    }

    pub(super) fn async_join<T>(&self, session: u64, _: &[u8], _: u64) -> Result<T> {
        self.with_session(session, |_| Err(not_asynchronous()))
    }

    pub(super) fn logout(&self, session: u64) -> Result<()> {
        self.with_session(session, |session| self.log_out(&session.token))
    }

    /// Operations that use private objects end with the login; so do the objects that only sessions
    /// hold. A handle that comes back with the next login is the same token object.
    fn log_out(&self, token: &TokenState) -> Result<()> {
        let mut login = token.login.lock();
        if token.user() == User::Nobody {
            return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, "nobody is logged in"));
        }
        let handles = login.read_only.iter().chain(&login.read_write);
        let sessions: Vec<_> = handles.filter_map(|handle| self.sessions.get(*handle)).collect();
        self.end_login(token, &mut login);
        self.drop_session_objects(|object| object.slot == token.slot && object.is_private());
        drop(login);
        sessions.iter().for_each(|session| session.work.lock().end_private());
        Ok(())
    }

    pub(super) fn operation_state(&self, session: u64, out: Out<'_>) -> Result<Written> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            let mut saved = Vec::new();
            for (kind, active) in work.all() {
                let state = active.save().ok_or_else(|| {
                    Error::new(ck::CKR_STATE_UNSAVEABLE, "an active operation cannot be saved")
                })?;
                let key = active.object().map(|object| self.fingerprint(object)).transpose()?;
                saved.push(SavedOperation {
                    kind,
                    mechanism: active.mechanism,
                    length: active.sizing().fixed as u64,
                    key: key.unwrap_or_default(),
                    state,
                });
            }
            if saved.is_empty() {
                return Err(Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "nothing is active"));
            }
            let blob = active::seal(&self.shared.state_key, session.token.slot, &saved)?;
            deliver_bytes(&blob, out)
        })
    }

    pub(super) fn set_operation_state(
        &self,
        session: u64,
        state: &[u8],
        encryption_key: u64,
        authentication_key: u64,
    ) -> Result<()> {
        self.with_session(session, |session| {
            let saved = active::unseal(&self.shared.state_key, session.token.slot, state)?;
            let wants_key = saved.iter().any(|operation| !operation.key.is_empty());
            if encryption_key != 0 || (authentication_key != 0 && !wants_key) {
                return Err(Error::new(
                    ck::CKR_KEY_NOT_NEEDED,
                    "the saved operations do not use such a key",
                ));
            }
            if wants_key && authentication_key == 0 {
                return Err(Error::new(ck::CKR_KEY_NEEDED, "the saved operations use a key"));
            }
            let mut restored = Vec::new();
            for operation in saved {
                let mut active = if operation.key.is_empty() {
                    self.begin_digest(session, operation.mechanism)?
                } else {
                    let object = Held::new(self.key_object(session, authentication_key)?);
                    if self.fingerprint(&object)? != operation.key {
                        return Err(Error::new(ck::CKR_KEY_CHANGED, "it was another key"));
                    }
                    self.begin_with(session, operation.kind, &operation.as_begun()?, object)?
                };
                active.restore(operation.state.expose())?;
                restored.push((operation.kind, active));
            }
            let mut work = session.work.lock();
            work.end_all();
            for (kind, active) in restored {
                work.begin(kind, active);
            }
            Ok(())
        })
    }

    /// What tells a key from others without telling anything of it.
    fn fingerprint(&self, object: &Object) -> Result<Vec<u8>> {
        let record = crate::record::encode(&object.attributes);
        let key =
            aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, self.shared.state_key.expose());
        Ok(aws_lc_rs::hmac::sign(&key, record.expose()).as_ref().to_vec())
    }
}

/// `CKR_SESSION_READ_ONLY_EXISTS` where the security officer would be logged in to read-only sessions.
fn only_writers(login: &Login, who: Who) -> Result<()> {
    if who == Who::So && !login.read_only.is_empty() {
        return Err(Error::new(
            ck::CKR_SESSION_READ_ONLY_EXISTS,
            "the security officer cannot log in while there are read-only sessions",
        ));
    }
    Ok(())
}

/// Whoever calls this in his own process waits anyway; a service has such sessions.
fn not_asynchronous() -> Error {
    let why = "an instance in the process has no asynchronous sessions; a service has them";
    Error::new(ck::CKR_SESSION_ASYNC_NOT_SUPPORTED, why)
}
