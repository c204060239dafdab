//! Where the service is, and the connections to it. A call takes a connection, or makes one, and gives it
//! back; or it goes by a lane, whose rounds do so. One that failed is dropped. When the service no longer knows
//! the application, because it was started anew, the application begins another life there: its incarnation
//! goes up, and whoever has a session brings it back to life before he uses it.

use super::Service;
use super::connection::{ATTACHING, Connection, Unreached};
use super::here::here;
use super::lane::{CLASSES, Class, Lane};
use super::tls;
use super::way::{ByLane, Way};
use crate::attach::Token;
use crate::bundle::Bundle;
use crate::call::Lost;
use parking_lot::{Condvar, Mutex};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::collections::VecDeque;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use strongroom_base::{Error, Result, ck, inside};

/// How long to wait before connecting is tried again: at first, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(400));
/// How long one address is tried, at most, before the next, or the same again: the system itself tries
/// more and more seldom, and would notice late that a way is back.
const TRY: Duration = Duration::from_secs(2);
/// How many connections there are for each of the service's workers before a lane makes do with one of another
/// worker.
const BEFORE_MIXED: usize = 4;
/// Of how many workers it is known where they are, at most.
const WORKERS: usize = 1024;

/// The connections of one application.
pub struct Link {
    service: Service,
    state: Mutex<State>,
    given_back: Condvar,
    tls: Mutex<Option<Tls>>,
    closed: AtomicBool,
    processors: OnceLock<usize>,
    /// The lanes of each class, one for each processor that threads may be on.
    lanes: [OnceLock<Box<[Lane]>>; CLASSES],
    /// What the state says, for those who only look.
    now: Now,
    next_id: AtomicU64,
    /// The process that the connections belong to.
    process: inside::Process,
}

/// How things are at the service. Written while the state is held.
#[derive(Default)]
struct Now {
    incarnation: AtomicU64,
    /// Bytes of the longest frame.
    frame: AtomicUsize,
    /// How many workers the service has.
    workers: AtomicUsize,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    incarnation: u64,
    idle: VecDeque<Box<Connection>>,
    open: usize,
    /// At which processor replies of each worker came in last, and which worker each lane is to have therefore.
    workers: Vec<Option<usize>>,
    lanes: Vec<usize>,
}

impl State {
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
                connection.may_stay_awake = self.in_use() <= processors / 2;
                return Some(connection);
            }
            self.open -= 1;
        }
        None
    }

    /// Replies of a worker have come in at a processor.
    fn came_in(&mut self, worker: usize, at: usize) {
        if let Some(known) = self.workers.get_mut(worker)
            && *known != Some(at)
        {
            *known = Some(at);
            self.lanes = assigned(&self.workers, self.lanes.len());
        }
    }

    /// How many connections somebody has.
    fn in_use(&self) -> usize {
        self.open.saturating_sub(self.idle.len())
    }
}

