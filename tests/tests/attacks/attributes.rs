//! Getting more out of an object than its owner meant (rows 6, 11, 12, 19 and 29 to 33).

use strongroom_tests::keys::{P256, open, secret};
use strongroom_tests::prelude::*;

/// Row 6
pub fn a_user_who_calls_a_key_trusted() {
    let s = Hsm::start().user();
    let trusted = template![CKA_TRUSTED => true];
    s.create(&secret(CKK_AES, &[1; 16]).and(&trusted)).fails(CKR_ATTRIBUTE_READ_ONLY);
    s.aes(16, &trusted).fails(CKR_ATTRIBUTE_READ_ONLY);
    s.rsa(2048, &trusted, &Template::new()).fails(CKR_ATTRIBUTE_READ_ONLY);
    let key = s.aes(16, &Template::new()).must();
    s.set(key, &trusted).is(CKR_ATTRIBUTE_READ_ONLY);
    s.copy(key, &trusted).fails(CKR_ATTRIBUTE_READ_ONLY);
}

/// Row 11
pub fn secrecy_taken_back() {
    let s = Hsm::start().user();
    let closed =
        template![CKA_SENSITIVE => true, CKA_EXTRACTABLE => false, CKA_WRAP_WITH_TRUSTED => true];
    let (_, private) = s.pair(P256, &Template::new(), &closed).must();
    for key in [s.aes(32, &closed).must(), private] {
        for weaker in [
            template![CKA_SENSITIVE => false],
            template![CKA_EXTRACTABLE => true],
            template![CKA_WRAP_WITH_TRUSTED => false],
        ] {
            s.set(key, &weaker).is(CKR_ATTRIBUTE_READ_ONLY);
            s.copy(key, &weaker).fails(CKR_ATTRIBUTE_READ_ONLY);
        }
        s.get(key, CKA_VALUE).fails(CKR_ATTRIBUTE_SENSITIVE);
        let copy = s.copy(key, &Template::new()).must();
        s.get(copy, CKA_VALUE).fails(CKR_ATTRIBUTE_SENSITIVE);
    }
}

/// Row 12
pub fn a_history_made_up() {
    let s = Hsm::start().user();
    let over = s.aes(32, &Template::new()).must();
    let existing = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    let kw = Mech::new(CKM_AES_KEY_WRAP);
    let wrapped = s.wrap(&kw, over, existing).must();
    for claim in [
        template![CKA_ALWAYS_SENSITIVE => true],
        template![CKA_NEVER_EXTRACTABLE => true],
        template![CKA_LOCAL => true],
        template![CKA_KEY_GEN_MECHANISM => CKM_AES_KEY_GEN],
        template![CKA_UNIQUE_ID => "mine"],
    ] {
        s.create(&secret(CKK_AES, &[1; 16]).and(&claim)).fails(CKR_ATTRIBUTE_READ_ONLY);
        s.aes(16, &claim).fails(CKR_ATTRIBUTE_READ_ONLY);
        s.rsa(2048, &Template::new(), &claim).fails(CKR_ATTRIBUTE_READ_ONLY);
        s.set(existing, &claim).is(CKR_ATTRIBUTE_READ_ONLY);
        let kind = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
        s.unwrap(&kw, over, &wrapped, &kind.and(&claim)).fails(CKR_ATTRIBUTE_READ_ONLY);
        s.derive(&Mech::hkdf(CKM_SHA256, b"", b""), s.generic(32, &Template::new()).must(), &claim)
            .fails(CKR_ATTRIBUTE_READ_ONLY);
    }
}

/// Row 19
pub fn a_derived_key_that_is_less_secret() {
    let s = Hsm::start().user();
    let mechanism = Mech::hkdf(CKM_SHA256, b"salt", b"info");
    let template =
        template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES, CKA_VALUE_LEN => 32_u64];
    let base = s.generic(32, &Template::new()).must();
    let asks = |attribute, value: bool| template.clone().with(attribute, value);
    s.derive(&mechanism, base, &asks(CKA_SENSITIVE, false)).fails(CKR_TEMPLATE_INCONSISTENT);
    s.derive(&mechanism, base, &asks(CKA_EXTRACTABLE, true)).fails(CKR_TEMPLATE_INCONSISTENT);
    let key = s.derive(&mechanism, base, &template).must();
    for attribute in [CKA_SENSITIVE, CKA_ALWAYS_SENSITIVE, CKA_NEVER_EXTRACTABLE] {
        assert!(s.flag(key, attribute));
    }
    // From a base that was once open nothing comes that was never so.
    let base = s.create(&secret(CKK_GENERIC_SECRET, &[7; 32]).and(&open())).must();
    s.set(base, &template![CKA_SENSITIVE => true]).ok();
    let key = s.derive(&mechanism, base, &template).must();
    assert!(s.flag(key, CKA_SENSITIVE) && !s.flag(key, CKA_ALWAYS_SENSITIVE));
}

