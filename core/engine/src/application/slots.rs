//! Slots and tokens (PKCS #11 v3.2, section 5.5): what there is, and the setting of PINs.

use super::*;
use crate::keystore::{PinState, Who};
use crate::mechanisms;
use std::thread;
use std::time::Duration;
use strongroom_base::limits::{LABEL_LEN, MAX_PIN_LEN, MIN_PIN_LEN};
use strongroom_base::{DESCRIPTION, MANUFACTURER};

/// How often a waiting caller looks for changes.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// The version of this software, as slots and tokens tell it.
fn version() -> (u8, u8) {
    let part = |text: &str| text.parse().unwrap_or(0);
    (part(env!("CARGO_PKG_VERSION_MAJOR")), part(env!("CARGO_PKG_VERSION_MINOR")))
}

impl App {
    pub(super) fn slots(&self, _present: bool) -> Result<Vec<u64>> {
        // Every slot has a token in it, initialised or not.
        let mut slots = self.shared.keystore.slots()?;
        slots.retain(|slot| self.may_have(*slot));
        Ok(slots)
    }

    pub(super) fn slot_info(&self, slot: u64) -> Result<SlotInfo> {
        self.token(slot)?;
        Ok(SlotInfo {
            description: format!("{DESCRIPTION}, slot {slot}"),
            manufacturer: MANUFACTURER.into(),
            flags: ck::CKF_TOKEN_PRESENT,
            hardware: version(),
            firmware: version(),
        })
    }

    pub(super) fn token_info(&self, slot: u64) -> Result<TokenInfo> {
        let token = self.token(slot)?;
        let (sessions, rw_sessions) = self.tokens.get(slot).map_or((0, 0), |state| {
            let login = state.login.lock();
            (login.sessions() as u64, login.read_write.len() as u64)
        });
        let mut flags = ck::CKF_RNG | ck::CKF_LOGIN_REQUIRED | ck::CKF_DUAL_CRYPTO_OPERATIONS;
        if token.initialised {
            flags |= ck::CKF_TOKEN_INITIALIZED;
        }
        if self.shared.keystore.is_read_only() {
            flags |= ck::CKF_WRITE_PROTECTED;
        }
        let pin_flags = |pin: &PinState, [low, last, locked, change]: [u64; 4]| {
            let mut flags = 0;
            if pin.initialised {
                flags |= if pin.tries_left == 0 { locked } else { 0 };
                flags |= if pin.tries_left == 1 { last } else { 0 };
                flags |= if pin.last_try_failed { low } else { 0 };
                flags |= if pin.to_be_changed { change } else { 0 };
            }
            flags
        };
        flags |= pin_flags(
            &token.user,
            [
                ck::CKF_USER_PIN_COUNT_LOW,
                ck::CKF_USER_PIN_FINAL_TRY,
                ck::CKF_USER_PIN_LOCKED,
                ck::CKF_USER_PIN_TO_BE_CHANGED,
            ],
        );
        flags |= pin_flags(
            &token.so,
            [
                ck::CKF_SO_PIN_COUNT_LOW,
                ck::CKF_SO_PIN_FINAL_TRY,
                ck::CKF_SO_PIN_LOCKED,
                ck::CKF_SO_PIN_TO_BE_CHANGED,
            ],
        );
        if token.user.initialised {
            flags |= ck::CKF_USER_PIN_INITIALIZED;
        }
        let max_sessions = match self.tenant.max_sessions {
            usize::MAX => ck::CK_EFFECTIVELY_INFINITE,
            max => max as u64,
        };
        Ok(TokenInfo {
            label: token.label_text(),
            manufacturer: MANUFACTURER.into(),
            model: "Strongroom".into(),
            serial: token.serial_text(),
            flags,
            max_sessions,
            sessions,
            max_rw_sessions: max_sessions,
            rw_sessions,
            max_pin_len: MAX_PIN_LEN as u64,
            min_pin_len: MIN_PIN_LEN as u64,
            hardware: version(),
            firmware: version(),
        })
    }

    pub(super) fn mechanisms(&self, slot: u64) -> Result<Vec<u64>> {
        let token = self.token(slot)?;
        let has = |row: &&mechanisms::Row| policy::token::has(&token.policy, row);
        Ok(mechanisms::all().filter(has).map(|row| row.kind).collect())
    }

    pub(super) fn mechanism_info(&self, slot: u64, mechanism: u64) -> Result<MechanismInfo> {
        let token = self.token(slot)?;
        let row = mechanisms::find(mechanism)?;
        if !policy::token::has(&token.policy, row) {
            let why = "the token's policy does not let the mechanism be used";
            return Err(Error::new(ck::CKR_MECHANISM_INVALID, why));
        }
        let flags = policy::token::flags(&token.policy, row);
        Ok(MechanismInfo { flags, ..row.info() })
    }

    pub(super) fn token_policy(&self, slot: u64) -> Result<TokenPolicy> {
        Ok(TokenPolicy::clone(&self.token(slot)?.policy))
    }

