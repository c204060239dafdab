//! A return value together with the function that gave it, so that a failed assertion reads
//! "C_Sign: expected CKR_OK, got CKR_KEY_HANDLE_INVALID" without anybody writing that sentence.

use crate::names;
use cryptoki_sys::CKR_OK;
use std::fmt;

/// What a call answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Rv {
    /// The `CK_RV`.
    pub code: u64,
    /// The function that answered.
    pub call: &'static str,
}

impl Rv {
    /// Panics unless this is `want`.
    #[track_caller]
    pub fn is(self, want: u64) {
        self.is_one_of(&[want]);
    }

    /// Panics unless this is one of `want`: for places where the specification leaves a choice.
    #[track_caller]
    pub fn is_one_of(self, want: &[u64]) {
        if !want.contains(&self.code) {
            let names: Vec<String> = want.iter().map(|w| names::rv(*w)).collect();
            panic!("{}: expected {}, got {}", self.call, names.join(" or "), names::rv(self.code));
        }
    }

    /// Panics unless the call succeeded.
    #[track_caller]
    pub fn ok(self) {
        self.is(CKR_OK);
    }

    /// `value` when the call succeeded.
    pub fn with<T>(self, value: T) -> Result<T, Rv> {
        if self.code == CKR_OK { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Rv {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} from {}", names::rv(self.code), self.call)
    }
}

impl fmt::Debug for Rv {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Assertions on the result of a call that gives something back.
pub trait Outcome<T> {
    /// The value; panics with function and return value otherwise.
    fn must(self) -> T;
    /// Panics unless the call failed with `want`.
    fn fails(self, want: u64);
    /// Panics unless the call failed with one of `want`.
    fn fails_with(self, want: &[u64]);
    /// The return value alone.
    fn code(&self) -> u64;
}

impl<T> Outcome<T> for Result<T, Rv> {
    #[track_caller]
    fn must(self) -> T {
        match self {
            Ok(value) => value,
            Err(rv) => panic!("{}: expected CKR_OK, got {}", rv.call, names::rv(rv.code)),
        }
    }

    #[track_caller]
    fn fails(self, want: u64) {
        self.fails_with(&[want]);
    }

    #[track_caller]
    fn fails_with(self, want: &[u64]) {
        match self {
            Ok(_) => panic!("expected {}, got CKR_OK", names::rv(want[0])),
            Err(rv) => rv.is_one_of(want),
        }
    }

    fn code(&self) -> u64 {
        self.as_ref().err().map_or(CKR_OK, |rv| rv.code)
    }
}
