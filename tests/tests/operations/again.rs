//! One operation like another, one after the other in a session: nothing of the one before is left in the next,
//! and what changed in between counts.

use crate::cases::bytes;
use strongroom_tests::prelude::*;

/// Mechanisms whose parameters differ each time, and a key for them.
struct Series {
    key: u64,
    mechanisms: Vec<Mech>,
}

#[track_caller]
fn series(s: Session, more: &Template) -> Vec<Series> {
    let aes = s.aes(32, more).must();
    let chacha = s.generate(&Mech::new(CKM_CHACHA20_KEY_GEN), more).must();
    let xts = |len: u64| {
        let template = template![CKA_VALUE_LEN => len].and(more);
        s.generate(&Mech::new(CKM_AES_XTS_KEY_GEN), &template).must()
    };
    let tweaks = || (1..4).map(|n| Mech::bytes(CKM_AES_XTS, &[n; 16])).collect();
    let gcm = vec![
        Mech::gcm(&[1; 12], b"more", 128),
        Mech::gcm(&[1; 12], b"", 96),
        Mech::gcm(&[2; 20], b"other", 128),
        Mech::gcm(&[2; 12], &bytes(3000), 128),
    ];
    let sealed = [(1, b"more".as_slice()), (2, b""), (3, b"other")];
    let sealed = sealed.map(|(n, aad)| Mech::chacha20_poly1305(&[n; 12], aad)).into();
    vec![
        Series { key: aes, mechanisms: gcm },
        Series { key: chacha, mechanisms: sealed },
        Series { key: xts(32), mechanisms: tweaks() },
        Series { key: xts(64), mechanisms: tweaks() },
    ]
}

/// Each gives what it gives in a session of its own, in one part and in several, after whatever came before.
pub fn nothing_is_left() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let (long, short) = (bytes(100), bytes(17));
    for Series { key, mechanisms } in series(s, &Template::new()) {
        for mechanism in mechanisms.iter().chain(&mechanisms) {
            for data in [&long, &short] {
                let fresh = hsm.rw();
                let wanted = fresh.encrypt(mechanism, key, data).must();
                fresh.close().ok();
                assert_eq!(s.encrypt(mechanism, key, data).must(), wanted);
                let parts = [data.as_slice()];
                assert_eq!(s.run_parts(Kind::Encrypt, mechanism, key, &parts).must(), wanted);
                // One that is given up leaves nothing either.
                s.init(Kind::Encrypt, mechanism, key).ok();
                s.update(Kind::Encrypt, b"given up").must();
                s.m.call("C_SessionCancel", &[s.h, CKF_ENCRYPT]).ok();
                assert_eq!(s.encrypt(mechanism, key, data).must(), wanted);
                assert_eq!(s.decrypt(mechanism, key, &wanted).must(), *data);
                assert_eq!(s.decrypt(mechanism, key, &wanted).must(), *data);
                let parts = [wanted.as_slice()];
                assert_eq!(s.run_parts(Kind::Decrypt, mechanism, key, &parts).must(), *data);
            }
        }
    }
}

/// What has ended is not active, whatever is there for the next.
pub fn what_has_ended_is_over() {
    let s = Hsm::start().user();
    for Series { key, mechanisms } in series(s, &Template::new()) {
        let mechanism = &mechanisms[0];
        s.encrypt(mechanism, key, &[7; 32]).must();
        s.io(Io("C_Encrypt"), &[7; 32]).fails(CKR_OPERATION_NOT_INITIALIZED);
        s.update(Kind::Encrypt, &[7; 32]).fails(CKR_OPERATION_NOT_INITIALIZED);
        s.finish(Kind::Encrypt).fails(CKR_OPERATION_NOT_INITIALIZED);
        s.output("C_GetOperationState").fails(CKR_OPERATION_NOT_INITIALIZED);
        s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).is(CKR_OPERATION_NOT_INITIALIZED);
        s.init(Kind::Encrypt, mechanism, key).ok();
        s.init(Kind::Encrypt, mechanism, key).is(CKR_OPERATION_ACTIVE);
        s.io(Io("C_Encrypt"), &[7; 32]).must();
        // Parameters that are wrong are as wrong as they are the first time.
        let wrong = Mech::bytes(mechanism.number, &[1; 15]);
        s.init(Kind::Encrypt, &wrong, key).is(CKR_MECHANISM_PARAM_INVALID);
        s.io(Io("C_Encrypt"), &[7; 32]).fails(CKR_OPERATION_NOT_INITIALIZED);
        s.encrypt(mechanism, key, &[7; 32]).must();
    }
}

/// A key that was changed, destroyed, or is out of sight is noticed; so is a login that is gone.
pub fn what_changed_counts() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let other = hsm.rw();
    for token in [false, true] {
        let template = template![CKA_TOKEN => token, CKA_PRIVATE => true];
        for which in 0..4 {
            // Session keys of the user's go with his login: they are made anew each time.
            let Series { key, mechanisms } = series(s, &template).swap_remove(which);
            let mechanism = &mechanisms[0];
            let wanted = s.encrypt(mechanism, key, &[7; 32]).must();
            other.set(key, &template![CKA_ENCRYPT => false]).ok();
            s.encrypt(mechanism, key, &[7; 32]).fails(CKR_KEY_FUNCTION_NOT_PERMITTED);
            assert_eq!(s.decrypt(mechanism, key, &wanted).must(), [7; 32]);
            other.set(key, &template![CKA_ENCRYPT => true]).ok();
            assert_eq!(s.encrypt(mechanism, key, &[7; 32]).must(), wanted);
            s.logout().ok();
            s.init(Kind::Encrypt, mechanism, key).is(CKR_KEY_HANDLE_INVALID);
            s.login(CKU_USER, USER_PIN).ok();
            if token {
                assert_eq!(s.encrypt(mechanism, key, &[7; 32]).must(), wanted);
                other.destroy(key).ok();
            }
            s.init(Kind::Encrypt, mechanism, key).is(CKR_KEY_HANDLE_INVALID);
        }
    }
}

/// A mechanism that the token's policy takes away is gone for keys that were used with it.
pub fn a_policy_counts() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let all = series(s, &Template::new());
    for Series { key, mechanisms } in &all {
        s.encrypt(&mechanisms[0], *key, &[7; 32]).must();
        s.encrypt(&mechanisms[0], *key, &[7; 32]).must();
    }
    let Series { key, mechanisms } = &all[3];
    s.encrypt(&mechanisms[0], *key, &[7; 32]).must();
    assert!(hsm.policy(&["--only", "aes-gcm"]));
    s.init(Kind::Encrypt, &mechanisms[0], *key).is(CKR_MECHANISM_INVALID);
    let Series { key, mechanisms } = &all[0];
    s.encrypt(&mechanisms[0], *key, &[7; 32]).must();
    s.encrypt(&mechanisms[1], *key, &[7; 32]).must();
}
