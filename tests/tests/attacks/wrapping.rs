//! Getting a key out, or a chosen one in, by wrapping (rows 1 to 5, 7 to 10, 13 to 18 and 20).

use strongroom_tests::keys::{open, secret};
use strongroom_tests::prelude::*;

fn wrapping() -> Template {
    template![CKA_WRAP => true, CKA_UNWRAP => true]
}

fn extractable() -> Template {
    template![CKA_SENSITIVE => true, CKA_EXTRACTABLE => true]
}

/// Rows 1 to 5: roles that contradict each other are the owner's risk here; but whoever took part in the
/// game, the key's history says so.
pub fn roles_together() {
    let s = Hsm::start().user();
    let both = s.aes(32, &wrapping().with(CKA_DECRYPT, true)).must();
    let key = s.aes(16, &extractable()).must();
    let mechanism = Mech::bytes(CKM_AES_CBC_PAD, &[7; 16]);
    let wrapped = s.wrap(&mechanism, both, key).must();
    assert_eq!(s.decrypt(&mechanism, both, &wrapped).must().len(), 16);
    // A key that came in from outside says that it was not made here, whatever its template says.
    let template = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES, CKA_SENSITIVE => true, CKA_EXTRACTABLE => false];
    let inside = s.unwrap(&mechanism, both, &wrapped, &template).must();
    for attribute in [CKA_LOCAL, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE] {
        assert!(!s.flag(inside, attribute));
        let imported = s.create(&secret(CKK_AES, &[1; 16]).with(CKA_SENSITIVE, true)).must();
        assert!(!s.flag(imported, attribute));
    }
}

/// Row 7
pub fn an_untrusted_key_for_one_that_wants_trust() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let over = s.aes(32, &wrapping().with(CKA_TOKEN, true).with(CKA_PRIVATE, false)).must();
    let key = s.aes(16, &extractable().with(CKA_WRAP_WITH_TRUSTED, true)).must();
    let mechanism = Mech::new(CKM_AES_KEY_WRAP);
    s.wrap(&mechanism, over, key).fails(CKR_KEY_NOT_WRAPPABLE);
    s.set(over, &template![CKA_TRUSTED => true]).is(CKR_ATTRIBUTE_READ_ONLY);
    s.logout().ok();
    s.login(CKU_SO, SO_PIN).ok();
    s.set(over, &template![CKA_TRUSTED => true]).ok();
    s.logout().ok();
    s.login(CKU_USER, USER_PIN).ok();
    let key = s.aes(16, &extractable().with(CKA_WRAP_WITH_TRUSTED, true)).must();
    assert_eq!(s.wrap(&mechanism, over, key).must().len(), 24);
}

/// Row 8
pub fn what_must_not_leave() {
    let s = Hsm::start().user();
    let over = s.aes(32, &wrapping()).must();
    let closed = template![CKA_EXTRACTABLE => false];
    let (public, private) = s.rsa(2048, &Template::new(), &closed).must();
    for key in [s.aes(32, &closed).must(), s.generic(20, &closed).must(), private] {
        for mechanism in [CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_KWP, CKM_AES_ECB] {
            s.wrap(&Mech::new(mechanism), over, key).fails(CKR_KEY_UNEXTRACTABLE);
        }
        let oaep = Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b"");
        s.wrap(&oaep, public, key).fails(CKR_KEY_UNEXTRACTABLE);
    }
}

/// Row 9
pub fn keys_that_are_not_for_wrapping() {
    let s = Hsm::start().user();
    let mechanism = Mech::new(CKM_AES_KEY_WRAP);
    let over = s.aes(32, &wrapping()).must();
    let key = s.aes(16, &extractable()).must();
    let wrapped = s.wrap(&mechanism, over, key).must();
    s.set(over, &template![CKA_WRAP => false, CKA_UNWRAP => false]).ok();
    s.wrap(&mechanism, over, key).fails(CKR_KEY_FUNCTION_NOT_PERMITTED);
    let template = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.unwrap(&mechanism, over, &wrapped, &template).fails(CKR_KEY_FUNCTION_NOT_PERMITTED);
}

/// Row 10
pub fn keys_beside_the_wrap_template() {
    let s = Hsm::start().user();
    let wanted = template![CKA_KEY_TYPE => CKK_AES, CKA_LABEL => "leaves"];
    let over = s.aes(32, &wrapping().with(CKA_WRAP_TEMPLATE, &wanted)).must();
    let mechanism = Mech::new(CKM_AES_KEY_WRAP);
    let right = s.aes(16, &extractable().with(CKA_LABEL, "leaves")).must();
    s.wrap(&mechanism, over, right).must();
    let other = s.aes(16, &extractable().with(CKA_LABEL, "stays")).must();
    s.wrap(&mechanism, over, other).fails(CKR_KEY_HANDLE_INVALID);
    let of_another_type = s.generic(16, &extractable().with(CKA_LABEL, "leaves")).must();
    s.wrap(&mechanism, over, of_another_type).fails(CKR_KEY_HANDLE_INVALID);
}

