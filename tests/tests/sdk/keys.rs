//! Keys: which one is meant, and what it does.

use crate::place::{hsm, of, rv, spec, user};
use std::sync::atomic::{AtomicUsize, Ordering};
use strongroom::*;
use strongroom_tests::USER_PIN;

/// None and several are errors that say so, and name the candidates.
pub fn one_of_many() {
    let session = user();
    let none = session.find_one::<SecretKey>(&Query::new().label("none"));
    assert_eq!(none.as_ref().unwrap_err().kind(), Kind::NotFound);
    assert_eq!(rv(none), "STRONGROOM_NOT_FOUND");
    for id in 1..=8u8 {
        session.generate_secret(&spec("aes:128").label("many").id([id])).expect("a key");
    }
    let several = session.find_one::<SecretKey>(&Query::new().label("many")).unwrap_err();
    assert_eq!((several.kind(), several.function()), (Kind::Ambiguous, "C_FindObjects"));
    assert!(several.why().contains("id 01") && several.why().contains("more"), "{several}");
    let one: SecretKey = session.find_one(&Query::new().label("many").id([3])).expect("one");
    assert_eq!(one.id().expect("its id"), [3]);
    // A class is part of what is meant.
    assert_eq!(rv(session.find_one::<PrivateKey>(&Query::new().id([3]))), "STRONGROOM_NOT_FOUND");
    assert_eq!(rv(PrivateKey::from_object(one.clone().into())), "CKR_OBJECT_HANDLE_INVALID");
    let all: Result<Vec<_>> =
        session.find(&Query::new().label("many")).expect("a search").collect();
    assert_eq!(all.expect("found").len(), 8);
}

/// ECDSA signatures are DER unless raw is said; each verifies in its own form only.
pub fn encodings_of_signatures() {
    let session = user();
    for (kind, len) in [("ec:p256", 64), ("ec:p521", 132), ("ec:secp256k1", 64)] {
        let pair = session.generate_pair(&spec(kind)).expect("a pair");
        let (der, raw) = (Mechanism::ecdsa(Hash::Sha256), Mechanism::ecdsa(Hash::Sha256).raw());
        for _ in 0..50 {
            let one = pair.private.sign(&der, b"data").expect("signed");
            let other = pair.private.sign(&raw, b"data").expect("signed");
            assert_eq!((one.first(), other.len()), (Some(&0x30), len), "{kind}");
            pair.public.verify(&der, b"data", &one).expect("good");
            pair.public.verify(&raw, b"data", &other).expect("good");
            for (mechanism, signature) in [(&der, &other), (&raw, &one)] {
                let refused = pair.public.verify(mechanism, b"data", signature).unwrap_err();
                assert_eq!(refused.kind(), Kind::Signature, "{refused}");
            }
        }
    }
}

/// What is asked for a kind of key that cannot do it.
pub fn kinds_do_not_mix() {
    let session = user();
    assert_eq!(rv(session.generate_pair(&spec("aes:256"))), "CKR_ARGUMENTS_BAD");
    assert_eq!(rv(session.generate_secret(&spec("ec:p256"))), "CKR_ARGUMENTS_BAD");
    assert_eq!(rv(KeySpec::named("rot:13")), "CKR_ARGUMENTS_BAD");
    let pair = session.generate_pair(&spec("ec:p256")).expect("a pair");
    let oaep = Mechanism::rsa_oaep(Hash::Sha256);
    assert_eq!(rv(pair.public.encrypt(&oaep, b"data")), "CKR_KEY_TYPE_INCONSISTENT");
    let wrong = Mechanism::ecdsa(Hash::Sha256).aad(b"header");
    let refused = pair.private.sign(&wrong, b"data").unwrap_err();
    assert_eq!(refused.name(), "CKR_MECHANISM_PARAM_INVALID");
    assert!(refused.why().contains("additional authenticated data"), "{refused}");
    let secret = session.generate_secret(&spec("aes:256").usages([Usage::Encrypt])).expect("a key");
    let sealed = secret.seal(b"data", b"").expect("sealed");
    assert_eq!(rv(secret.unseal(&sealed, b"")), "CKR_KEY_FUNCTION_NOT_PERMITTED");
}

/// A key cannot wrap what is in another token.
pub fn keys_of_two_tokens_do_not_mix() {
    let hsm = hsm();
    let (one, other) = (of(&hsm, 0), of(&hsm, 1));
    let wrapping = one.generate_secret(&spec("aes:256")).expect("a key");
    let there = other.generate_secret(&spec("aes:256").extractable(true)).expect("a key");
    assert_eq!(rv(wrapping.wrap(&Mechanism::aes_kwp(), &there)), "CKR_KEY_HANDLE_INVALID");
    // Of the same token, seen through another session, it can.
    let beside = of(&hsm, 0);
    let here =
        beside.generate_secret(&spec("aes:256").extractable(true).persist(true)).expect("a key");
    let wrapped = wrapping.wrap(&Mechanism::aes_kwp(), &here).expect("wrapped");
    let copy =
        wrapping.unwrap_secret(&Mechanism::aes_kwp(), &wrapped, &spec("aes")).expect("again");
    let sealed = copy.seal(b"data", b"header").expect("sealed");
    let whole = Sealed::from_bytes(&sealed.to_bytes()).expect("whole");
    assert_eq!(here.unseal(&whole, b"header").expect("opened"), b"data");
    assert_eq!(rv(here.unseal(&whole, b"other")), "CKR_ENCRYPTED_DATA_INVALID");
    assert_eq!(rv(Sealed::from_bytes(&[0; 27])), "CKR_ENCRYPTED_DATA_LEN_RANGE");
}

