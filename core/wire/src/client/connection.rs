//! One connection to a service: a request out, its reply in, within a bound. Whatever goes wrong, the
//! caller learns whether the request can have been carried out.
//!
//! A reply that is expected at once is waited for awake, since to wake a processor that has gone to sleep
//! takes longer than most requests do: only where the last ones came so soon (`pace`), never long, and giving
//! the processor to whoever has something to do.

use super::here::{came_in_at, here};
use crate::attach::{Attach, Attached, Token, VERSION};
use crate::call::{Called, Carrier, Lost, call};
use crate::frame::{self, ARGUMENTS, Fields, ID, PREFIX, WORKING, put};
use crate::pace::Pace;
use crate::serve::ATTACH;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::net::{RecvFlags, recv};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::inside;

/// A connection that nothing was sent over for so long is looked at before it is used.
const FRESH: Duration = Duration::from_millis(2);
/// What a reply must come at, at least, in bytes a second, once it has begun.
const SLOWEST: u64 = 16 << 10;
/// How long a reply is waited for awake.
const AWAKE: Duration = Duration::from_micros(100);
/// How many exchanges go by before it is looked at again where replies come in: where that is near, and where not.
const LOOK: (u8, u8) = (15, 3);
/// How long nothing may be heard before the other machine is asked whether it is still there.
const ALIVE: Duration = Duration::from_secs(20);
/// The number of the request that begins a connection; [`Link::next_id`](super::link::Link::next_id) gives
/// those of all others.
pub const ATTACHING: u64 = 1;
/// Bytes that a connection keeps room for between calls.
const KEPT: usize = 64 << 10;

/// A connection, attached to an application.
pub struct Connection {
    tls: ClientConnection,
    socket: TcpStream,
    /// Its number at the service.
    number: u64,
    /// Which of the service's workers has it, where it says so.
    pub worker: Option<usize>,
    /// How many workers the service has; 0 where it does not say so.
    pub workers: usize,
    /// The processor at which replies came in when that was looked at last, whether that is new, and for how many
    /// exchanges it is not looked at again.
    came_in_at: Option<usize>,
    is_new: bool,
    unlooked: u8,
    /// Which life of the application it is attached to; 0 while it is not attached.
    pub incarnation: u64,
    /// How long the service may be silent.
    patience: Duration,
    /// How long a call may take in all.
    longest: Duration,
    /// What was received last: a frame without its length.
    body: Vec<u8>,
    spare: Vec<u8>,
    used: Instant,
    /// How soon replies come.
    pace: Pace,
    /// Whether this call may wait for its reply awake: there are processors enough.
    pub may_stay_awake: bool,
    /// When the service last said, in this call, that it is at work.
    at_work: Option<Instant>,
    /// Bytes of the longest frame, as the service says.
    pub frame: usize,
    /// After how long the service closes it.
    idle: Duration,
}

/// A failure to connect.
pub enum Unreached {
    /// It may be better later.
    Away(String),
    /// It will not.
    Refused(String),
}

impl Connection {
    /// Connects, and shows who this is.
    pub fn open(
        socket: TcpStream,
        tls: Arc<ClientConfig>,
        name: ServerName<'static>,
        patience: Duration,
        longest: Duration,
    ) -> Result<Self, Unreached> {
        let away = |error: io::Error| Unreached::Away(error.to_string());
        socket.set_nodelay(true).map_err(away)?;
        give_up(&socket, patience).map_err(away)?;
        let tls = {
            let _inside = inside::enter();
            ClientConnection::new(tls, name).map_err(|e| Unreached::Refused(e.to_string()))?
        };
        let now = Instant::now();
        let mut connection = Self {
            tls,
            socket,
            number: 0,
            worker: None,
            workers: 0,
            came_in_at: None,
            is_new: false,
            unlooked: 0,
            incarnation: 0,
            patience,
            longest,
            body: Vec::new(),
            spare: Vec::new(),
            used: now,
            pace: Pace::default(),
            may_stay_awake: false,
            at_work: None,
            frame: frame::MAX_FRAME,
            idle: Duration::MAX,
        };
        connection.handshake(now)?;
        connection.wait_at_most(patience).map_err(away)?;
        Ok(connection)
    }

