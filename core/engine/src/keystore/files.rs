//! The files of an instance and who may touch them: a directory of mode 0700 with `root.key`,
//! `keystore.db` (and SQLite's files beside it), `generation`, and a lock for the PIN tries of each slot. A
//! file that is not a plain file of the owner's alone, under one name, is refused before it is opened.

use super::database::{BUSY, LOOK_EVERY};
use super::seal::{KEY_LEN, MasterKey};
use crate::ffi::copies::{self, Claim};
use crate::ffi::shared_counter::LEN;
use rustix::fs::{FlockOperation, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::time::Instant;
use strongroom_base::{Error, Result, ck};

/// The first bytes of a root key file; the version is the last of them.
const ROOT_MAGIC: &[u8; 16] = b"strongroom root1";

/// Files that come and go. SQLite would take a journal for a change that was cut short, and undo it.
const BESIDE: [&str; 3] = ["keystore.db-wal", "keystore.db-shm", "keystore.db-journal"];

/// Where an instance's files are.
#[derive(Clone, Debug)]
pub struct Files {
    dir: PathBuf,
}

fn device(path: &Path, what: &str, error: impl std::fmt::Display) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, format!("{}: {what}: {error}", path.display()))
}

/// Whether a file may be used, by what the system says of it.
fn check_file(path: &Path, of_file: io::Result<fs::Metadata>, of_dir: &fs::Metadata) -> Result<()> {
    let of_file = of_file.map_err(|e| device(path, "cannot be looked at", e))?;
    let wrong = if !of_file.is_file() {
        "it is not a plain file"
    } else if of_file.nlink() > 1 {
        "it has a second name (a hard link)"
    } else if of_file.uid() != of_dir.uid() {
        "it does not belong to the owner of its directory"
    } else if of_file.mode() & 0o077 != 0 {
        "others may use it; set its mode to 0600"
    } else {
        return Ok(());
    };
    Err(device(path, "refused", wrong))
}

impl Files {
    /// The files of the instance in a directory.
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// The directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// SQLite's database.
    pub fn database(&self) -> PathBuf {
        self.dir.join("keystore.db")
    }

    /// SQLite's log of the changes that are not in the database yet.
    pub fn log(&self) -> PathBuf {
        self.dir.join("keystore.db-wal")
    }

    /// The database while it is being made.
    pub fn new_database(&self) -> PathBuf {
        self.dir.join("keystore.db.new")
    }

    fn root_key(&self) -> PathBuf {
        self.dir.join("root.key")
    }

    fn generation(&self) -> PathBuf {
        self.dir.join("generation")
    }

    /// Whether there is an instance.
    pub fn exist(&self) -> bool {
        self.database().symlink_metadata().is_ok()
    }

