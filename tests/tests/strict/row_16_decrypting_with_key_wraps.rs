//! Row 16: what was wrapped, decrypted by the same mechanism.

use strongroom_tests::prelude::*;

pub fn attack() {
    let hsm = Hsm::strict();
    let s = hsm.user();
    let data = s.aes(32, &template![CKA_ENCRYPT => true, CKA_DECRYPT => true]).must();
    for mechanism in [CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_PAD, CKM_AES_KEY_WRAP_KWP] {
        s.init(Kind::Decrypt, &Mech::new(mechanism), data).is(CKR_MECHANISM_INVALID);
        s.init(Kind::Encrypt, &Mech::new(mechanism), data).is(CKR_MECHANISM_INVALID);
        assert!(hsm.does(mechanism, CKF_WRAP) && !hsm.does(mechanism, CKF_DECRYPT));
    }
}
