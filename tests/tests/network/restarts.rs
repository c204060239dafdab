//! A server that is started anew, and what its clients notice of it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use strongroom_tests::ffi::place;
use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;
use strongroom_tests::{Service, instance};

/// A service of the test's instance, and the library as its client.
fn started(more: &str) -> (Service, Hsm) {
    let service = Service::start(&instance::directory(), &[]);
    let hsm = Hsm::start_at(&service.url(&service.bundle, more));
    (service, hsm)
}

fn again(service: &mut Service) {
    service.kill();
    service.restart();
}

/// Sessions, the login and the handles of token objects stay what they were; what was begun and has taken
/// no data goes on.
pub fn an_application_goes_on() {
    let (mut service, hsm) = started("");
    let s = hsm.user();
    let other = hsm.ro();
    let (_, key) = s.pair(P256, &Template::new(), &template![CKA_TOKEN => true]).must();
    let ecdsa = Mech::new(CKM_ECDSA);
    again(&mut service);
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    assert_eq!(other.state(), CKS_RO_USER_FUNCTIONS);
    s.sign(&ecdsa, key, &[1; 32]).must();
    other.init(Kind::Sign, &ecdsa, key).ok();
    again(&mut service);
    assert_eq!(other.io(Io("C_Sign"), &[1; 32]).must().len(), 64);
    // A login that was restored ends as others do: with a logout, or with the last session.
    s.logout().ok();
    assert_eq!(other.state(), CKS_RO_PUBLIC_SESSION);
    s.login(CKU_USER, USER_PIN).ok();
    again(&mut service);
    assert_eq!(other.state(), CKS_RO_USER_FUNCTIONS);
    other.close().ok();
    s.close().ok();
    let s = hsm.rw();
    assert_eq!(s.state(), CKS_RW_PUBLIC_SESSION);
    // The security officer too.
    s.login(CKU_SO, SO_PIN).ok();
    again(&mut service);
    assert_eq!(s.state(), CKS_RW_SO_FUNCTIONS);
    s.init_pin("new user pin").ok();
}

/// Session objects, operations that have taken data, and long searches went with the server that had them:
/// said once, never replaced by others.
pub fn what_is_lost_says_so_once() {
    let (mut service, hsm) = started("");
    let s = hsm.user();
    let object = s.create(&template![CKA_CLASS => CKO_DATA, CKA_LABEL => "here"]).must();
    let key = s.aes(32, &Template::new()).must();
    s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
    s.call("C_DigestUpdate", &[s.h, b"some".as_ptr() as usize as u64, 4]).ok();
    again(&mut service);
    let again_made = s.create(&template![CKA_CLASS => CKO_DATA, CKA_LABEL => "here"]).must();
    assert_ne!(object, again_made);
    s.get(object, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
    s.destroy(object).is(CKR_OBJECT_HANDLE_INVALID);
    let gcm = Mech::gcm(&[7; 12], b"", 128);
    s.encrypt(&gcm, key, b"x").fails(CKR_KEY_HANDLE_INVALID);
    let mut length = 32_u64;
    let mut digest = [0_u8; 32];
    let out = digest.as_mut_ptr() as usize as u64;
    let last = |length: &mut u64| s.call("C_DigestFinal", &[s.h, out, place(length)]);
    last(&mut length).is(CKR_DEVICE_ERROR);
    last(&mut length).is(CKR_OPERATION_NOT_INITIALIZED);
    assert_eq!(s.digest(&Mech::new(CKM_SHA256), b"some").must().len(), 32);
}

/// A ticket is for one PIN: when somebody else changes the PIN, the login cannot be restored.
pub fn a_pin_change_ends_what_restores_logins() {
    let (mut service, hsm) = started("");
    let s = hsm.user();
    // Its own change is another matter: the application goes on.
    s.set_pin(USER_PIN, "another pin").ok();
    again(&mut service);
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    let pins = instance::directory().join("pins");
    std::fs::write(&pins, "another pin\n").expect("a file");
    let new = instance::directory().join("new");
    std::fs::write(&new, "a third pin\n").expect("a file");
    let changed = instance::command(&instance::environment(&instance::directory()))
        .args(["pin", "change", "--slot", "0", "--pin-file"])
        .arg(&pins)
        .arg("--new-pin-file")
        .arg(&new)
        .output()
        .expect("pin change");
    assert!(changed.status.success(), "{}", String::from_utf8_lossy(&changed.stderr));
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    again(&mut service);
    assert_eq!(s.state(), CKS_RW_PUBLIC_SESSION);
    s.login(CKU_USER, USER_PIN).is(CKR_PIN_INCORRECT);
    s.login(CKU_USER, "a third pin").ok();
}

/// Nor is a login restored on a token that is another one now.
pub fn a_token_that_was_initialised_anew() {
    let (mut service, hsm) = started("");
    let s = hsm.user();
    let so = instance::directory().join("so");
    std::fs::write(&so, SO_PIN).expect("a file");
    service.kill();
    let made = instance::command(&instance::environment(&instance::directory()))
        .args(["token", "init", "--slot", "0", "--label", "anew", "--yes", "--so-pin-file"])
        .arg(&so)
        .output()
        .expect("token init");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    service.restart();
    assert_eq!(s.state(), CKS_RW_PUBLIC_SESSION);
    s.login(CKU_USER, USER_PIN).is(CKR_USER_PIN_NOT_INITIALIZED);
}

/// While the server is away, calls end within their bound; afterwards they work.
pub fn while_it_is_away() {
    let (mut service, hsm) = started("&timeout=4");
    let s = hsm.user();
    service.kill();
    let begun = Instant::now();
    s.random(8).fails(CKR_DEVICE_ERROR);
    let took = begun.elapsed();
    assert!((3500..7000).contains(&took.as_millis()), "{took:?}");
    // A call that waits when the server comes back is answered.
    let waiting = std::thread::spawn(move || s.random(8).map(|bytes| bytes.len()));
    std::thread::sleep(Duration::from_millis(500));
    service.restart();
    assert_eq!(waiting.join().expect("a thread"), Ok(8));
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    service.kill();
    let begun = Instant::now();
    hsm.m.call("C_Finalize", &[0]).ok();
    assert!(begun.elapsed() < Duration::from_secs(1), "nothing waits for a server to say goodbye");
}

/// A service that is told to stop ends in order: what it has begun is answered, and what it has not taken
/// is known not to have happened. Where another takes its place, nobody notices: not even calls that must
/// not be repeated fail, and none happens twice.
pub fn a_service_that_stops_lets_requests_end() {
    let (mut service, hsm) = started("");
    let s = hsm.user();
    let (stop, made) = (AtomicBool::new(false), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (stop, made) = (&stop, &made);
            scope.spawn(move || {
                let s = hsm.rw();
                for round in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let label = format!("{thread}-{round}");
                    let template = template![CKA_TOKEN => true, CKA_LABEL => label.as_bytes()];
                    let key = s.aes(32, &template).must();
                    made.lock().expect("made").push((label, key));
                }
            });
        }
        scope.spawn(|| {
            // Long ones too, which are running when it is told to stop.
            let s = hsm.rw();
            let public = template![CKA_MODULUS_BITS => 3072_u64, CKA_PUBLIC_EXPONENT => &[1, 0, 1]];
            let private = template![CKA_TOKEN => true];
            let make = Mech::new(CKM_RSA_PKCS_KEY_PAIR_GEN);
            while !stop.load(Ordering::Relaxed) {
                s.generate_pair(&make, &public, &private).must();
            }
        });
        for _ in 0..8 {
            std::thread::sleep(Duration::from_millis(150));
            assert!(service.stop());
            service.restart();
        }
        stop.store(true, Ordering::Relaxed);
    });
    for (label, key) in made.into_inner().expect("made") {
        let there = s.find(&template![CKA_LABEL => label.as_bytes()]).must();
        assert_eq!(there, [key], "{label}");
    }
}

