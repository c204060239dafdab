//! Slots and tokens (PKCS #11 v3.2, section 5.5).

use super::*;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use strongroom_base::limits::LABEL_LEN;

/// How often a waiting caller looks for events. A module that waited itself could not be told to stop.
const LOOK_EVERY: Duration = Duration::from_millis(100);

impl App {
    /// Makes sure that a slot exists for this application. `CKR_SLOT_ID_INVALID`
    pub(super) fn exists(&self, slot: u64) -> Result<()> {
        self.lease.check_process()?;
        if self.may_have(slot)? {
            return Ok(());
        }
        Err(Error::new(ck::CKR_SLOT_ID_INVALID, format!("there is no slot {slot}")))
    }

    fn may_have(&self, slot: u64) -> Result<bool> {
        let functions = &self.lease.functions;
        let only = &self.only;
        let tenants = self.tenant.slots.as_ref().is_none_or(|slots| slots.contains(&slot));
        if !tenants || only.slot_id.is_some_and(|wanted| wanted != slot) {
            return Ok(false);
        }
        if only.slot_description.is_some() || only.slot_manufacturer.is_some() {
            match functions.slot_info(slot) {
                Ok(info) if only.matches_slot(slot, &info) => {}
                Ok(_) => return Ok(false),
                Err(error) if error.is(ck::CKR_SLOT_ID_INVALID) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        if only.names_token() {
            return match functions.token_info(slot) {
                Ok(info) => Ok(only.matches_token(&info)),
                // A slot without a token is not the one with this token in it.
                Err(error)
                    if error.is(ck::CKR_TOKEN_NOT_PRESENT)
                        || error.is(ck::CKR_TOKEN_NOT_RECOGNIZED)
                        || error.is(ck::CKR_SLOT_ID_INVALID) =>
                {
                    Ok(false)
                }
                Err(error) => Err(error),
            };
        }
        Ok(true)
    }

    /// What the application has of a slot.
    pub(super) fn mine(&self, slot: u64) -> Arc<Mine> {
        let mut slots = self.slots.lock();
        let mine = slots.entry(slot);
        Arc::clone(mine.or_insert_with(|| Arc::new(Mine::new(slot, self.lease.slot(slot)))))
    }

    pub(super) fn slots(&self, present: bool) -> Result<Vec<u64>> {
        self.lease.check_process()?;
        let mut slots = Vec::new();
        for slot in self.lease.functions.slots(present)? {
            if self.may_have(slot)? {
                slots.push(slot);
            }
        }
        slots.sort_unstable();
        Ok(slots)
    }

    pub(super) fn slot_info(&self, slot: u64) -> Result<SlotInfo> {
        self.exists(slot)?;
        self.lease.functions.slot_info(slot)
    }

    /// The module's words, except that the sessions are those of this application.
    pub(super) fn token_info(&self, slot: u64) -> Result<TokenInfo> {
        self.exists(slot)?;
        let mut info = self.lease.functions.token_info(slot)?;
        let sessions = self.sessions.lock();
        let here = sessions.values().filter(|session| session.mine.id == slot);
        (info.sessions, info.rw_sessions) =
            here.fold((0, 0), |(all, rw), session| (all + 1, rw + u64::from(session.rw)));
        if let Ok(limit) = u64::try_from(self.tenant.max_sessions)
            && self.tenant.max_sessions != usize::MAX
        {
            for max in [&mut info.max_sessions, &mut info.max_rw_sessions] {
                let unlimited =
                    [ck::CK_EFFECTIVELY_INFINITE, ck::CK_UNAVAILABLE_INFORMATION].contains(max);
                *max = if unlimited { limit } else { limit.min(*max) };
            }
        }
        Ok(info)
    }

    pub(super) fn mechanisms(&self, slot: u64) -> Result<Vec<u64>> {
        self.exists(slot)?;
        self.lease.functions.mechanisms(slot)
    }

    pub(super) fn mechanism_info(&self, slot: u64, mechanism: u64) -> Result<MechanismInfo> {
        self.exists(slot)?;
        self.lease.functions.mechanism_info(slot, mechanism)
    }

    pub(super) fn wait_for_slot_event(&self, block: bool) -> Result<u64> {
        loop {
            self.lease.check_process()?;
            if self.closed.load(Ordering::Acquire) {
                return Err(Error::new(
                    ck::CKR_CRYPTOKI_NOT_INITIALIZED,
                    "the application was closed while it waited",
                ));
            }
            let mine = |slot| self.may_have(slot).unwrap_or(false);
            if let Some(slot) = self.lease.event(&self.event, mine)? {
                return Ok(slot);
            }
            if !block {
                return Err(Error::new(ck::CKR_NO_EVENT, "no slot has changed"));
            }
            thread::sleep(LOOK_EVERY);
        }
    }

    /// Only the module knows whether others have sessions with the token.
    pub(super) fn token_policy(&self, _slot: u64) -> Result<TokenPolicy> {
        Err(no_policy())
    }

    pub(super) fn set_token_policy(&self, _session: u64, _policy: &TokenPolicy) -> Result<()> {
        Err(no_policy())
    }

    pub(super) fn init_token(&self, slot: u64, pin: Pin<'_>, label: &[u8]) -> Result<()> {
        self.exists(slot)?;
        let label: &[u8; LABEL_LEN] = label.try_into().map_err(|_| {
            Error::new(ck::CKR_ARGUMENTS_BAD, "a token's label has 32 bytes, padded with blanks")
        })?;
        let shared = self.lease.slot(slot);
        let mut login = shared.login.lock();
        shared.spares.close_idle(&self.lease.functions);
        self.lease.functions.init_token(slot, pin, label)?;
        shared.logged_out(&mut login);
        shared.objects.forget_all();
        Ok(())
    }
}

fn no_policy() -> Error {
    let why = "tokens of this module have no policy that could be seen or set";
    Error::new(ck::CKR_FUNCTION_NOT_SUPPORTED, why)
}
