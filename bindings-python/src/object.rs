//! Objects: their attributes, and what keys do.

use crate::convert::{Attributes, Bytes, Mechanism, Spec, shown, with};
use crate::detached::Detached;
use crate::messages::{Messages, Parts, parts, sealed};
use crate::stream::Stream;
use crate::turns::ask;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use strongroom::{Answer, Certificate, FromObject, PrivateKey, Signing};

/// An object of any class.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Object(pub Detached<strongroom::Object>);

impl Object {
    pub fn of(object: impl Into<strongroom::Object>) -> Self {
        Self(object.into().into())
    }

    pub fn all(objects: Vec<impl Into<strongroom::Object>>) -> Vec<Self> {
        objects.into_iter().map(Self::of).collect()
    }
}

/// What comes out, as `bytes`.
pub type Out = PyResult<Vec<u8>>;

#[pymethods]
impl Object {
    /// Its handle in the token.
    #[getter]
    fn handle(&self) -> u64 {
        self.0.handle()
    }

    /// `CKO_…`
    fn object_class(&self) -> PyResult<u64> {
        ask(|| self.0.class())
    }

    /// The kind of key in a few characters; nothing for what is no key.
    fn kind(&self) -> PyResult<Option<String>> {
        Ok(ask(|| self.0.kind())?.map(|kind| kind.to_string()))
    }

    /// Attributes, each with its value, `None` where the object has none, and `Ellipsis` where it does
    /// not show it.
    fn attributes(&self, py: Python<'_>, kinds: Vec<u64>) -> PyResult<Vec<Py<PyAny>>> {
        let each = ask(|| self.0.attributes(&kinds))?.into_iter().map(|answer| match answer {
            Answer::Value(value) => shown(py, &value).map(Bound::unbind),
            Answer::Sensitive => Ok(py.Ellipsis()),
            Answer::Invalid => Ok(py.None()),
        });
        each.collect()
    }

    fn set(&self, attributes: Attributes) -> PyResult<()> {
        ask(|| self.0.set(&attributes.0))
    }

    fn copy(&self, attributes: Attributes) -> PyResult<Self> {
        ask(|| self.0.copy(&attributes.0)).map(Self::of)
    }

    fn destroy(&self) -> PyResult<()> {
        ask(|| self.0.destroy())
    }

    fn public_key(&self, form: &str) -> Out {
        ask(|| self.0.public_key(form.parse()?))
    }

    /// What belongs to a key or a certificate: its `public` or `private` key, its `certificate`.
    fn related(&self, relation: &str) -> PyResult<Option<Self>> {
        Ok(ask(|| self.0.related(relation.parse()?))?.map(Self::of))
    }

    fn chain(&self) -> PyResult<Vec<Self>> {
        ask(|| PrivateKey::from_object((*self.0).clone())?.chain()).map(Self::all)
    }

    fn pem(&self) -> Out {
        ask(|| Certificate::from_object((*self.0).clone())?.pem())
    }

    /// How the key usually signs, with what is said of it.
    fn signing(&self, said: &Bound<'_, PyDict>) -> PyResult<Mechanism> {
        let said = with(Signing::default(), said, Signing::with)?;
        ask(|| self.0.signing(&said)).map(Mechanism)
    }

    fn sign(&self, mechanism: &Mechanism, data: Bytes) -> Out {
        ask(|| self.0.sign(&mechanism.0, &data.0))
    }

    fn sign_batch(&self, how: &Mechanism, data: Vec<Bytes>) -> PyResult<Vec<Vec<u8>>> {
        let data: Vec<&[u8]> = data.iter().map(|data| &*data.0).collect();
        ask(|| self.0.sign_batch(&how.0, &data))
    }

    fn verify(&self, mechanism: &Mechanism, data: Bytes, signature: Bytes) -> PyResult<bool> {
        ask(|| self.0.verifies(&mechanism.0, &data.0, &signature.0))
    }

