//! PINs: what is opened with one, and how one is kept. A try is counted, durably, before the PIN is looked at.

use super::*;

impl Keystore {
    /// Logs in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`, `CKR_USER_PIN_NOT_INITIALIZED`
    pub fn login(&self, slot: u64, who: Who, pin: &[u8]) -> Result<TokenKeys> {
        self.open_pin(slot, who, pin).map(|opened| TokenKeys::new(slot, who, opened))
    }

    /// Compares a PIN, as a login does, and nothing else.
    pub fn verify_pin(&self, slot: u64, who: Who, pin: &[u8]) -> Result<()> {
        self.open_pin(slot, who, pin).map(drop)
    }

    /// Changes a PIN; gives what a login with the new one gives. `CKR_PIN_INCORRECT` also where somebody else
    /// has changed it since the old one was looked at: a reset is not undone.
    pub fn set_pin(&self, slot: u64, who: Who, old: &[u8], new: &[u8]) -> Result<TokenKeys> {
        let mut opened = self.open_pin(slot, who, old)?;
        let before = Some(opened.pin.as_slice());
        opened.pin = self.keep_pin(slot, who, opened.epoch, &opened.master, new, before)?;
        Ok(TokenKeys::new(slot, who, opened))
    }

    /// Sets the user's PIN, for a security officer who is logged in; a lock ends.
    pub fn init_user_pin(&self, slot: u64, officer: &TokenKeys, new: &[u8]) -> Result<()> {
        if officer.0.who != Who::So {
            return Err(Error::new(
                ck::CKR_USER_NOT_LOGGED_IN,
                "only the security officer sets the user's PIN",
            ));
        }
        self.keep_pin(slot, Who::User, officer.0.epoch, &officer.0.master, new, None).map(drop)
    }

    /// Keeps a new PIN, in the place of that which was kept as `before`, where that is said. Gives what it opens,
    /// sealed.
    fn keep_pin(
        &self,
        slot: u64,
        who: Who,
        epoch: u64,
        token_key: &MasterKey,
        pin: &[u8],
        before: Option<&[u8]>,
    ) -> Result<Vec<u8>> {
        let binding = Binding { pepper: &self.pepper, token: (slot, epoch), who };
        let kept = self.derive_pin(|| binding.seal(pin, token_key, Cost::default()))?;
        let sealed = kept.sealed().to_vec();
        self.change(slot, |_, record| {
            if record.epoch != epoch {
                return Err(initialised_anew());
            }
            if before.is_some() && record.pin(who).map(PinRecord::sealed) != before {
                return Err(changed_meanwhile());
            }
            *record.pin_mut(who) = Some(kept);
            Ok(())
        })?;
        Ok(sealed)
    }

    /// Opens the token key with a PIN. The try is counted, durably, before the PIN is looked at, and one
    /// try of a slot's PINs is made at a time, whoever makes it.
    pub(super) fn open_pin(&self, slot: u64, who: Who, pin: &[u8]) -> Result<Opened> {
        if self.is_read_only() {
            return self.open_pin_uncounted(slot, who, pin);
        }
        let _one_at_a_time = self.files.lock_pins(slot)?;
        let acknowledged = self.generation.reached(slot);
        let (before, root) = self.newest_record(slot)?;
        let lost = root.lost_by(acknowledged);
        if lost > 0 {
            tracing::warn!(slot, lost, "changes are lost; run `strongroom instance check`");
        }
        let usable = before.pin(who).filter(|pin| pin.failed < token::TRIES);
        if usable.is_some() {
            self.change(slot, |_, record| {
                if let Some(pin) = record.pin_mut(who) {
                    pin.failed = pin.failed.saturating_add(1);
                }
                Ok(())
            })?;
        }
        let binding = Binding { pepper: &self.pepper, token: (slot, before.epoch), who };
        let opened = self.derive_pin(|| binding.open(pin, usable))?;
        let Some(record) = before.pin(who) else { return Err(not_set(who)) };
        if usable.is_none() {
            return Err(locked(who));
        }
        let Some(token_key) = opened else {
            if record.failed + 1 >= token::TRIES {
                tracing::warn!(slot, ?who, "the PIN is locked after {} wrong tries", token::TRIES);
            }
            return Err(Error::new(ck::CKR_PIN_INCORRECT, "the PIN is wrong"));
        };
        self.change(slot, |_, record| {
            if let Some(pin) = record.pin_mut(who) {
                pin.failed = 0;
            }
            Ok(())
        })?;
        Ok(Opened { epoch: before.epoch, pin: record.sealed().to_vec(), master: token_key })
    }

    /// An instance that cannot be written to cannot count tries. Who can read its files can try PINs
    /// without this program, so it does not refuse.
    fn open_pin_uncounted(&self, slot: u64, who: Who, pin: &[u8]) -> Result<Opened> {
        let record = self.database.read(|connection| self.record(connection, slot))?;
        let usable = record.pin(who).ok_or_else(|| not_set(who))?;
        if usable.failed >= token::TRIES {
            return Err(locked(who));
        }
        let binding = Binding { pepper: &self.pepper, token: (slot, record.epoch), who };
        let opened = self.derive_pin(|| binding.open(pin, Some(usable)))?;
        let pin = usable.sealed().to_vec();
        opened
            .map(|master| Opened { epoch: record.epoch, pin, master })
            .ok_or_else(|| Error::new(ck::CKR_PIN_INCORRECT, "the PIN is wrong"))
    }

    fn derive_pin<T>(&self, call: impl FnOnce() -> Result<T>) -> Result<T> {
        let _turn = self
            .derivations
            .iter()
            .find_map(Mutex::try_lock)
            .or_else(|| self.derivations.first().map(Mutex::lock));
        call()
    }
}

fn not_set(who: Who) -> Error {
    match who {
        Who::User => Error::new(
            ck::CKR_USER_PIN_NOT_INITIALIZED,
            "the user's PIN is not set; the security officer sets it",
        ),
        Who::So => Error::new(ck::CKR_PIN_INCORRECT, "the token is not initialised"),
    }
}

fn locked(who: Who) -> Error {
    Error::new(
        ck::CKR_PIN_LOCKED,
        match who {
            Who::User => {
                "the PIN is locked after too many wrong tries; the security officer unlocks it"
            }
            Who::So => "the security officer's PIN is locked after too many wrong tries",
        },
    )
}

pub(super) fn changed_meanwhile() -> Error {
    Error::new(ck::CKR_PIN_INCORRECT, "somebody else has set another PIN meanwhile")
}
