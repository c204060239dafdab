//! The API for people over SoftHSM2: keys, streams, searches, certificates, and keys that are copied to and from
//! an instance of ours.

use crate::softhsm::{SO_PIN, Soft, USER_PIN, make_token, with_softhsm};
use std::collections::BTreeMap;
use strongroom::copy::{Became, copy};
use strongroom::*;
use strongroom_tests::instance::directory;

fn session(soft: &Soft) -> Session {
    let hsm = Hsm::over(soft.provider.clone()).unwrap();
    hsm.slot(soft.slot).unwrap().login(USER_PIN).unwrap()
}

fn spec(kind: &str) -> KeySpec {
    KeySpec::named(kind).unwrap()
}

/// What a SoftHSM2 does for a program is what ours does.
pub fn keys() {
    with_softhsm(|soft| {
        let session = session(&soft);
        let ecdsa = Mechanism::ecdsa_digest();
        for kind in ["ec:p256", "ec:p384"] {
            let pair = session.generate_pair(&spec(kind).label(kind).id([9])).unwrap();
            for mechanism in [ecdsa.clone(), ecdsa.clone().raw()] {
                let signature = pair.private.sign(&mechanism, &[1; 32]).unwrap();
                pair.public.verify(&mechanism, &[1; 32], &signature).unwrap();
                let refused = pair.public.verify(&mechanism, &[2; 32], &signature).unwrap_err();
                assert_eq!(refused.kind(), Kind::Signature, "{refused}");
            }
            let found: PrivateKey = session.find_one(&Query::new().label(kind)).unwrap();
            assert_eq!(found.kind().unwrap().unwrap().to_string(), kind);
            // It has no CKA_PUBLIC_KEY_INFO: the encoding is made of the parts.
            let info = found.public_key_info().unwrap();
            let parsed = openssl::pkey::PKey::public_key_from_der(&info).unwrap();
            assert!(parsed.ec_key().is_ok());
            assert_eq!(info, pair.public.public_key_info().unwrap());
            pair.private.destroy().unwrap();
            pair.public.destroy().unwrap();
        }
        let rsa = session.generate_pair(&spec("rsa:2048")).unwrap();
        let mechanism = Mechanism::rsa_pss(Hash::Sha256);
        let mut signer = rsa.private.signer(&mechanism).unwrap();
        signer.update(b"da").unwrap();
        signer.update(b"ta").unwrap();
        rsa.public.verify(&mechanism, b"data", &signer.finish().unwrap()).unwrap();
        let several = session.generate_pair(&spec("rsa:2048")).unwrap();
        drop(several);
        let error = session.find_one::<PublicKey>(&Query::new()).unwrap_err();
        assert_eq!(error.kind(), Kind::Ambiguous);

        let aes = session.generate_secret(&spec("aes:256").extractable(true)).unwrap();
        let sealed = aes.seal(b"plaintext", b"header").unwrap();
        assert_eq!(aes.unseal(&sealed, b"header").unwrap(), b"plaintext");
        let cbc = Mechanism::aes_cbc_pad(&[3; 16]);
        let whole = aes.encrypt(&cbc, &[7; 100]).unwrap();
        let mut stream = aes.encryptor(&cbc).unwrap();
        let mut parts = stream.update(&[7; 33]).unwrap();
        parts.extend(stream.update(&[7; 67]).unwrap());
        parts.extend(stream.finish().unwrap());
        assert_eq!(parts, whole);
        drop(aes.encryptor(&cbc).unwrap()); // given up, its session is of use again
        let wrapping =
            session.generate_secret(&spec("aes:256").usages([Usage::Wrap, Usage::Unwrap])).unwrap();
        let wrapped = wrapping.wrap(&Mechanism::aes_kw(), &aes).unwrap();
        let again = wrapping
            .unwrap_secret(&Mechanism::aes_kw(), &wrapped, &spec("aes").usages([Usage::Decrypt]))
            .unwrap();
        assert_eq!(again.decrypt(&cbc, &whole).unwrap(), [7; 100]);
        assert_eq!(session.digest(Hash::Sha256, b"abc").unwrap().len(), 32);
    });
}

