//! Calls without the interpreter's lock, and how threads take turns with it. Between two calls a thread holds
//! it for about a microsecond. CPython has whoever comes back meanwhile sleep, which takes ten times as long;
//! and threads that are woken one by one meet again. So who comes back and sees that another one did, which
//! has not called since, waits awake for a little, and then asks CPython. That is a hint and no lock: where
//! it is wrong (the other gave the lock up in other ways, or is not there since a fork), the little is lost.

use crate::error::raised;
use pyo3::prelude::*;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

/// How a thread waits, and until how many microseconds have gone by: for less than it takes to sleep and to be
/// woken; then so that the other gets the processor, which it lacks where it was interrupted with the lock. The
/// threads that are before it there make a short call each.
const WAITS: [(fn(), u128); 2] = [(std::hint::spin_loop, 10), (std::thread::yield_now, 200)];

/// Who came back last and has not called since; 0 is nobody.
static BACK: AtomicUsize = AtomicUsize::new(0);

/// How many waited in vain since one did not, and how many of the next ones do not wait therefore: where
/// threads give the lock up in other ways too, waiting is seldom tried.
static IN_VAIN: AtomicU32 = AtomicU32::new(0);
static PAUSING: AtomicU32 = AtomicU32::new(0);

// Its address is a thread's name.
thread_local!(static ME: u8 = const { 0 });

/// Asks the core for something, without the interpreter's lock, which the caller has.
pub fn ask<T: Send>(call: impl FnOnce() -> strongroom::Result<T> + Send) -> PyResult<T> {
    detach(call).map_err(raised)
}

/// Makes any call so.
pub fn detach<T: Send>(call: impl FnOnce() -> T + Send) -> T {
    Python::attach(|py| detach_from(py, call))
}

/// The same, for who can show that he has the lock.
pub fn detach_from<T: Send>(py: Python<'_>, call: impl FnOnce() -> T + Send) -> T {
    let me = ME.with(|me| std::ptr::from_ref(me).addr());
    let answer = py.detach(|| {
        let _ = BACK.compare_exchange(me, 0, Relaxed, Relaxed);
        let answer = call();
        let turn = || BACK.compare_exchange(0, me, Relaxed, Relaxed).is_ok();
        if !turn() {
            wait_for(turn);
        }
        answer
    });
    BACK.store(me, Relaxed);
    answer
}

#[cold]
fn wait_for(turn: impl Fn() -> bool) {
    let pausing = PAUSING.load(Relaxed);
    if pausing > 0 {
        return PAUSING.store(pausing - 1, Relaxed);
    }
    let begun = Instant::now();
    for (wait, until) in WAITS {
        while begun.elapsed().as_micros() < until {
            wait();
            if BACK.load(Relaxed) == 0 && turn() {
                return IN_VAIN.store(0, Relaxed);
            }
        }
    }
    PAUSING.store(IN_VAIN.fetch_add(1, Relaxed).min(64), Relaxed);
}
