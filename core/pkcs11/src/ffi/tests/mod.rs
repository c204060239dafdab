//! The C interface, called as a C program calls it, over a provider that is made up. One library is
//! one process' state, so the tests take turns.

mod arguments;
mod attributes;
mod lifecycle;
mod mechanisms;
pub mod mock;
mod outputs;
mod round;
mod tables;

use super::functions::*;
use cryptoki_sys::*;
use std::ptr::null_mut;
use std::sync::{Mutex, MutexGuard, PoisonError};

static TURN: Mutex<()> = Mutex::new(());

/// The library, not initialised.
fn fresh() -> MutexGuard<'static, ()> {
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: NULL is the argument.
    unsafe { C_Finalize(null_mut()) };
    mock::reset();
    turn
}

/// The library, initialised.
fn ready() -> MutexGuard<'static, ()> {
    let turn = fresh();
    // SAFETY: NULL is an argument that the function takes.
    assert_eq!(unsafe { C_Initialize(null_mut()) }, CKR_OK);
    turn
}

/// A value at an odd address.
#[repr(C, packed)]
struct Odd<T> {
    before: u8,
    value: T,
}

impl<T: Copy> Odd<T> {
    fn new(value: T) -> Self {
        Self { before: 0xEE, value }
    }

    fn at(&mut self) -> *mut T {
        &raw mut self.value
    }

    fn get(&self) -> T {
        assert_eq!(self.before, 0xEE);
        self.value
    }
}

fn attribute(kind: u64, value: *mut u8, len: u64) -> CK_ATTRIBUTE {
    CK_ATTRIBUTE { type_: kind, pValue: value.cast(), ulValueLen: len }
}

fn mechanism<T>(kind: u64, parameter: *mut T, len: usize) -> CK_MECHANISM {
    CK_MECHANISM { mechanism: kind, pParameter: parameter.cast(), ulParameterLen: len as CK_ULONG }
}
