//! Where objects live and who sees them: sessions, the token, logins, other processes, and what is left
//! after `C_Finalize`.

use crate::samples::{self, data};
use strongroom_tests::ffi::{in_fork, place};
use strongroom_tests::prelude::*;

/// A read-only session makes, changes, copies and destroys session objects only.
pub fn read_only_sessions() {
    let hsm = Hsm::start();
    let (ro, rw) = (hsm.ro(), hsm.user());
    let token = template![CKA_TOKEN => true];
    ro.create(&data("no").and(&token)).fails(CKR_SESSION_READ_ONLY);
    let mine = ro.create(&data("mine")).must();
    let kept = rw.create(&data("kept").and(&token)).must();
    ro.set(mine, &template![CKA_LABEL => "still mine"]).ok();
    ro.set(kept, &template![CKA_LABEL => "mine"]).is(CKR_SESSION_READ_ONLY);
    ro.copy(mine, &token).fails(CKR_SESSION_READ_ONLY);
    ro.copy(kept, &Template::new()).fails(CKR_SESSION_READ_ONLY);
    let copy = ro.copy(kept, &template![CKA_TOKEN => false]).must();
    ro.destroy(kept).is(CKR_SESSION_READ_ONLY);
    ro.destroy(copy).ok();
    ro.destroy(mine).ok();
    assert_eq!(rw.get(kept, CKA_LABEL).must(), b"kept");
    ro.aes(16, &token).fails(CKR_SESSION_READ_ONLY);
    ro.aes(16, &Template::new()).must();
}

