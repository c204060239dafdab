//! Row 25: tags that are found by trying, and empty vectors.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let key = s.aes(32, &Template::new()).must();
    for bits in [0, 32, 64, 88, 95, 129] {
        s.init(Kind::Encrypt, &Mech::gcm(&[5; 12], b"", bits), key).is(CKR_MECHANISM_PARAM_INVALID);
    }
    for bytes in [4, 8, 10] {
        s.init(Kind::Encrypt, &Mech::ccm(4, &[5; 12], b"", bytes), key)
            .is(CKR_MECHANISM_PARAM_INVALID);
    }
    s.init(Kind::Encrypt, &Mech::gcm(b"", b"", 128), key).is(CKR_MECHANISM_PARAM_INVALID);
    for bits in [96, 104, 112, 120, 128] {
        s.encrypt(&Mech::gcm(&[5; 12], b"", bits), key, b"text").must();
    }
}
