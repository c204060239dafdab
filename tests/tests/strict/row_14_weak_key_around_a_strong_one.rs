//! Row 14: a strong key under a weaker one.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let strong = s.aes(32, &template![CKA_EXTRACTABLE => true]).must();
    let middle = s.aes(16, &template![CKA_WRAP => true]).must();
    s.wrap(&Mech::new(CKM_AES_KEY_WRAP), middle, strong).fails(CKR_WRAPPING_KEY_SIZE_RANGE);
    // The weakest are not even made.
    s.rsa(1024, &template![CKA_WRAP => true], &template![CKA_UNWRAP => true])
        .fails(CKR_KEY_SIZE_RANGE);
    s.generate(&Mech::new(CKM_DES3_KEY_GEN), &template![CKA_WRAP => true])
        .fails(CKR_MECHANISM_INVALID);
}