/// Private objects want the user's login: to be made, seen, used, changed or destroyed.
pub fn private_objects() {
    let hsm = Hsm::start();
    let s = hsm.rw();
    let (private, public) = (template![CKA_PRIVATE => true], template![CKA_PRIVATE => false]);
    s.create(&data("no").and(&private)).fails(CKR_USER_NOT_LOGGED_IN);
    let open = s.create(&data("open")).must();
    s.copy(open, &private).fails(CKR_USER_NOT_LOGGED_IN);
    s.aes(16, &Template::new()).fails(CKR_USER_NOT_LOGGED_IN);
    s.aes(16, &public).must();
    s.login(CKU_USER, USER_PIN).ok();
    let session_object = s.create(&data("gone").and(&private)).must();
    let kept = s.create(&data("kept").and(&private).with(CKA_TOKEN, true)).must();
    let key = s.aes(16, &template![CKA_TOKEN => true]).must();
    let open_copy = s.copy(kept, &public).must();
    s.logout().ok();
    for hidden in [session_object, kept, key] {
        s.get(hidden, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
        s.set(hidden, &template![CKA_LABEL => ""]).is(CKR_OBJECT_HANDLE_INVALID);
        s.copy(hidden, &Template::new()).fails(CKR_OBJECT_HANDLE_INVALID);
        s.destroy(hidden).is(CKR_OBJECT_HANDLE_INVALID);
    }
    s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).fails(CKR_KEY_HANDLE_INVALID);
    assert_eq!(s.find(&template![CKA_LABEL => "kept"]).must(), [open_copy]);
    assert_eq!(s.find(&private).must(), []);
    s.login(CKU_SO, SO_PIN).ok();
    s.get(kept, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
    assert_eq!(s.find(&private).must(), []);
    s.logout().ok();
    s.login(CKU_USER, USER_PIN).ok();
    assert_eq!(s.get(kept, CKA_LABEL).must(), b"kept", "a token object keeps its handle");
    s.get(session_object, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
}

/// All sessions of an application share its session objects; an object goes with the session that made it.
pub fn session_objects_go_with_their_session() {
    let hsm = Hsm::start();
    let (a, b) = (hsm.user(), hsm.ro());
    let (of_a, of_b) = (a.create(&data("a")).must(), b.create(&data("b")).must());
    let key = b.aes(16, &Template::new()).must();
    let kept = a.copy(of_b, &template![CKA_TOKEN => true]).must();
    let copy = a.copy(of_b, &Template::new()).must();
    assert_eq!(b.get(of_a, CKA_LABEL).must(), b"a");
    a.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).ok();
    b.close().ok();
    for gone in [of_b, key] {
        a.get(gone, CKA_CLASS).fails(CKR_OBJECT_HANDLE_INVALID);
    }
    for there in [of_a, kept, copy] {
        a.get(there, CKA_CLASS).must();
    }
    a.call("C_CloseAllSessions", &[hsm.slot]).ok();
    let c = hsm.rw();
    assert_eq!(c.find(&template![CKA_CLASS => CKO_DATA]).must(), [kept]);
    for gone in [of_a, copy] {
        c.get(gone, CKA_CLASS).fails(CKR_OBJECT_HANDLE_INVALID);
    }
    let new = c.create(&data("new")).must();
    assert!(![of_a, of_b, copy, key].contains(&new), "a handle is not used again");
}

/// Another slot's sessions see nothing of this slot's objects.
pub fn slots_are_apart() {
    let hsm = Hsm::start();
    let slots = strongroom_tests::instance::slots(hsm.m, true).must();
    let Some(other) = slots.get(1) else {
        strongroom_tests::runner::skip("the module has one slot")
    };
    let (here, there) = (hsm.user(), Hsm { slot: *other, ..hsm }.user());
    for token in [false, true] {
        let object = here.create(&data("here").with(CKA_TOKEN, token)).must();
        there.get(object, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
        there.destroy(object).is(CKR_OBJECT_HANDLE_INVALID);
        assert_eq!(there.find(&template![CKA_LABEL => "here"]).must(), []);
        assert_eq!(here.find(&template![CKA_TOKEN => token, CKA_LABEL => "here"]).must(), [object]);
    }
}

/// An application's session objects are unknown to another process; token objects are shared.
pub fn another_process() {
    let hsm = Hsm::start();
    let s = hsm.rw();
    let (mine, ours) =
        (s.create(&data("mine")).must(), s.create(&data("ours").with(CKA_TOKEN, true)).must());
    let child = || {
        hsm.m.call("C_Initialize", &[0]).ok();
        let s = hsm.rw();
        assert_eq!(s.find(&template![CKA_CLASS => CKO_DATA]).must(), [ours]);
        s.get(mine, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
        s.set(ours, &template![CKA_LABEL => "theirs"]).ok();
        0
    };
    let ((), status) = in_fork(child, || ());
    assert_eq!(status, 0);
    assert_eq!(s.get(ours, CKA_LABEL).must(), b"theirs");
    assert_eq!(s.get(mine, CKA_LABEL).must(), b"mine");
}

/// Token objects of every kind are what they were, under the same handle, after `C_Finalize`.
pub fn token_objects_stay() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let samples = samples::all(s);
    let token = template![CKA_TOKEN => true, CKA_LABEL => "kept"];
    let made: Vec<u64> =
        samples.iter().map(|k| s.create(&k.template.clone().and(&token)).must()).collect();
    let kinds = [
        CKA_CLASS,
        CKA_LABEL,
        CKA_UNIQUE_ID,
        CKA_PRIVATE,
        CKA_KEY_TYPE,
        CKA_SIGN,
        CKA_MODULUS,
        CKA_EC_POINT,
    ];
    let read = |s: Session, objects: &[u64]| -> Vec<_> {
        objects.iter().flat_map(|o| kinds.map(|k| s.get(*o, k).map_err(|rv| rv.code))).collect()
    };
    let before = read(s, &made);
    s.destroy(made[0]).ok();
    hsm.m.call("C_Finalize", &[0]).ok();
    s.find(&Template::new()).fails(CKR_CRYPTOKI_NOT_INITIALIZED);
    hsm.m.call("C_Initialize", &[0]).ok();
    let s = hsm.user();
    let mut found = s.find(&template![CKA_LABEL => "kept"]).must();
    found.sort_unstable();
    let mut expected = made[1..].to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
    assert_eq!(read(s, &made[1..]), before[kinds.len()..]);
    s.get(made[0], CKA_CLASS).fails(CKR_OBJECT_HANDLE_INVALID);
}

/// Every object has a size, and a longer one a larger size.
pub fn sizes() {
    let s = Hsm::start().user();
    let size = |object| {
        let mut size = 0_u64;
        s.call("C_GetObjectSize", &[s.h, object, place(&mut size)]).ok();
        size
    };
    for sample in samples::all(s) {
        let object = s.create(&sample.template).must();
        let least: usize = sample.template.0.iter().map(|(_, value)| value.len()).sum();
        assert!(size(object) >= least as u64 / 2, "{}: {} bytes", sample.name, size(object));
        let longer = s.copy(object, &template![CKA_LABEL => &[b'l'; 1000]]).must();
        assert!(size(longer) >= size(object) + 900, "{}", sample.name);
    }
}
