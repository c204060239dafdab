//! The audit log from outside: what is in it, what is noticed when somebody changes it, and what is there
//! after a crash.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use strongroom_base::{Application, Mechanism, OpKind, Out, Provider, Template, Tenant, ck};
use strongroom_engine::Engine;
use strongroom_engine::audit::{Event, Record};
use strongroom_engine::keystore::{Cost, Keystore, NewToken};

const PIN: &[u8] = b"a secret pin";
const SO_PIN: &[u8] = b"an officer's pin";
const DIRECTORY: &str = "STRONGROOM_AUDIT_DIRECTORY";

fn instance() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let token = NewToken {
        slot: 0,
        label: [b' '; 32],
        pins: Some((SO_PIN, PIN)),
        to_be_changed: false,
        policy: Default::default(),
    };
    let cost = Cost { memory: 64, passes: 1, lanes: 1 };
    Keystore::create(dir.path(), &[token], cost, |_| ()).unwrap();
    dir
}

fn open(engine: &Engine) -> (Arc<dyn Application>, u64) {
    let tenant = Tenant { identity: "web#1".into(), ..Tenant::default() };
    let application = engine.open_for(tenant).unwrap();
    let session = application.open_session(0, ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION).unwrap();
    (application, session)
}

fn key(application: &dyn Application, session: u64, token: bool, label: &str) -> u64 {
    let template = Template::new()
        .with(ck::CKA_TOKEN, token)
        .with(ck::CKA_VALUE_LEN, 32_u64)
        .with(ck::CKA_LABEL, label);
    application.generate_key(session, &Mechanism::plain(ck::CKM_AES_KEY_GEN), &template).unwrap()
}

fn mac(application: &dyn Application, session: u64, key: u64) {
    let mechanism = Mechanism::plain(ck::CKM_AES_CMAC);
    application.op_init(session, OpKind::Sign, Some(&mechanism), key).unwrap();
    let mut out = [0; 16];
    application.op_once(session, OpKind::Sign, b"some data", Out::Buffer(&mut out)).unwrap();
}

fn events(engine: &Engine) -> Vec<Event> {
    let mut events = Vec::new();
    engine.audit().read(|record: Record| events.extend(record.event)).unwrap();
    events
}

fn findings(dir: &Path) -> Vec<String> {
    Engine::open(dir).unwrap().audit().verify().unwrap().findings
}

/// A log with a few records, closed.
fn written() -> tempfile::TempDir {
    let dir = instance();
    let engine = Engine::open(dir.path()).unwrap();
    let (application, session) = open(&engine);
    application.login(session, ck::CKU_USER, Some(PIN), None).unwrap();
    for n in 0..4 {
        key(&*application, session, true, &format!("key {n}"));
    }
    application.close().unwrap();
    drop((application, engine));
    assert_eq!(findings(dir.path()), [""; 0]);
    dir
}

fn segment(dir: &Path) -> PathBuf {
    dir.join("audit/00000001.log")
}

/// The records of a file, each with its length.
fn records(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (mut rest, mut records) = (bytes, Vec::new());
    while let Some((_, _, taken)) = Record::read(rest) {
        records.push(rest[..taken].to_vec());
        rest = &rest[taken..];
    }
    assert!(rest.is_empty());
    records
}

#[test]
fn management_and_logins_always_and_uses_where_it_is_switched_on() {
    let dir = instance();
    let engine = Engine::open(dir.path()).unwrap();
    let (application, session) = open(&engine);
    assert!(application.login(session, ck::CKU_USER, Some(b"wrong"), None).is_err());
    application.login(session, ck::CKU_USER, Some(PIN), None).unwrap();
    let kept = key(&*application, session, true, "kept");
    let here = key(&*application, session, false, "here");
    mac(&*application, session, kept);
    let names = |events: &[Event]| {
        events.iter().map(|e| (e.operation.clone(), e.result, e.object)).collect::<Vec<_>>()
    };
    let always = [
        ("login".to_owned(), ck::CKR_PIN_INCORRECT, None),
        ("login".to_owned(), ck::CKR_OK, None),
        ("generate_key".to_owned(), ck::CKR_OK, Some(kept)),
    ];
    let said = events(&engine);
    assert_eq!(names(&said), always);
    assert!(said.iter().all(|event| event.identity == "web#1" && event.slot == Some(0)));

    engine.audit().set_key_use(true).unwrap();
    engine.keystore().touch();
    mac(&*application, session, here);
    assert!(application.op_init(session, OpKind::Sign, None, 0).is_ok());
    let unknown = Mechanism::plain(ck::CKM_AES_CMAC);
    assert!(application.op_init(session, OpKind::Sign, Some(&unknown), 0x4000).is_err());
    application.destroy_object(session, kept).unwrap();
    let said = events(&engine);
    let uses = [
        ("key use on".to_owned(), ck::CKR_OK, None),
        ("op_once".to_owned(), ck::CKR_OK, Some(here)),
        ("op_init".to_owned(), ck::CKR_KEY_HANDLE_INVALID, Some(0x4000)),
        ("destroy_object".to_owned(), ck::CKR_OK, Some(kept)),
    ];
    assert_eq!(names(&said[always.len()..]), uses);
    assert_eq!(said[always.len() + 1].mechanism, Some(ck::CKM_AES_CMAC));
    assert_eq!(engine.audit().verify().unwrap().findings, [""; 0]);
    drop((application, engine));
    // No PIN, no data, no label.
    let bytes = std::fs::read(segment(dir.path())).unwrap();
    for secret in [PIN, b"wrong", b"some data", b"kept", b"here"] {
        assert!(!bytes.windows(secret.len()).any(|w| w == secret), "{}", secret.escape_ascii());
    }
}

