//! `C_CopyObject`, `C_SetAttributeValue` and `C_DestroyObject`: what may be changed, in which direction,
//! and what an object says against it.

use crate::samples::{self, data};
use strongroom_tests::keys::{open, secret};
use strongroom_tests::prelude::*;

/// A change is seen, in the same object, by every session.
pub fn a_change_is_seen() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.rw());
    for token in [false, true] {
        let object = s.create(&data("before").with(CKA_TOKEN, token)).must();
        let new = template![CKA_LABEL => "after", CKA_VALUE => "", CKA_APPLICATION => "tests"];
        s.set(object, &new).ok();
        assert_eq!(other.get(object, CKA_LABEL).must(), b"after");
        assert_eq!(other.get(object, CKA_VALUE).must(), b"");
        assert_eq!(other.find(&template![CKA_LABEL => "after"]).must(), [object]);
        assert_eq!(other.find(&template![CKA_LABEL => "before"]).must(), []);
        s.destroy(object).ok();
    }
}

/// A template is applied whole or not at all.
pub fn a_refused_change_changes_nothing() {
    let s = Hsm::start().user();
    for token in [false, true] {
        let object = s.create(&data("before").with(CKA_TOKEN, token)).must();
        let half = |kind, value: bool| template![CKA_LABEL => "after"].with(kind, value);
        s.set(object, &half(CKA_TOKEN, !token)).is(CKR_ATTRIBUTE_READ_ONLY);
        s.set(object, &half(CKA_SENSITIVE, true)).is(CKR_ATTRIBUTE_TYPE_INVALID);
        s.set(object, &template![CKA_LABEL => "after", CKA_COPYABLE => &[2]])
            .is(CKR_ATTRIBUTE_VALUE_INVALID);
        let mut twice = template![CKA_LABEL => "one"];
        twice.0.push((CKA_LABEL, b"two".to_vec()));
        s.set(object, &twice).is(CKR_TEMPLATE_INCONSISTENT);
        assert_eq!(s.get(object, CKA_LABEL).must(), b"before");
        let made = s.find(&template![CKA_CLASS => CKO_DATA]).must();
        s.copy(object, &half(CKA_SENSITIVE, true)).fails(CKR_ATTRIBUTE_TYPE_INVALID);
        s.copy(object, &template![CKA_DESTROYABLE => &[7]]).fails(CKR_ATTRIBUTE_VALUE_INVALID);
        s.copy(object, &twice).fails(CKR_TEMPLATE_INCONSISTENT);
        assert_eq!(s.find(&template![CKA_CLASS => CKO_DATA]).must(), made);
    }
}

/// What is fixed once an object is there; neither a change nor a copy makes it something else.
pub fn what_never_changes() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for sample in samples::all(s) {
        let object = s.create(&sample.template).must();
        for kind in sample.needed.iter().chain(&[CKA_UNIQUE_ID, CKA_LOCAL, CKA_KEY_GEN_MECHANISM]) {
            let of_keys = matches!(*kind, CKA_LOCAL | CKA_KEY_GEN_MECHANISM) && !sample.is_key();
            let changeable = (sample.name, *kind) == ("data", CKA_VALUE);
            if of_keys || changeable {
                continue;
            }
            let other = match *kind {
                CKA_CLASS => template![CKA_CLASS => CKO_HW_FEATURE],
                CKA_KEY_TYPE => template![CKA_KEY_TYPE => CKK_BLOWFISH],
                CKA_CERTIFICATE_TYPE => template![CKA_CERTIFICATE_TYPE => CKC_WTLS],
                CKA_KEY_GEN_MECHANISM => template![CKA_KEY_GEN_MECHANISM => CKM_AES_KEY_GEN],
                CKA_LOCAL => template![CKA_LOCAL => true],
                kind => template![kind => &[3; 32]],
            };
            let what = format!("{}, 0x{kind:x}", sample.name);
            report.answers(
                format!("set {what}"),
                s.set(object, &other).code,
                &[CKR_ATTRIBUTE_READ_ONLY],
            );
            report.answers(
                format!("copy {what}"),
                s.copy(object, &other).code(),
                &[CKR_ATTRIBUTE_READ_ONLY],
            );
        }
        for kind in [CKA_TOKEN, CKA_PRIVATE, CKA_MODIFIABLE, CKA_DESTROYABLE] {
            let other = template![kind => !s.flag(object, kind)];
            let what = format!("set {}, 0x{kind:x}", sample.name);
            report.answers(what, s.set(object, &other).code, &[CKR_ATTRIBUTE_READ_ONLY]);
        }
    }
    report.finish("attributes that never change");
}

