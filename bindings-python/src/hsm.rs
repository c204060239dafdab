//! Instances, their slots and tokens.

use crate::convert::pin;
use crate::detached::Detached;
use crate::error::Result;
use crate::session::Session;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use strongroom::{Error, Pkcs11Uri, Secret};

/// An instance that was opened.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Hsm(Detached<strongroom::Hsm>);

#[pymethods]
impl Hsm {
    /// Opens the instance that a URL names, or, without one, the one that is configured.
    #[new]
    #[pyo3(signature = (url=None))]
    fn new(py: Python<'_>, url: Option<&str>) -> Result<Self> {
        let hsm = py.detach(|| match url {
            Some(url) => strongroom::Hsm::open(url),
            None => strongroom::Hsm::open_configured(),
        })?;
        Ok(Self(Detached::new(hsm)))
    }

    fn close(&self, py: Python<'_>) {
        py.detach(|| self.0.close());
    }

    fn slots(&self, py: Python<'_>) -> Result<Vec<Slot>> {
        Ok(py.detach(|| self.0.slots())?.into_iter().map(Slot::of).collect())
    }

    fn slot(&self, py: Python<'_>, id: u64) -> Result<Slot> {
        Ok(Slot::of(py.detach(|| self.0.slot(id))?))
    }

    fn token(&self, py: Python<'_>, label: &str) -> Result<Slot> {
        Ok(Slot::of(py.detach(|| self.0.token(label))?))
    }

    fn token_with_serial(&self, py: Python<'_>, serial: &str) -> Result<Slot> {
        Ok(Slot::of(py.detach(|| self.0.token_with_serial(serial))?))
    }

    fn token_of_uri(&self, py: Python<'_>, uri: &str) -> Result<Slot> {
        let uri: Pkcs11Uri = uri.parse().map_err(Error::from)?;
        Ok(Slot::of(py.detach(|| self.0.token_of(&uri))?))
    }
}

/// A slot, and the token in it.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Slot(Detached<strongroom::Slot>);

impl Slot {
    fn of(slot: strongroom::Slot) -> Self {
        Self(Detached::new(slot))
    }
}

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

#[pymethods]
impl Slot {
    #[getter]
    fn id(&self) -> u64 {
        self.0.id()
    }

    fn info<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyDict>> {
        let info = py.detach(|| self.0.info())?;
        let said = PyDict::new(py);
        said.set_item("description", info.description)?;
        said.set_item("manufacturer", info.manufacturer)?;
        said.set_item("flags", info.flags)?;
        said.set_item("hardware_version", version(info.hardware))?;
        said.set_item("firmware_version", version(info.firmware))?;
        Ok(said)
    }

    fn token<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyDict>> {
        let info = py.detach(|| self.0.token())?;
        let said = PyDict::new(py);
        said.set_item("label", info.label)?;
        said.set_item("manufacturer", info.manufacturer)?;
        said.set_item("model", info.model)?;
        said.set_item("serial", info.serial)?;
        said.set_item("flags", info.flags)?;
        said.set_item("min_pin_length", info.min_pin_len)?;
        said.set_item("max_pin_length", info.max_pin_len)?;
        said.set_item("hardware_version", version(info.hardware))?;
        said.set_item("firmware_version", version(info.firmware))?;
        Ok(said)
    }

    /// `CKM_…` with the smallest key, the largest key and the flags.
    fn mechanisms(&self, py: Python<'_>) -> Result<Vec<(u64, u64, u64, u64)>> {
        let all = py.detach(|| self.0.mechanisms())?;
        let each = |(kind, info): (u64, strongroom::MechanismInfo)| {
            (kind, info.min_key_size, info.max_key_size, info.flags)
        };
        Ok(all.into_iter().map(each).collect())
    }

    fn session(&self, py: Python<'_>) -> Result<Session> {
        Ok(Session::of(py.detach(|| self.0.session())?))
    }

    fn login(&self, py: Python<'_>, user_pin: Bound<'_, PyAny>) -> Result<Session> {
        let secret = pin(&user_pin)?;
        Ok(Session::of(py.detach(|| self.0.login(secret.expose()))?))
    }

    fn login_so(&self, py: Python<'_>, so_pin: Bound<'_, PyAny>) -> Result<Session> {
        let secret = pin(&so_pin)?;
        Ok(Session::of(py.detach(|| self.0.login_so(secret.expose()))?))
    }

    fn init_token(&self, py: Python<'_>, so_pin: Bound<'_, PyAny>, label: &str) -> Result<()> {
        let so_pin = pin(&so_pin)?;
        Ok(py.detach(|| self.0.init_token(so_pin.expose(), label))?)
    }

    fn init_pin(&self, py: Python<'_>, so: Bound<'_, PyAny>, new: Bound<'_, PyAny>) -> Result<()> {
        let both = (pin(&so)?, pin(&new)?);
        Ok(py.detach(|| self.0.init_pin(exposed(&both.0), exposed(&both.1)))?)
    }

    fn set_pin(&self, py: Python<'_>, old: Bound<'_, PyAny>, new: Bound<'_, PyAny>) -> Result<()> {
        let both = (pin(&old)?, pin(&new)?);
        Ok(py.detach(|| self.0.set_pin(exposed(&both.0), exposed(&both.1)))?)
    }

    fn set_so_pin(
        &self,
        py: Python<'_>,
        old: Bound<'_, PyAny>,
        new: Bound<'_, PyAny>,
    ) -> Result<()> {
        let both = (pin(&old)?, pin(&new)?);
        Ok(py.detach(|| self.0.set_so_pin(exposed(&both.0), exposed(&both.1)))?)
    }
}

fn exposed(secret: &Secret) -> &[u8] {
    secret.expose()
}
