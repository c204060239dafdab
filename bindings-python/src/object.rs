//! Objects: their attributes, and what keys do.

use crate::convert::{Bytes, Mechanism, form, key_spec, shown, template};
use crate::detached::Detached;
use crate::error::Result;
use crate::stream::{Stream, good};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use strongroom::{Answer, Certificate, FromObject, PrivateKey, PublicKey, Sealed};

/// An object of any class.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Object(pub Detached<strongroom::Object>);

impl Object {
    pub fn of(object: impl Into<strongroom::Object>) -> Self {
        Self(Detached::new(object.into()))
    }

    fn as_kind<T: FromObject>(&self) -> strongroom::Result<T> {
        T::from_object((*self.0).clone())
    }
}

/// Calls the core without the interpreter's lock; the output as `bytes`.
macro_rules! out {
    ($py:expr, $call:expr) => {{
        let out = $py.detach(|| $call)?;
        Ok(PyBytes::new($py, &out))
    }};
}

#[pymethods]
impl Object {
    /// Its handle in the token.
    #[getter]
    fn handle(&self) -> u64 {
        self.0.handle()
    }

    /// `CKO_…`
    fn object_class(&self, py: Python<'_>) -> Result<u64> {
        Ok(py.detach(|| self.0.class())?)
    }

    /// The kind of key in a few characters; nothing for what is no key.
    fn kind(&self, py: Python<'_>) -> Result<Option<String>> {
        Ok(py.detach(|| self.0.kind())?.map(|kind| kind.to_string()))
    }

