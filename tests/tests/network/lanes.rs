//! Threads that share a connection: each gets the answer to its own request, whoever carried it, and a failure is
//! one's own. That nobody waits for somebody who is gone is what `chaos` shows, whose threads share, too.

use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;
use strongroom_tests::{Service, instance};

/// How many threads share.
const THREADS: u64 = 12;

/// Each with its own key and its own data; wrong signatures, short buffers and longer requests among them.
pub fn to_each_its_own() {
    let service = Service::start(&instance::directory(), &["limits.workers=1"]);
    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    let user = hsm.user();
    let ecdsa = Mech::new(CKM_ECDSA_SHA256);
    let work = |number: u64, s: Session| {
        let (public, private) = s.pair(P256, &Template::new(), &Template::new()).must();
        for round in 0..200_u64 {
            let length = if round % 50 == 49 { 4096 } else { 24 };
            let data = [number, round, 0].map(u64::to_le_bytes).concat().repeat(length / 24);
            let signature = s.sign(&ecdsa, private, &data).must();
            s.verify(&ecdsa, public, &data, &signature).ok();
            s.verify(&ecdsa, public, b"something else", &signature).is(CKR_SIGNATURE_INVALID);
            if round % 10 == number % 10 {
                s.init(Kind::Sign, &ecdsa, private).ok();
                s.io_into(Io("C_Sign"), &data, 8).0.is(CKR_BUFFER_TOO_SMALL);
                let again = s.io(Io("C_Sign"), &data).must();
                s.verify(&ecdsa, public, &data, &again).ok();
            }
        }
    };
    std::thread::scope(|scope| {
        for number in 0..THREADS {
            let (work, session) = (&work, if number == 0 { user } else { hsm.rw() });
            scope.spawn(move || work(number, session));
        }
    });
}
