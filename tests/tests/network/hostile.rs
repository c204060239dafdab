//! Clients that have a certificate and do what ours does not: nonsense, other clients' applications, too
//! many connections, slowness, requests without an end. Each is cut off or told what is wrong; a client
//! beside it does not notice.

use std::io::ErrorKind;
use std::net::TcpStream;
use std::time::{Duration, Instant};
use strongroom_tests::peer::{Arg, Peer, configuration, number};
use strongroom_tests::prelude::*;
use strongroom_tests::service::add_client;
use strongroom_tests::{Service, instance};

use crate::watched::{ask, value};

const RW: u64 = CKF_SERIAL_SESSION | CKF_RW_SESSION;

/// A service, a well-behaved client of it, and the bundle of another.
fn started(settings: &[&str]) -> (Service, Session, std::path::PathBuf) {
    let service = Service::start(&instance::directory(), settings);
    let bundle = add_client(&instance::directory(), "hostile", &[]);
    let s = Hsm::start_at(&service.url(&service.bundle, "")).user();
    (service, s, bundle)
}

fn frame(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a length").to_le_bytes();
    [&length, body].concat()
}

/// What is not of the protocol ends the connection, and nothing else.
pub fn nonsense() {
    let (service, s, bundle) = started(&[]);
    let nested = [&[0xbf, 0x00, 0x01, 0x01][..], &[0x81; 100_000], &[0xff]].concat();
    let slots = [&[0xbf, 0, 1, 1, 0x1a][..], &number("slots").to_be_bytes(), &[0x10]].concat();
    let endless = [&slots[..], &[0x9f; 50_000]].concat();
    // A byte string that is said to have all the memory there is.
    let claimed = [&slots[..], &[0x5b], &[0xff; 8]].concat();
    for nonsense in [
        vec![0xff; 64],
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        frame(&[]),
        frame(&[0xff]),
        frame(&[0x00; 32]),
        frame(&nested),
        frame(&endless),
        frame(&claimed),
    ] {
        // As the first that is said, and by somebody who has an application.
        let mut peer = Peer::connect(service.address, &bundle).expect("a connection");
        let _ = peer.send(&nonsense);
        assert!(peer.is_cut_off(), "{:x?}", &nonsense[..nonsense.len().min(16)]);
        let mut peer = Peer::attached(service.address, &bundle).expect("an application");
        let _ = peer.send(&nonsense);
        assert!(peer.is_cut_off(), "{:x?}", &nonsense[..nonsense.len().min(16)]);
        s.random(8).must();
    }
    // An operation that nobody knows is said to be none; one before there is an application, and a second
    // application, end the connection.
    let mut peer = Peer::attached(service.address, &bundle).expect("an application");
    let reply = peer.ask("launch_missiles", &[]).expect("a reply");
    assert_eq!(reply.rv, CKR_FUNCTION_NOT_SUPPORTED);
    assert_eq!(peer.ask("slots", &[Arg::Number(0)]).map_err(drop).map(drop), Err(()));
    let mut peer = Peer::connect(service.address, &bundle).expect("a connection");
    let early = peer.request("open_session", &[Arg::Number(0), Arg::Number(RW)]);
    let _ = peer.send(&early);
    assert!(peer.is_cut_off());
    let mut peer = Peer::attached(service.address, &bundle).expect("an application");
    assert!(peer.attach(None).is_err() && peer.is_cut_off());
    // Arguments that are missing, and of another kind.
    let open = Peer::attached(service.address, &bundle);
    let mut peer = open.expect("an application");
    let _ = peer.ask("open_session", &[Arg::Bytes(b"0"), Arg::Nothing]);
    assert!(peer.is_cut_off());
    s.random(8).must();
}

/// The token of another client's application is none, and handles of its sessions are none either.
pub fn somebody_elses_application() {
    let (service, s, bundle) = started(&[]);
    let mut mine = Peer::connect(service.address, &service.bundle).expect("a connection");
    let token = mine.attach(None).expect("an application").expect("its token");
    let open = [Arg::Number(0), Arg::Number(RW)];
    let session = mine.ask("open_session", &open).expect("a reply").number();
    let mut other = Peer::connect(service.address, &bundle).expect("a connection");
    assert_eq!(other.attach(Some(&token)).expect("an answer"), None);
    // Nor can it be guessed.
    assert_eq!(other.attach(Some(&[0; 32])).expect("an answer"), None);
    other.attach(None).expect("an application").expect("its token");
    let reply = other.ask("session_info", &[Arg::Number(session)]).expect("a reply");
    assert_eq!(reply.rv, CKR_SESSION_HANDLE_INVALID);
    let again = Peer::connect(service.address, &service.bundle).and_then(|mut p| {
        assert_eq!(p.attach(Some(&token))?.as_deref(), Some(&token[..]));
        p.ask("session_info", &[Arg::Number(session)])
    });
    assert_eq!(again.expect("a reply").rv, CKR_OK);
    s.random(8).must();
}

