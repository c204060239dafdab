//! Asynchronous sessions (PKCS #11 v3.2, section 5.21): a client's call is carried out here while the client
//! goes on, and its outcome waits until it is asked for. In goes an application of any provider, out comes one
//! that has such sessions too; everything else passes through. A task belongs to its session and ends with it,
//! unless its number was asked for: then it waits, for a while, for a session of the same client with the same
//! token and login, also of another application.

use parking_lot::{Condvar, Mutex};
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::*;
use tokio::runtime::Handle;

/// How long what nobody joined is kept.
const KEPT: Duration = Duration::from_secs(3600);
/// Tasks of one client, those that have ended and were not asked for included.
const MOST: usize = 256;

/// The tasks of all clients.
pub struct Tasks {
    all: Mutex<HashMap<u64, Entry>>,
    changed: Condvar,
    /// How many may run at a time.
    running: usize,
}

/// A task.
struct Entry {
    client: String,
    slot: u64,
    state: u64,
    function: &'static str,
    room: u64,
    /// The application (by its address) and the session that it belongs to; none while it is only kept.
    owner: Option<(usize, u64)>,
    kept: bool,
    /// Whether its session ends with it: it was closed meanwhile.
    closes: bool,
    since: Instant,
    outcome: Option<Result<Done>>,
}

fn no_task() -> Error {
    Error::new(ck::CKR_SAVED_STATE_INVALID, "there is no such asynchronous operation")
}

fn none() -> Error {
    Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no asynchronous operation is active")
}

impl Tasks {
    /// None yet; so many may run at a time.
    pub fn new(running: usize) -> Arc<Self> {
        Arc::new(Self { all: Mutex::default(), changed: Condvar::new(), running: running.max(1) })
    }

    /// A task has ended. Where its session was closed meanwhile, gives the objects that nobody wants any more.
    fn ended(&self, number: u64, outcome: Result<Done>) -> Option<Vec<u64>> {
        let mut all = self.all.lock();
        let entry = all.get_mut(&number)?;
        (entry.outcome, entry.since) = (Some(outcome), Instant::now());
        if !entry.closes {
            return None;
        }
        entry.owner = None;
        if entry.kept {
            return Some(Vec::new());
        }
        let outcome = all.remove(&number).and_then(|entry| entry.outcome);
        Some(outcome.and_then(Result::ok).map(|done| done.objects).unwrap_or_default())
    }

    /// Forgets what nobody has asked for in time.
    pub fn forget_old(&self) {
        self.all.lock().retain(|_, entry| entry.outcome.is_none() || entry.since.elapsed() < KEPT);
    }
}

/// An application that has asynchronous sessions.
pub struct Tasked {
    inner: Arc<dyn Application>,
    tasks: Arc<Tasks>,
    client: String,
    sessions: Mutex<HashSet<u64>>,
}

impl Tasked {
    /// The same application, with them.
    pub fn new(inner: Arc<dyn Application>, tasks: Arc<Tasks>, client: String) -> Self {
        Self { inner, tasks, client, sessions: Mutex::default() }
    }

    fn owner(&self, session: u64) -> (usize, u64) {
        (Arc::as_ptr(&self.inner).cast::<()>() as usize, session)
    }

    fn is_asynchronous(&self, session: u64) -> Result<()> {
        if self.sessions.lock().contains(&session) {
            return Ok(());
        }
        self.inner.session_info(session)?;
        let why = "the session was not opened for asynchronous operations";
        Err(Error::new(ck::CKR_SESSION_ASYNC_NOT_SUPPORTED, why))
    }

    fn open_session(&self, slot: u64, flags: u64) -> Result<u64> {
        let session = self.inner.open_session(slot, flags & !ck::CKF_ASYNC_SESSION)?;
        if flags & ck::CKF_ASYNC_SESSION != 0 {
            self.sessions.lock().insert(session);
        }
        Ok(session)
    }

    fn session_info(&self, session: u64) -> Result<SessionInfo> {
        let mut info = self.inner.session_info(session)?;
        if self.sessions.lock().contains(&session) {
            info.flags |= ck::CKF_ASYNC_SESSION;
        }
        Ok(info)
    }

    fn token_info(&self, slot: u64) -> Result<TokenInfo> {
        let mut info = self.inner.token_info(slot)?;
        info.flags |= ck::CKF_ASYNC_SESSION_SUPPORTED;
        Ok(info)
    }

    fn close_session(&self, session: u64) -> Result<()> {
        if !self.sessions.lock().contains(&session) {
            return self.inner.close_session(session);
        }
        let owner = self.owner(session);
        {
            let mut all = self.tasks.all.lock();
            let running = all
                .values_mut()
                .find(|entry| entry.owner == Some(owner) && entry.outcome.is_none());
            if let Some(entry) = running {
                // Nobody waits here: it ends with what runs in it.
                entry.closes = true;
                self.sessions.lock().remove(&session);
                return Ok(());
            }
        }
        self.end(|of| of == session);
        self.inner.close_session(session)
    }

