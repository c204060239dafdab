//! The limits on connections, times and the pool: at the limit it works, one beyond is refused or cut off.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use strongroom_tests::peer::{Arg, Peer};
use strongroom_tests::prelude::*;
use strongroom_tests::service::add_client;
use strongroom_tests::{Service, instance};

const RW: u64 = CKF_SERIAL_SESSION | CKF_RW_SESSION;

fn with(settings: &[&str]) -> Service {
    Service::start(&instance::directory(), settings)
}

fn client(name: &str) -> PathBuf {
    add_client(&instance::directory(), name, &[])
}

fn open(peer: &mut Peer) -> u64 {
    peer.ask("open_session", &[Arg::Number(0), Arg::Number(RW)]).expect("a reply").number()
}

/// Connections in all, and of one client: as many as there may be, and one more; when one ends, another
/// gets in.
pub fn connections() {
    let service = with(&["limits.connections=3", "limits.connections_per_client=2"]);
    let other = client("other");
    let get_in = |bundle: &PathBuf| Peer::attached(service.address, bundle);
    let mut first = get_in(&service.bundle).expect("the first of a client");
    let second = get_in(&service.bundle).expect("the second of a client");
    assert!(get_in(&service.bundle).is_err(), "one more than a client may have");
    let third = get_in(&other).expect("the third in all");
    assert!(get_in(&other).is_err(), "one more than there may be in all");
    drop(second);
    let begun = Instant::now();
    while get_in(&other).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(5), "a place that is free stays empty");
    }
    drop(third);
    assert_eq!(first.ask("close_all_sessions", &[Arg::Number(0)]).expect("a reply").rv, CKR_OK);
}

/// The time for the first request, and that without one.
pub fn times() {
    let service = with(&["limits.first_request_time=400ms", "limits.idle_time=800ms"]);
    let mut silent = Peer::connect(service.address, &service.bundle).expect("a connection");
    let begun = Instant::now();
    assert!(silent.is_cut_off());
    assert!((300..5000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
    let mut peer = Peer::connect(service.address, &service.bundle).expect("a connection");
    std::thread::sleep(Duration::from_millis(150));
    peer.attach(None).expect("within the time");
    // Whoever asks for something now and then stays.
    for _ in 0..6 {
        std::thread::sleep(Duration::from_millis(200));
        assert_eq!(peer.ask("close_all_sessions", &[Arg::Number(0)]).expect("a reply").rv, CKR_OK);
    }
    let begun = Instant::now();
    assert!(peer.is_cut_off());
    assert!((700..5000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
}

/// While `busy` lasts, whether a call on the pool of a client is refused, and how: it is tried until it is
/// refused or `busy` is over.
fn refused_beside(service: &Service, bundle: &Path, busy: &AtomicBool) -> Option<u64> {
    let mut peer = Peer::attached(service.address, bundle).expect("an application");
    let session = open(&mut peer);
    loop {
        let over = !busy.load(Ordering::Acquire);
        // With one before it that is carried out at once: it is answered, and first, whatever comes of the other.
        let before = peer.request("session_info", &[Arg::Number(session)]);
        let seed = [Arg::Number(session), Arg::Bytes(b"something")];
        let both = [before, peer.request("seed_random", &seed)].concat();
        peer.send(&both).expect("sent");
        let first = peer.receive().expect("a reply");
        assert_eq!(first.rv, CKR_OK);
        let second = peer.receive().expect("a reply");
        assert_eq!(second.id, first.id + 1);
        match second.rv {
            CKR_OK if over => return None,
            CKR_OK => {}
            rv => return Some(rv),
        }
    }
}

/// A long request of the first client, and what a second connection is told meanwhile.
fn beside_a_long_one(settings: &[&str], same: bool) -> Option<u64> {
    let service = with(settings);
    let other = client("other");
    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    let s = hsm.user();
    // Alone it is within the limit.
    s.create(&template![CKA_CLASS => CKO_DATA]).must();
    let busy = AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..3 {
                let public =
                    template![CKA_MODULUS_BITS => 4096_u64, CKA_PUBLIC_EXPONENT => &[1, 0, 1]];
                let make = Mech::new(CKM_RSA_PKCS_KEY_PAIR_GEN);
                // The other's short one may be there first.
                let made = s.generate_pair(&make, &public, &Template::new());
                assert!(
                    made.is_ok() || made.is_err_and(|rv| rv.code == CKR_TOKEN_RESOURCE_EXCEEDED),
                    "{made:?}"
                );
            }
            busy.store(false, Ordering::Release);
        });
        refused_beside(&service, if same { &service.bundle } else { &other }, &busy)
    })
}

