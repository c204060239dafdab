//! Row 22: padding of OAEP: one answer for all that can be wrong.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let oaep = Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b"label");
    let (encrypt, decrypt) = (template![CKA_ENCRYPT => true], template![CKA_DECRYPT => true]);
    let (public, private) = s.rsa(2048, &encrypt, &decrypt).must();
    let sealed = s.encrypt(&oaep, public, b"message").must();
    let (wrap, unwrap) = (template![CKA_WRAP => true], template![CKA_UNWRAP => true]);
    let (over, under) = s.rsa(2048, &wrap, &unwrap).must();
    let key = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    let wrapped = s.wrap(&oaep, over, key).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.unwrap(&oaep, under, &wrapped, &aes).must();
    for place in (1..256).step_by(9) {
        let changed = |right: &[u8]| {
            let mut wrong = right.to_vec();
            wrong[place] ^= 1;
            wrong
        };
        s.decrypt(&oaep, private, &changed(&sealed)).fails(CKR_ENCRYPTED_DATA_INVALID);
        s.unwrap(&oaep, under, &changed(&wrapped), &aes).fails(CKR_WRAPPED_KEY_INVALID);
    }
}
