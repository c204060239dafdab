//! A token's record: what it is called, and its two PINs. A PIN is kept only as what it opens: the token
//! key, sealed under Argon2id (RFC 9106) of the PIN, a salt, and a secret that comes from the root key.
//! The token key is sealed once for the security officer and once for the user, so that the officer can
//! give the user a new PIN without the user's objects being lost.

use super::seal::{self, MasterKey};
use argon2::{Algorithm, Argon2, Params, Version};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};
use std::sync::Arc;
use strongroom_base::{Error, Result, Secret, TokenPolicy, ck};

/// Wrong PINs that lock.
pub const TRIES: u8 = 10;

/// Who a PIN belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// The security officer.
    So,
    /// The user.
    User,
}

impl Who {
    /// As headers have it.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::So => 0,
            Self::User => 1,
        }
    }

    /// Whose number it is.
    pub(super) fn of_number(number: u8) -> Option<Self> {
        [Self::So, Self::User].into_iter().find(|who| who.number() == number)
    }
}

/// What one PIN derivation costs. The default is the floor that OWASP names: 19 MiB, two passes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Cost {
    /// KiB of memory.
    #[n(0)]
    pub memory: u32,
    /// Passes.
    #[n(1)]
    pub passes: u32,
    /// Lanes.
    #[n(2)]
    pub lanes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1 }
    }
}

/// A PIN, as it is kept.
#[derive(Clone, Encode, Decode)]
pub struct PinRecord {
    #[n(0)]
    salt: ByteArray<16>,
    #[n(1)]
    cost: Cost,
    #[n(2)]
    sealed: ByteVec,
    /// Tries since the last right one.
    #[n(3)]
    pub failed: u8,
    /// Whether its owner has yet to change it.
    #[n(4)]
    pub to_be_changed: bool,
}

impl PinRecord {
    /// What the PIN opens, sealed. Another one after each change of the PIN.
    pub(super) fn sealed(&self) -> &[u8] {
        &self.sealed
    }
}

/// A token, as it is kept.
#[derive(Clone, Encode, Decode)]
pub struct TokenRecord {
    /// Goes up with each change.
    #[n(0)]
    pub version: u64,
    /// Another one after each initialisation.
    #[n(1)]
    pub epoch: u64,
    /// Padded with blanks.
    #[n(2)]
    pub label: ByteArray<32>,
    /// Padded with blanks.
    #[n(3)]
    pub serial: ByteArray<16>,
    /// `None` until the token is initialised.
    #[n(5)]
    pub so: Option<PinRecord>,
    /// `None` until the security officer has set it.
    #[n(6)]
    pub user: Option<PinRecord>,
    /// `None` is the standard profile.
    #[n(7)]
    pub policy: Option<TokenPolicy>,
}

impl TokenRecord {
    /// The record as bytes.
    pub fn encode(&self) -> Vec<u8> {
        // Writing to a vector cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// The PIN of somebody.
    pub fn pin(&self, who: Who) -> Option<&PinRecord> {
        match who {
            Who::So => self.so.as_ref(),
            Who::User => self.user.as_ref(),
        }
    }

    /// The place of somebody's PIN.
    pub fn pin_mut(&mut self, who: Who) -> &mut Option<PinRecord> {
        match who {
            Who::So => &mut self.so,
            Who::User => &mut self.user,
        }
    }
}

/// A token, for those who ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Whether it is initialised.
    pub initialised: bool,
    /// Another one after each initialisation.
    pub epoch: u64,
    /// Padded with blanks.
    pub label: [u8; 32],
    /// Padded with blanks.
    pub serial: [u8; 16],
    /// What its security officer has decided.
    pub policy: Arc<TokenPolicy>,
    /// The security officer's PIN.
    pub so: PinState,
    /// The user's PIN.
    pub user: PinState,
}

/// A PIN, for those who ask.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PinState {
    /// Whether it is set.
    pub initialised: bool,
    /// Whether its owner has yet to change it.
    pub to_be_changed: bool,
    /// Wrong tries until it locks.
    pub tries_left: u8,
    /// Whether the last try was wrong.
    pub last_try_failed: bool,
}

impl From<&TokenRecord> for Token {
    fn from(record: &TokenRecord) -> Self {
        let state = |pin: &Option<PinRecord>| PinState {
            initialised: pin.is_some(),
            to_be_changed: pin.as_ref().is_some_and(|p| p.to_be_changed),
            tries_left: pin.as_ref().map_or(TRIES, |p| TRIES.saturating_sub(p.failed)),
            last_try_failed: pin.as_ref().is_some_and(|p| p.failed > 0),
        };
        Self {
            initialised: record.so.is_some(),
            epoch: record.epoch,
            label: *record.label,
            serial: *record.serial,
            policy: Arc::new(record.policy.clone().unwrap_or_default()),
            so: state(&record.so),
            user: state(&record.user),
        }
    }
}

fn text(padded: &[u8]) -> String {
    String::from_utf8_lossy(padded).trim_end_matches([' ', '\0']).to_owned()
}

impl Token {
    /// The label without its padding.
    pub fn label_text(&self) -> String {
        text(&self.label)
    }

    /// The serial number without its padding.
    pub fn serial_text(&self) -> String {
        text(&self.serial)
    }
}

/// What a PIN is bound to besides itself.
pub struct Binding<'a> {
    /// Comes from the root key.
    pub pepper: &'a Secret,
    /// The slot and the epoch of the token.
    pub token: (u64, u64),
    /// Whose PIN.
    pub who: Who,
}

impl Binding<'_> {
    fn header(&self) -> Vec<u8> {
        [self.token.0, self.token.1, self.who.number().into()]
            .iter()
            .flat_map(|n| n.to_be_bytes())
            .collect()
    }

    fn key(&self, pin: &[u8], salt: &[u8; 16], cost: Cost) -> Result<Secret> {
        let failed =
            |_| Error::new(ck::CKR_DEVICE_ERROR, "a PIN's derivation parameters are not usable");
        let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(seal::KEY_LEN))
            .map_err(failed)?;
        let mut key = Secret::zeroed(seal::KEY_LEN);
        Argon2::new_with_secret(self.pepper.expose(), Algorithm::Argon2id, Version::V0x13, params)
            .and_then(|argon2| argon2.hash_password_into(pin, salt, key.expose_mut()))
            .map_err(failed)?;
        Ok(key)
    }

    /// Keeps the token key under a PIN.
    pub fn seal(&self, pin: &[u8], token_key: &MasterKey, cost: Cost) -> Result<PinRecord> {
        let salt = seal::random::<16>()?;
        let key = self.key(pin, &salt, cost)?;
        let sealed = seal::seal(key.expose(), &self.header(), token_key.expose())?;
        Ok(PinRecord {
            salt: salt.into(),
            cost,
            sealed: sealed.into(),
            failed: 0,
            to_be_changed: false,
        })
    }

    /// The token key, if the PIN is right. Takes as long when there is no PIN to compare with.
    pub fn open(&self, pin: &[u8], record: Option<&PinRecord>) -> Result<Option<MasterKey>> {
        let (salt, cost) = record.map_or(([0; 16], Cost::default()), |r| (*r.salt, r.cost));
        let key = self.key(pin, &salt, cost)?;
        Ok(record
            .and_then(|record| seal::open(key.expose(), &self.header(), &record.sealed))
            .and_then(|clear| MasterKey::from_bytes(clear.expose())))
    }
}
