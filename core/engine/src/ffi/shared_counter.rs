//! A counter that all processes with the same file share: reading it is one load from memory.

use memmap2::{MmapOptions, MmapRaw};
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

/// The counter in a file's first eight bytes.
pub struct SharedCounter {
    map: MmapRaw,
    writable: bool,
}

impl SharedCounter {
    /// The counter in `file`, which has at least eight bytes.
    pub fn new(file: &File, writable: bool) -> io::Result<Self> {
        if file.metadata()?.len() < 8 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is too short"));
        }
        let options = || {
            let mut options = MmapOptions::new();
            options.len(8);
            options
        };
        let map =
            if writable { options().map_raw(file)? } else { options().map_raw_read_only(file)? };
        Ok(Self { map, writable })
    }

    fn counter(&self) -> &AtomicU64 {
        // SAFETY: the mapping is page-aligned, eight bytes long and lives as long as `self`. Other
        // processes change it only through atomics of the same size. Should somebody truncate the file,
        // the access faults as it would for any mapped file; the directory is its owner's alone.
        unsafe { AtomicU64::from_ptr(self.map.as_mut_ptr().cast()) }
    }

    /// The count now.
    pub fn get(&self) -> u64 {
        self.counter().load(Ordering::Acquire)
    }

    /// Counts one further.
    pub fn advance(&self) {
        if self.writable {
            self.counter().fetch_add(1, Ordering::AcqRel);
        }
    }
}
