//! Row 11: a sensitive key made open again.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let closed =
        template![CKA_SENSITIVE => true, CKA_EXTRACTABLE => false, CKA_WRAP_WITH_TRUSTED => true];
    let key = s.aes(32, &closed).must();
    for weaker in [
        template![CKA_SENSITIVE => false],
        template![CKA_EXTRACTABLE => true],
        template![CKA_WRAP_WITH_TRUSTED => false],
    ] {
        s.set(key, &weaker).is(CKR_ATTRIBUTE_READ_ONLY);
        s.copy(key, &weaker).fails(CKR_ATTRIBUTE_READ_ONLY);
    }
    s.get(key, CKA_VALUE).fails(CKR_ATTRIBUTE_SENSITIVE);
}
