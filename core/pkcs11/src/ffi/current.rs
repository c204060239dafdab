//! A value that every call reads and `C_Initialize` and `C_Finalize` replace. A reader takes no lock,
//! touches no memory that another thread writes, and waits for no fence: it marks a slot that is its
//! thread's own, reads the pointer, and unmarks the slot. Whoever takes the value away makes the other
//! threads' marks visible (on Linux with `membarrier`, so that the cost is all on this side), and waits
//! until each slot has been unmarked once before the value is dropped.

use std::cell::Cell;
use std::ptr::null_mut;
use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU8, AtomicUsize, Ordering, compiler_fence, fence,
};
use std::time::{Duration, Instant};

/// How long the calls of other threads may take to end before the value is left where it is.
const PATIENCE: Duration = Duration::from_secs(5);

/// The place of the value. There must be only one place in a process, as its slots are.
pub struct Current<T> {
    value: AtomicPtr<T>,
}

impl<T: Send + Sync> Current<T> {
    /// An empty place.
    pub const fn new() -> Self {
        Self { value: AtomicPtr::new(null_mut()) }
    }

    /// Whether there is a value.
    pub fn is_set(&self) -> bool {
        !self.value.load(Ordering::Acquire).is_null()
    }

    /// Puts a value into the empty place, or gives it back.
    pub fn set(&self, value: Box<T>) -> Result<(), Box<T>> {
        prepare();
        let value = Box::into_raw(value);
        self.value
            .compare_exchange(null_mut(), value, Ordering::AcqRel, Ordering::Acquire)
            .map(drop)
            // SAFETY: made by `into_raw` above, and nobody else has seen it.
            .map_err(|_| unsafe { Box::from_raw(value) })
    }

    /// Reads the value.
    #[inline]
    pub fn with<R>(&self, read: impl FnOnce(Option<&T>) -> R) -> R {
        let _mark = Mark::set();
        let value = self.value.load(Ordering::Acquire);
        // SAFETY: a pointer that is not NULL came from `set`. `take` drops it only after it has seen
        // this thread's slot unmarked, which is after `read` has returned.
        read(unsafe { value.as_ref() })
    }

    /// Takes the value away, shows it to `farewell`, and drops it when no call reads it any more.
    /// None when there is no value.
    pub fn take<R>(&self, farewell: impl FnOnce(&T) -> R) -> Option<R> {
        let value = self.value.swap(null_mut(), Ordering::AcqRel);
        // SAFETY: a pointer that is not NULL came from `set`, and the swap made it ours to drop.
        let answer = farewell(unsafe { value.as_ref() }?);
        if unused() {
            // SAFETY: as above; the place no longer has it, and no call that had it is running.
            drop(unsafe { Box::from_raw(value) });
        }
        Some(answer)
    }

    /// Empties the place in a child process: the value is the parent's and is not dropped, and the
    /// calls that other threads of the parent were in will never end here.
    pub fn abandon(&self) {
        self.value.store(null_mut(), Ordering::Release);
        for slot in slots() {
            slot.depth.store(0, Ordering::Relaxed);
        }
    }
}

/// How the marks of other threads are made visible: by a fence in every call, or, once the system has
/// agreed, by `membarrier`.
static BARRIER: AtomicU8 = AtomicU8::new(FENCES);
const FENCES: u8 = 0;
const MEMBARRIER: u8 = 1;
/// The system agreed once and does no longer: nothing is ever known to be unused.
const BROKEN: u8 = 2;

/// Asks the system for `membarrier`, for each process anew.
fn prepare() {
    let agreed = membarrier(REGISTER);
    match (agreed, BARRIER.load(Ordering::Relaxed)) {
        (true, FENCES) => BARRIER.store(MEMBARRIER, Ordering::SeqCst),
        (false, MEMBARRIER) => BARRIER.store(BROKEN, Ordering::SeqCst),
        _ => {}
    }
}

/// `MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED`
const REGISTER: i32 = 1 << 4;
/// `MEMBARRIER_CMD_PRIVATE_EXPEDITED`
const EXPEDITED: i32 = 1 << 3;

