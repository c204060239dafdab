//! The order of calls: what may not come first, twice, or after the end, and every way to end.

use crate::cases::{self, bytes};
use strongroom_tests::ffi::{address, place};
use strongroom_tests::prelude::*;

const NOT_INITIALIZED: &[u64] = &[CKR_OPERATION_NOT_INITIALIZED];

/// A mechanism, a key and fitting input for each kind of operation.
fn one_of_each(s: Session) -> Vec<(Kind, Mech, u64, Vec<u8>)> {
    let aes = s.aes(16, &Template::new()).must();
    let hmac = s.generic(32, &Template::new()).must();
    let (public, private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let signature = s.run(Kind::SignRecover, &Mech::new(CKM_RSA_PKCS), private, b"data").must();
    vec![
        (Kind::Encrypt, Mech::bytes(CKM_AES_CBC, &[0; 16]), aes, bytes(32)),
        (Kind::Decrypt, Mech::bytes(CKM_AES_CBC, &[0; 16]), aes, bytes(32)),
        (Kind::Digest, Mech::new(CKM_SHA256), 0, bytes(5)),
        (Kind::Sign, Mech::new(CKM_SHA256_HMAC), hmac, bytes(5)),
        (Kind::Verify, Mech::new(CKM_SHA256_HMAC), hmac, bytes(5)),
        (Kind::SignRecover, Mech::new(CKM_RSA_PKCS), private, bytes(5)),
        (Kind::VerifyRecover, Mech::new(CKM_RSA_PKCS), public, signature),
    ]
}

/// The return value of the function that does it in one go.
fn once(s: Session, kind: Kind, input: &[u8]) -> u64 {
    match kind {
        Kind::Verify => s.verify_once(input, &[0; 32]).code,
        _ => s.io(Io(kind.once()), input).code(),
    }
}

/// What all functions answer that want an active operation of a kind.
fn calls(s: Session, kind: Kind) -> Vec<Rv> {
    let (data, room) = (bytes(32), [0_u8; 512]);
    let mut length = room.len() as u64;
    let (d, out) = (address(&data), address(&room));
    let mut answers = Vec::new();
    let io = [s.h, d, 32, out, place(&mut length)];
    match kind {
        Kind::Verify => {
            answers.push(s.verify_once(&data, &data));
            answers.push(s.input("C_VerifyUpdate", &data));
            answers.push(s.input("C_VerifyFinal", &data));
            answers.push(s.call("C_DecryptVerifyUpdate", &io));
        }
        Kind::SignRecover | Kind::VerifyRecover => answers.push(s.call(kind.once(), &io)),
        _ => {
            answers.push(s.call(kind.once(), &io));
            answers.push(match kind {
                Kind::Encrypt | Kind::Decrypt => s.call(kind.update(), &io),
                _ => s.input(kind.update(), &data),
            });
            answers.push(s.call(kind.last(), &[s.h, out, place(&mut length)]));
            let dual = match kind {
                Kind::Encrypt | Kind::Digest => "C_DigestEncryptUpdate",
                Kind::Decrypt => "C_DecryptDigestUpdate",
                _ => "C_SignEncryptUpdate",
            };
            answers.push(s.call(dual, &io));
        }
    }
    answers
}

/// Without an operation, every function that continues or ends one says so.
pub fn nothing_active() {
    let s = Hsm::start().user();
    let key = s.generic(16, &Template::new()).must();
    let mut report = Report::new();
    for kind in Kind::ALL {
        for rv in calls(s, kind) {
            report.answers(rv.call, rv.code, NOT_INITIALIZED);
        }
    }
    s.call("C_DigestKey", &[s.h, key]).is(CKR_OPERATION_NOT_INITIALIZED);
    s.output("C_GetOperationState").fails(CKR_OPERATION_NOT_INITIALIZED);
    report.finish("calls without an operation");
}

/// A second beginning is refused and disturbs nothing; other kinds are not in the way.
pub fn one_of_a_kind() {
    let s = Hsm::start().user();
    let each = one_of_each(s);
    for (kind, mechanism, key, _) in &each {
        s.init(*kind, mechanism, *key).ok();
    }
    for (kind, mechanism, key, _) in &each {
        s.init(*kind, mechanism, *key).is(CKR_OPERATION_ACTIVE);
        s.init(*kind, &Mech::new(CKM_SHA_1), 0).is(CKR_OPERATION_ACTIVE);
    }
    for (kind, _, _, input) in &each {
        let want = if *kind == Kind::Verify { CKR_SIGNATURE_INVALID } else { CKR_OK };
        assert_eq!(once(s, *kind, input), want, "{kind:?}");
        assert_eq!(once(s, *kind, input), CKR_OPERATION_NOT_INITIALIZED, "{kind:?}");
    }
}

/// A refused beginning leaves nothing active.
pub fn refused_beginnings() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for (kind, mechanism, key, _) in one_of_each(s) {
        let bad_parameter = Mech::bytes(mechanism.number, &[1, 2, 3]);
        report.answers(
            format!("{kind:?}, parameter"),
            s.init(kind, &bad_parameter, key).code,
            &[CKR_MECHANISM_PARAM_INVALID],
        );
        report.answers(
            format!("{kind:?}, mechanism"),
            s.init(kind, &Mech::new(0x7777), key).code,
            &[CKR_MECHANISM_INVALID],
        );
        if kind != Kind::Digest {
            report.answers(
                format!("{kind:?}, key"),
                s.init(kind, &mechanism, 0x7777_7777).code,
                &[CKR_KEY_HANDLE_INVALID],
            );
            let other = Mech::new(if mechanism.number == CKM_RSA_PKCS {
                CKM_SHA256_HMAC
            } else {
                CKM_RSA_PKCS
            });
            let want = [CKR_KEY_TYPE_INCONSISTENT, CKR_MECHANISM_INVALID];
            report.answers(format!("{kind:?}, type"), s.init(kind, &other, key).code, &want);
        }
        for rv in calls(s, kind) {
            report.answers(
                format!("{} after a refused beginning", rv.call),
                rv.code,
                NOT_INITIALIZED,
            );
        }
    }
    report.finish("refused beginnings");
}