    /// Attributes, each with its value, `None` where the object has none, and `Ellipsis` where it does
    /// not show it.
    fn attributes<'py>(&self, py: Python<'py>, kinds: Vec<u64>) -> Result<Vec<Bound<'py, PyAny>>> {
        let answers = py.detach(|| self.0.attributes(&kinds))?;
        let each = answers.iter().map(|answer| match answer {
            Answer::Value(value) => shown(py, value),
            Answer::Sensitive => Ok(py.Ellipsis().into_bound(py)),
            Answer::Invalid => Ok(py.None().into_bound(py)),
        });
        Ok(each.collect::<PyResult<_>>()?)
    }

    fn set(&self, py: Python<'_>, attributes: &Bound<'_, PyDict>) -> Result<()> {
        let template = template(attributes)?;
        Ok(py.detach(|| self.0.set(&template))?)
    }

    fn copy(&self, py: Python<'_>, attributes: &Bound<'_, PyDict>) -> Result<Self> {
        let template = template(attributes)?;
        Ok(Self::of(py.detach(|| self.0.copy(&template))?))
    }

    fn destroy(&self, py: Python<'_>) -> Result<()> {
        Ok(py.detach(|| self.0.destroy())?)
    }

    fn public_key<'py>(&self, py: Python<'py>, form_name: &str) -> Result<Bound<'py, PyBytes>> {
        let form = form(form_name)?;
        out!(py, self.0.public_key(form))
    }

    fn public(&self, py: Python<'_>) -> Result<Option<Self>> {
        let found = py.detach(|| self.as_kind::<PrivateKey>()?.public())?;
        Ok(found.map(Self::of))
    }

    fn private(&self, py: Python<'_>) -> Result<Option<Self>> {
        let found = py.detach(|| self.as_kind::<PublicKey>()?.private())?;
        Ok(found.map(Self::of))
    }

    fn certificate(&self, py: Python<'_>) -> Result<Option<Self>> {
        let found = py.detach(|| self.as_kind::<PrivateKey>()?.certificate())?;
        Ok(found.map(Self::of))
    }

    fn chain(&self, py: Python<'_>) -> Result<Vec<Self>> {
        let found = py.detach(|| self.as_kind::<PrivateKey>()?.chain())?;
        Ok(found.into_iter().map(Self::of).collect())
    }

    fn private_key(&self, py: Python<'_>) -> Result<Option<Self>> {
        let found = py.detach(|| self.as_kind::<Certificate>()?.private_key())?;
        Ok(found.map(Self::of))
    }

    fn pem<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyBytes>> {
        out!(py, self.as_kind::<Certificate>().and_then(|certificate| certificate.pem()))
    }

    fn sign<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        data: Bytes<'py>,
    ) -> Result<Bound<'py, PyBytes>> {
        let data = data.get();
        out!(py, self.0.sign(&mechanism.0, data))
    }

    fn sign_batch<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        data: Vec<Bytes<'py>>,
    ) -> Result<Vec<Bound<'py, PyBytes>>> {
        let data: Vec<&[u8]> = data.iter().map(Bytes::get).collect();
        let signatures = py.detach(|| self.0.sign_batch(&mechanism.0, &data))?;
        Ok(signatures.iter().map(|signature| PyBytes::new(py, signature)).collect())
    }

    fn verify<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        data: Bytes<'py>,
        signature: Bytes<'py>,
    ) -> Result<bool> {
        let (data, signature) = (data.get(), signature.get());
        good(py.detach(|| self.0.verify(&mechanism.0, data, signature)))
    }

    fn sign_recover<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        data: Bytes<'py>,
    ) -> Result<Bound<'py, PyBytes>> {
        let data = data.get();
        out!(py, self.0.sign_recover(&mechanism.0, data))
    }

    fn verify_recover<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        signature: Bytes<'py>,
    ) -> Result<Bound<'py, PyBytes>> {
        let signature = signature.get();
        out!(py, self.0.verify_recover(&mechanism.0, signature))
    }

    fn encrypt<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        data: Bytes<'py>,
    ) -> Result<Bound<'py, PyBytes>> {
        let data = data.get();
        out!(py, self.0.encrypt(&mechanism.0, data))
    }

    fn decrypt<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        data: Bytes<'py>,
    ) -> Result<Bound<'py, PyBytes>> {
        let data = data.get();
        out!(py, self.0.decrypt(&mechanism.0, data))
    }

    /// AES-GCM with a vector that is drawn: the vector, the ciphertext, the tag.
    fn seal<'py>(
        &self,
        py: Python<'py>,
        data: Bytes<'py>,
        aad: Bytes<'py>,
    ) -> Result<(Bound<'py, PyBytes>, Bound<'py, PyBytes>, Bound<'py, PyBytes>)> {
        let (data, aad) = (data.get(), aad.get());
        let Sealed { iv, ciphertext, tag } = py.detach(|| self.0.seal(data, aad))?;
        Ok((PyBytes::new(py, &iv), PyBytes::new(py, &ciphertext), PyBytes::new(py, &tag)))
    }

    fn wrap<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        key: &Self,
    ) -> Result<Bound<'py, PyBytes>> {
        let key = &*key.0;
        out!(py, self.0.wrap(&mechanism.0, key))
    }

    fn unwrap<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        wrapped: Bytes<'py>,
        kind: &str,
        options: &Bound<'py, PyDict>,
    ) -> Result<Self> {
        let (wrapped, spec) = (wrapped.get(), key_spec(kind, options)?);
        Ok(Self::of(py.detach(|| self.0.unwrap(&mechanism.0, wrapped, &spec))?))
    }

    fn derive(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        kind: &str,
        options: &Bound<'_, PyDict>,
    ) -> Result<Self> {
        let spec = key_spec(kind, options)?;
        Ok(Self::of(py.detach(|| self.0.derive(&mechanism.0, &spec))?))
    }

    fn encapsulate<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        kind: &str,
        options: &Bound<'py, PyDict>,
    ) -> Result<(Bound<'py, PyBytes>, Self)> {
        let spec = key_spec(kind, options)?;
        let (ciphertext, key) = py.detach(|| self.0.encapsulate(&mechanism.0, &spec))?;
        Ok((PyBytes::new(py, &ciphertext), Self::of(key)))
    }

    fn decapsulate<'py>(
        &self,
        py: Python<'py>,
        mechanism: &Mechanism,
        ciphertext: Bytes<'py>,
        kind: &str,
        options: &Bound<'py, PyDict>,
    ) -> Result<Self> {
        let (ciphertext, spec) = (ciphertext.get(), key_spec(kind, options)?);
        Ok(Self::of(py.detach(|| self.0.decapsulate(&mechanism.0, ciphertext, &spec))?))
    }

    /// Begins to `encrypt`, `decrypt`, `sign` or `verify` data that comes in parts.
    fn stream(&self, py: Python<'_>, operation: &str, mechanism: &Mechanism) -> Result<Stream> {
        Stream::of_key(py, &self.0, operation, mechanism)
    }
}
