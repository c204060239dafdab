//! Row 18: keys that differ by what the attacker chooses.

use strongroom_tests::keys::inherited;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let base = s.generic(32, &template![CKA_DERIVE => true]).must();
    let data = |kind| Mech::new(kind).pointer(&[1; 32]).word(32);
    for mechanism in [
        data(CKM_XOR_BASE_AND_DATA),
        data(CKM_CONCATENATE_BASE_AND_DATA),
        data(CKM_CONCATENATE_DATA_AND_BASE),
        Mech::new(CKM_CONCATENATE_BASE_AND_KEY).word(base),
    ] {
        s.derive(&mechanism, base, &inherited(16)).fails(CKR_MECHANISM_INVALID);
    }
}
