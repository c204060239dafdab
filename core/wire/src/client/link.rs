//! Where the service is, and the connections to it. A call takes a connection, or makes one, and gives it
//! back, or goes by a lane where somebody has one; one that failed is dropped. When the service no longer knows the application, because it was
//! started anew, the application begins another life there: its incarnation goes up, and whoever has a
//! session brings it back to life before he uses it.

use super::Service;
use super::connection::{ATTACHING, Connection, Unreached};
use super::lane::{CLASSES, Class, Habit, Lane, Round};
use super::tls;
use super::way::Way;
use crate::attach::Token;
use crate::bundle::Bundle;
use crate::call::Lost;
use parking_lot::{Condvar, Mutex};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::collections::VecDeque;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use strongroom_base::{Error, Result, ck};

/// How long to wait before connecting is tried again: at first, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(400));
/// How long one address is tried, at most, before the next, or the same again: the system itself tries
/// more and more seldom, and would notice late that a way is back.
const TRY: Duration = Duration::from_secs(2);
/// How many connections there are for each of the service's workers before a lane makes do with one of another
/// worker, and how many workers have lanes.
const BEFORE_MIXED: usize = 4;
const WORKERS: usize = 256;

/// The connections of one application.
pub struct Link {
    service: Service,
    state: Mutex<State>,
    given_back: Condvar,
    tls: Mutex<Option<Tls>>,
    closed: AtomicBool,
    processors: OnceLock<usize>,
    next_id: AtomicU64,
    /// The process that the connections belong to.
    process: rustix::process::Pid,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    incarnation: u64,
    /// Bytes of the longest frame.
    frame: usize,
    idle: VecDeque<Box<Connection>>,
    open: usize,
    /// How many workers the service has now, and the lanes of each class to them.
    workers: usize,
    lanes: [Vec<Lane>; CLASSES],
}

impl State {
    /// The lane with a number.
    fn lane(&mut self, (class, worker): Number) -> Option<&mut Lane> {
        self.lanes.get_mut(class as usize)?.get_mut(worker)
    }

    /// Takes the last of the connections that are not in use and wanted; those that are of no use any more go.
    fn take(
        &mut self,
        wanted: impl Fn(&Connection) -> bool,
        processors: usize,
    ) -> Option<Box<Connection>> {
        while let Some(at) = self.idle.iter().rposition(|connection| wanted(connection)) {
            let mut connection = self.idle.remove(at)?;
            if connection.incarnation == self.incarnation && connection.is_fresh() {
                // Of those who wait awake, half as many as there are processors leave room for others.
                let in_use = self.open.saturating_sub(self.idle.len());
                connection.may_stay_awake = in_use <= processors / 2;
                return Some(connection);
            }
            self.open -= 1;
        }
        None
    }
}

/// What a lane is known by: its class and its worker.
pub type Number = (Class, usize);

/// What the bundle makes, while the file is the same.
struct Tls {
    changed: Option<SystemTime>,
    configuration: Arc<ClientConfig>,
    name: ServerName<'static>,
}

impl Link {
    pub fn new(service: Service) -> Self {
        Self {
            service,
            state: Mutex::default(),
            given_back: Condvar::new(),
            tls: Mutex::default(),
            closed: AtomicBool::new(false),
            processors: OnceLock::new(),
            next_id: AtomicU64::new(ATTACHING + 1),
            process: rustix::process::getpid(),
        }
    }

    /// How long a call may wait for the service.
    pub fn patience(&self) -> Duration {
        self.service.patience
    }

    /// The service, for sentences.
    pub fn name(&self) -> String {
        format!("{}:{}", self.service.host, self.service.port)
    }

