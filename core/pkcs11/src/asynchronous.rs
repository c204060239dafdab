//! Asynchronous sessions (PKCS #11 v3.2, section 5.21). What is carried out so are key generation and the end
//! of a signature; the service does it, and here is only kept which call a session is in the middle of, and
//! where its output goes. Everything else in such a session is done at once.

use crate::ffi::{self, Place, Ptr, ulong};
use cryptoki_sys::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use strongroom_base::{Application, Error, OpKind, Out, Result, Task, ck};

/// The functions that can be carried out so.
const FUNCTIONS: [&str; 4] = ["C_GenerateKey", "C_GenerateKeyPair", "C_Sign", "C_SignFinal"];

/// An asynchronous session.
struct Session {
    slot: u64,
    pending: Option<Pending>,
}

/// A call that it is in the middle of.
struct Pending {
    function: &'static str,
    number: u64,
    place: Place,
}

static SESSIONS: Mutex<BTreeMap<u64, Session>> = Mutex::new(BTreeMap::new());
/// How many there are: most programs have none, and need not wait for the lock to learn that.
static COUNT: AtomicUsize = AtomicUsize::new(0);

fn sessions() -> MutexGuard<'static, BTreeMap<u64, Session>> {
    SESSIONS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn change(call: impl FnOnce(&mut BTreeMap<u64, Session>)) {
    let mut sessions = sessions();
    call(&mut sessions);
    COUNT.store(sessions.len(), Ordering::Release);
}

/// A session was opened.
pub fn opened(session: u64, slot: u64, flags: u64) {
    if flags & ck::CKF_ASYNC_SESSION != 0 {
        change(|sessions| {
            sessions.insert(session, Session { slot, pending: None });
        });
    }
}

/// A session was closed.
pub fn closed(session: u64) {
    if COUNT.load(Ordering::Acquire) != 0 {
        change(|sessions| {
            sessions.remove(&session);
        });
    }
}

/// All sessions with a slot were closed.
pub fn all_closed(slot: u64) {
    if COUNT.load(Ordering::Acquire) != 0 {
        change(|sessions| sessions.retain(|_, of| of.slot != slot));
    }
}

/// The library begins anew, perhaps in a child process, where the lock may be for ever another thread's.
pub fn reset() {
    if let Ok(mut sessions) = SESSIONS.try_lock() {
        sessions.clear();
    }
    COUNT.store(0, Ordering::Release);
}

/// Whether a session is asynchronous.
#[inline]
pub fn is(session: u64) -> bool {
    COUNT.load(Ordering::Acquire) != 0 && sessions().contains_key(&session)
}

/// Begins a call; its output is to go to a place. `CKR_PENDING`
pub fn begin(application: &dyn Application, session: u64, task: &Task, place: Place) -> Result<()> {
    let number = application.async_begin(session, task)?;
    if let Some(of) = sessions().get_mut(&session) {
        of.pending = Some(Pending { function: task.function(), number, place });
    }
    Err(pending())
}

fn pending() -> Error {
    Error::new(ck::CKR_PENDING, "the call is being carried out")
}

/// `C_Sign` and `C_SignFinal` with a buffer. `CKR_BUFFER_TOO_SMALL` is said at once
pub fn sign(
    application: &dyn Application,
    session: u64,
    input: Option<&[u8]>,
    output: Ptr<'_, u8>,
    output_len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let room = ffi::number(output_len.read()?);
    let needed = match input {
        Some(input) => application.op_once(session, OpKind::Sign, input, Out::Size)?,
        None => application.op_final(session, OpKind::Sign, Out::Size)?,
    };
    if u64::try_from(needed).map_or(true, |needed| needed > room) {
        return ffi::produce(output, output_len, |_| Err(Error::too_small(needed)));
    }
    let room = u64::try_from(needed).unwrap_or(room);
    let task = match input {
        Some(input) => Task::Once(OpKind::Sign, input.to_vec(), room),
        None => Task::Final(OpKind::Sign, room),
    };
    begin(application, session, &task, Place::of(output, room))
}

/// The function that is named.
fn function(name: Ptr<'_, CK_UTF8CHAR>) -> Result<&'static str> {
    name.required()?;
    let found = FUNCTIONS.into_iter().find(|function| ffi::is_text(name, function));
    found.ok_or_else(|| {
        let why = "no such function is carried out asynchronously";
        Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, why)
    })
}

/// The number of a session's call of a function, and its place.
fn find(
    application: &dyn Application,
    session: u64,
    function: &'static str,
) -> Result<(u64, Place)> {
    let sessions = sessions();
    let Some(of) = sessions.get(&session) else {
        drop(sessions);
        application.session_info(session)?;
        let why = "the session was not opened for asynchronous operations";
        return Err(Error::new(ck::CKR_SESSION_ASYNC_NOT_SUPPORTED, why));
    };
    of.pending
        .as_ref()
        .filter(|pending| pending.function == function)
        .map(|pending| (pending.number, pending.place))
        .ok_or_else(|| {
            let why = "the function is not being carried out";
            Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, why)
        })
}

fn forget(session: u64) {
    if let Some(of) = sessions().get_mut(&session) {
        of.pending = None;
    }
}

/// `C_AsyncComplete`
pub fn complete(
    application: &dyn Application,
    session: u64,
    name: Ptr<'_, CK_UTF8CHAR>,
    result: Ptr<'_, CK_ASYNC_DATA>,
) -> Result<()> {
    let function = function(name)?;
    let (number, place) = find(application, session, function)?;
    let mut data = result.read()?;
    if data.ulVersion != 0 {
        return Err(Error::new(ck::CKR_ARGUMENTS_BAD, "the structure has another version"));
    }
    let taken = application.async_take(session, number);
    if taken.as_ref().is_ok_and(|done| !done.ended) {
        return Err(pending());
    }
    forget(session);
    data.pValue = place.pointer();
    let done = match taken {
        Ok(done) => done,
        Err(error) => {
            result.write(data)?;
            return Err(error);
        }
    };
    place.put(&done.output)?;
    let object = |place: usize| done.objects.get(place).copied().unwrap_or(ck::CK_INVALID_HANDLE);
    data.ulValue = u64::try_from(done.output.len()).map_or(0, ulong);
    (data.hObject, data.hAdditionalObject) = (ulong(object(0)), ulong(object(1)));
    result.write(data)
}

/// `C_AsyncGetID`: from now on the call is nobody's until it is joined.
pub fn get_id(
    application: &dyn Application,
    session: u64,
    name: Ptr<'_, CK_UTF8CHAR>,
    id: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let id = id.required()?;
    let function = function(name)?;
    let (number, _) = find(application, session, function)?;
    application.async_keep(session, number)?;
    forget(session);
    id.write(ulong(number))
}

/// `C_AsyncJoin`
pub fn join(
    application: &dyn Application,
    session: u64,
    name: Ptr<'_, CK_UTF8CHAR>,
    id: u64,
    data: Ptr<'_, u8>,
    data_len: u64,
) -> Result<()> {
    let function = function(name)?;
    if !is(session) {
        // Says why.
        find(application, session, function)?;
    }
    let room = application.async_join(session, function.as_bytes(), id)?;
    if room > 0 && (data.is_null() || room > data_len) {
        let needed = usize::try_from(room).unwrap_or(usize::MAX);
        return Err(Error::too_small(needed));
    }
    if let Some(of) = sessions().get_mut(&session) {
        of.pending = Some(Pending { function, number: id, place: Place::of(data, room) });
    }
    Ok(())
}