    fn close_all_sessions(&self, slot: u64) -> Result<()> {
        let mine: Vec<u64> = self.sessions.lock().iter().copied().collect();
        let there =
            |session: &u64| self.inner.session_info(*session).is_ok_and(|info| info.slot == slot);
        let ends: HashSet<u64> = mine.into_iter().filter(there).collect();
        self.end(|of| ends.contains(&of));
        self.inner.close_all_sessions(slot)
    }

    fn close(&self) -> Result<()> {
        self.end(|_| true);
        self.inner.close()
    }

    /// Some sessions end: what runs in them is waited for, and is gone with them unless it is kept.
    fn end(&self, which: impl Fn(u64) -> bool) {
        let ends: Vec<u64> = {
            let mut sessions = self.sessions.lock();
            let ends: Vec<u64> = sessions.iter().copied().filter(|of| which(*of)).collect();
            sessions.retain(|of| !ends.contains(of));
            ends
        };
        for session in ends {
            let owner = self.owner(session);
            let mut all = self.tasks.all.lock();
            while all.values().any(|entry| entry.owner == Some(owner) && entry.outcome.is_none()) {
                self.tasks.changed.wait(&mut all);
            }
            let mut unwanted = Vec::new();
            all.retain(|_, entry| {
                if entry.owner != Some(owner) {
                    return true;
                }
                entry.owner = None;
                if !entry.kept
                    && let Some(Ok(done)) = &entry.outcome
                {
                    unwanted.extend_from_slice(&done.objects);
                }
                entry.kept
            });
            drop(all);
            destroy(&*self.inner, session, &unwanted);
        }
    }

    fn async_begin(&self, session: u64, task: &Task) -> Result<u64> {
        self.is_asynchronous(session)?;
        let info = self.inner.session_info(session)?;
        let (owner, task) = (self.owner(session), task.clone());
        let number = {
            let mut all = self.tasks.all.lock();
            if all.values().any(|entry| entry.owner == Some(owner)) {
                let why = "the session is in the middle of an asynchronous operation";
                return Err(Error::new(ck::CKR_OPERATION_ACTIVE, why));
            }
            let runs = |entry: &&Entry| entry.outcome.is_none();
            let of_mine = all.values().filter(|entry| entry.client == self.client);
            let (running, mine) = (all.values().filter(runs).count(), of_mine.clone().count());
            // At least one is left for others.
            let share = self.tasks.running.saturating_sub(1).max(1);
            if running >= self.tasks.running
                || of_mine.filter(runs).count() >= share
                || mine >= MOST
            {
                let why = "the service has as many asynchronous operations as it may have";
                return Err(Error::new(ck::CKR_TOKEN_RESOURCE_EXCEEDED, why));
            }
            let number = loop {
                let mut bytes = [0; 8];
                aws_lc_rs::rand::fill(&mut bytes)
                    .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the generator failed"))?;
                // Of a size that every CK_ULONG holds.
                let number = u64::from_ne_bytes(bytes) >> 33;
                if number != 0 && !all.contains_key(&number) {
                    break number;
                }
            };
            let entry = Entry {
                client: self.client.clone(),
                slot: info.slot,
                state: info.state,
                function: task.function(),
                room: task.room(),
                owner: Some(owner),
                kept: false,
                closes: false,
                since: Instant::now(),
                outcome: None,
            };
            all.insert(number, entry);
            number
        };
        let (inner, tasks) = (Arc::clone(&self.inner), Arc::clone(&self.tasks));
        let job = move || {
            let done = catch_unwind(AssertUnwindSafe(|| carry_out(&*inner, session, &task)));
            let outcome = done.unwrap_or_else(|_| {
                Err(Error::new(ck::CKR_GENERAL_ERROR, "a defect in the service ended the call"))
            });
            let closes = tasks.ended(number, outcome);
            if let Some(unwanted) = closes {
                destroy(&*inner, session, &unwanted);
                if let Err(error) = inner.close_session(session) {
                    tracing::debug!("closing the session of a call that has ended: {error}");
                }
            }
            tasks.changed.notify_all();
        };
        match Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(job)),
            Err(_) => job(),
        }
        Ok(number)
    }

    /// Runs `call` with a task of a session.
    fn with_mine<T>(
        &self,
        session: u64,
        number: u64,
        call: impl FnOnce(&mut HashMap<u64, Entry>) -> Result<T>,
    ) -> Result<T> {
        self.is_asynchronous(session)?;
        let owner = self.owner(session);
        let mut all = self.tasks.all.lock();
        match all.get(&number) {
            Some(entry) if entry.owner == Some(owner) => call(&mut all),
            _ => Err(none()),
        }
    }

    fn async_take(&self, session: u64, number: u64) -> Result<Done> {
        self.with_mine(session, number, |all| {
            if all.get(&number).is_none_or(|entry| entry.outcome.is_none()) {
                return Ok(Done::default());
            }
            all.remove(&number).and_then(|entry| entry.outcome).unwrap_or_else(|| Err(none()))
        })
    }

    fn async_keep(&self, session: u64, number: u64) -> Result<()> {
        self.with_mine(session, number, |all| {
            let entry = all.get_mut(&number).ok_or_else(none)?;
            entry.kept = true;
            Ok(())
        })
    }

    fn async_join(&self, session: u64, function: &[u8], number: u64) -> Result<u64> {
        self.is_asynchronous(session)?;
        let info = self.inner.session_info(session)?;
        let owner = self.owner(session);
        let mut all = self.tasks.all.lock();
        if all.values().any(|entry| entry.owner == Some(owner) && !entry.kept) {
            let why = "the session is in the middle of an asynchronous operation";
            return Err(Error::new(ck::CKR_OPERATION_ACTIVE, why));
        }
        let logged_in =
            |state| matches!(state, ck::CKS_RO_USER_FUNCTIONS | ck::CKS_RW_USER_FUNCTIONS);
        let entry = all
            .get_mut(&number)
            .filter(|entry| {
                entry.kept
                    && entry.client == self.client
                    && entry.slot == info.slot
                    && entry.function.as_bytes() == function
                    && (!logged_in(entry.state) || logged_in(info.state))
            })
            .ok_or_else(no_task)?;
        // The session that it came from may still be there; whoever joins has it from now on.
        entry.owner = Some(owner);
        Ok(entry.room)
    }
}

