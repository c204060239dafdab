//! Keeps two copies of this program in one process (the PKCS #11 library, and a language's package beside it)
//! apart from one another on one keystore. A process's file locks, which SQLite keeps processes apart with,
//! do not hold within it: one copy of SQLite knows nothing of another's, would write beside it, and would
//! give up its locks with any file that it closes. So who opens a keystore claims it for his copy: with a lock
//! that belongs to the open file rather than to the process, on a byte that stands for the process.

use parking_lot::Mutex;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::MetadataExt;

/// A claim; the copy's last one gives the keystore free.
pub struct Claim(Of);

/// A process and a file: process number, device and file number.
type Of = (u32, u64, u64);

/// What this copy has claimed: the files whose locks say so, and how many claims there are on each.
static CLAIMED: Mutex<Vec<(Of, File, usize)>> = Mutex::new(Vec::new());

/// Claims the keystore that a file belongs to; `None` when another copy in this process has it. `open` opens
/// that file, writable, for the lock alone.
pub fn claim(open: impl FnOnce() -> io::Result<File>) -> io::Result<Option<Claim>> {
    let file = open()?;
    let about = file.metadata()?;
    let of = (std::process::id(), about.dev(), about.ino());
    let mut claimed = CLAIMED.lock();
    match claimed.iter_mut().find(|(known, ..)| *known == of) {
        Some((_, _, count)) => *count += 1,
        None if lock(&file, place(), true) => claimed.push((of, file, 1)),
        None => return Ok(None),
    }
    Ok(Some(Claim(of)))
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self.0.0 != std::process::id() {
            return; // it is the process's that this one was forked from
        }
        // It is given up before anybody else can claim it.
        let mut claimed = CLAIMED.lock();
        if let Some(at) = claimed.iter().position(|(known, ..)| *known == self.0)
            && let Some((_, _, count)) = claimed.get_mut(at)
        {
            *count -= 1;
            if *count == 0 {
                let (_, file, _) = claimed.swap_remove(at);
                // To close it is not enough: a process that was forked meanwhile has the same open file.
                lock(&file, place(), false);
            }
        }
    }
}

/// The byte that stands for this process: its number and, since numbers are used again, its beginning.
fn place() -> i64 {
    let begun = std::fs::read_to_string("/proc/self/stat").ok().and_then(|stat| {
        // The name before it, in brackets, may have anything in it.
        let (_, rest) = stat.rsplit_once(')')?;
        rest.split_whitespace().nth(19)?.parse::<u64>().ok()
    });
    let bits = (u64::from(std::process::id()) & 0x3f_ffff) << 40
        | begun.unwrap_or_default() & 0xff_ffff_ffff;
    i64::try_from(bits).unwrap_or_default()
}

/// Locks or unlocks one byte for an open file; `false` when another open file has it. Where there are no such
/// locks, nobody is kept from anything.
#[cfg(target_os = "linux")]
fn lock(file: &File, byte: i64, on: bool) -> bool {
    // SAFETY: all zeros are a value of this structure, which is numbers only.
    let mut lock: libc::flock64 = unsafe { std::mem::zeroed() };
    lock.l_type = if on { libc::F_WRLCK } else { libc::F_UNLCK } as libc::c_short;
    lock.l_whence = libc::SEEK_SET as libc::c_short;
    (lock.l_start, lock.l_len) = (byte, 1);
    // SAFETY: the file is open, and the structure is one for this call.
    let answer = unsafe { libc::fcntl(file.as_raw_fd(), libc::F_OFD_SETLK, &raw const lock) };
    let taken = || {
        let error = io::Error::last_os_error().raw_os_error();
        matches!(error, Some(libc::EAGAIN | libc::EACCES))
    };
    answer == 0 || !taken()
}

#[cfg(not(target_os = "linux"))]
fn lock(_: &File, _: i64, _: bool) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_copy_claims_once_and_another_does_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("generation");
        File::create(&path).unwrap();
        let open = || File::options().read(true).write(true).open(&path);
        let first = claim(open).unwrap().unwrap();
        let second = claim(open).unwrap().unwrap();
        drop(first);
        // Another copy would not know of these claims.
        assert!(!lock(&open().unwrap(), place(), true));
        // What a forked process has: the same open file.
        let inherited =
            CLAIMED.lock().iter().map(|(_, file, _)| file.try_clone().unwrap()).collect::<Vec<_>>();
        drop(second);
        assert!(lock(&open().unwrap(), place(), true));
        drop(inherited);
    }
}