/// Secrecy grows and never shrinks, by change or by copy.
pub fn secrecy_in_one_direction() {
    let s = Hsm::start().user();
    let ways = [
        (CKA_SENSITIVE, true),
        (CKA_EXTRACTABLE, false),
        (CKA_WRAP_WITH_TRUSTED, true),
        (CKA_COPYABLE, false),
    ];
    for sample in samples::all(s).iter().filter(|sample| sample.private) {
        for (kind, end) in ways {
            let key = s.create(&sample.template.clone().and(&open())).must();
            assert_eq!(s.flag(key, kind), !end, "{}", sample.name);
            let copy = s.copy(key, &template![kind => end]).must();
            assert_eq!(s.flag(copy, kind), end, "{}", sample.name);
            s.set(key, &template![kind => end]).ok();
            assert_eq!(s.flag(key, kind), end, "{}", sample.name);
            s.set(key, &template![kind => !end]).is(CKR_ATTRIBUTE_READ_ONLY);
            let wanted =
                if kind == CKA_COPYABLE { CKR_ACTION_PROHIBITED } else { CKR_ATTRIBUTE_READ_ONLY };
            s.copy(key, &template![kind => !end]).fails(wanted);
            assert_eq!(s.flag(key, kind), end, "{}", sample.name);
        }
    }
}

/// A generated key loses "always" and "never" for good where it could have.
pub fn history_is_kept_by_copies() {
    let s = Hsm::start().user();
    let key = s.aes(32, &template![CKA_SENSITIVE => false]).must();
    assert!(!s.flag(key, CKA_ALWAYS_SENSITIVE));
    assert!(s.flag(key, CKA_NEVER_EXTRACTABLE));
    s.set(key, &template![CKA_SENSITIVE => true]).ok();
    let copy = s.copy(key, &Template::new()).must();
    for object in [key, copy] {
        assert!(s.flag(object, CKA_SENSITIVE));
        assert!(!s.flag(object, CKA_ALWAYS_SENSITIVE));
        assert!(s.flag(object, CKA_NEVER_EXTRACTABLE));
        assert!(s.flag(object, CKA_LOCAL));
        assert_eq!(s.number(object, CKA_KEY_GEN_MECHANISM), CKM_AES_KEY_GEN);
    }
}

/// `CKA_MODIFIABLE`, `CKA_COPYABLE` and `CKA_DESTROYABLE` forbid exactly what they name.
pub fn objects_that_forbid() {
    let s = Hsm::start().user();
    for token in [false, true] {
        let make = |kind: u64| s.create(&data("x").with(CKA_TOKEN, token).with(kind, false)).must();
        let new = template![CKA_LABEL => "y"];
        let (fixed, single, lasting) =
            (make(CKA_MODIFIABLE), make(CKA_COPYABLE), make(CKA_DESTROYABLE));
        s.set(fixed, &new).is(CKR_ACTION_PROHIBITED);
        s.set(single, &new).ok();
        s.set(lasting, &new).ok();
        s.copy(fixed, &new).must();
        let loose = s.copy(fixed, &template![CKA_MODIFIABLE => true]).must();
        s.set(loose, &new).ok();
        s.copy(single, &new).fails(CKR_ACTION_PROHIBITED);
        s.copy(lasting, &new).must();
        s.destroy(lasting).is(CKR_ACTION_PROHIBITED);
        assert_eq!(s.get(lasting, CKA_LABEL).must(), b"y");
        s.destroy(fixed).ok();
        s.destroy(single).ok();
        assert_eq!(s.get(fixed, CKA_LABEL).code(), CKR_OBJECT_HANDLE_INVALID);
        s.copy(lasting, &template![CKA_DESTROYABLE => true]).fails(CKR_ATTRIBUTE_READ_ONLY);
    }
}

