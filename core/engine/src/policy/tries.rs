//! How often a strict token lets somebody try what does not unwrap. Whoever offers noise until some of it is
//! taken for a key, or a wrapped key with a byte changed each time, needs many tries; whoever has the wrong
//! key at hand needs a few. So failures are counted, for each key and for all keys of a token together, and
//! apart for each identity, so that nobody's failures are in another's way. From a number of them on, the
//! key rests after each failure, twice as long each time: meanwhile nothing is tried, and the answer is
//! `CKR_TOKEN_RESOURCE_EXCEEDED`, which says nothing of what was offered. What succeeds changes nothing, or an
//! attacker would have his own blobs between his tries. Only time forgets.
//!
//! The specification does not list that value for `C_UnwrapKey`. Those that it lists either speak of the key or of
//! what is unwrapped, which would be said of data that nobody looked at, or say of no cause (`CKR_FUNCTION_FAILED`,
//! `CKR_DEVICE_ERROR`), and programs then give up; this one says what it is: not now, later.
//!
//! The standard profile counts nothing.

use std::time::{Duration, Instant};
use strongroom_base::{Error, Result, ck};

/// Failures with one key before it rests.
pub const WITH_ONE_KEY: u32 = 32;
/// Failures with all keys of a token before the token rests.
pub const WITH_ALL_KEYS: u32 = 1024;
/// After so long without a failure, those before are forgotten.
const MEMORY: Duration = Duration::from_secs(600);
/// How long the first rest is.
const REST: Duration = Duration::from_secs(4);
/// How often the rest becomes twice as long, at most: to 64 s.
const DOUBLED: u32 = 4;

/// The failures of one identity, with one key or with all.
#[derive(Clone, Copy, Debug)]
pub struct Tries {
    allowance: u32,
    failed: u32,
    last: Instant,
}

impl Tries {
    /// None yet, of so many without a rest.
    pub fn new(allowance: u32, now: Instant) -> Self {
        Self { allowance, failed: 0, last: now }
    }

    /// Whether something may be tried. Where the rests have begun, one try is let through after each, however
    /// many threads ask. `CKR_TOKEN_RESOURCE_EXCEEDED`
    pub fn one_more(&mut self, now: Instant) -> Result<()> {
        if self.failed < self.allowance || self.is_forgotten(now) {
            return Ok(());
        }
        let doubled = (self.failed - self.allowance).min(DOUBLED);
        let left = (REST * (1 << doubled)).saturating_sub(self.since(now));
        if left.is_zero() {
            self.last = now;
            return Ok(());
        }
        let why = format!(
            "after {} failures nothing is unwrapped here for another {} s",
            self.failed,
            left.as_secs() + 1
        );
        Err(Error::new(ck::CKR_TOKEN_RESOURCE_EXCEEDED, why))
    }

    /// What was tried has failed.
    pub fn failed(&mut self, now: Instant) {
        if self.is_forgotten(now) {
            self.failed = 0;
        }
        self.failed = self.failed.saturating_add(1);
        self.last = now;
    }

    /// Whether the last failure is so long ago that none counts any more.
    pub fn is_forgotten(&self, now: Instant) -> bool {
        self.since(now) >= MEMORY
    }

    fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_and_are_forgotten() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut tries = Tries::new(3, start);
        for _ in 0..3 {
            tries.one_more(start).unwrap();
            tries.failed(start);
        }
        assert!(tries.one_more(start).unwrap_err().is(ck::CKR_TOKEN_RESOURCE_EXCEEDED));
        let mut now = 0;
        for rest in [4, 8, 16, 32, 64, 64, 64] {
            assert!(tries.one_more(at(now + rest - 1)).is_err());
            now += rest;
            // One try after the rest, for whoever comes first.
            tries.one_more(at(now)).unwrap();
            assert!(tries.one_more(at(now)).is_err());
            tries.failed(at(now));
        }
        assert!(!tries.is_forgotten(at(now + 599)) && tries.is_forgotten(at(now + 600)));
        for _ in 0..3 {
            tries.one_more(at(now + 600)).unwrap();
            tries.failed(at(now + 600));
        }
        assert!(tries.one_more(at(now + 600)).is_err());
    }
}
