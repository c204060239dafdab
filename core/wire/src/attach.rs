//! The first exchange on every connection: it joins an application that has connections already, or
//! begins one. An application is known by a token that only its client has; it belongs to the identity in
//! the certificate, and outlives connections.

use crate::frame::{ARGUMENTS, Malformed};
use crate::reply::Reply;
use crate::serve::Request;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// The version of the protocol that this is.
pub const VERSION: u32 = 1;

/// What names an application between a client and a service.
pub type Token = ByteArray<32>;

/// What a client asks for.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub struct Attach {
    /// The newest version of the protocol that the client speaks.
    #[n(0)]
    pub version: u32,
    /// The application to join; without it, a new one is begun.
    #[n(1)]
    pub application: Option<Token>,
    /// The client's process number, for the service's log.
    #[n(2)]
    pub process: u32,
    /// Milliseconds that the client waits for a service that is silent, where it says so.
    #[n(3)]
    pub patience: Option<u64>,
}

/// What the service answers.
#[derive(Clone, Encode, Decode)]
#[cbor(map)]
pub struct Attached {
    /// The version of the protocol that is spoken from now on.
    #[n(0)]
    pub version: u32,
    /// The application; `None` when the one asked for is not there (any more).
    #[n(1)]
    pub application: Option<Token>,
    /// Bytes of the longest frame.
    #[n(2)]
    pub frame: usize,
    /// Milliseconds after which the service closes a connection on which nothing happens.
    #[n(3)]
    pub idle: u64,
    /// The number of the connection; with it and a request's number, both sides' logs name a request.
    #[n(4)]
    pub connection: u64,
    /// Which of the service's workers has the connection, and how many there are, where the service says so:
    /// connections of one worker are served one after the other.
    #[n(5)]
    pub worker: Option<(u32, u32)>,
}

impl Attach {
    /// Reads it from a request.
    pub fn read(mut request: Request<'_>) -> Result<Self, Malformed> {
        Ok(request.fields.required(ARGUMENTS)?.decode()?)
    }
}

impl Attached {
    /// Writes it as the reply to a request.
    pub fn write(&self, id: u64, reply: &mut Reply) {
        reply.begin(id);
        reply.answer(self);
    }
}
