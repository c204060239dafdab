//! Row 17: parts of a key as keys that are short enough to try.

use strongroom_tests::keys::inherited;
use strongroom_tests::prelude::*;

pub fn attack() {
    let hsm = Hsm::strict();
    let s = hsm.user();
    let base = s.generic(32, &template![CKA_DERIVE => true]).must();
    let extract = Mech::new(CKM_EXTRACT_KEY_FROM_KEY).word(0);
    s.derive(&extract, base, &inherited(1)).fails(CKR_MECHANISM_INVALID);
    // Where the security officer permits it, the parts are too long to try.
    s.logout().ok();
    assert!(hsm.policy(&["--permit", "extract-key-from-key"]));
    s.login(CKU_USER, USER_PIN).ok();
    let base = s.generic(32, &template![CKA_DERIVE => true]).must();
    s.derive(&extract, base, &inherited(1)).fails(CKR_KEY_SIZE_RANGE);
    s.derive(&extract, base, &inherited(13)).fails(CKR_KEY_SIZE_RANGE);
    s.derive(&extract, base, &inherited(14)).must();
}