    /// Agrees on TLS. A step at a time, each with what is left of the time: a service that sends a byte
    /// now and then does not get more of it.
    fn handshake(&mut self, begun: Instant) -> Result<(), Unreached> {
        while self.tls.is_handshaking() || self.tls.wants_write() {
            let left = self.patience.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Err(Unreached::Away("the handshake took too long".into()));
            }
            self.wait_at_most(left).map_err(|error| Unreached::Away(said(&error)))?;
            if self.tls.wants_write() {
                uninterrupted(|| self.tls.write_tls(&mut self.socket)).map_err(unreached)?;
                continue;
            }
            if uninterrupted(|| self.tls.read_tls(&mut self.socket)).map_err(unreached)? == 0 {
                return Err(Unreached::Away("the service closed the connection".into()));
            }
            let _inside = inside::enter();
            if let Err(error) = self.tls.process_new_packets() {
                // What is wrong is told to the service too, if it listens.
                let _ = self.tls.write_tls(&mut self.socket);
                return Err(Unreached::Refused(error.to_string()));
            }
        }
        Ok(())
    }

    /// How long one step of reading or writing waits.
    fn wait_at_most(&self, time: Duration) -> io::Result<()> {
        self.socket.set_read_timeout(Some(time))?;
        self.socket.set_write_timeout(Some(time))
    }

    /// Joins an application, or begins one. `None` when the one to be joined is not there.
    pub fn attach(&mut self, application: Option<Token>) -> Called<Option<Token>> {
        let attach = Attach {
            version: VERSION,
            application,
            process: std::process::id(),
            patience: u64::try_from(self.patience.as_millis()).ok(),
        };
        let attached: Called<Attached> =
            call(self, ATTACH, &|request| put(request, ARGUMENTS, &attach), &mut |_| Ok(()));
        Ok(attached?.map(|attached| {
            self.frame = attached.frame.min(frame::MAX_FRAME);
            self.idle = Duration::from_millis(attached.idle);
            self.number = attached.connection;
            let (worker, workers) = attached.worker.unzip();
            self.worker = worker.and_then(|number| usize::try_from(number).ok());
            self.workers = workers.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
            attached.application
        }))
    }

    /// Whether it can be expected to carry a request: nothing has come over it unasked, not even its end.
    pub fn is_fresh(&self) -> bool {
        let rest = self.used.elapsed();
        if rest < FRESH {
            return true;
        }
        let mut socket = [PollFd::new(&self.socket, PollFlags::IN)];
        let silent = poll(&mut socket, Some(&rustix::time::Timespec::default()));
        silent == Ok(0) && rest + Duration::from_secs(1) < self.idle
    }

    /// Whether replies come in at the processor that this thread is on, as it was when that was looked at: where the
    /// service is on the same machine, its worker is there.
    pub fn is_near(&mut self) -> bool {
        let here = here();
        if self.unlooked > 0 {
            self.unlooked -= 1;
        } else {
            (self.came_in_at, self.is_new) = (came_in_at(&self.socket), true);
            self.unlooked = if here == self.came_in_at { LOOK.0 } else { LOOK.1 };
        }
        here.is_some() && here == self.came_in_at
    }

    /// Where replies of its worker come in, once after it has been looked at: what was seen long ago may be so no more.
    pub fn seen(&mut self) -> Option<(usize, usize)> {
        let is_new = std::mem::take(&mut self.is_new);
        self.worker.zip(self.came_in_at).filter(|_| is_new)
    }

    /// When the service last said, in the call that was the last, that it is at work.
    pub fn at_work(&self) -> Option<Instant> {
        self.at_work
    }

    /// Reads one frame into `body`; the deadline is moved on by what is received. A service ends a
    /// connection in order (RFC 8446, section 6.1) only when it has answered whatever it began: where
    /// that is the `first` it is heard of since a request was sent, the request was not taken.
    fn receive(&mut self, begun: Instant, first: bool) -> Result<(), Lost> {
        let lost = |error: io::Error| Lost::NoReply(said(&error));
        let mut prefix = [0; PREFIX];
        let mut have = 0;
        self.body.clear();
        let mut wanted = None;
        loop {
            let read = match wanted {
                None => {
                    let rest = prefix.get_mut(have..).unwrap_or_default();
                    self.tls.reader().read(rest)
                }
                Some(_) => {
                    let rest = self.body.get_mut(have..).unwrap_or_default();
                    self.tls.reader().read(rest)
                }
            };
            match read {
                Ok(0) if first && have == 0 && wanted.is_none() => {
                    return Err(Lost::NotSent("the service closed the connection".into()));
                }
                Ok(0) => return Err(Lost::NoReply("the service closed the connection".into())),
                Ok(read) => have += read,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let received = u64::try_from(have).unwrap_or(0);
                    let allowed = self.patience + Duration::from_secs(received / SLOWEST);
                    if begun.elapsed() >= allowed {
                        return Err(Lost::NoReply("the service does not answer".into()));
                    }
                    if self.hear(begun).map_err(lost)? == 0 {
                        return Err(Lost::NoReply("the connection ended".into()));
                    }
                    self.tls.process_new_packets().map_err(|error| match error {
                        // With TLS 1.3 a service says only now what it thinks of a certificate.
                        rustls::Error::AlertReceived(alert) if self.incarnation == 0 => {
                            Lost::Refused(format!("the service refuses this client: {alert:?}"))
                        }
                        error => Lost::NoReply(error.to_string()),
                    })?;
                    continue;
                }
                Err(error) => return Err(lost(error)),
            }
            match wanted {
                None if have == PREFIX => {
                    let len = frame::length(&prefix, self.frame)?.unwrap_or(0);
                    self.body.resize(len, 0);
                    (wanted, have) = (Some(len), 0);
                }
                Some(len) if have == len => return Ok(()),
                _ => {}
            }
        }
    }

    /// Takes what has come, or what comes next.
    fn hear(&mut self, begun: Instant) -> io::Result<usize> {
        while self.may_stay_awake && self.pace.is_quick() && begun.elapsed() < AWAKE {
            match self.tls.read_tls(&mut AtOnce(&self.socket)) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::yield_now(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                heard => return heard,
            }
        }
        uninterrupted(|| self.tls.read_tls(&mut self.socket))
    }

    /// Sends a request, to be followed by [`Connection::reply`].
    pub fn send(&mut self, request: &[u8]) -> Result<(), Lost> {
        if request.len() - PREFIX > self.frame {
            return Err(Lost::TooLong);
        }
        self.send_all(request)
    }

    /// Sends requests none of which is longer than a frame, to be followed by a [`Connection::reply`] for each.
    pub fn send_all(&mut self, requests: &[u8]) -> Result<(), Lost> {
        // What was decrypted last may be a secret; it does not stay longer than until the next call.
        zeroize::Zeroize::zeroize(self.body.as_mut_slice());
        self.body.truncate(0);
        self.body.shrink_to(KEPT);
        self.at_work = None;
        self.write(requests).map_err(|error| Lost::NotSent(said(&error)))
    }

    /// Writes. What is sent moves the deadline on, as with what is received.
    fn write(&mut self, mut request: &[u8]) -> io::Result<()> {
        let begun = Instant::now();
        let mut sent = 0_u64;
        while !request.is_empty() {
            let taken = self.tls.writer().write(request)?;
            request = request.get(taken..).unwrap_or_default();
            while self.tls.wants_write() {
                if sent > 0
                    && begun.elapsed() >= self.patience + Duration::from_secs(sent / SLOWEST)
                {
                    return Err(io::ErrorKind::TimedOut.into());
                }
                match uninterrupted(|| self.tls.write_tls(&mut self.socket))? {
                    0 => return Err(io::ErrorKind::WriteZero.into()),
                    written => sent += u64::try_from(written).unwrap_or(0),
                }
            }
        }
        Ok(())
    }

    /// Receives the reply to the request with a number, the first of those that were sent and not answered yet.
    pub fn reply(&mut self, id: u64) -> Result<(), Lost> {
        let begun = Instant::now();
        loop {
            self.receive(self.at_work.unwrap_or(begun), self.at_work.is_none())?;
            let mut fields = Fields::new(&self.body)?;
            if fields.required(ID)?.u64()? != id {
                return Err(Lost::Malformed("a reply to another request"));
            }
            if fields.field(WORKING)?.is_none() {
                break;
            }
            self.at_work = Some(Instant::now());
            if begun.elapsed() > self.longest {
                return Err(Lost::NoReply("the call took too long".into()));
            }
        }
        self.used = Instant::now();
        let took = self.used - begun;
        self.pace.came(took < AWAKE);
        tracing::debug!(
            target: "strongroom::wire",
            connection = self.number,
            request = id,
            microseconds = took.as_micros(),
            "request"
        );
        Ok(())
    }

    /// The body of the reply that was received last.
    pub fn body(&mut self) -> &mut Vec<u8> {
        &mut self.body
    }

    /// A vector for a request.
    pub fn spare(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.spare)
    }

    /// Takes it back.
    pub fn keep(&mut self, mut request: Vec<u8>) {
        zeroize::Zeroize::zeroize(request.as_mut_slice());
        request.clear();
        request.shrink_to(KEPT);
        self.spare = request;
    }
}

