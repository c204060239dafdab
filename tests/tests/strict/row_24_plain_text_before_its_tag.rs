//! Row 24: plain text that comes out before the tag has been compared.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let key = s.aes(32, &Template::new()).must();
    for mechanism in [Mech::gcm(&[5; 12], b"aad", 128), Mech::ccm(100, &[5; 12], b"aad", 16)] {
        let mut sealed = s.encrypt(&mechanism, key, &[0x41; 100]).must();
        *sealed.last_mut().unwrap() ^= 1;
        s.decrypt(&mechanism, key, &sealed).fails(CKR_ENCRYPTED_DATA_INVALID);
        s.init(Kind::Decrypt, &mechanism, key).ok();
        for part in sealed.chunks(33) {
            assert!(s.update(Kind::Decrypt, part).must().is_empty());
        }
        s.final_into("C_DecryptFinal", 100).0.is(CKR_ENCRYPTED_DATA_INVALID);
    }
}
