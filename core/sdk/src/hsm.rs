//! Slots and their tokens as objects.

use crate::instance::padded_label;
use crate::session::Session;
use std::sync::Arc;
use strongroom_base::{
    Application, Error, MechanismInfo, Provider, Result, SlotInfo, TokenInfo, ck,
};

/// An application of an instance; it ends when the last of its slots and sessions is dropped.
pub struct Hsm {
    open: Arc<Open>,
}

/// Ends the application with its last user.
pub(crate) struct Open(pub(crate) Arc<dyn Application>);

impl Drop for Open {
    fn drop(&mut self) {
        // Whoever drops it cannot do anything about a failure.
        let _ = self.0.close();
    }
}

impl Hsm {
    /// Opens the instance that a URL names; failures as of [`open`](crate::open).
    pub fn open(url: &str) -> Result<Self> {
        Self::over(&*crate::open(url)?)
    }

    /// A new application of a provider.
    pub fn over(provider: &dyn Provider) -> Result<Self> {
        Ok(Self { open: Arc::new(Open(provider.open()?)) })
    }

    /// The slots, in ascending order.
    pub fn slots(&self) -> Result<Vec<Slot>> {
        let numbers = self.open.0.slots(false)?;
        Ok(numbers.into_iter().map(|id| Slot { open: Arc::clone(&self.open), id }).collect())
    }

    /// The slot with a number. `CKR_SLOT_ID_INVALID`
    pub fn slot(&self, id: u64) -> Result<Slot> {
        self.open.0.slot_info(id)?;
        Ok(Slot { open: Arc::clone(&self.open), id })
    }

    /// The slot whose token has a label. `CKR_TOKEN_NOT_PRESENT` when there is none, `CKR_ARGUMENTS_BAD`
    /// when there are several.
    pub fn token(&self, label: &str) -> Result<Slot> {
        let mut found = None;
        for slot in self.slots()? {
            if slot.token()?.label != label {
                continue;
            }
            if found.replace(slot).is_some() {
                return Err(Error::new(
                    ck::CKR_ARGUMENTS_BAD,
                    format!("several tokens have the label \"{label}\""),
                ));
            }
        }
        found.ok_or_else(|| {
            Error::new(ck::CKR_TOKEN_NOT_PRESENT, format!("no token has the label \"{label}\""))
        })
    }
}

/// A slot.
pub struct Slot {
    open: Arc<Open>,
    id: u64,
}

impl Slot {
    /// Its number.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// What it says of itself.
    pub fn info(&self) -> Result<SlotInfo> {
        self.open.0.slot_info(self.id)
    }

    /// What its token says of itself.
    pub fn token(&self) -> Result<TokenInfo> {
        self.open.0.token_info(self.id)
    }

    /// The mechanisms of its token, in the token's order.
    pub fn mechanisms(&self) -> Result<Vec<(u64, MechanismInfo)>> {
        let kinds = self.open.0.mechanisms(self.id)?;
        kinds
            .into_iter()
            .map(|kind| Ok((kind, self.open.0.mechanism_info(self.id, kind)?)))
            .collect()
    }

    /// A session in which nobody is logged in: public objects only, unless another session is.
    pub fn session(&self) -> Result<Session> {
        Session::open(Arc::clone(&self.open), self.id)
    }

    /// A session in which the user is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`,
    /// `CKR_USER_PIN_NOT_INITIALIZED`
    pub fn login(&self, pin: &[u8]) -> Result<Session> {
        self.log_in(ck::CKU_USER, pin)
    }

    /// A session in which the security officer is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`
    pub fn login_so(&self, pin: &[u8]) -> Result<Session> {
        self.log_in(ck::CKU_SO, pin)
    }

    fn log_in(&self, user: u64, pin: &[u8]) -> Result<Session> {
        let session = self.session()?;
        self.open.0.login(session.handle(), user, Some(pin), None)?;
        Ok(session)
    }

    /// Initialises the token: its objects are destroyed and the user's PIN is no longer set.
    /// `CKR_ARGUMENTS_BAD` for a label that does not fit, `CKR_PIN_INCORRECT`, `CKR_SESSION_EXISTS`
    pub fn init_token(&self, so_pin: &[u8], label: &str) -> Result<()> {
        self.open.0.init_token(self.id, Some(so_pin), &padded_label(label)?)
    }
}
