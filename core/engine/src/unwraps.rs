//! Who has failed to unwrap what, in the tokens of an instance whose profile is strict: what
//! [`crate::policy::tries`] decides on. It is in memory only, and is small: a token that rests hears of few
//! further keys, and what is forgotten goes.

use crate::policy::tries::{Tries, WITH_ALL_KEYS, WITH_ONE_KEY};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::time::Instant;
use strongroom_base::{Result, ck};

/// The failures of an instance, by slot and identity.
#[derive(Default)]
pub struct Unwraps(Mutex<HashMap<u64, HashMap<String, Failures>>>);

/// The failures of one identity with the keys of one token.
struct Failures {
    all: Tries,
    /// By the handle of the key.
    keys: HashMap<u64, Tries>,
}

impl Unwraps {
    /// Tries to unwrap something with a key, unless there were too many failures.
    /// `CKR_TOKEN_RESOURCE_EXCEEDED`, and what `unwrap` says
    pub fn counted<T>(
        &self,
        slot: u64,
        identity: &str,
        key: u64,
        unwrap: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        self.one_more(slot, identity, key, Instant::now())?;
        let made = unwrap();
        // What the device could not do says nothing of what was offered.
        if made.as_ref().is_err_and(|error| !error.is(ck::CKR_DEVICE_ERROR)) {
            self.failed(slot, identity, key, Instant::now());
        }
        made
    }

    fn one_more(&self, slot: u64, identity: &str, key: u64, now: Instant) -> Result<()> {
        let mut slots = self.0.lock();
        let Some(failures) = slots.get_mut(&slot).and_then(|of| of.get_mut(identity)) else {
            return Ok(());
        };
        failures.keys.get_mut(&key).map_or(Ok(()), |tries| tries.one_more(now))?;
        failures.all.one_more(now)
    }

    fn failed(&self, slot: u64, identity: &str, key: u64, now: Instant) {
        let mut slots = self.0.lock();
        let identities = slots.entry(slot).or_default();
        identities.retain(|_, failures| !failures.all.is_forgotten(now));
        let failures = identities.entry(identity.to_owned()).or_insert_with(|| Failures {
            all: Tries::new(WITH_ALL_KEYS, now),
            keys: HashMap::new(),
        });
        failures.all.failed(now);
        failures.keys.retain(|_, tries| !tries.is_forgotten(now));
        failures.keys.entry(key).or_insert_with(|| Tries::new(WITH_ONE_KEY, now)).failed(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn fails(unwraps: &Unwraps, identity: &str, key: u64, now: Instant) -> bool {
        let may = unwraps.one_more(0, identity, key, now).is_ok();
        if may {
            unwraps.failed(0, identity, key, now);
        }
        may
    }

    #[test]
    fn keys_and_identities_rest_apart() {
        let (unwraps, now) = (Unwraps::default(), Instant::now());
        let tried = (0..1000).filter(|_| fails(&unwraps, "one", 4, now)).count();
        assert_eq!(tried, WITH_ONE_KEY as usize);
        for (slot, identity, key) in [(0, "one", 8), (0, "other", 4), (1, "one", 4)] {
            unwraps.one_more(slot, identity, key, now).unwrap();
        }
        assert!(unwraps.one_more(0, "one", 4, now).is_err());
    }

    #[test]
    fn many_keys_do_not_help_and_are_not_kept() {
        let (unwraps, now) = (Unwraps::default(), Instant::now());
        let tried = (0..100_000).filter(|key| fails(&unwraps, "one", *key, now)).count();
        assert_eq!(tried, WITH_ALL_KEYS as usize);
        let kept = |unwraps: &Unwraps| unwraps.0.lock()[&0]["one"].keys.len();
        assert_eq!(kept(&unwraps), tried);
        let later = now + Duration::from_secs(600);
        assert!(fails(&unwraps, "one", 1, later));
        assert_eq!(kept(&unwraps), 1);
    }
}
