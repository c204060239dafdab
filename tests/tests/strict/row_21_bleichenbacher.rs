//! Row 21: padding of PKCS #1 v1.5: bad padding is not told from good, and keys are not unwrapped so.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let (encrypt, decrypt) = (template![CKA_ENCRYPT => true], template![CKA_DECRYPT => true]);
    let (public, private) = s.rsa(2048, &encrypt, &decrypt).must();
    let pkcs = Mech::new(CKM_RSA_PKCS);
    let sealed = s.encrypt(&pkcs, public, b"message").must();
    assert_eq!(s.decrypt(&pkcs, private, &sealed).must(), b"message");
    for place in (1..256).step_by(17) {
        let mut wrong = sealed.clone();
        wrong[place] ^= 0x40;
        let first = s.decrypt(&pkcs, private, &wrong).must();
        assert_ne!(first, b"message");
        assert_eq!(s.decrypt(&pkcs, private, &wrong).must(), first);
    }
    let (wrap, unwrap) = (template![CKA_WRAP => true], template![CKA_UNWRAP => true]);
    let (public, private) = s.rsa(2048, &wrap, &unwrap).must();
    let key = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    s.wrap(&pkcs, public, key).fails(CKR_MECHANISM_INVALID);
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.unwrap(&pkcs, private, &sealed, &aes).fails(CKR_MECHANISM_INVALID);
}