/// A copy is another object: its own identifier, its own life, the same content.
pub fn a_copy_is_another_object() {
    let s = Hsm::start().user();
    for sample in samples::all(s) {
        let object = s.create(&sample.template).must();
        let copy = s.copy(object, &template![CKA_LABEL => "copy"]).must();
        assert_ne!(object, copy);
        assert_ne!(s.get(object, CKA_UNIQUE_ID), s.get(copy, CKA_UNIQUE_ID));
        assert_ne!(s.get(object, CKA_LABEL), s.get(copy, CKA_LABEL));
        for kind in sample.needed {
            assert_eq!(s.get(object, *kind), s.get(copy, *kind), "{} 0x{kind:x}", sample.name);
        }
        s.destroy(object).ok();
        s.get(copy, CKA_LABEL).must();
        s.get(object, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
        s.destroy(object).is(CKR_OBJECT_HANDLE_INVALID);
    }
}

/// A copied key computes what the first computes.
pub fn a_copied_key_works() {
    let s = Hsm::start().user();
    let key = s.import_aes(&[3; 16], &Template::new()).must();
    let copy = s.copy(key, &template![CKA_SENSITIVE => true, CKA_EXTRACTABLE => false]).must();
    let mechanism = Mech::bytes(CKM_AES_CBC, &[0; 16]);
    let text = s.encrypt(&mechanism, key, &[0; 32]).must();
    s.destroy(key).ok();
    assert_eq!(s.decrypt(&mechanism, copy, &text).must(), [0; 32]);
    s.encrypt(&mechanism, key, &[0; 32]).fails(CKR_KEY_HANDLE_INVALID);
}

/// Handles that never were, and template pointers that are missing.
pub fn handles_and_pointers() {
    let s = Hsm::start().user();
    let key = s.create(&secret(CKK_AES, &[1; 16])).must();
    for handle in [0, key + 400, key ^ (1 << 40), u64::MAX] {
        s.get(handle, CKA_CLASS).fails(CKR_OBJECT_HANDLE_INVALID);
        s.set(handle, &template![CKA_LABEL => ""]).is(CKR_OBJECT_HANDLE_INVALID);
        s.copy(handle, &Template::new()).fails(CKR_OBJECT_HANDLE_INVALID);
        s.destroy(handle).is(CKR_OBJECT_HANDLE_INVALID);
        let mut size = 0_u64;
        let at = strongroom_tests::ffi::place(&mut size);
        s.call("C_GetObjectSize", &[s.h, handle, at]).is(CKR_OBJECT_HANDLE_INVALID);
    }
    s.call("C_CreateObject", &[s.h, 0, 1, 0]).is(CKR_ARGUMENTS_BAD);
    s.call("C_SetAttributeValue", &[s.h, key, 0, 1]).is(CKR_ARGUMENTS_BAD);
    s.call("C_GetAttributeValue", &[s.h, key, 0, 1]).is(CKR_ARGUMENTS_BAD);
    s.call("C_CopyObject", &[s.h, key, 0, 0, 0]).is(CKR_ARGUMENTS_BAD);
    s.call("C_GetObjectSize", &[s.h, key, 0]).is(CKR_ARGUMENTS_BAD);
    let mut copy = 0_u64;
    let at = strongroom_tests::ffi::place(&mut copy);
    s.call("C_CopyObject", &[s.h, key, 0, 0, at]).ok();
    assert!(copy != 0 && copy != key);
}
