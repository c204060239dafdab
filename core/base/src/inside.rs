//! Keeps calls and forks apart. AWS-LC takes a lock for a moment whenever it draws random numbers (to see whether
//! the process was forked), and a child inherits the lock as it is at the fork: where another thread of the parent
//! held it, nobody in the child ever gives it back, and its first signature waits for ever. So a fork waits for
//! the calls that are under way, and calls that come meanwhile wait for the fork. A fork waits for a moment only: a
//! call that takes longer, the making of an RSA key for example, is not likely to hold the lock just then.
//! The engine has the system call these functions (`ffi/fork.rs` there).

use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long a fork waits at most.
const PATIENCE: Duration = Duration::from_millis(20);

/// Calls under way are counted in several places, so that threads do not take turns with one.
const SHARDS: usize = 16;

#[repr(align(128))]
struct Shard(AtomicUsize);

static UNDER_WAY: [Shard; SHARDS] = [const { Shard(AtomicUsize::new(0)) }; SHARDS];
/// How many threads are about to fork.
static FORKING: AtomicUsize = AtomicUsize::new(0);
/// How many threads have made calls.
static THREADS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static MINE: Cell<Option<usize>> = const { Cell::new(None) };
    /// How many calls the thread is in, of which one makes the next.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// A call is under way for as long as this is there.
pub struct Inside(PhantomData<*const ()>);

/// Begins a call of this thread.
#[inline]
pub fn enter() -> Inside {
    let depth = DEPTH.get();
    DEPTH.set(depth + 1);
    if depth == 0 {
        let count = mine();
        count.fetch_add(1, Ordering::SeqCst);
        while FORKING.load(Ordering::SeqCst) != 0 {
            count.fetch_sub(1, Ordering::SeqCst);
            wait_for_fork();
            count.fetch_add(1, Ordering::SeqCst);
        }
    }
    Inside(PhantomData)
}

impl Drop for Inside {
    #[inline]
    fn drop(&mut self) {
        let depth = DEPTH.get().saturating_sub(1);
        DEPTH.set(depth);
        if depth == 0 {
            mine().fetch_sub(1, Ordering::Release);
        }
    }
}

#[inline]
fn mine() -> &'static AtomicUsize {
    &UNDER_WAY[MINE.get().unwrap_or_else(first_call) % SHARDS].0
}

#[cold]
fn first_call() -> usize {
    let mine = THREADS.fetch_add(1, Ordering::Relaxed);
    MINE.set(Some(mine));
    mine
}

#[cold]
fn wait_for_fork() {
    while FORKING.load(Ordering::SeqCst) != 0 {
        thread::sleep(Duration::from_micros(50));
    }
}

/// Before a fork: no call begins, and those under way end, unless they take long.
pub fn before_fork() {
    FORKING.fetch_add(1, Ordering::SeqCst);
    let begun = Instant::now();
    let busy = || UNDER_WAY.iter().any(|shard| shard.0.load(Ordering::SeqCst) != 0);
    while busy() && begun.elapsed() < PATIENCE {
        thread::yield_now();
    }
}

/// After a fork, in the process that was there before.
pub fn after_fork() {
    FORKING.fetch_sub(1, Ordering::SeqCst);
}

/// After a fork, in the child: of the threads that made calls there is none.
pub fn in_child() {
    UNDER_WAY.iter().for_each(|shard| shard.0.store(0, Ordering::SeqCst));
    // But for one that the thread itself is in the middle of.
    if DEPTH.get() > 0 {
        mine().store(1, Ordering::SeqCst);
    }
    FORKING.store(0, Ordering::SeqCst);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn a_fork_waits_for_short_calls_and_calls_wait_for_a_fork() {
        let (begun, ended) = (AtomicBool::new(false), AtomicBool::new(false));
        thread::scope(|scope| {
            let call = enter();
            scope.spawn(|| {
                begun.store(true, Ordering::SeqCst);
                before_fork();
                assert!(ended.load(Ordering::SeqCst), "the call is under way");
                thread::sleep(Duration::from_millis(5));
                after_fork();
            });
            while !begun.load(Ordering::SeqCst) || FORKING.load(Ordering::SeqCst) == 0 {
                thread::yield_now();
            }
            ended.store(true, Ordering::SeqCst);
            drop(call);
            drop(enter());
            assert_eq!(FORKING.load(Ordering::SeqCst), 0, "it has waited");
        });
    }
}
