//! The clients of an instance: who may connect, and which slots exist for each. They stand in one file,
//! which is read again when it has changed; whoever holds a client's identity sees at once that it was
//! revoked.

use crate::authority::{Authority, Issued, random_bytes};
use crate::files::Files;
use aws_lc_rs::digest;
use parking_lot::{Mutex, RwLock};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use strongroom_base::{Error, Result, ck};
use strongroom_wire::Bundle;
use time::{Duration, OffsetDateTime};

const FILE: &str = "clients.toml";
const PREFACE: &str = "# The clients of this instance; `strongroom client` changes them.\n";

/// A client, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Client {
    /// What it is called; no two that are not revoked have one name.
    pub name: String,
    /// What it is known by, for ever.
    pub id: String,
    /// The slots that exist for it; all where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slots: Option<Vec<u64>>,
    /// When it was added.
    #[serde(with = "time::serde::rfc3339")]
    pub created: OffsetDateTime,
    /// When it was revoked, if it was.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "time::serde::rfc3339::option"
    )]
    pub revoked: Option<OffsetDateTime>,
    /// Its certificates.
    #[serde(default, rename = "certificate")]
    pub certificates: Vec<Certificate>,
}

/// A client's certificate, as it is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Certificate {
    /// SHA-256 of its DER, in hexadecimal digits.
    pub fingerprint: String,
    /// Until when it is good.
    #[serde(with = "time::serde::rfc3339")]
    pub expires: OffsetDateTime,
}

#[derive(Default, Serialize, Deserialize)]
struct Table {
    #[serde(default, rename = "client")]
    clients: Vec<Client>,
}

/// A client that is connected.
#[derive(Debug)]
pub struct Identity {
    /// What it is called.
    pub name: String,
    /// What it is known by, for ever.
    pub id: String,
    /// The slots that exist for it.
    pub slots: Option<Vec<u64>>,
    welcome: AtomicBool,
}

impl Identity {
    /// One that is welcome.
    pub fn new(name: String, id: String, slots: Option<Vec<u64>>) -> Self {
        Self { name, id, slots, welcome: AtomicBool::new(true) }
    }

    /// Whether it may still be here: false once it was revoked, or its slots were changed.
    pub fn is_welcome(&self) -> bool {
        self.welcome.load(Ordering::Acquire)
    }

    /// Its name, with what tells it from others that had the name.
    pub fn known_as(&self) -> String {
        format!("{}#{}", self.name, self.id.get(..8).unwrap_or(&self.id))
    }
}

/// Why a certificate that the authority signed is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unwelcome {
    /// Its client was revoked, or has a newer one.
    Revoked,
    /// No client has it.
    Unknown,
    /// Its time is over.
    Expired,
}

/// The clients of an instance.
pub struct Clients {
    files: Files,
    live: RwLock<Live>,
    /// One reads the file again at a time, so that what is older never replaces what is newer.
    reading: Mutex<()>,
}

#[derive(Default)]
struct Live {
    /// What tells one state of the file from another.
    stamp: Option<(u64, i64, i64, u64)>,
    /// How often it has changed.
    changes: u64,
    by_certificate: HashMap<String, Known>,
}

/// A certificate that the list has.
#[derive(Clone)]
struct Known {
    identity: Result<Arc<Identity>, Unwelcome>,
    expires: OffsetDateTime,
}

impl Known {
    fn now(&self) -> Result<Arc<Identity>, Unwelcome> {
        let identity = self.identity.clone()?;
        if self.expires < OffsetDateTime::now_utc() {
            Err(Unwelcome::Expired)
        } else {
            Ok(identity)
        }
    }
}

impl Clients {
    /// The clients of the instance in a directory.
    pub fn open(instance: &Path) -> Result<Self> {
        let files = Files::open(instance)?;
        let clients = Self { files, live: RwLock::default(), reading: Mutex::default() };
        clients.refresh()?;
        Ok(clients)
    }

    /// All of them, as they are kept.
    pub fn list(&self) -> Result<Vec<Client>> {
        Ok(self.table()?.clients)
    }

    /// Adds a client and gives what makes a machine this client. `CKR_ARGUMENTS_BAD` for a name that is
    /// none, `CKR_FUNCTION_REJECTED` for one that another has
    pub fn add(
        &self,
        authority: &Authority,
        name: &str,
        slots: Option<Vec<u64>>,
        time: Duration,
        url: Option<String>,
    ) -> Result<Bundle> {
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if name.is_empty() || name.len() > 64 || !name.chars().all(fits) {
            return Err(Error::new(
                ck::CKR_ARGUMENTS_BAD,
                "a client's name has 1 to 64 letters, digits, dots, hyphens and underscores",
            ));
        }
        let id: String = random_bytes::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect();
        let issued = authority.issue_client(name, &id, time)?;
        self.change(|table| {
            if table.clients.iter().any(|c| c.name == name && c.revoked.is_none()) {
                return Err(Error::new(
                    ck::CKR_FUNCTION_REJECTED,
                    format!("there is a client \"{name}\" already"),
                ));
            }
            table.clients.push(Client {
                name: name.to_owned(),
                id,
                slots,
                created: OffsetDateTime::now_utc(),
                revoked: None,
                certificates: vec![Certificate::of(&issued)],
            });
            Ok(())
        })?;
        Ok(bundle(authority, name, issued, url))
    }

