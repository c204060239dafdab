//! A TLS 1.3 server whose key stays in its token, for programs whose sockets are somebody else's: bytes go in and
//! come out. Node.js is one of them.

use crate::adapters::rustls::{Resolver, certified_key};
use crate::error::{Error, Result};
use crate::object::PrivateKey;
use parking_lot::Mutex;
use rustls::{ServerConfig, ServerConnection};
use std::io::{Read, Write};
use std::sync::Arc;
use strongroom_base::ck;

fn broken(error: impl std::fmt::Display) -> Error {
    Error::new(ck::CKR_DATA_INVALID, "", format!("TLS: {error}"))
}

/// A key with its certificates.
pub struct Server(Arc<ServerConfig>);

impl Server {
    /// One that speaks these protocols (ALPN), the preferred first. [`NOT_FOUND`](crate::NOT_FOUND) for a key without
    /// a certificate
    pub fn new(key: &PrivateKey, protocols: impl IntoIterator<Item = String>) -> Result<Self> {
        let resolver = Arc::new(Resolver::of(certified_key(key)?));
        let mut config = ServerConfig::builder().with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = protocols.into_iter().map(String::into_bytes).collect();
        Ok(Self(Arc::new(config)))
    }

    /// A connection, before its first byte.
    pub fn accept(&self) -> Result<Connection> {
        let mut tls = ServerConnection::new(Arc::clone(&self.0)).map_err(broken)?;
        // What is given at once is taken at once.
        tls.set_buffer_limit(None);
        Ok(Connection(Mutex::new(tls)))
    }
}

/// A connection with a client.
pub struct Connection(Mutex<ServerConnection>);

/// What came of an [exchange](Connection::exchange).
pub struct Exchange {
    /// What is to be sent to the client.
    pub sent: Vec<u8>,
    /// What the client said.
    pub heard: Vec<u8>,
    /// What went wrong: the connection has ended, but for what is to be sent.
    pub wrong: Option<String>,
    /// Once the handshake is over, the protocol that was agreed on; empty where there is none.
    pub protocol: Option<Vec<u8>>,
}

impl Connection {
    /// Gives what the client sent, and what it is to be told. With `over` nothing more is told.
    pub fn exchange(&self, mut received: &[u8], told: &[u8], over: bool) -> Result<Exchange> {
        let mut tls = self.0.lock();
        let (mut sent, mut heard, mut wrong) = (Vec::new(), Vec::new(), None);
        while !received.is_empty() && wrong.is_none() {
            tls.read_tls(&mut received).map_err(broken)?;
            match tls.process_new_packets() {
                Err(error) => wrong = Some(error.to_string()),
                // What is not there yet is no failure.
                Ok(_) => drop(tls.reader().read_to_end(&mut heard)),
            }
        }
        tls.writer().write_all(told).map_err(broken)?;
        if over {
            tls.send_close_notify();
        }
        while tls.wants_write() {
            tls.write_tls(&mut sent).map_err(broken)?;
        }
        let agreed = || tls.alpn_protocol().unwrap_or_default().to_vec();
        let protocol = (!tls.is_handshaking()).then(agreed);
        Ok(Exchange { sent, heard, wrong, protocol })
    }
}
