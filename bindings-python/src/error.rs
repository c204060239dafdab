//! From the core's one error to the exceptions of `strongroom._errors`, which knows the class for each
//! return value.

use pyo3::prelude::*;

/// The exception of a failure.
pub fn raised(error: impl Into<strongroom::Error>) -> PyErr {
    let error = error.into();
    let kind = format!("{:?}", error.kind());
    let said = (error.rv(), error.name(), kind, error.function(), error.why(), error.retryable());
    Python::attach(|py| {
        let made = || py.import("strongroom._errors")?.getattr("of")?.call1(said);
        made().map_or_else(|failed| failed, PyErr::from_value)
    })
}
