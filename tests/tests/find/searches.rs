//! The course of a search: its batches, what happens beside it, and steps that are out of order.

use strongroom_tests::ffi::place;
use strongroom_tests::prelude::*;
use strongroom_tests::runner;

fn data(label: &str, token: bool) -> Template {
    template![CKA_CLASS => CKO_DATA, CKA_LABEL => label, CKA_TOKEN => token]
}

#[track_caller]
fn begin(s: Session, wanted: &Template) {
    let array = wanted.array();
    s.call("C_FindObjectsInit", &[s.h, array.as_ptr() as usize as u64, wanted.count()]).ok();
}

#[track_caller]
fn end(s: Session) {
    s.call("C_FindObjectsFinal", &[s.h]).ok();
}

/// Batches of any size give each object once, then none, again and again.
pub fn batches_of_any_size() {
    let s = Hsm::start().rw();
    let mut made: Vec<u64> = (0..17).map(|n| s.create(&data("x", n % 2 == 0)).must()).collect();
    made.sort_unstable();
    for size in [1, 2, 3, 7, 16, 17, 18, 100] {
        begin(s, &template![CKA_LABEL => "x"]);
        let mut found = Vec::new();
        loop {
            let batch = s.find_next(size).must();
            if batch.is_empty() {
                break;
            }
            assert!(found.is_empty() || batch.len() <= size);
            found.extend(batch);
        }
        assert_eq!(s.find_next(size).must(), []);
        assert_eq!(s.find_next(1).must(), []);
        end(s);
        found.sort_unstable();
        assert_eq!(found, made, "in batches of {size}");
    }
    begin(s, &Template::new());
    assert_eq!(s.find_next(0).must(), [], "room for none gives none");
    assert_eq!(s.find_next(100).must().len(), 17);
    end(s);
}

/// A buffer gets as many handles as are reported, and no more.
pub fn many_objects() {
    let s = Hsm::start().rw();
    for n in 0..300 {
        s.create(&data(if n % 3 == 0 { "third" } else { "other" }, n % 2 == 0)).must();
    }
    assert_eq!(s.find(&template![CKA_LABEL => "third"]).must().len(), 100);
    let mut buffer = Guarded::new(8 * 64);
    let mut count = 0_u64;
    begin(s, &Template::new());
    s.call("C_FindObjects", &[s.h, buffer.address(), 64, place(&mut count)]).ok();
    assert_eq!(count, 64);
    buffer.intact();
    let rest = s.find_next(1000).must();
    assert_eq!(rest.len(), 236);
    end(s);
}

/// What is destroyed before its turn is not found; what is made meanwhile may be; the others are.
pub fn objects_come_and_go() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.rw(), hsm.rw());
    for token in [false, true] {
        let made: Vec<u64> = (0..6).map(|_| s.create(&data("x", token)).must()).collect();
        begin(s, &template![CKA_LABEL => "x", CKA_TOKEN => token]);
        let first = s.find_next(2).must();
        assert_eq!(first.len(), 2);
        let left: Vec<u64> = made.iter().copied().filter(|o| !first.contains(o)).collect();
        other.destroy(left[1]).ok();
        other.destroy(first[0]).ok();
        let new = other.create(&data("x", token)).must();
        let mut rest: Vec<u64> =
            s.find_next(100).must().into_iter().filter(|o| *o != new).collect();
        rest.sort_unstable();
        let mut expected = vec![left[0], left[2], left[3]];
        expected.sort_unstable();
        assert_eq!(rest, expected);
        end(s);
        assert_eq!(s.find(&template![CKA_TOKEN => token]).must().len(), 5);
    }
}

/// The next search sees a change, a copy and what another session of the application made.
pub fn changed_objects() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.rw(), hsm.ro());
    for token in [false, true] {
        let object = s.create(&data("old", token)).must();
        let copy = s.copy(object, &template![CKA_LABEL => "copied"]).must();
        for n in 0..4 {
            let label = format!("new {n}");
            s.set(object, &template![CKA_LABEL => label.as_str()]).ok();
            assert_eq!(other.find(&template![CKA_LABEL => label.as_str()]).must(), [object]);
        }
        assert_eq!(other.find(&template![CKA_LABEL => "old"]).must(), []);
        assert_eq!(other.find(&template![CKA_LABEL => "new 2"]).must(), []);
        assert_eq!(other.find(&template![CKA_LABEL => "copied"]).must(), [copy]);
        s.destroy(copy).ok();
        assert_eq!(other.find(&template![CKA_LABEL => "copied"]).must(), []);
        s.destroy(object).ok();
    }
}

