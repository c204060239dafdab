//! Strongroom for Python: what the core's SDK offers, as classes that the package `strongroom` makes
//! pleasant. In come Python's values, out go Python's values and exceptions; nothing is decided here. Every
//! call into the core gives up the interpreter's lock. A new operation is a method here, a line in
//! `_native.pyi`, and its face in the package.
#![forbid(unsafe_code)]

mod convert;
mod detached;
mod error;
mod hsm;
mod messages;
mod object;
mod session;
mod stream;
mod turns;

use error::Result;
use pyo3::prelude::*;
use std::path::PathBuf;
use strongroom::instance::{self, NewInstance};
use strongroom::{Error, Pkcs11Uri};
use turns::detach;

#[global_allocator]
static HEAP: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Has a callable called by one of the core's threads.
#[pyfunction]
fn submit(work: Py<PyAny>) -> Result<()> {
    let work = move || {
        // Where the interpreter is ending there is nobody left to be told.
        Python::try_attach(|py| {
            if let Err(error) = work.call0(py) {
                error.write_unraisable(py, Some(work.bind(py)));
            }
            drop(work);
        });
    };
    Ok(strongroom::exec::submit(work).map_err(Error::from)?)
}

/// How many threads `submit` shall have; it counts when it is said before the first.
#[pyfunction]
fn configure_threads(threads: usize) {
    strongroom::exec::configure(threads);
}

/// The URL that a text is, or that of the directory that it names.
#[pyfunction]
fn url_of_place(place: &str) -> Result<String> {
    Ok(strongroom::of_place(place).map_err(Error::from)?)
}

/// The URL of the tokens of a module.
#[pyfunction]
fn url_of_module(path: PathBuf) -> String {
    strongroom::of_module(&path)
}

/// The URL of a service.
#[pyfunction]
fn url_of_service(
    address: Option<&str>,
    bundle: Option<PathBuf>,
    timeout: Option<u64>,
    connections: Option<u64>,
) -> String {
    strongroom::of_service(address, bundle.as_deref(), timeout, connections)
}

/// Makes an instance: slot, label and both PINs of each token.
#[pyfunction]
fn create_instance(
    py: Python<'_>,
    path: PathBuf,
    slots: u64,
    label: String,
    production: bool,
    blank: bool,
) -> Result<Vec<(u64, String, String, String)>> {
    let new = NewInstance { slots, label, production, blank, ..NewInstance::default() };
    let made = detach(py, || instance::create(&path, &new, |_| {})).map_err(Error::from)?;
    let text = |pin: &strongroom::Secret| String::from_utf8_lossy(pin.expose()).into_owned();
    Ok(made.into_iter().map(|t| (t.slot, t.label, text(&t.so_pin), text(&t.user_pin))).collect())
}

/// What a `pkcs11:` URI says: the template of an object, and the file of the module.
#[pyfunction]
fn parse_uri<'py>(py: Python<'py>, uri: &str) -> Result<(Bound<'py, PyAny>, Option<String>)> {
    let uri: Pkcs11Uri = uri.parse().map_err(Error::from)?;
    Ok((convert::shown(py, &uri.template().into())?, uri.module_path.clone()))
}

/// Strongroom's core.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<hsm::Hsm>()?;
    module.add_class::<hsm::Slot>()?;
    module.add_class::<session::Session>()?;
    module.add_class::<session::Find>()?;
    module.add_class::<object::Object>()?;
    module.add_class::<stream::Stream>()?;
    module.add_class::<messages::Messages>()?;
    module.add_class::<convert::Mechanism>()?;
    module.add_function(wrap_pyfunction!(submit, module)?)?;
    module.add_function(wrap_pyfunction!(configure_threads, module)?)?;
    module.add_function(wrap_pyfunction!(url_of_place, module)?)?;
    module.add_function(wrap_pyfunction!(url_of_module, module)?)?;
    module.add_function(wrap_pyfunction!(url_of_service, module)?)?;
    module.add_function(wrap_pyfunction!(create_instance, module)?)?;
    module.add_function(wrap_pyfunction!(parse_uri, module)?)
}
