//! Counters that all processes with the same file share: reading one is one load from memory.

use memmap2::{MmapOptions, MmapRaw};
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of the file: room for a counter of everything, and one of each of 4,607 slots.
pub const LEN: usize = 9 << 12;

/// The counters in a file: the first is of everything, those after it are of a slot each.
pub struct SharedCounter {
    map: MmapRaw,
    writable: bool,
}

impl SharedCounter {
    /// The counters in `file`.
    pub fn new(file: &File, writable: bool) -> io::Result<Self> {
        if file.metadata()?.len() < LEN as u64 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is too short"));
        }
        let options = || {
            let mut options = MmapOptions::new();
            options.len(LEN);
            options
        };
        let map =
            if writable { options().map_raw(file)? } else { options().map_raw_read_only(file)? };
        Ok(Self { map, writable })
    }

    /// `None` where there is no such counter.
    fn counter(&self, index: usize) -> Option<&AtomicU64> {
        let offset = index.checked_mul(size_of::<AtomicU64>()).filter(|offset| *offset < LEN)?;
        // SAFETY: the mapping is page-aligned, `LEN` bytes long, which is a multiple of eight, and lives as
        // long as `self`. Other processes change it only through atomics of the same size. Should somebody truncate the file, the access faults as it would for any mapped file;
        // the directory is its owner's alone.
        Some(unsafe { AtomicU64::from_ptr(self.map.as_mut_ptr().add(offset).cast()) })
    }

    /// The count of everything now.
    pub fn get(&self) -> u64 {
        self.counter(0).map_or(0, |counter| counter.load(Ordering::Acquire))
    }

    /// Counts one further.
    pub fn advance(&self) {
        if let Some(counter) = self.counter(0).filter(|_| self.writable) {
            counter.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// How far a slot has come; 0 for one that has no counter.
    pub fn reached(&self, slot: u64) -> u64 {
        self.of_slot(slot).map_or(0, |counter| counter.load(Ordering::Acquire))
    }

    /// A slot has come as far as this.
    pub fn reach(&self, slot: u64, count: u64) {
        if let Some(counter) = self.of_slot(slot).filter(|_| self.writable) {
            counter.fetch_max(count, Ordering::AcqRel);
        }
    }

    fn of_slot(&self, slot: u64) -> Option<&AtomicU64> {
        self.counter(usize::try_from(slot).ok()?.checked_add(1)?)
    }
}
