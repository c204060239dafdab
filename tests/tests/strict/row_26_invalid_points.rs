//! Row 26: points that are not of the curve, and public values of small order.

use strongroom_tests::keys::{P256, X25519, ec_public, inherited, octets};
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let derive = template![CKA_DERIVE => true];
    let (public, private) = s.pair(P256, &Template::new(), &derive).must();
    let mut off = octets(&s.get(public, CKA_EC_POINT).must()).to_vec();
    *off.last_mut().unwrap() ^= 1;
    let ecdh = |point: &[u8]| Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", point);
    s.derive(&ecdh(&off), private, &inherited(16)).fails(CKR_MECHANISM_PARAM_INVALID);
    s.create(&ec_public(CKK_EC, P256.oid, &off)).fails(CKR_ATTRIBUTE_VALUE_INVALID);
    let (_, private) = s.pair(X25519, &Template::new(), &derive).must();
    let one = [&[1][..], &[0; 31]].concat();
    for small in [vec![0; 32], one] {
        s.derive(&ecdh(&small), private, &inherited(16)).fails(CKR_MECHANISM_PARAM_INVALID);
    }
}
