//! A session: the token it is with, whether it may write, and what it is in the middle of. A session has
//! one lock, its own; two threads with a session each never wait for one another here.

use crate::active::Active;
use crate::login::TokenState;
use crate::mechanisms::Row;
use crate::object::{Held, Object};
use crate::policy;
use crate::vectors::Vectors;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use strongroom_base::{Error, Mechanism, OpKind, Params, Result, Template, ck};

/// A session.
pub struct Session {
    /// Its handle.
    pub handle: u64,
    /// The token, as the application sees it.
    pub token: Arc<TokenState>,
    /// Whether it is a read/write session.
    pub rw: bool,
    /// What it is in the middle of.
    pub work: Mutex<SessionWork>,
    /// Whether a call with it ended in a panic: what it was in the middle of may be half done.
    defect: AtomicBool,
    closed: AtomicBool,
    /// How many are open, this one among them until it is closed.
    count: Arc<AtomicUsize>,
}

impl Session {
    /// A session that is in the middle of nothing.
    pub fn new(handle: u64, token: Arc<TokenState>, rw: bool, count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self {
            handle,
            token,
            rw,
            work: Mutex::default(),
            defect: AtomicBool::new(false),
            closed: AtomicBool::new(false),
            count: Arc::clone(count),
        }
    }

    /// Closes it: what it is in the middle of ends. Threads that used it last may still have it ([`latest`]), and one
    /// of them may be in a call with it.
    ///
    /// [`latest`]: crate::latest
    pub fn close(&self) {
        if !self.closed.swap(true, Ordering::AcqRel) {
            self.count.fetch_sub(1, Ordering::Relaxed);
        }
        self.work.lock().end_all();
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// Whether the token's policy lets a mechanism be used for what a `CKF_…` says. `CKR_MECHANISM_INVALID`
    pub fn may_use(&self, row: &Row, does: u64) -> Result<()> {
        self.token.policy().map_or(Ok(()), |policy| policy::token::mechanism(&policy, row, does))
    }

    /// Whether the token's policy lets keys be wrapped with such parameters, whose vector the caller chose or
    /// the token drew. `CKR_MECHANISM_PARAM_INVALID`
    pub fn may_wrap_with(&self, params: &Params, chosen: bool) -> Result<()> {
        let policy = self.token.policy();
        policy.map_or(Ok(()), |policy| policy::token::wraps_with(&policy, params, chosen))
    }

    /// Runs a call with the session. `CKR_DEVICE_ERROR` once one has ended in a panic: all that can be
    /// done with the session then is to close it
    pub fn run<T>(&self, call: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        struct Unfinished<'a>(&'a AtomicBool);
        impl Drop for Unfinished<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Release);
            }
        }
        if self.defect.load(Ordering::Acquire) {
            let why =
                "an earlier call with the session ended by a defect; close it and open another";
            return Err(Error::new(ck::CKR_DEVICE_ERROR, why));
        }
        let unfinished = Unfinished(&self.defect);
        let answer = call(self);
        // Dropped by a panic only.
        std::mem::forget(unfinished);
        answer
    }
}

/// What a session is in the middle of.
#[derive(Default)]
pub struct SessionWork {
    active: [Option<Active>; OpKind::ALL.len()],
    series: [Option<Series>; OpKind::OF_MESSAGES.len()],
    /// A search: what is still to be given.
    pub search: Option<Search>,
    /// The key object used last, unless an operation has it: the next operation most often uses it again. It
    /// goes from one to the other as it is, since to count who holds it costs each time.
    recent: Option<Arc<Held>>,
    /// The kind of the operation that ended last, where it rests in its place with its key: the next one most often
    /// is of the same kind, with the same mechanism and key, and begins in what is there already.
    resting: Option<OpKind>,
}

/// A series of messages.
pub struct Series {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// The key.
    pub object: Arc<Held>,
    /// What the vectors of its messages are made from.
    pub vectors: Vectors,
    /// The message that it is in the middle of.
    pub part: Option<Part>,
    /// Whether the key has had the login that it wants for the next message.
    pub unlocked: bool,
}

/// A message that comes in parts.
pub struct Part {
    /// The operation.
    pub active: Active,
    /// Bytes of its tag.
    pub tag: usize,
    /// Bytes that were taken and not yet given out.
    pub held: usize,
}

/// A search in progress: handles of candidates, and what they must have.
pub struct Search {
    /// Handles of token objects that match for as long as the keystore is at `generation`.
    pub known: std::vec::IntoIter<u64>,
    /// Handles of token objects, not yet compared.
    pub candidates: std::vec::IntoIter<u64>,
    /// Handles of other objects, not yet compared.
    pub others: std::vec::IntoIter<u64>,
    /// What an object must have.
    pub wanted: Template,
    /// The keystore's generation before it was searched.
    pub generation: u64,
    /// What stands for the search, and what is to be kept of it once all candidates are compared.
    pub answer: Option<(u128, Vec<u64>)>,
}

impl SessionWork {
    fn place(&mut self, kind: OpKind) -> &mut Option<Active> {
        // There is a place for each kind.
        &mut self.active[kind.index()]
    }

    /// Whether an operation of the kind is active.
    pub fn has(&mut self, kind: OpKind) -> bool {
        self.resting != Some(kind) && self.place(kind).is_some()
    }

    /// Makes an operation the active one of its kind.
    pub fn begin(&mut self, kind: OpKind, active: Active) {
        self.resting.take_if(|resting| *resting == kind);
        *self.place(kind) = Some(active);
    }

    /// The operation of the kind that rests, if it is with this mechanism.
    pub fn resting(&mut self, kind: OpKind, mechanism: u64) -> Option<&mut Active> {
        self.resting.filter(|resting| *resting == kind)?;
        self.place(kind).as_mut().filter(|active| active.mechanism == mechanism)
    }