/// Requests of one client that wait or run.
pub fn requests_of_a_client() {
    let refused = Some(CKR_TOKEN_RESOURCE_EXCEEDED);
    assert_eq!(beside_a_long_one(&["limits.requests_per_client=1"], true), refused);
}

/// Those of one client do not count for another.
pub fn requests_of_another() {
    assert_eq!(beside_a_long_one(&["limits.requests_per_client=1"], false), None);
}

/// Requests of all.
pub fn requests_in_flight() {
    let refused = Some(CKR_TOKEN_RESOURCE_EXCEEDED);
    assert_eq!(beside_a_long_one(&["limits.requests_in_flight=1"], false), refused);
}

/// As many as there may be.
pub fn requests_within_limits() {
    let two = ["limits.requests_in_flight=2", "limits.requests_per_client=2"];
    assert_eq!(beside_a_long_one(&two, true), None);
}

/// Logs in and out again and again over so many connections of each client; how often each client was
/// refused.
fn deriving(service: &Service, clients: &[PathBuf], connections: usize) -> Vec<usize> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = clients
            .iter()
            .flat_map(|bundle| (0..connections).map(move |_| bundle))
            .map(|bundle| {
                scope.spawn(move || {
                    let mut peer = Peer::attached(service.address, bundle).expect("a connection");
                    let session = open(&mut peer);
                    let pin = USER_PIN.as_bytes();
                    let login = [Arg::Number(session), Arg::Number(CKU_USER), Arg::Bytes(pin)];
                    let mut refused = 0;
                    for _ in 0..12 {
                        match peer.ask("login", &login).expect("a reply").rv {
                            CKR_OK => {
                                let out = [Arg::Number(session)];
                                assert_eq!(peer.ask("logout", &out).expect("a reply").rv, CKR_OK);
                            }
                            rv => {
                                assert_eq!(rv, CKR_TOKEN_RESOURCE_EXCEEDED);
                                refused += 1;
                            }
                        }
                    }
                    refused
                })
            })
            .collect();
        let refused: Vec<usize> =
            threads.into_iter().map(|thread| thread.join().expect("a thread")).collect();
        refused.chunks(connections).map(|each| each.iter().sum()).collect()
    })
}

/// PIN derivations: one at a time and one that waits; a third is refused. One client has one in that line,
/// however many it asks for, so that it cannot fill it.
pub fn derivations() {
    let service = with(&["limits.derivations=1", "limits.derivations_waiting=1"]);
    let clients: Vec<PathBuf> = (0..4).map(|n| client(&format!("client-{n}"))).collect();
    assert_eq!(deriving(&service, &clients[..2], 4), [0, 0]);
    let refused: usize = deriving(&service, &clients, 2).iter().sum();
    assert!(refused > 0, "a third derivation is taken");
    assert_eq!(deriving(&service, &clients[3..], 1), [0]);
}

/// When the service stops, what runs may end for so long, and no longer.
pub fn shutdown_time() {
    let mut service = with(&["limits.shutdown_time=300ms"]);
    let hsm = Hsm::start_at(&service.url(&service.bundle, "&timeout=3"));
    let s = hsm.user();
    let busy = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let public = template![CKA_MODULUS_BITS => 8192_u64, CKA_PUBLIC_EXPONENT => &[1, 0, 1]];
            let make = Mech::new(CKM_RSA_PKCS_KEY_PAIR_GEN);
            busy.store(true, Ordering::Release);
            let cut_off = loop {
                if let Err(rv) = s.generate_pair(&make, &public, &Template::new()) {
                    break rv;
                }
            };
            cut_off.is(CKR_DEVICE_ERROR);
        });
        while !busy.load(Ordering::Acquire) {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_millis(100));
        let begun = Instant::now();
        service.stop();
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    });
}
