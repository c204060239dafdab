//! What threads share.

use crate::place::{hsm, of, spec, user};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};
use strongroom::*;
use strongroom_tests::{Service, instance};

/// Any thread uses any key at any time, in one call or in a stream, while others search.
pub fn one_key_for_all() {
    let session = user();
    let pair = session.generate_pair(&spec("ec:p256").label("shared")).expect("a pair");
    let aes = session.generate_secret(&spec("aes:256")).expect("a key");
    std::thread::scope(|scope| {
        for number in 0..8u8 {
            let (pair, aes, session) = (pair.clone(), aes.clone(), session.clone());
            scope.spawn(move || {
                let ecdsa = Mechanism::ecdsa(Hash::Sha256);
                for round in 0..50u8 {
                    let data = [number, round];
                    let signature = pair.private.sign(&ecdsa, &data).expect("signed");
                    pair.public.verify(&ecdsa, &data, &signature).expect("good");
                    let mut stream =
                        aes.encryptor(&Mechanism::aes_ctr(&[number; 16])).expect("begun");
                    let mut out = stream.update(&data).expect("taken");
                    let found: PrivateKey =
                        session.find_one(&Query::new().label("shared")).expect("found");
                    assert_eq!(found.handle(), pair.private.handle());
                    out.extend(stream.finish().expect("the end"));
                    let back = aes.decrypt(&Mechanism::aes_ctr(&[number; 16]), &out);
                    assert_eq!(back.expect("decrypted"), data);
                }
            });
        }
    });
}

/// A key that goes with its session stays while that is open, however many threads came and went.
pub fn keys_outlive_the_threads_that_made_them() {
    let session = user();
    let together = std::sync::Barrier::new(80);
    let keys: Vec<SecretKey> = std::thread::scope(|scope| {
        let make = || {
            let mut stream = session.digester(Hash::Sha256).expect("a stream");
            together.wait(); // 80 sessions of the token are in use now
            stream.update(b"data").expect("taken");
            let key = session.generate_secret(&spec("aes:128")).expect("a key");
            stream.finish().expect("a digest");
            key
        };
        let threads: Vec<_> = (0..80).map(|_| scope.spawn(make)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    for key in keys {
        key.seal(b"data", b"").expect("it is still there");
    }
}

/// Where the service gives no more sessions, a thread waits for another's.
pub fn more_threads_than_sessions() {
    let service = Service::start(&instance::directory(), &["limits.sessions=3"]);
    let hsm = Hsm::open(&service.url(&service.bundle, "")).expect("a service");
    let session = of(&hsm, 0);
    let key = session.generate_secret(&spec("hmac-sha256")).expect("a key");
    let mechanism = Mechanism::hmac(Hash::Sha256);
    let wanted = key.sign(&mechanism, b"data").expect("a MAC");
    std::thread::scope(|scope| {
        for _ in 0..12 {
            scope.spawn(|| {
                for _ in 0..20 {
                    let mut signer = key.signer(&mechanism).expect("a session, after some time");
                    signer.update(b"data").expect("taken");
                    assert_eq!(signer.finish().expect("a MAC"), wanted);
                }
            });
        }
    });
}

/// Long calls of some threads do not hold up short ones of others.
pub fn waiting_does_not_hold_up_others() {
    let hsm = hsm();
    let session = of(&hsm, 0);
    let key = session.generate_secret(&spec("hmac-sha256")).expect("a key");
    let (done, ends) = channel();
    for _ in 0..2 {
        let (session, done) = (session.clone(), done.clone());
        exec::submit(move || {
            let _ = done.send(session.generate_pair(&spec("rsa:4096")).map(|_| ()));
        })
        .expect("a thread");
    }
    let begun = Instant::now();
    let mut calls = 0;
    while ends.try_recv().is_err() && begun.elapsed() < Duration::from_secs(60) {
        key.sign(&Mechanism::hmac(Hash::Sha256), b"data").expect("a MAC");
        calls += 1;
    }
    assert!(calls > 100, "{calls} calls while RSA keys were made");
}
