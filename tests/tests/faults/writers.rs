//! Two processes that write to one token at the same time: nothing is lost, each sees what the other did
//! without being started again, and somebody who checks meanwhile finds nothing wrong.

use crate::checked;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;
use strongroom_tests::prelude::*;
use strongroom_tests::{instance, keys, runner};

/// Objects that each writer makes.
const EACH: usize = 60;

fn data(label: &str) -> Template {
    template![CKA_CLASS => CKO_DATA, CKA_TOKEN => true, CKA_PRIVATE => true, CKA_LABEL => label]
}

/// Two processes of the running test.
fn two(part: &str) -> Vec<Child> {
    let start = |me: &str| runner::another(part).env("ME", me).stdin(Stdio::piped()).spawn();
    ["a", "b"].into_iter().map(|me| start(me).expect("start a writer")).collect()
}

fn wait(writers: Vec<Child>) {
    for mut writer in writers {
        assert!(writer.wait().expect("wait for a writer").success());
    }
}

fn me() -> String {
    std::env::var("ME").expect("who this is")
}

/// Makes objects, changes one that both change, destroys every third of its own.
fn write() {
    let session = Hsm::start().user();
    let shared = session.find(&template![CKA_APPLICATION => "shared"]).must()[0];
    for n in 0..EACH {
        let label = format!("{}-{n}", me());
        let object = session.create(&data(&label)).must();
        session.set(shared, &template![CKA_LABEL => label.as_str()]).ok();
        if n % 3 == 0 {
            session.destroy(object).ok();
        }
    }
    let named = template![CKA_TOKEN => true, CKA_LABEL => me().as_str()];
    session.pair(keys::P256, &named, &named).must();
}

pub fn nothing_is_lost() {
    if runner::part().is_some() {
        return write();
    }
    let session = Hsm::start().user();
    let shared = session.create(&data("shared").with(CKA_APPLICATION, "shared")).must();
    wait(two("write"));
    // This process has seen nothing of it yet.
    let mut found = Vec::new();
    for writer in ["a", "b"] {
        for n in 0..EACH {
            let label = format!("{writer}-{n}");
            let mut there = session.find(&template![CKA_LABEL => label.as_str()]).must();
            there.retain(|object| *object != shared);
            assert_eq!(there.len(), usize::from(n % 3 != 0), "{label}");
            found.extend(there);
        }
        let pair = session.find(&template![CKA_LABEL => writer]).must();
        assert_eq!(pair.len(), 2, "the pair of {writer}");
    }
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 2 * (EACH - EACH.div_ceil(3)), "a handle of two objects");
    let last = String::from_utf8(session.get(shared, CKA_LABEL).must()).expect("a label");
    assert!(last.ends_with(&format!("-{}", EACH - 1)), "the last change is {last}");
    checked::check();
}

pub fn a_destroyed_key_is_refused_to_others() {
    let session = Hsm::start().user();
    if runner::part().is_some() {
        let key = session.find(&template![CKA_LABEL => "shared"]).must()[0];
        return session.destroy(key).ok();
    }
    let named = template![CKA_TOKEN => true, CKA_LABEL => "shared"];
    let key = session.aes(32, &named).must();
    let ecb = Mech::new(CKM_AES_ECB);
    session.encrypt(&ecb, key, &[1; 16]).must();
    session.init(Kind::Encrypt, &ecb, key).ok();
    assert!(runner::another("destroy").status().expect("start").success());
    // An operation that had begun may end either way.
    let ended = session.io(Io("C_Encrypt"), &[1; 16]).code();
    assert!([CKR_OK, CKR_KEY_HANDLE_INVALID].contains(&ended), "{ended:x}");
    session.init(Kind::Encrypt, &ecb, key).is(CKR_KEY_HANDLE_INVALID);
    session.get(key, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
    session.destroy(key).is(CKR_OBJECT_HANDLE_INVALID);
}

/// Makes and destroys objects until somebody closes its input.
fn churn() {
    let session = Hsm::start().user();
    let (ended, end) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        std::io::stdin().lines().for_each(drop);
        let _ = ended.send(());
    });
    while end.try_recv().is_err() {
        let made: Vec<u64> = (0..8).map(|n| session.create(&data(&n.to_string())).must()).collect();
        for object in made {
            session.set(object, &template![CKA_LABEL => "changed"]).ok();
            session.destroy(object).ok();
        }
    }
}

/// Waits for others have an end: this one took about as long as it may, and no longer.
fn gave_up(begun: Instant) {
    let waited = begun.elapsed().as_secs();
    assert!((8..20).contains(&waited), "gave up after {waited} s");
}

/// A process that has said that it has what others wait for.
fn having_it(command: &mut Command) -> Child {
    let mut child = command.stdout(Stdio::piped()).spawn().expect("start");
    let out = child.stdout.take().expect("its output");
    let said = BufReader::new(out).lines().next().expect("a line").expect("a line");
    assert_eq!(said, "has it");
    child
}

fn end(mut child: Child) {
    child.kill().and_then(|()| child.wait()).expect("the end");
}

/// Somebody who has begun to write and never ends.
pub fn a_writer_that_is_stuck() {
    if runner::part().is_some() {
        let path = instance::directory().join("keystore.db");
        let stuck = rusqlite::Connection::open(path).expect("the database");
        stuck.execute_batch("BEGIN IMMEDIATE").expect("a change");
        println!("has it");
        return std::io::stdin().lines().for_each(drop);
    }
    let session = Hsm::start().user();
    let before = session.create(&data("before")).must();
    let mut command = runner::another("stuck");
    let stuck = having_it(command.stdin(Stdio::piped()));
    let begun = Instant::now();
    session.create(&data("meanwhile")).fails(CKR_DEVICE_ERROR);
    gave_up(begun);
    assert_eq!(session.get(before, CKA_LABEL).must(), b"before");
    end(stuck);
    session.create(&data("after")).must();
    checked::check();
}

/// Somebody who has begun to try a PIN and never ends.
pub fn a_login_that_is_stuck() {
    let session = Hsm::start().rw();
    session.login(CKU_USER, USER_PIN).ok();
    session.logout().ok();
    let lock = instance::directory().join("pins-0.lock");
    let mut command = Command::new("flock");
    let stuck = having_it(command.arg("--no-fork").arg(lock).args([
        "sh",
        "-c",
        "echo has it; exec sleep 60",
    ]));
    let begun = Instant::now();
    session.login(CKU_USER, USER_PIN).is(CKR_DEVICE_ERROR);
    gave_up(begun);
    end(stuck);
    session.login(CKU_USER, USER_PIN).ok();
}

pub fn who_checks_meanwhile_finds_nothing() {
    if runner::part().is_some() {
        return churn();
    }
    let mut writers = two("churn");
    for round in 0..12 {
        let found = checked::findings(&instance::directory());
        assert!(found.is_empty(), "round {round}: {found:?}");
    }
    writers.iter_mut().for_each(|writer| drop(writer.stdin.take()));
    wait(writers);
    checked::check();
}
