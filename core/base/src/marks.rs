//! Marks that threads set for others to see: that they are in the middle of a call. To set one takes no lock,
//! touches no memory that another thread writes, and waits for no fence: each thread has a slot of its own. Whoever
//! has to know that nobody is in a call makes the marks of other threads visible first (on Linux with
//! `membarrier`, so that the cost is all on this side), and then waits until each slot has been without a mark
//! once.

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, compiler_fence, fence};
use std::thread;
use std::time::{Duration, Instant};

/// What a thread is in the middle of a call of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// The library of C functions.
    Library,
    /// What is behind it, and behind every other way in.
    Instance,
}

/// What one thread marks. Slots are made as threads come, used again, and never freed.
#[repr(align(128))] // two cache lines: processors fetch lines in pairs
#[derive(Default)]
struct Slot {
    /// Calls within calls of the thread that has the slot, [of each](Of).
    depths: [AtomicUsize; 2],
    taken: AtomicBool,
    next: OnceLock<&'static Slot>,
}

static SLOTS: OnceLock<&'static Slot> = OnceLock::new();

fn slots() -> impl Iterator<Item = &'static Slot> {
    std::iter::successors(SLOTS.get().copied(), |slot| slot.next.get().copied())
}

/// The slots of other threads.
fn others() -> impl Iterator<Item = &'static Slot> {
    let mine = MINE.get();
    slots().filter(move |slot| mine.is_none_or(|mine| !std::ptr::eq(*slot, mine)))
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
        let new: &'static Slot = Box::leak(Box::default());
        new.taken.store(true, Ordering::Relaxed);
        // Of two threads that come here together the second goes on behind the first.
        let mut last = &SLOTS;
        while let Err(there) = last.set(new).map_err(|_| last.get().copied()) {
            last = there.map_or(last, |there| &there.next);
        }
        new
    });
    MINE.set(Some(slot));
    // In a thread whose values are being dropped already the slot stays taken.
    let _ = GIVE_BACK.try_with(|_| ());
    slot
}

impl Slot {
    #[inline]
    fn depth(&self, of: Of) -> &AtomicUsize {
        match of {
            Of::Library => &self.depths[0],
            Of::Instance => &self.depths[1],
        }
    }
}

/// A call of this thread that is under way.
pub struct Mark {
    depth: &'static AtomicUsize,
    of_this_thread: PhantomData<*const ()>,
}

impl Mark {
    /// A call begins.
    #[inline]
    pub fn set(of: Of) -> Self {
        let depth = mine().depth(of);
        // Only this thread writes to the slot: no read-modify-write is needed.
        depth.store(depth.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        // The mark must be visible before what it keeps is read.
        if LIGHT.load(Ordering::Relaxed) {
            compiler_fence(Ordering::SeqCst);
        } else {
            fence(Ordering::SeqCst);
        }
        Self { depth, of_this_thread: PhantomData }
    }

    /// Whether it is the only call that the thread is in.
    pub fn is_only(&self) -> bool {
        self.depth.load(Ordering::Relaxed) == 1
    }
}

impl Drop for Mark {
    #[inline]
    fn drop(&mut self) {
        let depth = self.depth.load(Ordering::Relaxed);
        self.depth.store(depth.saturating_sub(1), Ordering::Release);
    }
}

/// Whether the marks of other threads are made visible by `membarrier`, to which the system has agreed, and not by a
/// fence in every call.
static LIGHT: AtomicBool = AtomicBool::new(false);

#[cfg(target_os = "linux")]
mod barrier {
    use rustix::thread::{MembarrierCommand, membarrier};

    pub fn register() -> bool {
        membarrier(MembarrierCommand::RegisterPrivateExpedited).is_ok()
    }

    pub fn wait() -> bool {
        membarrier(MembarrierCommand::PrivateExpedited).is_ok()
    }
}

#[cfg(not(target_os = "linux"))]
mod barrier {
    pub fn register() -> bool {
        false
    }

    pub fn wait() -> bool {
        false
    }
}

/// Asks the system for `membarrier`, for each process anew.
pub fn prepare() {
    if barrier::register() {
        LIGHT.store(true, Ordering::SeqCst);
    }
}

/// Waits until every other thread has ended the calls that it was in; `false` where they take longer than
/// `patience`, or where it cannot be known.
pub fn others_left(of: Of, patience: Duration) -> bool {
    fence(Ordering::SeqCst);
    // Where the system agreed once and does no longer, marks may be where nobody sees them.
    let known = barrier::wait() || !LIGHT.load(Ordering::SeqCst);
    let begun = Instant::now();
    for slot in others() {
        while slot.depth(of).load(Ordering::Acquire) != 0 {
            match begun.elapsed() {
                waited if waited > patience => return false,
                // Most calls end at once.
                waited if waited < Duration::from_millis(1) => thread::yield_now(),
                _ => thread::sleep(Duration::from_micros(50)),
            }
        }
    }
    known
}

/// Whether this thread is in a call.
pub fn is_set(of: Of) -> bool {
    MINE.get().is_some_and(|slot| slot.depth(of).load(Ordering::Relaxed) != 0)
}

/// In a child process: the calls that other threads of the parent were in will never end here. The thread itself may
/// be in the middle of one.
pub fn in_child() {
    for slot in others() {
        slot.depths.iter().for_each(|depth| depth.store(0, Ordering::Relaxed));
        slot.taken.store(false, Ordering::Release);
    }
    // There is no other thread that could rely on what the system agreed to with the parent.
    LIGHT.store(false, Ordering::SeqCst);
    prepare();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::sync::Barrier;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn threads_have_slots_of_their_own_and_leave_them_to_others() {
        let round = || {
            let all = Barrier::new(8);
            let own = || {
                let slot = std::ptr::from_ref(mine()).addr();
                all.wait();
                slot
            };
            thread::scope(|scope| {
                let threads: Vec<_> = (0..8).map(|_| scope.spawn(own)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect::<HashSet<_>>()
            })
        };
        let first = round();
        assert_eq!(first.len(), 8);
        (0..50).for_each(|_| assert_eq!(round().len(), 8));
        // Other tests have threads too, but not hundreds.
        assert!(slots().count() < 200);
    }

    #[test]
    fn calls_of_others_are_waited_for_and_own_ones_are_not() {
        prepare();
        let (begun, seen) = (Barrier::new(2), Barrier::new(2));
        thread::scope(|scope| {
            scope.spawn(|| {
                let outer = Mark::set(Of::Library);
                let inner = Mark::set(Of::Library);
                assert!(outer.depth.load(Ordering::Relaxed) == 2 && !inner.is_only());
                drop(inner);
                assert!(outer.is_only());
                begun.wait();
                seen.wait();
                thread::sleep(Duration::from_millis(10));
                drop(outer);
                assert!(!is_set(Of::Library));
            });
            begun.wait();
            assert!(!others_left(Of::Library, Duration::ZERO));
            let own = Mark::set(Of::Library);
            seen.wait();
            assert!(others_left(Of::Library, LONG) && is_set(Of::Library));
            drop(own);
        });
    }
}
