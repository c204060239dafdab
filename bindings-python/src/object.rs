//! Objects: their attributes, and what keys do.

use crate::convert::{Attributes, Bytes, Mechanism, Spec, form, shown};
use crate::detached::Detached;
use crate::error::Result;
use crate::stream::{Stream, good};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
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

fn bytes(py: Python<'_>, out: &[u8]) -> Py<PyBytes> {
    PyBytes::new(py, out).unbind()
}

/// Bytes that come out.
type Out = Result<Py<PyBytes>>;

/// Calls the core without the interpreter's lock; the output as `bytes`.
macro_rules! out {
    ($py:expr, $call:expr) => {{
        let out = $py.detach(|| $call)?;
        Ok(bytes($py, &out))
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

    fn public_key(&self, py: Python<'_>, form_name: &str) -> Out {
        let form = form(form_name)?;
        out!(py, self.0.public_key(form))
    }

    /// What belongs to a key or a certificate: its `public` or `private` key, its `certificate`, the
    /// private `key` of a certificate.
    fn related(&self, py: Python<'_>, what: &str) -> Result<Option<Self>> {
        let found: strongroom::Result<Option<strongroom::Object>> = py.detach(|| {
            Ok(match what {
                "public" => self.as_kind::<PrivateKey>()?.public()?.map(Into::into),
                "private" => self.as_kind::<PublicKey>()?.private()?.map(Into::into),
                "certificate" => self.as_kind::<PrivateKey>()?.certificate()?.map(Into::into),
                _ => self.as_kind::<Certificate>()?.private_key()?.map(Into::into),
            })
        });
        Ok(found?.map(Self::of))
    }

    fn chain(&self, py: Python<'_>) -> Result<Vec<Self>> {
        let found = py.detach(|| self.as_kind::<PrivateKey>()?.chain())?;
        Ok(found.into_iter().map(Self::of).collect())
    }

    fn pem(&self, py: Python<'_>) -> Out {
        out!(py, self.as_kind::<Certificate>().and_then(|certificate| certificate.pem()))
    }

    fn sign(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out!(py, self.0.sign(&mechanism.0, data))
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
        good(py.detach(|| self.0.verify(&mechanism.0, data, signature)))
    }

    fn sign_recover(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out!(py, self.0.sign_recover(&mechanism.0, data))
    }

    fn verify_recover(&self, py: Python<'_>, mechanism: &Mechanism, signature: Bytes<'_>) -> Out {
        let signature = signature.get();
        out!(py, self.0.verify_recover(&mechanism.0, signature))
    }

    fn encrypt(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out!(py, self.0.encrypt(&mechanism.0, data))
    }

    fn decrypt(&self, py: Python<'_>, mechanism: &Mechanism, data: Bytes<'_>) -> Out {
        let data = data.get();
        out!(py, self.0.decrypt(&mechanism.0, data))
    }

    /// AES-GCM with a vector that is drawn: the vector, the ciphertext, the tag.
    fn seal(&self, py: Python<'_>, data: Bytes<'_>, aad: Bytes<'_>) -> Result<[Py<PyBytes>; 3]> {
        let (data, aad) = (data.get(), aad.get());
        let Sealed { iv, ciphertext, tag } = py.detach(|| self.0.seal(data, aad))?;
        Ok([bytes(py, &iv), bytes(py, &ciphertext), bytes(py, &tag)])
    }

    fn wrap(&self, py: Python<'_>, mechanism: &Mechanism, key: &Self) -> Out {
        let key = &*key.0;
        out!(py, self.0.wrap(&mechanism.0, key))
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
        Stream::of_key(py, &self.0, operation, mechanism)
    }
}
