//! The threads on which the bindings' asynchronous calls wait. They are one pool for the process, made when
//! it is first used, and again in a process that was forked: a slow HSM then holds up nobody's event loop,
//! file reads or interpreter. Key generation and signatures at a service are asynchronous this way too, as every other
//! call is: PKCS #11's own asynchronous sessions (`CKF_ASYNC_SESSION`) are for programs in C, which have no such threads,
//! and would give nothing more here.

use crate::process::PerProcess;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use strongroom_base::{Error, ck};

/// How many threads there are for each processor, since most of them wait, and how many at least.
const FOR_EACH: usize = 4;
const AT_LEAST: usize = 8;

static WANTED: AtomicUsize = AtomicUsize::new(0);
static POOL: OnceLock<PerProcess<ThreadPool>> = OnceLock::new();

/// How many threads there shall be; it counts when it is said before the first [`submit`] of a process.
pub fn configure(threads: usize) {
    WANTED.store(threads, Ordering::Relaxed);
}

/// Has something done by one of the threads. A panic in it ends there. `CKR_HOST_MEMORY` when there are no
/// threads to be had
pub fn submit(work: impl FnOnce() + Send + 'static) -> Result<(), Error> {
    let pool = match POOL.get() {
        Some(pool) => pool,
        None => {
            let made = PerProcess::new(made()?);
            POOL.get_or_init(|| made)
        }
    };
    pool.get(made)?.spawn(work);
    Ok(())
}

fn made() -> Result<ThreadPool, Error> {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = match WANTED.load(Ordering::Relaxed) {
        0 => (processors * FOR_EACH).max(AT_LEAST),
        wanted => wanted,
    };
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|number| format!("strongroom-{number}"))
        // The caller learns of it from what he waits for, which is dropped.
        .panic_handler(|_| {})
        .build()
        .map_err(|error| {
            Error::new(ck::CKR_HOST_MEMORY, format!("no threads could be started: {error}"))
        })
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
        assert_eq!(receiver.iter().sum::<i32>(), (0..100).sum());
    }
}
