//! Row 31: private objects before the login, and handles that are stale.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let private = s.aes(16, &template![CKA_TOKEN => true]).must();
    let of_session = s.aes(16, &Template::new()).must();
    s.logout().ok();
    assert!(s.find(&Template::new()).must().is_empty());
    for key in [private, of_session, 0, 1, u64::MAX] {
        s.init(Kind::Encrypt, &Mech::bytes(CKM_AES_CBC, &[1; 16]), key).is(CKR_KEY_HANDLE_INVALID);
        s.get(key, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
    }
    s.login(CKU_USER, USER_PIN).ok();
    s.get(of_session, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
    s.destroy(private).ok();
    let next = s.aes(16, &template![CKA_TOKEN => true]).must();
    assert_ne!(next, private);
}
