//! Row 9: keys without CKA_WRAP and CKA_UNWRAP.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let over = s.aes(32, &template![CKA_WRAP => true, CKA_UNWRAP => true]).must();
    let key = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    let kw = Mech::new(CKM_AES_KEY_WRAP);
    let wrapped = s.wrap(&kw, over, key).must();
    // Nobody said what it is for: data.
    let other = s.aes(32, &Template::new()).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.wrap(&kw, other, key).fails(CKR_KEY_FUNCTION_NOT_PERMITTED);
    s.unwrap(&kw, other, &wrapped, &aes).fails(CKR_KEY_FUNCTION_NOT_PERMITTED);
}
