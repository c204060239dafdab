//! Objects: their attributes, and what keys do.

use crate::convert::{Attributes, Bytes, Mechanism, Spec, shown, with};
use crate::detached::Detached;
use crate::error::Result;
use crate::messages::{Messages, Parts, With, parts, sealed};
use crate::stream::Stream;
use crate::turns::detach;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use strongroom::{Answer, Certificate, Error, FromObject, PrivateKey, Signing};

/// An object of any class.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Object(pub Detached<strongroom::Object>);

impl Object {
    pub fn of(object: impl Into<strongroom::Object>) -> Self {
        Self(object.into().into())
    }

    fn as_kind<T: FromObject>(&self) -> strongroom::Result<T> {
        T::from_object((*self.0).clone())
    }
}

/// What comes out, as `bytes`.
pub type Out = Result<Vec<u8>>;

#[pymethods]
impl Object {
    /// Its handle in the token.
    #[getter]
    fn handle(&self) -> u64 {
        self.0.handle()
    }

    /// `CKO_…`
    fn object_class(&self, py: Python<'_>) -> Result<u64> {
        Ok(detach(py, || self.0.class())?)
    }

    /// The kind of key in a few characters; nothing for what is no key.
    fn kind(&self, py: Python<'_>) -> Result<Option<String>> {
        Ok(detach(py, || self.0.kind())?.map(|kind| kind.to_string()))
    }

    /// Attributes, each with its value, `None` where the object has none, and `Ellipsis` where it does
    /// not show it.
    fn attributes(&self, py: Python<'_>, kinds: Vec<u64>) -> Result<Vec<Py<PyAny>>> {
        let answers = detach(py, || self.0.attributes(&kinds))?;
        let each = answers.iter().map(|answer| match answer {
            Answer::Value(value) => shown(py, value).map(Bound::unbind),
            Answer::Sensitive => Ok(py.Ellipsis()),
            Answer::Invalid => Ok(py.None()),
        });
        Ok(each.collect::<PyResult<_>>()?)
    }

    fn set(&self, py: Python<'_>, attributes: Attributes) -> Result<()> {
        Ok(detach(py, || self.0.set(&attributes.0))?)
    }

    fn copy(&self, py: Python<'_>, attributes: Attributes) -> Result<Self> {
        Ok(Self::of(detach(py, || self.0.copy(&attributes.0))?))
    }

    fn destroy(&self, py: Python<'_>) -> Result<()> {
        Ok(detach(py, || self.0.destroy())?)
    }

    fn public_key(&self, py: Python<'_>, form: &str) -> Out {
        let form = form.parse().map_err(Error::from)?;
        Ok(detach(py, || self.0.public_key(form))?)
    }

    /// What belongs to a key or a certificate: its `public` or `private` key, its `certificate`.
    fn related(&self, py: Python<'_>, relation: &str) -> Result<Option<Self>> {
        let relation = relation.parse().map_err(Error::from)?;
        Ok(detach(py, || self.0.related(relation))?.map(Self::of))
    }

    fn chain(&self, py: Python<'_>) -> Result<Vec<Self>> {
        let found = detach(py, || self.as_kind::<PrivateKey>()?.chain())?;
        Ok(found.into_iter().map(Self::of).collect())
    }

    fn pem(&self, py: Python<'_>) -> Out {
        Ok(detach(py, || self.as_kind::<Certificate>().and_then(|certificate| certificate.pem()))?)
    }

    /// How the key usually signs, with what is said of it.
    fn signing(&self, py: Python<'_>, said: &Bound<'_, PyDict>) -> Result<Mechanism> {
        let said = with(Signing::default(), said, Signing::with)?;
        Ok(Mechanism(detach(py, || self.0.signing(&said))?))
    }

    fn sign(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes) -> Out {
        Ok(detach(py, || self.0.sign(&mechanism.0, &data))?)
    }

    fn sign_batch(
        &self,
        py: Python<'_>,
        how: &Mechanism,
        data: Vec<Bytes>,
    ) -> Result<Vec<Vec<u8>>> {
        let data: Vec<&[u8]> = data.iter().map(|data| &**data).collect();
        Ok(detach(py, || self.0.sign_batch(&how.0, &data))?)
    }

    fn verify(
        &self,
        py: Python<'_>,
        mechanism: &Mechanism,
        data: Bytes,
        signature: Bytes,
    ) -> Result<bool> {
        Ok(detach(py, || self.0.verifies(&mechanism.0, &data, &signature))?)
    }

