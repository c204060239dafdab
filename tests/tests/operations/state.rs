//! `C_GetOperationState` and `C_SetOperationState` (section 5.6.6): an operation goes on where it was
//! saved, in any session of the token, with its own key, from an unaltered blob, and in no other case.

use crate::cases::{self, Signer, bytes};
use strongroom_tests::ffi::address;
use strongroom_tests::prelude::*;

/// `C_SetOperationState` without an encryption key.
fn set(s: Session, state: &[u8], key: u64) -> Rv {
    s.call("C_SetOperationState", &[s.h, address(state), state.len() as u64, 0, key])
}

fn kind(signer: &Signer) -> Kind {
    if signer.key == 0 { Kind::Digest } else { Kind::Sign }
}

/// The operations that can be saved; the others say that they cannot.
fn saveable(s: Session) -> Vec<Signer> {
    let saved = |signer: &Signer| {
        s.init(kind(signer), &signer.mechanism, signer.key).ok();
        let state = s.output("C_GetOperationState");
        s.call("C_SessionCancel", &[s.h, kind(signer).flag()]).ok();
        match state {
            Ok(_) => true,
            Err(rv) => {
                rv.is(CKR_STATE_UNSAVEABLE);
                false
            }
        }
    };
    let all = cases::digests().into_iter().chain(cases::signers(s));
    let saved: Vec<Signer> = all.filter(saved).collect();
    for name in ["SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512", "HMAC-SHA-1", "HMAC-SHA-256"]
    {
        assert!(saved.iter().any(|signer| signer.name == name), "{name} is saved");
    }
    saved
}

/// Saved at any place, taken up by another session, and both come to the same end.
pub fn another_session_goes_on() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.ro());
    let mut report = Report::new();
    for signer in saveable(s) {
        let data = bytes(2 * signer.block + 3);
        let kind = kind(&signer);
        let whole = s.run(kind, &signer.mechanism, signer.key, &data).must();
        for at in
            (0..=data.len()).step_by(7).chain([signer.block - 1, signer.block, signer.block + 1])
        {
            let (head, tail) = data.split_at(at);
            s.init(kind, &signer.mechanism, signer.key).ok();
            s.input(kind.update(), head).ok();
            let state = s.output("C_GetOperationState").must();
            set(other, &state, signer.key).ok();
            other.input(kind.update(), tail).ok();
            s.input(kind.update(), tail).ok();
            let name = format!("{} saved at {at}", signer.name);
            report.holds(format!("{name}, the other session"), other.finish(kind).must() == whole);
            report.holds(format!("{name}, the first session"), s.finish(kind).must() == whole);
            set(other, &state, signer.key).ok();
            other.input(kind.update(), tail).ok();
            report.holds(format!("{name}, a second time"), other.finish(kind).must() == whole);
        }
    }
    report.finish("saved operations");
}

/// A blob with any byte changed, cut anywhere, or grown, is refused, and disturbs nothing.
pub fn forged_blobs() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.ro());
    let hmac = s.generic(32, &Template::new()).must();
    let mut report = Report::new();
    for (kind, mechanism, key) in
        [(Kind::Digest, CKM_SHA256, 0), (Kind::Sign, CKM_SHA256_HMAC, hmac)]
    {
        s.init(kind, &Mech::new(mechanism), key).ok();
        s.input(kind.update(), b"some of the data").ok();
        let state = s.output("C_GetOperationState").must();
        other.init(Kind::Digest, &Mech::new(CKM_SHA_1), 0).ok();
        for at in 0..state.len() {
            for bit in [0x01, 0x80] {
                let mut forged = state.clone();
                forged[at] ^= bit;
                report.answers(
                    format!("0x{mechanism:x}, byte {at}"),
                    set(other, &forged, key).code,
                    &[CKR_SAVED_STATE_INVALID],
                );
            }
            report.answers(
                format!("0x{mechanism:x}, {at} bytes"),
                set(other, &state[..at], key).code,
                &[CKR_SAVED_STATE_INVALID],
            );
        }
        let mut grown = state.clone();
        grown.push(0);
        report.answers("a byte too many", set(other, &grown, key).code, &[CKR_SAVED_STATE_INVALID]);
        other.input("C_DigestUpdate", b"abc").ok();
        let digest = other.finish(Kind::Digest).must();
        report.holds("what was active goes on", digest[..4] == [0xa9, 0x99, 0x3e, 0x36]);
        s.call("C_SessionCancel", &[s.h, kind.flag()]).ok();
    }
    other.call("C_SetOperationState", &[other.h, 0, 40, 0, 0]).is(CKR_ARGUMENTS_BAD);
    report.finish("forged states");
}

