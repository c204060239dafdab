//! The limits on memory: what requests and replies hold while they are on their way, what session objects take,
//! and what operations hold back. At the limit it works, one byte more is refused.

use std::path::Path;
use std::time::{Duration, Instant};
use strongroom_base::Template as Attributes;
use strongroom_tests::keys;
use strongroom_tests::peer::{Arg, Peer};
use strongroom_tests::prelude::*;
use strongroom_tests::service::add_client;
use strongroom_tests::{Service, instance};

use crate::watched::{ask, value};

const MIB: u64 = 1 << 20;
const RW: u64 = CKF_SERIAL_SESSION | CKF_RW_SESSION;

fn with(settings: &[&str]) -> Service {
    let settings = [&["metrics=127.0.0.1:0"], settings].concat();
    Service::start(&instance::directory(), &settings)
}

/// A connection with a session.
struct Asking(Peer, u64);

impl Asking {
    fn of(service: &Service, bundle: &Path) -> Self {
        let mut peer = Peer::attached(service.address, bundle).expect("an application");
        let open = [Arg::Number(0), Arg::Number(RW)];
        let session = peer.ask("open_session", &open).expect("a reply").number();
        Self(peer, session)
    }

    /// Asks for so much that the reply is long, and does not take it.
    fn send_random(&mut self, len: u64) {
        let ask = self.0.request("generate_random", &[Arg::Number(self.1), Arg::Number(len)]);
        self.0.send(&ask).expect("sent");
    }

    fn taken(&mut self) -> u64 {
        self.0.receive().expect("a reply").rv
    }

    fn random(&mut self, len: u64) -> u64 {
        self.send_random(len);
        self.taken()
    }

    /// A request whose frame has so many bytes, and a short reply.
    fn seed(&mut self, frame: usize) -> u64 {
        let mut seed = |len| {
            let bytes = vec![7; len];
            self.0.request("seed_random", &[Arg::Number(self.1), Arg::Bytes(&bytes)])
        };
        let beside = seed(frame / 2).len() - frame / 2;
        let request = seed(frame - beside);
        assert_eq!(request.len(), frame);
        self.0.send(&request).expect("sent");
        self.taken()
    }

    /// Makes a session object with so many bytes in it.
    fn object(&mut self, len: usize) -> u64 {
        let template = Attributes::new()
            .with(CKA_CLASS, CKO_DATA)
            .with(CKA_VALUE, strongroom_base::Value::bytes(vec![1; len]));
        let template = minicbor::to_vec(template).expect("CBOR");
        let create = [Arg::Number(self.1), Arg::Encoded(&template)];
        self.0.ask("create_object", &create).expect("a reply").rv
    }
}

