//! Row 32: a key that wants a login for each use, used without, and twice after one.

use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let always = template![CKA_ALWAYS_AUTHENTICATE => true];
    let (_, private) = s.pair(P256, &Template::new(), &always).must();
    let ecdsa = Mech::new(CKM_ECDSA);
    s.sign(&ecdsa, private, &[1; 32]).fails(CKR_USER_NOT_LOGGED_IN);
    s.init(Kind::Sign, &ecdsa, private).ok();
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    s.io(Io("C_Sign"), &[1; 32]).must();
    s.sign(&ecdsa, private, &[1; 32]).fails(CKR_USER_NOT_LOGGED_IN);
}
