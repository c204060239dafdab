//! Keeps calls and forks apart. AWS-LC takes a lock for a moment whenever it draws random numbers (to see whether
//! the process was forked), and a child inherits the lock as it is at the fork: where another thread of the parent
//! held it, nobody in the child ever gives it back, and its first signature waits for ever. So a fork waits for
//! the calls that are under way, and calls that come meanwhile wait for the fork. A fork waits for a moment only: a
//! call that takes longer, the making of an RSA key for example, is not likely to hold the lock just then.
//! The engine has the system call these functions (`ffi/fork.rs` there).

use crate::marks::{self, Mark, Of};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// How long a fork waits at most.
const PATIENCE: Duration = Duration::from_millis(20);

/// How many threads are about to fork.
static FORKING: AtomicUsize = AtomicUsize::new(0);
/// How often the process was forked off, counted from the one that began: each child is one more than its parent.
static GENERATION: AtomicUsize = AtomicUsize::new(0);

/// Whether forks are counted.
static WATCHED: AtomicBool = AtomicBool::new(false);

/// A call is under way for as long as this is there.
pub struct Inside(#[allow(dead_code)] Mark);

/// Begins a call of this thread.
#[inline]
pub fn enter() -> Inside {
    let mark = Mark::set(Of::Instance);
    if FORKING.load(Ordering::SeqCst) == 0 { Inside(mark) } else { after_the_fork(mark) }
}

/// A call that another makes begins at once, since the fork waits for that one.
#[cold]
fn after_the_fork(mut mark: Mark) -> Inside {
    while mark.is_only() && FORKING.load(Ordering::SeqCst) != 0 {
        drop(mark);
        while FORKING.load(Ordering::SeqCst) != 0 {
            thread::sleep(Duration::from_micros(50));
        }
        mark = Mark::set(Of::Instance);
    }
    Inside(mark)
}

/// Before a fork: no call begins, and those under way end, unless they take long.
pub fn before_fork() {
    FORKING.fetch_add(1, Ordering::SeqCst);
    marks::others_left(Of::Instance, PATIENCE);
}

/// After a fork, in the process that was there before.
pub fn after_fork() {
    FORKING.fetch_sub(1, Ordering::SeqCst);
}

/// Which process this is, of a line of parents and children: the same number as long as it is the same process. To ask
/// the system for its number is a call to the system, which takes longer than what is asked for it.
#[inline]
pub fn generation() -> usize {
    GENERATION.load(Ordering::Acquire)
}

/// From here on the functions below are called at each fork.
pub fn watched() {
    WATCHED.store(true, Ordering::Release);
}

/// The process that something was made in.
pub struct Process {
    generation: usize,
    /// Its number, where nobody watches for forks.
    number: Option<rustix::process::Pid>,
}

impl Process {
    /// The one that this is.
    pub fn this() -> Self {
        let number = (!WATCHED.load(Ordering::Acquire)).then(rustix::process::getpid);
        Self { generation: generation(), number }
    }

    /// Whether this is still it.
    #[inline]
    pub fn is_this(&self) -> bool {
        self.generation == generation()
            && self.number.is_none_or(|number| number == rustix::process::getpid())
    }
}

/// After a fork, in the child: of the threads that made calls there is none.
pub fn in_child() {
    GENERATION.fetch_add(1, Ordering::AcqRel);
    marks::in_child();
    FORKING.store(0, Ordering::SeqCst);
}

#[cfg(test)]
mod tests {
    use super::*;

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
