//! The keystore from outside: what was acknowledged is there, what was damaged is named, what was not
//! damaged stays usable. Damage is done behind its back, with a database connection of the test's own.

use super::*;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::os::unix::fs::{PermissionsExt, symlink};
use tempfile::TempDir;

const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };
const SO: &[u8] = b"officer's";
const PIN: &[u8] = b"12345678";

fn instance(slots: u64) -> (TempDir, Keystore) {
    let dir = tempfile::tempdir().unwrap();
    let tokens: Vec<_> = (0..slots)
        .map(|slot| NewToken {
            slot,
            label: [b' '; 32],
            pins: Some((SO, PIN)),
            to_be_changed: false,
            policy: Default::default(),
        })
        .collect();
    Keystore::create(dir.path(), &tokens, CHEAP, |_| {}).unwrap();
    let keystore = Keystore::open(dir.path()).unwrap();
    (dir, keystore)
}

fn put<'a>(private: bool, body: &'a [u8], label: &'a [u8]) -> Put<'a> {
    let terms = vec![Term { attribute: ck::CKA_LABEL, value: label }];
    Put { id: None, expected: 0, private, body, terms }
}

fn one(put: Put<'_>) -> Batch<'_> {
    Batch { puts: vec![put], deletes: vec![] }
}

fn body(keystore: &Keystore, keys: Option<&TokenKeys>, id: u64) -> Option<Vec<u8>> {
    keystore.load(0, keys, id).unwrap().map(|loaded| loaded.body.expose().to_vec())
}

fn search(keystore: &Keystore, keys: Option<&TokenKeys>, terms: &[Term<'_>]) -> Vec<u64> {
    let (found, opened) = keystore.find(0, keys, terms, |_| false).unwrap();
    assert!(found.len() > 16 || opened.iter().map(|(id, _)| *id).eq(found.iter().copied()));
    found
}

fn behind(dir: &TempDir) -> Connection {
    Connection::open(dir.path().join("keystore.db")).unwrap()
}

#[test]
fn objects_are_kept_found_changed_and_destroyed() {
    let (dir, keystore) = instance(2);
    let keys = keystore.login(0, Who::User, PIN).unwrap();
    let ids = keystore
        .commit(
            0,
            Some(&keys),
            Batch {
                puts: vec![put(true, b"one", b"a"), put(false, b"two", b"b")],
                deletes: vec![],
            },
        )
        .unwrap();
    let [private, public] = ids.as_slice() else { panic!("two objects") };
    let find = |keystore: &Keystore, keys: Option<&TokenKeys>, label: &[u8]| {
        search(keystore, keys, &[Term { attribute: ck::CKA_LABEL, value: label }])
    };
    // Another process, or the same after a restart, sees the same under the same numbers.
    let again = Keystore::open(dir.path()).unwrap();
    let again_keys = again.login(0, Who::User, PIN).unwrap();
    assert_eq!(find(&again, Some(&again_keys), b"a"), [*private]);
    assert_eq!(find(&again, None, b"a"), []);
    assert_eq!(find(&again, None, b"b"), [*public]);
    assert_eq!(body(&again, Some(&again_keys), *private).unwrap(), b"one");
    assert_eq!(body(&again, None, *private), None);
    assert_eq!(body(&again, None, *public).unwrap(), b"two");
    assert!(again.load(1, None, *public).unwrap().is_none(), "another token's object");
    // A change is seen, and wins only over the generation that it was made from.
    let before = again.generation();
    let change = |expected| Put { id: Some(*public), expected, ..put(false, b"three", b"c") };
    keystore.commit(0, Some(&keys), one(change(1))).unwrap();
    assert_ne!(again.generation(), before);
    assert_eq!(again.object_generation(0, *public).unwrap(), Some(2));
    assert_eq!(find(&again, None, b"b"), []);
    assert_eq!(find(&again, None, b"c"), [*public]);
    let stale = again.commit(0, Some(&again_keys), one(change(1))).unwrap_err();
    assert!(stale.is(ck::CKR_OBJECT_HANDLE_INVALID));
    // Destroyed once, and once only; numbers do not come back.
    let delete = || Batch { puts: vec![], deletes: vec![*public] };
    again.commit(0, Some(&again_keys), delete()).unwrap();
    assert!(keystore.commit(0, Some(&keys), delete()).is_err());
    assert_eq!(body(&keystore, Some(&keys), *public), None);
    let next = keystore.commit(0, Some(&keys), one(put(false, b"four", b"d"))).unwrap();
    assert!(next[0] > *public);
    assert_eq!(keystore.check(&BTreeMap::from([(0, keys)])), []);
}

#[test]
fn a_batch_is_all_or_nothing() {
    let (_dir, keystore) = instance(1);
    let keys = keystore.login(0, Who::User, PIN).unwrap();
    let batch = Batch { puts: vec![put(false, b"one", b"a")], deletes: vec![999] };
    assert!(keystore.commit(0, Some(&keys), batch).is_err());
    assert_eq!(search(&keystore, Some(&keys), &[]), []);
    let private = one(put(true, b"one", b"a"));
    assert!(keystore.commit(0, None, private).unwrap_err().is(ck::CKR_USER_NOT_LOGGED_IN));
}

#[test]
fn many_writers_lose_nothing() {
    let (dir, keystore) = instance(1);
    let keys = keystore.login(0, Who::User, PIN).unwrap();
    let other = Keystore::open(dir.path()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4u8 {
            let keystore = if thread % 2 == 0 { &keystore } else { &other };
            let keys = &keys;
            scope.spawn(move || {
                for n in 0..50u8 {
                    let label = [thread, n];
                    let batch = one(put(true, &label, &label));
                    let made = keystore.commit(0, Some(keys), batch).unwrap();
                    let wanted = [Term { attribute: ck::CKA_LABEL, value: &label }];
                    assert_eq!(search(keystore, Some(keys), &wanted), made);
                }
            });
        }
    });
    assert_eq!(search(&keystore, Some(&keys), &[]).len(), 200);
    assert_eq!(keystore.check(&BTreeMap::from([(0, keys)])), []);
}

#[test]
fn pins_are_counted_locked_and_reset() {
    let (dir, keystore) = instance(1);
    for left in (0..10).rev() {
        let wrong = keystore.login(0, Who::User, b"wrong").err().unwrap();
        assert!(wrong.is(ck::CKR_PIN_INCORRECT));
        // Also for others, and after a restart.
        let state = Keystore::open(dir.path()).unwrap().token(0).unwrap().user;
        assert_eq!((state.tries_left, state.last_try_failed), (left, true));
    }
    assert!(keystore.login(0, Who::User, PIN).err().unwrap().is(ck::CKR_PIN_LOCKED));
    assert!(keystore.set_pin(0, Who::User, PIN, b"other").err().unwrap().is(ck::CKR_PIN_LOCKED));
    let officer = keystore.login(0, Who::So, SO).unwrap();
    keystore.init_user_pin(0, &officer, b"new PIN").unwrap();
    assert!(keystore.login(0, Who::User, PIN).err().unwrap().is(ck::CKR_PIN_INCORRECT));
    keystore.login(0, Who::User, b"new PIN").unwrap();
    assert_eq!(keystore.token(0).unwrap().user.tries_left, 10);
}

#[test]
fn wrong_pins_from_many_threads_cost_a_try_each() {
    let (_dir, keystore) = instance(1);
    std::thread::scope(|scope| {
        for _ in 0..7 {
            scope.spawn(|| assert!(keystore.login(0, Who::User, b"wrong").is_err()));
        }
    });
    assert_eq!(keystore.token(0).unwrap().user.tries_left, 3);
}

#[test]
fn whoever_tries_the_pins_of_another_slot_is_not_waited_for() {
    let (_dir, keystore) = instance(2);
    let tries = keystore.files.lock_pins(0).unwrap();
    keystore.login(1, Who::User, PIN).unwrap();
    keystore.login(1, Who::So, SO).unwrap();
    drop(tries);
    keystore.login(0, Who::User, PIN).unwrap();
}

#[test]
fn objects_survive_new_pins_and_not_a_new_token() {
    let (_dir, keystore) = instance(1);
    let keys = keystore.login(0, Who::User, PIN).unwrap();
    let id = keystore.commit(0, Some(&keys), one(put(true, b"kept", b"a"))).unwrap()[0];
    keystore.set_pin(0, Who::User, PIN, b"second").unwrap();
    let officer = keystore.login(0, Who::So, SO).unwrap();
    keystore.init_user_pin(0, &officer, b"third").unwrap();
    let keys = keystore.login(0, Who::User, b"third").unwrap();
    assert_eq!(body(&keystore, Some(&keys), id).unwrap(), b"kept");
    let wrong = keystore.init_token(0, b"not it", &[b'x'; 32]).unwrap_err();
    assert!(wrong.is(ck::CKR_PIN_INCORRECT));
    let epoch = keystore.token(0).unwrap().epoch;
    keystore.init_token(0, SO, &[b'x'; 32]).unwrap();
    let token = keystore.token(0).unwrap();
    assert!(token.epoch != epoch && !token.user.initialised && token.label == [b'x'; 32]);
    let unset = keystore.login(0, Who::User, b"third").err().unwrap();
    assert!(unset.is(ck::CKR_USER_PIN_NOT_INITIALIZED));
    assert!(keystore.commit(0, Some(&keys), one(put(true, b"late", b"a"))).is_err());
    assert_eq!(search(&keystore, None, &[]), []);
    assert_eq!(keystore.check(&BTreeMap::new()), []);
}

#[test]
fn nothing_can_be_read_from_the_files() {
    let (dir, keystore) = instance(1);
    let keys = keystore.login(0, Who::User, PIN).unwrap();
    let marker = b"a-marker-that-is-nowhere-else";
    for private in [true, false] {
        keystore.commit(0, Some(&keys), one(put(private, marker, marker))).unwrap();
    }
    for file in std::fs::read_dir(dir.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in [&marker[..], PIN, SO] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

/// An instance with three private objects, its keys, and their numbers; the log is folded into the
/// database so that a second connection sees and changes all of it.
fn three() -> (TempDir, Keystore, TokenKeys, Vec<u64>) {
    let (dir, keystore) = instance(2);
    let keys = keystore.login(0, Who::User, PIN).unwrap();
    let puts = vec![put(true, b"one", b"a"), put(true, b"two", b"b"), put(true, b"three", b"c")];
    let ids = keystore.commit(0, Some(&keys), Batch { puts, deletes: vec![] }).unwrap();
    (dir, keystore, keys, ids)
}

/// What the check says of slot 0, and that everything but `hurt` is still there.
fn found(keystore: &Keystore, keys: &TokenKeys, ids: &[u64], hurt: &[u64]) -> Vec<Finding> {
    for id in ids {
        let loaded = keystore.load(0, Some(keys), *id);
        if hurt.contains(id) {
            let error = loaded.err().unwrap();
            assert!(error.is(ck::CKR_DEVICE_ERROR), "{error}");
            assert!(error.why().contains(&format!("object {id}")), "{error}");
        } else {
            assert!(loaded.unwrap().is_some());
        }
    }
    keystore.check(&BTreeMap::from([(0, keys.clone())]))
}

#[test]
fn a_flipped_bit_is_named_wherever_it_is() {
    let (dir, keystore, keys, ids) = three();
    let sealed: Vec<u8> = behind(&dir)
        .query_row("SELECT sealed FROM objects WHERE id = ?1", [ids[1] as i64], |row| row.get(0))
        .unwrap();
    for at in 0..sealed.len() {
        let mut flipped = sealed.clone();
        flipped[at] ^= 1;
        let update = "UPDATE objects SET sealed = ?1 WHERE id = ?2";
        behind(&dir).execute(update, params![flipped, ids[1] as i64]).unwrap();
        assert!(keystore.load(0, Some(&keys), ids[1]).is_err(), "byte {at}");
    }
    let findings = found(&keystore, &keys, &ids, &ids[1..2]);
    assert!(findings.iter().all(|f| f.object == Some(ids[1])) && !findings.is_empty());
}

#[test]
fn every_column_is_bound() {
    for change in [
        "UPDATE objects SET private = 0 WHERE id = ?1",
        "UPDATE objects SET generation = generation + 1 WHERE id = ?1",
        "UPDATE objects SET tags = zeroblob(16) WHERE id = ?1",
        "UPDATE objects SET sealed = (SELECT sealed FROM objects WHERE id <> ?1 LIMIT 1) WHERE id = ?1",
        "DELETE FROM objects WHERE id = ?1",
    ] {
        let (dir, keystore, keys, ids) = three();
        behind(&dir).execute(change, [ids[0] as i64]).unwrap();
        let findings = found(&keystore, &keys, &ids, &ids[..1]);
        assert!(findings.iter().any(|f| f.object == Some(ids[0])), "{change}: {findings:?}");
    }
}

#[test]
fn a_record_that_was_put_back_is_named() {
    let (dir, keystore, keys, ids) = three();
    let connection = behind(&dir);
    connection
        .execute_batch("CREATE TABLE old AS SELECT * FROM objects; CREATE TABLE oldb AS SELECT * FROM buckets;")
        .unwrap();
    let change = Put { id: Some(ids[2]), expected: 1, ..put(true, b"newer", b"c") };
    keystore.commit(0, Some(&keys), one(change)).unwrap();
    let back = "UPDATE objects SET (generation, tags, sealed) =
        (SELECT generation, tags, sealed FROM old WHERE old.id = objects.id) WHERE id = ?1";
    connection.execute(back, [ids[2] as i64]).unwrap();
    let findings = found(&keystore, &keys, &ids, &ids[2..]);
    assert!(findings.iter().any(|f| f.what.contains("put back")), "{findings:?}");
    // With its part of the manifest put back too, the manifest as a whole does not agree.
    connection
        .execute_batch("DELETE FROM buckets; INSERT INTO buckets SELECT * FROM oldb;")
        .unwrap();
    let findings = found(&keystore, &keys, &ids, &[]);
    assert!(findings.iter().any(|f| f.what.contains("put back")), "{findings:?}");
}

#[test]
fn a_token_record_that_was_put_back_gives_no_new_tries() {
    let (dir, keystore) = instance(1);
    let connection = behind(&dir);
    connection.execute_batch("CREATE TABLE old AS SELECT * FROM tokens;").unwrap();
    assert!(keystore.login(0, Who::User, b"wrong").is_err());
    connection.execute_batch("DELETE FROM tokens; INSERT INTO tokens SELECT * FROM old;").unwrap();
    let error = keystore.login(0, Who::User, PIN).err().unwrap();
    assert!(error.why().contains("put back"), "{error}");
    assert!(!keystore.check(&BTreeMap::new()).is_empty());
}

/// A policy that was put back to an older state does not count, whether or not somebody logs in.
#[test]
fn a_policy_that_was_put_back_is_named() {
    let (dir, keystore) = instance(1);
    let connection = behind(&dir);
    connection.execute_batch("CREATE TABLE old AS SELECT * FROM tokens;").unwrap();
    let only = TokenPolicy { mechanisms: vec![ck::CKM_ECDSA], ..TokenPolicy::default() };
    let epoch = keystore.token(0).unwrap().epoch;
    keystore.set_policy(0, epoch, &only).unwrap();
    assert_eq!(*keystore.token(0).unwrap().policy, only);
    connection.execute_batch("DELETE FROM tokens; INSERT INTO tokens SELECT * FROM old;").unwrap();
    let error = keystore.token(0).unwrap_err();
    assert!(error.why().contains("put back"), "{error}");
}

/// What others write meanwhile is not taken for damage.
#[test]
fn logins_of_many_are_no_damage() {
    let (dir, keystore) = instance(1);
    let other = Keystore::open(dir.path()).unwrap();
    let keys = keystore.login(0, Who::User, PIN).unwrap();
    let ticket = keystore.ticket(0, &keys, "me", b"secret").unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..60 {
                other.login(0, Who::User, PIN).unwrap();
            }
            done.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        while !done.load(std::sync::atomic::Ordering::Relaxed) {
            keystore.redeem(0, &ticket, "me", b"secret").unwrap();
            keystore.token(0).unwrap();
        }
    });
}

/// Whoever was logged in before a PIN was changed gets no ticket that outlives the change.
#[test]
fn a_ticket_is_for_the_pin_of_its_login() {
    let (_dir, keystore) = instance(1);
    let before = keystore.login(0, Who::User, PIN).unwrap();
    keystore.ticket(0, &before, "me", b"secret").unwrap();
    let officer = keystore.login(0, Who::So, SO).unwrap();
    keystore.init_user_pin(0, &officer, b"another").unwrap();
    let stale = keystore.ticket(0, &before, "me", b"secret").unwrap_err();
    assert!(stale.is(ck::CKR_USER_NOT_LOGGED_IN));
    // Who changes the PIN knows the new one.
    let after = keystore.set_pin(0, Who::User, b"another", b"a third").unwrap();
    let ticket = keystore.ticket(0, &after, "me", b"secret").unwrap();
    let redeemed = keystore.redeem(0, &ticket, "me", b"secret").unwrap();
    keystore.ticket(0, &redeemed, "me", b"other secret").unwrap();
    keystore.ticket(0, &officer, "me", b"secret").unwrap();
}

/// Whoever knows an old PIN does not undo its reset by changing it at the same time.
#[test]
fn a_reset_is_not_undone_by_the_old_pin() {
    let (dir, keystore) = instance(1);
    let other = Keystore::open(dir.path()).unwrap();
    let officer = keystore.login(0, Who::So, SO).unwrap();
    for wait in 0..12 {
        keystore.init_user_pin(0, &officer, PIN).unwrap();
        std::thread::scope(|scope| {
            let thief = scope.spawn(|| other.set_pin(0, Who::User, PIN, b"the thief's"));
            std::thread::sleep(std::time::Duration::from_millis(7 * wait));
            keystore.init_user_pin(0, &officer, b"another").unwrap();
            let _ = thief.join().unwrap();
        });
        keystore.login(0, Who::User, b"another").unwrap();
    }
}

#[test]
fn an_index_that_was_altered_is_named() {
    let (dir, keystore, keys, ids) = three();
    behind(&dir).execute("DELETE FROM terms WHERE object = ?1", [ids[0] as i64]).unwrap();
    let findings = found(&keystore, &keys, &ids, &[]);
    assert!(findings.iter().any(|f| f.object == Some(ids[0])), "{findings:?}");
}

#[test]
fn a_truncated_file_is_an_error_and_no_more() {
    let (dir, keystore, ..) = three();
    drop(keystore);
    let path = dir.path().join("keystore.db");
    let whole = std::fs::read(&path).unwrap();
    for keep in [0, 1, 100, 4096, whole.len() / 2, whole.len() - 1] {
        std::fs::write(&path, &whole[..keep]).unwrap();
        if let Ok(keystore) = Keystore::open(dir.path()) {
            assert!(
                !keystore.check(&BTreeMap::new()).is_empty() || keystore.slots().is_err(),
                "{keep}"
            );
        }
    }
}

#[test]
fn files_that_others_could_have_planted_are_refused() {
    let refuse = |prepare: &dyn Fn(&Path)| {
        let (dir, keystore) = instance(1);
        drop(keystore);
        prepare(dir.path());
        let error = Keystore::open(dir.path()).err().unwrap();
        assert!(error.is(ck::CKR_DEVICE_ERROR), "{error}");
    };
    let elsewhere = tempfile::tempdir().unwrap();
    for name in ["root.key", "keystore.db", "generation"] {
        refuse(&|dir| {
            let there = elsewhere.path().join(name);
            std::fs::rename(dir.join(name), &there).unwrap();
            symlink(&there, dir.join(name)).unwrap();
        });
        refuse(&|dir| std::fs::hard_link(dir.join(name), dir.join("second")).unwrap());
        refuse(&|dir| {
            let readable = std::fs::Permissions::from_mode(0o644);
            std::fs::set_permissions(dir.join(name), readable).unwrap();
        });
    }
    refuse(&|dir| {
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o777)).unwrap();
    });
    refuse(&|dir| {
        std::fs::remove_file(dir.join("root.key")).unwrap();
        std::fs::create_dir(dir.join("root.key")).unwrap();
    });
}

