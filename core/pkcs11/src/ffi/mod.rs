//! The pointer room: the only place of this crate where memory of the caller is read or written. A
//! pointer comes in wrapped as a [`Ptr`]: making one is the unsafe step, taken once for each argument
//! in `functions`, where the C contract is known (what is not NULL points to what the specification
//! says, for the time of the call). Everything else here checks what can be checked, which is NULL,
//! lengths, counts, depth and overlap, reads structures by value wherever they lie, and hands owned
//! Rust values on.
#![allow(unsafe_code)]

mod attributes;
mod current;
pub mod fork;
mod functions;
mod initialize;
mod kbkdf;
mod mechanism;
mod message;
mod output;
mod place;
mod pointer;
mod results;
mod tls;

pub use attributes::{answer, requested, template};
pub use current::Current;
pub use functions::{INTERFACES, is_standard, is_text, table_2_40, version};
pub use initialize::arguments;
pub use kbkdf::derived_keys;
pub use mechanism::{mechanism, optional_mechanism};
pub use message::{MessageParameter, authenticated_mechanism, message_mechanism};
pub use output::{apart, fill, list, produce, transform};
pub use place::Place;
pub use pointer::{Ptr, number, ulong};
pub use results::place;

#[cfg(test)]
pub mod tests;
