//! Sessions, and searches in them.

use crate::convert::{Attributes, Bytes, Mechanism, Spec, pin};
use crate::detached::Detached;
use crate::error::{Raised, Result};
use crate::object::Object;
use crate::stream::Stream;
use parking_lot::Mutex;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use strongroom::encoding::{self, KeyMaterial};
use strongroom::{CertificateSpec, Error, Query, Secret, ck};

/// A session with a token.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Session(Detached<strongroom::Session>);

impl Session {
    pub fn of(session: strongroom::Session) -> Self {
        Self(Detached::new(session))
    }
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
        py.detach(|| self.0.close());
    }

    /// What gives the PIN for each use of a key that wants it.
    fn on_context_pin(&self, callable: Py<PyAny>) {
        self.0.on_context_pin(move || {
            Python::attach(|py| pin(callable.bind(py)).map_err(|error| refused(py, error)))
        });
    }

    /// A key, or a key pair: the private key first.
    fn generate(&self, py: Python<'_>, spec: Spec) -> Result<Vec<Object>> {
        let made = py.detach(|| self.0.generate(&spec.0))?;
        Ok(made.objects().into_iter().map(Object::of).collect())
    }

    /// A key from PEM or DER.
    fn import_key(&self, py: Python<'_>, file: Bytes<'_>, spec: Spec) -> Result<Vec<Object>> {
        // What kind it is stands in the file.
        let (file, spec) = (Secret::from(file.get()), spec.0);
        let made = py.detach(|| self.0.import(&encoding::key(&file)?, &spec))?;
        Ok(made.objects().into_iter().map(Object::of).collect())
    }

    /// A secret key whose value is given.
    fn import_secret(&self, py: Python<'_>, spec: Spec, value: Bytes<'_>) -> Result<Vec<Object>> {
        let key_type = spec.0.kind().key_type();
        let material = KeyMaterial::Secret { key_type, value: Secret::from(value.get()) };
        let made = py.detach(|| self.0.import(&material, &spec.0))?;
        Ok(made.objects().into_iter().map(Object::of).collect())
    }

    fn import_certificate(
        &self,
        py: Python<'_>,
        file: Bytes<'_>,
        label: Option<String>,
        id: Option<Bytes<'_>>,
        persist: bool,
    ) -> Result<Object> {
        let mut spec = CertificateSpec::new().persist(persist);
        if let Some(label) = label {
            spec = spec.label(label);
        }
        if let Some(id) = &id {
            spec = spec.id(id.get());
        }
        let file = file.get();
        Ok(Object::of(py.detach(|| self.0.import_certificate(file, &spec))?))
    }

    fn create(&self, py: Python<'_>, attributes: Attributes) -> Result<Object> {
        Ok(Object::of(py.detach(|| self.0.create(&attributes.0))?))
    }

    fn find(&self, py: Python<'_>, attributes: Attributes) -> Result<Find> {
        let query = Query::of(attributes.0);
        Ok(Find(Detached::new(Mutex::new(Some(py.detach(|| self.0.find(&query))?)))))
    }

    fn find_one(&self, py: Python<'_>, attributes: Attributes) -> Result<Object> {
        let query = Query::of(attributes.0);
        Ok(Object::of(py.detach(|| self.0.find_one::<strongroom::Object>(&query))?))
    }

    /// A key that has this public key (DER of a SubjectPublicKeyInfo).
    fn key_with(&self, py: Python<'_>, public_key: Bytes<'_>) -> Result<Option<Object>> {
        let info = public_key.get();
        Ok(py.detach(|| self.0.key_with(info))?.map(Object::of))
    }

    fn random<'py>(&self, py: Python<'py>, length: usize) -> Result<Bound<'py, PyBytes>> {
        let out = py.detach(|| {
            let mut out = vec![0; length];
            self.0.random(&mut out).map(|()| out)
        })?;
        Ok(PyBytes::new(py, &out))
    }

    fn digest(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        data: Bytes<'_>,
    ) -> Result<Py<PyBytes>> {
        let data = data.get();
        let out = py.detach(|| self.0.digest_with(&mechanism.0, data))?;
        Ok(PyBytes::new(py, &out).unbind())
    }

    fn hasher(&self, py: Python<'_>, hash: &str) -> Result<Stream> {
        Stream::digest(py, &self.0, hash)
    }

    fn set_pin(&self, py: Python<'_>, old: Bound<'_, PyAny>, new: Bound<'_, PyAny>) -> Result<()> {
        let (old, new) = (pin(&old)?, pin(&new)?);
        Ok(py.detach(|| self.0.set_pin(old.expose(), new.expose()))?)
    }

    fn init_pin(&self, py: Python<'_>, new: Bound<'_, PyAny>) -> Result<()> {
        let new = pin(&new)?;
        Ok(py.detach(|| self.0.init_pin(new.expose()))?)
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
pub struct Find(Detached<Mutex<Option<strongroom::Find>>>);

#[pymethods]
impl Find {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> Result<Option<Object>> {
        let found = py.detach(|| self.0.lock().as_mut().and_then(Iterator::next));
        Ok(found.transpose().map_err(Raised::Core)?.map(Object::of))
    }

    /// Ends the search, so that its session is free.
    fn close(&self, py: Python<'_>) {
        py.detach(|| drop(self.0.lock().take()));
    }
}
