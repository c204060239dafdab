//! From the core's one error to the exceptions of `strongroom._errors`, which knows the class for each
//! return value.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// What this crate's methods answer.
pub type Result<T, E = Raised> = core::result::Result<T, E>;

/// A failure on its way to Python: the core's, or Python's own.
pub enum Raised {
    Core(strongroom::Error),
    Python(PyErr),
}

impl From<strongroom::Error> for Raised {
    fn from(error: strongroom::Error) -> Self {
        Self::Core(error)
    }
}

impl From<PyErr> for Raised {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Raised> for PyErr {
    fn from(raised: Raised) -> Self {
        match raised {
            Raised::Core(error) => Python::attach(|py| made(py, &error).unwrap_or_else(|e| e)),
            Raised::Python(error) => error,
        }
    }
}

fn made(py: Python<'_>, error: &strongroom::Error) -> PyResult<PyErr> {
    static OF: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let kind = format!("{:?}", error.kind());
    let said = (error.rv(), error.name(), kind, error.function(), error.why(), error.retryable());
    let of = OF.import(py, "strongroom._errors", "of")?;
    Ok(PyErr::from_value(of.call1(said)?))
}
