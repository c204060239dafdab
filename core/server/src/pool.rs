//! The pool, for what takes long: so many at a time, so many in line, and of one client never all, so that
//! its load does not keep others waiting. PIN derivations have a line of their own. What does not fit into
//! a line is refused at once.

use crate::limits::Limits;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use strongroom_base::{Error, Result, ck};
use tokio::sync::Semaphore;

/// The pool.
pub struct Pool {
    turns: Semaphore,
    derivations: Semaphore,
    in_flight: Load,
    deriving: Load,
}

/// How many there are, and may be.
pub struct Load {
    now: AtomicUsize,
    most: usize,
}

impl Load {
    /// None yet.
    pub fn new(most: u64) -> Self {
        Self { now: AtomicUsize::new(0), most: Limits::count(most) }
    }

    /// One more, unless there are as many as may be; it counts until it is dropped.
    pub fn enter(&self) -> Option<Entered<'_>> {
        let before = self.now.fetch_add(1, Ordering::Relaxed);
        let entered = Entered(self);
        (before < self.most).then_some(entered)
    }

    /// How many there are.
    pub fn now(&self) -> usize {
        self.now.load(Ordering::Relaxed)
    }
}

/// One of those that a load counts.
pub struct Entered<'l>(&'l Load);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What one client has on the pool.
pub struct Share {
    turns: Semaphore,
    derivations: Semaphore,
    in_flight: Load,
}

impl Share {
    /// The share of one client.
    pub fn new(limits: &Limits) -> Self {
        // At least one is left for others.
        let but_one = |all: usize| Semaphore::new(all.saturating_sub(1).max(1));
        Self {
            turns: but_one(pool_threads(limits)),
            derivations: but_one(Limits::count(limits.derivations)),
            in_flight: Load::new(limits.requests_per_client),
        }
    }
}

/// How many threads the pool has.
pub fn pool_threads(limits: &Limits) -> usize {
    match Limits::count(limits.pool) {
        0 => 2 * processors(),
        threads => threads,
    }
}

/// How many asynchronous calls run at a time, of which one client has all but one. They have threads of their own,
/// beside the pool: what waits there for such a call to end does not keep it from beginning.
pub fn tasks(limits: &Limits) -> usize {
    pool_threads(limits).div_ceil(2) + 1
}

/// How many threads have connections.
pub fn workers(limits: &Limits) -> usize {
    match Limits::count(limits.workers) {
        0 => processors(),
        threads => threads,
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

impl Pool {
    /// A pool with nothing to do.
    pub fn new(limits: &Limits) -> Arc<Self> {
        let derivations = Limits::count(limits.derivations);
        Arc::new(Self {
            turns: Semaphore::new(pool_threads(limits)),
            derivations: Semaphore::new(derivations),
            in_flight: Load::new(limits.requests_in_flight),
            deriving: Load::new(limits.derivations.saturating_add(limits.derivations_waiting)),
        })
    }

    /// How many wait or run: in all, and of them PIN derivations.
    pub fn in_flight(&self) -> (usize, usize) {
        (self.in_flight.now(), self.deriving.now())
    }

    /// Runs a job when it is its turn. `CKR_TOKEN_RESOURCE_EXCEEDED` when too many wait already
    pub async fn run<T: Send + 'static>(
        &self,
        share: &Share,
        derivation: bool,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let busy = || {
            Error::new(
                ck::CKR_TOKEN_RESOURCE_EXCEEDED,
                "the service has as many such requests as it may have; try again in a moment",
            )
        };
        let ended = |_| Error::new(ck::CKR_DEVICE_ERROR, "the service stops");
        let _mine = share.in_flight.enter().ok_or_else(busy)?;
        let _one = self.in_flight.enter().ok_or_else(busy)?;
        let (mine, all) = match derivation {
            true => (&share.derivations, &self.derivations),
            false => (&share.turns, &self.turns),
        };
        // In its own line first: what one client has waiting there takes no place in everybody's.
        let _my_turn = mine.acquire().await.map_err(ended)?;
        let _deriving =
            if derivation { Some(self.deriving.enter().ok_or_else(busy)?) } else { None };
        let _turn = all.acquire().await.map_err(ended)?;
        tokio::task::spawn_blocking(job).await.map_err(|_| {
            Error::new(ck::CKR_GENERAL_ERROR, "a defect in the service ended the request")
        })
    }
}