/// What ends an operation: its end, an error, a NULL mechanism, `C_SessionCancel`, bad arguments.
pub fn every_way_to_end() {
    let s = Hsm::start().user();
    for (kind, mechanism, key, _) in one_of_each(s) {
        let ended = || once(s, kind, b"sixteen bytes...");
        s.init(kind, &mechanism, key).ok();
        let words = if kind == Kind::Digest { &[s.h, 0][..] } else { &[s.h, 0, 0] };
        s.call(kind.init(), words).ok();
        assert_eq!(ended(), CKR_OPERATION_NOT_INITIALIZED, "{kind:?}: a NULL mechanism");
        s.init(kind, &mechanism, key).ok();
        s.call("C_SessionCancel", &[s.h, kind.flag()]).ok();
        assert_eq!(ended(), CKR_OPERATION_NOT_INITIALIZED, "{kind:?}: cancelled");
        s.init(kind, &mechanism, key).ok();
        let others = [
            CKF_ENCRYPT,
            CKF_DECRYPT,
            CKF_DIGEST,
            CKF_SIGN,
            CKF_VERIFY,
            CKF_SIGN_RECOVER,
            CKF_VERIFY_RECOVER,
        ];
        let others =
            others.iter().filter(|f| **f != kind.flag()).fold(CKF_FIND_OBJECTS, |all, f| all | f);
        s.call("C_SessionCancel", &[s.h, others]).ok();
        s.init(kind, &mechanism, key).is(CKR_OPERATION_ACTIVE);
        let mut length = 512_u64;
        let bad = [s.h, 0, 16, 0, place(&mut length)];
        let bad = if kind == Kind::Verify { [s.h, 0, 16, 0, 16] } else { bad };
        s.call(kind.once(), &bad).is(CKR_ARGUMENTS_BAD);
        assert_eq!(ended(), CKR_OPERATION_NOT_INITIALIZED, "{kind:?}: bad arguments");
    }
}

/// One part after several is refused.
pub fn one_part_after_several() {
    let s = Hsm::start().user();
    for (kind, mechanism, key, input) in one_of_each(s) {
        if matches!(kind, Kind::SignRecover | Kind::VerifyRecover) {
            continue;
        }
        s.init(kind, &mechanism, key).ok();
        s.update(kind, &input).must();
        let code = once(s, kind, &input);
        assert!(
            [CKR_OPERATION_NOT_INITIALIZED, CKR_OPERATION_ACTIVE].contains(&code),
            "{kind:?}: 0x{code:x}"
        );
        s.call("C_SessionCancel", &[s.h, kind.flag()]).ok();
    }
}

