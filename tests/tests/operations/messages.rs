//! Messages (PKCS #11 v3.2, sections 5.9, 5.11, 5.14 and 5.16): one by one and in parts, with vectors that the
//! token makes; and keys that are wrapped with a tag, which have the same parameters.

use crate::cases::{self, bytes};
use strongroom_tests::ffi::{address, place};
use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;

const SEALING: [u64; 3] = [CKM_AES_GCM, CKM_AES_CCM, CKM_CHACHA20_POLY1305];
/// Those whose vectors the token can make.
const GENERATING: [u64; 2] = [CKM_AES_GCM, CKM_AES_CCM];
const NO_MECHANISM: u64 = 0;

/// The names of a family of functions.
struct Family {
    init: &'static str,
    once: &'static str,
    begin: &'static str,
    next: &'static str,
    last: &'static str,
}

const ENCRYPT: Family = Family {
    init: "C_MessageEncryptInit",
    once: "C_EncryptMessage",
    begin: "C_EncryptMessageBegin",
    next: "C_EncryptMessageNext",
    last: "C_MessageEncryptFinal",
};
const DECRYPT: Family = Family {
    init: "C_MessageDecryptInit",
    once: "C_DecryptMessage",
    begin: "C_DecryptMessageBegin",
    next: "C_DecryptMessageNext",
    last: "C_MessageDecryptFinal",
};

/// Words as C has them.
fn bytes_of(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_ne_bytes()).collect()
}

fn start(s: Session, family: &Family, mechanism: u64, key: u64) -> Rv {
    let params = MessageParams::new(mechanism, &[0; 12], 0, CKG_NO_GENERATE, 0);
    let (at, len) = params.words();
    let words = bytes_of(&[mechanism, at, len]);
    s.call(family.init, &[s.h, address(&words), key])
}

fn end(s: Session, family: &Family) -> Rv {
    s.call(family.last, &[s.h])
}

/// One message into a fenced buffer.
fn once(
    s: Session,
    family: &Family,
    params: &MessageParams,
    aad: &[u8],
    input: &[u8],
    room: usize,
) -> (Rv, u64, Guarded) {
    let (mut out, mut len) = (Guarded::new(room), room as u64);
    let (at, n) = params.words();
    let (aad_at, aad_len) = (address(aad), aad.len() as u64);
    let to = out.address();
    let words =
        [s.h, at, n, aad_at, aad_len, address(input), input.len() as u64, to, place(&mut len)];
    let rv = s.call(family.once, &words);
    out.intact();
    (rv, len, out)
}

fn begin(s: Session, family: &Family, params: &MessageParams, aad: &[u8]) -> Rv {
    let (at, n) = params.words();
    s.call(family.begin, &[s.h, at, n, address(aad), aad.len() as u64])
}

fn next(
    s: Session,
    family: &Family,
    params: &MessageParams,
    part: &[u8],
    room: usize,
    last: bool,
) -> (Rv, u64, Guarded) {
    let (mut out, mut len) = (Guarded::new(room), room as u64);
    let (at, n) = params.words();
    let (from, part_len, to) = (address(part), part.len() as u64, out.address());
    let flags = if last { CKF_END_OF_MESSAGE } else { 0 };
    let rv = s.call(family.next, &[s.h, at, n, from, part_len, to, place(&mut len), flags]);
    out.intact();
    (rv, len, out)
}

/// A key for such messages.
fn key_for(s: Session, mechanism: u64, length: u64) -> u64 {
    match mechanism {
        CKM_CHACHA20_POLY1305 => s.generate(&Mech::new(CKM_CHACHA20_KEY_GEN), &Template::new()),
        _ => s.aes(length, &Template::new()),
    }
    .must()
}

/// The usual mechanism with the same parameters.
fn usual(mechanism: u64, iv: &[u8], length: usize) -> Mech {
    match mechanism {
        CKM_AES_CCM => Mech::ccm(length, iv, b"aad", 16),
        CKM_CHACHA20_POLY1305 => Mech::chacha20_poly1305(iv, b"aad"),
        _ => Mech::gcm(iv, b"aad", 128),
    }
}

