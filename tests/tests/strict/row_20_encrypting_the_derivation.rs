//! Row 20: a key to derive from by encryption, that also encrypts.

use strongroom_tests::keys::secret;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    for other in [CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN] {
        let both = template![CKA_DERIVE => true].with(other, true);
        s.aes(32, &both).fails(CKR_TEMPLATE_INCONSISTENT);
        s.create(&secret(CKK_AES, &[1; 32]).and(&both)).fails(CKR_TEMPLATE_INCONSISTENT);
        let base = s.aes(32, &template![CKA_DERIVE => true]).must();
        s.set(base, &template![].with(other, true)).is(CKR_TEMPLATE_INCONSISTENT);
        s.copy(base, &template![].with(other, true)).fails(CKR_TEMPLATE_INCONSISTENT);
    }
    // Nor is there another copy of it that does.
    s.aes(32, &template![CKA_DERIVE => true, CKA_EXTRACTABLE => true])
        .fails(CKR_TEMPLATE_INCONSISTENT);
}
