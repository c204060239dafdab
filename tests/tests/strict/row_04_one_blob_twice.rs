//! Row 4: one blob that is unwrapped under two templates: what came in never wraps, unwraps or is trusted.

use strongroom_tests::prelude::*;

pub fn attack() {
    let s = Hsm::strict().user();
    let over = s.aes(32, &template![CKA_WRAP => true, CKA_UNWRAP => true]).must();
    let key = s.aes(32, &template![CKA_EXTRACTABLE => true]).must();
    let kw = Mech::new(CKM_AES_KEY_WRAP);
    let wrapped = s.wrap(&kw, over, key).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    for more in [
        template![CKA_WRAP => true],
        template![CKA_UNWRAP => true],
        // Nor does it show itself, or become one to derive from: another copy has another role.
        template![CKA_SENSITIVE => false],
        template![CKA_DERIVE => true],
    ] {
        s.unwrap(&kw, over, &wrapped, &aes.clone().and(&more)).fails(CKR_TEMPLATE_INCONSISTENT);
    }
    let inside = s.unwrap(&kw, over, &wrapped, &aes.with(CKA_DECRYPT, true)).must();
    assert!(s.flag(inside, CKA_SENSITIVE) && !s.flag(inside, CKA_ALWAYS_SENSITIVE));
    // The unwrapping key's template is always joined.
    let wanted = template![CKA_DECRYPT => true];
    let over = s
        .aes(32, &template![CKA_WRAP => true, CKA_UNWRAP => true, CKA_UNWRAP_TEMPLATE => &wanted])
        .must();
    let wrapped = s.wrap(&kw, over, key).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.unwrap(&kw, over, &wrapped, &aes.clone().with(CKA_DECRYPT, false))
        .fails(CKR_TEMPLATE_INCONSISTENT);
    let inside = s.unwrap(&kw, over, &wrapped, &aes).must();
    assert!(s.flag(inside, CKA_DECRYPT));
}
