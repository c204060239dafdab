//! The keystore: an instance's tokens and their objects on disk. In come plain bodies with the terms
//! they are to be found by, and PINs; out go bodies, object numbers, and exact failures. What was
//! acknowledged is durable, what was not is absent or whole. Nothing here knows what an attribute means.
//!
//! Layers, from the outside in: this file and `objects` and `pins` (what the engine calls), `token` (a
//! token's record),
//! `manifest` (nothing is swapped, replayed or lost), `seal` (nothing is read or altered), `database`
//! (transactions), `files` (who may touch what). A distributed store would take the place of `database`.
//!
//! A whole directory put back to an older state cannot be noticed without an anchor outside of it.

mod check;
mod database;
mod files;
pub(crate) mod manifest;
mod objects;
mod pins;
mod seal;
#[cfg(test)]
mod tests;
mod ticket;
pub(crate) mod token;

pub use check::Finding;
pub use objects::{Batch, Loaded, Put, Term};
pub use token::{Cost, PinState, Token, Who};

use crate::ffi::copies::Claim;
use crate::ffi::shared_counter::SharedCounter;
use database::{Database, failed};
use files::Files;
use manifest::{ManifestKeys, Root, damaged, number};
use parking_lot::Mutex;
use pins::changed_meanwhile;
use rusqlite::{Connection, OptionalExtension, params};
use seal::ObjectKeys;
pub(crate) use seal::{MasterKey, open as open_sealed, seal as seal_bytes};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use strongroom_base::{Error, Result, Secret, TokenPolicy, Watcher, ck};
use token::{Binding, PinRecord, TokenRecord};

/// How many PINs are derived at the same time: each derivation takes memory.
const DERIVATIONS: usize = 4;

/// An open instance.
pub struct Keystore {
    files: Files,
    database: Database,
    root: MasterKey,
    pepper: Secret,
    generation: SharedCounter,
    public: Mutex<HashMap<(u64, u64), Arc<PublicKeys>>>,
    queue: objects::Queue,
    derivations: [Mutex<()>; DERIVATIONS],
    /// Dropped last, when the database is closed.
    #[allow(dead_code)]
    claim: Option<Claim>,
}

/// The keys of a token that need no PIN.
struct PublicKeys {
    objects: ObjectKeys,
    manifest: ManifestKeys,
}

/// What a login gives: the keys of a token's private objects. Wiped when the last copy goes.
#[derive(Clone)]
pub struct TokenKeys(Arc<PrivateKeys>);

struct PrivateKeys {
    who: Who,
    epoch: u64,
    /// What the PIN of the login opened, sealed: with another PIN it is another.
    pin: Vec<u8>,
    master: MasterKey,
    objects: ObjectKeys,
}

impl TokenKeys {
    fn new(slot: u64, who: Who, opened: Opened) -> Self {
        let Opened { epoch, pin, master } = opened;
        let objects = ObjectKeys::new(&master, slot, epoch);
        Self(Arc::new(PrivateKeys { who, epoch, pin, master, objects }))
    }

    /// Whose login gave them.
    pub fn who(&self) -> Who {
        self.0.who
    }

    /// Whether others are of the same token and the same user.
    pub fn same_login(&self, other: &Self) -> bool {
        (self.0.who, self.0.epoch) == (other.0.who, other.0.epoch)
    }
}

/// What a PIN opens: the token key. With it, the token's initialisation and the PIN as it was kept.
struct Opened {
    epoch: u64,
    pin: Vec<u8>,
    master: MasterKey,
}

/// A token of a new instance.
pub struct NewToken<'a> {
    /// The slot it is in.
    pub slot: u64,
    /// Padded with blanks.
    pub label: [u8; 32],
    /// The security officer's PIN and the user's; without them the token is not initialised yet.
    pub pins: Option<(&'a [u8], &'a [u8])>,
    /// Whether both have yet to be changed by their owners.
    pub to_be_changed: bool,
    /// What it allows.
    pub policy: TokenPolicy,
}

impl Keystore {
    /// Tells somebody how long each use of it takes from now on.
    pub fn watch(&self, watcher: Watcher) {
        self.database.watch(watcher);
    }

    /// Whether there is an instance in a directory.
    pub fn exists(dir: &Path) -> bool {
        Files::new(dir).exist()
    }

