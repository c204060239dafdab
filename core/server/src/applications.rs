//! The applications that clients have here. An application belongs to the client that began it, and
//! outlives its connections: whoever shows its token and the client's certificate goes on with it. One
//! that has had no connection for long is closed: its sessions end and what was private is wiped.

use crate::authority::random_bytes;
use crate::clients::Identity;
use crate::cost::LONG;
use crate::tasks::{Tasked, Tasks};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use strongroom_base::{Application, Error, OPERATIONS, OpKind, Provider, Result, Tenant, ck};
use strongroom_wire::{Facts, Token};

/// What was measured of operations is forgotten when there is more of it than this.
const REMEMBERED: usize = 4096;

/// An application, as the service has it.
pub struct Served {
    /// What carries out its operations.
    pub application: Arc<dyn Application>,
    /// Whose it is.
    client: Arc<Identity>,
    attached: Mutex<Attachment>,
    memory: Mutex<Memory>,
    /// Whether there is anything in it of how long operations took: of short ones there is not.
    noted: AtomicBool,
}

struct Attachment {
    connections: usize,
    /// Since when there is none.
    since: Instant,
}

/// What the service knows of what the application does: the mechanism and key of each active operation,
/// and how long such operations took the last time.
#[derive(Default)]
struct Memory {
    active: HashMap<(u64, OpKind), (u64, u64)>,
    took: HashMap<Subject, Duration>,
}

/// What tells operations apart that take different times: what is done, the mechanism, and the key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Subject {
    what: usize,
    /// `CKM_…`, where it is known.
    pub mechanism: Option<u64>,
    key: u64,
}

impl Served {
    /// What an operation is about; the mechanism and key of one that was begun before are remembered.
    pub fn subject(&self, index: usize, facts: &Facts) -> Subject {
        let kind = facts.kind.or_else(|| implied(index));
        let begun = match (kind, facts.mechanism) {
            (Some(kind), None) => self.memory.lock().active.get(&(facts.session, kind)).copied(),
            _ => None,
        };
        let (mechanism, key) = match begun {
            Some((mechanism, key)) => (Some(mechanism), key),
            None => (facts.mechanism, facts.key),
        };
        // The parts of one kind of operation take about the same.
        let what = kind.map_or(OpKind::ALL.len() + index, OpKind::index);
        Subject { what, mechanism, key }
    }

    /// An operation has been begun.
    pub fn begun(&self, index: usize, facts: &Facts) {
        let kind = facts.kind.or_else(|| implied(index));
        if let (Some(kind), Some(mechanism)) = (kind, facts.mechanism) {
            let mut memory = self.memory.lock();
            if memory.active.len() >= REMEMBERED {
                memory.active.clear();
            }
            memory.active.insert((facts.session, kind), (mechanism, facts.key));
        }
    }

    /// How long such an operation took the last time.
    pub fn took(&self, subject: Subject) -> Option<Duration> {
        // All workers would take the same lock.
        let noted = self.noted.load(Ordering::Acquire);
        noted.then(|| self.memory.lock().took.get(&subject).copied()).flatten()
    }

    /// What such an operation took.
    pub fn note(&self, subject: Subject, took: Duration) {
        let mut memory = self.memory.lock();
        if memory.took.len() >= REMEMBERED {
            memory.took.clear();
        }
        let known = memory.took.get(&subject).copied();
        memory.took.insert(subject, counted(known, took));
        self.noted.store(true, Ordering::Release);
    }

    fn attach(&self) {
        self.attached.lock().connections += 1;
    }

    /// A connection has ended.
    pub fn detach(&self) {
        let mut attached = self.attached.lock();
        attached.connections = attached.connections.saturating_sub(1);
        attached.since = Instant::now();
    }

    fn abandoned_for(&self) -> Option<Duration> {
        let attached = self.attached.lock();
        (attached.connections == 0).then(|| attached.since.elapsed())
    }
}

/// What counts of what an operation took, by what is known of it: one time at which it took a little longer counts
/// a quarter at most. RSA takes twice as long every 32nd time, when it draws new numbers to blind its key with.
fn counted(known: Option<Duration>, took: Duration) -> Duration {
    match known {
        Some(known) if known >= LONG && took < known * 4 => took.min(known + known / 4),
        _ => took,
    }
}

/// The kind of those operations whose name says it.
fn implied(index: usize) -> Option<OpKind> {
    match OPERATIONS.get(index)?.name {
        "verify_once" | "verify_final" => Some(OpKind::Verify),
        "verify_signature_init" => Some(OpKind::VerifySignature),
        _ => None,
    }
}

