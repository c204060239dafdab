//! The symmetric rows: published answers, every split, and what must fail. Outputs have exactly the room
//! that is announced, with watched bytes behind.
#![allow(missing_docs)] // tests

mod aead;
mod aes_modes;
mod derivations;
mod further;
mod generation;
mod harness;
mod hashes;
mod wrapping;