/// Waits until so much is held, or less.
fn until(service: &Service, name: &str, fits: impl Fn(f64) -> bool) {
    let at = service.metrics.expect("an address");
    let begun = Instant::now();
    loop {
        let text = ask(at, "GET /metrics").expect("an answer");
        if fits(value(&text, name, &[])) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "{text}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

const HELD: &str = "strongroom_reply_memory_bytes";

/// One request, one reply: as long as there is memory, and one byte more. Whoever was refused goes on.
pub fn requests_and_replies() {
    let service =
        with(&["limits.request_memory_per_client=1MiB", "limits.reply_memory_per_client=1MiB"]);
    let mut asking = Asking::of(&service, &service.bundle);
    for _ in 0..3 {
        assert_eq!(asking.random(MIB), CKR_OK);
        assert_eq!(asking.random(MIB + 1), CKR_DEVICE_MEMORY);
        assert_eq!(asking.seed(1 << 20), CKR_OK);
        assert_eq!(asking.seed((1 << 20) + 1), CKR_DEVICE_MEMORY);
    }
    until(&service, HELD, |held| held == 0.0);
    until(&service, "strongroom_request_memory_bytes", |held| held == 0.0);
    until(&service, "strongroom_memory_refused_total", |refused| refused == 6.0);
}

/// What one connection holds, another of the client has not, for as long; whoever waits gets it when it is
/// given back. Other clients have theirs, within what all have.
pub fn of_one_client_and_of_all() {
    let other = add_client(&instance::directory(), "other", &[]);
    let within = |settings: &[&str], bundle: &Path| {
        let service = with(settings);
        let mut holds = Asking::of(&service, &service.bundle);
        let mut asks = Asking::of(&service, bundle);
        holds.send_random(15 * MIB);
        until(&service, HELD, |held| held >= 15e6);
        let meanwhile = asks.random(4 * MIB);
        assert_eq!(asks.random(16 << 10), CKR_OK, "what is short is not counted");
        asks.send_random(4 * MIB);
        assert_eq!(holds.taken(), CKR_OK);
        let afterwards = asks.taken();
        until(&service, HELD, |held| held == 0.0);
        (meanwhile, afterwards)
    };
    let same = instance::directory().join("tests.bundle");
    let (mine, all) = ("limits.reply_memory_per_client=18MiB", "limits.reply_memory=18MiB");
    let (no, long) = ("limits.memory_time=0", "limits.memory_time=30s");
    assert_eq!(within(&[mine, no], &same).0, CKR_DEVICE_MEMORY);
    assert_eq!(within(&[mine, no], &other), (CKR_OK, CKR_OK));
    assert_eq!(within(&[all, no], &other).0, CKR_DEVICE_MEMORY);
    assert_eq!(within(&["limits.reply_memory_per_client=19MiB", no], &same), (CKR_OK, CKR_OK));
    for limit in [mine, all] {
        let service = with(&[limit, long]);
        let mut holds = Asking::of(&service, &service.bundle);
        let mut asks = Asking::of(&service, &service.bundle);
        holds.send_random(15 * MIB);
        until(&service, HELD, |held| held >= 15e6);
        asks.send_random(4 * MIB);
        assert_eq!(holds.taken(), CKR_OK);
        assert_eq!(asks.taken(), CKR_OK, "it is given back, and {limit} is still refused");
    }
}

/// Eight threads that encrypt 16 MiB each have what they need; where they have not, they wait for each other.
pub fn long_data_of_many_threads() {
    let little = ["request_memory_per_client=20MiB", "reply_memory=20MiB", "memory_time=60s"];
    let little = little.map(|limit| format!("limits.{limit}"));
    for settings in [&[][..], &little.each_ref().map(String::as_str)] {
        let service = with(settings);
        let hsm = Hsm::start_at(&service.url(&service.bundle, "&timeout=60"));
        let s = hsm.user();
        let aes = s.aes(32, &Template::new()).must();
        let (whole, less) = (vec![7; 16 << 20], vec![7; 15 << 20]);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let s = hsm.rw();
                    let ctr = Mech::ctr(32, &[0; 16]);
                    for data in [&whole, &less] {
                        let sealed = s.encrypt(&ctr, aes, data).must();
                        assert!(sealed.len() == data.len() && sealed != *data);
                    }
                });
            }
        });
        hsm.m.call("C_Finalize", &[0]).ok();
    }
}

/// The session objects of an application: at the limit, one byte beyond, and whatever way an object is made or
/// grows. What goes gives back what it took.
pub fn session_objects() {
    let service = with(&["limits.session_memory=64KiB"]);
    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    let s = hsm.user();
    let open = |len: usize| template![CKA_CLASS => CKO_DATA, CKA_PRIVATE => false, CKA_LABEL => "1234", CKA_VALUE => vec![1_u8; len].as_slice()];
    let key = s.aes(32, &template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true]).must();
    let wrapped = s.wrap(&Mech::new(CKM_AES_KEY_WRAP), key, key).must();
    // The longest that there is memory for.
    let (mut fits, mut does_not) = (0_usize, 64 << 10);
    while does_not - fits > 1 {
        let len = fits.midpoint(does_not);
        match s.create(&open(len)) {
            Ok(object) => {
                s.destroy(object).ok();
                fits = len;
            }
            Err(refused) => {
                refused.is(CKR_DEVICE_MEMORY);
                does_not = len;
            }
        }
    }
    assert!(fits > 32 << 10, "{fits}");
    let other = hsm.rw();
    for round in 0..3 {
        let full = other.create(&open(fits)).must();
        let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
        let derive = Mech::new(CKM_SHA256_KEY_DERIVATION);
        let (public, private) = (Template::new(), Template::new());
        s.create(&open(0)).fails(CKR_DEVICE_MEMORY);
        s.copy(full, &Template::new()).fails(CKR_DEVICE_MEMORY);
        s.aes(32, &Template::new()).fails(CKR_DEVICE_MEMORY);
        s.pair(strongroom_tests::keys::P256, &public, &private).fails(CKR_DEVICE_MEMORY);
        s.unwrap(&Mech::new(CKM_AES_KEY_WRAP), key, &wrapped, &aes).fails(CKR_DEVICE_MEMORY);
        s.derive(&derive, key, &strongroom_tests::keys::derived(16)).fails(CKR_DEVICE_MEMORY);
        // A token object takes none of it.
        let kept = s.create(&open(64).with(CKA_TOKEN, true)).must();
        s.destroy(kept).ok();
        s.set(full, &template![CKA_LABEL => "12345"]).is(CKR_DEVICE_MEMORY);
        s.set(full, &template![CKA_LABEL => "4321"]).ok();
        s.set(full, &template![CKA_LABEL => "1"]).ok();
        s.set(full, &template![CKA_LABEL => "12345"]).is(CKR_DEVICE_MEMORY);
        s.set(full, &template![CKA_LABEL => "1234"]).ok();
        assert_eq!(s.get(full, CKA_LABEL).must(), b"1234");
        match round {
            0 => s.destroy(full).ok(),
            1 => {
                s.set(full, &template![CKA_LABEL => ""]).ok();
                s.destroy(full).ok();
            }
            _ => other.close().ok(),
        };
    }
    s.create(&open(fits + 1)).fails(CKR_DEVICE_MEMORY);
    s.create(&open(fits)).must();
    until(&service, "strongroom_session_memory_bytes", |taken| taken == f64::from(64 << 10));
    // A private one goes with the login.
    s.logout().ok();
    until(&service, "strongroom_session_memory_bytes", |taken| taken < f64::from(64 << 10));
}

