//! The memory that requests and replies take while they are here. A reply may be taken slowly, for hours, and
//! a request may come as slowly, so what all of them hold together has a bound: so many bytes of one client,
//! so many of all. What is short is not counted: connections have a bound of their own.
//!
//! Requests and replies have a bound each. Whoever has his request here may wait for memory for the reply, and
//! whoever has both waits for nobody but his client; so no two wait for each other.

use crate::limits::Limits;
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::{Error, ck};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// A request or a reply of so many bytes is not counted, nor are replies that wait to be sent together while
/// they are no more than twice that.
pub const SMALL: usize = 16 << 10;
/// How often it is logged, at most, that a client was refused memory.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// Bytes that the requests, or the replies, of one client, or of all, may hold.
pub struct Memory {
    free: Semaphore,
    most: usize,
    told: Mutex<Option<Instant>>,
}

impl Memory {
    /// All of it free.
    pub fn new(most: u64) -> Arc<Self> {
        let most = Limits::count(most).min(Semaphore::MAX_PERMITS);
        Arc::new(Self { free: Semaphore::new(most), most, told: Mutex::default() })
    }

    /// How many bytes are held.
    pub fn held(&self) -> usize {
        self.most.saturating_sub(self.free.available_permits())
    }

    /// Whether it is time to say again that somebody was refused.
    pub fn is_worth_telling(&self) -> bool {
        let mut told = self.told.lock();
        let tells = told.is_none_or(|when| when.elapsed() >= TOLD_EVERY);
        if tells {
            *told = Some(Instant::now());
        }
        tells
    }
}

/// What one connection holds of one kind, of its client's and of everybody's. It is given back at the end.
pub struct Held {
    mine: Arc<Memory>,
    all: Arc<Memory>,
    bytes: usize,
}

impl Held {
    /// Nothing yet.
    pub fn new(mine: &Arc<Memory>, all: &Arc<Memory>) -> Self {
        Self { mine: Arc::clone(mine), all: Arc::clone(all), bytes: 0 }
    }

    /// Holds at least so many bytes, if they are free at this moment.
    pub fn try_have(&mut self, bytes: usize) -> bool {
        let more = bytes.saturating_sub(self.bytes);
        if more == 0 {
            return true;
        }
        let Ok(count) = u32::try_from(more) else { return false };
        let Ok(mine) = self.mine.free.try_acquire_many(count) else { return false };
        let Ok(all) = self.all.free.try_acquire_many(count) else { return false };
        mine.forget();
        all.forget();
        self.bytes = bytes;
        true
    }

    /// Holds at least so many bytes, once they are free; false when that takes longer than `patience`, or can
    /// never be.
    pub async fn have(&mut self, bytes: usize, patience: Duration) -> bool {
        if self.try_have(bytes) {
            return true;
        }
        let more = bytes.saturating_sub(self.bytes);
        let most = self.mine.most.min(self.all.most);
        let Some(count) = u32::try_from(more).ok().filter(|_| bytes <= most) else {
            return false;
        };
        let free = async {
            // Of its own first: what one client waits for takes no place in everybody's line.
            let mine = self.mine.free.acquire_many(count).await.ok()?;
            Some((mine, self.all.free.acquire_many(count).await.ok()?))
        };
        let Ok(Some((mine, all))) = timeout(patience, free).await else { return false };
        mine.forget();
        all.forget();
        self.bytes = bytes;
        true
    }

    /// Gives back what is more than this.
    pub fn keep(&mut self, bytes: usize) {
        let less = self.bytes.saturating_sub(bytes);
        if less > 0 {
            self.bytes = bytes;
            self.mine.free.add_permits(less);
            self.all.free.add_permits(less);
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.keep(0);
    }
}

/// The answer to whoever wants more than there is.
pub fn refused() -> Error {
    let why =
        "requests or replies that are still on their way hold all the memory there is for them";
    Error::new(ck::CKR_DEVICE_MEMORY, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(future)
    }

    const SOON: Duration = Duration::from_millis(20);

    #[test]
    fn what_is_held_is_within_both_bounds_and_comes_back() {
        let (mine, other, all) = (Memory::new(100), Memory::new(100), Memory::new(150));
        let mut first = Held::new(&mine, &all);
        assert!(first.try_have(100) && first.try_have(40), "what it has is enough");
        assert!(!first.try_have(101));
        let mut second = Held::new(&other, &all);
        assert!(second.try_have(50) && !second.try_have(51));
        assert_eq!((mine.held(), other.held(), all.held()), (100, 50, 150));
        first.keep(99);
        assert!(second.try_have(51));
        drop(first);
        assert_eq!((mine.held(), other.held(), all.held()), (0, 51, 51));
    }

    #[test]
    fn whoever_waits_gets_it_when_it_is_free_and_only_then() {
        let (mine, all) = (Memory::new(100), Memory::new(1000));
        let (mut first, mut second) = (Held::new(&mine, &all), Held::new(&mine, &all));
        assert!(first.try_have(60));
        assert!(!run(second.have(41, SOON)));
        assert!(!run(second.have(101, Duration::MAX)), "it would wait for ever");
        assert_eq!((mine.held(), all.held()), (60, 60), "who gives up waiting holds nothing");
        let got = run(async {
            let waits = second.have(41, Duration::from_secs(60));
            let ends = async {
                tokio::time::sleep(SOON).await;
                first.keep(59);
            };
            tokio::join!(waits, ends).0
        });
        assert!(got);
        assert_eq!((first.bytes, second.bytes, mine.held()), (59, 41, 100));
    }
}
