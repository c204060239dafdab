//! Sessions, and searches in them.

use crate::convert::{Bytes, Mechanism, key_spec, pin, template};
use crate::detached::Detached;
use crate::error::{Raised, Result};
use crate::object::Object;
use crate::stream::Stream;
use parking_lot::Mutex;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use strongroom::encoding::{self, KeyMaterial};
use strongroom::{CertificateSpec, Error, KeyKind, Query, Secret, ck};

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
    fn generate(
        &self,
        py: Python<'_>,
        kind: &str,
        options: &Bound<'_, PyDict>,
    ) -> Result<Vec<Object>> {
        let spec = key_spec(kind, options)?;
        let made = py.detach(|| self.0.generate(&spec))?;
        Ok(made.objects().into_iter().map(Object::of).collect())
    }

    /// A key from PEM or DER.
    fn import_key(
        &self,
        py: Python<'_>,
        file: Bytes<'_>,
        options: &Bound<'_, PyDict>,
    ) -> Result<Vec<Object>> {
        // What kind it is stands in the file.
        let (file, spec) = (Secret::from(file.get()), key_spec("rsa", options)?);
        let made = py.detach(|| self.0.import(&encoding::key(&file)?, &spec))?;
        Ok(made.objects().into_iter().map(Object::of).collect())
    }

    /// A secret key whose value is given.
    fn import_secret(
        &self,
        py: Python<'_>,
        kind: &str,
        value: Bytes<'_>,
        options: &Bound<'_, PyDict>,
    ) -> Result<Object> {
        let (name, spec) = (kind.split(':').next().unwrap_or(kind), key_spec(kind, options)?);
        let key_type = KeyKind::secret(name).map_err(Error::from)?.key_type();
        let material = KeyMaterial::Secret { key_type, value: Secret::from(value.get()) };
        let made = py.detach(|| self.0.import(&material, &spec))?.objects();
        made.into_iter().next().map(Object::of).ok_or_else(|| {
            Error::new(ck::CKR_DEVICE_ERROR, "C_CreateObject", "the token made no key").into()
        })
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

    fn create(&self, py: Python<'_>, attributes: &Bound<'_, PyDict>) -> Result<Object> {
        let template = template(attributes)?;
        Ok(Object::of(py.detach(|| self.0.create(&template))?))
    }

    fn find(&self, py: Python<'_>, attributes: &Bound<'_, PyDict>) -> Result<Find> {
        let query = Query::of(template(attributes)?);
        Ok(Find(Detached::new(Mutex::new(Some(py.detach(|| self.0.find(&query))?)))))
    }

    fn find_one(&self, py: Python<'_>, attributes: &Bound<'_, PyDict>) -> Result<Object> {
        let query = Query::of(template(attributes)?);
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

    fn digest<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        data: Bytes<'py>,
    ) -> Result<Bound<'py, PyBytes>> {
        let data = data.get();
        let out = py.detach(|| self.0.digest_with(&mechanism.0, data))?;
        Ok(PyBytes::new(py, &out))
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
