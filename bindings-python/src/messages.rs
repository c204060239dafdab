//! Series of messages, and what is sealed.

use crate::convert::Bytes;
use crate::detached::Detached;
use crate::error::Result;
use crate::object::Out;
use crate::turns::detach;
use pyo3::prelude::*;
use strongroom::Sealed;

/// What was sealed: the vector, the ciphertext, the tag.
pub type Parts = Result<[Vec<u8>; 3]>;

/// The same on its way in, with what was authenticated beside it.
pub type With = ([Bytes; 3], Bytes);

pub fn parts(sealed: Sealed) -> [Vec<u8>; 3] {
    [sealed.iv, sealed.ciphertext, sealed.tag]
}

pub fn sealed([iv, ciphertext, tag]: &[Bytes; 3]) -> Sealed {
    Sealed { iv: iv.to_vec(), ciphertext: ciphertext.to_vec(), tag: tag.to_vec() }
}

/// A series of messages under one key.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Messages(pub Detached<strongroom::Messages>);

#[pymethods]
impl Messages {
    fn encrypt(&self, py: Python<'_>, data: Bytes, aad: Bytes) -> Parts {
        Ok(parts(detach(py, || self.0.encrypt(&data, &aad))?))
    }

    fn decrypt(&self, py: Python<'_>, message: [Bytes; 3], aad: Bytes) -> Out {
        let message = sealed(&message);
        Ok(detach(py, || self.0.decrypt(&message, &aad))?)
    }

    fn sign(&self, py: Python<'_>, data: Bytes) -> Out {
        Ok(detach(py, || self.0.sign(&data))?)
    }

    fn verify(&self, py: Python<'_>, data: Bytes, signature: Bytes) -> Result<bool> {
        Ok(detach(py, || self.0.verify(&data, &signature))?)
    }

    fn close(&self, py: Python<'_>) {
        detach(py, || self.0.close());
    }
}
