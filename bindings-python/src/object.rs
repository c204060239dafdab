//! Objects: their attributes, and what keys do.

use crate::convert::{Attributes, Bytes, Mechanism, Spec, shown, with};
use crate::detached::Detached;
use crate::error::Result;
use crate::stream::Stream;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use strongroom::{Answer, Certificate, Error, FromObject, PrivateKey, Sealed, Signing};

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

/// Bytes that come out.
pub type Out = Result<Py<PyBytes>>;

pub fn bytes(py: Python<'_>, out: &[u8]) -> Py<PyBytes> {
    PyBytes::new(py, out).unbind()
}

/// Calls the core without the interpreter's lock; the output as `bytes`.
pub fn out(py: Python<'_>, call: impl FnOnce() -> strongroom::Result<Vec<u8>> + Send) -> Out {
    let out = py.detach(call)?;
    Ok(bytes(py, &out))
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
    fn attributes(&self, py: Python<'_>, kinds: Vec<u64>) -> Result<Vec<Py<PyAny>>> {
        let answers = py.detach(|| self.0.attributes(&kinds))?;
        let each = answers.iter().map(|answer| match answer {
            Answer::Value(value) => shown(py, value).map(Bound::unbind),
            Answer::Sensitive => Ok(py.Ellipsis()),
            Answer::Invalid => Ok(py.None()),
        });
        Ok(each.collect::<PyResult<_>>()?)
    }

    fn set(&self, py: Python<'_>, attributes: Attributes) -> Result<()> {
        Ok(py.detach(|| self.0.set(&attributes.0))?)
    }

    fn copy(&self, py: Python<'_>, attributes: Attributes) -> Result<Self> {
        Ok(Self::of(py.detach(|| self.0.copy(&attributes.0))?))
    }

    fn destroy(&self, py: Python<'_>) -> Result<()> {
        Ok(py.detach(|| self.0.destroy())?)
    }

    fn public_key(&self, py: Python<'_>, form: &str) -> Out {
        let form = form.parse().map_err(Error::from)?;
        out(py, || self.0.public_key(form))
    }

    /// What belongs to a key or a certificate: its `public` or `private` key, its `certificate`.
    fn related(&self, py: Python<'_>, relation: &str) -> Result<Option<Self>> {
        let relation = relation.parse().map_err(Error::from)?;
        Ok(py.detach(|| self.0.related(relation))?.map(Self::of))
    }

    fn chain(&self, py: Python<'_>) -> Result<Vec<Self>> {
        let found = py.detach(|| self.as_kind::<PrivateKey>()?.chain())?;
        Ok(found.into_iter().map(Self::of).collect())
    }

    fn pem(&self, py: Python<'_>) -> Out {
        out(py, || self.as_kind::<Certificate>().and_then(|certificate| certificate.pem()))
    }

    /// How the key usually signs, with what is said of it.
    fn signing(&self, py: Python<'_>, said: &Bound<'_, PyDict>) -> Result<Mechanism> {
        let said = with(Signing::default(), said, Signing::with)?;
        Ok(Mechanism(py.detach(|| self.0.signing(&said))?))
    }

    fn sign(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out(py, || self.0.sign(&mechanism.0, data))
    }

    fn sign_batch(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        data: Vec<Bytes<'_>>,
    ) -> Result<Vec<Py<PyBytes>>> {
        let data: Vec<&[u8]> = data.iter().map(Bytes::get).collect();
        let signatures = py.detach(|| self.0.sign_batch(&mechanism.0, &data))?;
        Ok(signatures.iter().map(|signature| bytes(py, signature)).collect())
    }

    fn verify(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        data: Bytes<'_>,
        signature: Bytes<'_>,
    ) -> Result<bool> {
        let (data, signature) = (data.get(), signature.get());
        Ok(py.detach(|| self.0.verifies(&mechanism.0, data, signature))?)
    }

    fn sign_recover(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out(py, || self.0.sign_recover(&mechanism.0, data))
    }

    fn verify_recover(&self, py: Python<'_>, mechanism: &Mechanism, signature: Bytes<'_>) -> Out {
        let signature = signature.get();
        out(py, || self.0.verify_recover(&mechanism.0, signature))
    }

    fn encrypt(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out(py, || self.0.encrypt(&mechanism.0, data))
    }

    fn decrypt(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out(py, || self.0.decrypt(&mechanism.0, data))
    }

    /// AES-GCM with a vector that is drawn: the vector, the ciphertext, the tag.
    fn seal(&self, py: Python<'_>, data: Bytes<'_>, aad: Bytes<'_>) -> Result<[Py<PyBytes>; 3]> {
        let (data, aad) = (data.get(), aad.get());
        let Sealed { iv, ciphertext, tag } = py.detach(|| self.0.seal(data, aad))?;
        Ok([bytes(py, &iv), bytes(py, &ciphertext), bytes(py, &tag)])
    }

    fn wrap(&self, py: Python<'_>, mechanism: &Mechanism, key: &Self) -> Out {
        let key = &*key.0;
        out(py, || self.0.wrap(&mechanism.0, key))
    }

    fn unwrap(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        wrapped: Bytes<'_>,
        spec: Spec,
    ) -> Result<Self> {
        let (wrapped, spec) = (wrapped.get(), spec.0);
        Ok(Self::of(py.detach(|| self.0.unwrap(&mechanism.0, wrapped, &spec))?))
    }

    /// Agrees on a secret, and derives the key from that.
    fn agree(
        &self,
        py: Python<'_>,
        agreement: &Mechanism,
        derivation: &Mechanism,
        spec: Spec,
    ) -> Result<Self> {
        Ok(Self::of(py.detach(|| self.0.agree(&agreement.0, &derivation.0, &spec.0))?))
    }

    fn derive(&self, py: Python<'_>, mechanism: &Mechanism, spec: Spec) -> Result<Self> {
        Ok(Self::of(py.detach(|| self.0.derive(&mechanism.0, &spec.0))?))
    }

    fn encapsulate(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        spec: Spec,
    ) -> Result<(Py<PyBytes>, Self)> {
        let (ciphertext, key) = py.detach(|| self.0.encapsulate(&mechanism.0, &spec.0))?;
        Ok((bytes(py, &ciphertext), Self::of(key)))
    }

    fn decapsulate(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        ciphertext: Bytes<'_>,
        spec: Spec,
    ) -> Result<Self> {
        let (ciphertext, spec) = (ciphertext.get(), spec.0);
        Ok(Self::of(py.detach(|| self.0.decapsulate(&mechanism.0, ciphertext, &spec))?))
    }

    /// Begins to `encrypt`, `decrypt`, `sign` or `verify` data that comes in parts.
    fn stream(&self, py: Python<'_>, operation: &str, mechanism: &Mechanism) -> Result<Stream> {
        let operation = operation.parse().map_err(Error::from)?;
        Ok(Stream::of(py.detach(|| self.0.stream(operation, &mechanism.0))?))
    }
}
