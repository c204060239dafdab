//! Row 2: a key that encrypts and unwraps brings in a chosen key as a sensitive one.

use strongroom_tests::keys::secret;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let both = template![CKA_ENCRYPT => true, CKA_UNWRAP => true];
    s.aes(32, &both).fails(CKR_TEMPLATE_INCONSISTENT);
    s.create(&secret(CKK_AES, &[1; 32]).and(&both)).fails(CKR_TEMPLATE_INCONSISTENT);
    let over = s.aes(32, &template![CKA_UNWRAP => true]).must();
    s.set(over, &template![CKA_ENCRYPT => true]).is(CKR_TEMPLATE_INCONSISTENT);
    s.copy(over, &template![CKA_ENCRYPT => true]).fails(CKR_TEMPLATE_INCONSISTENT);
    let (encrypt, unwrap) = (template![CKA_ENCRYPT => true], template![CKA_UNWRAP => true]);
    s.rsa(2048, &encrypt, &unwrap).fails(CKR_TEMPLATE_INCONSISTENT);
}