/// Signals to the program are none of a call's business: here it is stopped and goes on, again and again.
pub fn signals_during_calls() {
    let (_service, hsm) = started("");
    let s = hsm.user();
    let process = std::process::id();
    let again = format!("while kill -STOP {process} && kill -CONT {process}; do sleep 0.004; done");
    let mut signals = std::process::Command::new("sh")
        .args(["-c", &again])
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("sh");
    let public = template![CKA_MODULUS_BITS => 2048_u64, CKA_PUBLIC_EXPONENT => &[1, 0, 1]];
    let (begun, mut failed) = (Instant::now(), None);
    while failed.is_none() && begun.elapsed() < Duration::from_secs(2) {
        let make = Mech::new(CKM_RSA_PKCS_KEY_PAIR_GEN);
        failed = s.generate_pair(&make, &public, &Template::new()).err();
    }
    let _ = signals.kill();
    let _ = signals.wait();
    assert!(failed.is_none(), "{failed:?}");
}

/// A longer outage. Each call meanwhile ends within its bound; afterwards everything is as it was. With
/// `STRONGROOM_TEST_OUTAGE`, it takes so many seconds.
pub fn an_outage() {
    let seconds = std::env::var("STRONGROOM_TEST_OUTAGE").ok().and_then(|s| s.parse().ok());
    // Longer than it takes until the service says that it is at work, however busy the machine is.
    let (mut service, hsm) = started("&timeout=3");
    let s = hsm.user();
    let (public, private) = s.pair(P256, &Template::new(), &template![CKA_TOKEN => true]).must();
    let ecdsa = Mech::new(CKM_ECDSA_SHA256);
    service.kill();
    let (begun, mut calls) = (Instant::now(), 0);
    while calls < 2 || begun.elapsed() < Duration::from_secs(seconds.unwrap_or(4)) {
        let call = Instant::now();
        s.sign(&ecdsa, private, b"a text").map(drop).fails(CKR_DEVICE_ERROR);
        assert!(call.elapsed() < Duration::from_secs(6), "{:?}", call.elapsed());
        calls += 1;
    }
    service.restart();
    let signature = s.sign(&ecdsa, private, b"a text").must();
    println!("away for {:?}, {calls} calls meanwhile", begun.elapsed());
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    // It was a session object, and says so.
    s.verify(&ecdsa, public, b"a text", &signature).is(CKR_KEY_HANDLE_INVALID);
}
