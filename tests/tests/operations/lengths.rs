//! The length convention (section 5.2), for every function with an output of any length: the length is
//! asked for as often as one likes, a buffer that is too small says how long it must be and changes
//! nothing, a buffer that is long enough is filled and not overrun.

use crate::cases::{self, bytes};
use strongroom_tests::ffi::{address, place};
use strongroom_tests::prelude::*;

/// A call with an output: the buffer's address and the address of its length go in.
type Call<'a> = &'a dyn Fn(u64, u64) -> Rv;

/// Drives one call through the convention; `begin` sets up a new operation. Gives what came out.
#[track_caller]
fn convention(what: &str, begin: &dyn Fn(), call: Call, report: &mut Report) -> Vec<u8> {
    begin();
    let ask = || {
        let mut length = 0x5a5a_u64;
        (call(0, place(&mut length)).code, length)
    };
    let (rv, bound) = ask();
    report.answers(format!("{what}: length"), rv, &[CKR_OK]);
    report.holds(format!("{what}: the same length twice"), ask() == (rv, bound));
    report.answers(
        format!("{what}: no length pointer, no buffer"),
        call(0, 0).code,
        &[CKR_ARGUMENTS_BAD],
    );
    // Bad arguments end an operation like every other failure.
    begin();
    let mut exact = Vec::new();
    let mut room = bound as usize + 33;
    let mut wanted = None;
    for round in 0..3 {
        let mut buffer = Guarded::new(room);
        let mut length = room as u64;
        let rv = call(buffer.address(), place(&mut length)).code;
        report.answers(format!("{what}: {room} bytes of room"), rv, &[CKR_OK]);
        if rv != CKR_OK {
            return exact;
        }
        report.holds(format!("{what}: no longer than announced"), length <= bound);
        report.holds(format!("{what}: the rest is untouched"), length as usize <= room);
        exact = buffer.bytes(length as usize).to_vec();
        report.holds(
            format!("{what}: round {round} has one length"),
            wanted.is_none_or(|w| w == length),
        );
        wanted = Some(length);
        begin();
        // A length that varies is reported exactly once it is known.
        let short = (length as usize).saturating_sub(1 + round);
        if length > 0 {
            let mut buffer = Guarded::new(short);
            for _ in 0..2 {
                let mut told = short as u64;
                let rv = call(buffer.address(), place(&mut told)).code;
                report.answers(
                    format!("{what}: {short} bytes of room"),
                    rv,
                    &[CKR_BUFFER_TOO_SMALL],
                );
                report.holds(
                    format!("{what}: told {told} of {length}"),
                    (length..=bound).contains(&told),
                );
                report.holds(format!("{what}: nothing written"), buffer.untouched());
                room = told as usize;
            }
        }
    }
    let mut buffer = Guarded::new(room);
    let mut length = room as u64;
    report.answers(
        format!("{what}: at last"),
        call(buffer.address(), place(&mut length)).code,
        &[CKR_OK],
    );
    report.holds(format!("{what}: at last, the same length"), wanted == Some(length));
    buffer.bytes(length as usize);
    exact
}

/// A function with an input and an output.
fn io(s: Session, function: &'static str, input: &[u8]) -> impl Fn(u64, u64) -> Rv {
    move |at, length| s.call(function, &[s.h, address(input), input.len() as u64, at, length])
}

/// Encryption and decryption: in one go, updates, the end.
pub fn ciphers() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for cipher in cases::ciphers(s) {
        for length in [cipher.unit, 16, 40, 48].into_iter().filter(|n| n % cipher.unit == 0) {
            let (data, mechanism) = (bytes(length), (cipher.mechanism)(length));
            let text = s.encrypt(&mechanism, cipher.key, &data).must();
            for (kind, from, to) in [(Kind::Encrypt, &data, &text), (Kind::Decrypt, &text, &data)] {
                let name = format!("{} of {length} bytes, {kind:?}", cipher.name);
                let init = || {
                    s.call("C_SessionCancel", &[s.h, CKF_ENCRYPT | CKF_DECRYPT]).ok();
                    s.init(kind, &mechanism, cipher.key).ok();
                };
                let got = convention(
                    &format!("{name}, once"),
                    &init,
                    &io(s, kind.once(), from),
                    &mut report,
                );
                report.holds(format!("{name}, once: right"), got == *to);
                let mut head = convention(
                    &format!("{name}, update"),
                    &init,
                    &io(s, kind.update(), from),
                    &mut report,
                );
                let whole = || {
                    init();
                    s.update(kind, from).must();
                };
                let end = |at, length| s.call(kind.last(), &[s.h, at, length]);
                head.extend(convention(&format!("{name}, final"), &whole, &end, &mut report));
                report.holds(format!("{name}, in parts: right"), head == *to);
            }
        }
    }
    report.finish("lengths of encryption and decryption");
}