/// What `C_Encrypt` makes of the same: ciphertext and tag.
fn reference(s: Session, mechanism: u64, key: u64, iv: &[u8], data: &[u8]) -> Vec<u8> {
    s.encrypt(&usual(mechanism, iv, data.len()), key, data).must()
}

/// Many messages with one key: the ciphertext and the tag are those of the usual functions, and what was
/// encrypted is decrypted.
pub fn sealed() {
    let s = Hsm::start().user();
    for mechanism in SEALING {
        let key = key_for(s, mechanism, 32);
        start(s, &ENCRYPT, mechanism, key).ok();
        start(s, &DECRYPT, mechanism, key).ok();
        for (number, length) in [0, 1, 15, 16, 17, 1000, 100_000].into_iter().enumerate() {
            let (data, iv) = (bytes(length), [number as u8; 12]);
            let params = MessageParams::new(mechanism, &iv, 0, CKG_NO_GENERATE, length);
            let (rv, len, out) = once(s, &ENCRYPT, &params, b"aad", &data, length);
            rv.ok();
            let made = [out.bytes(len as usize), &params.tag()].concat();
            assert_eq!(made, reference(s, mechanism, key, &iv, &data));
            let (rv, len, opened) = once(s, &DECRYPT, &params, b"aad", out.bytes(length), length);
            rv.ok();
            assert_eq!(opened.bytes(len as usize), data);
            if length > 0 {
                let short = MessageParams::new(mechanism, &iv, 0, CKG_NO_GENERATE, length);
                let (rv, len, _) = once(s, &ENCRYPT, &short, b"aad", &data, length - 1);
                rv.is(CKR_BUFFER_TOO_SMALL);
                assert_eq!(len, length as u64);
            }
        }
        end(s, &ENCRYPT).ok();
        end(s, &DECRYPT).ok();
    }
}

/// The same in parts. What is decrypted comes when its tag is right, and not before.
pub fn sealed_in_parts() {
    let s = Hsm::start().user();
    for mechanism in SEALING {
        let key = key_for(s, mechanism, 16);
        start(s, &ENCRYPT, mechanism, key).ok();
        start(s, &DECRYPT, mechanism, key).ok();
        for cut in [vec![0], vec![5], vec![16, 16, 1], vec![1, 0, 30], vec![50_000, 7]] {
            let length: usize = cut.iter().sum();
            let (data, iv) = (bytes(length), [cut.len() as u8; 12]);
            let params = MessageParams::new(mechanism, &iv, 0, CKG_NO_GENERATE, length);
            begin(s, &ENCRYPT, &params, b"aad").ok();
            let (mut sealed, mut rest) = (Vec::new(), data.as_slice());
            for (place, part) in cut.iter().enumerate() {
                let (part, after) = rest.split_at(*part);
                let last = place + 1 == cut.len();
                let room = length - sealed.len();
                if last && room > 0 {
                    let (rv, len, _) = next(s, &ENCRYPT, &params, part, room - 1, true);
                    rv.is(CKR_BUFFER_TOO_SMALL);
                    assert_eq!(len as usize, room);
                }
                let (rv, len, out) = next(s, &ENCRYPT, &params, part, room, last);
                rv.ok();
                sealed.extend_from_slice(out.bytes(len as usize));
                rest = after;
            }
            let whole = [sealed.as_slice(), &params.tag()].concat();
            assert_eq!(whole, reference(s, mechanism, key, &iv, &data), "{cut:?}");
            begin(s, &DECRYPT, &params, b"aad").ok();
            let mut rest = sealed.as_slice();
            for (place, part) in cut.iter().enumerate() {
                let (part, after) = rest.split_at(*part);
                let last = place + 1 == cut.len();
                let (rv, len, out) = next(s, &DECRYPT, &params, part, length, last);
                rv.ok();
                assert_eq!(out.bytes(len as usize), if last { &data } else { &[][..] });
                rest = after;
            }
        }
        end(s, &ENCRYPT).ok();
        end(s, &DECRYPT).ok();
    }
}

