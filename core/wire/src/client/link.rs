//! Where the service is, and the connections to it. A call takes a connection, or makes one, and gives it
//! back; one that failed is dropped. When the service no longer knows the application, because it was
//! started anew, the application begins another life there: its incarnation goes up, and whoever has a
//! session brings it back to life before he uses it.

use super::Service;
use super::connection::{Connection, Unreached};
use super::tls;
use crate::attach::Token;
use crate::bundle::Bundle;
use crate::call::Lost;
use parking_lot::{Condvar, Mutex};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use strongroom_base::{Error, Result, ck};

/// How long to wait before connecting is tried again: at first, and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(400));
/// How long one address is tried, at most, before the next, or the same again: the system itself tries
/// more and more seldom, and would notice late that a way is back.
const TRY: Duration = Duration::from_secs(2);

/// The connections of one application.
pub struct Link {
    service: Service,
    state: Mutex<State>,
    given_back: Condvar,
    tls: Mutex<Option<Tls>>,
    closed: AtomicBool,
    processors: OnceLock<usize>,
    /// The process that the connections belong to.
    process: rustix::process::Pid,
}

#[derive(Default)]
struct State {
    token: Option<Token>,
    incarnation: u64,
    idle: Vec<Connection>,
    open: usize,
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
    pub fn idle(&self) -> Option<Connection> {
        let mut state = self.state.lock();
        while let Some(mut connection) = state.idle.pop() {
            if connection.incarnation == state.incarnation && connection.is_fresh() {
                // Of those who wait awake, half as many as there are processors leave room for others.
                let in_use = state.open.saturating_sub(state.idle.len());
                connection.may_stay_awake = in_use <= self.processors() / 2;
                return Some(connection);
            }
            state.open -= 1;
        }
        None
    }

    /// A second connection, for half of what is asked for over a first; `None` where there are no processors
    /// for it, or no connection.
    pub fn beside(&self, first: &Connection) -> Option<Connection> {
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

    fn processors(&self) -> usize {
        let count = || thread::available_parallelism().map_or(1, std::num::NonZero::get);
        *self.processors.get_or_init(count)
    }

    /// A connection to the application's present incarnation, until a moment. `CKR_DEVICE_ERROR` when the
    /// service cannot be reached by then, or does not want this client.
    pub fn connection(&self, until: Instant) -> Result<Connection> {
        if rustix::process::getpid() != self.process {
            return Err(Error::new(
                ck::CKR_CRYPTOKI_NOT_INITIALIZED,
                "the application belongs to the process that this one was forked from",
            ));
        }
        let mut pause = PAUSE.0;
        loop {
            if self.closed.load(Ordering::Acquire) {
                return Err(closed());
            }
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

    /// Gives a connection back.
    pub fn give_back(&self, connection: Connection) {
        let mut state = self.state.lock();
        if connection.incarnation == state.incarnation {
            state.idle.push(connection);
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

    fn connect(&self, until: Instant) -> std::result::Result<Connection, Failed> {
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
                Ok(connection) => return self.attach(connection),
                Err(Unreached::Away(why)) => last = Failed::Now(why),
                Err(Unreached::Refused(why)) => last = Failed::For(self.unreachable(&why)),
            }
        }
        Err(last)
    }

    /// Attaches a new connection to the application as it is at the service, or to a new one there.
    fn attach(&self, mut connection: Connection) -> std::result::Result<Connection, Failed> {
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

fn closed() -> Error {
    Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, "the application has been closed")
}
