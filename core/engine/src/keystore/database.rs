//! The rows of a keystore in SQLite: one connection that writes, a few that read. What stands in the
//! rows is sealed before it gets here; this room knows of transactions, statements and the return values
//! of a full disk, a busy file and a damaged one.

use super::files::Files;
use crate::ffi::fork;
use crate::ffi::wal_index::Indexed;
use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::ffi::{ErrorCode, SQLITE_IOERR_SHMSIZE};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use strongroom_base::{Error, KeystoreUse, Result, Watcher, ck};

/// The version of the tables; a newer one is refused.
pub const SCHEMA: i64 = 2;
/// How long one waits for other processes, and how often one looks. SQLite by itself looks more and
/// more seldom, so that one who has to wait while others write all the time waits for very long.
pub const BUSY: Duration = Duration::from_secs(10);
pub const LOOK_EVERY: Duration = Duration::from_micros(500);
/// How many threads read at the same time without waiting for one another.
const READERS: usize = 8;
/// What each of them keeps of the database, in KiB (negative for SQLite). Enough for the inner pages of all
/// trees and the manifest of 100,000 objects: what is read again for each object are its own pages.
const READER_CACHE: i64 = -8192;

/// An open database.
pub struct Database {
    files: Files,
    // The order in which they are closed: SQLite moves its log into the database when the last
    // connection of all goes, and that must be one that may write.
    readers: [Mutex<Option<Connection>>; READERS],
    writer: Option<Indexed>,
    watcher: OnceLock<Watcher>,
}

/// The return value of an SQLite failure.
pub fn failed(error: rusqlite::Error) -> Error {
    let code = error.sqlite_error_code();
    // The memory that connections share is a file too; where it does not fit, SQLite says just that.
    let no_room = error.sqlite_error().is_some_and(|e| e.extended_code == SQLITE_IOERR_SHMSIZE);
    let (rv, why) = match code {
        Some(ErrorCode::DiskFull) => (ck::CKR_DEVICE_MEMORY, "the disk is full".into()),
        _ if no_room => (ck::CKR_DEVICE_MEMORY, "the disk is full".into()),
        Some(ErrorCode::ReadOnly) => {
            (ck::CKR_TOKEN_WRITE_PROTECTED, "the keystore cannot be written to".into())
        }
        Some(ErrorCode::OutOfMemory) => (ck::CKR_HOST_MEMORY, "there is no memory left".into()),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            ck::CKR_DEVICE_ERROR,
            "another process kept the keystore busy for longer than ten seconds".into(),
        ),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            (ck::CKR_DEVICE_ERROR, format!("the keystore's file is damaged: {error}"))
        }
        _ => (ck::CKR_DEVICE_ERROR, format!("the keystore failed: {error}")),
    };
    Error::new(rv, why)
}

