//! Row 5: a wrapping key that the attacker knows.

use strongroom_tests::keys::{inherited, rsa_public, secret};
use strongroom_tests::prelude::*;

pub fn attack() {
    let hsm = Hsm::strict();
    let s = hsm.user();
    for wraps in [template![CKA_WRAP => true], template![CKA_UNWRAP => true]] {
        s.create(&secret(CKK_AES, &[1; 32]).and(&wraps)).fails(CKR_TEMPLATE_INCONSISTENT);
    }
    // A public key whose private key is his, too.
    let (public, _) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let n = s.get(public, CKA_MODULUS).must();
    s.create(&rsa_public(&n, &[1, 0, 1]).with(CKA_WRAP, true)).fails(CKR_TEMPLATE_INCONSISTENT);
    // Or one that he can have out of the token.
    let wrap = template![CKA_WRAP => true];
    for shown in [template![CKA_SENSITIVE => false], template![CKA_EXTRACTABLE => true]] {
        let private = template![CKA_UNWRAP => true].and(&shown);
        s.rsa(2048, &wrap, &private).fails(CKR_TEMPLATE_INCONSISTENT);
        s.aes(32, &wrap.clone().and(&shown)).fails(CKR_TEMPLATE_INCONSISTENT);
    }
    let base = s.generic(32, &template![CKA_DERIVE => true]).must();
    s.derive(&Mech::hkdf(CKM_SHA256, b"", b""), base, &inherited(32).with(CKA_WRAP, true))
        .fails(CKR_TEMPLATE_INCONSISTENT);
    // Or that anybody makes who knows the password.
    let pbkdf2 = Mech::pbkdf2(CKP_PKCS5_PBKD2_HMAC_SHA256, 1000, b"salt", b"password");
    let aes = template![CKA_KEY_TYPE => CKK_AES, CKA_VALUE_LEN => 32_u64];
    s.generate(&pbkdf2, &aes.clone().with(CKA_WRAP, true)).fails(CKR_TEMPLATE_INCONSISTENT);
    s.generate(&pbkdf2, &aes).must();
}
