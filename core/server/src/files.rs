//! The files of the network side of an instance: in a directory of their own that only its owner can
//! enter. A file is replaced as a whole and durably, one writer at a time; no link is followed.

use rustix::fs::{CWD, FlockOperation, Mode, OFlags};
use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use strongroom_base::{Error, Result, ck};

/// The longest file that is read.
const MAX_LEN: u64 = 64 << 20;

/// The directory.
#[derive(Clone, Debug)]
pub struct Files {
    dir: PathBuf,
}

/// Nobody else writes while this is held.
pub struct Writing(#[allow(dead_code)] File);

impl Files {
    /// The network directory of the instance in a directory; it is made if it is not there.
    pub fn open(instance: &Path) -> Result<Self> {
        let dir = instance.join("network");
        match rustix::fs::mkdir(&dir, Mode::RWXU) {
            Ok(()) | Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(failed(&dir, error.into())),
        }
        let at = rustix::fs::open(
            &dir,
            OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::RDONLY | OFlags::CLOEXEC,
            Mode::empty(),
        );
        at.map_err(|error| failed(&dir, error.into()))?;
        Ok(Self { dir })
    }

    /// Where a file is.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// A file as text; `None` when it is not there. `CKR_DEVICE_ERROR` for one that others may write to, and for a
    /// key that others may read.
    pub fn read(&self, name: &str) -> Result<Option<zeroize::Zeroizing<String>>> {
        let path = self.path(name);
        let file = match rustix::fs::openat(
            CWD,
            &path,
            OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK,
            Mode::empty(),
        ) {
            Ok(file) => File::from(file),
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(error) => return Err(failed(&path, error.into())),
        };
        let (others, to) =
            if name.ends_with(".key") { (0o077, "use") } else { (0o022, "write to") };
        if file.metadata().map_err(|error| failed(&path, error))?.mode() & others != 0 {
            let why = format!("others may {to} it; set its mode to 0600");
            return Err(failed(&path, std::io::Error::other(why)));
        }
        let mut text = zeroize::Zeroizing::new(String::new());
        file.take(MAX_LEN).read_to_string(&mut text).map_err(|error| failed(&path, error))?;
        Ok(Some(text))
    }

    /// Waits until nobody else writes.
    pub fn writing(&self) -> Result<Writing> {
        let path = self.path("lock");
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        rustix::fs::open(&path, flags, Mode::RUSR | Mode::WUSR)
            .and_then(|file| {
                rustix::fs::flock(&file, FlockOperation::LockExclusive)?;
                Ok(Writing(File::from(file)))
            })
            .map_err(|error| failed(&path, error.into()))
    }

    /// Replaces a file. It is there with its new text or, whatever happens, with its old one.
    pub fn replace(&self, _: &Writing, name: &str, text: &str) -> Result<()> {
        let (path, new) = (self.path(name), self.path(&format!("{name}.new")));
        let fail = |error: rustix::io::Errno| failed(&path, error.into());
        let flags =
            OFlags::WRONLY | OFlags::CREATE | OFlags::TRUNC | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let mut file =
            File::from(rustix::fs::open(&new, flags, Mode::RUSR | Mode::WUSR).map_err(fail)?);
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| failed(&path, error))?;
        rustix::fs::rename(&new, &path).map_err(fail)?;
        let dir = rustix::fs::open(&self.dir, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
        dir.and_then(rustix::fs::fsync).map_err(fail)
    }
}

fn failed(path: &Path, error: std::io::Error) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, format!("the file {}: {error}", path.display()))
}