/// Mechanisms without parts refuse them.
pub fn mechanisms_without_parts() {
    let s = Hsm::start().user();
    let (public, private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    for mechanism in [CKM_RSA_PKCS, CKM_RSA_X_509] {
        for (kind, key) in [
            (Kind::Sign, private),
            (Kind::Verify, public),
            (Kind::Encrypt, public),
            (Kind::Decrypt, private),
        ] {
            s.init(kind, &Mech::new(mechanism), key).ok();
            s.update(kind, b"part").fails(CKR_OPERATION_NOT_INITIALIZED);
            s.call("C_SessionCancel", &[s.h, kind.flag()]).ok();
        }
    }
}

/// Operations go with their session, and end when their key is destroyed or locked away.
pub fn operations_go_with_session_key_and_login() {
    let hsm = Hsm::start();
    let s = hsm.user();
    for token in [false, true] {
        let key = s.aes(16, &template![CKA_TOKEN => token]).must();
        let other = hsm.rw();
        other.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).ok();
        s.destroy(key).ok();
        let code = other.io(Io("C_Encrypt"), &[0; 16]).code();
        assert!(
            [CKR_KEY_HANDLE_INVALID, CKR_OPERATION_NOT_INITIALIZED].contains(&code),
            "0x{code:x}"
        );
        let key = s.aes(16, &template![CKA_TOKEN => token]).must();
        other.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).ok();
        other.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
        s.logout().ok();
        other.io(Io("C_Encrypt"), &[0; 16]).fails(CKR_OPERATION_NOT_INITIALIZED);
        assert_eq!(other.io(Io("C_Digest"), b"").must().len(), 32, "a digest needs no login");
        s.login(CKU_USER, USER_PIN).ok();
        other.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
        other.close().ok();
        other.io(Io("C_Digest"), b"").fails(CKR_SESSION_HANDLE_INVALID);
    }
}

/// Two sessions with the same key and mechanism do not mix their data.
pub fn sessions_are_apart() {
    let hsm = Hsm::start();
    let (a, b) = (hsm.user(), hsm.ro());
    for cipher in cases::ciphers(a) {
        let (data, other) = (bytes(64), vec![9; 64]);
        let mechanism = (cipher.mechanism)(64);
        let wanted = [&data, &other].map(|d| a.encrypt(&mechanism, cipher.key, d).must());
        let mut got = [Vec::new(), Vec::new()];
        a.init(Kind::Encrypt, &mechanism, cipher.key).ok();
        b.init(Kind::Encrypt, &mechanism, cipher.key).ok();
        for (x, y) in data.chunks(13).zip(other.chunks(13)) {
            got[0].extend(a.update(Kind::Encrypt, x).must());
            got[1].extend(b.update(Kind::Encrypt, y).must());
        }
        got[0].extend(a.finish(Kind::Encrypt).must());
        got[1].extend(b.finish(Kind::Encrypt).must());
        assert!(got == wanted, "{}", cipher.name);
    }
}

/// A change of a key is seen by the next operation of every session, and an operation that began before
/// the change still ends when the key is destroyed after it.
pub fn changes_of_keys() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.rw());
    let ecb = Mech::new(CKM_AES_ECB);
    for token in [false, true] {
        let key = s.aes(16, &template![CKA_TOKEN => token]).must();
        for session in [s, other] {
            session.encrypt(&ecb, key, &[0; 16]).must();
        }
        s.set(key, &template![CKA_ENCRYPT => false]).ok();
        for session in [s, other] {
            session.encrypt(&ecb, key, &[0; 16]).fails(CKR_KEY_FUNCTION_NOT_PERMITTED);
        }
        other.set(key, &template![CKA_ENCRYPT => true]).ok();
        for session in [s, other] {
            session.init(Kind::Encrypt, &ecb, key).ok();
        }
        s.set(key, &template![CKA_LABEL => "changed"]).ok();
        other.destroy(key).ok();
        for session in [s, other] {
            let code = session.io(Io("C_Encrypt"), &[0; 16]).code();
            assert_eq!(code, CKR_KEY_HANDLE_INVALID, "the key is gone, token: {token}");
        }
    }
}
