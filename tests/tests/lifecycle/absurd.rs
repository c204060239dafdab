//! Nonsense from the caller: NULL with a length, lengths of 2^32 and more, counts without end, templates
//! within themselves, structures at odd addresses. Every call comes back, with a return value that says
//! something.

use crate::caller::{Caller, SHRUGS, is_destructive, is_pointer};
use crate::signatures::{Arg, FUNCTIONS, arguments};
use strongroom_tests::ffi::{address, place};
use strongroom_tests::keys::{P256, octets};
use strongroom_tests::prelude::*;

/// Lengths that no buffer here has.
const HUGE: [u64; 6] = [1 << 32, (1 << 32) + 16, 1 << 40, 1 << 63, u64::MAX - 1, u64::MAX];

/// Each pointer of each function is NULL, alone and with all others.
pub fn null_pointers() {
    let mut caller = Caller::new();
    let mut report = Report::new();
    for (name, signature) in FUNCTIONS {
        let kinds = arguments(signature);
        let pointers: Vec<usize> = (0..kinds.len()).filter(|n| is_pointer(kinds[*n])).collect();
        let each = pointers.iter().map(|n| vec![*n]);
        for nulls in each.chain([pointers.clone()]).filter(|nulls| !nulls.is_empty()) {
            caller.ready();
            let mut words = caller.good(&kinds);
            nulls.iter().for_each(|n| words[*n] = 0);
            let rv = caller.hsm.m.call(name, &words).code;
            let what = format!("{name} with NULL as {:?}: {}", nulls, Rv { code: rv, call: name });
            report.holds(&what, !SHRUGS.contains(&rv));
            let may_be_null = |n: usize| match kinds[n] {
                Arg::Output => true,
                Arg::Mechanism => name.ends_with("Init"),
                Arg::Place => matches!(*name, "C_GetSlotList" | "C_GetMechanismList"),
                // NULL is a PIN entered elsewhere, or the absence of a name.
                Arg::Input => matches!(
                    *name,
                    "C_Login" | "C_LoginUser" | "C_SetPIN" | "C_InitPIN" | "C_InitToken"
                ),
                _ => false,
            };
            if !nulls.iter().all(|n| may_be_null(*n)) {
                report.holds(what, rv != CKR_OK);
            }
        }
    }
    report.finish("NULL pointers");
}

/// Each length and count of each function is far too large.
pub fn huge_lengths() {
    let mut caller = Caller::new();
    let mut report = Report::new();
    for (name, signature) in FUNCTIONS.iter().filter(|(name, _)| !is_destructive(name)) {
        let kinds = arguments(signature);
        let lengths = (0..kinds.len()).filter(|n| matches!(kinds[*n], Arg::Count | Arg::Length));
        for (at, huge) in lengths.flat_map(|at| HUGE.map(|huge| (at, huge))) {
            caller.ready();
            let mut words = caller.good(&kinds);
            words[at] = huge;
            let rv = caller.hsm.m.call(name, &words).code;
            let what =
                format!("{name} with length 0x{huge:x} at {at}: {}", Rv { code: rv, call: name });
            report.holds(what, rv != CKR_OK && !SHRUGS.contains(&rv));
        }
    }
    report.finish("huge lengths");
}

/// More room than there is memory, as programs say that trust the module: what fits is written.
pub fn room_without_end() {
    let mut caller = Caller::new();
    let mut report = Report::new();
    for (name, signature) in FUNCTIONS {
        let kinds = arguments(signature);
        for at in (0..kinds.len()).filter(|n| kinds[*n] == Arg::OutputLength) {
            for huge in HUGE {
                caller.ready();
                let words = caller.good(&kinds);
                *caller.length = huge;
                let rv = caller.hsm.m.call(name, &words).code;
                let what =
                    format!("{name}, 0x{huge:x} bytes at {at}: {}", Rv { code: rv, call: name });
                report.holds(what, !SHRUGS.contains(&rv) && rv != CKR_BUFFER_TOO_SMALL);
                report
                    .holds(format!("{name} has a length"), rv != CKR_OK || *caller.length <= 4096);
            }
        }
    }
    report.finish("room without end");
}

