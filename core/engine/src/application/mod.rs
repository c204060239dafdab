//! An application: what one `C_Initialize` makes. Its operations stand in one file a chapter of the
//! specification; the trait is joined to them here, from the list.

mod audited;
mod built_in;
mod derived;
mod keys;
mod messages;
mod objects;
mod operations;
mod search;
mod sessions;
mod short;
mod slots;

use crate::audit::{self, Class, Facts, Watched};
use crate::engine::Shared;
use crate::keystore::Token;
use crate::latest;
use crate::login::TokenState;
use crate::object::{Object, Place};
use crate::policy::{self, Caller, User};
use crate::random;
use crate::session::Session;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{
    Answer, Application, Done, Error, Mechanism, MechanismInfo, Message, OpKind, Out, Pin, Result,
    SessionInfo, Sizing, SlotInfo, Table, Task, Template, Tenant, TokenInfo, TokenPolicy, Written,
    ck, for_each_operation, inside,
};

/// An application with an embedded instance.
pub struct App {
    /// No other application of this process has it.
    number: u64,
    shared: Arc<Shared>,
    tenant: Tenant,
    sessions: Table<Session>,
    objects: Table<Object>,
    tokens: Table<TokenState>,
    next_session: AtomicU64,
    next_object: OnceLock<AtomicU64>,
    closed: AtomicBool,
    /// The slots that were last told of, for those who wait for changes.
    known_slots: Mutex<Option<Vec<(u64, u64)>>>,
}

impl App {
    /// An application without sessions.
    pub fn new(shared: Arc<Shared>, tenant: Tenant) -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        Self {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            shared,
            tenant,
            sessions: Table::default(),
            objects: Table::default(),
            tokens: Table::default(),
            next_session: AtomicU64::new(1),
            next_object: OnceLock::new(),
            closed: AtomicBool::new(false),
            known_slots: Mutex::new(None),
        }
    }

    /// The token in a slot. `CKR_SLOT_ID_INVALID`, also for a slot of other tenants.
    fn token(&self, slot: u64) -> Result<Arc<Token>> {
        if self.may_have(slot) {
            self.shared.token(slot)
        } else {
            Err(Error::new(ck::CKR_SLOT_ID_INVALID, format!("there is no slot {slot}")))
        }
    }

    fn may_have(&self, slot: u64) -> bool {
        self.tenant.slots.as_ref().is_none_or(|slots| slots.contains(&slot))
    }

    /// Runs `call` with a session. `CKR_SESSION_HANDLE_INVALID`, and what [`Session::run`] says
    fn with_session<T>(&self, handle: u64, call: impl FnOnce(&Session) -> Result<T>) -> Result<T> {
        let known = latest::take(self.number, handle).or_else(|| self.sessions.get(handle));
        let session = known.ok_or_else(no_session)?;
        self.same_token(&session)?;
        let answer = session.run(call);
        latest::keep(self.number, session);
        answer
    }

    /// Makes sure that the token has not been initialised anew since the session was opened, perhaps by
    /// another process.
    fn same_token(&self, session: &Session) -> Result<()> {
        let generation = self.shared.keystore.generation();
        if session.token.is_current(generation) {
            return Ok(());
        }
        self.shared.audit.look();
        let token = self.shared.token(session.token.slot)?;
        // Nor what is made under another profile than it was when they began.
        let same = session.token.login.lock().epoch == token.epoch
            && session.token.profile() == token.policy.profile;
        if !same {
            self.shared.forget_token(session.token.slot);
            self.close_all(&session.token);
            return Err(no_session());
        }
        session.token.confirm(generation, &token.policy);
        Ok(())
    }

    /// The caller, as policy sees him.
    fn caller(&self, session: &Session) -> Caller {
        session.token.caller(session.rw, self.shared.keystore.is_read_only())
    }

    /// An object that the session can see. `CKR_OBJECT_HANDLE_INVALID`
    fn object(&self, session: &Session, handle: u64) -> Result<Arc<Object>> {
        let found = match Place::of(handle) {
            Some(Place::Token(id)) => {
                let keys = session.token.user_keys();
                self.shared.load(session.token.slot, keys.as_deref(), id)?
            }
            Some(Place::Session(number)) => self
                .objects
                .get(number)
                .filter(|object| object.slot == session.token.slot)
                .filter(|object| !object.is_private() || session.token.user() == User::User),
            Some(Place::BuiltIn(number)) => built_in::object(session.token.slot, number),
            None => None,
        };
        found.ok_or_else(no_object)
    }

    /// A key object that the session can see. `CKR_KEY_HANDLE_INVALID`
    fn key_object(&self, session: &Session, handle: u64) -> Result<Arc<Object>> {
        self.key_object_or(session, handle, ck::CKR_KEY_HANDLE_INVALID)
    }

    /// A key object that the session can see, or the error that a function has for that.
    fn key_object_or(&self, session: &Session, handle: u64, rv: u64) -> Result<Arc<Object>> {
        let missing = |_| Error::new(rv, "there is no such key");
        let object = self.object(session, handle).map_err(|error| {
            if error.is(ck::CKR_OBJECT_HANDLE_INVALID) { missing(()) } else { error }
        })?;
        match object.attributes.get(ck::CKA_KEY_TYPE) {
            Some(_) => Ok(object),
            None => Err(missing(())),
        }
    }

    /// The number of a new session object. The numbers begin anywhere, so that a handle of an application
    /// that is gone does not name an object of the one that took its place; where, is drawn when the first
    /// number is wanted: the generator takes long to start, and many programs never need it.
    fn session_object_number(&self) -> Result<u64> {
        let next = match self.next_object.get() {
            Some(next) => next,
            None => {
                let mut first = [0; 8];
                random::fill(first.split_at_mut(2).1)?;
                self.next_object.get_or_init(|| AtomicU64::new(u64::from_be_bytes(first) + 1))
            }
        };
        Ok(next.fetch_add(1, Ordering::Relaxed))
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

fn no_object() -> Error {
    Error::new(ck::CKR_OBJECT_HANDLE_INVALID, "there is no such object")
}

fn no_session() -> Error {
    Error::new(ck::CKR_SESSION_HANDLE_INVALID, "there is no such session")
}

macro_rules! delegate {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        // One form for all entries. Each calls the method of the same name in its chapter.
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)]
        impl Application for App {
            $(
                #[inline]
                #[allow(unused_mut)] // operations without arguments
                fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                    const CLASS: Class = audit::class(stringify!($name));
                    // Whoever waits for a slot would have every fork wait.
                    let _inside = (stringify!($name) != "wait_for_slot_event").then(inside::enter);
                    if !self.watches(CLASS) {
                        return App::$name(self, $($argument),*);
                    }
                    let mut facts = Facts::default();
                    $(Watched::note(&$argument, stringify!($argument), &mut facts);)*
                    self.before(stringify!($name), CLASS, &mut facts)?;
                    let answer = App::$name(self, $($argument),*);
                    self.recorded(stringify!($name), CLASS, &facts, answer)
                }
            )*

            fn is_short(&self, session: u64, kind: OpKind, with: &Mechanism, key: u64, len: usize) -> bool {
                App::is_short(self, session, kind, with, key, len)
            }
        }
    };
}
for_each_operation!(delegate);