    /// Makes the operation that rests the active one of its kind.
    pub fn begin_again(&mut self) {
        self.resting = None;
    }

    /// Ends the active operation of the kind, if there is one.
    pub fn end(&mut self, kind: OpKind) {
        if !self.has(kind) {
            return;
        }
        let rests = self.place(kind).as_mut().is_some_and(Active::rest);
        if rests {
            // No key stays but the one that was used last.
            self.take_recent();
            self.resting = Some(kind);
        } else if let Some(held) = self.place(kind).take().and_then(Active::into_key) {
            self.keep_recent(held);
        }
    }

    /// The key object used last, unless an active operation has it.
    pub fn take_recent(&mut self) -> Option<Arc<Held>> {
        match self.resting.take() {
            Some(kind) => self.place(kind).take().and_then(Active::into_key),
            None => self.recent.take(),
        }
    }

    /// Keeps the key object used last.
    pub fn keep_recent(&mut self, object: Arc<Held>) {
        self.take_recent();
        self.recent = Some(object);
    }

    /// The place of the series of messages of a kind. `CKR_FUNCTION_NOT_SUPPORTED`
    pub fn series(&mut self, kind: OpKind) -> Result<&mut Option<Series>> {
        let place = OpKind::OF_MESSAGES.iter().position(|of| *of == kind);
        place.and_then(|place| self.series.get_mut(place)).ok_or_else(|| {
            Error::new(ck::CKR_FUNCTION_NOT_SUPPORTED, "there are no messages of this kind")
        })
    }

    /// The series of messages of a kind. `CKR_OPERATION_NOT_INITIALIZED`
    pub fn active_series(&mut self, kind: OpKind) -> Result<&mut Series> {
        self.series(kind)?.as_mut().ok_or_else(|| {
            let why = "no series of messages is active";
            Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, why)
        })
    }

    /// Whether a series waits for a login of its own.
    pub fn series_wait(&self) -> bool {
        let waits = |series: &Series| match &series.part {
            Some(part) => part.active.is_locked(),
            None => series.object.rights.always_authenticate() && !series.unlocked,
        };
        self.series.iter().flatten().any(waits)
    }

    /// The login that operations and series waited for has succeeded. It is good for one operation, or for one
    /// message: for whichever uses its key first, see [`Self::took_login`].
    pub fn unlock(&mut self) {
        self.active.iter_mut().flatten().for_each(Active::unlock);
        for series in self.series.iter_mut().flatten() {
            match &mut series.part {
                Some(part) => part.active.unlock(),
                None => series.unlocked = true,
            }
        }
    }

    /// An operation or a message used its key, after a login where it wants one: others that waited for the
    /// same login wait for the next.
    pub fn took_login(&mut self) {
        self.active.iter_mut().flatten().for_each(Active::lock_unused);
        for series in self.series.iter_mut().flatten() {
            series.unlocked = false;
            if let Some(part) = &mut series.part {
                part.active.lock_unused();
            }
        }
    }

    /// Ends what uses private objects: they cannot be used after a logout.
    pub fn end_private(&mut self) {
        for active in &mut self.active {
            if active.as_ref().and_then(Active::object).is_some_and(Object::is_private) {
                *active = None;
            }
        }
        for series in &mut self.series {
            if series.as_ref().is_some_and(|series| series.object.is_private()) {
                *series = None;
            }
        }
        self.search = None;
        self.take_recent();
    }

    /// Ends everything.
    pub fn end_all(&mut self) {
        *self = Self::default();
    }

    /// The active operations.
    pub fn all(&mut self) -> impl Iterator<Item = (OpKind, &mut Active)> {
        let resting = self.resting;
        OpKind::ALL
            .into_iter()
            .zip(self.active.iter_mut())
            .filter(move |(kind, _)| resting != Some(*kind))
            .filter_map(|(kind, active)| active.as_mut().map(|active| (kind, active)))
    }

    /// The active operation of the kind. `CKR_OPERATION_NOT_INITIALIZED`
    pub fn get(&mut self, kind: OpKind) -> Result<&mut Active> {
        let rests = self.resting == Some(kind);
        self.place(kind).as_mut().filter(|_| !rests).ok_or_else(|| {
            Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no such operation is active")
        })
    }

    /// Runs a call with the active operation of the kind, and ends the operation where its answer says so.
    #[inline]
    fn run<T>(
        &mut self,
        kind: OpKind,
        call: impl FnOnce(&mut Active) -> Result<T>,
        ends: impl FnOnce(&Result<T>) -> bool,
    ) -> Result<T> {
        let active = self.get(kind)?;
        let unused = active.has_unused_login();
        let answer = call(active);
        if unused && !active.has_unused_login() {
            self.took_login();
        }
        if ends(&answer) {
            self.end(kind);
        }
        answer
    }

    /// Runs a call that continues an operation: an error other than a short buffer ends it.
    pub fn continue_with<T>(
        &mut self,
        kind: OpKind,
        call: impl FnOnce(&mut Active) -> Result<T>,
    ) -> Result<T> {
        self.run(kind, call, |answer| {
            answer.as_ref().is_err_and(|e| !e.is(ck::CKR_BUFFER_TOO_SMALL))
        })
    }

    /// Runs a call that ends an operation, unless it only asks for a length or has too little room.
    pub fn end_with<T>(
        &mut self,
        kind: OpKind,
        only_asks: bool,
        call: impl FnOnce(&mut Active) -> Result<T>,
    ) -> Result<T> {
        self.run(kind, call, |answer| match answer {
            Ok(_) => !only_asks,
            Err(error) => !error.is(ck::CKR_BUFFER_TOO_SMALL),
        })
    }
}