    fn sign_recover(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes) -> Out {
        Ok(detach(py, || self.0.sign_recover(&mechanism.0, &data))?)
    }

    fn verify_recover(&self, py: Python<'_>, mechanism: &Mechanism, signature: Bytes) -> Out {
        Ok(detach(py, || self.0.verify_recover(&mechanism.0, &signature))?)
    }

    fn encrypt(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes) -> Out {
        Ok(detach(py, || self.0.encrypt(&mechanism.0, &data))?)
    }

    fn decrypt(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes) -> Out {
        Ok(detach(py, || self.0.decrypt(&mechanism.0, &data))?)
    }

    /// AES-GCM with a vector that is drawn: the vector, the ciphertext, the tag.
    fn seal(&self, py: Python<'_>, data: Bytes, aad: Bytes) -> Parts {
        Ok(parts(detach(py, || self.0.seal(&data, &aad))?))
    }

    /// Begins a series of messages.
    fn messages(&self, py: Python<'_>, what: &str, mechanism: &Mechanism) -> Result<Messages> {
        let what = what.parse().map_err(Error::from)?;
        Ok(Messages(detach(py, || self.0.messages(what, &mechanism.0))?.into()))
    }

    fn wrap(&self, py: Python<'_>, mechanism: &Mechanism, key: &Self) -> Out {
        Ok(detach(py, || self.0.wrap(&mechanism.0, &key.0))?)
    }

    fn unwrap(&self, py: Python<'_>, how: &Mechanism, key: Bytes, spec: Spec) -> Result<Self> {
        Ok(Self::of(detach(py, || self.0.unwrap(&how.0, &key, &spec.0))?))
    }

    fn seal_key(&self, py: Python<'_>, how: &Mechanism, key: &Self, aad: Bytes) -> Parts {
        Ok(parts(detach(py, || self.0.wrap_authenticated(&how.0, &key.0, &aad))?))
    }

    fn unseal_key(&self, py: Python<'_>, how: &Mechanism, key: With, to: Spec) -> Result<Self> {
        let (key, aad) = (sealed(&key.0), key.1);
        Ok(Self::of(detach(py, || self.0.unwrap_authenticated(&how.0, &key, &aad, &to.0))?))
    }

    /// Agrees on a secret, and derives the key from that.
    fn agree(&self, py: Python<'_>, on: &Mechanism, then: &Mechanism, to: Spec) -> Result<Self> {
        Ok(Self::of(detach(py, || self.0.agree(&on.0, &then.0, &to.0))?))
    }

    fn derive(&self, py: Python<'_>, mechanism: &Mechanism, spec: Spec) -> Result<Self> {
        Ok(Self::of(detach(py, || self.0.derive(&mechanism.0, &spec.0))?))
    }

    /// All that a derivation makes.
    fn derive_all(&self, py: Python<'_>, how: &Mechanism, spec: Spec) -> Result<Vec<Self>> {
        let made = detach(py, || self.0.derive_all(&how.0, &spec.0))?;
        Ok(made.into_iter().map(Self::of).collect())
    }

    fn encapsulate(&self, py: Python<'_>, how: &Mechanism, spec: Spec) -> Result<(Vec<u8>, Self)> {
        let (ciphertext, key) = detach(py, || self.0.encapsulate(&how.0, &spec.0))?;
        Ok((ciphertext, Self::of(key)))
    }

    fn decapsulate(&self, py: Python<'_>, how: &Mechanism, of: Bytes, to: Spec) -> Result<Self> {
        Ok(Self::of(detach(py, || self.0.decapsulate(&how.0, &of, &to.0))?))
    }

    /// Begins to verify a signature that is there before the data.
    fn verifying(&self, py: Python<'_>, how: &Mechanism, signature: Bytes) -> Result<Stream> {
        Ok(Stream(detach(py, || self.0.verifying(&how.0, &signature))?.into()))
    }

    /// Begins to `encrypt`, `decrypt`, `sign` or `verify` data that comes in parts.
    fn stream(&self, py: Python<'_>, operation: &str, mechanism: &Mechanism) -> Result<Stream> {
        let operation = operation.parse().map_err(Error::from)?;
        Ok(Stream(detach(py, || self.0.stream(operation, &mechanism.0))?.into()))
    }
}
