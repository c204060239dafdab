//! What an application holds by handle: sessions, session objects, tokens. Handles that follow one
//! another lie in different shards, each on a cache line of its own, so that threads with a session each
//! do not wait for one another. Nothing here needs storage of the thread: programs call in from their exit
//! handlers, when that is gone.

use crate::ByNumber;
use parking_lot::RwLock;
use std::sync::Arc;

/// How many shards there are.
const SHARDS: usize = 16;

#[repr(align(128))]
struct Shard<T>(RwLock<ByNumber<Arc<T>>>);

/// Things by handle.
pub struct Table<T> {
    shards: [Shard<T>; SHARDS],
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { shards: std::array::from_fn(|_| Shard(RwLock::default())) }
    }
}

impl<T> Table<T> {
    fn shard(&self, handle: u64) -> &RwLock<ByNumber<Arc<T>>> {
        // The remainder is below the number of shards.
        let index = usize::try_from(handle % SHARDS as u64).unwrap_or(0);
        &self.shards[index].0
    }

    /// What has the handle.
    pub fn get(&self, handle: u64) -> Option<Arc<T>> {
        self.shard(handle).read().get(&handle).cloned()
    }

    /// What has the handle, made now if there is nothing.
    pub fn get_or_insert(&self, handle: u64, make: impl FnOnce() -> T) -> Arc<T> {
        Arc::clone(self.shard(handle).write().entry(handle).or_insert_with(|| Arc::new(make())))
    }

    /// Puts something under a handle.
    pub fn insert(&self, handle: u64, thing: Arc<T>) {
        self.shard(handle).write().insert(handle, thing);
    }

    /// Puts something in the place of what has the handle, if that is still `before`.
    pub fn replace(&self, handle: u64, before: &Arc<T>, thing: Arc<T>) -> bool {
        match self.shard(handle).write().get_mut(&handle) {
            Some(there) if Arc::ptr_eq(there, before) => {
                *there = thing;
                true
            }
            _ => false,
        }
    }

    /// Takes out what has the handle.
    pub fn remove(&self, handle: u64) -> Option<Arc<T>> {
        self.shard(handle).write().remove(&handle)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.shards.iter().map(|shard| shard.0.read().len()).sum()
    }

    /// Everything, at this moment.
    pub fn all(&self) -> Vec<Arc<T>> {
        self.shards.iter().flat_map(|s| s.0.read().values().cloned().collect::<Vec<_>>()).collect()
    }

    /// Takes out what `keep` does not want.
    pub fn retain(&self, keep: impl Fn(&T) -> bool) {
        self.shards.iter().for_each(|shard| shard.0.write().retain(|_, thing| keep(thing)));
    }
}