impl Carrier for Connection {
    fn exchange(&mut self, id: u64, request: &[u8]) -> Result<&[u8], Lost> {
        self.send(request)?;
        self.reply(id)?;
        Ok(&self.body)
    }

    fn next(&mut self) -> (u64, Vec<u8>) {
        (ATTACHING, self.spare())
    }

    fn done(&mut self, request: Vec<u8>) {
        self.keep(request);
    }
}

/// A socket from which is read what is there, without waiting.
struct AtOnce<'s>(&'s TcpStream);

impl Read for AtOnce<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        Ok(recv(self.0, bytes, RecvFlags::DONTWAIT)?.0)
    }
}

/// Has the system end the connection where nothing that was sent is acknowledged for half the patience: a
/// way that is gone is noticed while there is time to try another, however long an answer may take.
fn give_up(socket: &TcpStream, patience: Duration) -> io::Result<()> {
    let socket = socket2::SockRef::from(socket);
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(patience / 2))?;
    #[cfg(not(target_os = "linux"))]
    let _ = patience;
    let alive = socket2::TcpKeepalive::new().with_time(ALIVE).with_interval(ALIVE / 4);
    socket.set_tcp_keepalive(&alive)
}

/// A step that a signal to the process does not end: with a time set on a socket, the system gives
/// `EINTR` whatever the program wants of the signal (signal(7)).
fn uninterrupted<T>(mut step: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match step() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            answer => return answer,
        }
    }
}

/// What is said of a failure of the socket or of TLS.
fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => "the service does not answer".into(),
        _ => error.to_string(),
    }
}

/// A failure of the socket in a handshake, which may not be one the next time.
fn unreached(error: io::Error) -> Unreached {
    Unreached::Away(said(&error))
}
