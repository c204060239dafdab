//! Row 7: a key that leaves under trusted keys only, under another.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let at = template![CKA_TOKEN => true, CKA_PRIVATE => false, CKA_WRAP => true];
    let over = s.aes(32, &at).must();
    let careful = template![CKA_EXTRACTABLE => true, CKA_WRAP_WITH_TRUSTED => true];
    let key = s.aes(16, &careful).must();
    let kw = Mech::new(CKM_AES_KEY_WRAP);
    s.wrap(&kw, over, key).fails(CKR_KEY_NOT_WRAPPABLE);
    s.logout().ok();
    s.login(CKU_SO, SO_PIN).ok();
    s.set(over, &template![CKA_TRUSTED => true]).ok();
    s.logout().ok();
    s.login(CKU_USER, USER_PIN).ok();
    let key = s.aes(16, &careful).must();
    assert_eq!(s.wrap(&kw, over, key).must().len(), 24);
}