    /// No call waits for the service any more.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.given_back.notify_all();
    }

    /// A connection that is there and not in use, if there is one.
    pub fn idle(&self) -> Option<Box<Connection>> {
        self.state.lock().take(|_| true, self.processors())
    }

    /// The number of the next request.
    pub fn next_id(&self) -> u64 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    /// A way to the application's present incarnation, until a moment: for a call that may share it, of a session
    /// of an incarnation, by its lane. `CKR_DEVICE_ERROR` as [`Link::connection`].
    pub fn way(&self, until: Instant, share: Option<(Class, &mut Habit, u64)>) -> Result<Way<'_>> {
        let Some((class, habit, incarnation)) = share else {
            return Ok(Way::own(self, self.connection(until)?, None));
        };
        self.is_usable()?;
        let processors = self.processors();
        let number = {
            let state = &mut *self.state.lock();
            let lanes = state.lanes.get(class as usize).and_then(|all| all.get(..state.workers));
            // What brings a session back to life has a connection for itself.
            let lanes = lanes.filter(|lanes| !lanes.is_empty() && incarnation == state.incarnation);
            let number = lanes.map(|lanes| (class, habit.choose(lanes)));
            if let Some(number) = number {
                if !state.lane(number).is_none_or(Lane::enter) {
                    return Ok(Way::along(self, number, state.incarnation, state.frame));
                }
                let its = |connection: &Connection| connection.worker == Some(number.1);
                if let Some(connection) = state.take(its, processors) {
                    return Ok(Way::own(self, connection, Some(number)));
                }
            }
            number
        };
        let connected = match number {
            Some(_) => self.another(until),
            None => self.connection(until),
        };
        match connected {
            Ok(connection) => Ok(Way::own(self, connection, number)),
            Err(error) => {
                if let Some(number) = number {
                    self.end(number);
                    self.leave(number);
                }
                Err(error)
            }
        }
    }

    /// A second connection, for half of what is asked for over a first; `None` where there are no processors
    /// for it, or no connection.
    pub fn beside(&self, first: &Connection) -> Option<Box<Connection>> {
        if !first.may_stay_awake {
            return None;
        }
        let second = self.idle().or_else(|| {
            let mut state = self.state.lock();
            if state.open >= self.service.connections.min(2) {
                return None;
            }
            state.open += 1;
            drop(state);
            let connected = self.connect(Instant::now() + TRY);
            if connected.is_err() {
                self.lost(None);
            }
            connected.ok()
        })?;
        if second.incarnation != first.incarnation {
            self.give_back(second, None);
            return None;
        }
        Some(second)
    }

    /// A connection for a lane to whose worker there is none: a new one, as long as there are few and somebody else
    /// calls, or any.
    fn another(&self, until: Instant) -> Result<Box<Connection>> {
        let mut state = self.state.lock();
        let others = state.lanes.iter().flatten().filter(|lane| lane.is_led()).count() > 1;
        let enough = (BEFORE_MIXED * state.workers).min(self.service.connections);
        let another = others && !state.idle.is_empty() && state.open < enough;
        state.open += usize::from(another);
        drop(state);
        if another {
            // The service gives its workers connections in turn.
            match self.connect(until.min(Instant::now() + TRY)) {
                Ok(connection) => return Ok(connection),
                Err(_) => self.lost(None),
            }
        }
        self.connection(until)
    }

    /// `CKR_CRYPTOKI_NOT_INITIALIZED` in a child of the process, and when the application has been closed.
    fn is_usable(&self) -> Result<()> {
        let why = if rustix::process::getpid() != self.process {
            "the application belongs to the process that this one was forked from"
        } else if self.closed.load(Ordering::Acquire) {
            "the application has been closed"
        } else {
            return Ok(());
        };
        Err(Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, why))
    }

    fn processors(&self) -> usize {
        let count = || thread::available_parallelism().map_or(1, std::num::NonZero::get);
        *self.processors.get_or_init(count)
    }

    /// A connection to the application's present incarnation, until a moment. `CKR_DEVICE_ERROR` when the
    /// service cannot be reached by then, or does not want this client.
    pub fn connection(&self, until: Instant) -> Result<Box<Connection>> {
        let mut pause = PAUSE.0;
        loop {
            self.is_usable()?;
            if let Some(connection) = self.idle() {
                return Ok(connection);
            }
            let mut state = self.state.lock();
            if state.open >= self.service.connections {
                if self.given_back.wait_until(&mut state, until).timed_out() {
                    return Err(self.unreachable("all connections to it are in use"));
                }
                continue;
            }
            state.open += 1;
            drop(state);
            match self.connect(until) {
                Ok(connection) => return Ok(connection),
                Err(Failed::For(error)) => {
                    self.lost(None);
                    return Err(error);
                }
                Err(Failed::Now(why)) => {
                    self.lost(None);
                    if Instant::now() + pause >= until {
                        return Err(self.unreachable(&why));
                    }
                    thread::sleep(pause);
                    pause = (pause * 2).min(PAUSE.1);
                }
            }
        }
    }

    /// A call is over, and gives its connection back: to those who wait in its lane, or to whoever wants one.
    pub fn give_back(&self, mut connection: Box<Connection>, lane: Option<Number>) {
        let mut state = self.state.lock();
        let is_current = connection.incarnation == state.incarnation;
        if let Some(lane) = lane.and_then(|number| state.lane(number)) {
            lane.leave();
            if !is_current {
                lane.end();
            }
            match lane.pass_on(connection) {
                Ok(round) => {
                    drop(state);
                    return round.tell_one();
                }
                Err(back) => connection = back,
            }
        }
        if is_current {
            state.idle.push_back(connection);
        } else {
            state.open -= 1;
        }
        drop(state);
        self.given_back.notify_one();
    }

    /// A connection is gone.
    pub fn lost(&self, lane: Option<Number>) {
        if let Some(number) = lane {
            self.end(number);
        }
        self.state.lock().open -= 1;
        self.given_back.notify_one();
    }

    fn end(&self, lane: Number) {
        if let Some(lane) = self.state.lock().lane(lane) {
            lane.end();
        }
    }

    /// A call that went by a lane is over.
    pub fn leave(&self, lane: Number) {
        if let Some(lane) = self.state.lock().lane(lane) {
            lane.leave();
        }
    }

    /// A request of an incarnation waits to be carried; the round, and the place in it. `None` where there is
    /// nobody to do so.
    pub fn join(
        &self,
        lane: Number,
        incarnation: u64,
        id: u64,
        request: &[u8],
    ) -> Option<(Arc<Round>, usize)> {
        self.state.lock().lane(lane)?.join(incarnation, id, request)
    }

    /// Those whose requests are to be carried now.
    pub fn next_round(&self, lane: Number) -> Option<Arc<Round>> {
        let mut state = self.state.lock();
        if state.lane(lane)?.expects_company() {
            // They were told of their answers just now, and come if they are let.
            drop(state);
            thread::yield_now();
            state = self.state.lock();
        }
        state.lane(lane)?.round()
    }

    fn unreachable(&self, why: &str) -> Error {
        Error::new(
            ck::CKR_DEVICE_ERROR,
            format!("the service at {} cannot be reached: {why}", self.name()),
        )
    }

    fn connect(&self, until: Instant) -> std::result::Result<Box<Connection>, Failed> {
        let (configuration, name) = self.tls().map_err(Failed::For)?;
        let place = (self.service.host.as_str(), self.service.port);
        let addresses = place.to_socket_addrs().map_err(|error| Failed::Now(error.to_string()))?;
        let mut last = Failed::Now("its name has no address".into());
        for address in addresses {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            let opened = TcpStream::connect_timeout(&address, left.min(TRY))
                .map_err(|error| Unreached::Away(error.to_string()))
                .and_then(|socket| {
                    let tls = (Arc::clone(&configuration), name.clone());
                    let (patience, longest) = (self.service.patience, self.service.longest);
                    Connection::open(socket, tls.0, tls.1, patience.min(left), longest)
                });
            match opened {
                Ok(connection) => return self.attach(Box::new(connection)),
                Err(Unreached::Away(why)) => last = Failed::Now(why),
                Err(Unreached::Refused(why)) => last = Failed::For(self.unreachable(&why)),
            }
        }
        Err(last)
    }

    /// Attaches a new connection to the application as it is at the service, or to a new one there.
    fn attach(
        &self,
        mut connection: Box<Connection>,
    ) -> std::result::Result<Box<Connection>, Failed> {
        let attach = |connection: &mut Connection, token| match connection.attach(token) {
            Ok(answer) => answer.map_err(Failed::For),
            Err(Lost::Refused(why)) => Err(Failed::For(self.unreachable(&why))),
            Err(Lost::NotSent(why) | Lost::NoReply(why)) => Err(Failed::Now(why)),
            Err(Lost::Malformed(why)) => Err(Failed::Now(why.into())),
            Err(Lost::TooLong) => Err(Failed::Now("it takes no request".into())),
        };
        loop {
            let (token, incarnation) = {
                let state = self.state.lock();
                (state.token, state.incarnation)
            };
            if token.is_some() && attach(&mut connection, token)?.is_some() {
                connection.incarnation = incarnation;
                return Ok(connection);
            }
            // One connection begins the new application; the others wait and join it.
            let mut state = self.state.lock();
            if state.incarnation != incarnation {
                continue;
            }
            let begun = attach(&mut connection, None)?;
            state.token = Some(begun.ok_or_else(|| Failed::Now("it begins nothing".into()))?);
            state.incarnation += 1;
            connection.incarnation = state.incarnation;
            state.frame = connection.frame;
            state.workers = connection.workers.min(WORKERS);
            let workers = state.workers;
            for lanes in &mut state.lanes {
                // Calls are on their way by those that there are.
                lanes.resize_with(workers.max(lanes.len()), Lane::default);
            }
            if incarnation > 0 {
                tracing::info!(target: "strongroom::wire", service = self.name(), "the service was started anew; the application goes on");
            }
            return Ok(connection);
        }
    }

    /// TLS as the bundle has it; the file is read again when it has changed.
    fn tls(&self) -> Result<(Arc<ClientConfig>, ServerName<'static>)> {
        let changed = std::fs::metadata(&self.service.bundle).and_then(|m| m.modified()).ok();
        let mut known = self.tls.lock();
        if let Some(tls) = &*known
            && tls.changed == changed
        {
            return Ok((Arc::clone(&tls.configuration), tls.name.clone()));
        }
        let (configuration, name) = tls::configuration(&Bundle::read(&self.service.bundle)?)?;
        let made = (Arc::clone(&configuration), name.clone());
        *known = Some(Tls { changed, configuration, name });
        Ok(made)
    }
}

/// Why there is no connection.
enum Failed {
    /// It may be better in a moment.
    Now(String),
    /// It will not.
    For(Error),
}
