//! A keystore that was damaged, bit by bit and record by record: `strongroom instance check` names what is
//! hurt, whoever uses it is told, and what is not hurt stays usable.

use crate::checked::{self, findings, look};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use strongroom_tests::prelude::*;
use strongroom_tests::{instance, runner};

/// Objects of each instance here.
const OBJECTS: usize = 24;

/// Makes objects, in a process of its own, which is killed rather than ended where `kill` says so.
fn make(first: usize, kill: bool) {
    let part = if kill { "make and die" } else { "make" };
    let mut command = runner::another(part);
    let status = command.env("FIRST", first.to_string()).status().expect("start");
    assert_eq!(status.success(), !kill);
}

fn made_by_part() -> bool {
    let Some(part) = runner::part() else { return false };
    match part.as_str() {
        "read" => read_all(),
        part => {
            let session = Hsm::start().user();
            let first: usize = std::env::var("FIRST").expect("a number").parse().expect("a number");
            for n in first..first + OBJECTS {
                let label = format!("object {n}");
                let object = template![
                    CKA_CLASS => CKO_DATA, CKA_TOKEN => true, CKA_PRIVATE => n % 3 != 0,
                    CKA_LABEL => label.as_str(), CKA_VALUE => label.repeat(20).as_str(),
                ];
                session.create(&object).must();
            }
            if part == "make and die" {
                std::process::abort();
            }
            session.m.call("C_Finalize", &[0]).ok();
        }
    }
    true
}

/// Prints the label of each object of the handles given that reads as it was made, and who does not.
fn read_all() {
    let session = Hsm::start().user();
    for handle in std::env::var("HANDLES").expect("handles").split(' ') {
        let object: u64 = handle.parse().expect("a handle");
        let label = session.get(object, CKA_LABEL);
        let value = session.get(object, CKA_VALUE);
        match (label, value) {
            (Ok(label), Ok(value)) => {
                let label = String::from_utf8(label).expect("a label");
                assert_eq!(value, label.repeat(20).as_bytes(), "an object that nobody made");
                println!("{handle}");
            }
            (label, _) => label.fails_with(&[CKR_DEVICE_ERROR, CKR_OBJECT_HANDLE_INVALID]),
        }
    }
}

/// The handles of all objects, from the index.
fn handles(directory: &Path) -> Vec<u64> {
    let database = Connection::open(directory.join("keystore.db")).expect("the database");
    let mut rows = database.prepare("SELECT id FROM objects ORDER BY id").expect("a query");
    let ids = rows.query_map([], |row| row.get::<_, i64>(0)).expect("rows");
    ids.map(|id| 4 * id.expect("a row") as u64).collect()
}

/// Which objects another process can read; none when it cannot even log in.
fn readable(directory: &Path, handles: &[u64]) -> Option<BTreeSet<u64>> {
    let words: Vec<String> = handles.iter().map(u64::to_string).collect();
    let mut command = runner::another("read");
    let command = command.env("HANDLES", words.join(" ")).envs(instance::environment(directory));
    let output = command.env("RUST_BACKTRACE", "0").output().expect("start a reader");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("nobody made"), "{said}");
    assert!(output.status.code().is_some(), "the reader died: {}", output.status);
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    output.status.success().then(|| lines.lines().map(|l| l.parse().expect("a handle")).collect())
}

/// A copy of the instance, to be damaged.
struct Copy(PathBuf);

