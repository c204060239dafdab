//! Row 1: a key that wraps and decrypts, or a pair of which one half wraps and the other decrypts.

use strongroom_tests::keys::{inherited, secret};
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let both = template![CKA_WRAP => true, CKA_DECRYPT => true];
    s.aes(32, &both).fails(CKR_TEMPLATE_INCONSISTENT);
    s.create(&secret(CKK_AES, &[1; 32]).and(&both)).fails(CKR_TEMPLATE_INCONSISTENT);
    let over = s.aes(32, &template![CKA_WRAP => true, CKA_UNWRAP => true]).must();
    s.set(over, &template![CKA_DECRYPT => true]).is(CKR_TEMPLATE_INCONSISTENT);
    s.copy(over, &template![CKA_DECRYPT => true]).fails(CKR_TEMPLATE_INCONSISTENT);
    let kw = Mech::new(CKM_AES_KEY_WRAP);
    let key = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    let wrapped = s.wrap(&kw, over, key).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.unwrap(&kw, over, &wrapped, &aes.and(&both)).fails(CKR_TEMPLATE_INCONSISTENT);
    let base = s.generic(32, &template![CKA_DERIVE => true]).must();
    s.derive(&Mech::hkdf(CKM_SHA256, b"", b""), base, &inherited(16).and(&both))
        .fails(CKR_TEMPLATE_INCONSISTENT);
    let (wrap, decrypt) = (template![CKA_WRAP => true], template![CKA_DECRYPT => true]);
    s.rsa(2048, &wrap, &decrypt).fails(CKR_TEMPLATE_INCONSISTENT);
    s.rsa(2048, &wrap, &template![CKA_UNWRAP => true]).must();
}
