//! TLS 1.3 whose server has its key in a token. Sockets are JavaScript's.

use crate::answer::Made;
use crate::calls::calls;
use crate::convert::Bytes;
use strongroom::adapters::tls::{Connection, Server};
use strongroom::{FromObject, Object, PrivateKey};

calls! {
    /// What servers need: the key with its certificates, and the protocols that are spoken, the preferred first.
    fn tls_config(key: Object, protocols: Vec<String>) {
        Server::new(&PrivateKey::from_object(key.clone())?, protocols).map(Made)
    }

    fn tls_accept(server: Server) { server.accept().map(Made) }

    /// Gives what the peer sent, and what it is to be told; takes what is to be sent, what the peer told, what went
    /// wrong, and, once the handshake is over, the protocol. With `over` nothing more is told.
    fn tls_exchange(tls: Connection, received: Bytes<'_>, told: Bytes<'_>, over: bool) {
        let it = tls.exchange(received.expose(), told.expose(), over)?;
        let first = [it.sent, it.heard, it.wrong.unwrap_or_default().into_bytes()];
        Ok(first.into_iter().chain(it.protocol).collect::<Vec<_>>())
    }
}
