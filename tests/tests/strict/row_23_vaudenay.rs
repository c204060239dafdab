//! Row 23: padding of blocks: one answer, and no keys are unwrapped so.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let key = s.aes(32, &template![CKA_ENCRYPT => true, CKA_DECRYPT => true]).must();
    let (padded, raw) =
        (Mech::bytes(CKM_AES_CBC_PAD, &[1; 16]), Mech::bytes(CKM_AES_CBC, &[1; 16]));
    for last in 0..=255_u8 {
        let mut plain = [0xaa; 32];
        plain[31] = last;
        let sealed = s.encrypt(&raw, key, &plain).must();
        let answer = s.decrypt(&padded, key, &sealed);
        if last == 1 {
            answer.must();
        } else {
            answer.fails(CKR_ENCRYPTED_DATA_INVALID);
        }
    }
    let over = s.aes(32, &template![CKA_UNWRAP => true]).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.unwrap(&padded, over, &[1; 32], &aes).fails(CKR_MECHANISM_INVALID);
}