/// All applications.
pub struct Applications {
    provider: Arc<dyn Provider>,
    all: Mutex<HashMap<Token, Arc<Served>>>,
    /// How many a client may have.
    per_client: usize,
    tasks: Arc<Tasks>,
}

impl Applications {
    /// None yet; of asynchronous calls so many may run at a time.
    pub fn new(provider: Arc<dyn Provider>, per_client: usize, tasks: usize) -> Self {
        Self { provider, all: Mutex::default(), per_client, tasks: Tasks::new(tasks) }
    }

    /// The application that a token names, if it is there and the client's; one more connection has it. One that
    /// was begun when the client had other slots ends, and is joined no more.
    pub fn join(&self, client: &Identity, token: &Token) -> Option<Arc<Served>> {
        let all = self.all.lock();
        let served = all
            .get(token)
            .filter(|served| served.client.id == client.id && served.client.is_welcome())?;
        served.attach();
        Some(Arc::clone(served))
    }

    /// A new application. `CKR_DEVICE_MEMORY` when the client has all that it may have
    pub fn begin(&self, client: &Arc<Identity>, tenant: Tenant) -> Result<(Token, Arc<Served>)> {
        let token = Token::from(random_bytes::<32>()?);
        let served = Arc::new(Served {
            application: Arc::new(Tasked::new(
                self.provider.open_for(tenant)?,
                Arc::clone(&self.tasks),
                client.id.clone(),
            )),
            client: Arc::clone(client),
            attached: Mutex::new(Attachment { connections: 1, since: Instant::now() }),
            memory: Mutex::default(),
            noted: AtomicBool::new(false),
        });
        // Others of the client may begin at the same time, so nothing happens between counting and adding.
        let mut all = self.all.lock();
        let has = all.values().filter(|other| other.client.id == client.id).count();
        if has >= self.per_client {
            return Err(Error::new(
                ck::CKR_DEVICE_MEMORY,
                "the client has as many applications as it may have",
            ));
        }
        all.insert(token, Arc::clone(&served));
        Ok((token, served))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.lock().len()
    }

    /// Ends an application.
    pub fn end(&self, served: &Arc<Served>) {
        self.end_those(|other| Arc::ptr_eq(other, served));
    }

    /// Ends what has been without a connection for longer than this.
    pub fn end_abandoned(&self, longer: Duration) {
        self.tasks.forget_old();
        self.end_those(|served| served.abandoned_for().is_some_and(|time| time > longer));
    }

    /// Ends all applications of clients that are no longer welcome.
    pub fn end_unwelcome(&self) {
        self.end_those(|served| !served.client.is_welcome());
    }

    /// Ends all.
    pub fn end_all(&self) {
        self.end_those(|_| true);
    }

    fn end_those(&self, which: impl Fn(&Arc<Served>) -> bool) {
        let mut ended = Vec::new();
        self.all.lock().retain(|_, served| {
            let ends = which(served);
            if ends {
                ended.push(Arc::clone(served));
            }
            !ends
        });
        for served in ended {
            if let Err(error) = served.application.close() {
                tracing::warn!("closing an application: {error}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strongroom_wire::{Client, Service};

    #[test]
    fn what_took_longer_once_is_not_long_therefore() {
        let micros = Duration::from_micros;
        let counted = |known: u64, took| counted(Some(micros(known)), micros(took));
        assert_eq!(super::counted(None, micros(9000)), micros(9000));
        assert_eq!(counted(240, 510), micros(300));
        assert_eq!(counted(300, 240), micros(240));
        assert_eq!(counted(240, 5000), micros(5000), "that is another thing");
        assert_eq!(counted(20, 510), micros(510), "it was short, and is not");
    }

    #[test]
    fn a_client_has_no_more_however_many_it_begins_at_once() {
        // Slots at a service that nobody asks for anything.
        let provider = Arc::new(Client::new(Service::new("localhost", None, "none")));
        let client = Arc::new(Identity::new("web".into(), "web".into(), None));
        for _ in 0..100 {
            let applications = Applications::new(Arc::clone(&provider) as Arc<dyn Provider>, 3, 1);
            let begun = std::thread::scope(|scope| {
                let begin = || applications.begin(&client, Tenant::default());
                let all: Vec<_> = (0..8).map(|_| scope.spawn(begin)).collect();
                all.into_iter().filter_map(|one| one.join().unwrap().ok()).count()
            });
            assert_eq!((begun, applications.len()), (3, 3));
        }
    }
}