/// Row 19: nor is it shown as data, by the mechanism that makes data or by any other.
pub fn a_derived_secret_shown_as_data() {
    let s = Hsm::start().user();
    let data = template![CKA_CLASS => CKO_DATA];
    let hkdf = Mech::hkdf(CKM_SHA256, b"salt", b"info");
    let as_data = Mech::hkdf(CKM_SHA256, b"salt", b"info").numbered(CKM_HKDF_DATA);
    let joined = Mech::new(CKM_CONCATENATE_BASE_AND_DATA).pointer(b"!").word(1);
    let long = data.clone().with(CKA_VALUE_LEN, 32_u64);
    for closed in [template![CKA_SENSITIVE => true], template![CKA_EXTRACTABLE => false]] {
        let base = s.generic(32, &open().and(&closed)).must();
        s.derive(&joined, base, &data).fails(CKR_TEMPLATE_INCONSISTENT);
        s.derive(&as_data, base, &long).fails(CKR_TEMPLATE_INCONSISTENT);
        s.derive(&hkdf, base, &data).fails(CKR_TEMPLATE_INCONSISTENT);
    }
    let base = s.generic(32, &open()).must();
    s.derive(&joined, base, &data).fails(CKR_TEMPLATE_INCONSISTENT);
    let shown = s.derive(&as_data, base, &long).must();
    let key = s.derive(&hkdf, base, &strongroom_tests::keys::derived(32)).must();
    assert_eq!(s.get(shown, CKA_VALUE).must(), s.get(key, CKA_VALUE).must());
    s.get(shown, CKA_VALUE_LEN).fails(CKR_ATTRIBUTE_TYPE_INVALID);
    s.derive(&as_data, base, &data).fails(CKR_TEMPLATE_INCOMPLETE);
    s.derive(&as_data, base, &data.with(CKA_VALUE_LEN, true)).fails(CKR_ATTRIBUTE_VALUE_INVALID);
}

/// Row 30
pub fn state_from_elsewhere() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.rw());
    s.init(Kind::Digest, &Mech::new(CKM_SHA256), 0).ok();
    s.input("C_DigestUpdate", b"begun").ok();
    let state = s.output("C_GetOperationState").must();
    for place in 0..state.len() {
        let mut forged = state.clone();
        forged[place] ^= 1;
        let words = [other.h, strongroom_tests::ffi::address(&forged), forged.len() as u64, 0, 0];
        other.call("C_SetOperationState", &words).is(CKR_SAVED_STATE_INVALID);
    }
    let words = [other.h, strongroom_tests::ffi::address(&state), state.len() as u64, 0, 0];
    other.call("C_SetOperationState", &words).ok();
    assert_eq!(other.finish(Kind::Digest).must(), s.finish(Kind::Digest).must());
}

/// Row 31
pub fn objects_of_others() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let private = s.aes(16, &template![CKA_TOKEN => true]).must();
    let of_session = s.aes(16, &Template::new()).must();
    s.logout().ok();
    assert_eq!(s.find(&Template::new()).must(), []);
    for key in [private, of_session, 0, 1, u64::MAX] {
        s.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).is(CKR_KEY_HANDLE_INVALID);
        s.get(key, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
        s.destroy(key).is(CKR_OBJECT_HANDLE_INVALID);
    }
    // A session object that was private is gone for good; its handle is nobody's.
    s.login(CKU_USER, USER_PIN).ok();
    s.get(of_session, CKA_LABEL).fails(CKR_OBJECT_HANDLE_INVALID);
    s.destroy(private).ok();
    let next = s.aes(16, &template![CKA_TOKEN => true]).must();
    assert_ne!(next, private);
    s.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), private).is(CKR_KEY_HANDLE_INVALID);
}

/// Row 32
pub fn a_signature_without_its_login() {
    let s = Hsm::start().user();
    let always = template![CKA_ALWAYS_AUTHENTICATE => true];
    let (public, private) = s.pair(P256, &Template::new(), &always).must();
    let mechanism = Mech::new(CKM_ECDSA);
    s.sign(&mechanism, private, &[1; 32]).fails(CKR_USER_NOT_LOGGED_IN);
    s.init(Kind::Sign, &mechanism, private).ok();
    s.login(CKU_CONTEXT_SPECIFIC, "not the PIN").is(CKR_PIN_INCORRECT);
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    let signature = s.io(Io("C_Sign"), &[1; 32]).must();
    s.verify(&mechanism, public, &[1; 32], &signature).ok();
    // One login, one signature.
    s.sign(&mechanism, private, &[1; 32]).fails(CKR_USER_NOT_LOGGED_IN);
}

/// Row 33
pub fn objects_that_do_not_change() {
    let s = Hsm::start().user();
    for token in [false, true] {
        let at = template![CKA_TOKEN => token];
        let fixed = s.aes(16, &at.clone().with(CKA_MODIFIABLE, false)).must();
        s.set(fixed, &template![CKA_LABEL => "new"]).is(CKR_ACTION_PROHIBITED);
        let single = s.aes(16, &at.clone().with(CKA_COPYABLE, false)).must();
        s.copy(single, &Template::new()).fails(CKR_ACTION_PROHIBITED);
        s.set(single, &template![CKA_COPYABLE => true]).is(CKR_ATTRIBUTE_READ_ONLY);
        let lasting = s.aes(16, &at.with(CKA_DESTROYABLE, false)).must();
        s.destroy(lasting).is(CKR_ACTION_PROHIBITED);
    }
    // A copy may leave the private room: the specification lets it.
    let key = s.aes(16, &Template::new()).must();
    let copy = s.copy(key, &template![CKA_PRIVATE => false]).must();
    assert!(!s.flag(copy, CKA_PRIVATE));
}