fn connect(path: &Path, write: bool) -> rusqlite::Result<Connection> {
    fork::keep_apart();
    let mode =
        if write { OpenFlags::SQLITE_OPEN_READ_WRITE } else { OpenFlags::SQLITE_OPEN_READ_ONLY };
    let mut connection = Connection::open_with_flags(
        path,
        mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW,
    )?;
    connection.busy_handler(Some(wait))?;
    // Otherwise SQLite plans each query anew whenever other values are bound, which takes longer than
    // the query.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

/// Waits a little; `false` when that was often enough.
fn wait(times: i32) -> bool {
    std::thread::sleep(LOOK_EVERY);
    LOOK_EVERY.saturating_mul(times.unsigned_abs()) < BUSY
}

fn prepare_writer(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Few pages are enough: objects are cached opened, elsewhere.
    connection.pragma_update(None, "cache_size", -4096)?;
    connection.pragma_update(None, "temp_store", "MEMORY")
}

impl Database {
    /// Makes the tables of a new database; the caller fills it before it is published.
    pub fn create(path: &Path) -> Result<Connection> {
        fork::keep_apart();
        let make = || -> rusqlite::Result<Connection> {
            let connection = Connection::open_with_flags(
                path,
                OpenFlags::SQLITE_OPEN_READ_WRITE
                    | OpenFlags::SQLITE_OPEN_CREATE
                    | OpenFlags::SQLITE_OPEN_NO_MUTEX
                    | OpenFlags::SQLITE_OPEN_NOFOLLOW,
            )?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            prepare_writer(&connection)?;
            connection.pragma_update(None, "user_version", SCHEMA)?;
            connection.execute_batch(
                "CREATE TABLE tokens (slot INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
                 CREATE TABLE roots (slot INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
                 CREATE TABLE objects (
                     id INTEGER PRIMARY KEY AUTOINCREMENT,
                     slot INTEGER NOT NULL,
                     generation INTEGER NOT NULL,
                     private INTEGER NOT NULL,
                     tags BLOB NOT NULL,
                     sealed BLOB NOT NULL
                 ) STRICT;
                 CREATE INDEX objects_of ON objects (slot, id);
                 CREATE TABLE terms (
                     slot INTEGER NOT NULL,
                     tag BLOB NOT NULL,
                     object INTEGER NOT NULL,
                     PRIMARY KEY (slot, tag, object)
                 ) STRICT, WITHOUT ROWID;
                 CREATE TABLE buckets (
                     slot INTEGER NOT NULL,
                     bucket INTEGER NOT NULL,
                     body BLOB NOT NULL,
                     PRIMARY KEY (slot, bucket)
                 ) STRICT, WITHOUT ROWID;",
            )?;
            Ok(connection)
        };
        make().map_err(failed)
    }

    /// Opens the database of an instance. Where the directory cannot be written to, it is opened for
    /// reading.
    pub fn open(files: &Files) -> Result<Self> {
        let path = files.database();
        let writer =
            connect(&path, true).and_then(|c| prepare_writer(&c).map(|()| c)).and_then(|c| {
                let version: i64 = c.pragma_query_value(None, "user_version", |row| row.get(0))?;
                Ok((c, version))
            });
        let (writer, version) = match writer {
            Ok((connection, version)) => {
                // SQLite falls back by itself to reading when the file is not writable.
                let read_only = connection.is_readonly("main").map_err(failed)?
                    || rustix::fs::access(files.dir(), rustix::fs::Access::WRITE_OK).is_err();
                ((!read_only).then_some(connection), version)
            }
            Err(error) => match error.sqlite_error_code() {
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => {
                    let reader = open_to_read(files)?;
                    let version = reader
                        .pragma_query_value(None, "user_version", |row| row.get(0))
                        .map_err(failed)?;
                    (None, version)
                }
                _ => return Err(failed(error)),
            },
        };
        if version != SCHEMA {
            return Err(Error::new(
                ck::CKR_TOKEN_NOT_RECOGNIZED,
                format!("the keystore has version {version}; this program knows version {SCHEMA}"),
            ));
        }
        Ok(Self {
            files: files.clone(),
            writer: writer.map(Indexed::new),
            readers: Default::default(),
            watcher: OnceLock::new(),
        })
    }

    /// Whether nothing can be written.
    pub fn is_read_only(&self) -> bool {
        self.writer.is_none()
    }

    /// Another number after each transaction of any process, from the moment that others see what it did.
    /// Where nothing can be written, it is always 0.
    pub fn state(&self) -> u32 {
        self.writer.as_ref().map_or(0, Indexed::state)
    }

    /// Tells somebody how long everything takes from now on; the first who asks.
    pub fn watch(&self, watcher: Watcher) {
        let _ = self.watcher.set(watcher);
    }

    fn watched<T>(&self, what: KeystoreUse, call: impl FnOnce() -> T) -> T {
        let Some(watcher) = self.watcher.get() else { return call() };
        let begun = Instant::now();
        let answer = call();
        watcher(what, begun.elapsed());
        answer
    }

    /// Runs `call` with a connection for reading.
    pub fn read<T>(&self, call: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.watched(KeystoreUse::Read, || self.unwatched_read(call))
    }

    fn unwatched_read<T>(&self, call: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let free = self.readers.iter().find_map(Mutex::try_lock);
        let [first, ..] = &self.readers;
        let mut slot = free.unwrap_or_else(|| first.lock());
        let connection = match slot.take() {
            Some(connection) => connection,
            None if self.is_read_only() => open_to_read(&self.files)?,
            None => {
                let reader = connect(&self.files.database(), false).map_err(failed)?;
                reader.pragma_update(None, "cache_size", READER_CACHE).map_err(failed)?;
                reader
            }
        };
        let answer = call(&connection);
        *slot = Some(connection);
        answer
    }

    /// The same, with everything that `call` reads as it was at one moment, and the file's locks taken once
    /// for all of it rather than by each statement.
    pub fn snapshot<T>(&self, call: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.read(|connection| {
            let run = |sql| connection.prepare_cached(sql).and_then(|mut s| s.execute([]));
            run("BEGIN").map_err(failed)?;
            let answer = call(connection);
            // Nothing was written that it could keep or lose.
            let _ = run("ROLLBACK");
            answer
        })
    }

    /// Runs `call` in a transaction that is durable when this returns, or has not happened.
    pub fn write<T>(&self, call: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.watched(KeystoreUse::Write, || self.unwatched_write(call))
    }

    fn unwatched_write<T>(&self, call: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let writer = self.writer.as_ref().ok_or_else(|| {
            Error::new(ck::CKR_TOKEN_WRITE_PROTECTED, "the keystore cannot be written to")
        })?;
        let connection = writer.lock();
        connection
            .prepare_cached("BEGIN IMMEDIATE")
            .and_then(|mut s| s.execute([]))
            .map_err(failed)?;
        let answer = call(&connection).and_then(|value| {
            connection.prepare_cached("COMMIT").and_then(|mut s| s.execute([])).map_err(failed)?;
            Ok(value)
        });
        if answer.is_err() && !connection.is_autocommit() {
            // It can only fail where the connection has already rolled back.
            let _ = connection.execute_batch("ROLLBACK");
        }
        answer
    }
}

/// A connection where nothing can be written. SQLite reads what a process that was killed left in the
/// log, if its two files beside the database are there; without them, it needs to be told that nobody
/// writes.
fn open_to_read(files: &Files) -> Result<Connection> {
    fork::keep_apart();
    if std::fs::metadata(files.log()).is_ok_and(|log| log.len() > 0) {
        return connect(&files.database(), false).map_err(failed);
    }
    let uri = format!("file:{}?immutable=1", percent_encoded(&files.database()));
    Connection::open_with_flags(
        uri,
        OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_NOFOLLOW,
    )
    .map_err(failed)
}

/// A path as the URI that SQLite wants.
fn percent_encoded(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}