/// One search a session; nothing without its beginning; other sessions and operations beside it.
pub fn steps_out_of_order() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.rw(), hsm.ro());
    s.find_next(1).fails(CKR_OPERATION_NOT_INITIALIZED);
    s.call("C_FindObjectsFinal", &[s.h]).is(CKR_OPERATION_NOT_INITIALIZED);
    let object = s.create(&data("x", false)).must();
    begin(s, &Template::new());
    s.call("C_FindObjectsInit", &[s.h, 0, 0]).is(CKR_OPERATION_ACTIVE);
    assert_eq!(other.find(&Template::new()).must(), [object], "a search of another session");
    let digest = s.digest(&Mech::new(CKM_SHA256), b"beside the search").must();
    assert_eq!(digest.len(), 32);
    assert_eq!(s.find_next(1).must(), [object], "the search goes on after a refused beginning");
    end(s);
    s.find_next(1).fails(CKR_OPERATION_NOT_INITIALIZED);
    s.call("C_FindObjectsFinal", &[s.h]).is(CKR_OPERATION_NOT_INITIALIZED);
    begin(s, &Template::new());
    s.call("C_SessionCancel", &[s.h, CKF_FIND_OBJECTS]).ok();
    s.find_next(1).fails(CKR_OPERATION_NOT_INITIALIZED);
    for call in ["C_FindObjectsFinal", "C_CloseSession"] {
        s.call(call, &[0x7fff_ffff]).is(CKR_SESSION_HANDLE_INVALID);
    }
    begin(s, &Template::new());
    s.close().ok();
    s.find_next(1).fails(CKR_SESSION_HANDLE_INVALID);
}

/// Templates and places that are not there.
pub fn missing_pointers() {
    let s = Hsm::start().rw();
    s.call("C_FindObjectsInit", &[s.h, 0, 1]).is(CKR_ARGUMENTS_BAD);
    let null_value = [CKA_LABEL, 0, 4_u64];
    let at = null_value.as_ptr() as usize as u64;
    s.call("C_FindObjectsInit", &[s.h, at, 1])
        .is_one_of(&[CKR_ATTRIBUTE_VALUE_INVALID, CKR_ARGUMENTS_BAD]);
    s.call("C_FindObjectsInit", &[s.h, 0, 0]).ok();
    let (mut handle, mut count) = (0_u64, 0_u64);
    s.call("C_FindObjects", &[s.h, 0, 1, place(&mut count)]).is(CKR_ARGUMENTS_BAD);
    s.call("C_FindObjects", &[s.h, place(&mut handle), 1, 0]).is(CKR_ARGUMENTS_BAD);
    assert_eq!(s.find_next(1).must(), [], "the search is still active");
    end(s);
}

/// Who logs out during a search gets no private object any more.
pub fn a_login_between() {
    let hsm = Hsm::start();
    let s = hsm.user();
    for token in [false, true] {
        let open = s.create(&data("x", token)).must();
        let hidden = s.create(&data("x", token).with(CKA_PRIVATE, true)).must();
        let mut all = s.find(&template![CKA_TOKEN => token]).must();
        all.sort_unstable();
        assert_eq!(all, [open, hidden]);
        begin(s, &template![CKA_TOKEN => token]);
        s.logout().ok();
        match s.find_next(10) {
            Ok(found) => assert!(!found.contains(&hidden), "a private object after the logout"),
            Err(rv) => rv.is(CKR_OPERATION_NOT_INITIALIZED),
        }
        let _ = s.call("C_FindObjectsFinal", &[s.h]);
        assert_eq!(s.find(&template![CKA_TOKEN => token]).must(), [open]);
        s.login(CKU_USER, USER_PIN).ok();
    }
}

/// A search that is made again is answered as if it were the first, whatever happened in between and
/// whoever did it: another session, another process, a login, a logout.
pub fn the_same_again() {
    let wanted = template![CKA_LABEL => "x", CKA_CLASS => CKO_DATA];
    if let Some(part) = runner::part() {
        let s = Hsm::start().user();
        match part.as_str() {
            "make" => drop(s.create(&data("x", true)).must()),
            _ => s.find(&wanted).must().into_iter().for_each(|object| s.destroy(object).ok()),
        }
        return;
    }
    let elsewhere = |part| assert!(runner::another(part).status().expect("start").success());
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.rw());
    let found = |expected: &[u64]| {
        for session in [s, other, s] {
            let mut found = session.find(&wanted).must();
            found.sort_unstable();
            assert_eq!(found, expected);
        }
    };
    found(&[]);
    let open = s.create(&data("x", true)).must();
    found(&[open]);
    let hidden = s.create(&data("x", true).with(CKA_PRIVATE, true)).must();
    found(&[open, hidden]);
    let mut here = s.create(&data("x", false)).must();
    let mut all = [open, hidden, here];
    all.sort_unstable();
    found(&all);
    other.logout().ok();
    found(&[open.min(here), open.max(here)]);
    s.login(CKU_USER, USER_PIN).ok();
    found(&all);
    s.set(here, &template![CKA_LABEL => "y"]).ok();
    found(&[open, hidden]);
    s.set(hidden, &template![CKA_LABEL => "y"]).ok();
    found(&[open]);
    here = other.copy(open, &Template::new()).must();
    found(&[open, here]);
    elsewhere("make");
    assert_eq!(s.find(&wanted).must().len(), 3);
    assert_eq!(other.find(&wanted).must().len(), 3);
    elsewhere("destroy");
    found(&[]);
    // In the middle of a search that is answered from memory.
    let left = [s.create(&data("x", true)).must(), s.create(&data("x", true)).must()];
    found(&left);
    begin(s, &wanted);
    other.destroy(left[1]).ok();
    assert_eq!(s.find_next(10).must(), [left[0]]);
    end(s);
    // More than any answer that is kept.
    let many: Vec<u64> = (0..40).map(|_| s.create(&data("x", true)).must()).collect();
    found(&[&left[..1], &many].concat());
}