/// Which worker each of some lanes is to have: one whose replies come in at a processor whose threads take the
/// lane, and no two the same while there are others.
fn assigned(workers: &[Option<usize>], lanes: usize) -> Vec<usize> {
    let mut free = vec![true; workers.len()];
    let mut of = vec![None; lanes];
    for best in [true, false] {
        for (lane, place) in of.iter_mut().enumerate().filter(|(_, place)| place.is_none()) {
            let fits = |worker: &usize| {
                let near = || workers.get(*worker).copied().flatten().map(|at| at % lanes);
                free.get(*worker) == Some(&true) && (!best || near() == Some(lane))
            };
            *place = std::iter::once(lane).chain(0..workers.len()).find(fits);
            if let Some(taken) = place.and_then(|worker| free.get_mut(worker)) {
                *taken = false;
            }
        }
    }
    of.into_iter().enumerate().map(|(lane, worker)| worker.unwrap_or(lane)).collect()
}

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
            lanes: Default::default(),
            now: Now::default(),
            next_id: AtomicU64::new(ATTACHING + 1),
            process: inside::Process::this(),
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

    /// A way to the application's present incarnation, until a moment: for a call of a session of an incarnation that
    /// may share a connection, by a lane. `CKR_DEVICE_ERROR` as [`Link::connection`].
    pub fn way(&self, until: Instant, share: Option<(Class, u64)>) -> Result<Way<'_>> {
        let incarnation = self.now.incarnation.load(Ordering::Acquire);
        // What brings a session back to life has a connection for itself.
        let shares = share.filter(|(_, of)| *of == incarnation);
        let Some(lane) = shares.and_then(|(class, _)| self.lane(class)) else {
            return Ok(Way::own(self, self.connection(until)?));
        };
        self.is_usable()?;
        let frame = self.now.frame.load(Ordering::Relaxed);
        Ok(Way::along(self, lane, until, incarnation, frame))
    }

    /// The lane that a call of a class goes by; `None` where the service does not say how many
    /// workers it has.
    fn lane(&self, class: Class) -> Option<ByLane<'_>> {
        let lanes = Some(self.lanes()).filter(|lanes| *lanes > 0)?;
        let all = self.lanes.get(class as usize)?;
        let all = all.get_or_init(|| (0..self.processors()).map(|_| Lane::default()).collect());
        let number = here().unwrap_or_else(|| strongroom_base::lane(lanes)) % lanes;
        let lane = all.get(number)?;
        Some(match lane.beside(all.get(..lanes)?) {
            Some((number, lane)) => ByLane { lane, number, guest: true },
            None => ByLane { lane, number, guest: false },
        })
    }

    /// How many lanes of a class are taken: no more than the service has workers.
    fn lanes(&self) -> usize {
        self.now.workers.load(Ordering::Relaxed).min(self.processors())
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
                self.lost();
            }
            connected.ok()
        })?;
        if second.incarnation != first.incarnation {
            self.give_back(second);
            return None;
        }
        Some(second)
    }

    /// A connection for a lane, until a moment: one that is there, to the worker that it had best have; a new one, as
    /// long as there are few and somebody else calls; or any. `CKR_DEVICE_ERROR` as [`Link::connection`].
    pub fn connection_for(&self, lane: usize, until: Instant) -> Result<Box<Connection>> {
        let mut state = self.state.lock();
        let worker = state.lanes.get(lane).copied();
        if let Some(connection) = state.take(|its| its.worker == worker, self.processors()) {
            return Ok(connection);
        }
        let enough = BEFORE_MIXED * state.workers.len();
        let another = state.in_use() > 0
            && !state.idle.is_empty()
            && state.open < enough.min(self.service.connections);
        state.open += usize::from(another);
        drop(state);
        if another {
            // The service gives its workers connections in turn.
            match self.connect(until.min(Instant::now() + TRY)) {
                Ok(connection) => return Ok(connection),
                Err(_) => self.lost(),
            }
        }
        self.connection(until)
    }

    /// `CKR_CRYPTOKI_NOT_INITIALIZED` in a child of the process, and when the application has been closed.
    fn is_usable(&self) -> Result<()> {
        let why = if !self.process.is_this() {
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
                    self.lost();
                    return Err(error);
                }
                Err(Failed::Now(why)) => {
                    self.lost();
                    if Instant::now() + pause >= until {
                        return Err(self.unreachable(&why));
                    }
                    thread::sleep(pause);
                    pause = (pause * 2).min(PAUSE.1);
                }
            }
        }
    }

    /// A call is over, and gives its connection back.
    pub fn give_back(&self, mut connection: Box<Connection>) {
        let seen = connection.seen();
        let mut state = self.state.lock();
        if connection.incarnation == state.incarnation {
            if let Some((worker, at)) = seen {
                state.came_in(worker, at);
            }
            state.idle.push_back(connection);
        } else {
            state.open -= 1;
        }
        drop(state);
        self.given_back.notify_one();
    }

    /// A connection is gone.
    pub fn lost(&self) {
        self.state.lock().open -= 1;
        self.given_back.notify_one();
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
            self.now.frame.store(connection.frame, Ordering::Relaxed);
            self.now.workers.store(connection.workers, Ordering::Relaxed);
            state.workers = vec![None; connection.workers.min(WORKERS)];
            state.lanes = assigned(&state.workers, self.lanes());
            self.now.incarnation.store(state.incarnation, Ordering::Release);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lane_has_the_worker_that_is_near() {
        assert_eq!(assigned(&[None, None], 2), [0, 1], "nothing is known");
        assert_eq!(assigned(&[Some(1), Some(0)], 2), [1, 0]);
        assert_eq!(assigned(&[Some(0), Some(0)], 2), [0, 1], "one for each");
        assert_eq!(assigned(&[None, Some(0)], 2), [1, 0], "the other is tried, too");
        assert_eq!(assigned(&[Some(1), None], 2), [1, 0]);
        // Of lanes that several processors share.
        assert_eq!(assigned(&[Some(5), Some(3), Some(0)], 2), [2, 1]);
        assert_eq!(assigned(&[], 1), [0]);
    }
}