impl Drop for App {
    fn drop(&mut self) {
        // Logs out, so that what is private leaves the shared cache.
        let _ = App::close(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Engine;
    use crate::keystore::{Cost, Keystore, NewToken};
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn a_session_does_not_go_on_after_a_panic() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("instance");
        let token = NewToken {
            slot: 0,
            label: [b' '; 32],
            pins: Some((b"12345678", b"98765432")),
            to_be_changed: false,
            policy: Default::default(),
        };
        Keystore::create(&dir, &[token], Cost::default(), |_| {}).unwrap();
        let app = Engine::open(&dir).unwrap().application(Tenant::default());
        let open = || app.open_session(0, ck::CKF_SERIAL_SESSION).unwrap();
        let (broken, other) = (open(), open());
        let sha256 = Mechanism { kind: ck::CKM_SHA256, params: strongroom_base::Params::None };
        for session in [broken, other] {
            app.op_init(session, OpKind::Digest, Some(&sha256), 0).unwrap();
        }
        let panics = || {
            app.with_session(broken, |session| -> Result<()> {
                let _work = session.work.lock();
                panic!("a defect")
            })
        };
        assert!(catch_unwind(AssertUnwindSafe(panics)).is_err());
        let update = |session| app.op_update(session, OpKind::Digest, b"data", Out::Size);
        assert!(update(broken).unwrap_err().is(ck::CKR_DEVICE_ERROR));
        assert!(app.session_info(broken).unwrap_err().is(ck::CKR_DEVICE_ERROR));
        update(other).unwrap();
        app.close_session(broken).unwrap();
        assert!(update(broken).unwrap_err().is(ck::CKR_SESSION_HANDLE_INVALID));
        app.session_info(open()).unwrap();
    }
}
