//! Sessions for Rust programs: an [`Hsm`] opened by its URL, and [`Session`]s that close themselves.

use std::sync::Arc;
use strongroom_base::{Application, Error, Result, Template, TokenInfo, ck};

/// An instance, opened.
#[derive(Clone)]
pub struct Hsm {
    application: Arc<dyn Application>,
}

impl Hsm {
    /// Opens the instance that a URL names; errors as of [`crate::open`].
    pub fn open(url: &str) -> Result<Self> {
        Ok(Self { application: crate::open(url)?.open()? })
    }

    /// The operations themselves.
    pub fn application(&self) -> &dyn Application {
        &*self.application
    }

    /// The slots, in ascending order.
    pub fn slots(&self) -> Result<Vec<u64>> {
        self.application.slots(false)
    }

    /// The slot whose token has a label. `CKR_SLOT_ID_INVALID` when there is none, `CKR_ARGUMENTS_BAD` when
    /// there are several.
    pub fn slot_of(&self, label: &str) -> Result<u64> {
        let mut found = Vec::new();
        for slot in self.slots()? {
            if self.application.token_info(slot)?.label == label {
                found.push(slot);
            }
        }
        match found.as_slice() {
            [slot] => Ok(*slot),
            [] => Err(Error::new(
                ck::CKR_SLOT_ID_INVALID,
                format!("no slot has a token labelled \"{label}\""),
            )),
            _ => Err(Error::new(
                ck::CKR_ARGUMENTS_BAD,
                format!("several tokens are labelled \"{label}\"; name the slot"),
            )),
        }
    }

    /// What a token says of itself.
    pub fn token(&self, slot: u64) -> Result<TokenInfo> {
        self.application.token_info(slot)
    }

    /// A read/write session with nobody logged in by it.
    pub fn session(&self, slot: u64) -> Result<Session> {
        let flags = ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION;
        let handle = self.application.open_session(slot, flags)?;
        Ok(Session { application: Arc::clone(&self.application), handle })
    }
}

/// A session; it ends when dropped.
pub struct Session {
    application: Arc<dyn Application>,
    handle: u64,
}

impl Session {
    /// The operations, for calls with [`Session::handle`].
    pub fn application(&self) -> &dyn Application {
        &*self.application
    }

    /// The session's handle.
    pub fn handle(&self) -> u64 {
        self.handle
    }

    /// Logs in as the user (`CKU_USER`) or the security officer (`CKU_SO`).
    pub fn login(&self, user: u64, pin: &[u8]) -> Result<()> {
        self.application.login(self.handle, user, Some(pin), None)
    }

    /// The handles of all objects that have the attributes of a template.
    pub fn find(&self, template: &Template) -> Result<Vec<u64>> {
        self.application.find(self.handle, template, u64::MAX)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may be gone already, with its token; there is nobody left to tell.
        let _ = self.application.close_session(self.handle);
    }
}