/// Threads share its keys, and what is closed says so.
pub fn threads_and_closing() {
    with_softhsm(|soft| {
        let hsm = Hsm::over(soft.provider.clone()).unwrap();
        let session = hsm.slot(soft.slot).unwrap().login(USER_PIN).unwrap();
        let key = session.generate_pair(&spec("rsa:2048")).unwrap();
        let mechanism = Mechanism::rsa_pkcs1(Hash::Sha256);
        std::thread::scope(|scope| {
            for number in 0..8u8 {
                let (key, mechanism) = (&key, &mechanism);
                scope.spawn(move || {
                    for round in 0..20 {
                        let signature = key.private.sign(mechanism, &[number, round]).unwrap();
                        key.public.verify(mechanism, &[number, round], &signature).unwrap();
                    }
                });
            }
        });
        hsm.close();
        assert!(key.private.sign(&mechanism, b"data").unwrap_err().is(CLOSED));
    });
}

/// Keys go from SoftHSM2 to ours and back; what may not leave stays.
pub fn copies() {
    with_softhsm(|soft| {
        let theirs = session(&soft);
        let ours = Hsm::open(&of_directory(&directory())).unwrap();
        let ours = ours.slot(0).unwrap().login(strongroom_tests::USER_PIN).unwrap();
        for kind in ["rsa:2048", "ec:p256"] {
            let spec = spec(kind).label(kind).id(kind).persist(true).extractable(true);
            theirs.generate_pair(&spec).unwrap();
        }
        let aes = spec("aes:256").label("aes").id("aes").persist(true);
        let key = theirs.generate_secret(&aes.clone().extractable(true)).unwrap();
        let sealed = key.seal(b"plaintext", b"").unwrap();
        theirs.generate_secret(&aes.label("stays").id("stays")).unwrap();
        let all = |from: &Session, to: &Session| {
            let mut became = BTreeMap::new();
            copy(from, to, &Query::new(), false, |line| {
                became.insert((line.class, line.label), line.became);
            })
            .unwrap();
            became
        };
        let became = all(&theirs, &ours);
        assert_eq!(became.len(), 6, "{became:?}");
        for ((_, label), became) in &became {
            match became {
                Became::Left(why) => {
                    assert!(label == "stays" && why.contains("EXTRACTABLE"), "{label}: {why}")
                }
                other => assert_eq!(*other, Became::Copied, "{label}"),
            }
        }
        let here: SecretKey = ours.find_one(&Query::new().label("aes")).unwrap();
        assert_eq!(here.unseal(&sealed, b"").unwrap(), b"plaintext");
        for kind in ["rsa:2048", "ec:p256"] {
            let of = |session: &Session| -> (PrivateKey, Vec<u8>) {
                let key: PrivateKey = session.find_one(&Query::new().label(kind)).unwrap();
                let info = key.public_key_info().unwrap();
                (key, info)
            };
            let ((key, info), (_, before)) = (of(&ours), of(&theirs));
            assert_eq!(info, before);
            let mechanism = match kind {
                "ec:p256" => Mechanism::ecdsa(Hash::Sha256),
                _ => Mechanism::rsa_pkcs1(Hash::Sha256),
            };
            let signature = key.sign(&mechanism, b"data").unwrap();
            key.public().unwrap().unwrap().verify(&mechanism, b"data", &signature).unwrap();
        }
        // And back, into another token.
        let back = make_token(&*soft.provider, "back");
        let back = Hsm::over(soft.provider.clone()).unwrap().slot(back).unwrap();
        let back = back.login(USER_PIN).unwrap();
        let became = all(&ours, &back);
        assert!(became.values().all(|became| *became == Became::Copied), "{became:?}");
        let there: SecretKey = back.find_one(&Query::new().label("aes")).unwrap();
        assert_eq!(there.unseal(&sealed, b"").unwrap(), b"plaintext");
    });
}

/// PINs are changed and set anew through the API.
pub fn pins() {
    with_softhsm(|soft| {
        let slot = Hsm::over(soft.provider.clone()).unwrap().slot(soft.slot).unwrap();
        slot.set_pin(USER_PIN, "another PIN").unwrap();
        assert!(slot.login(USER_PIN).unwrap_err().is(ck::CKR_PIN_INCORRECT));
        slot.login("another PIN").unwrap().close();
        slot.init_pin(SO_PIN, "a third PIN").unwrap();
        slot.login("a third PIN").unwrap();
    });
}
