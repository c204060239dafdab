//! One connection to a service: a request out, its reply in, within a bound. Whatever goes wrong, the
//! caller learns whether the request can have been carried out.

use crate::attach::{Attach, Attached, Token, VERSION};
use crate::call::{Called, Carrier, Lost, call};
use crate::frame::{self, ARGUMENTS, Fields, ID, PREFIX, WORKING, put};
use crate::serve::ATTACH;
use rustix::event::{PollFd, PollFlags, poll};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};
use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A connection that nothing was sent over for so long is looked at before it is used.
const FRESH: Duration = Duration::from_millis(2);
/// What a reply must come at, at least, in bytes a second, once it has begun.
const SLOWEST: u64 = 16 << 10;
/// Bytes that a connection keeps room for between calls.
const KEPT: usize = 64 << 10;

/// A connection, attached to an application.
pub struct Connection {
    tls: ClientConnection,
    socket: TcpStream,
    /// Its number at the service.
    number: u64,
    /// Which life of the application it is attached to; 0 while it is not attached.
    pub incarnation: u64,
    /// How long the service may be silent.
    patience: Duration,
    /// How long a call may take in all.
    longest: Duration,
    /// What was received last: a frame without its length.
    body: Vec<u8>,
    spare: Vec<u8>,
    next_id: u64,
    used: Instant,
    /// When the service was last heard of in this call.
    heard: Instant,
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
        socket.set_read_timeout(Some(patience)).map_err(away)?;
        socket.set_write_timeout(Some(patience)).map_err(away)?;
        let tls =
            ClientConnection::new(tls, name).map_err(|e| Unreached::Refused(e.to_string()))?;
        let now = Instant::now();
        let mut connection = Self {
            tls,
            socket,
            number: 0,
            incarnation: 0,
            patience,
            longest,
            body: Vec::new(),
            spare: Vec::new(),
            next_id: 1,
            used: now,
            heard: now,
            frame: frame::MAX_FRAME,
            idle: Duration::MAX,
        };
        while connection.tls.is_handshaking() {
            if now.elapsed() > patience {
                return Err(Unreached::Away("the handshake took too long".into()));
            }
            connection.tls.complete_io(&mut connection.socket).map_err(unreached)?;
        }
        Ok(connection)
    }

    /// Joins an application, or begins one. `None` when the one to be joined is not there.
    pub fn attach(&mut self, application: Option<Token>) -> Called<Option<Token>> {
        let attach = Attach { version: VERSION, application, process: std::process::id() };
        let attached: Called<Attached> =
            call(self, ATTACH, &|request| put(request, ARGUMENTS, &attach), &mut |_| Ok(()));
        Ok(attached?.map(|attached| {
            self.frame = attached.frame.min(frame::MAX_FRAME);
            self.idle = Duration::from_millis(attached.idle);
            self.number = attached.connection;
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

    /// When the service was last heard of.
    pub fn heard(&self) -> Instant {
        self.heard
    }

    /// Reads one frame into `body`; the deadline is moved on by what is received.
    fn receive(&mut self, begun: Instant) -> Result<(), Lost> {
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
                Ok(0) => return Err(Lost::NoReply("the service closed the connection".into())),
                Ok(read) => have += read,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    let received = u64::try_from(have).unwrap_or(0);
                    let allowed = self.patience + Duration::from_secs(received / SLOWEST);
                    if begun.elapsed() >= allowed {
                        return Err(Lost::NoReply("the service does not answer".into()));
                    }
                    if self.tls.read_tls(&mut self.socket).map_err(lost)? == 0 {
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

    fn send(&mut self, mut request: &[u8]) -> io::Result<()> {
        while !request.is_empty() {
            let taken = self.tls.writer().write(request)?;
            request = request.get(taken..).unwrap_or_default();
            while self.tls.wants_write() {
                if self.tls.write_tls(&mut self.socket)? == 0 {
                    return Err(io::ErrorKind::WriteZero.into());
                }
            }
        }
        Ok(())
    }
}

impl Carrier for Connection {
    fn exchange(&mut self, id: u64, request: &[u8]) -> Result<&[u8], Lost> {
        if request.len() - PREFIX > self.frame {
            return Err(Lost::TooLong);
        }
        // What was decrypted last may be a secret; it does not stay longer than until the next call.
        zeroize::Zeroize::zeroize(self.body.as_mut_slice());
        self.body.truncate(0);
        self.body.shrink_to(KEPT);
        self.send(request).map_err(|error| Lost::NotSent(said(&error)))?;
        let begun = Instant::now();
        self.heard = begun;
        loop {
            let heard = self.heard;
            self.receive(heard)?;
            let mut fields = Fields::new(&self.body)?;
            if fields.required(ID)?.u64()? != id {
                return Err(Lost::Malformed("a reply to another request"));
            }
            self.heard = Instant::now();
            if fields.field(WORKING)?.is_none() {
                break;
            }
            if begun.elapsed() > self.longest {
                return Err(Lost::NoReply("the call took too long".into()));
            }
        }
        self.used = self.heard;
        tracing::debug!(
            target: "strongroom::wire",
            connection = self.number,
            request = id,
            microseconds = begun.elapsed().as_micros(),
            "request"
        );
        Ok(&self.body)
    }

    fn next(&mut self) -> (u64, Vec<u8>) {
        let id = self.next_id;
        self.next_id += 1;
        (id, std::mem::take(&mut self.spare))
    }

    fn done(&mut self, mut request: Vec<u8>) {
        request.clear();
        request.shrink_to(KEPT);
        self.spare = request;
    }
}

/// What is said of a failure of the socket or of TLS.
fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => "the service does not answer".into(),
        _ => error.to_string(),
    }
}

/// Whether a failure of the handshake is one that will be the same the next time.
fn unreached(error: io::Error) -> Unreached {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(tls) => Unreached::Refused(tls.to_string()),
        None => Unreached::Away(said(&error)),
    }
}
