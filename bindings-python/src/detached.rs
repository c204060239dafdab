//! What may have to speak to a token when it is dropped: that is done without the interpreter's lock, so
//! that a slow token holds nobody up.

use pyo3::prelude::*;
use std::ops::Deref;

/// A value that is dropped without the interpreter's lock.
pub struct Detached<T: Send>(Option<T>);

impl<T: Send> Detached<T> {
    pub fn new(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T: Send> Deref for Detached<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // It is taken only when it is dropped.
        match &self.0 {
            Some(value) => value,
            None => unreachable!("used after it was dropped"),
        }
    }
}

impl<T: Send> Drop for Detached<T> {
    fn drop(&mut self) {
        let Some(value) = self.0.take() else { return };
        let mut value = Some(value);
        // Where the interpreter is ending there is no lock to give up.
        Python::try_attach(|py| {
            let value = value.take();
            py.detach(|| drop(value));
        });
    }
}