    pub(super) fn set_token_policy(&self, session: u64, policy: &TokenPolicy) -> Result<()> {
        self.with_session(session, |session| {
            self.writable()?;
            if session.token.user() != User::So {
                let why = "only the security officer sets the token's policy";
                return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, why));
            }
            policy::token::check(policy)?;
            let slot = session.token.slot;
            let epoch = session.token.login.lock().epoch;
            self.shared.keystore.set_policy(slot, epoch, policy)
        })
    }

    pub(super) fn wait_for_slot_event(&self, block: bool) -> Result<u64> {
        loop {
            if self.is_closed() {
                return Err(Error::new(
                    ck::CKR_CRYPTOKI_NOT_INITIALIZED,
                    "the application was closed while it waited",
                ));
            }
            if let Some(slot) = self.changed_slot()? {
                return Ok(slot);
            }
            if !block {
                return Err(Error::new(ck::CKR_NO_EVENT, "no slot has changed"));
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    /// A slot that was added, or whose token was initialised anew, since this was last asked.
    fn changed_slot(&self) -> Result<Option<u64>> {
        let mut now = Vec::new();
        for slot in self.slots(true)? {
            now.push((slot, self.shared.token(slot)?.epoch));
        }
        let mut known = self.known_slots.lock();
        let Some(before) = known.as_mut() else {
            *known = Some(now);
            return Ok(None);
        };
        let Some(changed) = now.into_iter().find(|slot| !before.contains(slot)) else {
            return Ok(None);
        };
        before.retain(|(slot, _)| *slot != changed.0);
        before.push(changed);
        Ok(Some(changed.0))
    }

    pub(super) fn init_token(&self, slot: u64, pin: Pin<'_>, label: &[u8]) -> Result<()> {
        let token = self.token(slot)?;
        if self.tokens.get(slot).is_some_and(|state| state.login.lock().sessions() > 0) {
            return Err(Error::new(ck::CKR_SESSION_EXISTS, "the token has open sessions"));
        }
        self.writable()?;
        let label: &[u8; LABEL_LEN] = label.try_into().map_err(|_| {
            Error::new(ck::CKR_ARGUMENTS_BAD, "a token's label has 32 bytes, padded with blanks")
        })?;
        let pin = given(pin)?;
        if !token.initialised {
            well_formed(pin)?;
        }
        self.shared.keystore.init_token(slot, pin, label)?;
        self.shared.forget_token(slot);
        Ok(())
    }

    pub(super) fn init_pin(&self, session: u64, pin: Pin<'_>) -> Result<()> {
        self.with_session(session, |session| {
            if session.token.user() != User::So {
                return Err(Error::new(
                    ck::CKR_USER_NOT_LOGGED_IN,
                    "only the security officer sets the user's PIN",
                ));
            }
            self.writable()?;
            let pin = given(pin)?;
            well_formed(pin)?;
            let keys = session.token.login.lock().keys.clone();
            let keys = keys.ok_or_else(|| {
                Error::new(ck::CKR_USER_NOT_LOGGED_IN, "the security officer is not logged in")
            })?;
            self.shared.keystore.init_user_pin(session.token.slot, &keys, pin)
        })
    }

    pub(super) fn set_pin(&self, session: u64, old: Pin<'_>, new: Pin<'_>) -> Result<()> {
        self.with_session(session, |session| {
            self.writable()?;
            if !session.rw {
                return Err(Error::new(
                    ck::CKR_SESSION_READ_ONLY,
                    "a PIN is changed in a read/write session",
                ));
            }
            let (old, new) = (given(old)?, given(new)?);
            well_formed(new)?;
            let who = match session.token.user() {
                User::So => Who::So,
                User::User | User::Nobody => Who::User,
            };
            let keys = self.shared.keystore.set_pin(session.token.slot, who, old, new)?;
            // Whoever is logged in here has said the new PIN: he may have tickets for it.
            let mut login = session.token.login.lock();
            if login.keys.as_ref().is_some_and(|held| held.same_login(&keys)) {
                login.keys = Some(Arc::new(keys));
            }
            Ok(())
        })
    }

    /// `CKR_TOKEN_WRITE_PROTECTED` when the instance cannot be written to.
    pub(super) fn writable(&self) -> Result<()> {
        if self.shared.keystore.is_read_only() {
            return Err(Error::new(
                ck::CKR_TOKEN_WRITE_PROTECTED,
                "the instance's directory cannot be written to",
            ));
        }
        Ok(())
    }
}

/// The PIN that the caller gives; tokens here have no keypad of their own.
pub(super) fn given(pin: Pin<'_>) -> Result<&[u8]> {
    pin.ok_or_else(|| {
        Error::new(ck::CKR_ARGUMENTS_BAD, "the token has no protected path: a PIN must be given")
    })
}

/// Whether a new PIN has the length and form that the token wants.
fn well_formed(pin: &[u8]) -> Result<()> {
    if !(MIN_PIN_LEN..=MAX_PIN_LEN).contains(&pin.len()) {
        return Err(Error::new(ck::CKR_PIN_LEN_RANGE, "a PIN has 4 to 255 bytes"));
    }
    if std::str::from_utf8(pin).is_err() {
        return Err(Error::new(ck::CKR_PIN_INVALID, "a PIN is UTF-8 text"));
    }
    Ok(())
}
