//! Row 10: a key that does not match the CKA_WRAP_TEMPLATE.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let wanted = template![CKA_KEY_TYPE => CKK_AES, CKA_LABEL => "leaves"];
    let over = s.aes(32, &template![CKA_WRAP => true, CKA_WRAP_TEMPLATE => &wanted]).must();
    let kw = Mech::new(CKM_AES_KEY_WRAP);
    let labelled = |label: &str| template![CKA_EXTRACTABLE => true, CKA_LABEL => label];
    s.wrap(&kw, over, s.aes(16, &labelled("leaves")).must()).must();
    s.wrap(&kw, over, s.aes(16, &labelled("stays")).must()).fails(CKR_KEY_HANDLE_INVALID);
}
