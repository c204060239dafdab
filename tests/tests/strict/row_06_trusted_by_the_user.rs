//! Row 6: the user calls a key trusted; only the security officer does, and only one that was generated here.

use strongroom_tests::keys::secret;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let trusted = template![CKA_TRUSTED => true];
    s.create(&secret(CKK_AES, &[1; 16]).and(&trusted)).fails(CKR_ATTRIBUTE_READ_ONLY);
    s.aes(16, &trusted).fails(CKR_ATTRIBUTE_READ_ONLY);
    let at = template![CKA_TOKEN => true, CKA_PRIVATE => false];
    let own = s.aes(32, &at.clone().with(CKA_WRAP, true)).must();
    s.set(own, &trusted).is(CKR_ATTRIBUTE_READ_ONLY);
    s.copy(own, &trusted).fails(CKR_ATTRIBUTE_READ_ONLY);
    let foreign = s.create(&secret(CKK_AES, &[1; 32]).and(&at)).must();
    s.logout().ok();
    s.login(CKU_SO, SO_PIN).ok();
    s.set(own, &trusted).ok();
    s.set(foreign, &trusted).is(CKR_TEMPLATE_INCONSISTENT);
}