/// Vectors that the token makes: at random, counted, and combined with a counter; the caller's bits stay.
pub fn vectors() {
    let s = Hsm::start().user();
    let key = s.aes(32, &Template::new()).must();
    let vector = |mechanism, iv: &[u8], fixed, generator| -> Result<Vec<u8>, Rv> {
        let params = MessageParams::new(mechanism, iv, fixed, generator, 4);
        let (rv, len, out) = once(s, &ENCRYPT, &params, b"aad", b"data", 4);
        rv.with(())?;
        let iv = params.vector();
        let made = [out.bytes(len as usize), &params.tag()].concat();
        assert_eq!(made, reference(s, mechanism, key, &iv, b"data"));
        Ok(iv)
    };
    for mechanism in GENERATING {
        start(s, &ENCRYPT, mechanism, key).ok();
        for generator in [CKG_GENERATE, CKG_GENERATE_RANDOM] {
            let mut seen = std::collections::HashSet::new();
            for _ in 0..50 {
                let iv = vector(mechanism, &[0xee; 13], 8, generator).must();
                assert_eq!(iv[0], 0xee);
                assert!(seen.insert(iv));
            }
        }
        end(s, &ENCRYPT).ok();
        for (generator, base) in [(CKG_GENERATE_COUNTER, 0), (CKG_GENERATE_COUNTER_XOR, 0xaa)] {
            start(s, &ENCRYPT, mechanism, key).ok();
            for number in 0..300_u16 {
                let iv = vector(mechanism, &[0xaa; 12], 32, generator).must();
                let mut expected = [base; 12];
                expected[..4].fill(0xaa);
                expected[10] ^= number.to_be_bytes()[0];
                expected[11] ^= number.to_be_bytes()[1];
                assert_eq!(iv, expected);
            }
            end(s, &ENCRYPT).ok();
        }
        // A counter of one bit counts to two.
        start(s, &ENCRYPT, mechanism, key).ok();
        for expected in [0xfe, 0xff] {
            let iv = vector(mechanism, &[0xff; 12], 95, CKG_GENERATE_COUNTER).must();
            assert_eq!(iv[11], expected);
        }
        vector(mechanism, &[0xff; 12], 95, CKG_GENERATE_COUNTER)
            .expect_err("it has ended")
            .is(CKR_KEY_EXHAUSTED);
        for (fixed, generator) in
            [(96, CKG_GENERATE), (97, CKG_GENERATE), (1, CKG_GENERATE_RANDOM), (0, 77)]
        {
            let answer = vector(mechanism, &[0xff; 12], fixed, generator);
            answer.expect_err("no such vector").is(CKR_MECHANISM_PARAM_INVALID);
        }
        end(s, &ENCRYPT).ok();
    }
}