/// Rows 13 and 16: the specification wraps with ECB and CBC and decrypts with key wraps; so does this
/// profile.
pub fn modes_that_the_specification_wraps_with() {
    let s = Hsm::start().user();
    let over = s.aes(32, &wrapping().with(CKA_DECRYPT, true)).must();
    let value = [0x5a; 32];
    let key = s.create(&secret(CKK_AES, &value).and(&open())).must();
    for mechanism in [
        Mech::new(CKM_AES_ECB),
        Mech::bytes(CKM_AES_CBC, &[1; 16]),
        Mech::bytes(CKM_AES_CBC_PAD, &[2; 16]),
        Mech::new(CKM_AES_KEY_WRAP),
        Mech::new(CKM_AES_KEY_WRAP_KWP),
    ] {
        let wrapped = s.wrap(&mechanism, over, key).must();
        assert_eq!(s.decrypt(&mechanism, over, &wrapped).must(), value);
    }
}

/// Row 14
pub fn a_weak_key_around_a_strong_one() {
    let s = Hsm::start().user();
    let strong = s.aes(32, &extractable()).must();
    let middle = s.aes(16, &extractable().and(&wrapping())).must();
    s.wrap(&Mech::new(CKM_AES_KEY_WRAP), middle, strong).fails(CKR_WRAPPING_KEY_SIZE_RANGE);
    let des3 = s.generate(&Mech::new(CKM_DES3_KEY_GEN), &wrapping()).must();
    for key in [strong, middle] {
        s.wrap(&Mech::bytes(CKM_DES3_CBC_PAD, &[1; 8]), des3, key)
            .fails(CKR_WRAPPING_KEY_SIZE_RANGE);
    }
    let (short, _) = s.rsa(1024, &template![CKA_WRAP => true], &Template::new()).must();
    s.wrap(&Mech::new(CKM_RSA_PKCS), short, strong).fails(CKR_WRAPPING_KEY_SIZE_RANGE);
    let as_strong = s.aes(32, &wrapping()).must();
    for key in [strong, middle] {
        s.wrap(&Mech::new(CKM_AES_KEY_WRAP), as_strong, key).must();
    }
}

/// Row 15: of many blobs of noise not one becomes a key, and nothing is left behind.
pub fn keys_conjured_from_noise() {
    let s = Hsm::start().user();
    let over = s.aes(32, &wrapping()).must();
    let template = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    let before = s.find(&Template::new()).must().len();
    for round in 0..500 {
        let noise = s.random(24 + 8 * (round % 3)).must();
        for mechanism in [CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_KWP] {
            s.unwrap(&Mech::new(mechanism), over, &noise, &template).fails(CKR_WRAPPED_KEY_INVALID);
        }
        let gcm = Mech::gcm(&[3; 12], b"", 128);
        s.unwrap(&gcm, over, &noise, &template).fails(CKR_WRAPPED_KEY_INVALID);
    }
    assert_eq!(s.find(&Template::new()).must().len(), before);
}

/// Rows 17, 18 and 20: the derivations that leak by their nature are there, and a key that goes in closed
/// comes out closed, in whichever place it stands.
pub fn derivations_that_keep_secrets() {
    let s = Hsm::start().user();
    let closed = s.create(&secret(CKK_GENERIC_SECRET, &[9; 32]).with(CKA_SENSITIVE, true)).must();
    let other = s.create(&secret(CKK_GENERIC_SECRET, &[8; 32]).and(&open())).must();
    let aes = s.aes(32, &Template::new()).must();
    let data = |kind| Mech::new(kind).pointer(&[1; 32]).word(32);
    for (mechanism, base) in [
        (Mech::new(CKM_EXTRACT_KEY_FROM_KEY).word(8), closed),
        (data(CKM_XOR_BASE_AND_DATA), closed),
        (data(CKM_CONCATENATE_BASE_AND_DATA), closed),
        (data(CKM_CONCATENATE_DATA_AND_BASE), closed),
        (Mech::new(CKM_CONCATENATE_BASE_AND_KEY).word(other), closed),
        (Mech::new(CKM_CONCATENATE_BASE_AND_KEY).word(closed), other),
        (data(CKM_AES_ECB_ENCRYPT_DATA), aes),
    ] {
        let template = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_VALUE_LEN => 16_u64];
        let open = template.clone().with(CKA_SENSITIVE, false);
        s.derive(&mechanism, base, &open).fails(CKR_TEMPLATE_INCONSISTENT);
        let derived = s.derive(&mechanism, base, &template).must();
        s.get(derived, CKA_VALUE).fails(CKR_ATTRIBUTE_SENSITIVE);
        s.set(base, &template![CKA_DERIVE => false]).ok();
        s.derive(&mechanism, base, &template).fails(CKR_KEY_FUNCTION_NOT_PERMITTED);
        s.set(base, &template![CKA_DERIVE => true]).ok();
    }
}
