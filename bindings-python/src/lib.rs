//! Strongroom for Python: what the core's SDK offers, as classes that the package `strongroom` makes
//! pleasant. In come Python's values, out go Python's values and exceptions; nothing is decided here. Every
//! call into the core gives up the interpreter's lock. A new operation is a method here, a line in
//! `_native.pyi`, and its face in the package.
#![forbid(unsafe_code)]

mod convert;
mod detached;
mod error;
mod hsm;
mod object;
mod session;
mod stream;

use error::Result;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use std::path::PathBuf;
use strongroom::instance::{self, NewInstance};
use strongroom::{Error, Pkcs11Uri, ck};

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

/// The `file` URL of a directory.
#[pyfunction]
fn url_of_directory(path: PathBuf) -> String {
    strongroom::of_directory(&path)
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
    let new = NewInstance { slots, label, production, blank };
    let made = py.detach(|| instance::create(&path, &new, |_| {})).map_err(Error::from)?;
    let text = |pin: &strongroom::Secret| String::from_utf8_lossy(pin.expose()).into_owned();
    Ok(made.into_iter().map(|t| (t.slot, t.label, text(&t.so_pin), text(&t.user_pin))).collect())
}

/// What a `pkcs11:` URI says: the template of an object, the file of the module, the PIN, and where the PIN
/// is; what it does not say is left out.
#[pyfunction]
fn parse_uri<'py>(py: Python<'py>, uri: &str) -> Result<Bound<'py, PyDict>> {
    let uri: Pkcs11Uri = uri.parse().map_err(Error::from)?;
    let (said, object) = (PyDict::new(py), PyDict::new(py));
    for attribute in uri.template().iter() {
        object.set_item(attribute.kind, convert::shown(py, &attribute.value)?)?;
    }
    said.set_item("object", object)?;
    said.set_item("module", &uri.module_path)?;
    said.set_item("pin_source", &uri.pin_source)?;
    said.set_item("pin", uri.pin_value.as_ref().map(|pin| PyBytes::new(py, pin.expose())))?;
    Ok(said)
}

/// The constants of PKCS #11 by family, and the names of return values that are the core's own.
#[pyfunction]
fn tables() -> Vec<(&'static str, Vec<(&'static str, u64)>)> {
    let families: &[(&str, &[(&str, u64)])] = &[
        ("CKA", ck::CKA),
        ("CKC", ck::CKC),
        ("CKD", ck::CKD),
        ("CKF", ck::CKF),
        ("CKG", ck::CKG),
        ("CKH", ck::CKH),
        ("CKK", ck::CKK),
        ("CKM", ck::CKM),
        ("CKO", ck::CKO),
        ("CKP", ck::CKP),
        ("CKR", ck::CKR),
        ("CKS", ck::CKS),
        ("CKU", ck::CKU),
        ("CKZ", ck::CKZ),
        ("STRONGROOM", strongroom::error::OWN),
    ];
    families.iter().map(|(name, members)| (*name, members.to_vec())).collect()
}

/// The group that a return value belongs to.
#[pyfunction]
fn kind_of(rv: u64) -> String {
    format!("{:?}", strongroom::error::kind_of(rv))
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
    module.add_class::<convert::Mechanism>()?;
    module.add_function(wrap_pyfunction!(submit, module)?)?;
    module.add_function(wrap_pyfunction!(configure_threads, module)?)?;
    module.add_function(wrap_pyfunction!(url_of_directory, module)?)?;
    module.add_function(wrap_pyfunction!(create_instance, module)?)?;
    module.add_function(wrap_pyfunction!(parse_uri, module)?)?;
    module.add_function(wrap_pyfunction!(tables, module)?)?;
    module.add_function(wrap_pyfunction!(kind_of, module)?)
}