#[test]
fn a_second_instance_is_not_made_over_the_first() {
    let (dir, keystore, keys, ids) = three();
    let token = NewToken {
        slot: 0,
        label: [b' '; 32],
        pins: Some((SO, PIN)),
        to_be_changed: false,
        policy: Default::default(),
    };
    let error = Keystore::create(dir.path(), &[token], CHEAP, |_| {}).unwrap_err();
    assert!(error.is(ck::CKR_FUNCTION_REJECTED));
    assert_eq!(found(&keystore, &keys, &ids, &[]), []);
}

#[test]
fn another_version_is_refused_by_name() {
    let (dir, keystore) = instance(1);
    drop(keystore);
    for version in [1, database::SCHEMA + 1] {
        behind(&dir).pragma_update(None, "user_version", version).unwrap();
        let error = Keystore::open(dir.path()).err().unwrap();
        assert!(error.is(ck::CKR_TOKEN_NOT_RECOGNIZED), "{error}");
        assert!(error.why().contains(&format!("version {version};")), "{error}");
    }
}

/// The directory that the test below names to its child.
const KILLED_IN: &str = "STRONGROOM_TEST_KILLED_IN";

/// Destroys one object and makes another, and is killed before it tells other processes of it.
#[test]
fn a_writer_that_is_killed() {
    let Some(dir) = std::env::var_os(KILLED_IN) else { return };
    let mut keystore = Keystore::open(Path::new(&dir)).unwrap();
    let old = search(&keystore, None, &[Term { attribute: ck::CKA_LABEL, value: b"old" }]);
    // The counter takes nothing, so that the process dies between the transaction and the count.
    let (file, _) = keystore.files.open_generation().unwrap();
    keystore.generation = SharedCounter::new(&file, false).unwrap();
    let batch = Batch { puts: vec![put(false, b"new", b"new")], deletes: old };
    keystore.commit(0, None, batch).unwrap();
    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL)
        .unwrap();
}

#[test]
fn what_a_killed_writer_has_done_is_noticed() {
    let (dir, keystore) = instance(1);
    let ids = keystore.commit(0, None, one(put(false, b"old", b"old"))).unwrap();
    let before = keystore.generation();
    assert_eq!(before, keystore.generation());
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "keystore::tests::a_writer_that_is_killed"])
        .env(KILLED_IN, dir.path())
        .status()
        .unwrap();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(9), "{status}");
    assert_ne!(keystore.generation(), before, "answers from before would be given again");
    assert_eq!(body(&keystore, None, ids[0]), None);
    let found = search(&keystore, None, &[Term { attribute: ck::CKA_LABEL, value: b"new" }]);
    assert_eq!(found.len(), 1);
}

#[test]
fn whoever_opens_meets_others_who_close() {
    // The last one who closes takes SQLite's files beside the database away.
    let (dir, _) = instance(1);
    let open = || {
        let keystore = Keystore::open(dir.path()).unwrap();
        assert!(!keystore.database.is_read_only());
        keystore.token(0).unwrap();
    };
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..300).for_each(|_| open()));
        }
    });
}
