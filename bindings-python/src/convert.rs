//! Values on their way in and out: buffers, PINs, attributes, templates, specifications of keys and of
//! mechanisms.

use crate::error::Result;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyInt, PyList, PyMemoryView, PyString};
use strongroom::{KeySpec, MechanismSpec, Secret, Template, Usage, Value};

/// Bytes from any buffer: `bytes` as they are, everything else as a copy, which nobody can change while
/// the interpreter does something else.
pub struct Bytes<'py>(Bound<'py, PyBytes>);

impl Bytes<'_> {
    pub fn get(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Bytes<'py> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(bytes) = object.cast::<PyBytes>() {
            return Ok(Self(bytes.to_owned()));
        }
        // The buffer protocol itself is not in the stable interface before 3.11.
        let view = PyMemoryView::from(&object)?;
        Ok(Self(view.call_method0("tobytes")?.cast_into::<PyBytes>()?))
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
    said.extract::<Bytes<'_>>().map(|bytes| Secret::from(bytes.get())).map_err(wrong)
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
        return Ok(template(of)?.into());
    }
    if let Ok(list) = said.cast::<PyList>() {
        return Ok(Value::Mechanisms(list.extract()?));
    }
    Ok(said.extract::<Bytes<'_>>()?.get().into())
}

/// `{CKA_…: value}`
pub fn template(said: &Bound<'_, PyDict>) -> PyResult<Template> {
    let mut template = Template::new();
    for (kind, said) in said {
        template.push(kind.extract::<u64>()?, value(&said)?);
    }
    Ok(template)
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
        template(&*object.cast::<PyDict>()?).map(Self)
    }
}

/// A key that is wanted, as it is said: its kind, and how it is called and used.
pub struct Spec(pub KeySpec);

impl<'a, 'py> FromPyObject<'a, 'py> for Spec {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let (kind, options) = object.extract::<(String, Bound<'py, PyDict>)>()?;
        Ok(Self(key_spec(&kind, &options)?))
    }
}

fn key_spec(kind: &str, options: &Bound<'_, PyDict>) -> Result<KeySpec> {
    let mut spec = KeySpec::named(kind)?;
    for (name, said) in options {
        spec = match name.extract::<String>()?.as_str() {
            "label" => spec.label(said.extract::<String>()?),
            "id" => spec.id(said.extract::<Bytes<'_>>()?.get()),
            "persist" => spec.persist(said.extract()?),
            "sensitive" => spec.sensitive(said.extract()?),
            "extractable" => spec.extractable(said.extract()?),
            "always_authenticate" => spec.always_authenticate(said.extract()?),
            "usages" => spec.usages(usages(&said)?),
            "attributes" => {
                for attribute in template(said.cast::<PyDict>().map_err(PyErr::from)?)?.0 {
                    spec = spec.attribute(attribute.kind, attribute.value);
                }
                spec
            }
            other => {
                let why = format!("a key has no \"{other}\"");
                return Err(PyTypeError::new_err(why).into());
            }
        };
    }
    Ok(spec)
}

fn usages(said: &Bound<'_, PyAny>) -> Result<Vec<Usage>> {
    let mut usages = Vec::new();
    for name in said.try_iter()? {
        let name = name?.extract::<String>()?;
        usages.push(name.parse::<Usage>().map_err(strongroom::Error::from)?);
    }
    Ok(usages)
}

/// A mechanism in names and values, checked once and used as often as one likes.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Mechanism(pub strongroom::Mechanism);

#[pymethods]
impl Mechanism {
    #[new]
    #[pyo3(signature = (name, fields))]
    fn new(name: String, fields: &Bound<'_, PyDict>) -> Result<Self> {
        let mut spec = MechanismSpec::named(name);
        for (name, said) in fields {
            field(&mut spec, &name.extract::<String>()?, &said)?;
        }
        Ok(Self(spec.mechanism()?))
    }
}

fn field(spec: &mut MechanismSpec, name: &str, said: &Bound<'_, PyAny>) -> Result<()> {
    macro_rules! fields {
        ([$($plain:ident)*], [$($bytes:ident)*]) => {
            match name {
                $(stringify!($plain) => spec.$plain = said.extract()?,)*
                $(stringify!($bytes) => {
                    spec.$bytes = Some(said.extract::<Bytes<'_>>()?.get().to_vec());
                })*
                other => {
                    let why = format!("no mechanism has a field \"{other}\"");
                    return Err(PyTypeError::new_err(why).into());
                }
            }
        };
    }
    fields!(
        [hash mgf_hash encoding tag_len data_len mac_len
            counter_bits salt_len prehash deterministic aes_bits],
        [iv aad label context public shared salt info]
    );
    Ok(())
}

/// The form of a public key by its name.
pub fn form(name: &str) -> PyResult<strongroom::encoding::PublicForm> {
    use strongroom::encoding::PublicForm;
    match name {
        "pem" => Ok(PublicForm::Pem),
        "der" => Ok(PublicForm::Der),
        "ssh" => Ok(PublicForm::Ssh),
        "jwk" => Ok(PublicForm::Jwk),
        _ => Err(PyValueError::new_err("the forms of a public key are pem, der, ssh and jwk")),
    }
}
