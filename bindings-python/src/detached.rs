//! What may have to speak to a token when it is dropped: that is done without the interpreter's lock, so
//! that a slow token holds nobody up.

use crate::turns::detach;
use pyo3::prelude::*;
use std::ops::Deref;

/// A value that is dropped without the interpreter's lock.
pub struct Detached<T: Send>(Option<T>);

impl<T: Send> From<T> for Detached<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T: Send> Deref for Detached<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // It is taken only when it is dropped.
        self.0.as_ref().unwrap_or_else(|| unreachable!("used after it was dropped"))
    }
}

impl<T: Send> Drop for Detached<T> {
    fn drop(&mut self) {
        let value = self.0.take();
        // Where the interpreter is ending there is no lock to give up, and it goes with the closure.
        Python::try_attach(|_| detach(|| drop(value)));
    }
}
