//! Two instances that have nothing in common but a key: what one wraps the other unwraps. The first is the test's
//! own, at a service in the test's second run; the other is in a directory. Between tokens of one instance
//! every language does the same (`tests/vectors/interop.json`).

use crate::place::{of, rv, spec};
use strongroom::*;
use strongroom_tests::instance;

/// An RSA key pair of the one that unwraps, and its public key at the one that wraps.
fn rsa(here: &Session, there: &Session) -> (Object, Object) {
    let pair = there.generate_pair(&spec("rsa:2048")).expect("a pair");
    let info = Secret::from(pair.public.public_key_info().expect("its encoding"));
    let public = here.import_file(&info, &spec("rsa")).expect("a public key").objects();
    let [public] = public.try_into().expect("one key");
    (public, pair.private.into())
}

/// An AES key that both have.
fn aes(here: &Session, there: &Session) -> (Object, Object) {
    let value = Secret::from([0x2b; 32].as_slice());
    let [one, other] = [here, there]
        .map(|session| session.import_secret(&value, &spec("aes:256")).expect("a key"));
    (one.into(), other.into())
}

/// Both ways.
pub fn what_one_wraps_the_other_unwraps() {
    let first = crate::place::hsm();
    let directory = instance::directory().join("other");
    std::fs::create_dir(&directory).expect("a directory");
    instance::make(&directory, 1);
    let second = Hsm::open(&of_directory(&directory)).expect("the other instance");
    let (first, second) = (of(&first, 0), of(&second, 0));
    for (here, there) in [(&first, &second), (&second, &first)] {
        for (mechanism, keys, kinds) in [
            (Mechanism::rsa_oaep(Hash::Sha256), rsa(here, there), &["aes:256", "hmac-sha512"][..]),
            (
                Mechanism::aes_kwp(),
                aes(here, there),
                &["aes:128", "ec:p384", "ed25519", "rsa:2048"],
            ),
            (
                Mechanism::aes_cbc_pad(&[7; 16]),
                aes(here, there),
                &["aes:256", "ec:p256", "rsa:2048"],
            ),
            (
                Mechanism::rsa_aes_wrap(256, Hash::Sha256),
                rsa(here, there),
                &["ec:p521", "rsa:2048", "aes:256"],
            ),
        ] {
            for kind in kinds {
                crosses(here, &mechanism, &keys, kind);
            }
            // What is not extractable does not cross.
            let stays = here.generate_secret(&spec("aes:256")).expect("a key");
            assert_eq!(rv(keys.0.wrap(&mechanism, &stays)), "CKR_KEY_UNEXTRACTABLE");
        }
    }
}

/// A key of a kind is wrapped here, arrives there, and does there what its other half, or it itself, undoes here.
fn crosses(here: &Session, mechanism: &Mechanism, keys: &(Object, Object), kind: &str) {
    let made = here.generate(&spec(kind).extractable(true)).expect("a key");
    let wrapped = keys.0.wrap(mechanism, &made.clone().objects()[0]).expect(kind);
    let kind = kind.split(':').next().filter(|name| *name != "ec").unwrap_or(kind);
    let arrived = keys.1.unwrap(mechanism, &wrapped, &spec(kind)).expect(kind);
    match made {
        Made::Pair(pair) => {
            let usual = arrived.signing(&Signing::default()).expect("a mechanism");
            let signature = arrived.sign(&usual, b"data").expect("signed there");
            pair.public.verify(&usual, b"data", &signature).expect("verified here");
        }
        Made::Secret(key) => {
            let usual = key.signing(&Signing::default()).expect("a mechanism");
            let mac = arrived.sign(&usual, b"data").expect("a MAC there");
            assert_eq!(key.sign(&usual, b"data").expect("a MAC here"), mac);
        }
        Made::Public(_) => unreachable!("it was made, not imported"),
    }
}
