//! Operations on data that comes in parts.

use crate::convert::Bytes;
use crate::detached::Detached;
use crate::error::Result;
use crate::object::{Object, Out};
use crate::turns::detach;
use pyo3::prelude::*;

/// An operation that is under way, of whatever kind; what has ended stays so.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Stream(pub Detached<strongroom::Stream>);

#[pymethods]
impl Stream {
    /// Gives the next part, and takes what output there is.
    fn update(&self, py: Python<'_>, data: Bytes) -> Out {
        Ok(detach(py, || self.0.update(&data))?)
    }

    /// Gives a key's value to a digest.
    fn update_key(&self, py: Python<'_>, key: &Object) -> Result<()> {
        Ok(detach(py, || self.0.update_key(&key.0))?)
    }

    /// Ends it, and takes the rest of the output.
    fn finish(&self, py: Python<'_>) -> Out {
        Ok(detach(py, || self.0.finish())?)
    }

    /// Ends a verification: whether the signature is good.
    fn verify(&self, py: Python<'_>, signature: Bytes) -> Result<bool> {
        Ok(detach(py, || self.0.verify(&signature))?)
    }

    /// Ends it without a result. What has ended already stays so.
    fn cancel(&self, py: Python<'_>) {
        detach(py, || self.0.cancel());
    }
}
