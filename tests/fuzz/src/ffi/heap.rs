//! Counts what is allocated, so that a decoder that believes a length is found out.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

#[global_allocator]
static HEAP: Counting = Counting;

thread_local! {
    static LIVE: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

/// What `call` gives, and the most bytes that it had allocated at one time in this thread.
pub fn peak<T>(call: impl FnOnce() -> T) -> (T, usize) {
    let before = LIVE.get();
    PEAK.set(before);
    let made = call();
    (made, PEAK.get().saturating_sub(before))
}

fn grown(by: usize) {
    // A thread that is ending has no counters any more; nobody asks for its peak either.
    let _ = LIVE.try_with(|live| {
        live.set(live.get().wrapping_add(by));
        PEAK.with(|peak| peak.set(peak.get().max(live.get())));
    });
}

fn shrunk(by: usize) {
    // What another thread allocated may be freed here.
    let _ = LIVE.try_with(|live| live.set(live.get().saturating_sub(by)));
}

// SAFETY: everything is the system's allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        // SAFETY: passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        shrunk(layout.size());
        // SAFETY: passed on.
        unsafe { System.dealloc(at, layout) }
    }
}
