//! Operations on data that comes in parts.

use crate::convert::{Bytes, Mechanism};
use crate::detached::Detached;
use crate::error::{Raised, Result};
use crate::object::Object;
use parking_lot::Mutex;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use strongroom::{CLOSED, Decryptor, Digester, Encryptor, Error, Kind, Signer, Verifier};

enum Active {
    Encrypt(Encryptor),
    Decrypt(Decryptor),
    Sign(Signer),
    Verify(Verifier),
    Digest(Digester),
}

/// An operation that is under way; nothing once it has ended.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Stream(Detached<Mutex<Option<Active>>>);

impl Stream {
    fn of(active: Active) -> Self {
        Self(Detached::new(Mutex::new(Some(active))))
    }

    pub fn digest(py: Python<'_>, session: &strongroom::Session, hash: &str) -> Result<Self> {
        let hash = hash.parse().map_err(Error::from)?;
        Ok(Self::of(Active::Digest(py.detach(|| session.digester(hash))?)))
    }

    pub fn of_key(
        py: Python<'_>,
        key: &strongroom::Object,
        kind: &str,
        with: &Mechanism,
    ) -> Result<Self> {
        let with = &with.0;
        let active = py.detach(|| match kind {
            "encrypt" => key.encryptor(with).map(Active::Encrypt),
            "decrypt" => key.decryptor(with).map(Active::Decrypt),
            "sign" => key.signer(with).map(Active::Sign),
            _ => key.verifier(with).map(Active::Verify),
        });
        Ok(Self::of(active?))
    }

    fn take(&self) -> Result<Active, Error> {
        self.0.lock().take().ok_or_else(ended)
    }
}

fn ended() -> Error {
    Error::new(CLOSED, "", "the operation has ended")
}

#[pymethods]
impl Stream {
    /// Gives the next part, and takes what output there is.
    fn update<'py>(&self, py: Python<'py>, data: Bytes<'py>) -> Result<Bound<'py, PyBytes>> {
        let data = data.get();
        let out = py.detach(|| {
            let mut place = self.0.lock();
            let answer = match place.as_mut().ok_or_else(ended)? {
                Active::Encrypt(stream) => stream.update(data),
                Active::Decrypt(stream) => stream.update(data),
                Active::Sign(stream) => stream.update(data).map(|()| Vec::new()),
                Active::Verify(stream) => stream.update(data).map(|()| Vec::new()),
                Active::Digest(stream) => stream.update(data).map(|()| Vec::new()),
            };
            if answer.is_err() {
                *place = None;
            }
            answer
        })?;
        Ok(PyBytes::new(py, &out))
    }

    /// Gives a key's value to a digest.
    fn update_key(&self, py: Python<'_>, key: &Object) -> Result<()> {
        let key = &key.0;
        py.detach(|| match self.0.lock().as_mut().ok_or_else(ended)? {
            Active::Digest(stream) => stream.update_key(key),
            _ => Err(Error::new(
                strongroom::ck::CKR_OPERATION_NOT_INITIALIZED,
                "C_DigestKey",
                "no digest is under way",
            )),
        })?;
        Ok(())
    }

    /// Ends it, and takes the rest of the output.
    fn finish<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyBytes>> {
        let out = py.detach(|| match self.take()? {
            Active::Encrypt(stream) => stream.finish(),
            Active::Decrypt(stream) => stream.finish(),
            Active::Sign(stream) => stream.finish(),
            Active::Digest(stream) => stream.finish(),
            Active::Verify(_) => Err(ended()),
        })?;
        Ok(PyBytes::new(py, &out))
    }

    /// Ends a verification: whether the signature is good.
    fn verify(&self, py: Python<'_>, signature: Bytes<'_>) -> Result<bool> {
        let signature = signature.get();
        let answer = py.detach(|| match self.take()? {
            Active::Verify(stream) => stream.finish(signature),
            _ => Err(ended()),
        });
        good(answer)
    }

    /// Ends it without a result. What has ended already stays so.
    fn cancel(&self, py: Python<'_>) {
        py.detach(|| drop(self.0.lock().take()));
    }
}

/// Whether a signature is good; what has nothing to do with the signature stays an error.
pub fn good(answer: strongroom::error::Result<()>) -> Result<bool> {
    match answer {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == Kind::Signature => Ok(false),
        Err(error) => Err(Raised::Core(error)),
    }
}
