//! The HSM itself. In come the operations of `base::Application`; out go handles, bytes and exact
//! return values. Nothing here knows C structures, sockets or command lines. A mechanism goes into
//! `mechanisms`, a way to parse or encode a key into `keys`, a rule about attributes into `policy`, and
//! what is stored into `keystore`.
#![deny(unsafe_code)]

pub mod keys;
pub mod mechanisms;
