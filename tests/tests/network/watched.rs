//! What operators see: the state and the counts over HTTP, and a log in which a request has the same numbers
//! on both sides. And what a program may demand of its client: no threads.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;
use strongroom_tests::{Service, instance};

pub fn ask(at: SocketAddr, request: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(at)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// The value of the series whose line begins so, and has each of these in its labels.
pub fn value(text: &str, name: &str, labels: &[&str]) -> f64 {
    let fits = |line: &&str| {
        let (series, _) = line.split_once(' ').unwrap_or_default();
        let (family, given) = series.split_once('{').unwrap_or((series, ""));
        family == name && labels.iter().all(|label| given.contains(label))
    };
    let number = |line: &str| line.rsplit(' ').next().and_then(|v| v.parse::<f64>().ok());
    text.lines().filter(fits).filter_map(number).sum()
}

/// `/healthz`, `/readyz` and `/metrics`, and nothing else.
pub fn state_and_counts() {
    let mut service = Service::start(&instance::directory(), &["metrics=127.0.0.1:0"]);
    let at = service.metrics.expect("an address");
    let get = |path: &str| ask(at, &format!("GET {path}")).expect("an answer");
    assert!(get("/healthz").starts_with("HTTP/1.1 200"));
    assert!(get("/readyz").starts_with("HTTP/1.1 200"));
    assert!(get("/").starts_with("HTTP/1.1 404"));
    assert!(ask(at, "POST /metrics").expect("an answer").starts_with("HTTP/1.1 405"));

    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    let s = hsm.user();
    let (public, private) = s.pair(P256, &Template::new(), &Template::new()).must();
    let ecdsa = Mech::new(CKM_ECDSA_SHA256);
    let signature = s.sign(&ecdsa, private, b"a text").must();
    s.verify(&ecdsa, public, b"another", &signature).is(CKR_SIGNATURE_INVALID);
    let other = hsm.rw();
    other.login(CKU_USER, "not this one").is(CKR_USER_ALREADY_LOGGED_IN);
    s.aes(32, &template![CKA_TOKEN => true]).must();
    // Gauges are looked at every now and then.
    let until = |name: &str, wanted: f64| {
        let begun = Instant::now();
        while value(&get("/metrics"), name, &[]) != wanted {
            assert!(begun.elapsed() < Duration::from_secs(5), "{name}: {}", get("/metrics"));
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    until("strongroom_sessions", 2.0);
    until("strongroom_applications", 1.0);
    let text = get("/metrics");
    let signed = ["mechanism=\"CKM_ECDSA_SHA256\"", "result=\"CKR_OK\""];
    assert!(value(&text, "strongroom_operations_total", &signed) >= 1.0, "{text}");
    let wrong = ["mechanism=\"CKM_ECDSA_SHA256\"", "result=\"CKR_SIGNATURE_INVALID\""];
    assert!(value(&text, "strongroom_operations_total", &wrong) == 1.0, "{text}");
    let bucket = ["mechanism=\"CKM_ECDSA_SHA256\"", "le=\"+Inf\""];
    assert!(value(&text, "strongroom_operation_seconds_bucket", &bucket) >= 2.0, "{text}");
    assert!(value(&text, "strongroom_logins_total", &["CKR_OK"]) == 1.0, "{text}");
    assert!(value(&text, "strongroom_connections", &[]) >= 1.0, "{text}");
    assert!(value(&text, "strongroom_handshake_seconds_count", &[]) >= 1.0, "{text}");
    for name in ["strongroom_requests_waiting", "strongroom_derivations"] {
        assert!(text.contains(&format!("\n{name} ")), "{text}");
    }
    for kind in ["read", "write"] {
        let label = format!("kind=\"{kind}\"");
        assert!(value(&text, "strongroom_keystore_seconds_count", &[&label]) >= 1.0, "{text}");
    }
    assert!(value(&text, "strongroom_received_bytes_total", &[]) > 100.0, "{text}");
    assert!(text.trim_end().ends_with("# EOF"), "{text}");

    // Sessions go in other ways than one by one, and are counted all the same.
    hsm.m.call("C_CloseAllSessions", &[hsm.slot]).ok();
    until("strongroom_sessions", 0.0);
    hsm.rw();
    until("strongroom_sessions", 1.0);
    hsm.m.call("C_Finalize", &[0]).ok();
    until("strongroom_sessions", 0.0);
    until("strongroom_applications", 0.0);
    assert!(service.stop());
    assert!(ask(at, "GET /healthz").is_err());
}

/// Connection and request have the same numbers in the client's log and in the service's, in JSON too.
pub fn numbers_on_both_sides() {
    let service = Service::start(&instance::directory(), &["log=debug", "log_format=json"]);
    let pins = instance::directory().join("pin");
    std::fs::write(&pins, USER_PIN).expect("a file");
    let listed = instance::command(&service.environment())
        .env("STRONGROOM_LOG", "debug")
        .args(["key", "generate", "ec:p256", "--slot", "0", "--label", "k", "--pin-file"])
        .arg(&pins)
        .output()
        .expect("key generate");
    assert!(listed.status.success());
    let said = String::from_utf8_lossy(&listed.stderr).into_owned();
    let number = |line: &str, name: &str| -> Option<u64> {
        let rest = line.split_once(&format!("{name}="))?.1;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let plain: String = strip(&said);
    let theirs: HashSet<(u64, u64)> = plain
        .lines()
        .filter_map(|line| Some((number(line, "connection")?, number(line, "request")?)))
        .collect();
    let log = std::fs::read_to_string(instance::directory().join("serve.log")).expect("a log");
    let ours: HashSet<(u64, u64)> = log
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .filter_map(|line| Some((line["connection"].as_u64()?, line["request"].as_u64()?)))
        .collect();
    assert!(ours.len() > 5, "{log}");
    assert!(ours.is_subset(&theirs), "the service: {ours:?}, the client: {theirs:?}\n{said}");
    for secret in [USER_PIN, SO_PIN] {
        assert!(!log.contains(secret) && !said.contains(secret));
    }
}

/// Without colours.
fn strip(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain + rest
}

/// The client has no thread of its own, whatever it is doing: a program may forbid them.
pub fn no_threads() {
    let mut service = Service::start(&instance::directory(), &[]);
    let threads = || std::fs::read_dir("/proc/self/task").expect("a directory").count();
    let before = threads();
    let m = Hsm::load();
    let url = format!("url={}", service.url(&service.bundle, ""));
    let url = std::ffi::CString::new(url).expect("a URL");
    let reserved = url.as_ptr() as usize as u64;
    let flags = CKF_OS_LOCKING_OK | CKF_LIBRARY_CANT_CREATE_OS_THREADS;
    m.call("C_Initialize", &[[0, 0, 0, 0, flags, reserved].as_ptr() as usize as u64]).ok();
    let hsm = Hsm { m, slot: 0 };
    let s = hsm.user();
    let (_, key) = s.pair(P256, &Template::new(), &template![CKA_TOKEN => true]).must();
    s.sign(&Mech::new(CKM_ECDSA), key, &[1; 32]).must();
    assert_eq!(threads(), before);
    service.kill();
    service.restart();
    s.sign(&Mech::new(CKM_ECDSA), key, &[1; 32]).must();
    assert_eq!(threads(), before);
}
