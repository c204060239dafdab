//! The one login that a module has for the process, and the PIN that it was made with. While somebody is
//! logged in, a module answers `CKR_USER_ALREADY_LOGGED_IN` to everybody and looks at no PIN; so the PIN of the
//! next application is compared here, with an Argon2id hash (RFC 9106) that is kept, under a random salt, in
//! locked memory and only until the login ends.

use argon2::{Algorithm, Argon2, Params, Version};
use std::time::Duration;
use strongroom_base::{Error, Pin, Result, Secret, ck};
use strongroom_engine::random;

/// How many wrong PINs are answered before all are refused.
const WRONG_PINS: u32 = 10;
/// How long the answer to a wrong PIN takes.
pub const DELAY: Duration = Duration::from_millis(300);

/// KiB of memory, passes and lanes: what takes some ten milliseconds.
const COST: (u32, u32, u32) = (19 << 10, 2, 1);

/// The module's login.
#[derive(Default)]
pub struct Login {
    /// `CKU_USER` or `CKU_SO`, while somebody is logged in through us.
    pub who: Option<u64>,
    /// How many applications are.
    pub holders: usize,
    pin: Option<Hash>,
    wrong: u32,
}

struct Hash {
    salt: [u8; 16],
    hash: Secret,
}

impl Login {
    /// Somebody has logged in to the module with this PIN, or it has become his. Where it has not been seen, because
    /// the token has a keypad, no other can be compared with it.
    pub fn remember(&mut self, pin: Pin<'_>, name: Option<&[u8]>) -> Result<()> {
        self.pin = None;
        let Some(pin) = pin else { return Ok(()) };
        let mut salt = [0; 16];
        random::fill(&mut salt)?;
        let hash = Secret::locked(derive(&salt, pin, name)?.expose());
        self.pin = Some(Hash { salt, hash });
        Ok(())
    }

    /// Whether this is the PIN. `CKR_PIN_INCORRECT`, after which the caller waits for [`DELAY`] without holding
    /// locks, `CKR_PIN_LOCKED`, and `CKR_FUNCTION_FAILED` where that cannot be known
    pub fn compare(&mut self, pin: Pin<'_>, name: Option<&[u8]>) -> Result<()> {
        if self.wrong >= WRONG_PINS {
            let why =
                "too many PINs were wrong; until all applications have logged out none is accepted";
            return Err(Error::new(ck::CKR_PIN_LOCKED, why));
        }
        let (Some(kept), Some(pin)) = (&self.pin, pin) else {
            let why =
                "somebody is logged in, and no PIN was given with which another can be compared";
            return Err(Error::new(ck::CKR_FUNCTION_FAILED, why));
        };
        if derive(&kept.salt, pin, name)? == kept.hash {
            return Ok(());
        }
        self.wrong += 1;
        Err(Error::new(ck::CKR_PIN_INCORRECT, "the PIN is not that of who is logged in"))
    }
}

/// The hash of a PIN and of the name that goes with it.
fn derive(salt: &[u8; 16], pin: &[u8], name: Option<&[u8]>) -> Result<Secret> {
    let failed = |_| Error::new(ck::CKR_DEVICE_ERROR, "the PIN could not be hashed");
    let mut input = Secret::from(Vec::with_capacity(pin.len() + 64));
    input.extend(&u64::try_from(pin.len()).unwrap_or(u64::MAX).to_be_bytes());
    input.extend(pin);
    input.extend(name.unwrap_or_default());
    let params = Params::new(COST.0, COST.1, COST.2, Some(32)).map_err(failed)?;
    let mut hash = Secret::zeroed(32);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(input.expose(), salt, hash.expose_mut())
        .map_err(failed)?;
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_pin_is_accepted_and_ten_wrong_ones_are_enough() {
        let mut login = Login::default();
        let rv = |answer: Result<()>| answer.map_or_else(|error| error.rv().0, |()| ck::CKR_OK);
        assert_eq!(rv(login.compare(Some(b"1234"), None)), ck::CKR_FUNCTION_FAILED);
        login.remember(Some(b"1234"), None).unwrap();
        assert_eq!(rv(login.compare(Some(b"1234"), None)), ck::CKR_OK);
        assert_eq!(rv(login.compare(None, None)), ck::CKR_FUNCTION_FAILED);
        // A name is no part of a PIN.
        assert_eq!(rv(login.compare(Some(b"123"), Some(b"4"))), ck::CKR_PIN_INCORRECT);
        for pin in ["", "1", "123", "12345", "4321", "1234\0", " 1234", "1234 ", "12 34"] {
            assert_eq!(rv(login.compare(Some(pin.as_bytes()), None)), ck::CKR_PIN_INCORRECT);
        }
        assert_eq!(rv(login.compare(Some(b"1234"), None)), ck::CKR_PIN_LOCKED);
    }
}
