//! A session as the client knows it: the handle that the application has, the handle at the service, and
//! what it is in the middle of, as far as that can be begun again. When the service was started anew, the
//! session is opened there again; operations that had taken data are lost, and say so once.

use parking_lot::Mutex;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::{Error, Mechanism, OpKind, Result, Sizing, ck};

/// By how much longer than before, at least, something may take to count in full.
const ONCE: Duration = Duration::from_micros(50);

/// A session.
pub struct Session {
    /// The handle that the application has.
    pub handle: u64,
    /// The slot.
    pub slot: u64,
    /// `CKF_RW_SESSION` and what else it was opened with.
    pub flags: u64,
    /// What it is in the middle of.
    pub work: Mutex<Work>,
}

/// What a session is in the middle of.
#[derive(Default)]
pub struct Work {
    /// The incarnation of the application that `remote` belongs to; 0 for none.
    pub incarnation: u64,
    /// Its handle at the service.
    pub remote: u64,
    /// Whether it has been closed while somebody waited for it.
    pub closed: bool,
    /// The operations.
    operations: [Operation; OpKind::ALL.len()],
    /// The search.
    pub search: Search,
    /// What it used last, and how long the service took.
    took: Option<(OpKind, u64, Duration)>,
    /// What the service accepted last, of each kind.
    accepted: [Option<(Begun, Instant, u64)>; OpKind::ALL.len()],
}

/// The use of a key for so many bytes of input.
pub struct Use {
    /// What for.
    pub kind: OpKind,
    /// The key.
    pub key: u64,
    /// Bytes of input.
    pub input: usize,
}

/// An operation that was begun: what is needed to begin it again.
#[derive(Clone, PartialEq)]
pub struct Begun {
    /// The mechanism with its parameters.
    pub mechanism: Mechanism,
    /// The key.
    pub key: u64,
    /// How long the output will be.
    pub sizing: Sizing,
}

/// An operation.
#[derive(Default)]
pub enum Operation {
    /// There is none that this side knows of; the service knows better.
    #[default]
    None,
    /// Begun, and nothing has been given to it. It is at the service since this incarnation; 0 when the
    /// service has not been told yet.
    Begun(Begun, u64),
    /// In the middle of its data: only the service has it.
    Parts,
    /// It was in the middle of its data when the service that had it went away.
    Lost,
}

/// A search.
#[derive(Default)]
pub enum Search {
    /// There is none that this side knows of.
    #[default]
    None,
    /// All that was found is here.
    Found(Found),
    /// The service has the rest.
    Remote,
    /// The service that had the rest went away.
    Lost,
}

/// What is destroyed while searches are going on: they do not give it any more.
#[derive(Clone, Default)]
pub struct Destroyed(Arc<Mutex<(usize, HashSet<u64>)>>);

/// A search that is going on.
pub struct Searching(Destroyed);

/// What a search found, as far as it has not been given.
pub struct Found {
    handles: std::vec::IntoIter<u64>,
    searching: Searching,
}

impl Found {
    /// What a search that is going on has found.
    pub fn new(handles: Vec<u64>, searching: Searching) -> Self {
        Self { handles: handles.into_iter(), searching }
    }

    /// The next of it, without what has been destroyed meanwhile.
    pub fn next(&mut self, max: usize) -> Vec<u64> {
        let destroyed = &self.searching.0;
        self.handles.by_ref().filter(|handle| !destroyed.has(*handle)).take(max).collect()
    }
}

impl Destroyed {
    /// One more search is going on, until what this gives is dropped.
    pub fn searching(&self) -> Searching {
        self.0.lock().0 += 1;
        Searching(self.clone())
    }

    /// An object has been destroyed.
    pub fn add(&self, handle: u64) {
        let mut going_on = self.0.lock();
        if going_on.0 > 0 {
            going_on.1.insert(handle);
        }
    }

    /// Whether an object was destroyed while a search was going on.
    pub fn has(&self, handle: u64) -> bool {
        self.0.lock().1.contains(&handle)
    }
}