/// A session, object or slot that is not there.
pub fn handles_of_nothing() {
    let mut caller = Caller::new();
    let mut report = Report::new();
    for (name, signature) in FUNCTIONS {
        let kinds = arguments(signature);
        for at in 0..kinds.len() {
            let want: &[u64] = match kinds[at] {
                Arg::Session => &[CKR_SESSION_HANDLE_INVALID],
                Arg::Slot => &[CKR_SLOT_ID_INVALID],
                _ => continue,
            };
            for handle in [0xdead_beef, 1 << 63, u64::MAX] {
                caller.ready();
                let mut words = caller.good(&kinds);
                words[at] = handle;
                let rv = caller.hsm.m.call(name, &words).code;
                let legacy = matches!(*name, "C_GetFunctionStatus" | "C_CancelFunction");
                let want = if legacy { &[CKR_FUNCTION_NOT_PARALLEL] } else { want };
                report.answers(format!("{name} with handle 0x{handle:x}"), rv, want);
            }
        }
    }
    report.finish("handles of nothing");
}

/// Mechanisms with a key and what can be done with it.
fn mechanisms(s: Session) -> Vec<(Mech, u64, &'static str)> {
    let aes = s.aes(16, &Template::new()).must();
    let (public, private) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let (other, ec) = s.pair(P256, &Template::new(), &Template::new()).must();
    let (_, ed) =
        s.pair(strongroom_tests::keys::ED25519, &Template::new(), &Template::new()).must();
    let secret = s.generic(32, &Template::new()).must();
    let point = s.get(other, CKA_EC_POINT).must();
    let pss = |number| Mech::pss(number, CKM_SHA256, CKG_MGF1_SHA256, 32);
    vec![
        (Mech::gcm(&[1; 12], b"more", 128), aes, "C_EncryptInit"),
        (Mech::ccm(16, &[1; 12], b"more", 16), aes, "C_EncryptInit"),
        (Mech::ctr(64, &[1; 16]), aes, "C_EncryptInit"),
        (Mech::bytes(CKM_AES_CBC, &[1; 16]), aes, "C_EncryptInit"),
        (Mech::bytes(CKM_AES_CBC_PAD, &[1; 16]), aes, "C_DecryptInit"),
        (Mech::oaep(CKM_SHA_1, CKG_MGF1_SHA1, b"label"), public, "C_EncryptInit"),
        (pss(CKM_RSA_PKCS_PSS), private, "C_SignInit"),
        (pss(CKM_SHA256_RSA_PKCS_PSS), private, "C_SignInit"),
        (Mech::new(CKM_SHA256_HMAC_GENERAL).word(16), secret, "C_SignInit"),
        (Mech::new(CKM_AES_CMAC_GENERAL).word(8), aes, "C_SignInit"),
        (Mech::eddsa(false, b"context"), ed, "C_SignInit"),
        (
            Mech::ecdh(CKM_ECDH1_DERIVE, CKD_SHA256_KDF, b"shared", octets(&point)),
            ec,
            "C_DeriveKey",
        ),
        (Mech::hkdf(CKM_SHA256, b"salt", b"info"), secret, "C_DeriveKey"),
    ]
}

/// Calls a function that takes a mechanism, and what follows it; gives the return value of the first that
/// fails.
fn drive(s: Session, function: &'static str, mechanism: &[u8], key: u64) -> u64 {
    let derived = strongroom_tests::keys::derived(16);
    let (array, mut handle) = (derived.array(), 0_u64);
    if function == "C_DeriveKey" {
        let words =
            [s.h, address(mechanism), key, address(&array), derived.count(), place(&mut handle)];
        return s.call(function, &words).code;
    }
    let rv = s.call(function, &[s.h, address(mechanism), key]).code;
    if rv != CKR_OK {
        return rv;
    }
    let once = match function {
        "C_EncryptInit" => "C_Encrypt",
        "C_DecryptInit" => "C_Decrypt",
        _ => "C_Sign",
    };
    let (rv, ..) = s.io_into(Io(once), &[3; 32], 4096);
    s.call("C_SessionCancel", &[s.h, CKF_ENCRYPT | CKF_DECRYPT | CKF_SIGN]).ok();
    rv.code
}

