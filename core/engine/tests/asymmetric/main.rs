//! The asymmetric rows and the codecs of keys: published answers, both libraries against each other, and
//! what must fail.
#![allow(missing_docs)] // tests

mod acvp;
mod agreement;
mod curves;
mod encapsulated;
#[path = "../symmetric/harness.rs"]
#[allow(dead_code)] // shared with the symmetric rows, which use all of it
mod harness;
mod imported;
mod make;
mod over_primes;
mod post_quantum;
mod rsa;
