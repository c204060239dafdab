//! The HSM itself. In come the operations of `base::Application`; out go handles, bytes and exact
//! return values. Nothing here knows C structures, sockets or command lines. A mechanism goes into
//! `mechanisms`, a way to parse or encode a key into `keys`, a rule about attributes into `attributes` or
//! `policy`, what is stored into `keystore`, and what is recorded of all that into `audit`.
#![deny(unsafe_code)]

mod active;
mod answers;
mod application;
pub mod attributes;
pub mod audit;
mod engine;
#[allow(unsafe_code)]
mod ffi;
#[doc(hidden)]
pub mod fuzz;
pub mod keys;
pub mod keystore;
mod latest;
mod login;
pub mod mechanisms;
mod object;
pub mod policy;
pub mod random;
mod record;
mod session;
mod unique_id;
mod unwraps;
mod vectors;

pub use engine::Engine;
pub use ffi::fork::watch as watch_forks;
pub use ffi::process::privileged;