/// Each word of each parameter: pointers become NULL, lengths and numbers become huge; each parameter
/// loses and gains bytes, or is NULL with its length.
pub fn poisoned_parameters() {
    let s = Hsm::start().user();
    let mut report = Report::new();
    for (mechanism, key, function) in mechanisms(s) {
        let name = format!("0x{:x}", mechanism.number);
        let words: Vec<u64> = mechanism
            .parameter
            .chunks_exact(8)
            .map(|w| u64::from_ne_bytes(w.try_into().expect("a word")))
            .collect();
        let mut check = |what: String, at: u64, length: u64, want: Option<&[u64]>| {
            let words = [mechanism.number, at, length];
            let structure: Vec<u8> = words.iter().flat_map(|w| w.to_ne_bytes()).collect();
            let rv = drive(s, function, &structure, key);
            let what = format!("{name}, {what}: {}", Rv { code: rv, call: function });
            match want {
                Some(want) => report.answers(what, rv, want),
                None => report.holds(what, !SHRUGS.contains(&rv)),
            }
        };
        let structured = !matches!(mechanism.number, CKM_AES_CBC | CKM_AES_CBC_PAD);
        for (at, word) in words.iter().enumerate().filter(|_| structured) {
            let values: &[u64] = if *word > 1 << 32 { &[0] } else { &HUGE };
            for value in values {
                let mut poisoned = mechanism.parameter.clone();
                poisoned[at * 8..at * 8 + 8].copy_from_slice(&value.to_ne_bytes());
                let length = poisoned.len() as u64;
                check(format!("word {at} is 0x{value:x}"), address(&poisoned), length, None);
            }
        }
        let length = mechanism.parameter.len() as u64;
        let parameter = address(&mechanism.parameter);
        let refused: &[u64] = &[CKR_MECHANISM_PARAM_INVALID, CKR_ARGUMENTS_BAD];
        let shapes = [
            (0, length),
            (0, u64::MAX),
            (parameter, length - 1),
            (parameter, 0),
            (parameter, 1 << 32),
            (parameter, u64::MAX),
        ];
        for (at, length) in shapes {
            // Ed25519 may go without.
            let optional = mechanism.number == CKM_EDDSA && length == 0;
            let want = if optional { &[CKR_OK] } else { refused };
            check(format!("parameter at 0x{at:x} of 0x{length:x} bytes"), at, length, Some(want));
        }
    }
    report.finish("poisoned parameters");
}

/// A call with a template: its address and its count.
type Call<'a> = &'a dyn Fn(u64, u64) -> Rv;

/// Templates without end: counts, lengths, and arrays that contain themselves.
pub fn endless_templates() {
    let s = Hsm::start().user();
    let key = s.aes(16, &Template::new()).must();
    let calls: [(&str, Call); 5] = [
        ("create", &|at, count| s.call("C_CreateObject", &[s.h, at, count, place(&mut 0_u64)])),
        ("copy", &|at, count| s.call("C_CopyObject", &[s.h, key, at, count, place(&mut 0_u64)])),
        ("set", &|at, count| s.call("C_SetAttributeValue", &[s.h, key, at, count])),
        ("get", &|at, count| s.call("C_GetAttributeValue", &[s.h, key, at, count])),
        ("find", &|at, count| s.call("C_FindObjectsInit", &[s.h, at, count])),
    ];
    let mut report = Report::new();
    for (name, call) in calls {
        for huge in HUGE.into_iter().chain([100_000]) {
            let attribute = [CKA_LABEL, 0, 0_u64];
            let rv = call(attribute.as_ptr() as usize as u64, huge).code;
            report.answers(
                format!("{name}, {huge} attributes"),
                rv,
                &[CKR_ARGUMENTS_BAD, CKR_TEMPLATE_INCONSISTENT],
            );
            if name == "get" {
                continue;
            }
            for (kind, at) in [
                (CKA_LABEL, 0),
                (CKA_LABEL, address(b"short")),
                (CKA_TOKEN, 0),
                (CKA_WRAP_TEMPLATE, address(b"short")),
            ] {
                let attribute = [kind, at, huge];
                let rv = call(attribute.as_ptr() as usize as u64, 1).code;
                if huge != 100_000 || at == 0 {
                    let what = format!("{name}, 0x{kind:x} of {huge} bytes");
                    report.answers(what, rv, &[CKR_ATTRIBUTE_VALUE_INVALID, CKR_ARGUMENTS_BAD]);
                }
            }
        }
        let mut own = [CKA_WRAP_TEMPLATE, 0, 24, CKA_WRAP_TEMPLATE, 0, 48_u64];
        let at = own.as_ptr() as usize as u64;
        (own[1], own[4]) = (at, at);
        std::hint::black_box(&own);
        for count in [1, 2] {
            if name != "get" {
                let rv = call(at, count).code;
                report.answers(
                    format!("{name}, a template in itself"),
                    rv,
                    &[CKR_ATTRIBUTE_VALUE_INVALID, CKR_ARGUMENTS_BAD],
                );
            }
        }
    }
    report.finish("endless templates");
}