/// What was altered, of the text, the tag, the vector or what goes with them, is refused, and the series goes
/// on; nothing of the text comes out.
pub fn forged() {
    let s = Hsm::start().user();
    for mechanism in SEALING {
        let key = key_for(s, mechanism, 32);
        start(s, &ENCRYPT, mechanism, key).ok();
        start(s, &DECRYPT, mechanism, key).ok();
        let data = bytes(40);
        let params = MessageParams::new(mechanism, &[1; 12], 0, CKG_NO_GENERATE, 40);
        let (rv, _, out) = once(s, &ENCRYPT, &params, b"aad", &data, 40);
        rv.ok();
        let (text, tag) = (out.bytes(40).to_vec(), params.tag());
        let with = |iv: u8, tag: &[u8]| {
            MessageParams::new(mechanism, &[iv; 12], 0, CKG_NO_GENERATE, 40).with_tag(tag)
        };
        let flipped = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            bytes[3] ^= 4;
            bytes
        };
        for (params, aad, text) in [
            (with(1, &tag), &b"aad"[..], flipped(&text)),
            (with(1, &flipped(&tag)), b"aad", text.clone()),
            (with(2, &tag), b"aad", text.clone()),
            (with(1, &tag), b"other", text.clone()),
        ] {
            let (rv, _, out) = once(s, &DECRYPT, &params, aad, &text, 40);
            rv.is(CKR_AEAD_DECRYPT_FAILED);
            assert!(out.bytes(40).windows(8).all(|seen| !data.windows(8).any(|d| d == seen)));
            begin(s, &DECRYPT, &params, aad).ok();
            next(s, &DECRYPT, &params, &text[..9], 40, false).0.ok();
            let (rv, _, out) = next(s, &DECRYPT, &params, &text[9..], 40, true);
            rv.is(CKR_AEAD_DECRYPT_FAILED);
            assert!(out.bytes(40).windows(8).all(|seen| !data.windows(8).any(|d| d == seen)));
        }
        let (rv, _, out) = once(s, &DECRYPT, &with(1, &tag), b"aad", &text, 40);
        rv.ok();
        assert_eq!(out.bytes(40), data);
        s.call("C_MessageEncryptInit", &[s.h, NO_MECHANISM, 0]).ok();
        s.call("C_MessageDecryptInit", &[s.h, NO_MECHANISM, 0]).ok();
    }
}

/// A signature of one message, and of the next parts.
fn sign(s: Session, data: &[u8], room: usize) -> (Rv, u64, Guarded) {
    let (mut out, mut len) = (Guarded::new(room), room as u64);
    let (from, n, to) = (address(data), data.len() as u64, out.address());
    let rv = s.call("C_SignMessage", &[s.h, 0, 0, from, n, to, place(&mut len)]);
    out.intact();
    (rv, len, out)
}

/// Every signature and MAC signs and verifies messages, one by one and in parts.
pub fn signed() {
    let hsm = Hsm::start();
    let s = hsm.user();
    for signer in cases::signers(s) {
        let name = signer.name;
        for flag in [CKF_MESSAGE_SIGN, CKF_MESSAGE_VERIFY, CKF_MULTI_MESSAGE] {
            assert!(hsm.does(signer.mechanism.number, flag), "{name}");
        }
        let with = signer.mechanism.structure();
        s.call("C_MessageSignInit", &[s.h, address(&with), signer.key]).ok();
        s.call("C_MessageVerifyInit", &[s.h, address(&with), signer.public]).ok();
        for length in [0, 1, 63, 64, 65, 1000] {
            let data = bytes(length);
            let (rv, len, _) = sign(s, &data, signer.length - 1);
            rv.is(CKR_BUFFER_TOO_SMALL);
            assert_eq!(len as usize, signer.length, "{name}");
            let (rv, len, out) = sign(s, &data, signer.length);
            rv.ok();
            let signature = out.bytes(len as usize).to_vec();
            s.verify(&signer.mechanism, signer.public, &data, &signature).ok();
            let verify = |data: &[u8], signature: &[u8]| {
                let (from, n) = (address(data), data.len() as u64);
                let words = [s.h, 0, 0, from, n, address(signature), signature.len() as u64];
                s.call("C_VerifyMessage", &words)
            };
            verify(&data, &signature).ok();
            verify(&[&data[..], b"more"].concat(), &signature).is(CKR_SIGNATURE_INVALID);
            verify(&data, &signature).ok();
            // In parts.
            s.call("C_SignMessageBegin", &[s.h, 0, 0]).ok();
            let (head, rest) = data.split_at(length / 3);
            let part = |name, part: &[u8], at: u64, len: u64| {
                s.call(name, &[s.h, 0, 0, address(part), part.len() as u64, at, len])
            };
            part("C_SignMessageNext", head, 0, 0).ok();
            let mut len = 0;
            part("C_SignMessageNext", rest, 0, place(&mut len)).ok();
            let mut out = Guarded::new(len as usize);
            part("C_SignMessageNext", rest, out.address(), place(&mut len)).ok();
            let signature = out.bytes(len as usize).to_vec();
            s.verify(&signer.mechanism, signer.public, &data, &signature).ok();
            for (tail, expected) in [(rest, CKR_OK), (&b"other"[..], CKR_SIGNATURE_INVALID)] {
                s.call("C_VerifyMessageBegin", &[s.h, 0, 0]).ok();
                part("C_VerifyMessageNext", head, 0, 0).ok();
                let n = signature.len() as u64;
                part("C_VerifyMessageNext", tail, address(&signature), n).is(expected);
                part("C_VerifyMessageNext", tail, address(&signature), n)
                    .is(CKR_OPERATION_NOT_INITIALIZED);
            }
        }
        s.call("C_MessageSignFinal", &[s.h]).ok();
        s.call("C_MessageVerifyFinal", &[s.h]).ok();
        s.call("C_MessageSignFinal", &[s.h]).is(CKR_OPERATION_NOT_INITIALIZED);
    }
}

