//! How far a database has come, as all processes that have it open see it: reading that is two loads from memory.
//! SQLite keeps the index of its write-ahead log in memory that they share. A transaction is done when the header
//! of that index says so, and not before; so, unlike anything that a writer says of it afterwards, this cannot
//! be forgotten by a writer that is killed.
//!
//! The header's form stands in SQLite's documentation of its files ("WAL-mode File Format", section 2.1): the
//! version in the first word, a count of transactions in the third, the last frame of the log in the fifth.

use parking_lot::{Mutex, MutexGuard};
use rusqlite::{Connection, ffi};
use std::ops::Deref;
use std::ptr::{NonNull, null_mut};
use std::sync::atomic::{AtomicU32, Ordering};

/// The version of the form (SQLite 3.7.0 and later).
const VERSION: u32 = 3_007_000;
/// Bytes of one part of the index.
const PART: i32 = 1 << 15;
/// Words of the header that are read.
const WORDS: usize = 5;

/// A connection in WAL mode, which stays open for as long as what is read of its index.
pub struct Indexed {
    // SQLite keeps the index mapped until the connection is closed, which only dropping this does.
    connection: Mutex<Connection>,
    header: Option<NonNull<[AtomicU32; WORDS]>>,
}

// SAFETY: the connection is behind a lock; the header is memory that any thread and process may read, and that
// is mapped until the connection is closed.
unsafe impl Send for Indexed {}
// SAFETY: as above.
unsafe impl Sync for Indexed {}

impl Indexed {
    /// Of a connection that has read something, so that it has its index.
    pub fn new(connection: Connection) -> Self {
        let header = header(&connection);
        Self { connection: Mutex::new(connection), header }
    }

    /// The connection, when no other thread has it.
    pub fn lock(&self) -> impl Deref<Target = Connection> {
        struct Locked<'a>(MutexGuard<'a, Connection>);
        impl Deref for Locked<'_> {
            type Target = Connection;
            fn deref(&self) -> &Connection {
                &self.0
            }
        }
        Locked(self.connection.lock())
    }

    /// Another number after each transaction of any process; always 0 where there is no such index.
    pub fn state(&self) -> u32 {
        let Some(header) = self.header else { return 0 };
        // SAFETY: mapped for as long as `self`; other processes change it by whole words.
        let [_, _, transactions, _, last_frame] = unsafe { header.as_ref() };
        let transactions = transactions.load(Ordering::Acquire);
        // A log that was repaired counts from the beginning.
        transactions.rotate_left(16) ^ last_frame.load(Ordering::Acquire)
    }
}

/// The header of a connection's index, where it has one of the form that this file knows.
fn header(connection: &Connection) -> Option<NonNull<[AtomicU32; WORDS]>> {
    let (mut file, mut part) = (null_mut::<ffi::sqlite3_file>(), null_mut());
    // SAFETY: the connection is open. The operation writes a pointer to its file, which lives as long; the method
    // is one of that file, and with these arguments it makes nothing, but gives the first part of the index if it
    // is mapped, and otherwise NULL.
    let answer = unsafe {
        let (into, operation) = ((&raw mut file).cast(), ffi::SQLITE_FCNTL_FILE_POINTER);
        ffi::sqlite3_file_control(connection.handle(), c"main".as_ptr(), operation, into);
        let methods = file.as_ref()?.pMethods.as_ref()?;
        let map = methods.xShmMap.filter(|_| methods.iVersion >= 2)?;
        map(file, 0, PART, 0, &raw mut part)
    };
    let at = NonNull::new(part).filter(|_| answer == ffi::SQLITE_OK)?;
    let header = at.cast::<[AtomicU32; WORDS]>();
    // SAFETY: the part is page-aligned, longer than the header, and mapped until the connection is closed.
    let [version, ..] = unsafe { header.as_ref() };
    (version.load(Ordering::Acquire) == VERSION).then_some(header)
}
