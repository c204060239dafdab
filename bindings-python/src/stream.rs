//! Operations on data that comes in parts.

use crate::convert::Bytes;
use crate::detached::Detached;
use crate::object::{Object, Out};
use crate::turns::{ask, detach};
use pyo3::prelude::*;

/// An operation that is under way, of whatever kind; what has ended stays so.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Stream(pub Detached<strongroom::Stream>);

#[pymethods]
impl Stream {
    /// Gives the next part, and takes what output there is.
    fn update(&self, data: Bytes) -> Out {
        ask(|| self.0.update(&data.0))
    }

    /// Gives a key's value to a digest.
    fn update_key(&self, key: &Object) -> PyResult<()> {
        ask(|| self.0.update_key(&key.0))
    }

    /// Ends it, and takes the rest of the output.
    fn finish(&self) -> Out {
        ask(|| self.0.finish())
    }

    /// Ends a verification: whether the signature is good.
    fn verify(&self, signature: Bytes) -> PyResult<bool> {
        ask(|| self.0.verify(&signature.0))
    }

    /// Ends it without a result. What has ended already stays so.
    fn cancel(&self) {
        detach(|| self.0.cancel());
    }
}
