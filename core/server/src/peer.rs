//! What the service keeps of a client over all its connections: its share of what there is, and how many wrong
//! PINs it gave in a row, for which it waits longer and longer.

use crate::limits::Limits;
use crate::memory::Memory;
use crate::pool::{Load, Share};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use strongroom_base::{Allowance, ck};
use tokio::time::sleep;

/// A client, as long as it has connections or had some.
pub struct Peer {
    /// Its share of the pool.
    pub share: Share,
    /// Its connections.
    pub connections: Load,
    /// What its requests may hold.
    pub requests: Arc<Memory>,
    /// What its replies may.
    pub replies: Arc<Memory>,
    /// What the session objects of its applications may take.
    pub session_memory: Arc<Allowance>,
    /// Wrong PINs in a row.
    wrong: AtomicU64,
    /// Who gives a PIN after wrong ones does so one after the other.
    pins: Arc<tokio::sync::Mutex<()>>,
}

impl Peer {
    /// A client that has nothing yet.
    pub fn new(limits: &Limits) -> Self {
        Self {
            share: Share::new(limits),
            connections: Load::new(limits.connections_per_client),
            requests: Memory::new(limits.request_memory_per_client),
            replies: Memory::new(limits.reply_memory_per_client),
            session_memory: Allowance::new(Limits::count(limits.session_memory_per_client)),
            wrong: AtomicU64::new(0),
            pins: Arc::default(),
        }
    }

    /// Waits until the client's next PIN may be looked at.
    pub async fn pin_turn(&self, limits: &Limits) -> Option<tokio::sync::OwnedMutexGuard<()>> {
        if limits.backoff(self.wrong.load(Ordering::Relaxed)).is_zero() {
            return None;
        }
        let turn = Arc::clone(&self.pins).lock_owned().await;
        sleep(limits.backoff(self.wrong.load(Ordering::Relaxed))).await;
        Some(turn)
    }

    /// What came of a PIN.
    pub fn pin_answer(&self, rv: u64) {
        match rv {
            ck::CKR_PIN_INCORRECT | ck::CKR_PIN_LOCKED => {
                self.wrong.fetch_add(1, Ordering::Relaxed);
            }
            ck::CKR_OK => self.wrong.store(0, Ordering::Relaxed),
            _ => {}
        }
    }
}