/// What is called out of turn, and what ends a series.
pub fn order() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let key = s.aes(32, &Template::new()).must();
    let params = MessageParams::new(CKM_AES_GCM, &[1; 12], 0, CKG_NO_GENERATE, 4);
    for family in [&ENCRYPT, &DECRYPT] {
        once(s, family, &params, b"", b"data", 4).0.is(CKR_OPERATION_NOT_INITIALIZED);
        begin(s, family, &params, b"").is(CKR_OPERATION_NOT_INITIALIZED);
        next(s, family, &params, b"data", 4, true).0.is(CKR_OPERATION_NOT_INITIALIZED);
        end(s, family).is(CKR_OPERATION_NOT_INITIALIZED);
        start(s, family, CKM_AES_GCM, key).ok();
        start(s, family, CKM_AES_GCM, key).is(CKR_OPERATION_ACTIVE);
        next(s, family, &params, b"data", 4, false).0.is(CKR_OPERATION_NOT_INITIALIZED);
        begin(s, family, &params, b"").ok();
        begin(s, family, &params, b"").is(CKR_OPERATION_ACTIVE);
        once(s, family, &params, b"", b"data", 4).0.is(CKR_OPERATION_ACTIVE);
        end(s, family).is(CKR_OPERATION_ACTIVE);
        s.call(family.init, &[s.h, NO_MECHANISM, 0]).ok();
        end(s, family).is(CKR_OPERATION_NOT_INITIALIZED);
        // The structure of another mechanism, and none.
        start(s, family, CKM_AES_CCM, key).ok();
        once(s, family, &params, b"", b"data", 4).0.is(CKR_MECHANISM_PARAM_INVALID);
        let bare = [s.h, 0, 0, 0, 0, address(b"data"), 4, 0, place(&mut 0_u64)];
        s.call(family.once, &bare).is(CKR_MECHANISM_PARAM_INVALID);
        let wrong = MessageParams::new(CKM_AES_CCM, &[1; 12], 0, CKG_NO_GENERATE, 5);
        once(s, family, &wrong, b"", b"data", 4).0.is(CKR_MECHANISM_PARAM_INVALID);
        end(s, family).ok();
        let chacha = key_for(s, CKM_CHACHA20_POLY1305, 32);
        start(s, family, CKM_CHACHA20_POLY1305, chacha).ok();
        once(s, family, &params, b"", b"data", 4).0.is(CKR_MECHANISM_PARAM_INVALID);
        for length in [8, 11, 13, 24] {
            let nonce = vec![1; length];
            let wrong = MessageParams::new(CKM_CHACHA20_POLY1305, &nonce, 0, CKG_NO_GENERATE, 0);
            once(s, family, &wrong, b"", b"data", 4).0.is(CKR_MECHANISM_PARAM_INVALID);
        }
        end(s, family).ok();
        start(s, family, CKM_AES_GCM, key).ok();
        let other = MessageParams::new(CKM_CHACHA20_POLY1305, &[1; 12], 0, CKG_NO_GENERATE, 0);
        once(s, family, &other, b"", b"data", 4).0.is(CKR_MECHANISM_PARAM_INVALID);
        end(s, family).ok();
        let plain = Mech::new(CKM_AES_ECB).structure();
        s.call(family.init, &[s.h, address(&plain), key]).is(CKR_MECHANISM_INVALID);
    }
    // One part only.
    let (public, private) = s.pair(P256, &Template::new(), &Template::new()).must();
    let ecdsa = Mech::new(CKM_ECDSA).structure();
    for (init, first, key) in [
        ("C_MessageSignInit", "C_SignMessageBegin", private),
        ("C_MessageVerifyInit", "C_VerifyMessageBegin", public),
    ] {
        s.call(first, &[s.h, 0, 0]).is(CKR_OPERATION_NOT_INITIALIZED);
        s.call(init, &[s.h, address(&ecdsa), key]).ok();
        s.call(first, &[s.h, 0, 0]).is(CKR_OPERATION_NOT_INITIALIZED);
        s.call(first, &[s.h, address(b"x"), 1]).is(CKR_MECHANISM_PARAM_INVALID);
    }
    sign(s, &[7; 32], 64).0.ok();
    // A series with a private key ends with the login; another goes on.
    s.logout().ok();
    sign(s, &[7; 32], 64).0.is(CKR_OPERATION_NOT_INITIALIZED);
    s.call("C_MessageVerifyFinal", &[s.h]).ok();
}

