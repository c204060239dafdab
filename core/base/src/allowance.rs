//! Bytes of memory that somebody may have, and has: what is taken counts until it is dropped, against the
//! allowance that it was taken from and against that which this is a part of.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// So many bytes that somebody may have.
#[derive(Debug)]
pub struct Allowance {
    most: usize,
    taken: AtomicUsize,
    /// Of whom this is a part: an application's, of its client's.
    of: Option<Arc<Self>>,
}

impl Allowance {
    /// So many bytes, none of which is taken.
    pub fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { most, taken: AtomicUsize::new(0), of: None })
    }

    /// So many bytes of another allowance, which has other parts: they may be fewer.
    pub fn part(of: &Arc<Self>, most: usize) -> Arc<Self> {
        Arc::new(Self { most, taken: AtomicUsize::new(0), of: Some(Arc::clone(of)) })
    }

    /// How many bytes are taken.
    pub fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// Takes so many bytes; `None` where fewer are left.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Option<Taken> {
        let taken = Taken { from: Arc::clone(self), bytes: AtomicUsize::new(0) };
        taken.more(bytes).then_some(taken)
    }

    fn add(&self, bytes: usize) -> bool {
        let fits = |taken: usize| taken.checked_add(bytes).filter(|taken| *taken <= self.most);
        if self.taken.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).is_err() {
            return false;
        }
        let all = self.of.as_ref().is_none_or(|of| of.add(bytes));
        if !all {
            self.taken.fetch_sub(bytes, Ordering::Relaxed);
        }
        all
    }

    fn subtract(&self, bytes: usize) {
        self.taken.fetch_sub(bytes, Ordering::Relaxed);
        if let Some(of) = &self.of {
            of.subtract(bytes);
        }
    }
}

/// Bytes that were taken, until this is dropped.
#[derive(Debug)]
pub struct Taken {
    from: Arc<Allowance>,
    bytes: AtomicUsize,
}

impl Taken {
    /// How many they are.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Takes more; false, and nothing is taken, where fewer are left.
    pub fn more(&self, bytes: usize) -> bool {
        let added = self.from.add(bytes);
        if added {
            self.bytes.fetch_add(bytes, Ordering::Relaxed);
        }
        added
    }

    /// Gives back so many of those that were taken.
    pub fn less(&self, bytes: usize) {
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
        self.from.subtract(bytes);
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.from.subtract(*self.bytes.get_mut());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_within_the_whole() {
        let whole = Allowance::new(100);
        let (one, other) = (Allowance::part(&whole, 80), Allowance::part(&whole, 80));
        assert!(one.take(81).is_none());
        let first = one.take(80).unwrap();
        assert!(other.take(21).is_none());
        let second = other.take(20).unwrap();
        assert_eq!((one.taken(), other.taken(), whole.taken()), (80, 20, 100));
        assert!(!second.more(1));
        first.less(30);
        assert!(second.more(30) && !second.more(1));
        drop(first);
        assert_eq!((one.taken(), other.taken(), whole.taken()), (0, 50, 50));
        assert_eq!(second.bytes(), 50);
        assert!(whole.take(usize::MAX).is_none());
    }
}
