//! Sessions, and searches in them.

use crate::convert::{Attributes, Bytes, Mechanism, Pin, Spec, with};
use crate::detached::Detached;
use crate::object::{Object, Out};
use crate::stream::Stream;
use crate::turns::{ask, detach};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use strongroom::{CertificateSpec, Error, Query, Search, Secret, ck};

/// A session with a token.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Session(pub Detached<strongroom::Session>);

#[pymethods]
impl Session {
    #[getter]
    fn slot(&self) -> u64 {
        self.0.slot()
    }

    /// `CKU_…`, or nothing where nobody is logged in.
    #[getter]
    fn user(&self) -> Option<u64> {
        self.0.user()
    }

    #[getter]
    fn closed(&self) -> bool {
        self.0.is_closed()
    }

    fn close(&self) {
        detach(|| self.0.close());
    }

    /// What gives the PIN for each use of a key that wants it.
    fn on_context_pin(&self, callable: Py<PyAny>) {
        self.0.on_context_pin(move || {
            Python::attach(|py| Ok(callable.extract::<Pin>(py).map_err(|e| refused(py, e))?.0))
        });
    }

    /// A key, or a key pair: the private key first.
    fn generate(&self, spec: Spec) -> PyResult<Vec<Object>> {
        Ok(Object::all(ask(|| self.0.generate(&spec.0))?.objects()))
    }

    /// A secret key, made with a mechanism that is not the usual one.
    fn generate_with(&self, how: &Mechanism, spec: Spec) -> PyResult<Object> {
        ask(|| self.0.generate_with(&how.0, &spec.0)).map(Object::of)
    }

    /// A key from PEM or DER.
    fn import_key(&self, file: Bytes, spec: Spec) -> PyResult<Vec<Object>> {
        Ok(Object::all(ask(|| self.0.import_file(&Secret::from(&*file.0), &spec.0))?.objects()))
    }

    /// A secret key whose value is given.
    fn import_secret(&self, spec: Spec, value: Bytes) -> PyResult<Object> {
        ask(|| self.0.import_secret(&Secret::from(&*value.0), &spec.0)).map(Object::of)
    }

    fn import_certificate(&self, file: Bytes, said: &Bound<'_, PyDict>) -> PyResult<Object> {
        let spec = with(CertificateSpec::new(), said, CertificateSpec::with)?;
        ask(|| self.0.import_certificate(&file.0, &spec)).map(Object::of)
    }

    fn create(&self, attributes: Attributes) -> PyResult<Object> {
        ask(|| self.0.create(&attributes.0)).map(Object::of)
    }

    fn find(&self, attributes: Attributes) -> PyResult<Find> {
        Ok(Find(ask(|| self.0.search(&Query::of(attributes.0)))?.into()))
    }

    fn find_one(&self, attributes: Attributes) -> PyResult<Object> {
        ask(|| self.0.find_one::<strongroom::Object>(&Query::of(attributes.0))).map(Object::of)
    }

    /// A key that has this public key (DER of a SubjectPublicKeyInfo).
    fn key_with(&self, public_key: Bytes) -> PyResult<Option<Object>> {
        Ok(ask(|| self.0.key_with(&public_key.0))?.map(Object::of))
    }

    fn random(&self, length: usize) -> Out {
        let mut bytes = vec![0; length];
        ask(|| self.0.random(&mut bytes).map(|()| bytes))
    }

    fn digest(&self, mechanism: &Mechanism, data: Bytes) -> Out {
        ask(|| self.0.digest_with(&mechanism.0, &data.0))
    }

    /// Begins a digest of data that comes in parts.
    fn stream(&self, mechanism: &Mechanism) -> PyResult<Stream> {
        Ok(Stream(ask(|| self.0.stream(&mechanism.0))?.into()))
    }

    fn set_pin(&self, old: Pin, new: Pin) -> PyResult<()> {
        ask(|| self.0.set_pin(old.0.expose(), new.0.expose()))
    }

    fn init_pin(&self, new: Pin) -> PyResult<()> {
        ask(|| self.0.init_pin(new.0.expose()))
    }
}

/// What a callable raised when it was asked for a PIN: it is written to `sys.unraisablehook`, since only
/// the core's own errors go through the core.
fn refused(py: Python<'_>, error: PyErr) -> Error {
    error.write_unraisable(py, None);
    Error::new(ck::CKR_FUNCTION_CANCELED, "C_Login", "the PIN was not given")
}

/// The objects that were found, one after the other.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Find(Detached<Search>);

#[pymethods]
impl Find {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self) -> PyResult<Option<Object>> {
        Ok(ask(|| self.0.next(1))?.pop().map(Object::of))
    }

    /// Ends the search, so that its session is free.
    fn close(&self) {
        detach(|| self.0.close());
    }
}
