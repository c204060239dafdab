//! Values on their way in and out: buffers, PINs, attributes, templates, specifications of keys and of
//! mechanisms.

use crate::error::raised;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyInt, PyList, PyMemoryView, PyString};
use strongroom::{Field, KeySpec, MechanismSpec, Secret, Template, Value};

/// Bytes from any buffer: `bytes` as they are, everything else as a copy, which nobody can change while
/// the interpreter does something else.
pub struct Bytes(pub PyBackedBytes);

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
pub struct Pin(pub Secret);

impl<'a, 'py> FromPyObject<'a, 'py> for Pin {
    type Error = PyErr;

    fn extract(said: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let called = said.is_callable();
        let given = if called { said.call0()? } else { said.to_owned() };
        let wrong = |_| PyTypeError::new_err("a PIN is str, bytes or a callable that gives one");
        let pin = match given.cast::<PyString>() {
            Ok(text) => text.encode_utf8()?.as_bytes().into(),
            Err(_) => given.extract::<Bytes>().map_err(wrong)?.0[..].into(),
        };
        if called && let Ok(array) = given.cast::<PyByteArray>() {
            (0..array.len()).try_for_each(|at| array.set_item(at, 0))?;
        }
        Ok(Self(pin))
    }
}

/// The value of an attribute.
fn value(said: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(list) = said.cast::<PyList>() {
        return Ok(Value::Mechanisms(list.extract()?));
    }
    Ok(match field(said)? {
        Field::Truth(truth) => truth.into(),
        Field::Number(number) => number.into(),
        Field::Text(text) => text.as_str().into(),
        Field::Attributes(of) => of.into(),
        Field::Bytes(bytes) => bytes.into(),
        Field::Words(_) => return Err(PyTypeError::new_err("the value of an attribute is one")),
    })
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
        Ok(bytes) => Ok(Field::Bytes(bytes.0.to_vec())),
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
) -> PyResult<T> {
    said.iter().filter(|(_, said)| !said.is_none()).try_fold(spec, |spec, (name, said)| {
        take(spec, &name.extract::<String>()?, field(&said)?).map_err(raised)
    })
}

/// A key that is wanted, as it is said: its kind, and how it is called and used.
pub struct Spec(pub KeySpec);

impl<'a, 'py> FromPyObject<'a, 'py> for Spec {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let (kind, said) = object.extract::<(String, Bound<'py, PyDict>)>()?;
        let spec = KeySpec::named(&kind).map_err(raised)?;
        Ok(Self(with(spec, &said, KeySpec::with)?))
    }
}

/// A mechanism in names and values, checked once and used as often as one likes.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Mechanism(pub strongroom::Mechanism);

#[pymethods]
impl Mechanism {
    #[new]
    fn new(name: String, fields: &Bound<'_, PyDict>) -> PyResult<Self> {
        let spec = with(MechanismSpec::named(name), fields, MechanismSpec::with)?;
        spec.mechanism().map(Self).map_err(raised)
    }
}