/// The right key, and only where one is needed.
pub fn keys_of_saved_operations() {
    let s = Hsm::start().user();
    let hmac = s.generic(32, &Template::new()).must();
    let (wrong, aes) = (s.generic(32, &Template::new()).must(), s.aes(32, &Template::new()).must());
    s.init(Kind::Sign, &Mech::new(CKM_SHA256_HMAC), hmac).ok();
    s.input("C_SignUpdate", b"data").ok();
    let state = s.output("C_GetOperationState").must();
    let mac = s.finish(Kind::Sign).must();
    set(s, &state, 0).is(CKR_KEY_NEEDED);
    set(s, &state, wrong).is(CKR_KEY_CHANGED);
    set(s, &state, aes).is(CKR_KEY_CHANGED);
    set(s, &state, 0x7777_7777).is(CKR_KEY_HANDLE_INVALID);
    s.call("C_SetOperationState", &[s.h, address(&state), state.len() as u64, aes, hmac])
        .is(CKR_KEY_NOT_NEEDED);
    s.input("C_SignUpdate", b"").is(CKR_OPERATION_NOT_INITIALIZED);
    set(s, &state, hmac).ok();
    assert_eq!(s.finish(Kind::Sign).must(), mac);
    s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
    let digest = s.output("C_GetOperationState").must();
    s.finish(Kind::Digest).must();
    set(s, &digest, hmac).is(CKR_KEY_NOT_NEEDED);
    s.logout().ok();
    set(s, &state, hmac).is(CKR_KEY_HANDLE_INVALID);
    set(s, &digest, 0).ok();
}

/// A state takes the place of what is active; a digest and a signature at once are one state.
pub fn states_replace_and_combine() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.ro());
    let hmac = s.generic(32, &Template::new()).must();
    s.init(Kind::Digest, &Mech::new(CKM_SHA512), 0).ok();
    s.input("C_DigestUpdate", b"digest").ok();
    s.init(Kind::Sign, &Mech::new(CKM_SHA_1_HMAC), hmac).ok();
    s.input("C_SignUpdate", b"sign").ok();
    let state = s.output("C_GetOperationState").must();
    other.init(Kind::Digest, &Mech::new(CKM_SHA_1), 0).ok();
    other.input("C_DigestUpdate", b"forgotten").ok();
    set(other, &state, hmac).ok();
    for kind in [Kind::Digest, Kind::Sign] {
        assert_eq!(other.finish(kind).must(), s.finish(kind).must(), "{kind:?}");
    }
}

/// What cannot be saved says so; a state is nothing to another token.
pub fn what_is_not_saved() {
    let hsm = Hsm::start();
    let s = hsm.user();
    for cipher in cases::ciphers(s) {
        s.init(Kind::Encrypt, &(cipher.mechanism)(16), cipher.key).ok();
        s.output("C_GetOperationState").fails(CKR_STATE_UNSAVEABLE);
        let text = s.io(Io("C_Encrypt"), &[0; 16]);
        assert!(text.is_ok(), "{}: goes on after that", cipher.name);
    }
    let slots = strongroom_tests::instance::slots(hsm.m, true).must();
    if let Some(slot) = slots.get(1) {
        let foreign = Hsm { slot: *slot, ..hsm }.ro();
        s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
        let state = s.output("C_GetOperationState").must();
        set(foreign, &state, 0).is(CKR_SAVED_STATE_INVALID);
    }
}
