//! What the connections of one worker share: the thread they are on. It stays awake for a moment after a
//! reply where the next request is expected at once, because to wake a processor that has gone to sleep takes
//! longer than most requests do. And it carries out, one at a time, requests that are longer than short ones
//! and shorter than what it costs to have others carry them out is worth.
//!
//! Each worker is a thread with a runtime and an `epoll` of its own, and a connection stays where it is: no
//! reply wakes a second thread of the service, and no two threads take turns with a lock. While it is awake,
//! a worker asks the system for events without waiting and gives its processor away after each time
//! (`sched_yield`), so that whoever has something to do there does it.

use crate::cost::BESIDE;
use std::cell::Cell;
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};
use strongroom_wire::Pace;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

/// How long a worker stays awake for the next request.
const AWAKE: Duration = Duration::from_micros(50);
/// For how long the worker is kept free of longer requests after so many short ones that came within that time.
const COMPANY: (Duration, u32) = (Duration::from_millis(100), 32);
/// How many connections may wait for their turn with longer requests.
const LINE: usize = 8;

/// A worker, as its connections see it.
pub struct Worker {
    /// Its number, and how many there are.
    pub number: (u32, u32),
    /// Until when it stays awake.
    until: Cell<Instant>,
    wake: Notify,
    /// Short requests that were carried out of late.
    short: Cell<Option<Short>>,
    turn: Semaphore,
    line: Semaphore,
}

/// Short requests: when the last of them was carried out and of which connection; since when they are counted, and
/// how many there are.
#[derive(Clone, Copy)]
struct Short {
    last: (Instant, u64),
    since: Instant,
    count: u32,
}

/// When a connection had its replies, and how soon its requests come.
#[derive(Default)]
pub struct Asking {
    answered: Option<Instant>,
    pace: Pace,
}

impl Worker {
    /// A worker without connections: its number, of so many.
    pub fn new(number: (u32, u32)) -> Rc<Self> {
        Rc::new(Self {
            number,
            until: Cell::new(Instant::now()),
            wake: Notify::new(),
            short: Cell::new(None),
            turn: Semaphore::new(1),
            line: Semaphore::new(LINE),
        })
    }

    /// Keeps the worker awake as long as it shall be. Never ends.
    pub async fn stay_awake(&self) {
        loop {
            self.wake.notified().await;
            while Instant::now() < self.until.get() {
                thread::yield_now();
                // The runtime looks for events, and comes back when it has carried out what there is.
                tokio::task::yield_now().await;
            }
        }
    }

    /// A connection has its replies, and waits for the next request.
    pub fn answered(&self, asking: &mut Asking) {
        let now = Instant::now();
        asking.answered = Some(now);
        if asking.pace.is_quick() && self.until.replace(now + AWAKE) <= now {
            self.wake.notify_one();
        }
    }

    /// The next request is there.
    pub fn asked(&self, asking: &mut Asking) {
        if let Some(answered) = asking.answered.take() {
            asking.pace.came(answered.elapsed() < AWAKE);
        }
    }

    /// A request of a connection was short, which ended just now.
    pub fn was_short(&self, connection: u64, now: Instant) {
        let known = self.short.get().filter(|short| now - short.since < COMPANY.0);
        let Short { since, count, .. } =
            known.unwrap_or(Short { last: (now, connection), since: now, count: 0 });
        self.short.set(Some(Short { last: (now, connection), since, count: count + 1 }));
    }

    /// Whether others have short requests that would wait for a longer one of a connection. One now and then can.
    fn has_company(&self, connection: u64) -> bool {
        self.short.get().is_some_and(|Short { last: (when, other), count, .. }| {
            count >= COMPANY.1 && other != connection && when.elapsed() < COMPANY.0
        })
    }

    /// Whether a connection may go on with what takes longer than short requests, when it has had others wait for so
    /// long: [`BESIDE`] in all, and nobody waits for a turn.
    pub fn may_go_on(&self, connection: u64, waited: Duration, took: Duration) -> bool {
        waited + took < BESIDE && self.turn.available_permits() > 0 && !self.has_company(connection)
    }

    /// The turn to carry out here what takes longer than short requests, though less than [`BESIDE`]; `None`
    /// where others would wait for it: connections whose requests are short, or too many whose are not.
    /// Whoever has come meanwhile with something short is served before, so that it waits no longer than that.
    pub async fn turn(&self, connection: u64, took: Duration) -> Option<SemaphorePermit<'_>> {
        if took >= BESIDE || self.has_company(connection) {
            return None;
        }
        let _place = self.line.try_acquire().ok()?;
        let turn = self.turn.acquire().await.ok()?;
        tokio::task::yield_now().await;
        Some(turn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::{Future, poll_fn};
    use std::task::Poll;
    use tokio::time::timeout;

    const SOME: Duration = Duration::from_micros(300);

    /// What a future gives within a moment.
    fn soon<T>(future: impl Future<Output = T>) -> Option<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async { timeout(Duration::from_millis(10), future).await.ok() })
    }

    #[test]
    fn whoever_has_something_short_is_not_kept_waiting() {
        let worker = Worker::new((0, 1));
        assert!(soon(worker.turn(1, SOME)).unwrap().is_some());
        worker.was_short(1, Instant::now());
        assert!(soon(worker.turn(2, SOME)).unwrap().is_some(), "one is no company");
        (1..COMPANY.1).for_each(|_| worker.was_short(1, Instant::now()));
        assert!(soon(worker.turn(1, SOME)).unwrap().is_some(), "its own are no company");
        assert!(soon(worker.turn(2, SOME)).unwrap().is_none());
        thread::sleep(COMPANY.0);
        assert!(soon(worker.turn(2, SOME)).unwrap().is_some());
        assert!(soon(worker.turn(2, BESIDE)).unwrap().is_none(), "it is too long");
    }

    #[test]
    fn others_wait_so_long_and_no_longer() {
        let worker = Worker::new((0, 1));
        let may_go_on = |waited| worker.may_go_on(1, waited, SOME);
        assert!(may_go_on(Duration::ZERO) && may_go_on(BESIDE - SOME * 4 / 3));
        assert!(!may_go_on(BESIDE - SOME));
        let turn = soon(worker.turn(2, SOME)).unwrap();
        assert!(!may_go_on(Duration::ZERO), "another has the turn");
        drop(turn);
        (0..COMPANY.1).for_each(|_| worker.was_short(2, Instant::now()));
        assert!(!may_go_on(Duration::ZERO), "another has something short");
    }

    #[test]
    fn one_has_the_turn_and_a_few_wait_for_it() {
        let worker = Worker::new((0, 1));
        let turn = soon(worker.turn(1, SOME)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let waits = runtime.block_on(async {
            let mut waiting: Vec<_> =
                (0..=LINE as u64).map(|n| Box::pin(worker.turn(n, SOME))).collect();
            poll_fn(|context| {
                let poll = waiting.iter_mut().map(|one| one.as_mut().poll(context).is_pending());
                Poll::Ready(poll.collect::<Vec<_>>())
            })
            .await
        });
        drop(turn);
        assert_eq!(waits.iter().filter(|waits| **waits).count(), LINE);
        assert_eq!(waits.last(), Some(&false), "one more is told at once");
    }
}
