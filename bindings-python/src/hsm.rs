//! Instances, their slots and tokens.

use crate::convert::pin;
use crate::detached::Detached;
use crate::error::Result;
use crate::session::Session;
use crate::turns::detach;
use pyo3::prelude::*;
use strongroom::{Error, Pkcs11Uri};

/// An instance that was opened.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Hsm(Detached<strongroom::Hsm>);

#[pymethods]
impl Hsm {
    /// Opens the instance that a URL names, or, without one, the one that is configured.
    #[new]
    #[pyo3(signature = (url=None))]
    fn new(py: Python<'_>, url: Option<&str>) -> Result<Self> {
        let hsm = detach(py, || match url {
            Some(url) => strongroom::Hsm::open(url),
            None => strongroom::Hsm::open_configured(),
        })?;
        Ok(Self(hsm.into()))
    }

    fn close(&self, py: Python<'_>) {
        detach(py, || self.0.close());
    }

    fn slots(&self, py: Python<'_>) -> Result<Vec<Slot>> {
        Ok(detach(py, || self.0.slots())?.into_iter().map(|slot| Slot(slot.into())).collect())
    }

    fn slot(&self, py: Python<'_>, id: u64) -> Result<Slot> {
        Ok(Slot(detach(py, || self.0.slot(id))?.into()))
    }

    fn token(&self, py: Python<'_>, label: &str) -> Result<Slot> {
        Ok(Slot(detach(py, || self.0.token(label))?.into()))
    }

    fn token_with_serial(&self, py: Python<'_>, serial: &str) -> Result<Slot> {
        Ok(Slot(detach(py, || self.0.token_with_serial(serial))?.into()))
    }

    fn token_of_uri(&self, py: Python<'_>, uri: &str) -> Result<Slot> {
        let uri: Pkcs11Uri = uri.parse().map_err(Error::from)?;
        Ok(Slot(detach(py, || self.0.token_of(&uri))?.into()))
    }

    /// A session with the token that a URI names, with the URI's PIN unless one is given.
    fn session_of_uri(
        &self,
        py: Python<'_>,
        uri: &str,
        user_pin: Option<Said<'_>>,
    ) -> Result<Session> {
        let uri: Pkcs11Uri = uri.parse().map_err(Error::from)?;
        let secret = user_pin.as_ref().map(pin).transpose()?;
        Ok(Session(detach(py, || self.0.session_of(&uri, secret.as_ref()))?.into()))
    }
}

/// A slot, and the token in it.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Slot(Detached<strongroom::Slot>);

/// A PIN, as it is said.
type Said<'py> = Bound<'py, PyAny>;

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

#[pymethods]
impl Slot {
    #[getter]
    fn id(&self) -> u64 {
        self.0.id()
    }

    /// Description, manufacturer, flags, and versions of hardware and firmware.
    fn info(&self, py: Python<'_>) -> Result<(String, String, u64, String, String)> {
        let i = detach(py, || self.0.info())?;
        Ok((i.description, i.manufacturer, i.flags, version(i.hardware), version(i.firmware)))
    }

    /// Label, manufacturer, model, serial number; flags, shortest and longest PIN; versions.
    fn token(&self, py: Python<'_>) -> Result<([String; 4], [u64; 3], [String; 2])> {
        let i = detach(py, || self.0.token())?;
        let texts = [i.label, i.manufacturer, i.model, i.serial];
        let numbers = [i.flags, i.min_pin_len, i.max_pin_len];
        Ok((texts, numbers, [version(i.hardware), version(i.firmware)]))
    }

    /// `CKM_…` with the smallest key, the largest key and the flags.
    fn mechanisms(&self, py: Python<'_>) -> Result<Vec<(u64, u64, u64, u64)>> {
        let all = detach(py, || self.0.mechanisms())?;
        let each = |(kind, info): (u64, strongroom::MechanismInfo)| {
            (kind, info.min_key_size, info.max_key_size, info.flags)
        };
        Ok(all.into_iter().map(each).collect())
    }

    fn session(&self, py: Python<'_>) -> Result<Session> {
        Ok(Session(detach(py, || self.0.session())?.into()))
    }

    fn login(&self, py: Python<'_>, user_pin: Said<'_>) -> Result<Session> {
        let secret = pin(&user_pin)?;
        Ok(Session(detach(py, || self.0.login(secret.expose()))?.into()))
    }

    fn login_so(&self, py: Python<'_>, so_pin: Said<'_>) -> Result<Session> {
        let secret = pin(&so_pin)?;
        Ok(Session(detach(py, || self.0.login_so(secret.expose()))?.into()))
    }

    fn init_token(&self, py: Python<'_>, so_pin: Said<'_>, label: &str) -> Result<()> {
        let so_pin = pin(&so_pin)?;
        Ok(detach(py, || self.0.init_token(so_pin.expose(), label))?)
    }

    fn init_pin(&self, py: Python<'_>, so: Said<'_>, new: Said<'_>) -> Result<()> {
        let (so, new) = (pin(&so)?, pin(&new)?);
        Ok(detach(py, || self.0.init_pin(so.expose(), new.expose()))?)
    }

    /// Changes the PIN of the security officer, or of the user.
    fn set_pin(&self, py: Python<'_>, so: bool, old: Said<'_>, new: Said<'_>) -> Result<()> {
        let (old, new) = (pin(&old)?, pin(&new)?);
        let set = if so { strongroom::Slot::set_so_pin } else { strongroom::Slot::set_pin };
        Ok(detach(py, || set(&self.0, old.expose(), new.expose()))?)
    }
}
