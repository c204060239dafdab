//! Memory for keys that stay: pages that the system neither swaps out (`mlock`) nor writes into a core
//! image (`MADV_DONTDUMP`), cut into places of a few sizes. The only room of this crate with `unsafe`.
//!
//! It is best effort. Where the limit on locked memory (`RLIMIT_MEMLOCK`) is reached, pages are used
//! unlocked, and a warning says so once; where there is no place at all, the caller keeps its bytes
//! elsewhere. Pages are kept for the next key; they are never given back. In a forked child they are what the
//! system makes of them there: left out of core images, and no longer locked.

use crate::lane::lane;
use rustix::mm::{MapFlags, ProtFlags};
use std::cell::UnsafeCell;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use zeroize::Zeroize;

/// The sizes of places, in bytes: from a symmetric key to an ML-DSA key.
const SIZES: [usize; 5] = [32, 128, 512, 2048, 8192];
/// Bytes that are mapped at once.
const CHUNK: usize = 1 << 15;
/// Threads that make and drop keys at the same time have lists of their own, most often.
const LANES: usize = 4;
/// How often somebody else's turn is waited for. It is bounded because a forked child may inherit a turn
/// that nobody ends.
const TURNS: usize = 1000;

/// The free places of one size, of one lane.
#[repr(align(128))] // two cache lines: processors fetch lines in pairs
struct Pool {
    taken: AtomicBool,
    free: UnsafeCell<Vec<NonNull<u8>>>,
}

// SAFETY: the list is touched by whoever has set `taken`, and by nobody else; what it points to is memory
// that belongs to no thread.
unsafe impl Sync for Pool {}

static POOLS: [[Pool; SIZES.len()]; LANES] = [const {
    [const { Pool { taken: AtomicBool::new(false), free: UnsafeCell::new(Vec::new()) } };
        SIZES.len()]
}; LANES];

impl Pool {
    /// What `f` makes of the list; `None` where it does not become free.
    fn with<T>(&self, f: impl FnOnce(&mut Vec<NonNull<u8>>) -> T) -> Option<T> {
        for turn in 0..TURNS {
            let free = Ordering::Acquire;
            if self.taken.compare_exchange_weak(false, true, free, Ordering::Relaxed).is_ok() {
                // SAFETY: `taken` was false and is now true: nobody else touches the list until it is false
                // again.
                let answer = f(unsafe { &mut *self.free.get() });
                self.taken.store(false, Ordering::Release);
                return Some(answer);
            }
            if turn < TURNS / 2 {
                std::hint::spin_loop();
            } else {
                std::thread::yield_now();
            }
        }
        None
    }
}

/// Maps, locks and hides pages. `None` where there is no memory.
fn map() -> Option<NonNull<u8>> {
    let access = ProtFlags::READ | ProtFlags::WRITE;
    // SAFETY: a new mapping, wherever there is room, overlaps with nothing.
    let at =
        unsafe { rustix::mm::mmap_anonymous(ptr::null_mut(), CHUNK, access, MapFlags::PRIVATE) };
    let at = NonNull::new(at.ok()?)?;
    // SAFETY: the range is what was mapped just now.
    if unsafe { rustix::mm::mlock(at.as_ptr(), CHUNK) }.is_err() {
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            tracing::warn!(
                "keys in memory may be swapped out: no more memory can be locked; raise RLIMIT_MEMLOCK"
            );
        });
    }
    #[cfg(target_os = "linux")]
    // SAFETY: the range is what was mapped just now; the advice changes nothing that the program sees.
    let _ = unsafe { rustix::mm::madvise(at.as_ptr(), CHUNK, rustix::mm::Advice::LinuxDontDump) };
    Some(at.cast())
}

/// Bytes in such memory. They are wiped when dropped.
pub struct Place {
    at: NonNull<u8>,
    len: usize,
    /// Where it goes back to, whoever drops it.
    pool: &'static Pool,
}

// SAFETY: a place belongs to one value, as a box does.
unsafe impl Send for Place {}
// SAFETY: shared, it is only read.
unsafe impl Sync for Place {}

impl Place {
    /// A copy of these bytes. `None` where they are none or too many, or there is no memory.
    pub fn new(bytes: &[u8]) -> Option<Self> {
        if bytes.is_empty() {
            return None;
        }
        let which = SIZES.iter().position(|size| bytes.len() <= *size)?;
        let size = *SIZES.get(which)?;
        let pool = POOLS.get(lane(LANES))?.get(which)?;
        let at = pool.with(|free| {
            if free.is_empty() {
                let chunk = map()?;
                let place = |at| {
                    // SAFETY: the offset is smaller than what was mapped.
                    unsafe { chunk.add(at) }
                };
                free.extend((0..CHUNK).step_by(size).map(place));
            }
            free.pop()
        })??;
        // SAFETY: the place is `size` bytes long, which are no fewer, and was on the list: it is nobody's.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), at.as_ptr(), bytes.len()) };
        Some(Self { at, len: bytes.len(), pool })
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: as many were written there, and the place is this value's.
        unsafe { slice::from_raw_parts(self.at.as_ptr(), self.len) }
    }

    /// Forgets bytes after the first `len`; they are wiped.
    pub fn truncate(&mut self, len: usize) {
        if let Some(rest) = self.bytes_mut().get_mut(len..) {
            rest.zeroize();
            self.len = len;
        }
    }

    /// The bytes, to be written in place.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above; the value is borrowed for as long.
        unsafe { slice::from_raw_parts_mut(self.at.as_ptr(), self.len) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.bytes_mut().zeroize();
        self.pool.with(|free| free.push(self.at));
    }
}
