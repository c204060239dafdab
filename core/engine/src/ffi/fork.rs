//! Keeps a child process apart from the database connections that it inherits. SQLite remembers, for
//! every file that is open in a process, which locks the process has on it. A forked child inherits that
//! memory but not the locks: a connection that it opens to the same file would count on locks that only
//! the parent has, and another process could throw away a log that the child still writes to. So in a
//! child every file is made to look like another file than the one that the parent had open: SQLite
//! knows a file by its device and its number, and the device is what this changes.

use rusqlite::ffi;
use std::ffi::{CStr, c_char, c_int};
use std::mem::transmute;
use std::process;
use std::ptr::null;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use strongroom_base::{inside, marks};

#[cfg(not(target_os = "linux"))]
use libc::{fstat as system_fstat, stat as Stat, stat as system_stat};
#[cfg(target_os = "linux")]
use libc::{fstat64 as system_fstat, stat64 as Stat, stat64 as system_stat};

/// The process that opened a connection last; 0 before the first.
static PROCESS: AtomicU32 = AtomicU32::new(0);

/// To be called before a connection is opened.
pub fn keep_apart() {
    watch();
    let now = process::id();
    let before = PROCESS.swap(now, Ordering::AcqRel);
    if before != 0 && before != now {
        disguise();
    }
}

/// Puts the functions below in the place of the system's.
fn disguise() {
    type Fstat = unsafe extern "C" fn(c_int, *mut Stat) -> c_int;
    type OfPath = unsafe extern "C" fn(*const c_char, *mut Stat) -> c_int;
    type Any = unsafe extern "C" fn();
    // SAFETY: SQLite takes system calls as pointers to functions of no particular type, and calls each
    // by the type that the system's function of that name has, which these have.
    unsafe {
        replace(c"fstat", transmute::<Fstat, Any>(fstat));
        replace(c"stat", transmute::<OfPath, Any>(stat));
    }
}

/// # Safety
/// `call` has the type of the system call.
unsafe fn replace(name: &CStr, call: unsafe extern "C" fn()) {
    // SAFETY: the default file system layer lives as long as the process.
    unsafe {
        if let Some(vfs) = ffi::sqlite3_vfs_find(null()).as_mut()
            && let Some(set) = vfs.xSetSystemCall
        {
            set(vfs, name.as_ptr(), Some(call));
        }
    }
}

unsafe extern "C" fn fstat(file: c_int, about: *mut Stat) -> c_int {
    // SAFETY: passed on as it came from SQLite.
    let rv = unsafe { system_fstat(file, about) };
    // SAFETY: as the system's function, which has written there.
    unsafe { elsewhere(rv, about) }
}

unsafe extern "C" fn stat(path: *const c_char, about: *mut Stat) -> c_int {
    // SAFETY: passed on as it came from SQLite.
    let rv = unsafe { system_stat(path, about) };
    // SAFETY: as the system's function, which has written there.
    unsafe { elsewhere(rv, about) }
}

/// # Safety
/// `about` is what a successful call has filled.
unsafe fn elsewhere(rv: c_int, about: *mut Stat) -> c_int {
    if rv == 0 {
        // A device number of 64 bits has room above the real ones for a process number.
        let process = PROCESS.load(Ordering::Acquire) as libc::dev_t;
        // SAFETY: filled, by the contract.
        unsafe { (*about).st_dev ^= process.rotate_left(32) };
    }
    rv
}

/// SQLite's mutexes that belong to no connection, in the order in which it nests them.
const MUTEXES: [c_int; 7] = [
    ffi::SQLITE_MUTEX_STATIC_OPEN,
    ffi::SQLITE_MUTEX_STATIC_MAIN,
    ffi::SQLITE_MUTEX_STATIC_VFS1,
    ffi::SQLITE_MUTEX_STATIC_LRU,
    ffi::SQLITE_MUTEX_STATIC_PMEM,
    ffi::SQLITE_MUTEX_STATIC_PRNG,
    ffi::SQLITE_MUTEX_STATIC_MEM,
];

