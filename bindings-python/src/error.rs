//! From the core's one error to the exceptions of `strongroom._errors`, which knows the class for each
//! return value.

use pyo3::prelude::*;

/// The exception of a failure.
pub fn raised(error: impl Into<strongroom::Error>) -> PyErr {
    Python::attach(|py| made(py, &error.into()).unwrap_or_else(|error| error))
}

fn made(py: Python<'_>, error: &strongroom::Error) -> PyResult<PyErr> {
    let kind = format!("{:?}", error.kind());
    let said = (error.rv(), error.name(), kind, error.function(), error.why(), error.retryable());
    let of = py.import("strongroom._errors")?.getattr("of")?;
    Ok(PyErr::from_value(of.call1(said)?))
}
