//! Instances, their slots and tokens.

use crate::convert::Pin;
use crate::detached::Detached;
use crate::session::Session;
use crate::turns::{ask, detach};
use pyo3::prelude::*;

/// An instance that was opened.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Hsm(Detached<strongroom::Hsm>);

#[pymethods]
impl Hsm {
    /// Opens the instance that a URL names, or, without one, the one that is configured.
    #[new]
    #[pyo3(signature = (url=None))]
    fn new(url: Option<&str>) -> PyResult<Self> {
        let open = || url.map_or_else(strongroom::Hsm::open_configured, strongroom::Hsm::open);
        Ok(Self(ask(open)?.into()))
    }

    fn close(&self) {
        detach(|| self.0.close());
    }

    fn slots(&self) -> PyResult<Vec<Slot>> {
        Ok(ask(|| self.0.slots())?.into_iter().map(|slot| Slot(slot.into())).collect())
    }

    fn slot(&self, id: u64) -> PyResult<Slot> {
        Ok(Slot(ask(|| self.0.slot(id))?.into()))
    }

    fn token(&self, label: &str) -> PyResult<Slot> {
        Ok(Slot(ask(|| self.0.token(label))?.into()))
    }

    fn token_with_serial(&self, serial: &str) -> PyResult<Slot> {
        Ok(Slot(ask(|| self.0.token_with_serial(serial))?.into()))
    }

    fn token_of_uri(&self, uri: &str) -> PyResult<Slot> {
        Ok(Slot(ask(|| self.0.token_of(&uri.parse()?))?.into()))
    }

    /// A session with the token that a URI names, with the URI's PIN unless one is given.
    fn session_of_uri(&self, uri: &str, user_pin: Option<Pin>) -> PyResult<Session> {
        let secret = user_pin.as_ref().map(|pin| &pin.0);
        Ok(Session(ask(|| self.0.session_of(&uri.parse()?, secret))?.into()))
    }
}

/// A slot, and the token in it.
#[pyclass(frozen, module = "strongroom._native")]
pub struct Slot(Detached<strongroom::Slot>);

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
    fn info(&self) -> PyResult<(String, String, u64, String, String)> {
        let i = ask(|| self.0.info())?;
        Ok((i.description, i.manufacturer, i.flags, version(i.hardware), version(i.firmware)))
    }

    /// Label, manufacturer, model, serial number; flags, shortest and longest PIN; versions.
    fn token(&self) -> PyResult<([String; 4], [u64; 3], [String; 2])> {
        let i = ask(|| self.0.token())?;
        let texts = [i.label, i.manufacturer, i.model, i.serial];
        let versions = [version(i.hardware), version(i.firmware)];
        Ok((texts, [i.flags, i.min_pin_len, i.max_pin_len], versions))
    }

    /// `CKM_…` with the smallest key, the largest key and the flags.
    fn mechanisms(&self) -> PyResult<Vec<(u64, u64, u64, u64)>> {
        let all = ask(|| self.0.mechanisms())?;
        Ok(all.into_iter().map(|(n, i)| (n, i.min_key_size, i.max_key_size, i.flags)).collect())
    }

    fn session(&self) -> PyResult<Session> {
        Ok(Session(ask(|| self.0.session())?.into()))
    }

    fn login(&self, user_pin: Pin) -> PyResult<Session> {
        Ok(Session(ask(|| self.0.login(user_pin.0.expose()))?.into()))
    }

    fn login_so(&self, so_pin: Pin) -> PyResult<Session> {
        Ok(Session(ask(|| self.0.login_so(so_pin.0.expose()))?.into()))
    }

    fn init_token(&self, so_pin: Pin, label: &str) -> PyResult<()> {
        ask(|| self.0.init_token(so_pin.0.expose(), label))
    }

    fn init_pin(&self, so: Pin, new: Pin) -> PyResult<()> {
        ask(|| self.0.init_pin(so.0.expose(), new.0.expose()))
    }

    /// Changes the PIN of the security officer, or of the user.
    fn set_pin(&self, so: bool, old: Pin, new: Pin) -> PyResult<()> {
        let set = if so { strongroom::Slot::set_so_pin } else { strongroom::Slot::set_pin };
        ask(|| set(&self.0, old.0.expose(), new.0.expose()))
    }
}
