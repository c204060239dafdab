//! Row 29: the digest of a short sensitive key.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let closed = s.generic(16, &template![CKA_SENSITIVE => true]).must();
    s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
    s.call("C_DigestKey", &[s.h, closed]).is(CKR_KEY_INDIGESTIBLE);
    // Of what anybody can read, there is one.
    let open = s.generic(16, &template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true]).must();
    s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
    s.call("C_DigestKey", &[s.h, open]).ok();
}