    /// Gives a client a new certificate. The old ones stay good until they expire, unless `only`.
    pub fn renew(
        &self,
        authority: &Authority,
        name: &str,
        time: Duration,
        url: Option<String>,
        only: bool,
    ) -> Result<Bundle> {
        let issued = self.change(|table| {
            let client = active(table, name)?;
            let issued = authority.issue_client(name, &client.id, time)?;
            let now = OffsetDateTime::now_utc();
            client.certificates.retain(|certificate| !only && certificate.expires > now);
            client.certificates.push(Certificate::of(&issued));
            Ok(issued)
        })?;
        Ok(bundle(authority, name, issued, url))
    }

    /// Revokes a client: its connections end, its applications are closed, its tickets are worth nothing.
    pub fn revoke(&self, name: &str) -> Result<()> {
        self.change(|table| {
            active(table, name)?.revoked = Some(OffsetDateTime::now_utc());
            Ok(())
        })
    }

    /// Whose certificate this is, which the authority has signed. Who was added or revoked just now is so
    /// already: the file is looked at.
    pub fn admit(&self, der: &[u8]) -> Result<Arc<Identity>, Unwelcome> {
        if let Err(error) = self.refresh() {
            tracing::error!("{error}");
        }
        let live = self.live.read();
        live.by_certificate.get(&fingerprint(der)).map_or(Err(Unwelcome::Unknown), Known::now)
    }

    /// Whether a certificate that was accepted still is: its client is welcome, its time is not over, and
    /// no newer one has taken its place.
    pub fn admits(&self, fingerprint: &str) -> bool {
        self.live.read().by_certificate.get(fingerprint).is_some_and(|known| known.now().is_ok())
    }

    /// Whether a client is there and not revoked.
    pub fn has(&self, id: &str) -> bool {
        let live = self.live.read();
        live.by_certificate.values().flat_map(|known| &known.identity).any(|it| it.id == id)
    }

    /// How often the list has changed since it was opened. Whoever has to act on changes compares this:
    /// anybody may be the first to see one.
    pub fn changes(&self) -> u64 {
        self.live.read().changes
    }

    /// Reads the file again if it has changed.
    pub fn refresh(&self) -> Result<()> {
        let _one = self.reading.lock();
        let stamp = std::fs::metadata(self.files.path(FILE))
            .map(|m| (m.ino(), m.mtime(), m.mtime_nsec(), m.len()))
            .ok();
        if stamp == self.live.read().stamp {
            return Ok(());
        }
        let table = self.table()?;
        let mut live = self.live.write();
        let before = std::mem::take(&mut live.by_certificate);
        let mut kept: HashMap<String, Arc<Identity>> = HashMap::new();
        for identity in before.values().flat_map(|known| &known.identity) {
            kept.insert(identity.id.clone(), Arc::clone(identity));
        }
        for client in table.clients {
            let same = kept
                .remove(&client.id)
                .filter(|identity| client.revoked.is_none() && identity.slots == client.slots);
            let identity = same
                .unwrap_or_else(|| Arc::new(Identity::new(client.name, client.id, client.slots)));
            for certificate in client.certificates {
                let answer = match client.revoked {
                    None => Ok(Arc::clone(&identity)),
                    Some(_) => Err(Unwelcome::Revoked),
                };
                let known = Known { identity: answer, expires: certificate.expires };
                live.by_certificate.insert(certificate.fingerprint, known);
            }
        }
        let live_ones: HashSet<_> = live
            .by_certificate
            .values()
            .flat_map(|known| &known.identity)
            .map(Arc::as_ptr)
            .collect();
        for identity in before.values().flat_map(|known| &known.identity) {
            if !live_ones.contains(&Arc::as_ptr(identity)) {
                identity.welcome.store(false, Ordering::Release);
            }
        }
        live.stamp = stamp;
        live.changes += 1;
        Ok(())
    }

    fn table(&self) -> Result<Table> {
        let Some(text) = self.files.read(FILE)? else { return Ok(Table::default()) };
        toml::from_str(&text).map_err(|error| {
            let why = error.message();
            Error::new(ck::CKR_DEVICE_ERROR, format!("the file network/{FILE}: {why}"))
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut Table) -> Result<T>) -> Result<T> {
        let writing = self.files.writing()?;
        let mut table = self.table()?;
        let answer = change(&mut table)?;
        let text = toml::to_string(&table)
            .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the clients cannot be written"))?;
        self.files.replace(&writing, FILE, &format!("{PREFACE}{text}"))?;
        drop(writing);
        self.refresh()?;
        Ok(answer)
    }
}

impl Certificate {
    fn of(issued: &Issued) -> Self {
        Self { fingerprint: fingerprint(&issued.der), expires: issued.expires }
    }
}

/// What a certificate is known by.
pub fn fingerprint(der: &[u8]) -> String {
    digest::digest(&digest::SHA256, der).as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

fn active<'t>(table: &'t mut Table, name: &str) -> Result<&'t mut Client> {
    let found = table.clients.iter_mut().find(|c| c.name == name && c.revoked.is_none());
    found.ok_or_else(|| Error::new(ck::CKR_ARGUMENTS_BAD, format!("there is no client \"{name}\"")))
}

fn bundle(authority: &Authority, name: &str, issued: Issued, url: Option<String>) -> Bundle {
    Bundle {
        name: name.to_owned(),
        url,
        server: authority.name().to_owned(),
        authority: authority.certificate().to_owned(),
        certificate: issued.certificate,
        key: issued.key,
    }
}
