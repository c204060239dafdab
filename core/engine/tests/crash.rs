//! A thousand times: a process that writes is killed at a random moment (SIGKILL). After each, everything
//! that it had acknowledged is there, what it had destroyed is gone, and nothing is half there.
//!
//! The writer is this test program itself, started again with the instance's directory in its
//! environment; it acknowledges each change with a line on its standard output.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_base::{Answer, Application, Provider, Template, Value, ck};
use strongroom_engine::Engine;
use strongroom_engine::keystore::{Cost, Keystore, NewToken, Who};

const ROUNDS: u32 = 1000;
const DIRECTORY: &str = "STRONGROOM_CRASH_DIRECTORY";
const PIN: &[u8] = b"12345678";

/// An application with the user logged in, and its session.
fn open(dir: &Path) -> (Arc<dyn Application>, u64) {
    let application = Engine::open(dir).unwrap().open().unwrap();
    let session = application.open_session(0, ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION).unwrap();
    application.login(session, ck::CKU_USER, Some(PIN), None).unwrap();
    (application, session)
}

fn data(label: &str) -> Template {
    Template::new()
        .with(ck::CKA_CLASS, ck::CKO_DATA)
        .with(ck::CKA_TOKEN, true)
        .with(ck::CKA_PRIVATE, true)
        .with(ck::CKA_LABEL, label)
        .with(ck::CKA_VALUE, vec![7; 300])
}

/// The writer: makes objects, renames every third, destroys every fourth, until it is killed.
#[test]
fn writer() {
    let Some(dir) = std::env::var_os(DIRECTORY) else { return };
    let (application, session) = open(Path::new(&dir));
    let mut out = std::io::stdout();
    let mut say = |what: &str, handle: u64, label: &str| {
        writeln!(out, "\n{what} {handle} {label}").and_then(|()| out.flush()).unwrap();
    };
    let pid = std::process::id();
    for n in 0.. {
        let label = format!("{pid}-{n}");
        let handle = application.create_object(session, &data(&label)).unwrap();
        say("made", handle, &label);
        if n % 3 == 0 {
            let label = format!("{pid}-{n}-again");
            let change = Template::new().with(ck::CKA_LABEL, label.as_str());
            // Before and after: if it is killed in between, either is right.
            say("renaming", handle, &label);
            application.set_attributes(session, handle, &change).unwrap();
            say("made", handle, &label);
        }
        if n % 4 == 0 {
            say("destroying", handle, &label);
            application.destroy_object(session, handle).unwrap();
            say("destroyed", handle, &label);
        }
    }
}

/// What may be true of an object after what was said of it.
#[derive(Clone)]
enum State {
    Label(String),
    Either(String, String),
    LabelOrGone(String),
    Gone,
}

fn listen(lines: impl Iterator<Item = String>) -> BTreeMap<u64, State> {
    let mut states = BTreeMap::new();
    for line in lines {
        // The last line may have been cut.
        let words: Vec<&str> = line.split(' ').collect();
        let [what, handle, label] = words.as_slice() else { continue };
        let Ok(handle) = handle.parse::<u64>() else { continue };
        let label = (*label).to_owned();
        let now = match (*what, states.get(&handle)) {
            ("made", _) => State::Label(label),
            ("renaming", Some(State::Label(before))) => State::Either(before.clone(), label),
            ("destroying", Some(State::Label(before))) => State::LabelOrGone(before.clone()),
            ("destroyed", _) => State::Gone,
            _ => continue,
        };
        states.insert(handle, now);
    }
    states
}

#[test]
fn what_was_acknowledged_survives_a_thousand_kills() {
    let dir = tempfile::tempdir().unwrap();
    let token = NewToken {
        slot: 0,
        label: [b' '; 32],
        pins: Some((PIN, PIN)),
        to_be_changed: false,
        policy: Default::default(),
    };
    let cheap = Cost { memory: 64, passes: 1, lanes: 1 };
    Keystore::create(dir.path(), &[token], cheap, |_| {}).unwrap();
    let (mut acknowledged, mut interrupted) = (0, 0);
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let (application, session) = open(dir.path());
    for round in 0..ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer", "--nocapture"])
            .env(DIRECTORY, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Its first words; from then on it writes all the time.
        let mut heard: Vec<String> = Vec::new();
        for line in lines.by_ref() {
            let first = line.starts_with("made");
            heard.push(line);
            if first {
                break;
            }
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let until = Instant::now() + Duration::from_micros(seed >> 51);
        while Instant::now() < until {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        heard.extend(lines);
        let states = listen(heard.into_iter());
        for (handle, state) in &states {
            acknowledged += 1;
            let read =
                application.get_attributes(session, *handle, &[ck::CKA_LABEL, ck::CKA_VALUE]);
            let found = match read {
                Ok(answers) => {
                    assert_eq!(answers[1], Answer::Value(Value::bytes(vec![7; 300])));
                    match &answers[0] {
                        Answer::Value(Value::Bytes(label)) => {
                            Some(String::from_utf8(label.expose().to_vec()).unwrap())
                        }
                        other => panic!("round {round}: {other:?}"),
                    }
                }
                Err(error) => {
                    assert!(error.is(ck::CKR_OBJECT_HANDLE_INVALID), "round {round}: {error}");
                    None
                }
            };
            let right = match state {
                State::Label(label) => found.as_ref() == Some(label),
                State::Gone => found.is_none(),
                State::Either(a, b) => {
                    interrupted += 1;
                    found.as_ref().is_some_and(|found| found == a || found == b)
                }
                State::LabelOrGone(label) => {
                    interrupted += 1;
                    found.as_ref().is_none_or(|found| found == label)
                }
            };
            assert!(right, "round {round}: object {handle} is {found:?}");
        }
        if round % 100 == 99 {
            let keystore = Keystore::open(dir.path()).unwrap();
            let keys = keystore.login(0, Who::User, PIN).unwrap();
            assert_eq!(keystore.check(&BTreeMap::from([(0, keys)])), [], "round {round}");
        }
    }
    println!(
        "{ROUNDS} kills, {acknowledged} acknowledged objects, {interrupted} changes cut short"
    );
    assert!(acknowledged > u64::from(ROUNDS));
}
