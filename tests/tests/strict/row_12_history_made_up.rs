//! Row 12: claims about where a key comes from.

use strongroom_tests::keys::secret;
use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let over = s.aes(32, &template![CKA_WRAP => true, CKA_UNWRAP => true]).must();
    let key = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    let kw = Mech::new(CKM_AES_KEY_WRAP);
    let wrapped = s.wrap(&kw, over, key).must();
    for claim in [
        template![CKA_ALWAYS_SENSITIVE => true],
        template![CKA_NEVER_EXTRACTABLE => true],
        template![CKA_LOCAL => true],
        template![CKA_KEY_GEN_MECHANISM => CKM_AES_KEY_GEN],
        template![CKA_UNIQUE_ID => "mine"],
    ] {
        s.create(&secret(CKK_AES, &[1; 16]).and(&claim)).fails(CKR_ATTRIBUTE_READ_ONLY);
        s.aes(16, &claim).fails(CKR_ATTRIBUTE_READ_ONLY);
        s.set(key, &claim).is(CKR_ATTRIBUTE_READ_ONLY);
        let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
        s.unwrap(&kw, over, &wrapped, &aes.and(&claim)).fails(CKR_ATTRIBUTE_READ_ONLY);
    }
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    let inside = s.unwrap(&kw, over, &wrapped, &aes).must();
    let imported = s.create(&secret(CKK_AES, &[1; 16])).must();
    for attribute in [CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE, CKA_LOCAL] {
        assert!(!s.flag(inside, attribute) && !s.flag(imported, attribute));
    }
}
