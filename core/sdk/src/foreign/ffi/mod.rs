//! The module's side of the foreign back-end: its function list, and everything that C structures are made
//! of. The only room of this crate with `unsafe`. What comes out are safe functions that take and give plain
//! values; each holds the memory that it hands to the module until the module has returned, and believes no
//! length that the module says before it has looked whether there is room for it.
//!
//! This stands on `cryptoki-sys`, the layouts under the `cryptoki` crate, rather than on `cryptoki`'s safe
//! interface. That one decides what the seam must leave to its callers: it makes both calls of the two-call
//! convention itself, so that sizes and `CKR_BUFFER_TOO_SMALL` are lost; it knows a closed list of
//! mechanisms, attributes and return values, where this forwards any number; and its sessions close
//! themselves, where here they belong to somebody.

mod attributes;
mod calls;
mod derived;
mod library;
mod mechanism;
mod memory;
mod messages;
mod operations;

pub use library::Functions;

use cryptoki_sys::{CK_RV, CK_ULONG};
use strongroom_base::{Error, Result, Rv, ck};

/// A number of C's as one of ours.
#[allow(clippy::useless_conversion)] // unsigned long has 32 bits on some platforms
pub(super) fn number(n: CK_ULONG) -> u64 {
    n.into()
}

/// A number of ours as one of C's. What does not fit there is a number that nothing has.
#[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions)] // as above
pub(super) fn ulong(n: u64) -> CK_ULONG {
    n.try_into().unwrap_or(CK_ULONG::MAX)
}

fn length(len: usize) -> CK_ULONG {
    ulong(u64::try_from(len).unwrap_or(u64::MAX))
}

/// What a function of the module answered.
fn check(name: &'static str, rv: CK_RV) -> Result<()> {
    match number(rv) {
        ck::CKR_OK => Ok(()),
        rv => Err(refused(name, rv)),
    }
}

#[cold]
fn refused(name: &'static str, rv: u64) -> Error {
    match ck::name_in(ck::CKR, rv) {
        Some(_) => Error::new(rv, format!("the module's {name} refused it")),
        None => Error::new(rv, format!("the module's {name} answered {:?}", Rv(rv))),
    }
}

/// The answer where the module has no such function.
#[cold]
fn missing(name: &'static str) -> Error {
    Error::new(ck::CKR_FUNCTION_NOT_SUPPORTED, format!("the module has no {name}"))
}

/// The answer where the module says what cannot be.
#[cold]
fn nonsense(name: &'static str) -> Error {
    Error::new(
        ck::CKR_DEVICE_ERROR,
        format!("the module's {name} says that it wrote more than there was room for"),
    )
}
