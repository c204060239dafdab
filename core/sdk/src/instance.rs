//! Making an embedded instance and looking it over: what is done to an instance rather than through it.

use crate::url::Place;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use strongroom_base::limits::{DEFAULT_SLOTS, DEFAULT_SO_PIN, DEFAULT_USER_PIN, LABEL_LEN};
use strongroom_base::{Error, Profile, Result, Secret, TokenPolicy, ck};
use strongroom_engine::keystore::{Cost, Keystore, NewToken, Who};
use strongroom_engine::random;

pub use strongroom_engine::keystore::Finding;

/// The most slots of one instance.
pub const MAX_SLOTS: u64 = 4096;

/// What a new instance shall be.
#[derive(Clone, Debug)]
pub struct NewInstance {
    /// How many slots: 1 to [`MAX_SLOTS`].
    pub slots: u64,
    /// Tokens are labelled with this and the slot's number.
    pub label: String,
    /// Whether each token gets random PINs rather than the known ones for tests.
    pub production: bool,
    /// Whether tokens are left as they are before `C_InitToken`: without label and PINs.
    pub blank: bool,
    /// How much its tokens allow.
    pub profile: Profile,
}

impl Default for NewInstance {
    fn default() -> Self {
        Self {
            slots: DEFAULT_SLOTS,
            label: "strongroom".into(),
            production: false,
            blank: false,
            profile: Profile::Standard,
        }
    }
}

/// A token that was made.
pub struct Made {
    /// The slot it is in.
    pub slot: u64,
    /// Its label.
    pub label: String,
    /// The security officer's PIN.
    pub so_pin: Secret,
    /// The user's PIN.
    pub user_pin: Secret,
}

/// The directory of an embedded instance. `CKR_ARGUMENTS_BAD` for a URL of something else
pub fn directory(url: &str) -> Result<PathBuf> {
    match Place::parse(url)? {
        Place::Directory(path) => Ok(path),
        Place::Service(_) | Place::Module(_) | Place::Elsewhere(_) => Err(Error::new(
            ck::CKR_ARGUMENTS_BAD,
            format!("an instance is looked after in its directory, not through {url}"),
        )),
    }
}

/// A label as tokens have it: 32 bytes, padded with blanks. `CKR_ARGUMENTS_BAD` when it is longer
pub fn padded_label(label: &str) -> Result<[u8; LABEL_LEN]> {
    let mut padded = [b' '; LABEL_LEN];
    padded
        .get_mut(..label.len())
        .ok_or_else(|| {
            Error::new(
                ck::CKR_ARGUMENTS_BAD,
                format!(
                    "a token's label has at most {LABEL_LEN} bytes; this one has {}",
                    label.len()
                ),
            )
        })?
        .copy_from_slice(label.as_bytes());
    Ok(padded)
}

/// Makes an instance in a directory; `progress` is called after each token. `CKR_FUNCTION_REJECTED` when
/// there is one already: nothing is changed then.
pub fn create(dir: &Path, new: &NewInstance, progress: impl FnMut(u64)) -> Result<Vec<Made>> {
    if !(1..=MAX_SLOTS).contains(&new.slots) {
        return Err(Error::new(
            ck::CKR_ARGUMENTS_BAD,
            format!("an instance has 1 to {MAX_SLOTS} slots"),
        ));
    }
    let mut made = Vec::new();
    for slot in 0..new.slots {
        let (so_pin, user_pin) = if new.production {
            (random_pin()?, random_pin()?)
        } else {
            (Secret::from(DEFAULT_SO_PIN.as_bytes()), Secret::from(DEFAULT_USER_PIN.as_bytes()))
        };
        made.push(Made { slot, label: format!("{}-{slot}", new.label), so_pin, user_pin });
    }
    let mut tokens = Vec::new();
    for token in &made {
        tokens.push(NewToken {
            slot: token.slot,
            label: padded_label(if new.blank { "" } else { &token.label })?,
            pins: (!new.blank).then(|| (token.so_pin.expose(), token.user_pin.expose())),
            to_be_changed: !new.production,
            policy: TokenPolicy { profile: new.profile, ..TokenPolicy::default() },
        });
    }
    Keystore::create(dir, &tokens, Cost::default(), progress)?;
    Ok(made)
}

/// Looks an instance over. With the user's PIN of a slot, the records of its private objects are opened
/// too.
pub fn check(dir: &Path, pins: &BTreeMap<u64, Secret>) -> Result<Vec<Finding>> {
    let keystore = Keystore::open(dir)?;
    let mut keys = BTreeMap::new();
    for (slot, pin) in pins {
        keys.insert(*slot, keystore.login(*slot, Who::User, pin.expose())?);
    }
    Ok(keystore.check(&keys))
}

/// Twelve characters without those that are easily mistaken: 60 bits.
fn random_pin() -> Result<Secret> {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut pin = Secret::zeroed(12);
    random::fill(pin.expose_mut())?;
    for byte in pin.expose_mut() {
        *byte = ALPHABET.get(usize::from(*byte % 32)).copied().unwrap_or(b'a');
    }
    Ok(pin)
}