    /// Makes an instance; `made` is called after each token. There is none until all is done.
    /// `CKR_FUNCTION_REJECTED` when there is an instance already, which is not touched.
    pub fn create(
        dir: &Path,
        tokens: &[NewToken<'_>],
        cost: Cost,
        mut made: impl FnMut(u64),
    ) -> Result<()> {
        let there_is_one = || {
            Error::new(
                ck::CKR_FUNCTION_REJECTED,
                format!("{} holds an instance already; nothing was changed", dir.display()),
            )
        };
        if Self::exists(dir) {
            return Err(there_is_one());
        }
        let files = Files::new(dir);
        let _lock = files.prepare()?;
        if files.exist() {
            return Err(there_is_one());
        }
        files.remove_unfinished();
        let root = MasterKey::random()?;
        files.write_root_key(&root)?;
        files.open_generation()?;
        let path = files.new_database();
        let connection = Database::create(&path)?;
        rustix::fs::chmod(&path, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).map_err(|e| {
            Error::new(
                ck::CKR_DEVICE_ERROR,
                format!("{}: its mode cannot be set: {e}", path.display()),
            )
        })?;
        let pepper = root.derive("PIN", &[]);
        for token in tokens {
            let epoch = u64::from_be_bytes(seal::random::<8>()?) >> 1;
            let token_key = MasterKey::random()?;
            let pin = |who, pin: &[u8]| -> Result<PinRecord> {
                let binding = Binding { pepper: &pepper, token: (token.slot, epoch), who };
                let mut record = binding.seal(pin, &token_key, cost)?;
                record.to_be_changed = token.to_be_changed;
                Ok(record)
            };
            let (so, user) = match token.pins {
                Some((so, user)) => (Some(pin(Who::So, so)?), Some(pin(Who::User, user)?)),
                None => (None, None),
            };
            let record = TokenRecord {
                version: 1,
                epoch,
                label: token.label.into(),
                serial: new_serial()?.into(),
                so,
                user,
                policy: Some(token.policy.clone()),
            };
            let keys = public_keys(&root, token.slot, epoch);
            write_record(&connection, &root, token.slot, &record)?;
            let fresh = Root { token_version: 1, ..Root::default() };
            manifest::write_root(&connection, &keys.manifest, token.slot, &fresh)?;
            made(token.slot);
        }
        connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .and_then(|()| connection.close().map_err(|(_, error)| error))
            .map_err(failed)?;
        files.publish_database()
    }

    /// Opens the instance in a directory. `CKR_TOKEN_NOT_PRESENT` when there is none,
    /// `CKR_TOKEN_NOT_RECOGNIZED` when it is of a newer version, `CKR_DEVICE_ERROR` when its files are not
    /// as they must be; the sentence names the file.
    pub fn open(dir: &Path) -> Result<Self> {
        let files = Files::new(dir);
        if !files.exist() {
            return Err(Error::new(
                ck::CKR_TOKEN_NOT_PRESENT,
                format!("there is no instance in {}; run `strongroom init`", dir.display()),
            ));
        }
        let (file, writable) = files.open_generation()?;
        files.check()?;
        let claim = files.claim()?;
        let root = files.read_root_key()?;
        let generation = SharedCounter::new(&file, writable).map_err(|error| {
            Error::new(ck::CKR_DEVICE_ERROR, format!("the generation file cannot be used: {error}"))
        })?;
        Ok(Self {
            database: Database::open(&files)?,
            files,
            pepper: root.derive("PIN", &[]),
            root,
            generation,
            public: Mutex::default(),
            queue: objects::Queue::default(),
            derivations: Default::default(),
            claim,
        })
    }

    /// Another number after every change by any process, also of one that was killed before it could tell of
    /// it. A few loads from memory.
    pub fn generation(&self) -> u64 {
        (self.generation.get() << 32) | u64::from(self.database.state())
    }

    /// Has everybody who has the instance open look at it anew.
    pub fn touch(&self) {
        self.generation.advance();
    }

    /// Whether nothing can be changed.
    pub fn is_read_only(&self) -> bool {
        self.database.is_read_only()
    }

    /// A key of this instance for one purpose.
    pub fn derive(&self, purpose: &str) -> Secret {
        self.root.derive(purpose, &[])
    }

    /// The slots, in ascending order.
    pub fn slots(&self) -> Result<Vec<u64>> {
        self.database.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT slot FROM tokens ORDER BY slot")
                .map_err(failed)?;
            let slots: rusqlite::Result<Vec<i64>> =
                statement.query_map([], |row| row.get(0)).map_err(failed)?.collect();
            Ok(slots.map_err(failed)?.into_iter().filter_map(|s| u64::try_from(s).ok()).collect())
        })
    }

    /// The token in a slot. `CKR_SLOT_ID_INVALID`
    pub fn token(&self, slot: u64) -> Result<Token> {
        self.newest_record(slot).map(|(record, _)| Token::from(&record))
    }

    /// A token's record, which is the newest one, and its root, as they are at one moment.
    fn newest_record(&self, slot: u64) -> Result<(TokenRecord, Root)> {
        self.database.snapshot(|connection| {
            let record = self.record(connection, slot)?;
            let root = self.newest(connection, slot, &record)?;
            Ok((record, root))
        })
    }

    fn record(&self, connection: &Connection, slot: u64) -> Result<TokenRecord> {
        let missing = || Error::new(ck::CKR_SLOT_ID_INVALID, format!("there is no slot {slot}"));
        let key = number(slot).map_err(|_| missing())?;
        let sealed: Option<Vec<u8>> = connection
            .prepare_cached("SELECT sealed FROM tokens WHERE slot = ?1")
            .and_then(|mut s| s.query_row([key], |row| row.get(0)).optional())
            .map_err(failed)?;
        let sealed = sealed.ok_or_else(missing)?;
        let clear = seal::open(record_key(&self.root, slot).expose(), &slot.to_be_bytes(), &sealed)
            .ok_or_else(|| damaged(slot, "the token's record is damaged"))?;
        minicbor::decode(clear.expose())
            .map_err(|_| damaged(slot, "the token's record cannot be read"))
    }

    /// Checks that a token's record is the newest one, so that an older one with fewer tries on it, or with
    /// another policy, is not taken. Both are read in one transaction: somebody may change them in between.
    fn newest(&self, connection: &Connection, slot: u64, record: &TokenRecord) -> Result<Root> {
        let keys = self.public(slot, record.epoch);
        let root = manifest::read_root(connection, &keys.manifest, slot)?;
        if root.token_version != record.version {
            return Err(damaged(slot, "the token's record was put back to an older state"));
        }
        Ok(root)
    }

    /// Changes a token's record, in a transaction of its own.
    fn change<T>(
        &self,
        slot: u64,
        call: impl FnOnce(&Connection, &mut TokenRecord) -> Result<T>,
    ) -> Result<T> {
        let answer = self.database.write(|connection| {
            let mut record = self.record(connection, slot)?;
            self.newest(connection, slot, &record)?;
            let answer = call(connection, &mut record)?;
            record.version += 1;
            write_record(connection, &self.root, slot, &record)?;
            let keys = &self.public(slot, record.epoch).manifest;
            let mut root = manifest::read_root(connection, keys, slot)?;
            root.token_version = record.version;
            root.count(self.generation.reached(slot));
            manifest::write_root(connection, keys, slot, &root)?;
            Ok((answer, root.changes))
        });
        self.acknowledge(slot, answer)
    }

    /// Tells other processes of a change, and counts it where the database's own files are not.
    fn acknowledge<T>(&self, slot: u64, changed: Result<(T, u64)>) -> Result<T> {
        self.generation.advance();
        let (answer, changes) = changed?;
        self.generation.reach(slot, changes);
        Ok(answer)
    }

    fn public(&self, slot: u64, epoch: u64) -> Arc<PublicKeys> {
        let mut cache = self.public.lock();
        Arc::clone(
            cache
                .entry((slot, epoch))
                .or_insert_with(|| Arc::new(public_keys(&self.root, slot, epoch))),
        )
    }

    /// Initialises a token: its objects are destroyed, its label and security officer's PIN set, its user
    /// PIN unset. A token that is initialised already wants the officer's PIN.
    pub fn init_token(&self, slot: u64, so_pin: &[u8], label: &[u8; 32]) -> Result<()> {
        let opened = match self.token(slot)?.initialised {
            true => Some(self.open_pin(slot, Who::So, so_pin)?.pin),
            false => None,
        };
        let epoch = u64::from_be_bytes(seal::random::<8>()?) >> 1;
        let token_key = MasterKey::random()?;
        let binding = Binding { pepper: &self.pepper, token: (slot, epoch), who: Who::So };
        let mut so = binding.seal(so_pin, &token_key, Cost::default())?;
        let answer = self.database.write(|connection| {
            let old = self.record(connection, slot)?;
            if old.so.as_ref().map(PinRecord::sealed) != opened.as_deref() {
                return Err(changed_meanwhile());
            }
            let key = number(slot)?;
            // Nothing of the new token is lost, whatever the old one's root may be like.
            let before =
                manifest::read_root(connection, &self.public(slot, old.epoch).manifest, slot);
            let changes =
                before.map_or(0, |root| root.changes).max(self.generation.reached(slot)) + 1;
            for table in ["objects", "terms", "buckets", "roots"] {
                connection
                    .execute(&format!("DELETE FROM {table} WHERE slot = ?1"), [key])
                    .map_err(failed)?;
            }
            // It is the PIN that it was.
            so.to_be_changed = old.so.is_some_and(|pin| pin.to_be_changed);
            let record = TokenRecord {
                version: old.version + 1,
                epoch,
                label: (*label).into(),
                serial: old.serial,
                so: Some(so),
                user: None,
                policy: old.policy,
            };
            write_record(connection, &self.root, slot, &record)?;
            let root = Root { token_version: record.version, changes, ..Root::default() };
            manifest::write_root(connection, &self.public(slot, epoch).manifest, slot, &root)?;
            Ok(((), changes))
        });
        self.acknowledge(slot, answer)
    }

    /// Sets a token's policy, for a security officer who logged in to this initialisation of the token.
    /// `CKR_ACTION_PROHIBITED` for another profile while there are objects
    pub fn set_policy(&self, slot: u64, epoch: u64, policy: &TokenPolicy) -> Result<()> {
        self.change(slot, |connection, record| {
            if record.epoch != epoch {
                return Err(initialised_anew());
            }
            let before = record.policy.take().unwrap_or_default();
            if before.profile != policy.profile {
                let objects: bool = connection
                    .query_row(
                        "SELECT EXISTS (SELECT 1 FROM objects WHERE slot = ?1)",
                        [number(slot)?],
                        |row| row.get(0),
                    )
                    .map_err(failed)?;
                if objects {
                    return Err(Error::new(
                        ck::CKR_ACTION_PROHIBITED,
                        "the token has objects that were made under its profile: initialise it anew",
                    ));
                }
            }
            record.policy = Some(policy.clone());
            Ok(())
        })
    }
}