/// Those of all applications of a client; another client has its own.
pub fn session_objects_of_a_client() {
    let service = with(&["limits.session_memory_per_client=64KiB"]);
    let other = add_client(&instance::directory(), "other", &[]);
    let mut one = Asking::of(&service, &service.bundle);
    let mut two = Asking::of(&service, &service.bundle);
    let mut three = Asking::of(&service, &other);
    assert_eq!(one.object(40 << 10), CKR_OK);
    assert_eq!(two.object(40 << 10), CKR_DEVICE_MEMORY);
    assert_eq!(three.object(40 << 10), CKR_OK);
    let closed = one.0.ask("close_all_sessions", &[Arg::Number(0)]).expect("a reply");
    assert_eq!(closed.rv, CKR_OK);
    assert_eq!(two.object(40 << 10), CKR_OK);
    let closed = two.0.ask("close", &[]).expect("a reply");
    assert_eq!(closed.rv, CKR_OK);
    let mut four = Asking::of(&service, &service.bundle);
    assert_eq!(four.object(40 << 10), CKR_OK);
}

/// Data that operations hold back until its end, of all sessions of an application. One that is refused more has
/// ended; what ends gives back what it took.
pub fn what_operations_hold_back() {
    let service = with(&["limits.session_memory=64KiB"]);
    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    let one = hsm.user();
    let token = template![CKA_TOKEN => true];
    let aes = one.aes(32, &token).must();
    let (public, private) = one.pair(keys::ED25519, &token, &token).must();
    let gcm = Mech::gcm(&[1; 12], b"", 128);
    let eddsa = Mech::new(CKM_EDDSA);
    let part = vec![7; 20 << 10];
    let parts = [part.as_slice(); 3];
    let sealed = one.encrypt(&gcm, aes, &parts.concat()).must();
    let signature = one.sign(&eddsa, private, &parts.concat()).must();
    let other = hsm.rw();
    for (kind, mechanism, key) in
        [(Kind::Decrypt, &gcm, aes), (Kind::Sign, &eddsa, private), (Kind::Verify, &eddsa, public)]
    {
        let data = if kind == Kind::Decrypt { &sealed } else { &parts.concat() };
        // All of it fits for one.
        one.init(kind, mechanism, key).ok();
        for piece in data.chunks(20 << 10) {
            one.update(kind, piece).must();
        }
        until(&service, "strongroom_session_memory_bytes", |taken| taken >= data.len() as f64);
        other.init(kind, mechanism, key).ok();
        other.update(kind, &data[..1 << 10]).must();
        other.update(kind, &data[..10 << 10]).fails(CKR_DEVICE_MEMORY);
        other.update(kind, &data[..1]).fails(CKR_OPERATION_NOT_INITIALIZED);
        match kind {
            Kind::Decrypt => assert_eq!(one.finish(kind).must(), parts.concat()),
            Kind::Sign => assert_eq!(one.finish(kind).must(), signature),
            _ => one.input(kind.last(), &signature).ok(),
        };
        until(&service, "strongroom_session_memory_bytes", |taken| taken == 0.0);
        other.init(kind, mechanism, key).ok();
        other.update(kind, &data[..40 << 10]).must();
        hsm.m.call("C_SessionCancel", &[other.h, kind.flag()]).ok();
        until(&service, "strongroom_session_memory_bytes", |taken| taken == 0.0);
    }
}
