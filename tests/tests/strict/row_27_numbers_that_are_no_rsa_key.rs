//! Row 27: RSA keys that are none, or too short.

use strongroom_tests::keys::rsa_public;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let (public, _) = s.rsa(2048, &Template::new(), &Template::new()).must();
    let n = s.get(public, CKA_MODULUS).must();
    for e in [&[1][..], &[1, 0, 0], &[0]] {
        s.create(&rsa_public(&n, e)).fails(CKR_ATTRIBUTE_VALUE_INVALID);
    }
    let even: Vec<u8> = n.iter().map(|byte| byte & 0xfe).collect();
    s.create(&rsa_public(&even, &[1, 0, 1])).fails(CKR_ATTRIBUTE_VALUE_INVALID);
    let mut short = n[..192].to_vec();
    short[191] |= 1;
    s.create(&rsa_public(&short, &[1, 0, 1])).fails(CKR_KEY_SIZE_RANGE);
    s.rsa(1024, &Template::new(), &Template::new()).fails(CKR_KEY_SIZE_RANGE);
}
