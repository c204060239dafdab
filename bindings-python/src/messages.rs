//! Series of messages, and what is sealed.

use crate::convert::Bytes;
use crate::detached::Detached;
use crate::object::Out;
use crate::turns::{ask, detach};
use pyo3::prelude::*;
use strongroom::Sealed;

/// What was sealed: the vector, the ciphertext, the tag.
pub type Parts = PyResult<[Vec<u8>; 3]>;

pub fn parts(sealed: Sealed) -> [Vec<u8>; 3] {
    [sealed.iv, sealed.ciphertext, sealed.tag]
}

pub fn sealed([iv, ciphertext, tag]: &[Bytes; 3]) -> Sealed {
    Sealed { iv: iv.0.to_vec(), ciphertext: ciphertext.0.to_vec(), tag: tag.0.to_vec() }
}

/// A series of messages under one key.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Messages(pub Detached<strongroom::Messages>);

#[pymethods]
impl Messages {
    fn encrypt(&self, data: Bytes, aad: Bytes) -> Parts {
        ask(|| self.0.encrypt(&data.0, &aad.0)).map(parts)
    }

    fn decrypt(&self, message: [Bytes; 3], aad: Bytes) -> Out {
        ask(|| self.0.decrypt(&sealed(&message), &aad.0))
    }

    fn sign(&self, data: Bytes) -> Out {
        ask(|| self.0.sign(&data.0))
    }

    fn verify(&self, data: Bytes, signature: Bytes) -> PyResult<bool> {
        ask(|| self.0.verify(&data.0, &signature.0))
    }

    fn close(&self) {
        detach(|| self.0.close());
    }
}