#[test]
fn whatever_is_changed_is_noticed() {
    let dir = written();
    let path = segment(dir.path());
    let good = std::fs::read(&path).unwrap();
    let all = records(&good);
    assert!(all.len() > 8);
    let mut changes: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..all.len() {
        let mut without = all.clone();
        without.remove(at);
        changes.push((format!("without {at}"), without.concat()));
        let mut twice = all.clone();
        twice.insert(at, all[at].clone());
        changes.push((format!("{at} twice"), twice.concat()));
        changes.push((format!("cut before {at}"), all[..at].concat()));
        if at > 0 {
            let mut swapped = all.clone();
            swapped.swap(at, at - 1);
            changes.push((format!("{at} before the one before it"), swapped.concat()));
        }
    }
    for at in (0..good.len()).step_by(7) {
        let mut altered = good.clone();
        altered[at] ^= 4;
        changes.push((format!("byte {at} altered"), altered));
    }
    for (what, bytes) in changes {
        std::fs::write(&path, bytes).unwrap();
        assert_ne!(findings(dir.path()), [""; 0], "{what}");
    }
    std::fs::write(&path, &good).unwrap();
    assert_eq!(findings(dir.path()), [""; 0]);
    std::fs::remove_file(dir.path().join("audit/anchor")).unwrap();
    assert_ne!(findings(dir.path()), [""; 0]);
}

/// Somebody who writes whole chains anew cannot sign them.
#[test]
fn a_forged_chain_is_noticed() {
    let dir = written();
    let other = written();
    std::fs::copy(segment(other.path()), segment(dir.path())).unwrap();
    let found = findings(dir.path());
    assert!(found.iter().any(|finding| finding.contains("is not signed")), "{found:?}");
}

#[test]
fn a_record_that_is_half_written_is_cut_off_by_the_next() {
    for (more, anchored) in [(1, true), (4, true), (30, true), (30, false)] {
        let dir = written();
        let path = segment(dir.path());
        let mut torn = std::fs::read(&path).unwrap();
        torn.extend_from_within(..more);
        std::fs::write(&path, &torn).unwrap();
        if !anchored {
            // Then all of the segment is read.
            std::fs::remove_file(dir.path().join("audit/anchor")).unwrap();
        }
        let engine = Engine::open(dir.path()).unwrap();
        engine.audit().record(engine.audit().by("after")).unwrap();
        assert_eq!(engine.audit().verify().unwrap().findings, [""; 0], "{more} bytes");
        let events = events(&engine);
        assert_eq!(events.last().unwrap().identity, "after");
        // Whoever took records away with the anchor is not seen, but that it was missing is.
        let missing = events.iter().filter(|event| event.operation == "audit anchor missing");
        assert_eq!(missing.count(), usize::from(!anchored));
    }
}

/// A log that cannot be written fails what must be recorded, and nobody is logged in whom it does not know.
#[test]
fn without_a_log_nobody_logs_in() {
    let dir = instance();
    std::fs::write(dir.path().join("audit"), "in the way").unwrap();
    let engine = Engine::open(dir.path()).unwrap();
    let (application, session) = open(&engine);
    let refused = application.login(session, ck::CKU_USER, Some(PIN), None).unwrap_err();
    assert!(refused.is(ck::CKR_DEVICE_ERROR) && refused.why().contains("audit"), "{refused}");
    assert_eq!(application.session_info(session).unwrap().state, ck::CKS_RW_PUBLIC_SESSION);
    std::fs::remove_file(dir.path().join("audit")).unwrap();
    application.login(session, ck::CKU_USER, Some(PIN), None).unwrap();
}

/// One of several processes that write at once, until it is killed; each event is acknowledged by a line.
#[test]
fn writer() {
    let Some(dir) = std::env::var_os(DIRECTORY) else { return };
    let engine = Engine::open(Path::new(&dir)).unwrap();
    for n in 0.. {
        let event = Event { object: Some(n), ..engine.audit().by("") };
        engine.audit().record(event).unwrap();
        println!("\nsaid {n}");
    }
}

#[test]
fn several_processes_that_are_killed_leave_one_log() {
    if std::env::var_os(DIRECTORY).is_some() {
        return;
    }
    let dir = instance();
    for _ in 0..5 {
        let mut writers: Vec<_> = (0..3)
            .map(|_| {
                Command::new(std::env::current_exe().unwrap())
                    .args(["writer", "--exact", "--nocapture", "--test-threads", "1"])
                    .env(DIRECTORY, dir.path())
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        std::thread::sleep(std::time::Duration::from_millis(150));
        writers.iter_mut().for_each(|writer| writer.kill().unwrap());
        let engine = Engine::open(dir.path()).unwrap();
        // The next writer cuts off what is half written.
        engine.audit().record(engine.audit().by("")).unwrap();
        assert_eq!(engine.audit().verify().unwrap().findings, [""; 0]);
        let known = events(&engine);
        for writer in writers {
            let process = writer.id();
            let output = writer.wait_with_output().unwrap().stdout;
            let output = String::from_utf8_lossy(&output).into_owned();
            let said = output.lines().filter_map(|line| line.strip_prefix("said "));
            let last = said.filter_map(|n| n.parse::<u64>().ok()).max();
            let there = known.iter().filter(|e| e.process.0 == process).filter_map(|e| e.object);
            assert!(there.max() >= last, "what was acknowledged is not there");
        }
    }
}