    fn sign_recover(&self, mechanism: &Mechanism, data: Bytes) -> Out {
        ask(|| self.0.sign_recover(&mechanism.0, &data.0))
    }

    fn verify_recover(&self, mechanism: &Mechanism, signature: Bytes) -> Out {
        ask(|| self.0.verify_recover(&mechanism.0, &signature.0))
    }

    fn encrypt(&self, mechanism: &Mechanism, data: Bytes) -> Out {
        ask(|| self.0.encrypt(&mechanism.0, &data.0))
    }

    fn decrypt(&self, mechanism: &Mechanism, data: Bytes) -> Out {
        ask(|| self.0.decrypt(&mechanism.0, &data.0))
    }

    /// AES-GCM with a vector that is drawn: the vector, the ciphertext, the tag.
    fn seal(&self, data: Bytes, aad: Bytes) -> Parts {
        ask(|| self.0.seal(&data.0, &aad.0)).map(parts)
    }

    /// Begins a series of messages.
    fn messages(&self, what: &str, mechanism: &Mechanism) -> PyResult<Messages> {
        Ok(Messages(ask(|| self.0.messages(what.parse()?, &mechanism.0))?.into()))
    }

    fn wrap(&self, mechanism: &Mechanism, key: &Self) -> Out {
        ask(|| self.0.wrap(&mechanism.0, &key.0))
    }

    fn unwrap(&self, how: &Mechanism, key: Bytes, spec: Spec) -> PyResult<Self> {
        ask(|| self.0.unwrap(&how.0, &key.0, &spec.0)).map(Self::of)
    }

    fn seal_key(&self, how: &Mechanism, key: &Self, aad: Bytes) -> Parts {
        ask(|| self.0.wrap_authenticated(&how.0, &key.0, &aad.0)).map(parts)
    }

    fn unseal_key(&self, how: &Mechanism, key: ([Bytes; 3], Bytes), to: Spec) -> PyResult<Self> {
        let made = || self.0.unwrap_authenticated(&how.0, &sealed(&key.0), &key.1.0, &to.0);
        ask(made).map(Self::of)
    }

    /// Agrees on a secret, and derives the key from that.
    fn agree(&self, on: &Mechanism, then: &Mechanism, to: Spec) -> PyResult<Self> {
        ask(|| self.0.agree(&on.0, &then.0, &to.0)).map(Self::of)
    }

    fn derive(&self, mechanism: &Mechanism, spec: Spec) -> PyResult<Self> {
        ask(|| self.0.derive(&mechanism.0, &spec.0)).map(Self::of)
    }

    /// All that a derivation makes.
    fn derive_all(&self, how: &Mechanism, spec: Spec) -> PyResult<Vec<Self>> {
        ask(|| self.0.derive_all(&how.0, &spec.0)).map(Self::all)
    }

    fn encapsulate(&self, how: &Mechanism, spec: Spec) -> PyResult<(Vec<u8>, Self)> {
        let (ciphertext, key) = ask(|| self.0.encapsulate(&how.0, &spec.0))?;
        Ok((ciphertext, Self::of(key)))
    }

    fn decapsulate(&self, how: &Mechanism, of: Bytes, to: Spec) -> PyResult<Self> {
        ask(|| self.0.decapsulate(&how.0, &of.0, &to.0)).map(Self::of)
    }

    /// Begins to verify a signature that is there before the data.
    fn verifying(&self, how: &Mechanism, signature: Bytes) -> PyResult<Stream> {
        Ok(Stream(ask(|| self.0.verifying(&how.0, &signature.0))?.into()))
    }

    /// Begins to `encrypt`, `decrypt`, `sign` or `verify` data that comes in parts.
    fn stream(&self, operation: &str, mechanism: &Mechanism) -> PyResult<Stream> {
        Ok(Stream(ask(|| self.0.stream(operation.parse()?, &mechanism.0))?.into()))
    }
}
