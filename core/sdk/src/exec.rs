//! The threads on which the bindings' asynchronous calls wait. They are one pool for the process, made when
//! it is first used, and again in a process that was forked: a slow HSM then holds up nobody's event loop,
//! file reads or interpreter. A thread that is at work goes on until nothing waits any more, so that where many
//! calls are under way none of them pays for waking one. Key generation and signatures at a service are asynchronous
//! this way too, as every other call is: PKCS #11's own asynchronous sessions (`CKF_ASYNC_SESSION`) are for programs
//! in C, which have no such threads, and would give nothing more here.

use crate::process::PerProcess;
use parking_lot::Mutex;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use strongroom_base::{Error, ck};
use strongroom_engine::random;

/// How many threads there are for each processor, since most of them wait, and how many at least.
const FOR_EACH: usize = 4;
const AT_LEAST: usize = 8;

static WANTED: AtomicUsize = AtomicUsize::new(0);
static POOL: OnceLock<PerProcess<Threads>> = OnceLock::new();

struct Threads {
    pool: ThreadPool,
    work: Arc<Mutex<Work>>,
}

/// What waits, in the order in which it came, and how many threads are at it.
#[derive(Default)]
struct Work {
    waiting: VecDeque<Box<dyn FnOnce() + Send>>,
    at: usize,
}

/// How many threads there shall be; it counts when it is said before the first [`submit`] of a process.
pub fn configure(threads: usize) {
    WANTED.store(threads, Ordering::Relaxed);
}

/// Has something done by one of the threads. A panic in it ends there. `CKR_HOST_MEMORY` when there are no
/// threads to be had
pub fn submit(work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    let threads = match POOL.get() {
        Some(threads) => threads,
        None => {
            let made = PerProcess::new(made()?);
            POOL.get_or_init(|| made)
        }
    };
    let Threads { pool, work: all } = threads.get(made)?;
    let mut now = all.lock();
    now.waiting.push_back(Box::new(work));
    if now.at < pool.current_num_threads() {
        now.at += 1;
        drop(now);
        let all = Arc::clone(all);
        pool.spawn(move || work_off(&all));
    }
    Ok(())
}

/// Does what waits, until nothing does.
fn work_off(all: &Mutex<Work>) {
    loop {
        let mut now = all.lock();
        let Some(work) = now.waiting.pop_front() else {
            now.at -= 1;
            return;
        };
        drop(now);
        // The caller learns of a panic from what he waits for, which is dropped.
        let _ = catch_unwind(AssertUnwindSafe(work));
    }
}

fn made() -> Result<Threads, Error> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = match WANTED.load(Ordering::Relaxed) {
        0 => (processors * FOR_EACH).max(AT_LEAST),
        wanted => wanted,
    };
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|number| format!("strongroom-{number}"))
        .build()
        .map_err(|error| {
            Error::new(ck::CKR_HOST_MEMORY, format!("no threads could be started: {error}"))
        })?;
    // The first random numbers of a thread come from a generator of AWS-LC's that is gone when the process ends: a thread
    // that came to them only then would abort it. So all have had some before there is anything to do. Whether there are
    // random numbers to be had, who needs them is told.
    pool.broadcast(|_| drop(random::fill(&mut [0])));
    Ok(Threads { pool, work: Arc::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_panic_leaves_the_others_alone() {
        submit(|| panic!("a defect")).unwrap();
        let (sender, receiver) = channel();
        for number in 0..100 {
            let sender = sender.clone();
            submit(move || sender.send(number).unwrap()).unwrap();
        }
        drop(sender);
        assert_eq!(receiver.iter().sum::<i32>(), (0..100).sum::<i32>());
    }

    #[test]
    fn as_many_are_under_way_as_there_are_threads() {
        let (sender, receiver) = channel();
        for _ in 0..3 {
            let all = Arc::new(std::sync::Barrier::new(AT_LEAST));
            for _ in 0..AT_LEAST {
                let (sender, all) = (sender.clone(), Arc::clone(&all));
                // Each waits for the others: one after the other, none would end.
                submit(move || sender.send(all.wait().is_leader()).unwrap()).unwrap();
            }
        }
        drop(sender);
        assert_eq!(receiver.iter().filter(|leader| *leader).count(), 3);
    }
}
