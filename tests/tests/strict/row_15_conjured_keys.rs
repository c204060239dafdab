//! Row 15: noise that is unwrapped until some of it is a key. The failures are counted for each key: from some
//! on, nothing is tried for a while, whatever is offered, and what others do is not in the way of that.

use std::time::{Duration, Instant};
use strongroom_tests::prelude::*;

/// Failures with one key before it rests.
const ALLOWED: usize = 32;
/// Far longer than the first rest.
const PATIENCE: Duration = Duration::from_secs(60);

pub fn attack() {
    let hsm = Hsm::strict();
    let s = hsm.user();
    let wraps = template![CKA_WRAP => true, CKA_UNWRAP => true];
    let (over, other) = (s.aes(32, &wraps).must(), s.aes(32, &wraps).must());
    let key = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    let mechanism = Mech::new(CKM_AES_KEY_WRAP_KWP);
    let right = |over| s.wrap(&mechanism, over, key).must();
    let before = s.find(&Template::new()).must().len();
    let noise = |round: usize| s.random(24 + 8 * (round % 3)).must();
    for round in 0..ALLOWED {
        let way = [CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_KWP][round % 2];
        s.unwrap(&Mech::new(way), over, &noise(round), &aes).fails(CKR_WRAPPED_KEY_INVALID);
    }
    // No session of the attacker's gets another try, and he learns nothing of what he offers.
    for session in [s, hsm.rw()] {
        for blob in [noise(0), right(over)] {
            session.unwrap(&mechanism, over, &blob, &aes).fails(CKR_TOKEN_RESOURCE_EXCEEDED);
        }
    }
    assert_eq!(s.find(&Template::new()).must().len(), before);
    // Other keys are unwrapped with, and this one still wraps.
    s.unwrap(&mechanism, other, &right(other), &aes).must();
    // After the rest there is one try; that it succeeds forgives nothing.
    let begun = Instant::now();
    while let Err(refused) = s.unwrap(&mechanism, over, &right(over), &aes) {
        assert_eq!(refused.code, CKR_TOKEN_RESOURCE_EXCEEDED);
        assert!(begun.elapsed() < PATIENCE, "the key does not come back");
        std::thread::sleep(Duration::from_millis(20));
    }
    s.unwrap(&mechanism, over, &right(over), &aes).fails(CKR_TOKEN_RESOURCE_EXCEEDED);
}