/// A key that wants a login for each use wants one for each message.
pub fn a_login_for_each() {
    let s = Hsm::start().user();
    let careful = template![CKA_ALWAYS_AUTHENTICATE => true];
    let (public, private) = s.pair(P256, &Template::new(), &careful).must();
    let with = Mech::new(CKM_ECDSA_SHA256).structure();
    s.call("C_MessageSignInit", &[s.h, address(&with), private]).ok();
    for _ in 0..2 {
        sign(s, b"data", 64).0.is(CKR_USER_NOT_LOGGED_IN);
        s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
        sign(s, b"data", 63).0.is(CKR_BUFFER_TOO_SMALL);
        let (rv, len, out) = sign(s, b"data", 64);
        rv.ok();
        let signature = out.bytes(len as usize);
        s.verify(&Mech::new(CKM_ECDSA_SHA256), public, b"data", signature).ok();
    }
    // A login in the middle of a message is for that message.
    s.call("C_SignMessageBegin", &[s.h, 0, 0]).ok();
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    let (mut out, mut len) = (Guarded::new(64), 64_u64);
    let words = [s.h, 0, 0, address(b"data"), 4, out.address(), place(&mut len)];
    s.call("C_SignMessageNext", &words).ok();
    sign(s, b"data", 64).0.is(CKR_USER_NOT_LOGGED_IN);
    s.call("C_MessageSignFinal", &[s.h]).ok();
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).is(CKR_OPERATION_NOT_INITIALIZED);
}

