//! The words of Strongroom and its one seam. In come nothing but definitions; out go the constants,
//! return values, attributes, templates, mechanism parameters, secrets and limits that every other
//! crate speaks in, and [`Provider`], somewhere that slots live. No cryptography, no input or output
//! and no decision about a key ever happens here. A new word of the specification goes into `ck`, a new
//! shape of mechanism parameters into `mechanism`, a new operation into `operations`.
#![forbid(unsafe_code)]

pub mod ck;
mod error;

pub use error::{Error, Result, Rv};
