//! What went wrong: one PKCS #11 return value, decided where the fact is known, and one sentence for
//! people. The C interface gives the value, the log and the bindings give the sentence. No PIN, key or
//! data ever stands in a sentence.

use crate::ck;
use std::borrow::Cow;
use std::fmt;

/// What every operation of the seam answers.
pub type Result<T, E = Error> = core::result::Result<T, E>;

/// A return value other than `CKR_OK`: a number with a name (PKCS #11 v3.2, section 5.1.6).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rv(pub u64);

impl Rv {
    /// The specification's name, or `CKR_UNKNOWN` for a number it does not have.
    pub fn name(self) -> &'static str {
        ck::name_in(ck::CKR, self.0).unwrap_or("CKR_UNKNOWN")
    }
}

impl fmt::Debug for Rv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (0x{:X})", self.name(), self.0)
    }
}

impl fmt::Display for Rv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A failure: the return value, why, and, where an output did not fit, how much room it needs.
#[derive(Clone, PartialEq, Eq)]
pub struct Error {
    rv: Rv,
    needed: Option<usize>,
    why: Cow<'static, str>,
}

impl Error {
    /// A failure with the return value `rv` (a `ck::CKR_…`) and a sentence that says what was being
    /// done and why it failed.
    #[cold]
    pub fn new(rv: u64, why: impl Into<Cow<'static, str>>) -> Self {
        debug_assert_ne!(rv, ck::CKR_OK);
        Self { rv: Rv(rv), needed: None, why: why.into() }
    }

    /// `CKR_BUFFER_TOO_SMALL`, with the number of bytes that suffice.
    #[cold]
    pub fn too_small(needed: usize) -> Self {
        Self {
            rv: Rv(ck::CKR_BUFFER_TOO_SMALL),
            needed: Some(needed),
            why: Cow::Borrowed("the output does not fit into the buffer"),
        }
    }

    /// The return value.
    pub fn rv(&self) -> Rv {
        self.rv
    }

    /// How many bytes the output needs, when it did not fit.
    pub fn needed(&self) -> Option<usize> {
        self.needed
    }

    /// The sentence for people.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// Whether this is the return value `rv` (a `ck::CKR_…`).
    pub fn is(&self, rv: u64) -> bool {
        self.rv.0 == rv
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.why, self.rv)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