/// Whoever wants the service to wait for a slot that changes is told that none has, as one who does not wait.
pub fn waiting_for_slots() {
    let (service, s, bundle) = started(&[]);
    let mut peers: Vec<Peer> =
        (0..8).map(|_| Peer::attached(service.address, &bundle).expect("an application")).collect();
    for peer in &mut peers {
        let wait = peer.request("wait_for_slot_event", &[Arg::Truth(true)]);
        peer.send(&wait).expect("sent");
    }
    s.random(8).must();
    for mut peer in peers {
        assert_eq!(peer.receive().expect("a reply").rv, CKR_NO_EVENT);
    }
}

/// The ticket of a security officer logs nobody in where a login would not.
pub fn an_officer_with_read_only_sessions() {
    let (service, _s, bundle) = started(&[]);
    let mut peer = Peer::attached(service.address, &bundle).expect("an application");
    let open = |peer: &mut Peer, flags| {
        let reply = peer.ask("open_session", &[Arg::Number(0), Arg::Number(flags)]);
        Arg::Number(reply.expect("a reply").number())
    };
    let session = open(&mut peer, RW);
    let (so, pin) = (Arg::Number(CKU_SO), Arg::Bytes(SO_PIN.as_bytes()));
    let Arg::Number(handle) = session else { unreachable!("a number") };
    let login = peer.ask("login", &[Arg::Number(handle), so, pin]).expect("a reply");
    assert_eq!(login.rv, CKR_OK);
    let secret = Arg::Bytes(&[7; 32]);
    let ticket = peer.ask("ticket", &[session, secret]).expect("a reply").answer;
    let ticket = minicbor::Decoder::new(&ticket).bytes().expect("a ticket").to_vec();
    let mut peer = Peer::attached(service.address, &bundle).expect("an application");
    let (reader, writer) = (open(&mut peer, CKF_SERIAL_SESSION), open(&mut peer, RW));
    let mut redeem = |session| {
        let words = [session, Arg::Bytes(&ticket), Arg::Bytes(&[7; 32])];
        peer.ask("login_with_ticket", &words).expect("a reply").rv
    };
    assert_eq!(redeem(writer), CKR_SESSION_READ_ONLY_EXISTS);
    assert_eq!(redeem(reader), CKR_SESSION_READ_ONLY_EXISTS);
}

/// Many requests at once are answered in their order, and leave others their turn.
pub fn many_requests_at_once() {
    let (service, s, bundle) = started(&[]);
    let mut peer = Peer::attached(service.address, &bundle).expect("an application");
    let open = [Arg::Number(0), Arg::Number(RW)];
    let session = peer.ask("open_session", &open).expect("a reply").number();
    let sending = std::thread::spawn(move || {
        let mut answered = Vec::new();
        for _ in 0..20 {
            let ask = [Arg::Number(session), Arg::Number(16)];
            let requests: Vec<u8> =
                (0..1000).flat_map(|_| peer.request("generate_random", &ask)).collect();
            peer.send(&requests).expect("sent");
            answered.extend((0..1000).map(|_| peer.receive().expect("a reply").id));
        }
        assert!(answered.is_sorted() && answered.len() == 20_000);
    });
    let mut slowest = Duration::ZERO;
    while !sending.is_finished() {
        let begun = Instant::now();
        s.random(8).must();
        slowest = slowest.max(begun.elapsed());
    }
    sending.join().expect("every request is answered");
    println!("beside 20,000 requests at once: {slowest:?} at most");
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
}

/// Whoever asks and does not take the answers is cut off, and so is whoever sends too slowly.
pub fn slowness() {
    let (service, s, bundle) = started(&["limits.min_rate=1MiB"]);
    let mut peer = Peer::attached(service.address, &bundle).expect("an application");
    let open = [Arg::Number(0), Arg::Number(RW)];
    let session = peer.ask("open_session", &open).expect("a reply").number();
    let ask = peer.request("generate_random", &[Arg::Number(session), Arg::Number(60_000)]);
    peer.stream.sock.set_write_timeout(Some(Duration::from_secs(1))).expect("a time");
    let deaf = std::thread::spawn(move || {
        let begun = Instant::now();
        // The answers fill whatever there is between the two; then requests are not taken either.
        while begun.elapsed() < Duration::from_secs(20) {
            let cut_off = peer.send(&ask).map_err(|error| error.kind());
            if matches!(cut_off, Err(ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)) {
                return true;
            }
        }
        false
    });
    let mut drip = Peer::attached(service.address, &bundle).expect("an application");
    let begun = Instant::now();
    drip.send(&[0, 0, 1, 0]).expect("a length");
    while drip.send(&[0xbf]).is_ok() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(100));
        s.random(8).must();
    }
    assert!(begun.elapsed() < Duration::from_secs(12), "a slow request is still being taken");
    assert!(deaf.join().expect("a thread"), "whoever takes no answers is still there");
}