/// Sees to it that at a fork no thread is in the middle of a call ([`inside`]), nor holds one of SQLite's mutexes:
/// the child would inherit what is locked, without the thread. Once for the process, however often it is said.
pub fn watch() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        marks::prepare();
        // SAFETY: the handlers below only enter and leave mutexes, count, and look at marks.
        unsafe { libc::pthread_atfork(Some(before), Some(after), Some(in_child)) };
        inside::watched();
    });
}

unsafe extern "C" fn before() {
    inside::before_fork();
    for id in MUTEXES {
        // SAFETY: static mutexes live as long as the process; NULL is ignored.
        unsafe { ffi::sqlite3_mutex_enter(ffi::sqlite3_mutex_alloc(id)) };
    }
}

unsafe extern "C" fn after() {
    leave_all();
    inside::after_fork();
}

unsafe extern "C" fn in_child() {
    leave_all();
    inside::in_child();
}

fn leave_all() {
    for id in MUTEXES.into_iter().rev() {
        // SAFETY: entered by this thread before the fork.
        unsafe { ffi::sqlite3_mutex_leave(ffi::sqlite3_mutex_alloc(id)) };
    }
}

#[cfg(test)]
mod tests {
    use crate::Engine;
    use crate::keystore::{Cost, Keystore, NewToken};
    use std::fs::File;
    use std::io::{Read, Write};
    use std::path::Path;
    use strongroom_base::{Application, Error, Provider, Result, Template, ck};

    /// Runs `child` in a child process and gives its number.
    fn fork(child: impl FnOnce() -> Result<()>) -> i32 {
        // SAFETY: the child runs on what works after a fork (the C library's heap, a new connection), and
        // ends without running anything else.
        unsafe {
            match libc::fork() {
                0 => libc::_exit(i32::from(child().is_err())),
                pid => pid,
            }
        }
    }

    fn failed(error: rusqlite::Error) -> Error {
        Error::new(ck::CKR_DEVICE_ERROR, error.to_string())
    }

    fn succeeded(pid: i32) -> bool {
        let mut status = 1;
        // SAFETY: room for a status.
        unsafe { libc::waitpid(pid, &mut status, 0) == pid && status == 0 }
    }

    fn pipe() -> (File, File) {
        let (reader, writer) = std::io::pipe().unwrap();
        (std::os::fd::OwnedFd::from(reader).into(), std::os::fd::OwnedFd::from(writer).into())
    }

    fn open(dir: &Path) -> Result<(Engine, std::sync::Arc<dyn Application>, u64)> {
        let engine = Engine::open(dir)?;
        let application = engine.open()?;
        let session = application.open_session(1, ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION)?;
        Ok((engine, application, session))
    }

    fn data() -> Template {
        Template::new()
            .with(ck::CKA_CLASS, ck::CKO_DATA)
            .with(ck::CKA_TOKEN, true)
            .with(ck::CKA_PRIVATE, false)
    }

    #[test]
    fn what_a_child_wrote_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let dir = dir.path().join("instance");
        let token = NewToken {
            slot: 1,
            label: [b' '; 32],
            pins: Some((b"12345678", b"98765432")),
            to_be_changed: false,
            policy: Default::default(),
        };
        Keystore::create(&dir, &[token], Cost::default(), |_| {}).unwrap();
        let parents = open(&dir).unwrap();
        parents.1.create_object(parents.2, &data()).unwrap();

        let ((mut wait, mut go), (mut until_ready, mut ready)) = (pipe(), pipe());
        let first = fork(|| {
            let (_engine, application, session) = open(&dir)?;
            application.create_object(session, &data())?;
            let _ = ready.write_all(b"r");
            let _ = wait.read_exact(&mut [0]);
            application.create_object(session, &data()).map(drop)
        });
        until_ready.read_exact(&mut [0]).unwrap();
        // The parent goes, and then another process, which must not think itself the last one: as such it
        // would put the log away.
        drop(parents);
        let second = fork(|| {
            let database = rusqlite::Connection::open(dir.join("keystore.db")).map_err(failed)?;
            database.query_row("SELECT count(*) FROM objects", [], |_| Ok(())).map_err(failed)
        });
        assert!(succeeded(second));
        go.write_all(b"g").unwrap();
        assert!(succeeded(first));
        let (_engine, application, session) = open(&dir).unwrap();
        assert_eq!(application.find(session, &data(), 100).unwrap().len(), 3);
    }
}