fn record_key(root: &MasterKey, slot: u64) -> Secret {
    root.derive("token record", &[slot])
}

fn write_record(
    connection: &Connection,
    root: &MasterKey,
    slot: u64,
    record: &TokenRecord,
) -> Result<()> {
    let sealed =
        seal::seal(record_key(root, slot).expose(), &slot.to_be_bytes(), &record.encode())?;
    connection
        .prepare_cached("INSERT OR REPLACE INTO tokens (slot, sealed) VALUES (?1, ?2)")
        .and_then(|mut s| s.execute(params![number(slot).unwrap_or(-1), sealed]))
        .map_err(failed)?;
    Ok(())
}

fn public_keys(root: &MasterKey, slot: u64, epoch: u64) -> PublicKeys {
    let mac = root.derive("manifest", &[slot, epoch]);
    PublicKeys {
        objects: ObjectKeys::new(root, slot, epoch),
        manifest: ManifestKeys {
            mac: aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, mac.expose()),
            root: root.derive("manifest root", &[slot, epoch]),
        },
    }
}

/// A serial number: sixteen hexadecimal digits.
fn new_serial() -> Result<[u8; 16]> {
    let mut serial = [0; 16];
    for (digits, byte) in serial.chunks_exact_mut(2).zip(seal::random::<8>()?) {
        for (digit, half) in digits.iter_mut().zip([byte >> 4, byte & 15]) {
            *digit = char::from_digit(u32::from(half), 16).map_or(b'0', |c| c as u8);
        }
    }
    Ok(serial)
}

fn initialised_anew() -> Error {
    Error::new(ck::CKR_USER_NOT_LOGGED_IN, "the token was initialised anew meanwhile")
}
