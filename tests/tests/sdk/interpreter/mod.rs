//! Executes scenarios (`tests/scenarios.md`) with the SDK: a case in, its outcome out. [`file`](mod@file) has the
//! form of the files, [`value`] what stands for bytes, keys and mechanisms in them, [`op`] the steps,
//! [`expect`] what they must answer; [`case`](mod@case) goes through one. It knows nothing of where the instance
//! is.

pub mod case;
pub mod expect;
pub mod file;
mod messages;
pub mod names;
pub mod op;
mod perform;
mod stream;
pub mod value;

/// Why a step could not be done.
#[derive(Clone)]
pub enum Failure {
    /// The SDK says no.
    Sdk(strongroom::Error),
    /// The case is written wrong.
    Case(String),
}

/// What a step answers.
pub type Result<T> = std::result::Result<T, Failure>;

impl From<strongroom::Error> for Failure {
    fn from(error: strongroom::Error) -> Self {
        Self::Sdk(error)
    }
}

impl From<strongroom_base::Error> for Failure {
    fn from(error: strongroom_base::Error) -> Self {
        Self::Sdk(error.into())
    }
}

/// A case that is written wrong.
pub fn wrong<T>(why: impl Into<String>) -> Result<T> {
    Err(Failure::Case(why.into()))
}
