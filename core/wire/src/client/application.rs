//! An application at a service. Most operations are one exchange, and come from the list; those that are
//! more stand below, in `login` and in `operations`.

use super::Service;
use super::lane::Class;
use super::link::Link;
use super::login::Login;
use super::session::{Begun, Destroyed, Found, Operation, Search, Session, Use, Work, lost};
use super::way::Way;
use crate::call::{self, Called, Lost};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::*;

/// How many handles the service is asked for at once.
const STEP: u64 = 4096;
/// How often a call is tried without a pause, and the pause from then on: there may be a service that takes
/// connections and ends each.
const FEW: usize = 3;
const PAUSE: Duration = Duration::from_millis(20);
/// How often a waiting caller asks for changes.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// An application.
pub struct Remote {
    pub(super) link: Link,
    sessions: Table<Session>,
    pub(super) logins: Mutex<HashMap<u64, Login>>,
    next_session: AtomicU64,
    /// Goes up with whatever may change what a key permits.
    epoch: AtomicU64,
    /// Sessions at the service that nobody has any more: incarnations and handles.
    leftovers: Mutex<Vec<(u64, u64)>>,
    destroyed: Destroyed,
    closed: AtomicBool,
}

impl Remote {
    /// An application that is not connected yet.
    pub fn new(service: Service) -> Self {
        Self {
            link: Link::new(service),
            sessions: Table::default(),
            logins: Mutex::default(),
            next_session: AtomicU64::new(1),
            epoch: AtomicU64::new(0),
            leftovers: Mutex::default(),
            destroyed: Destroyed::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// Runs a call over a connection, and again over another where that is right.
    fn call<T>(&self, repeat: Repeat, call: impl FnMut(&mut Way<'_>) -> Called<T>) -> Result<T> {
        self.call_by(repeat, None, call)
    }

    /// Runs a call that may share a connection the first time that it is tried.
    fn call_by<T>(
        &self,
        repeat: Repeat,
        mut share: Option<(Class, u64)>,
        mut call: impl FnMut(&mut Way<'_>) -> Called<T>,
    ) -> Result<T> {
        let mut until = Instant::now() + self.link.patience();
        let mut tries = 0;
        loop {
            let mut way = self.link.way(until, share.take())?;
            let why = match call(&mut way) {
                Ok(answer) => {
                    way.give_back();
                    return answer;
                }
                Err(Lost::TooLong) => {
                    way.give_back();
                    return Err(Error::new(
                        ck::CKR_DATA_LEN_RANGE,
                        "the service does not take so much in one call",
                    ));
                }
                Err(why) => why,
            };
            // A service that was at work until it went away has not been silent. Said once: one that goes
            // away each time is away.
            if let Some(at_work) = way.at_work().filter(|_| tries == 0) {
                until = until.max(at_work + self.link.patience());
            }
            drop(way);
            tries += 1;
            if tries > FEW {
                std::thread::sleep(PAUSE);
            }
            let failed = |why: &str| {
                let name = self.link.name();
                Error::new(ck::CKR_DEVICE_ERROR, format!("a call to {name} failed: {why}"))
            };
            match why {
                Lost::NotSent(_) if Instant::now() < until => {}
                Lost::NoReply(_) if repeat == Repeat::Again && Instant::now() < until => {}
                Lost::NotSent(why) | Lost::NoReply(why) | Lost::Refused(why) => {
                    return Err(failed(&why));
                }
                Lost::Malformed(why) => return Err(failed(why)),
                Lost::TooLong => return Err(failed("the request is too long")),
            }
        }
    }

    /// Runs a call of a session, which is brought to life where the connection leads if it is not there.
    fn call_in<T>(
        &self,
        repeat: Repeat,
        session: &Session,
        of: Option<&Use>,
        mut call: impl FnMut(&mut Way<'_>, u64, &mut Work) -> Called<T>,
    ) -> Result<T> {
        let mut work = session.work.lock();
        if work.closed {
            return Err(no_session());
        }
        let class = of.and_then(|of| Class::of(of.input, work.took(of)));
        let share = class.map(|class| (class, work.incarnation));
        let answer = self.call_by(repeat, share, |connection| {
            // Until here nothing has happened to what the call is about.
            let attuned =
                self.attune(connection, session, &mut work).map_err(|lost| match lost {
                    Lost::NoReply(why) => Lost::NotSent(why),
                    lost => lost,
                })?;
            match attuned {
                Ok(()) => {
                    let remote = work.remote;
                    let answer = call(connection, remote, &mut work)?;
                    if let Some(of) = of.filter(|_| answer.is_ok()) {
                        work.note(of, connection.took);
                    }
                    Ok(answer)
                }
                Err(error) => Ok(Err(error)),
            }
        });
        if answer.as_ref().is_err_and(|error| error.is(ck::CKR_SESSION_HANDLE_INVALID)) {
            // The service has closed it: the token was initialised anew.
            work.closed = true;
            drop(work);
            self.remove(session.handle);
        }
        answer
    }

    /// A call of a session that may be repeated.
    pub(super) fn again<T>(
        &self,
        session: &Session,
        call: impl FnMut(&mut Way<'_>, u64, &mut Work) -> Called<T>,
    ) -> Result<T> {
        self.call_in(Repeat::Again, session, None, call)
    }

    /// A call of a session that may be repeated, and go with others: what it uses says how.
    pub(super) fn with_others<T>(
        &self,
        session: &Session,
        of: &Use,
        call: impl FnMut(&mut Way<'_>, u64, &mut Work) -> Called<T>,
    ) -> Result<T> {
        self.call_in(Repeat::Again, session, Some(of), call)
    }

    /// A call of a session that must not be repeated.
    pub(super) fn once<T>(
        &self,
        session: &Session,
        call: impl FnMut(&mut Way<'_>, u64, &mut Work) -> Called<T>,
    ) -> Result<T> {
        self.call_in(Repeat::Never, session, None, call)
    }

    /// A session. `CKR_SESSION_HANDLE_INVALID`
    pub(super) fn session(&self, handle: u64) -> Result<Arc<Session>> {
        self.sessions.get(handle).ok_or_else(no_session)
    }

    /// The sessions with a slot's token.
    pub(super) fn sessions_of(&self, slot: u64) -> Vec<Arc<Session>> {
        self.sessions.all().into_iter().filter(|session| session.slot == slot).collect()
    }

    /// Something may have changed what a key permits: the service is asked again.
    pub(super) fn change(&self) {
        self.epoch.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Relaxed)
    }

    /// Tells the service of the operations that it has not been told of yet.
    pub(super) fn tell(&self, session: &Session) -> Result<()> {
        if session.work.lock().untold().is_empty() {
            return Ok(());
        }
        self.again(session, |connection, remote, work| {
            for kind in work.untold() {
                if let Err(error) = self.begin(connection, remote, work, kind)? {
                    *work.operation(kind) = Operation::None;
                    tracing::debug!(target: "strongroom::wire", "an operation ended: {error}");
                }
            }
            Ok(Ok(()))
        })
    }

    /// Takes a session out; with the last one of a slot, the login is over.
    fn remove(&self, handle: u64) {
        let removed = self.sessions.remove(handle);
        if let Some(session) = removed
            && self.sessions_of(session.slot).is_empty()
        {
            self.forget_login(session.slot);
        }
    }

    /// A session at the service is to be closed when there is a way to say so.
    pub(super) fn to_be_closed(&self, incarnation: u64, remote: u64) {
        self.leftovers.lock().push((incarnation, remote));
    }

    /// Closes what is left over, as far as that goes without waiting.
    pub(super) fn close_leftovers(&self) {
        if self.leftovers.lock().is_empty() {
            return;
        }
        let Some(mut connection) = self.link.idle() else { return };
        let leftovers = std::mem::take(&mut *self.leftovers.lock());
        for (incarnation, mut remote) in leftovers {
            if incarnation == connection.incarnation
                && call::close_session(&mut *connection, &mut remote).is_err()
            {
                self.to_be_closed(incarnation, remote);
                self.link.lost();
                return;
            }
        }
        self.link.give_back(connection);
    }

    pub(super) fn open_session(&self, slot: u64, flags: u64) -> Result<u64> {
        self.close_leftovers();
        let (mut at_slot, mut with_flags) = (slot, flags);
        // A session that was opened twice is one that nobody uses: it goes with the application.
        let (remote, incarnation) = self.call(Repeat::Again, |connection| {
            let incarnation = connection.incarnation;
            Ok(call::open_session(connection, &mut at_slot, &mut with_flags)?
                .map(|remote| (remote, incarnation)))
        })?;
        let handle = self.next_session.fetch_add(1, Ordering::Relaxed);
        let mut work = Work::default();
        work.reborn(incarnation, remote);
        let session = Session { handle, slot, flags, work: Mutex::new(work) };
        self.sessions.insert(handle, Arc::new(session));
        Ok(handle)
    }

    pub(super) fn close_session(&self, handle: u64) -> Result<()> {
        let session = self.session(handle)?;
        let (incarnation, remote) = {
            let mut work = session.work.lock();
            if std::mem::replace(&mut work.closed, true) {
                return Err(no_session());
            }
            (work.incarnation, work.remote)
        };
        let mut remote_handle = remote;
        let closed = self.call(Repeat::Again, |connection| {
            if connection.incarnation != incarnation {
                return Ok(Ok(())); // it went with the service that had it
            }
            call::close_session(connection, &mut remote_handle)
        });
        if closed.is_err_and(|error| !error.is(ck::CKR_SESSION_HANDLE_INVALID)) {
            self.to_be_closed(incarnation, remote);
        }
        self.remove(handle);
        Ok(())
    }

    pub(super) fn close_all_sessions(&self, slot: u64) -> Result<()> {
        let mut at_slot = slot;
        self.call(Repeat::Again, |c| call::close_all_sessions(c, &mut at_slot))?;
        for session in self.sessions_of(slot) {
            session.work.lock().closed = true;
            self.sessions.remove(session.handle);
        }
        self.logins.lock().remove(&slot);
        Ok(())
    }

    pub(super) fn close(&self) -> Result<()> {
        if self.closed.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        // Whoever waits for the service does so no longer; where it is away, nothing is left to be said.
        self.link.close();
        if let Some(mut connection) = self.link.idle() {
            let _ = call::close(&mut *connection);
            self.link.lost();
        }
        self.sessions.retain(|_| false);
        self.logins.lock().clear();
        Ok(())
    }

    pub(super) fn wait_for_slot_event(&self, block: bool) -> Result<u64> {
        loop {
            let answer = self.call(Repeat::Again, |c| call::wait_for_slot_event(c, &mut false));
            match answer {
                Err(error) if block && error.is(ck::CKR_NO_EVENT) => {}
                answer => return answer,
            }
            std::thread::sleep(LOOK_EVERY);
            if self.closed.load(Ordering::Acquire) {
                return Err(Error::new(
                    ck::CKR_CRYPTOKI_NOT_INITIALIZED,
                    "the application was closed while it waited",
                ));
            }
        }
    }

    /// The counts of sessions are the application's own: the service may have one more, which holds a
    /// login that was restored, or fewer, which were not used since.
    pub(super) fn token_info(&self, slot: u64) -> Result<TokenInfo> {
        let mut at_slot = slot;
        let mut info = self.call(Repeat::Again, |c| call::token_info(c, &mut at_slot))?;
        let sessions = self.sessions_of(slot);
        let rw = sessions.iter().filter(|session| session.flags & ck::CKF_RW_SESSION != 0);
        (info.sessions, info.rw_sessions) = (sessions.len() as u64, rw.count() as u64);
        Ok(info)
    }

    pub(super) fn init_token(&self, slot: u64, pin: Pin<'_>, label: &[u8]) -> Result<()> {
        self.change();
        if !self.sessions_of(slot).is_empty() {
            return Err(Error::new(ck::CKR_SESSION_EXISTS, "the token has open sessions"));
        }
        self.close_leftovers();
        let (mut slot, mut pin, mut label) = (slot, pin, label);
        self.call(Repeat::Never, |c| call::init_token(c, &mut slot, &mut pin, &mut label))
    }

    pub(super) fn find_init(&self, handle: u64, template: &Template) -> Result<()> {
        let session = self.session(handle)?;
        let (mut template, mut max) = (template, STEP);
        let searching = self.destroyed.searching();
        let found = self.again(&session, |connection, mut remote, work| {
            if matches!(work.search, Search::Found(..) | Search::Remote) {
                let why = "a search is active";
                return Ok(Err(Error::new(ck::CKR_OPERATION_ACTIVE, why)));
            }
            let found = call::find(connection, &mut remote, &mut template, &mut max)?;
            // More than fits into one answer: the service keeps the search.
            if found.as_ref().is_ok_and(|found| found.len() as u64 >= max) {
                let _ = call::find_final(connection, &mut remote)?;
                return Ok(call::find_init(connection, &mut remote, &mut template)?.map(|()| None));
            }
            Ok(found.map(Some))
        })?;
        session.work.lock().search = match found {
            Some(found) => Search::Found(Found::new(found, searching)),
            None => Search::Remote,
        };
        Ok(())
    }

    pub(super) fn find_next(&self, handle: u64, max: u64) -> Result<Vec<u64>> {
        let session = self.session(handle)?;
        {
            let mut work = session.work.lock();
            match &mut work.search {
                Search::Found(found) => {
                    return Ok(found.next(usize::try_from(max).unwrap_or(usize::MAX)));
                }
                Search::Lost => {
                    work.search = Search::None;
                    return Err(lost("the search"));
                }
                Search::None | Search::Remote => {}
            }
        }
        let mut max = max;
        self.once(&session, |c, mut remote, _| call::find_next(c, &mut remote, &mut max))
    }

    pub(super) fn find_final(&self, handle: u64) -> Result<()> {
        let session = self.session(handle)?;
        let search = std::mem::take(&mut session.work.lock().search);
        match search {
            Search::Found(..) => Ok(()),
            Search::Lost => Err(lost("the search")),
            Search::None | Search::Remote => {
                self.once(&session, |c, mut remote, _| call::find_final(c, &mut remote))
            }
        }
    }

    pub(super) fn cancel(&self, handle: u64, flags: u64) -> Result<()> {
        let session = self.session(handle)?;
        let mut flags = flags;
        self.again(&session, |connection, mut remote, work| {
            for kind in OpKind::ALL {
                if flags & kind.flag() != 0 {
                    *work.operation(kind) = Operation::None;
                }
            }
            if flags & ck::CKF_FIND_OBJECTS != 0 {
                work.search = Search::None;
            }
            call::cancel(connection, &mut remote, &mut flags)
        })
    }

    pub(super) fn destroy_object(&self, handle: u64, object: u64) -> Result<()> {
        self.change();
        let session = self.session(handle)?;
        let mut at = object;
        self.once(&session, |c, mut remote, _| call::destroy_object(c, &mut remote, &mut at))?;
        self.destroyed.add(object);
        Ok(())
    }

    /// Begins an operation at the service, where it is not there yet.
    pub(super) fn begin(
        &self,
        connection: &mut Way<'_>,
        remote: u64,
        work: &mut Work,
        kind: OpKind,
    ) -> Called<()> {
        let Operation::Begun(begun, at) = work.operation(kind) else { return Ok(Ok(())) };
        if *at == connection.incarnation {
            return Ok(Ok(()));
        }
        let (mut remote, mut kind_, mut key) = (remote, kind, begun.key);
        let begun = begun.clone();
        let mut mechanism = Some(&begun.mechanism);
        let answer = call::op_init(connection, &mut remote, &mut kind_, &mut mechanism, &mut key)?;
        if answer.is_ok() {
            *work.operation(kind) = Operation::Begun(begun.clone(), connection.incarnation);
        }
        Ok(answer.map(drop))
    }

    pub(super) fn accept(&self, work: &mut Work, kind: OpKind, begun: Begun) {
        work.accept(kind, begun, self.epoch());
    }
}

pub(super) fn no_session() -> Error {
    Error::new(ck::CKR_SESSION_HANDLE_INVALID, "there is no such session")
}

/// Every operation of the list: the ones named here are more than one exchange, the others are passed on,
/// those that begin with a session by its handle at the service.
macro_rules! route {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)] // one form for all entries
        impl Application for Remote {
            $(
                #[allow(unused_mut)]
                fn $name<'a>(&self, $(mut $argument: $type),*) -> Result<$ret> {
                    route!(@$name self $repeat ($($argument)*) $($argument)*)
                }
            )*
        }
    };
    (@close $self:ident $repeat:ident $all:tt) => { Remote::close($self) };
    (@wait_for_slot_event $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::wait_for_slot_event($self, $($a),*) };
    (@token_info $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::token_info($self, $($a),*) };
    (@init_token $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::init_token($self, $($a),*) };
    (@open_session $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::open_session($self, $($a),*) };
    (@close_session $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::close_session($self, $($a),*) };
    (@close_all_sessions $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::close_all_sessions($self, $($a),*) };
    (@login $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::login($self, $($a),*) };
    (@logout $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::logout($self, $($a),*) };
    (@set_pin $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::set_pin($self, $($a),*) };
    (@cancel $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::cancel($self, $($a),*) };
    (@find_init $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::find_init($self, $($a),*) };
    (@find_next $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::find_next($self, $($a),*) };
    (@find_final $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::find_final($self, $($a),*) };
    (@operation_state $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::operation_state($self, $($a),*) };
    (@set_operation_state $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::set_operation_state($self, $($a),*) };
    (@op_init $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::op_init($self, $($a),*) };
    (@op_update $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::op_update($self, $($a),*) };
    (@op_update_key $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::op_update_key($self, $($a),*) };
    (@op_update_dual $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::op_update_dual($self, $($a),*) };
    (@op_final $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::op_final($self, $($a),*) };
    (@perform $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::perform($self, $($a),*) };
    (@verify $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::verify($self, $($a),*) };
    (@op_once $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::op_once($self, $($a),*) };
    (@verify_once $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::verify_once($self, $($a),*) };
    (@verify_final $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::verify_final($self, $($a),*) };
    (@verify_signature_init $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::verify_signature_init($self, $($a),*) };
    (@sign_batch $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::sign_batch($self, $($a),*) };
    (@async_begin $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::async_begin($self, $($a),*) };
    (@destroy_object $self:ident $repeat:ident $all:tt $($a:ident)*) => { Remote::destroy_object($self, $($a),*) };
    // What changes objects or the policy may change what a key permits.
    (@set_attributes $self:ident $repeat:ident $all:tt $($a:ident)*) => {{ $self.change(); route!(@passed set_attributes $self $repeat $all $($a)*) }};
    (@set_token_policy $self:ident $repeat:ident $all:tt $($a:ident)*) => {{ $self.change(); route!(@passed set_token_policy $self $repeat $all $($a)*) }};
    (@passed $name:ident $self:ident $repeat:ident ($handle:ident $($rest:ident)*) session $($a:ident)*) => {{
        let session = $self.session($handle)?;
        $self.call_in(route!(%$repeat), &session, None, |connection, mut remote, _| {
            call::$name(connection, &mut remote, $(&mut $a),*)
        })
    }};
    (@passed $name:ident $self:ident $repeat:ident $all:tt $($a:ident)*) => {
        $self.call(route!(%$repeat), |connection| call::$name(connection, $(&mut $a),*))
    };
    (@$name:ident $self:ident $repeat:ident $all:tt $($a:ident)*) => { route!(@passed $name $self $repeat $all $($a)*) };
    (%again) => { Repeat::Again };
    (%never) => { Repeat::Never };
}
for_each_operation!(route);

impl Drop for Remote {
    fn drop(&mut self) {
        let _ = Remote::close(self);
    }
}
