//! Row 8: wrapping what must not leave.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let over = s.aes(32, &template![CKA_WRAP => true]).must();
    let (public, _) =
        s.rsa(2048, &template![CKA_WRAP => true], &template![CKA_UNWRAP => true]).must();
    let oaep = Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b"");
    for key in [s.aes(32, &Template::new()).must(), s.generic(20, &Template::new()).must()] {
        s.wrap(&Mech::new(CKM_AES_KEY_WRAP), over, key).fails(CKR_KEY_UNEXTRACTABLE);
        s.wrap(&Mech::new(CKM_AES_KEY_WRAP_KWP), over, key).fails(CKR_KEY_UNEXTRACTABLE);
        s.wrap(&oaep, public, key).fails(CKR_KEY_UNEXTRACTABLE);
    }
}
