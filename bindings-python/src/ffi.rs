//! The one method that pyo3 does not make: how keys sign `bytes`, where no more is said than the mechanism. With CPython
//! 3.9 among those that it is for, pyo3 has CPython make a tuple for each call; and a method in Python has a frame, and
//! looks up what it uses. That is memory which goes from processor to processor where threads sign at the same time.

use crate::convert::Mechanism;
use crate::error::raised;
use crate::object::{Object, Out};
use crate::turns::{ask, detach_from};
use pyo3::panic::PanicException;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple};
use pyo3::{Borrowed, PyTypeInfo, ffi};
use std::ffi::{CString, c_int};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

/// What the package's objects begin with: the core's object, and how it usually signs, once it has. It is no cell of
/// pyo3's: who fills those may wait for the interpreter's lock, and in a child that is forked meanwhile nobody goes on.
#[pyclass(frozen, subclass, module = "strongroom._native")]
pub struct Usual(OnceLock<Py<Object>>, OnceLock<strongroom::Mechanism>);

#[pymethods]
impl Usual {
    #[new]
    #[pyo3(signature = (*_said, **_named))]
    fn new(_said: &Bound<'_, PyTuple>, _named: Option<&Bound<'_, PyDict>>) -> Self {
        Self(OnceLock::new(), OnceLock::new())
    }
}

fn sign(key: &Bound<'_, Usual>, data: &[u8], how: Option<&Mechanism>) -> Out {
    let (py, Usual(object, usual)) = (key.py(), key.get());
    if object.get().is_none() {
        let _ = object.set(key.getattr("_native")?.extract()?); // or another thread has
    }
    let object = &object.wait().get().0;
    if how.is_none() && usual.get().is_none() {
        let _ = usual.set(ask(|| object.signing(&strongroom::Signing::default()))?);
    }
    let how = how.map_or_else(|| usual.wait(), |how| &how.0);
    detach_from(py, || object.sign(how, data)).map_err(raised)
}

/// CPython gives arguments as they lie on its stack: those without a name, those with one, and a tuple of the names.
/// That is so since 3.7, though it is in the stable interface from 3.10 on only.
const METH_FASTCALL: c_int = 0x80;

unsafe extern "C" fn called(
    key: *mut ffi::PyObject,
    said: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: CPython calls with its lock.
    let py = unsafe { Python::assume_attached() };
    // SAFETY: CPython has seen that it is of the class that the method is of.
    let key = unsafe { Borrowed::from_ptr(py, key).cast_unchecked::<Usual>() };
    // SAFETY: it is an object, or null.
    let names = unsafe { Borrowed::from_ptr_or_opt(py, names) };
    // SAFETY: it is asked for as many as there are, and each is an object.
    let argument = |at| unsafe { Borrowed::from_ptr(py, *said.add(at)) };
    let answer = || {
        // What the class of mechanisms keeps, without a call of its method.
        let how = || Ok::<Py<Mechanism>, PyErr>(argument(1).getattr("_made")?.extract()?);
        if let (1 | 2, None) = (count, names)
            && let Ok(data) = argument(0).cast::<PyBytes>()
            && let Ok(how) = (count == 2).then(how).transpose()
        {
            let signature = sign(&key, data.as_bytes(), how.as_ref().map(Py::get))?;
            return Ok(PyBytes::new(py, &signature).into_any());
        }
        let (count, named) = (usize::try_from(count).unwrap_or_default(), PyDict::new(py));
        for (at, name) in names.iter().flat_map(|names| names.try_iter()).flatten().enumerate() {
            named.set_item(name?, argument(count + at))?;
        }
        let said = PyTuple::new(py, (0..count).map(argument).collect::<Vec<_>>())?;
        key.getattr("_sign")?.call(said, Some(&named))
    };
    let panicked = |_| Err(PanicException::new_err("a signature panicked"));
    let answer = catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(panicked);
    answer.map(Bound::into_ptr).unwrap_or_else(|error| {
        error.restore(py);
        std::ptr::null_mut()
    })
}

/// The method `sign`, described as the method in Python is that takes whatever is said, `_sign`.
#[pyfunction]
pub fn usual_sign(method: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    let py = method.py();
    let said = method.getattr("__doc__")?.extract::<Option<String>>()?.unwrap_or_default();
    let said = CString::new(format!("sign($self, data, mechanism=None, **said)\n--\n\n{said}"))?;
    // SAFETY: the flags say how it is called.
    let function = unsafe { std::mem::transmute::<*const (), ffi::PyCFunction>(called as _) };
    let definition = Box::leak(Box::new(ffi::PyMethodDef {
        ml_name: c"sign".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: function },
        ml_flags: METH_FASTCALL | ffi::METH_KEYWORDS,
        ml_doc: said.into_raw(),
    }));
    let class = Usual::type_object_raw(py);
    // SAFETY: the definition stays as long as the process; null is an exception.
    unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyDescr_NewMethod(class, definition)) }
}