/// Digests, MACs and signatures: in one go, and the end.
pub fn signatures() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    let data = bytes(100);
    for signer in cases::digests().iter().chain(&cases::signers(s)) {
        let kind = if signer.key == 0 { Kind::Digest } else { Kind::Sign };
        let init = || {
            s.call("C_SessionCancel", &[s.h, CKF_DIGEST | CKF_SIGN]).ok();
            s.init(kind, &signer.mechanism, signer.key).ok();
        };
        let fed = || {
            init();
            s.input(kind.update(), &data).ok();
        };
        let end = |at, length| s.call(kind.last(), &[s.h, at, length]);
        let once = convention(
            &format!("{}, once", signer.name),
            &init,
            &io(s, kind.once(), &data),
            &mut report,
        );
        let last = convention(&format!("{}, final", signer.name), &fed, &end, &mut report);
        report.holds(
            format!("{}: as long as it is", signer.name),
            once.len() == signer.length && last.len() == signer.length,
        );
        report.holds(format!("{}: the same", signer.name), !signer.repeats || once == last);
    }
    report.finish("lengths of digests and signatures");
}

/// RSA without hashing, whose output is shorter than the modulus when something is taken back.
pub fn recovery() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    let (public, private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    for mechanism in [
        Mech::new(CKM_RSA_PKCS),
        Mech::new(CKM_RSA_X_509),
        Mech::oaep(CKM_SHA_1, CKG_MGF1_SHA1, b""),
    ] {
        let data = bytes(if mechanism.number == CKM_RSA_X_509 { 256 } else { 30 });
        let name = format!("0x{:x}", mechanism.number);
        let pairs = [
            (Kind::SignRecover, private, Kind::VerifyRecover, public),
            (Kind::Encrypt, public, Kind::Decrypt, private),
        ];
        for (there, first, back, second) in pairs {
            if mechanism.number == CKM_RSA_PKCS_OAEP && there == Kind::SignRecover {
                continue;
            }
            let init = |kind: Kind, key| {
                let mechanism = &mechanism;
                move || {
                    s.call("C_SessionCancel", &[s.h, kind.flag()]).ok();
                    s.init(kind, mechanism, key).ok();
                }
            };
            let text = convention(
                &format!("{name} {there:?}"),
                &init(there, first),
                &io(s, there.once(), &data),
                &mut report,
            );
            let got = convention(
                &format!("{name} {back:?}"),
                &init(back, second),
                &io(s, back.once(), &text),
                &mut report,
            );
            report.holds(format!("{name} {back:?} gives it back"), got == data);
        }
    }
    report.finish("lengths of RSA");
}

/// Wrapped keys and saved states.
pub fn keys_and_states() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    let wrapping = s.aes(32, &Template::new()).must();
    let open = strongroom_tests::keys::open();
    let (_, rsa) = s.rsa(2048, &Template::new(), &open).must();
    let key = s.aes(24, &open).must();
    for (mechanism, object) in [
        (Mech::new(CKM_AES_KEY_WRAP), key),
        (Mech::new(CKM_AES_KEY_WRAP_KWP), rsa),
        (Mech::gcm(&[1; 12], b"", 128), rsa),
    ] {
        let structure = mechanism.structure();
        let call = |at, length| {
            s.call("C_WrapKey", &[s.h, address(&structure), wrapping, object, at, length])
        };
        convention(&format!("wrap 0x{:x}", mechanism.number), &|| (), &call, &mut report);
    }
    let init = || {
        s.call("C_SessionCancel", &[s.h, CKF_DIGEST]).ok();
        s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
        s.input("C_DigestUpdate", b"some data").ok();
    };
    let state = |at, length| s.call("C_GetOperationState", &[s.h, at, length]);
    convention("state", &init, &state, &mut report);
    report.finish("lengths of wrapped keys and states");
}

/// Output on top of the input, as many programs do it.
pub fn in_place() {
    let s = Hsm::start().user();
    for cipher in cases::ciphers(s) {
        let (data, mechanism) = (bytes(48), (cipher.mechanism)(48));
        let text = s.encrypt(&mechanism, cipher.key, &data).must();
        for (kind, from, to) in [(Kind::Encrypt, &data, &text), (Kind::Decrypt, &text, &data)] {
            let mut buffer = from.clone();
            buffer.resize(256, 0);
            let (at, mut length) = (buffer.as_mut_ptr() as usize as u64, 256_u64);
            s.init(kind, &mechanism, cipher.key).ok();
            s.call(kind.once(), &[s.h, at, from.len() as u64, at, place(&mut length)]).ok();
            assert!(buffer[..length as usize] == to[..], "{} {kind:?}", cipher.name);
            let mut buffer = from.clone();
            buffer.resize(256, 0);
            let (at, mut length) = (buffer.as_mut_ptr() as usize as u64, 256_u64);
            s.init(kind, &mechanism, cipher.key).ok();
            s.call(kind.update(), &[s.h, at, from.len() as u64, at, place(&mut length)]).ok();
            let mut got = buffer[..length as usize].to_vec();
            got.extend(s.finish(kind).must());
            assert!(got == *to, "{} {kind:?} in parts", cipher.name);
        }
    }
}