impl Drop for Searching {
    fn drop(&mut self) {
        let mut going_on = self.0.0.lock();
        going_on.0 = going_on.0.saturating_sub(1);
        if going_on.0 == 0 {
            going_on.1.clear();
        }
    }
}

impl Work {
    /// The operation of a kind.
    pub fn operation(&mut self, kind: OpKind) -> &mut Operation {
        // There is a place for each kind.
        &mut self.operations[kind.index()]
    }

    /// Remembers what the service accepted, for a moment.
    pub fn accept(&mut self, kind: OpKind, begun: Begun, epoch: u64) {
        self.accepted[kind.index()] = Some((begun, Instant::now(), epoch));
    }

    /// What the service accepted, if that was this a moment ago, and nothing has been changed since.
    pub fn accepted(
        &mut self,
        kind: OpKind,
        mechanism: &Mechanism,
        key: u64,
        epoch: u64,
    ) -> Option<Begun> {
        let (begun, when, then) = self.accepted[kind.index()].as_mut()?;
        let same = *then == epoch && begun.key == key && begun.mechanism == *mechanism;
        (same && when.elapsed() < super::MOMENT).then(|| begun.clone())
    }

    /// How long the service takes for a use, if the last one was the same.
    pub fn took(&self, of: &Use) -> Option<Duration> {
        self.took.filter(|(kind, key, _)| (*kind, *key) == (of.kind, of.key)).map(|(.., took)| took)
    }

    /// Notes how long the service took. Where that is longer than before, others may have had its processor this once.
    pub fn note(&mut self, of: &Use, took: Duration) {
        let most = self.took(of).map_or(took, |before| before + (before / 4).max(ONCE));
        let took = took.min(most);
        self.took = Some((of.kind, of.key, took));
    }

    /// The session has been opened in another incarnation.
    pub fn reborn(&mut self, incarnation: u64, remote: u64) {
        (self.incarnation, self.remote) = (incarnation, remote);
        for operation in &mut self.operations {
            if matches!(operation, Operation::Parts) {
                *operation = Operation::Lost;
            }
        }
        if matches!(self.search, Search::Remote) {
            self.search = Search::Lost;
        }
    }

    /// An operation that went with its service says so once.
    pub fn not_lost(&mut self, kind: OpKind) -> Result<()> {
        let operation = self.operation(kind);
        if matches!(operation, Operation::Lost) {
            *operation = Operation::None;
            return Err(lost("the operation"));
        }
        Ok(())
    }

    /// What is known of all operations is no longer so: only the service knows.
    pub fn replaced(&mut self) {
        self.operations.iter_mut().for_each(|operation| *operation = Operation::Parts);
    }

    /// The kinds that the service has to be told of.
    pub fn untold(&self) -> Vec<OpKind> {
        let untold = |kind: &OpKind| matches!(self.operations[kind.index()], Operation::Begun(_, at) if at != self.incarnation);
        OpKind::ALL.into_iter().filter(untold).collect()
    }
}

/// `CKR_DEVICE_ERROR` for what went with the service that had it.
pub fn lost(what: &str) -> Error {
    Error::new(
        ck::CKR_DEVICE_ERROR,
        format!("{what} was lost when the connection to the service was; begin it again"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_use_takes_is_known_after_it() {
        let of = |key| Use { kind: OpKind::Sign, key, input: 32 };
        let millis = Duration::from_millis;
        let mut work = Work::default();
        assert_eq!(work.took(&of(1)), None);
        work.note(&of(1), millis(8));
        assert_eq!(work.took(&of(1)), Some(millis(8)));
        work.note(&of(1), millis(16));
        assert_eq!(work.took(&of(1)), Some(millis(10)), "that it took long once counts little");
        work.note(&of(1), Duration::ZERO);
        work.note(&of(1), millis(4));
        assert_eq!(work.took(&of(1)), Some(ONCE));
        assert_eq!(work.took(&of(2)), None);
    }
}
