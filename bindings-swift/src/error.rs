//! The core's one error on its way to Swift, and back from what Swift throws when it is asked for a PIN.

use std::fmt;
use strongroom::Error;

/// What this crate's methods answer.
pub type Result<T, E = Failure> = core::result::Result<T, E>;

/// A failure.
#[derive(Debug, uniffi::Error)]
pub enum Failure {
    /// The core's: return value and its name, group, function, sentence.
    Core { rv: u64, code: String, kind: String, function: String, why: String, retryable: bool },
    /// Something that Swift threw where it was called back.
    Callback { why: String },
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Core { why, .. } | Self::Callback { why } => f.write_str(why),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Core {
            rv: error.rv(),
            code: error.name().to_owned(),
            kind: format!("{:?}", error.kind()),
            function: error.function().to_owned(),
            why: error.why().to_owned(),
            retryable: error.retryable(),
        }
    }
}

impl From<uniffi::UnexpectedUniFFICallbackError> for Failure {
    fn from(error: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Callback { why: error.reason }
    }
}