/// A key that wants the PIN for each use gets it from whoever was named for that.
pub fn a_login_for_each_use() {
    let session = user();
    let pair = session.generate_pair(&spec("ec:p256").always_authenticate(true)).expect("a pair");
    let mechanism = Mechanism::ecdsa(Hash::Sha256);
    assert_eq!(rv(pair.private.sign(&mechanism, b"data")), "CKR_USER_NOT_LOGGED_IN");
    static ASKED: AtomicUsize = AtomicUsize::new(0);
    session.on_context_pin(|| {
        ASKED.fetch_add(1, Ordering::Relaxed);
        Ok(Secret::from(USER_PIN.as_bytes()))
    });
    for _ in 0..3 {
        let signature = pair.private.sign(&mechanism, b"data").expect("signed");
        pair.public.verify(&mechanism, b"data", &signature).expect("good");
    }
    let mut signer = pair.private.signer(&mechanism).expect("a stream");
    signer.update(b"data").expect("taken");
    signer.finish().expect("signed");
    assert_eq!(ASKED.load(Ordering::Relaxed), 4);
    session.on_context_pin(|| Ok(Secret::from(b"wrong".as_slice())));
    assert_eq!(rv(pair.private.sign(&mechanism, b"data")), "CKR_PIN_INCORRECT");
}

/// Two parties have the same secret.
pub fn agreement_and_encapsulation() {
    let session = user();
    let same = |one: &SecretKey, other: &SecretKey| {
        let sealed = one.seal(b"data", b"").expect("sealed");
        assert_eq!(other.unseal(&sealed, b"").expect("opened"), b"data");
    };
    for kind in ["ec:p256", "ec:p384", "x25519", "x448"] {
        let (a, b) = (session.generate_pair(&spec(kind)), session.generate_pair(&spec(kind)));
        let (a, b) = (a.expect("a pair"), b.expect("a pair"));
        let point = |pair: &KeyPair| pair.public.bytes(ck::CKA_EC_POINT).expect("a point");
        let agree = |mine: &KeyPair, theirs: &KeyPair| {
            let mechanism = Mechanism::ecdh(&point(theirs)).kdf(Hash::Sha256, b"both");
            mine.private.derive(&mechanism, &spec("aes:256")).expect("agreed")
        };
        same(&agree(&a, &b), &agree(&b, &a));
    }
    let pair = session.generate_pair(&spec("ml-kem:768")).expect("a pair");
    let kem = Mechanism::ml_kem();
    let (ciphertext, theirs) = pair.public.encapsulate(&kem, &spec("aes:256")).expect("made");
    assert_eq!(ciphertext.len(), 1088);
    same(&theirs, &pair.private.decapsulate(&kem, &ciphertext, &spec("aes:256")).expect("made"));
}

/// Several signatures in one call, in order, all or none.
pub fn batches() {
    let session = user();
    let pair = session.generate_pair(&spec("ec:p256")).expect("a pair");
    let mechanism = Mechanism::ecdsa(Hash::Sha256);
    let texts: Vec<Vec<u8>> = (0..100u8).map(|n| vec![n; usize::from(n)]).collect();
    let texts: Vec<&[u8]> = texts.iter().map(Vec::as_slice).collect();
    let signatures = pair.private.sign_batch(&mechanism, &texts).expect("signed");
    assert_eq!(signatures.len(), texts.len());
    for (text, signature) in texts.iter().zip(&signatures) {
        pair.public.verify(&mechanism, text, signature).expect("good");
    }
    let wrong = Mechanism::ecdsa_digest();
    let long = [0; 200];
    assert!(pair.private.sign_batch(&wrong, &[b"digest", &long]).is_ok(), "long digests are cut");
}

/// A certificate gets the identifier of its key, and is found from it.
pub fn certificates_find_their_keys() {
    let session = user();
    let pem = include_bytes!("certificate.pem");
    let key = encoding::key(&Secret::from(include_bytes!("certificate.key").as_slice()));
    let Made::Pair(pair) = session
        .import(&key.expect("a key"), &spec("ec:p256").label("mine").id([7, 7]))
        .expect("imported")
    else {
        panic!("not a pair")
    };
    assert!(pair.private.certificate().expect("a search").is_none());
    let certificate =
        session.import_certificate(pem, &CertificateSpec::new().label("named")).expect("imported");
    assert_eq!(certificate.id().expect("its id"), [7, 7]);
    assert_eq!(certificate.label().expect("its label"), "named");
    let found = pair.private.certificate().expect("a search").expect("a certificate");
    assert_eq!(found.handle(), certificate.handle());
    assert_eq!(pair.private.chain().expect("a chain").len(), 1);
    let again = certificate.private_key().expect("a search").expect("its key");
    assert_eq!(again.handle(), pair.private.handle());
    assert_eq!(rv(session.import_certificate(b"no", &CertificateSpec::new())), "CKR_ARGUMENTS_BAD");
}