/// Whoever takes long replies slowly, or sends long requests slowly, over many connections, has no more of the
/// service's memory than one client may have; others have theirs.
pub fn slow_readers_and_writers() {
    let (service, s, bundle) = started(&[
        "metrics=127.0.0.1:0",
        "limits.request_memory_per_client=16MiB",
        "limits.reply_memory_per_client=16MiB",
        "limits.memory_time=100ms",
    ]);
    let aes = s.aes(32, &Template::new()).must();
    let data = vec![7; 12 << 20];
    let encrypt = || s.encrypt(&Mech::ctr(32, &[0; 16]), aes, &data).must();
    encrypt();
    let before = resident(service.process());
    let tls = configuration(&bundle);
    let mut peers: Vec<(Peer, u64)> = (0..128)
        .map(|_| {
            let mut peer = Peer::connect_as(service.address, &tls).expect("a connection");
            peer.attach(None).expect("an application");
            let open = [Arg::Number(0), Arg::Number(RW)];
            let session = peer.ask("open_session", &open).expect("a reply").number();
            (peer, session)
        })
        .collect();
    let mut most = 0;
    let mut slowest = Duration::ZERO;
    for (number, (peer, session)) in peers.iter_mut().enumerate() {
        if number % 2 == 0 {
            let ask = [Arg::Number(*session), Arg::Number(15 << 20)];
            let ask = peer.request("generate_random", &ask);
            peer.send(&ask).expect("sent");
        } else {
            let mut request = peer.request("seed_random", &[Arg::Number(*session)]);
            request[..4].copy_from_slice(&(15_u32 << 20).to_le_bytes());
            request.pop();
            request.resize(8 << 20, 0xff);
            peer.send(&request).expect("taken, or passed over");
        }
        let begun = Instant::now();
        s.random(16).must();
        slowest = slowest.max(begun.elapsed());
        most = most.max(resident(service.process()));
    }
    assert_eq!(encrypt().len(), data.len());
    std::thread::sleep(Duration::from_millis(300));
    let text = ask(service.metrics.expect("an address"), "GET /metrics").expect("an answer");
    println!("{} MiB before, {} MiB at most", before >> 20, most >> 20);
    for name in ["strongroom_request_memory_bytes", "strongroom_reply_memory_bytes"] {
        let held = value(&text, name, &[]);
        assert!(held > 8e6 && held <= f64::from(16 << 20), "{name}: {held}");
    }
    let refused = value(&text, "strongroom_memory_refused_total", &[]);
    assert!(refused >= 50.0, "{refused}");
    // What is held, what the last request of the other client had, and what each connection takes anyway.
    assert!(most - before.min(most) < 96 << 20, "{before} bytes before, {most} at most");
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    // Those that were refused can go on, and are told so.
    let (peer, session) = peers.iter_mut().step_by(2).last().expect("a reader");
    assert_eq!(peer.receive().expect("a reply").rv, CKR_DEVICE_MEMORY);
    let again = [Arg::Number(*session), Arg::Number(16)];
    assert_eq!(peer.ask("generate_random", &again).expect("a reply").rv, CKR_OK);
}

/// How much memory a process has.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("VmRSS");
    line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") << 10
}

/// Ten thousand strangers beside one client, who works as before; and as many connections of one client as
/// the system lets this test have.
pub fn ten_thousand_connections() {
    let (service, s, bundle) = started(&["limits.connections_per_client=500"]);
    let connect = |_| TcpStream::connect(service.address).expect("a connection");
    let mut slowest = Duration::ZERO;
    let mut work = || {
        let begun = Instant::now();
        s.random(16).must();
        slowest = slowest.max(begun.elapsed());
    };
    let mut strangers = Vec::new();
    for _ in 0..files().saturating_sub(1000).min(10_000) / 100 {
        strangers.extend((0..100).map(connect));
        work();
    }
    // A known client among them: as many as it may have, and not one more.
    let tls = configuration(&bundle);
    let mut peers: Vec<Peer> = Vec::new();
    for _ in 0..500 {
        let mut peer = Peer::connect_as(service.address, &tls).expect("a connection");
        peer.attach(None).expect("an application");
        peers.push(peer);
        work();
    }
    let more = Peer::connect_as(service.address, &tls).and_then(|mut peer| peer.attach(None));
    assert!(more.is_err(), "one connection more than a client may have");
    println!(
        "beside {} strangers and {} connections: {slowest:?} at most",
        strangers.len(),
        peers.len()
    );
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
}

/// How many files this process may have open, as many as the system allows.
fn files() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let most = Rlimit { current: now.maximum, maximum: now.maximum };
    setrlimit(Resource::Nofile, most).expect("a limit");
    now.maximum.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX)
}
