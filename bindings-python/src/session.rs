//! Sessions, and searches in them.

use crate::convert::{Attributes, Bytes, Mechanism, Spec, pin, with};
use crate::detached::Detached;
use crate::error::Result;
use crate::object::{Object, Out};
use crate::stream::Stream;
use crate::turns::detach;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use strongroom::{CertificateSpec, Error, Made, Query, Search, Secret, ck};

/// A session with a token.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Session(pub Detached<strongroom::Session>);

/// A key, or a key pair: the private key first.
fn objects(made: Made) -> Vec<Object> {
    made.objects().into_iter().map(Object::of).collect()
}

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

    fn close(&self, py: Python<'_>) {
        detach(py, || self.0.close());
    }

    /// What gives the PIN for each use of a key that wants it.
    fn on_context_pin(&self, callable: Py<PyAny>) {
        self.0.on_context_pin(move || {
            Python::attach(|py| pin(callable.bind(py)).map_err(|error| refused(py, error)))
        });
    }

    fn generate(&self, py: Python<'_>, spec: Spec) -> Result<Vec<Object>> {
        Ok(objects(detach(py, || self.0.generate(&spec.0))?))
    }

    /// A secret key, made with a mechanism that is not the usual one.
    fn generate_with(&self, py: Python<'_>, how: &Mechanism, spec: Spec) -> Result<Object> {
        Ok(Object::of(detach(py, || self.0.generate_with(&how.0, &spec.0))?))
    }

    /// A key from PEM or DER.
    fn import_key(&self, py: Python<'_>, file: Bytes, spec: Spec) -> Result<Vec<Object>> {
        let file = Secret::from(&*file);
        Ok(objects(detach(py, || self.0.import_file(&file, &spec.0))?))
    }

    /// A secret key whose value is given.
    fn import_secret(&self, py: Python<'_>, spec: Spec, value: Bytes) -> Result<Object> {
        let value = Secret::from(&*value);
        Ok(Object::of(detach(py, || self.0.import_secret(&value, &spec.0))?))
    }

    fn import_certificate(
        &self,
        py: Python<'_>,
        file: Bytes,
        said: &Bound<'_, PyDict>,
    ) -> Result<Object> {
        let spec = with(CertificateSpec::new(), said, CertificateSpec::with)?;
        Ok(Object::of(detach(py, || self.0.import_certificate(&file, &spec))?))
    }

    fn create(&self, py: Python<'_>, attributes: Attributes) -> Result<Object> {
        Ok(Object::of(detach(py, || self.0.create(&attributes.0))?))
    }

    fn find(&self, py: Python<'_>, attributes: Attributes) -> Result<Find> {
        let query = Query::of(attributes.0);
        Ok(Find(detach(py, || self.0.search(&query))?.into()))
    }

    fn find_one(&self, py: Python<'_>, attributes: Attributes) -> Result<Object> {
        let query = Query::of(attributes.0);
        Ok(Object::of(detach(py, || self.0.find_one::<strongroom::Object>(&query))?))
    }

    /// A key that has this public key (DER of a SubjectPublicKeyInfo).
    fn key_with(&self, py: Python<'_>, public_key: Bytes) -> Result<Option<Object>> {
        Ok(detach(py, || self.0.key_with(&public_key))?.map(Object::of))
    }

    fn random(&self, py: Python<'_>, length: usize) -> Out {
        let mut bytes = vec![0; length];
        Ok(detach(py, || self.0.random(&mut bytes).map(|()| bytes))?)
    }

    fn digest(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes) -> Out {
        Ok(detach(py, || self.0.digest_with(&mechanism.0, &data))?)
    }

    /// Begins a digest of data that comes in parts.
    fn stream(&self, py: Python<'_>, mechanism: &Mechanism) -> Result<Stream> {
        Ok(Stream(detach(py, || self.0.stream(&mechanism.0))?.into()))
    }

    fn set_pin(&self, py: Python<'_>, old: Bound<'_, PyAny>, new: Bound<'_, PyAny>) -> Result<()> {
        let (old, new) = (pin(&old)?, pin(&new)?);
        Ok(detach(py, || self.0.set_pin(old.expose(), new.expose()))?)
    }

    fn init_pin(&self, py: Python<'_>, new: Bound<'_, PyAny>) -> Result<()> {
        let new = pin(&new)?;
        Ok(detach(py, || self.0.init_pin(new.expose()))?)
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

    fn __next__(&self, py: Python<'_>) -> Result<Option<Object>> {
        Ok(detach(py, || self.0.next(1))?.pop().map(Object::of))
    }

    /// Ends the search, so that its session is free.
    fn close(&self, py: Python<'_>) {
        detach(py, || self.0.close());
    }
}
