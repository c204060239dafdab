//! TLS 1.3 whose server has its key in a token. Bytes go in and come out; sockets are JavaScript's.

use crate::answer::Made;
use crate::calls::calls;
use crate::convert::{Bytes, secret};
use parking_lot::Mutex;
use rustls::{ServerConfig, ServerConnection};
use std::io::{Read, Write};
use std::sync::Arc;
use strongroom::adapters::rustls::{Resolver, certified_key};
use strongroom::{Error, FromObject, Object, PrivateKey, ck};

type Config = Arc<ServerConfig>;
type Tls = Mutex<ServerConnection>;

fn broken(error: impl std::fmt::Display) -> Error {
    Error::new(ck::CKR_DATA_INVALID, "", format!("TLS: {error}"))
}

calls! {
    /// What servers need: the key with its certificates, and the protocols that are spoken, the preferred first.
    fn tls_config(key: Object, protocols: Vec<String>) {
        move |key| {
            let key = certified_key(&PrivateKey::from_object(key.clone())?)?;
            let server = ServerConfig::builder().with_no_client_auth();
            let mut config = server.with_cert_resolver(Arc::new(Resolver::of(key)));
            config.alpn_protocols = protocols.into_iter().map(String::into_bytes).collect();
            Ok(Made(Arc::new(config)))
        }
    }

    fn tls_accept(config: Config) {
        |config| {
            let mut tls = ServerConnection::new(Arc::clone(config)).map_err(broken)?;
            // What is given at once is taken at once.
            tls.set_buffer_limit(None);
            Ok(Made(Mutex::new(tls)))
        }
    }

    /// Gives what the peer sent, and what it is to be told; takes what is to be sent, what the peer told, what went
    /// wrong, and, once the handshake is over, the protocol. With `over` nothing more is told.
    fn tls_exchange(tls: Tls, received: Bytes<'_>, told: Bytes<'_>, over: bool) {
        let (received, told) = (received.to_vec(), secret(&told));
        move |tls| {
            let (mut tls, mut rest) = (tls.lock(), received.as_slice());
            let (mut sent, mut heard, mut wrong) = (Vec::new(), Vec::new(), String::new());
            while !rest.is_empty() && wrong.is_empty() {
                tls.read_tls(&mut rest).map_err(broken)?;
                match tls.process_new_packets() {
                    Err(error) => wrong = error.to_string(),
                    // What is not there yet is no failure.
                    Ok(_) => drop(tls.reader().read_to_end(&mut heard)),
                }
            }
            tls.writer().write_all(told.expose()).map_err(broken)?;
            if over {
                tls.send_close_notify();
            }
            while tls.wants_write() {
                tls.write_tls(&mut sent).map_err(broken)?;
            }
            let mut all = vec![sent, heard, wrong.into_bytes()];
            if !tls.is_handshaking() {
                all.push(tls.alpn_protocol().unwrap_or_default().to_vec());
            }
            Ok(all)
        }
    }
}
