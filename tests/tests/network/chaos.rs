//! Eight threads at work while the server is killed again and again. `STRONGROOM_TEST_CHAOS` is for how
//! many seconds.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;
use strongroom_tests::{Service, instance};

const THREADS: usize = 8;

/// A number that looks random enough to choose moments by.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Signing, decrypting, finding and reading never fail and are never wrong; a key whose making was
/// acknowledged is there; making a key may fail with `CKR_DEVICE_ERROR`, and nothing else.
pub fn nothing_is_lost_by_kills() {
    let seconds = std::env::var("STRONGROOM_TEST_CHAOS").ok().and_then(|s| s.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(15));
    let mut service = Service::start(&instance::directory(), &[]);
    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    let s = hsm.user();
    let label = template![CKA_TOKEN => true, CKA_LABEL => "kept"];
    let (public, private) = s.pair(P256, &label, &label).must();
    let aes = s.aes(32, &template![CKA_TOKEN => true, CKA_LABEL => "secret"]).must();
    let gcm = Mech::gcm(&[7; 12], b"", 128);
    let sealed = s.encrypt(&gcm, aes, b"a text").must();

    let (stop, rounds, made) =
        (AtomicBool::new(false), AtomicUsize::new(0), Mutex::new(Vec::new()));
    let (mut kills, mut unknown) = (0, AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (stop, rounds, made, unknown) = (&stop, &rounds, &made, &unknown);
            let (gcm, sealed) = (&gcm, &sealed);
            scope.spawn(move || {
                let ecdsa = Mech::new(CKM_ECDSA_SHA256);
                let s = hsm.rw();
                let mut round = 0;
                while !stop.load(Ordering::Relaxed) {
                    let text = format!("text {round} of {thread}");
                    let signature = s.sign(&ecdsa, private, text.as_bytes()).must();
                    s.verify(&ecdsa, public, text.as_bytes(), &signature).ok();
                    let wrong = format!("text {round} of nobody");
                    let answer = s.verify(&ecdsa, public, wrong.as_bytes(), &signature);
                    answer.is(CKR_SIGNATURE_INVALID);
                    assert_eq!(s.decrypt(gcm, aes, sealed).must(), b"a text");
                    assert_eq!(s.find(&template![CKA_LABEL => "secret"]).must(), [aes]);
                    assert_eq!(s.get(private, CKA_LABEL).must(), b"kept");
                    if round % 8 == 0 {
                        let label = format!("made-{thread}-{round}");
                        let template = template![CKA_TOKEN => true, CKA_LABEL => label.as_bytes()];
                        match s.aes(32, &template) {
                            Ok(key) => made.lock().expect("made").push((label, key)),
                            Err(rv) => {
                                rv.is(CKR_DEVICE_ERROR);
                                unknown.fetch_add(1, Ordering::Relaxed);
                            }
                        }
                    }
                    round += 1;
                    rounds.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let (begun, mut dice) = (Instant::now(), Dice(begun_at()));
        while begun.elapsed() < time {
            std::thread::sleep(Duration::from_millis(50 + dice.roll(900)));
            service.kill();
            kills += 1;
            std::thread::sleep(Duration::from_millis(dice.roll(300)));
            service.restart();
        }
        stop.store(true, Ordering::Relaxed);
    });
    let made = made.into_inner().expect("made");
    for (label, key) in &made {
        assert_eq!(s.find(&template![CKA_LABEL => label.as_bytes()]).must(), [*key], "{label}");
    }
    println!(
        "{} rounds, {kills} kills, {} keys acknowledged, {} of unknown outcome",
        rounds.into_inner(),
        made.len(),
        unknown.get_mut()
    );
    assert!(kills > 2 && !made.is_empty());
}

fn begun_at() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(1, |since| since.as_nanos() as u64)
}
