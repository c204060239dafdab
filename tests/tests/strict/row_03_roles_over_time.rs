//! Row 3: a key that wraps, then no longer, then decrypts.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let key = s.aes(32, &template![CKA_WRAP => true]).must();
    s.set(key, &template![CKA_WRAP => false]).ok();
    s.set(key, &template![CKA_DECRYPT => true]).is(CKR_TEMPLATE_INCONSISTENT);
    let copy = s.copy(key, &Template::new()).must();
    s.set(copy, &template![CKA_DECRYPT => true]).is(CKR_TEMPLATE_INCONSISTENT);
    // Nor the other way round.
    let key = s.aes(32, &template![CKA_DECRYPT => true]).must();
    s.set(key, &template![CKA_DECRYPT => false]).ok();
    s.set(key, &template![CKA_WRAP => true]).is(CKR_TEMPLATE_INCONSISTENT);
    // What goes together may be added.
    let key = s.aes(32, &template![CKA_DECRYPT => true]).must();
    s.set(key, &template![CKA_ENCRYPT => true]).ok();
}
