//! What the service counts, for Prometheus. Labels have few values: operations, mechanisms and return
//! values come from the tables, and what is not in a table is "other".

use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::{Family, MetricConstructor};
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use strongroom_base::{KeystoreUse, Rv, Watcher, ck};

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Done {
    operation: &'static str,
    mechanism: &'static str,
    result: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Took {
    operation: &'static str,
    mechanism: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Answer {
    result: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Use {
    kind: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Why {
    reason: Ended,
}

/// Why a connection ended, or was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, EncodeLabelValue)]
pub enum Ended {
    /// The client closed it.
    ByClient,
    /// It broke, or the client does not take its replies.
    Lost,
    /// Nothing came for too long.
    Idle,
    /// A request came too slowly.
    Slow,
    /// What came is not of the protocol.
    Malformed,
    /// The client is no longer welcome.
    Revoked,
    /// The service stops.
    Stopped,
    /// A defect of the service.
    Defect,
    /// There were too many, of all or of this client.
    TooMany,
    /// TLS was not agreed on: no certificate, a wrong one, or something else than TLS.
    Handshake,
    /// The handshake took too long.
    HandshakeTime,
    /// Strangers took its place before it showed a certificate.
    Displaced,
}

/// Builds a histogram with the buckets of this service: 5 µs to 40 s.
#[derive(Clone, Copy)]
struct Buckets;

impl MetricConstructor<Histogram> for Buckets {
    fn new_metric(&self) -> Histogram {
        Histogram::new([
            5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2,
            0.5, 1.0, 2.0, 5.0, 10.0, 40.0,
        ])
    }
}

/// The counts.
pub struct Metrics {
    registry: Registry,
    done: Family<Done, Counter>,
    took: Family<Took, Histogram, Buckets>,
    logins: Family<Answer, Counter>,
    open: Gauge,
    accepted: Counter,
    ended: Family<Why, Counter>,
    handshake: Histogram,
    reading: Histogram,
    writing: Histogram,
    applications: Gauge,
    sessions: Gauge,
    waiting: Gauge,
    deriving: Gauge,
    requests: Gauge,
    replies: Gauge,
    session_memory: Gauge,
    memory_refused: Counter,
    bytes_in: Counter,
    bytes_out: Counter,
}

/// Counts operations with one outcome.
pub struct Outcome {
    done: Counter,
    took: Histogram,
}

impl Outcome {
    /// One was carried out.
    pub fn add(&self, took: Duration) {
        self.done.inc();
        self.took.observe(took.as_secs_f64());
    }
}

/// What is there at one moment.
pub struct Now {
    /// Applications that are open.
    pub applications: usize,
    /// Their sessions.
    pub sessions: usize,
    /// Requests on the pool or waiting for it.
    pub waiting: usize,
    /// PIN derivations running or waiting.
    pub deriving: usize,
    /// Bytes that requests hold.
    pub requests: usize,
    /// Bytes that replies hold.
    pub replies: usize,
    /// Bytes that session objects take, and what operations hold back.
    pub session_memory: usize,
}

impl Metrics {
    /// Everything at zero.
    pub fn new() -> Arc<Self> {
        let mut registry = Registry::with_prefix("strongroom");
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "This software", version);
        let keystore = Family::<Use, Histogram, Buckets>::new_with_constructor(Buckets);
        registry.register_with_unit(
            "keystore",
            "How long it took to read from the keystore, or to write to it",
            Unit::Seconds,
            keystore.clone(),
        );
        let kept = |kind| keystore.get_or_create(&Use { kind }).clone();
        let mut metrics = Self {
            registry,
            done: Family::default(),
            took: Family::new_with_constructor(Buckets),
            logins: Family::default(),
            open: Gauge::default(),
            accepted: Counter::default(),
            ended: Family::default(),
            handshake: Buckets.new_metric(),
            reading: kept("read"),
            writing: kept("write"),
            applications: Gauge::default(),
            sessions: Gauge::default(),
            waiting: Gauge::default(),
            deriving: Gauge::default(),
            requests: Gauge::default(),
            replies: Gauge::default(),
            session_memory: Gauge::default(),
            memory_refused: Counter::default(),
            bytes_in: Counter::default(),
            bytes_out: Counter::default(),
        };
        let r = &mut metrics.registry;
        r.register("operations", "Operations carried out", metrics.done.clone());
        r.register_with_unit(
            "operation",
            "How long they took",
            Unit::Seconds,
            metrics.took.clone(),
        );
        r.register("logins", "Operations that were given a PIN", metrics.logins.clone());
        r.register("connections", "Connections open now", metrics.open.clone());
        r.register("connections_accepted", "Connections accepted", metrics.accepted.clone());
        r.register("connections_ended", "Connections ended, and why", metrics.ended.clone());
        r.register_with_unit(
            "handshake",
            "How long TLS took",
            Unit::Seconds,
            metrics.handshake.clone(),
        );
        r.register("applications", "Applications that are open", metrics.applications.clone());
        r.register("sessions", "Sessions that are open", metrics.sessions.clone());
        r.register_with_unit(
            "session_memory",
            "What session objects take, and data that operations hold back",
            Unit::Bytes,
            metrics.session_memory.clone(),
        );
        r.register(
            "requests_waiting",
            "Requests on the pool or waiting for it",
            metrics.waiting.clone(),
        );
        r.register("derivations", "PIN derivations running or waiting", metrics.deriving.clone());
        r.register_with_unit(
            "request_memory",
            "What requests of more than 16 KiB hold",
            Unit::Bytes,
            metrics.requests.clone(),
        );
        r.register_with_unit(
            "reply_memory",
            "What replies of more than 16 KiB hold",
            Unit::Bytes,
            metrics.replies.clone(),
        );
        r.register(
            "memory_refused",
            "Requests refused because others held all of that",
            metrics.memory_refused.clone(),
        );
        r.register_with_unit(
            "received",
            "What came in requests",
            Unit::Bytes,
            metrics.bytes_in.clone(),
        );
        r.register_with_unit(
            "sent",
            "What went in replies",
            Unit::Bytes,
            metrics.bytes_out.clone(),
        );
        Arc::new(metrics)
    }

    /// What counts operations with such an outcome.
    pub fn outcome(&self, name: &'static str, mechanism: Option<u64>, rv: u64) -> Outcome {
        let operation = name;
        let mechanism = match mechanism {
            None => "",
            Some(kind) => mechanism_name(kind),
        };
        let done = Done { operation, mechanism, result: result(rv) };
        Outcome {
            done: self.done.get_or_create(&done).clone(),
            took: self.took.get_or_create(&Took { operation, mechanism }).clone(),
        }
    }

    /// What is told how long the keystore takes.
    pub fn keystore(&self) -> Watcher {
        let (reading, writing) = (self.reading.clone(), self.writing.clone());
        Box::new(move |what, took| {
            let histogram = match what {
                KeystoreUse::Read => &reading,
                KeystoreUse::Write => &writing,
            };
            histogram.observe(took.as_secs_f64());
        })
    }

    /// Somebody gave a PIN.
    pub fn login(&self, rv: u64) {
        self.logins.get_or_create(&Answer { result: result(rv) }).inc();
    }

    /// A connection was accepted.
    pub fn opened(&self) {
        self.accepted.inc();
        self.open.inc();
    }

    /// A connection ended.
    pub fn closed(&self, why: Ended) {
        self.open.dec();
        self.ended.get_or_create(&Why { reason: why }).inc();
    }

    /// TLS was agreed on.
    pub fn handshake(&self, took: Duration) {
        self.handshake.observe(took.as_secs_f64());
    }

    /// Bytes came.
    pub fn bytes_in(&self, bytes: usize) {
        self.bytes_in.inc_by(bytes as u64);
    }

    /// Bytes went.
    pub fn bytes_out(&self, bytes: usize) {
        self.bytes_out.inc_by(bytes as u64);
    }

    /// A request was refused for want of memory.
    pub fn memory_refused(&self) {
        self.memory_refused.inc();
    }

    /// What is there now.
    pub fn now(&self, now: &Now) {
        let gauge =
            |gauge: &Gauge, value: usize| gauge.set(i64::try_from(value).unwrap_or(i64::MAX));
        gauge(&self.applications, now.applications);
        gauge(&self.sessions, now.sessions);
        gauge(&self.waiting, now.waiting);
        gauge(&self.deriving, now.deriving);
        gauge(&self.requests, now.requests);
        gauge(&self.replies, now.replies);
        gauge(&self.session_memory, now.session_memory);
    }

    /// All of it, in the text format.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = text::encode(&mut text, &self.registry);
        text
    }
}

/// The name of a mechanism. Asked at each operation, so it is a search in a sorted table.
fn mechanism_name(kind: u64) -> &'static str {
    static NAMES: OnceLock<Vec<(u64, &str)>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let mut names: Vec<_> = ck::CKM.iter().map(|(name, kind)| (*kind, *name)).collect();
        // The first of several names, as everywhere: the sort is stable.
        names.sort_by_key(|(kind, _)| *kind);
        names.dedup_by_key(|(kind, _)| *kind);
        names
    });
    let found = names.binary_search_by_key(&kind, |(kind, _)| *kind).ok();
    found.and_then(|at| names.get(at)).map_or("other", |(_, name)| *name)
}

fn result(rv: u64) -> &'static str {
    if ck::name_in(ck::CKR, rv).is_some() { Rv(rv).name() } else { "other" }
}