impl Copy {
    fn of(directory: &Path) -> Copy {
        let copy = directory.with_extension("copy");
        instance::copy_directory(directory, &copy);
        Copy(copy)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Checks a damaged copy: what cannot be read is named, and where all that is hurt is named one by one,
/// everything else can be read. Gives whether something was hurt.
fn judge(copy: &Copy, handles: &[u64], what: &str) -> bool {
    let read = readable(&copy.0, handles);
    let Some(found) = look(&copy.0) else {
        assert!(read.is_none_or(|read| read.len() < handles.len()), "{what}: refused for nothing");
        return true;
    };
    let named: BTreeSet<u64> = found.iter().filter_map(|f| f["handle"].as_u64()).collect();
    let one_by_one = found.iter().all(|f| f["handle"].is_u64());
    let Some(read) = read else {
        assert!(!found.is_empty(), "{what}: nothing can be read, and nothing is named");
        return true;
    };
    for handle in handles {
        let told = named.contains(handle) || !one_by_one;
        assert!(
            read.contains(handle) || told,
            "{what}: {handle} cannot be read, and is not named: {found:?}"
        );
    }
    !found.is_empty()
}

pub fn flipped_bits() {
    if made_by_part() {
        return;
    }
    let directory = instance::directory();
    make(0, false);
    let handles = handles(&directory);
    assert_eq!(handles.len(), OBJECTS);
    let length = fs::read(directory.join("keystore.db")).expect("the database").len();
    let (mut hurt, mut count) = (0, 0);
    for at in (0..24).map(|n| n * length / 24 + 1231 * n % 977) {
        let copy = Copy::of(&directory);
        let path = copy.file("keystore.db");
        let mut bytes = fs::read(&path).expect("the database");
        let at = at % length;
        bytes[at] ^= 1 << (at % 8);
        fs::write(&path, bytes).expect("damage");
        hurt += usize::from(judge(&copy, &handles, &format!("byte {at}")));
        count += 1;
    }
    println!("{count} flipped bits, {hurt} of them in what is used");
    assert!(hurt > count / 8);
}

pub fn truncated_files() {
    if made_by_part() {
        return;
    }
    let directory = instance::directory();
    make(0, false);
    let handles = handles(&directory);
    for (name, part) in
        ["keystore.db", "root.key"].iter().flat_map(|n| (0..6).map(move |p| (*n, p)))
    {
        let copy = Copy::of(&directory);
        let whole = fs::read(copy.file(name)).expect("a file");
        let keep = if part == 5 { whole.len() - 1 } else { whole.len() * part / 5 };
        fs::write(copy.file(name), &whole[..keep]).expect("damage");
        assert!(judge(&copy, &handles, &format!("{keep} bytes of {name}")), "{name} {keep}");
    }
    // What is only counted there can be counted anew.
    let copy = Copy::of(&directory);
    fs::write(copy.file("generation"), b"").expect("damage");
    assert!(!judge(&copy, &handles, "generation"));
}

/// Records that are exchanged, put back, removed or put in, with SQLite itself.
pub fn records_that_were_moved() {
    if made_by_part() {
        return;
    }
    let directory = instance::directory();
    make(0, false);
    let handles = handles(&directory);
    let (one, other) = (handles[4] / 4, handles[9] / 4);
    let both = BTreeSet::from([4 * one, 4 * other]);
    let first = BTreeSet::from([4 * one]);
    let named = |sql: &str, wanted: &BTreeSet<u64>| {
        let copy = Copy::of(&directory);
        let database = Connection::open(copy.file("keystore.db")).expect("the database");
        database.execute_batch("CREATE TABLE old AS SELECT * FROM objects;").expect("a copy");
        database.execute_batch(sql).expect("damage");
        database.execute_batch("DROP TABLE old;").expect("no copy");
        drop(database);
        let found = look(&copy.0).expect("a check");
        let named: BTreeSet<u64> = found.iter().filter_map(|f| f["handle"].as_u64()).collect();
        assert!(wanted.is_subset(&named), "{sql}: {found:?}");
        let read = readable(&copy.0, &handles).expect("a reader");
        let usable: BTreeSet<u64> =
            handles.iter().copied().filter(|h| !wanted.contains(h)).collect();
        assert_eq!(read, usable, "{sql}");
    };
    let swap = |column: &str| {
        format!(
            "UPDATE objects SET {column} = (SELECT {column} FROM old WHERE id = {other}) WHERE id = {one};
             UPDATE objects SET {column} = (SELECT {column} FROM old WHERE id = {one}) WHERE id = {other};"
        )
    };
    named(&swap("sealed"), &both);
    named(&swap("(tags, sealed)").replace("SELECT (tags, sealed)", "SELECT tags, sealed"), &both);
    named(&format!("UPDATE objects SET generation = 9 WHERE id = {one};"), &first);
    named(&format!("UPDATE objects SET private = 1 - private WHERE id = {one};"), &first);
    named(&format!("UPDATE objects SET sealed = zeroblob(100) WHERE id = {one};"), &first);
    named(&format!("DELETE FROM objects WHERE id = {one};"), &first);
}

/// An object that was changed, and its record put back; and the whole database put back.
pub fn records_that_were_put_back() {
    if made_by_part() {
        return;
    }
    let directory = instance::directory();
    make(0, false);
    let handles = handles(&directory);
    let old = Copy::of(&directory);
    let changed = handles[4];
    strongroom_tests::ffi::in_fork(
        || {
            let session = Hsm::start().user();
            let again = template![CKA_LABEL => "newer", CKA_VALUE => "newer".repeat(20).as_str()];
            session.set(changed, &again).ok();
            session.m.call("C_Finalize", &[0]).ok();
            0
        },
        || (),
    );
    checked::check();
    let database = Connection::open(directory.join("keystore.db")).expect("the database");
    let attach = format!("ATTACH '{}' AS old", old.file("keystore.db").display());
    database.execute_batch(&attach).expect("the older database");
    let back = format!("REPLACE INTO objects SELECT * FROM old.objects WHERE id = {}", changed / 4);
    database.execute_batch(&back).expect("damage");
    drop(database);
    let named = |wanted: &str| {
        let found = findings(&directory);
        assert!(
            found.iter().any(|f| f["what"].as_str().is_some_and(|w| w.contains(wanted))),
            "{found:?}"
        );
        found
    };
    let found = named("put back");
    assert!(found.iter().any(|f| f["handle"].as_u64() == Some(changed)), "{found:?}");
    let read = readable(&directory, &handles).expect("a reader");
    assert_eq!(read.len(), OBJECTS - 1);

    // All of the database, without what a process left in the log.
    for beside in ["keystore.db-wal", "keystore.db-shm"] {
        let _ = fs::remove_file(directory.join(beside));
    }
    fs::copy(old.file("keystore.db"), directory.join("keystore.db")).expect("damage");
    assert_eq!(readable(&directory, &handles).expect("a reader").len(), OBJECTS);
    // Whoever wrote since then, it is known.
    named("lost");
    named("lost");
}

/// The end of the log of a process that was killed, damaged, and looked at by a program before the check.
pub fn a_damaged_log() {
    if made_by_part() {
        return;
    }
    let directory = instance::directory();
    make(0, true);
    let log = fs::read(directory.join("keystore.db-wal")).expect("a log");
    assert!(log.len() > 100_000, "{} bytes of log", log.len());
    let damage = |at: usize| {
        let copy = Copy::of(&directory);
        let mut log = log.clone();
        log[at] ^= 4;
        fs::write(copy.file("keystore.db-wal"), log).expect("damage");
        copy
    };
    for at in [log.len() / 2, log.len() * 9 / 10, log.len() - 2000] {
        let copy = damage(at);
        assert!(!look(&copy.0).expect("a check").is_empty(), "byte {at} of {}", log.len());
        // Now with a program that opens the instance, and writes, before it is checked.
        let copy = damage(at);
        readable(&copy.0, &[4]).expect("a reader");
        let found = look(&copy.0).expect("a check");
        let lost =
            |f: &serde_json::Value| f["what"].as_str().is_some_and(|what| what.contains("lost"));
        assert!(found.iter().any(lost), "byte {at} of {}: {found:?}", log.len());
    }
    // Undamaged, it is all there.
    let copy = Copy::of(&directory);
    let all: Vec<u64> = (1..=OBJECTS as u64).map(|id| 4 * id).collect();
    assert_eq!(readable(&copy.0, &all).expect("a reader").len(), OBJECTS);
    assert!(look(&copy.0).expect("a check").is_empty());
}
