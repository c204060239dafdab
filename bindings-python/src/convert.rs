//! Values on their way in and out: buffers, PINs, attributes, templates, specifications of keys and of
//! mechanisms.

use crate::error::{Raised, Result};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyInt, PyList, PyMemoryView, PyString};
use strongroom::{Field, KeySpec, MechanismSpec, Secret, Template, Value};

/// Bytes from any buffer: `bytes` as they are, everything else as a copy, which nobody can change while
/// the interpreter does something else.
pub struct Bytes(PyBackedBytes);

impl std::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Bytes {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self(bytes.to_owned().into()));
        }
        // The buffer protocol itself is not in the stable interface before 3.11.
        let view = PyMemoryView::from(&object)?;
        Ok(Self(view.call_method0("tobytes")?.cast_into::<PyBytes>()?.into()))
    }
}

/// A PIN: text, a buffer, or what a callable gives; what a callable gives as a `bytearray` is wiped.
pub fn pin(said: &Bound<'_, PyAny>) -> PyResult<Secret> {
    if said.is_callable() {
        let given = said.call0()?;
        let secret = pin_value(&given)?;
        if let Ok(array) = given.cast::<PyByteArray>() {
            for at in 0..array.len() {
                array.set_item(at, 0)?;
            }
        }
        return Ok(secret);
    }
    pin_value(said)
}

fn pin_value(said: &Bound<'_, PyAny>) -> PyResult<Secret> {
    if let Ok(text) = said.cast::<PyString>() {
        return Ok(Secret::from(text.encode_utf8()?.as_bytes()));
    }
    let wrong = |_| PyTypeError::new_err("a PIN is str, bytes or a callable that gives one");
    said.extract::<Bytes>().map(|bytes| Secret::from(&*bytes)).map_err(wrong)
}

/// The value of an attribute.
pub fn value(said: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(truth) = said.extract::<bool>() {
        return Ok(truth.into());
    }
    if said.is_instance_of::<PyInt>() {
        return Ok(said.extract::<u64>()?.into());
    }
    if let Ok(text) = said.cast::<PyString>() {
        return Ok(text.encode_utf8()?.as_bytes().into());
    }
    if let Ok(of) = said.cast::<PyDict>() {
        return Ok(of.extract::<Attributes>()?.0.into());
    }
    if let Ok(list) = said.cast::<PyList>() {
        return Ok(Value::Mechanisms(list.extract()?));
    }
    Ok((*said.extract::<Bytes>()?).into())
}

/// The value of an attribute for Python.
pub fn shown<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Bool(truth) => truth.into_pyobject(py)?.to_owned().into_any(),
        Value::Ulong(number) => number.into_pyobject(py)?.into_any(),
        Value::Bytes(bytes) => PyBytes::new(py, bytes.expose()).into_any(),
        Value::Mechanisms(list) => list.into_pyobject(py)?,
        Value::Template(template) => {
            let of = PyDict::new(py);
            for attribute in template.iter() {
                of.set_item(attribute.kind, shown(py, &attribute.value)?)?;
            }
            of.into_any()
        }
    })
}

/// A template, as it is said: `{CKA_…: value}`.
pub struct Attributes(pub Template);

impl<'a, 'py> FromPyObject<'a, 'py> for Attributes {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let mut template = Template::new();
        for (kind, said) in object.cast::<PyDict>()?.iter() {
            template.push(kind.extract::<u64>()?, value(&said)?);
        }
        Ok(Self(template))
    }
}

/// What a name says, for a specification of the core's, which knows of what sort it must be.
fn field(said: &Bound<'_, PyAny>) -> PyResult<Field> {
    if let Ok(truth) = said.extract::<bool>() {
        return Ok(Field::Truth(truth));
    }
    if said.is_instance_of::<PyInt>() {
        return Ok(Field::Number(said.extract()?));
    }
    if said.is_instance_of::<PyString>() {
        return Ok(Field::Text(said.extract()?));
    }
    if let Ok(of) = said.cast::<PyDict>() {
        return Ok(Field::Attributes(of.extract::<Attributes>()?.0));
    }
    match said.extract::<Bytes>() {
        Ok(bytes) => Ok(Field::Bytes(bytes.to_vec())),
        Err(error) => match said.try_iter() {
            Ok(words) => {
                Ok(Field::Words(words.map(|word| word?.extract()).collect::<PyResult<_>>()?))
            }
            Err(_) => Err(error),
        },
    }
}

/// A specification with what a dictionary says; `None` says nothing.
pub fn with<T>(
    spec: T,
    said: &Bound<'_, PyDict>,
    take: impl Fn(T, &str, Field) -> strongroom::Result<T>,
) -> Result<T> {
    said.iter().filter(|(_, said)| !said.is_none()).try_fold(spec, |spec, (name, said)| {
        Ok(take(spec, &name.extract::<String>()?, field(&said)?)?)
    })
}

/// A key that is wanted, as it is said: its kind, and how it is called and used.
pub struct Spec(pub KeySpec);

impl<'a, 'py> FromPyObject<'a, 'py> for Spec {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let (kind, said) = object.extract::<(String, Bound<'py, PyDict>)>()?;
        let spec = KeySpec::named(&kind).map_err(Raised::Core)?;
        Ok(Self(with(spec, &said, KeySpec::with)?))
    }
}

/// A mechanism in names and values, checked once and used as often as one likes.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Mechanism(pub strongroom::Mechanism);

#[pymethods]
impl Mechanism {
    #[new]
    fn new(name: String, fields: &Bound<'_, PyDict>) -> Result<Self> {
        let spec = with(MechanismSpec::named(name), fields, MechanismSpec::with)?;
        Ok(Self(spec.mechanism()?))
    }
}
