//! Row 19: a derived key that is less secret than what it comes from.

use strongroom_tests::keys::{P256, inherited, octets};
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let base = s.generic(32, &template![CKA_DERIVE => true]).must();
    let hkdf = Mech::hkdf(CKM_SHA256, b"salt", b"info");
    for open in [template![CKA_SENSITIVE => false], template![CKA_EXTRACTABLE => true]] {
        s.derive(&hkdf, base, &inherited(32).and(&open)).fails(CKR_TEMPLATE_INCONSISTENT);
    }
    let as_data = Mech::hkdf(CKM_SHA256, b"salt", b"info").numbered(CKM_HKDF_DATA);
    s.derive(&as_data, base, &template![CKA_CLASS => CKO_DATA, CKA_VALUE_LEN => 32_u64])
        .fails(CKR_TEMPLATE_INCONSISTENT);
    let key = s.derive(&hkdf, base, &inherited(32)).must();
    for attribute in [CKA_SENSITIVE, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE] {
        assert!(s.flag(key, attribute));
    }
    // What is agreed on with a private key that stays, stays.
    let (public, private) = s.pair(P256, &Template::new(), &template![CKA_DERIVE => true]).must();
    let point = octets(&s.get(public, CKA_EC_POINT).must()).to_vec();
    let ecdh = Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", &point);
    s.derive(&ecdh, private, &inherited(32).with(CKA_SENSITIVE, false))
        .fails(CKR_TEMPLATE_INCONSISTENT);
}