/// Destroys what a cancelled call has made: nobody has the handles.
fn destroy(application: &dyn Application, session: u64, objects: &[u64]) {
    for object in objects {
        if let Err(error) = application.destroy_object(session, *object) {
            tracing::warn!("an object of a cancelled call stays: {error}");
        }
    }
}

/// Does what is asked for.
fn carry_out(application: &dyn Application, session: u64, task: &Task) -> Result<Done> {
    let room = |len: u64| vec![0; usize::try_from(len).unwrap_or(usize::MAX).min(1 << 20)];
    let made = |output: Vec<u8>, objects| Done { ended: true, output, objects };
    match task {
        Task::GenerateKey(mechanism, template) => {
            let key = application.generate_key(session, mechanism, template)?;
            Ok(made(Vec::new(), vec![key]))
        }
        Task::GenerateKeyPair(mechanism, public, private) => {
            let (public, private) =
                application.generate_key_pair(session, mechanism, public, private)?;
            Ok(made(Vec::new(), vec![public, private]))
        }
        Task::Once(kind, input, len) => {
            let mut output = room(*len);
            let written = application.op_once(session, *kind, input, Out::Buffer(&mut output))?;
            output.truncate(written);
            Ok(made(output, Vec::new()))
        }
        Task::Final(kind, len) => {
            let mut output = room(*len);
            let written = application.op_final(session, *kind, Out::Buffer(&mut output))?;
            output.truncate(written);
            Ok(made(output, Vec::new()))
        }
    }
}

/// Every operation of the list: those named here are done above, the others pass through.
macro_rules! pass {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)] // one form for all entries
        impl Application for Tasked {
            $(fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                pass!(@$name self $($argument)*)
            })*
        }
    };
    (@open_session $self:ident $($a:ident)*) => { Tasked::open_session($self, $($a),*) };
    (@session_info $self:ident $($a:ident)*) => { Tasked::session_info($self, $($a),*) };
    (@token_info $self:ident $($a:ident)*) => { Tasked::token_info($self, $($a),*) };
    (@close_session $self:ident $($a:ident)*) => { Tasked::close_session($self, $($a),*) };
    (@close_all_sessions $self:ident $($a:ident)*) => { Tasked::close_all_sessions($self, $($a),*) };
    (@close $self:ident) => { Tasked::close($self) };
    // Whoever waits asks again and again: a thread of the service that waited for a client would be nobody else's.
    (@wait_for_slot_event $self:ident $block:ident) => {{ let _ = $block; $self.inner.wait_for_slot_event(false) }};
    (@async_begin $self:ident $($a:ident)*) => { Tasked::async_begin($self, $($a),*) };
    (@async_take $self:ident $($a:ident)*) => { Tasked::async_take($self, $($a),*) };
    (@async_keep $self:ident $($a:ident)*) => { Tasked::async_keep($self, $($a),*) };
    (@async_join $self:ident $($a:ident)*) => { Tasked::async_join($self, $($a),*) };
    (@$name:ident $self:ident $($a:ident)*) => { $self.inner.$name($($a),*) };
}
for_each_operation!(pass);
