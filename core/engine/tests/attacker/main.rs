//! A model checker that plays an attacker: somebody who may make every call as the user, sees everything that
//! comes out, and knows what follows from it (Delaune, Kremer and Steel 2008; Bortolozzo, Centenaro, Focardi
//! and Steel 2010). The calls are made of a real token; what their outputs contain is kept in `terms`. In the
//! profile `strict` no sequence of calls may give him the value of a key that was sensitive from the
//! beginning; in `standard`, which is what the specification allows, he finds the classic attacks, which
//! proves that he can.
//!
//! Seeds are fixed, so that a run is the same each time; `STRONGROOM_ATTACKER_RUNS` makes more of them, and a
//! failure says the calls that led to it.

mod game;
mod terms;

use game::{Game, Move, Token};
use std::collections::BTreeMap;
use strongroom_base::Profile;
use terms::Way;

/// Calls of one run.
const CALLS: usize = 30;

fn runs(default: u64) -> u64 {
    std::env::var("STRONGROOM_ATTACKER_RUNS").ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// Plays games of some moves until a leak came about in a certain way, or all are played; gives how each leak
/// came about, with the calls of the first.
fn play(
    profile: Profile,
    moves: &[Move],
    ways: &[Way],
    until: Option<&str>,
    runs: u64,
) -> BTreeMap<&'static str, String> {
    let token = Token::new(profile);
    let mut leaks = BTreeMap::new();
    for seed in 0..runs {
        let mut game = Game::new(&token, moves, ways, seed);
        for _ in 0..CALLS {
            if let Some(how) = game.step() {
                leaks.entry(how).or_insert_with(|| game.told());
                break;
            }
        }
        game.end();
        if until.is_some_and(|how| leaks.contains_key(how)) {
            break;
        }
    }
    leaks
}

/// The attacks, as what the attacker limits himself to, and how the secret comes out.
const CLASSICS: &[(&str, &[Move], &[Way], &str)] = &[
    (
        "wrap, then decrypt",
        &[Move::Generate, Move::Wrap, Move::Decrypt],
        &[Way::Ecb, Way::Cbc, Way::Kw],
        "decrypted",
    ),
    (
        "roles changed over time",
        &[Move::GenerateForOne, Move::Set, Move::Wrap, Move::Decrypt],
        &[Way::Cbc],
        "decrypted",
    ),
    (
        "encrypt a known key, unwrap it, and wrap with it",
        &[Move::Generate, Move::Encrypt, Move::Unwrap, Move::Wrap],
        &[Way::Ecb],
        "under a known key",
    ),
    (
        "a known wrapping key",
        &[Move::Generate, Move::Create, Move::Wrap],
        &[Way::Kw],
        "under a known key",
    ),
    (
        "unwrapped as an open key",
        &[Move::Generate, Move::Wrap, Move::Unwrap, Move::Read],
        &[Way::Kw],
        "read",
    ),
    (
        "one blob under two templates",
        &[Move::GenerateForOne, Move::Wrap, Move::Unwrap, Move::Encrypt, Move::DeriveByEncryption],
        &[Way::Ecb, Way::Kw],
        "computed outside",
    ),
    (
        "a derivation that encrypts",
        &[Move::Generate, Move::Encrypt, Move::DeriveByEncryption],
        &[Way::Ecb],
        "computed outside",
    ),
    (
        "a derivation that signs",
        &[Move::Generate, Move::Sign, Move::DeriveByHash],
        &[],
        "computed outside",
    ),
    ("a byte at a time", &[Move::Generate, Move::DeriveByte, Move::Sign], &[], "tried"),
    (
        "two keys under one key stream",
        &[Move::Generate, Move::Create, Move::Wrap],
        &[Way::Gcm],
        "under a known key stream",
    ),
    (
        "a wrapping key that can be read",
        &[Move::Generate, Move::Wrap, Move::Read],
        &[Way::Kw],
        "under a known key",
    ),
];

#[test]
fn the_standard_profile_has_the_classic_attacks() {
    for (name, moves, ways, how) in CLASSICS {
        let leaks = play(Profile::Standard, moves, ways, Some(how), 60_000);
        assert!(leaks.contains_key(how), "{name} was not found, but {:?}", leaks.keys());
    }
}

#[test]
fn the_strict_profile_has_none_of_them() {
    for (name, moves, ways, _) in CLASSICS {
        let leaks = play(Profile::Strict, moves, ways, None, runs(300));
        assert!(leaks.is_empty(), "{name}: {leaks:#?}");
    }
}

#[test]
fn no_sequence_of_calls_gets_a_key_out_of_a_strict_token() {
    let leaks = play(Profile::Strict, Move::ALL, Way::ALL, None, runs(4000));
    for (how, calls) in &leaks {
        println!("{how}:\n{calls}");
    }
    assert!(leaks.is_empty());
}
