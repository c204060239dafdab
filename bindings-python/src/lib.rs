//! Strongroom for Python: what the core's SDK offers, as classes that the package `strongroom` makes
//! pleasant. In come Python's values, out go Python's values and exceptions; nothing is decided here. Every
//! call into the core gives up the interpreter's lock. A new operation is a method here, a line in
//! `_native.pyi`, and its face in the package.
#![deny(unsafe_code)]

mod convert;
mod detached;
mod error;
#[allow(unsafe_code)]
mod ffi;
mod hsm;
mod messages;
mod object;
mod session;
mod stream;
mod turns;

use error::raised;
use pyo3::prelude::*;
use std::path::PathBuf;
use strongroom::{Pkcs11Uri, instance, instance::NewInstance};
use turns::detach;

#[global_allocator]
static HEAP: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Has a callable called by one of the core's threads.
#[pyfunction]
fn submit(work: Py<PyAny>) -> PyResult<()> {
    let work = move || {
        // Where the interpreter is ending there is nobody left to be told.
        Python::try_attach(|py| {
            if let Err(error) = work.call0(py) {
                error.write_unraisable(py, Some(work.bind(py)));
            }
            drop(work);
        });
    };
    strongroom::exec::submit(work).map_err(raised)
}

/// How many threads `submit` shall have; it counts when it is said before the first.
#[pyfunction]
fn configure_threads(threads: usize) {
    strongroom::exec::configure(threads);
}

/// The URL that a text is, or that of the directory that it names.
#[pyfunction]
fn url_of_place(place: &str) -> PyResult<String> {
    strongroom::of_place(place).map_err(raised)
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
    path: PathBuf,
    slots: u64,
    label: String,
    production: bool,
    blank: bool,
) -> PyResult<Vec<(u64, String, String, String)>> {
    let new = NewInstance { slots, label, production, blank, ..NewInstance::default() };
    let made = detach(|| instance::create(&path, &new, |_| {})).map_err(raised)?;
    let text = |pin: &strongroom::Secret| String::from_utf8_lossy(pin.expose()).into_owned();
    Ok(made.into_iter().map(|t| (t.slot, t.label, text(&t.so_pin), text(&t.user_pin))).collect())
}

/// What a `pkcs11:` URI says: the template of an object, and the file of the module.
#[pyfunction]
fn parse_uri<'py>(py: Python<'py>, uri: &str) -> PyResult<(Bound<'py, PyAny>, Option<String>)> {
    let uri: Pkcs11Uri = uri.parse().map_err(raised)?;
    Ok((convert::shown(py, &uri.template().into())?, uri.module_path.clone()))
}

/// Strongroom's core.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::{
        configure_threads, convert::Mechanism, create_instance, ffi::Usual, ffi::usual_sign,
        hsm::Hsm, hsm::Slot, messages::Messages, object::Object, parse_uri, session::Find,
        session::Session, stream::Stream, submit, url_of_module, url_of_place, url_of_service,
    };
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