    /// Makes the directory, if it is not there, and holds it for the maker of an instance.
    pub fn prepare(&self) -> Result<File> {
        if let Some(parent) = self.dir.parent().filter(|p| !p.as_os_str().is_empty()) {
            fs::create_dir_all(parent)
                .map_err(|e| device(parent, "the directory cannot be made", e))?;
        }
        match fs::DirBuilder::new().mode(0o700).create(&self.dir) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                // Given by the caller; from now on it is ours alone.
                rustix::fs::chmod(&self.dir, Mode::RWXU)
                    .map_err(|e| device(&self.dir, "its mode cannot be set", e))?;
            }
            Err(error) => return Err(device(&self.dir, "the directory cannot be made", error)),
        }
        let lock = File::open(&self.dir).map_err(|e| device(&self.dir, "cannot be opened", e))?;
        rustix::fs::flock(&lock, FlockOperation::LockExclusive)
            .map_err(|e| device(&self.dir, "cannot be locked", e))?;
        Ok(lock)
    }

    /// Checks the directory and all files in it that are ours.
    pub fn check(&self) -> Result<()> {
        let of_dir = fs::symlink_metadata(&self.dir)
            .map_err(|e| device(&self.dir, "cannot be looked at", e))?;
        if !of_dir.is_dir() {
            return Err(device(&self.dir, "refused", "it is not a directory"));
        }
        if of_dir.mode() & 0o022 != 0 {
            return Err(device(
                &self.dir,
                "refused",
                "others may write to it; set its mode to 0700",
            ));
        }
        for path in [self.root_key(), self.database(), self.generation()] {
            check_file(&path, fs::symlink_metadata(&path), &of_dir)?;
        }
        let may_be_there = BESIDE.iter().map(|name| self.dir.join(name)).chain(self.pin_locks());
        for path in may_be_there {
            // Looked at once: whoever closes the database takes these away meanwhile (then it may have no name left).
            match fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                of_file => check_file(&path, of_file, &of_dir)?,
            }
        }
        Ok(())
    }

    /// The locks for PIN tries that are there.
    fn pin_locks(&self) -> Vec<PathBuf> {
        let is_lock = |path: &PathBuf| {
            let name = path.file_name().and_then(|name| name.to_str());
            name.is_some_and(|name| name.starts_with("pins-") && name.ends_with(".lock"))
        };
        let entries = fs::read_dir(&self.dir).into_iter().flatten().filter_map(|entry| entry.ok());
        entries.map(|entry| entry.path()).filter(is_lock).collect()
    }

    fn open(&self, path: &Path, flags: OFlags) -> Result<File> {
        rustix::fs::open(
            path,
            flags | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK,
            Mode::RUSR | Mode::WUSR,
        )
        .map(File::from)
        .map_err(|e| device(path, "cannot be opened", e))
    }

    /// Writes a new root key.
    pub fn write_root_key(&self, key: &MasterKey) -> Result<()> {
        let path = self.root_key();
        // What an interrupted init left is worth nothing: there is no database.
        let _ = fs::remove_file(&path);
        let mut file = self.open(&path, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL)?;
        file.write_all(ROOT_MAGIC)
            .and_then(|()| file.write_all(key.expose()))
            .and_then(|()| file.sync_all())
            .map_err(|e| device(&path, "cannot be written", e))
    }

    /// Reads the root key.
    pub fn read_root_key(&self) -> Result<MasterKey> {
        let path = self.root_key();
        let mut bytes = strongroom_base::Secret::zeroed(ROOT_MAGIC.len() + KEY_LEN);
        let mut file = self.open(&path, OFlags::RDONLY)?;
        file.read_exact(bytes.expose_mut()).map_err(|e| device(&path, "cannot be read", e))?;
        bytes
            .expose()
            .strip_prefix(ROOT_MAGIC)
            .and_then(MasterKey::from_bytes)
            .ok_or_else(|| device(&path, "refused", "it is not a root key"))
    }

    /// The file of the shared counters, made if it is not there; the second value says whether it can be
    /// written to.
    pub fn open_generation(&self) -> Result<(File, bool)> {
        let path = self.generation();
        match self.open(&path, OFlags::RDWR | OFlags::CREATE) {
            Ok(file) => {
                // Written, not only made so long: what is counted in memory has room on the disk then.
                let len = file.metadata().map_or(0, |m| usize::try_from(m.len()).unwrap_or(LEN));
                if let Some(missing) = LEN.checked_sub(len).filter(|missing| *missing > 0) {
                    file.write_all_at(&vec![0; missing], len as u64)
                        .map_err(|e| device(&path, "cannot be written", e))?;
                }
                Ok((file, true))
            }
            Err(_) => Ok((self.open(&path, OFlags::RDONLY)?, false)),
        }
    }

    /// Claims the keystore for this copy of the program; nothing is claimed where nothing can be written.
    /// `CKR_CANT_LOCK` when another copy in this process has it
    pub fn claim(&self) -> Result<Option<Claim>> {
        let open = || self.open(&self.generation(), OFlags::RDWR).map_err(io::Error::other);
        match copies::claim(open) {
            Ok(Some(claim)) => Ok(Some(claim)),
            Ok(None) => Err(Error::new(
                ck::CKR_CANT_LOCK,
                format!(
                    "another copy of Strongroom in this process (the PKCS #11 library beside a \
                     language's package, say) has the instance in {} open, and their locks do not hold \
                     against one another: let one of them close it first, or use a service of it",
                    self.dir.display()
                ),
            )),
            Err(_) => Ok(None),
        }
    }

    /// Lets one process and thread at a time try the PINs of a slot, so that each try is counted before the next.
    /// Whoever tries those of another slot does not wait for that.
    pub fn lock_pins(&self, slot: u64) -> Result<File> {
        let path = self.dir.join(format!("pins-{slot}.lock"));
        let file = self.open(&path, OFlags::RDWR | OFlags::CREATE)?;
        let begun = Instant::now();
        loop {
            match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => return Ok(file),
                Err(Errno::WOULDBLOCK | Errno::INTR) if begun.elapsed() < BUSY => {
                    std::thread::sleep(LOOK_EVERY);
                }
                Err(Errno::WOULDBLOCK | Errno::INTR) => {
                    let why = "others have been trying the slot's PINs for longer than ten seconds";
                    return Err(device(&path, "cannot be locked", why));
                }
                Err(error) => return Err(device(&path, "cannot be locked", error)),
            }
        }
    }

    /// Gives the finished database its name: from then on there is an instance.
    pub fn publish_database(&self) -> Result<()> {
        let (from, to) = (self.new_database(), self.database());
        File::open(&from)
            .and_then(|file| file.sync_all())
            .map_err(|e| device(&from, "cannot be written", e))?;
        rustix::fs::renameat_with(
            rustix::fs::CWD,
            &from,
            rustix::fs::CWD,
            &to,
            RenameFlags::NOREPLACE,
        )
        .map_err(|e| device(&to, "cannot be made", e))?;
        File::open(&self.dir)
            .and_then(|dir| dir.sync_all())
            .map_err(|e| device(&self.dir, "cannot be written", e))
    }

    /// Removes what an interrupted init left, or somebody else who was here before there is an instance.
    pub fn remove_unfinished(&self) {
        let beside_new = ["-wal", "-shm", "-journal"].map(|end| format!("keystore.db.new{end}"));
        let other = BESIDE.into_iter().chain(["keystore.db.new", "generation"]);
        for name in other.chain(beside_new.iter().map(String::as_str)) {
            let _ = fs::remove_file(self.dir.join(name));
        }
        for lock in self.pin_locks() {
            let _ = fs::remove_file(lock);
        }
    }
}
