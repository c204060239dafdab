//! Row 15: noise that is unwrapped until some of it is a key.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let over = s.aes(32, &template![CKA_WRAP => true, CKA_UNWRAP => true]).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    let before = s.find(&Template::new()).must().len();
    for round in 0..300 {
        let noise = s.random(24 + 8 * (round % 3)).must();
        for mechanism in [CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_KWP] {
            s.unwrap(&Mech::new(mechanism), over, &noise, &aes).fails(CKR_WRAPPED_KEY_INVALID);
        }
    }
    assert_eq!(s.find(&Template::new()).must().len(), before);
}