/// Secret and private keys, wrapped with a vector that the token makes and a tag beside them.
pub fn wrapped_keys() {
    let s = Hsm::start().user();
    let open = template![CKA_EXTRACTABLE => true, CKA_SENSITIVE => false];
    let secret = s.generic(40, &open).must();
    let (_, private) = s.pair(P256, &Template::new(), &open).must();
    let closed = s.generic(16, &template![CKA_EXTRACTABLE => false]).must();
    let wrap =
        |(mechanism, wrapping): (u64, u64), params: &MessageParams, key: u64, room: usize| {
            let (mut out, mut len) = (Guarded::new(room), room as u64);
            let ((at, n), to) = (params.words(), out.address());
            let with = bytes_of(&[mechanism, at, n]);
            let at_len = place(&mut len);
            let words = [s.h, address(&with), wrapping, key, address(b"aad"), 3, to, at_len];
            let rv = s.call("C_WrapKeyAuthenticated", &words);
            out.intact();
            (rv, len, out)
        };
    let unwrap = |(mechanism, wrapping): (u64, u64),
                  params: &MessageParams,
                  wrapped: &[u8],
                  new: &Template| {
        let (array, mut key) = (new.array(), 0_u64);
        let (at, n) = params.words();
        let (with, wrapped_len) = (bytes_of(&[mechanism, at, n]), wrapped.len() as u64);
        let (from, aad, to) = (address(wrapped), address(b"aad"), place(&mut key));
        let words = [
            s.h,
            address(&with),
            wrapping,
            from,
            wrapped_len,
            address(&array),
            new.count(),
            aad,
            3,
            to,
        ];
        s.call("C_UnwrapKeyAuthenticated", &words).with(key)
    };
    let of_secret = template![
        CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET,
        CKA_EXTRACTABLE => true, CKA_SENSITIVE => false
    ];
    let of_private = template![
        CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => CKK_EC,
        CKA_EXTRACTABLE => true, CKA_SENSITIVE => false
    ];
    // The nonces of ChaCha20 are never the token's to make.
    for mechanism in SEALING {
        let generates = GENERATING.contains(&mechanism);
        let generator = if generates { CKG_GENERATE } else { CKG_NO_GENERATE };
        let wrapping = key_for(s, mechanism, 32);
        let with = (mechanism, wrapping);
        for (key, new) in [(secret, &of_secret), (private, &of_private)] {
            let params = MessageParams::new(mechanism, &[0; 12], 0, generator, 0);
            let (rv, len, out) = wrap(with, &params, key, 512);
            rv.ok();
            assert_eq!(params.vector() != [0; 12], generates);
            let wrapped = out.bytes(len as usize).to_vec();
            let short = MessageParams::new(mechanism, &[0; 12], 0, generator, 0);
            let (rv, needed, _) = wrap(with, &short, key, len as usize - 1);
            rv.is(CKR_BUFFER_TOO_SMALL);
            assert_eq!(needed, len);
            let again = unwrap(with, &params, &wrapped, new).must();
            assert_eq!(s.get(again, CKA_VALUE).must(), s.get(key, CKA_VALUE).must());
            // The usual function takes ciphertext and tag in one.
            let whole = [wrapped.as_slice(), &params.tag()].concat();
            let again =
                s.unwrap(&usual(mechanism, &params.vector(), 0), wrapping, &whole, new).must();
            assert_eq!(s.get(again, CKA_VALUE).must(), s.get(key, CKA_VALUE).must());
            let mut tag = params.tag();
            tag[0] ^= 1;
            let forged = params.with_tag(&tag);
            unwrap(with, &forged, &wrapped, new)
                .expect_err("it was forged")
                .is(CKR_WRAPPED_KEY_INVALID);
        }
        let params = MessageParams::new(mechanism, &[0; 12], 0, generator, 0);
        wrap(with, &params, closed, 512).0.is(CKR_KEY_UNEXTRACTABLE);
        wrap(with, &params, 0, 512).0.is(CKR_KEY_HANDLE_INVALID);
        if generates {
            let counted = MessageParams::new(mechanism, &[0; 12], 0, CKG_GENERATE_COUNTER, 0);
            wrap(with, &counted, secret, 512).0.is(CKR_MECHANISM_PARAM_INVALID);
        }
    }
    let wrapping = s.aes(32, &Template::new()).must();
    let params = MessageParams::new(CKM_AES_GCM, &[0; 12], 0, CKG_GENERATE, 0);
    wrap((CKM_AES_KEY_WRAP, wrapping), &params, secret, 512).0.is(CKR_MECHANISM_INVALID);
}
