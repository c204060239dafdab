//! Series of messages, and what is sealed.

use crate::convert::Bytes;
use crate::detached::Detached;
use crate::error::Result;
use crate::object::{Given, Out, bytes, out};
use pyo3::prelude::*;
use strongroom::Sealed;

/// What was sealed: the vector, the ciphertext, the tag.
pub type Parts = Result<[Given; 3]>;

/// The same on its way in, with what was authenticated beside it.
pub type With<'py> = ([Bytes<'py>; 3], Bytes<'py>);

pub fn parts(py: Python<'_>, sealed: &Sealed) -> [Given; 3] {
    [&sealed.iv, &sealed.ciphertext, &sealed.tag].map(|part| bytes(py, part))
}

pub fn sealed([iv, ciphertext, tag]: &[Bytes<'_>; 3]) -> Sealed {
    Sealed { iv: iv.get().into(), ciphertext: ciphertext.get().into(), tag: tag.get().into() }
}

/// A series of messages under one key.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Messages(pub Detached<strongroom::Messages>);

#[pymethods]
impl Messages {
    fn encrypt(&self, py: Python<'_>, data: Bytes<'_>, aad: Bytes<'_>) -> Parts {
        let (data, aad) = (data.get(), aad.get());
        Ok(parts(py, &py.detach(|| self.0.encrypt(data, aad))?))
    }

    fn decrypt(&self, py: Python<'_>, message: [Bytes<'_>; 3], aad: Bytes<'_>) -> Out {
        let (message, aad) = (sealed(&message), aad.get());
        out(py, || self.0.decrypt(&message, aad))
    }

    fn sign(&self, py: Python<'_>, data: Bytes<'_>) -> Out {
        let data = data.get();
        out(py, || self.0.sign(data))
    }

    fn verify(&self, py: Python<'_>, data: Bytes<'_>, signature: Bytes<'_>) -> Result<bool> {
        let (data, signature) = (data.get(), signature.get());
        Ok(py.detach(|| self.0.verify(data, signature))?)
    }

    fn close(&self, py: Python<'_>) {
        py.detach(|| self.0.close());
    }
}
