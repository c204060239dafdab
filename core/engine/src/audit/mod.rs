//! The audit log: an append-only record, hash-chained and signed, of management and logins always, and of
//! the use of keys where that is switched on. An operation that must be recorded and cannot be has failed:
//! its result is withheld. `record` is what a record says, `log` how records are written, `verify` how the
//! log is proved and read, `watch` what of an application's operations is recorded.
//!
//! Management and logins are durable before their answer leaves. Uses of keys are gathered for up to
//! [`GATHERED`] before they are written: so much of them can be lost with a crash of the process. A whole
//! directory put back to an older state, log and anchor together, cannot be noticed from inside; export the
//! log to elsewhere for that.

mod log;
mod record;
mod verify;
mod watch;

pub use record::{Event, Record};
pub use verify::Proof;
pub use watch::{Class, Facts, Watched, class};

use log::Log;
use parking_lot::Mutex;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};
use strongroom_base::{Error, Result, Secret, ck};

/// For how long uses of keys are gathered before they are written.
pub const GATHERED: Duration = Duration::from_millis(50);
/// And how many at most.
const MANY: usize = 512;
/// The file whose presence says that uses of keys are recorded.
const KEY_USE: &str = "key-use";

/// The audit log of an instance.
pub struct Audit {
    log: Log,
    key_use: AtomicU8,
    gathered: Mutex<Gathered>,
    /// What waits to be durable, while somebody writes.
    batch: Mutex<Arc<Batch>>,
    /// Whoever writes.
    writing: Mutex<()>,
    /// An instance that cannot be written to has no log.
    silent: bool,
}

#[derive(Default)]
struct Gathered {
    events: Vec<(SystemTime, Event)>,
    since: Option<Instant>,
}

/// Events that become durable together: who comes while others are being written waits for one write with
/// all who come then.
#[derive(Default)]
struct Batch {
    events: Mutex<Vec<(SystemTime, Event)>>,
    outcome: OnceLock<Result<()>>,
}

impl Audit {
    /// The log of the instance in a directory.
    pub fn new(instance: &Path, silent: bool, keys: impl Fn(&str) -> Secret) -> Result<Self> {
        let audit = Self {
            log: Log::new(instance, keys)?,
            key_use: AtomicU8::new(0),
            gathered: Mutex::default(),
            batch: Mutex::default(),
            writing: Mutex::new(()),
            silent,
        };
        audit.look();
        Ok(audit)
    }

    /// Whether uses of keys are recorded.
    #[inline]
    pub fn records_key_use(&self) -> bool {
        self.key_use.load(Ordering::Relaxed) != 0
    }

    /// Switches the recording of uses of keys; whoever has the instance open looks with the next change of
    /// the keystore.
    pub fn set_key_use(&self, on: bool) -> Result<()> {
        let fail = |error: std::io::Error| {
            Error::new(ck::CKR_DEVICE_ERROR, format!("the audit log's setting: {error}"))
        };
        self.record(Event {
            operation: if on { "key use on" } else { "key use off" }.into(),
            ..self.by("")
        })?;
        let path = self.log.dir().join(KEY_USE);
        if on {
            log::open(&path, rustix::fs::OFlags::RDWR | rustix::fs::OFlags::CREATE)?;
        } else if let Err(error) = std::fs::remove_file(&path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            return Err(fail(error));
        }
        self.look();
        Ok(())
    }

    /// Looks whether the setting was changed.
    pub fn look(&self) {
        let on = !self.silent && self.log.dir().join(KEY_USE).exists();
        self.key_use.store(on.into(), Ordering::Relaxed);
    }

    /// An event by somebody, to be completed.
    pub fn by(&self, identity: &str) -> Event {
        Event {
            identity: identity.to_owned(),
            process: (std::process::id(), rustix::process::getuid().as_raw()),
            ..Event::default()
        }
    }

    /// Makes sure that there is room for what is about to be recorded. `CKR_DEVICE_MEMORY` when there is
    /// none
    pub fn prepare(&self) -> Result<()> {
        if self.silent { Ok(()) } else { self.log.prepare() }
    }

    /// Records an event; it is durable when this returns.
    pub fn record(&self, event: Event) -> Result<()> {
        if self.silent {
            return Ok(());
        }
        let batch = {
            let batch = self.batch.lock();
            batch.events.lock().push((SystemTime::now(), event));
            Arc::clone(&batch)
        };
        let _turn = self.writing.lock();
        batch
            .outcome
            .get_or_init(|| {
                // Who comes from now on is in the next batch.
                *self.batch.lock() = Arc::default();
                let mut events = std::mem::take(&mut *self.gathered.lock()).events;
                events.append(&mut batch.events.lock());
                self.log.append(events, true)
            })
            .clone()
    }

    /// Records a use of a key, soon.
    pub fn gather(&self, event: Event) -> Result<()> {
        let mut gathered = self.gathered.lock();
        gathered.events.push((SystemTime::now(), event));
        let since = *gathered.since.get_or_insert_with(Instant::now);
        if gathered.events.len() < MANY && since.elapsed() < GATHERED {
            return Ok(());
        }
        let events = std::mem::take(&mut *gathered).events;
        // Nobody waits for the file while gathering.
        drop(gathered);
        self.log.append(events, false)
    }

    /// Writes what has been gathered for long enough.
    pub fn tick(&self) -> Result<()> {
        if self.gathered.lock().since.is_some_and(|since| since.elapsed() >= GATHERED) {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes what has been gathered.
    pub fn flush(&self) -> Result<()> {
        let events = std::mem::take(&mut *self.gathered.lock()).events;
        if events.is_empty() { Ok(()) } else { self.log.append(events, true) }
    }

    /// Verifies the log.
    pub fn verify(&self) -> Result<Proof> {
        self.log.verify()
    }

    /// Reads the records that can be read, in their order.
    pub fn read(&self, mut each: impl FnMut(Record)) -> Result<()> {
        self.log.read(|read| {
            if let Ok((record, _)) = read {
                each(record);
            }
        })
    }

    /// The public key that checkpoints are verified with: Ed25519, 32 bytes.
    pub fn public_key(&self) -> Vec<u8> {
        self.log.public_key()
    }
}

impl Drop for Audit {
    fn drop(&mut self) {
        if let Err(error) = self.flush() {
            tracing::error!("{error}");
        }
    }
}
