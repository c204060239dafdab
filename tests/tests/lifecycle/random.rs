//! Calls in no order at all, with arguments that are mostly good and sometimes absurd. Whatever state
//! this leads to, each call comes back with a return value of the specification that says something.

use crate::caller::{Caller, SHRUGS, is_destructive, is_pointer};
use crate::signatures::{Arg, FUNCTIONS, arguments};
use std::time::{Duration, Instant};
use strongroom_tests::keys::P256;
use strongroom_tests::names;
use strongroom_tests::prelude::*;

/// Numbers that differ from run to run only by the seed (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % sides
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.roll(list.len())]
    }
}

/// Keys of each kind, and mechanisms for them and for none.
struct Things {
    keys: Vec<u64>,
    mechanisms: Vec<Mech>,
    structures: Vec<Vec<u8>>,
}

impl Things {
    fn new(s: Session) -> Things {
        let kept = template![CKA_TOKEN => true];
        let (public, private) = s.pair(P256, &kept, &kept).must();
        let (rsa_public, rsa) = s.rsa(2048, &kept, &kept).must();
        let aes = s.aes(16, &kept.clone().with(CKA_EXTRACTABLE, true)).must();
        let secret = s.generic(32, &kept).must();
        let mechanisms = vec![
            Mech::gcm(&[1; 12], b"more", 128),
            Mech::ccm(16, &[1; 12], b"", 16),
            Mech::ctr(64, &[1; 16]),
            Mech::bytes(CKM_AES_CBC, &[1; 16]),
            Mech::bytes(CKM_AES_CBC_PAD, &[1; 16]),
            Mech::new(CKM_AES_ECB),
            Mech::new(CKM_AES_KEY_WRAP_KWP),
            Mech::new(CKM_AES_CMAC),
            Mech::new(CKM_SHA256_HMAC),
            Mech::new(CKM_SHA512_HMAC_GENERAL).word(20),
            Mech::new(CKM_SHA256),
            Mech::new(CKM_SHA3_512),
            Mech::new(CKM_ECDSA_SHA256),
            Mech::new(CKM_RSA_PKCS),
            Mech::new(CKM_SHA256_RSA_PKCS),
            Mech::oaep(CKM_SHA_1, CKG_MGF1_SHA1, b""),
            Mech::hkdf(CKM_SHA256, b"salt", b"info"),
            Mech::new(CKM_AES_KEY_GEN),
            Mech::new(CKM_EC_KEY_PAIR_GEN),
            Mech::new(0x7777),
        ];
        let structures = mechanisms.iter().map(Mech::structure).collect();
        Things { keys: vec![public, private, rsa_public, rsa, aes, secret], mechanisms, structures }
    }
}

/// One call, with arguments by chance.
fn any_call(dice: &mut Dice, caller: &mut Caller, things: &Things) -> Rv {
    let (name, signature) = loop {
        let (name, signature) = dice.of(FUNCTIONS);
        // Ends of sessions and logins are rarer, so that something happens between them.
        let rare = matches!(
            *name,
            "C_CloseSession"
                | "C_CloseAllSessions"
                | "C_Logout"
                | "C_Login"
                | "C_LoginUser"
                | "C_OpenSession"
        );
        if !is_destructive(name) && (!rare || dice.roll(20) == 0) {
            break (*name, signature);
        }
    };
    let kinds = arguments(signature);
    let mut words = caller.good(&kinds);
    *caller.length = *dice.of(&[0, 1, 16, 33, 256, 4096, 4096, 4096]);
    for (kind, word) in kinds.iter().zip(&mut words) {
        match kind {
            Arg::Object if name != "C_DestroyObject" => *word = *dice.of(&things.keys),
            Arg::Mechanism => {
                *word =
                    things.structures[dice.roll(things.structures.len())].as_ptr() as usize as u64
            }
            Arg::Length => *word = *dice.of(&[0, 1, 15, 16, 16, 32, 32, 64]),
            Arg::Number => {
                *word = *dice.of(&[
                    1,
                    0,
                    2,
                    3,
                    CKF_DONT_BLOCK,
                    CKF_SIGN | CKF_FIND_OBJECTS,
                    CKF_SERIAL_SESSION | CKF_RW_SESSION,
                ])
            }
            _ => {}
        }
        if dice.roll(100) == 0 {
            *word = match kind {
                Arg::Count | Arg::Length => *dice.of(&[0, 1 << 32, u64::MAX]),
                kind if is_pointer(*kind) => 0,
                _ => u64::MAX,
            };
        }
    }
    if name == "C_WaitForSlotEvent" {
        words[0] = CKF_DONT_BLOCK;
    }
    if name == "C_FindObjects" {
        words[2] = words[2].min(256);
    }
    if name == "C_GetSlotList" || name == "C_GetMechanismList" {
        *caller.length = 256;
    }
    caller.hsm.m.call(name, &words)
}

/// Calls for a while; gives how many, and how many of them did something.
fn storm(seed: u64, caller: &mut Caller, things: &Things, time: Duration) -> (usize, usize) {
    let (mut dice, begun, mut calls, mut done) = (Dice(seed), Instant::now(), 0, 0);
    while begun.elapsed() < time {
        let rv = any_call(&mut dice, caller, things);
        assert!(!SHRUGS.contains(&rv.code), "seed {seed}, call {calls}: {rv}");
        let known = names::RETURN_VALUES.iter().any(|(code, _)| *code == rv.code);
        assert!(known, "seed {seed}, call {calls}: {} gave 0x{:x}", rv.call, rv.code);
        calls += 1;
        done += usize::from(rv.code == CKR_OK);
        if calls % 50 == 0 {
            caller.ready();
        }
    }
    (calls, done)
}

/// One thread, one session after another.
pub fn any_call_after_any_other() {
    let mut caller = Caller::new();
    let keeper = caller.hsm.rw();
    let things = Things::new(keeper);
    let (calls, done) = storm(0x5eed_0001, &mut caller, &things, Duration::from_secs(3));
    println!("{calls} calls with {} mechanisms, {done} succeeded", things.mechanisms.len());
    assert!(done > 100);
}

/// Four threads on the sessions of one application.
pub fn any_call_beside_any_other() {
    let caller = Caller::new();
    let things = Things::new(caller.hsm.rw());
    let done: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=4)
            .map(|n| {
                let (caller, things) = (caller.again(), &things);
                scope.spawn(move || {
                    let mut caller = caller;
                    storm(0x5eed_0100 + n, &mut caller, things, Duration::from_secs(3))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("a thread").1).sum()
    });
    println!("{done} calls succeeded");
    assert!(done > 100);
}