#[cfg(not(target_os = "linux"))]
fn membarrier(_: i32) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn membarrier(command: i32) -> bool {
    // SAFETY: the call takes no pointers.
    unsafe { libc::syscall(libc::SYS_membarrier, libc::c_long::from(command), 0, 0) == 0 }
}

/// Waits until every call that had begun has ended.
fn unused() -> bool {
    match BARRIER.load(Ordering::SeqCst) {
        FENCES => fence(Ordering::SeqCst),
        MEMBARRIER if membarrier(EXPEDITED) => {}
        _ => return false,
    }
    let start = Instant::now();
    for slot in slots() {
        while slot.depth.load(Ordering::Acquire) != 0 {
            // This thread's own call can be seen here only by a signal handler: it cannot be waited for.
            if std::ptr::eq(slot, mine()) || start.elapsed() > PATIENCE {
                return false;
            }
            std::thread::sleep(Duration::from_micros(50));
        }
    }
    true
}

/// What one thread marks. Slots are made as threads come, used again, and never freed.
#[repr(align(128))] // two cache lines: processors fetch lines in pairs
struct Slot {
    /// Calls within calls of the thread that has the slot.
    depth: AtomicUsize,
    taken: AtomicBool,
    next: Option<&'static Slot>,
}

static SLOTS: AtomicPtr<Slot> = AtomicPtr::new(null_mut());

fn slots() -> impl Iterator<Item = &'static Slot> {
    // SAFETY: NULL, or a slot that was leaked.
    let first = unsafe { SLOTS.load(Ordering::Acquire).as_ref() };
    std::iter::successors(first, |slot| slot.next)
}

thread_local! {
    static MINE: Cell<Option<&'static Slot>> = const { Cell::new(None) };
    static GIVE_BACK: GiveBack = const { GiveBack };
}

/// Frees the thread's slot for another when the thread ends.
struct GiveBack;

impl Drop for GiveBack {
    fn drop(&mut self) {
        if let Some(slot) = MINE.take() {
            slot.taken.store(false, Ordering::Release);
        }
    }
}

#[inline]
fn mine() -> &'static Slot {
    MINE.get().unwrap_or_else(acquire)
}

#[cold]
fn acquire() -> &'static Slot {
    let free = slots().find(|slot| {
        slot.taken.compare_exchange(false, true, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    });
    let slot = free.unwrap_or_else(|| {
        let mut first = SLOTS.load(Ordering::Acquire);
        loop {
            // SAFETY: NULL, or a slot that was leaked.
            let next = unsafe { first.as_ref() };
            let slot = Box::into_raw(Box::new(Slot {
                depth: AtomicUsize::new(0),
                taken: AtomicBool::new(true),
                next,
            }));
            match SLOTS.compare_exchange(first, slot, Ordering::AcqRel, Ordering::Acquire) {
                // SAFETY: it is in the list now and is never freed.
                Ok(_) => return unsafe { &*slot },
                Err(now) => {
                    first = now;
                    // SAFETY: made above, and nobody else has seen it.
                    drop(unsafe { Box::from_raw(slot) });
                }
            }
        }
    });
    MINE.set(Some(slot));
    // In a thread whose values are being dropped already the slot stays taken.
    let _ = GIVE_BACK.try_with(|_| ());
    slot
}

/// A call that is running.
struct Mark(&'static Slot);

impl Mark {
    #[inline]
    fn set() -> Self {
        let slot = mine();
        // Only this thread writes to the slot: no read-modify-write is needed.
        slot.depth.store(slot.depth.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        // The mark must be visible before the pointer is read.
        if BARRIER.load(Ordering::Relaxed) == FENCES {
            fence(Ordering::SeqCst);
        } else {
            compiler_fence(Ordering::SeqCst);
        }
        Self(slot)
    }
}

impl Drop for Mark {
    #[inline]
    fn drop(&mut self) {
        let depth = self.0.depth.load(Ordering::Relaxed);
        self.0.depth.store(depth.saturating_sub(1), Ordering::Release);
    }
}
