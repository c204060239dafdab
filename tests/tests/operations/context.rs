//! Keys with `CKA_ALWAYS_AUTHENTICATE` (section 5.6.8): every operation wants a login of its own, after
//! its beginning and before its first data.

use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;

fn pair(s: Session, token: bool) -> (u64, u64) {
    let careful =
        template![CKA_ALWAYS_AUTHENTICATE => true, CKA_PRIVATE => true, CKA_TOKEN => token];
    s.rsa(2048, &Template::new(), &careful).must()
}

const SIGN: u64 = CKM_SHA256_RSA_PKCS;

/// No operation without a login, none with the login of the one before.
pub fn a_login_for_each_operation() {
    let s = Hsm::start().user();
    for token in [false, true] {
        let (public, private) = pair(s, token);
        let text = s.encrypt(&Mech::new(CKM_RSA_PKCS), public, b"secret").must();
        let kinds: [(Kind, u64, &[u8]); 3] = [
            (Kind::Sign, SIGN, b"data"),
            (Kind::Decrypt, CKM_RSA_PKCS, &text),
            (Kind::SignRecover, CKM_RSA_PKCS, b"data"),
        ];
        for (kind, number, input) in kinds {
            let mechanism = Mech::new(number);
            let once = Io(kind.once());
            s.init(kind, &mechanism, private).ok();
            s.io(once, input).fails(CKR_USER_NOT_LOGGED_IN);
            s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).is(CKR_OPERATION_NOT_INITIALIZED);
            s.init(kind, &mechanism, private).ok();
            s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
            s.io(once, input).must();
            s.init(kind, &mechanism, private).ok();
            s.io(once, input).fails(CKR_USER_NOT_LOGGED_IN);
        }
        s.verify(&Mech::new(SIGN), public, b"data", &[0; 256]).is(CKR_SIGNATURE_INVALID);
    }
}

/// A login before the beginning does not count, and neither does one in another session.
pub fn a_login_elsewhere_does_not_count() {
    let hsm = Hsm::start();
    let (s, other) = (hsm.user(), hsm.ro());
    let (_, private) = pair(s, false);
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).is(CKR_OPERATION_NOT_INITIALIZED);
    s.init(Kind::Sign, &Mech::new(SIGN), private).ok();
    other.login(CKU_CONTEXT_SPECIFIC, USER_PIN).is(CKR_OPERATION_NOT_INITIALIZED);
    other.init(Kind::Sign, &Mech::new(SIGN), private).ok();
    other.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    s.io(Io("C_Sign"), b"data").fails(CKR_USER_NOT_LOGGED_IN);
    assert_eq!(other.io(Io("C_Sign"), b"data").must().len(), 256);
}

/// One login lasts for all parts of one operation, and for questions of length; it can come late, but
/// not after the first part.
pub fn a_login_lasts_for_one_operation() {
    let s = Hsm::start().user();
    let (public, private) = pair(s, false);
    s.init(Kind::Sign, &Mech::new(SIGN), private).ok();
    s.input("C_SignUpdate", b"da").is(CKR_USER_NOT_LOGGED_IN);
    s.init(Kind::Sign, &Mech::new(SIGN), private).ok();
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    s.input("C_SignUpdate", b"da").ok();
    s.input("C_SignUpdate", b"ta").ok();
    assert_eq!(s.output_length("C_SignFinal").must(), 256);
    let (rv, length, _) = s.final_into("C_SignFinal", 255);
    rv.is(CKR_BUFFER_TOO_SMALL);
    assert_eq!(length, 256);
    let signature = s.finish(Kind::Sign).must();
    s.verify(&Mech::new(SIGN), public, b"data", &signature).ok();
    s.init(Kind::Sign, &Mech::new(SIGN), private).ok();
    assert_eq!(s.io_length(Io("C_Sign"), b"data").must(), 256);
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    assert_eq!(s.io(Io("C_Sign"), b"data").must(), signature);
}

/// One login is for one operation also where several wait for it: for that which uses its key first.
pub fn a_login_for_one_of_several() {
    let s = Hsm::start().user();
    let (public, private) = pair(s, false);
    let text = s.encrypt(&Mech::new(CKM_RSA_PKCS), public, b"secret").must();
    let begin = || {
        s.init(Kind::Sign, &Mech::new(SIGN), private).ok();
        s.init(Kind::Decrypt, &Mech::new(CKM_RSA_PKCS), private).ok();
        s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    };
    begin();
    assert_eq!(s.io(Io("C_Decrypt"), &text).must(), b"secret");
    s.io(Io("C_Sign"), b"data").fails(CKR_USER_NOT_LOGGED_IN);
    begin();
    s.input("C_SignUpdate", b"data").ok();
    s.io(Io("C_Decrypt"), &text).fails(CKR_USER_NOT_LOGGED_IN);
    assert_eq!(s.finish(Kind::Sign).must().len(), 256);
    // Each may have its own.
    begin();
    s.input("C_SignUpdate", b"data").ok();
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    assert_eq!(s.io(Io("C_Decrypt"), &text).must(), b"secret");
    assert_eq!(s.finish(Kind::Sign).must().len(), 256);
}

/// A wrong PIN leaves the operation waiting, and is a try like any other.
pub fn a_wrong_pin() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let (_, private) = pair(s, false);
    s.init(Kind::Sign, &Mech::new(SIGN), private).ok();
    s.login(CKU_CONTEXT_SPECIFIC, "not the PIN").is(CKR_PIN_INCORRECT);
    assert_ne!(hsm.token().flags & CKF_USER_PIN_COUNT_LOW, 0, "the try is counted");
    s.login(CKU_CONTEXT_SPECIFIC, "").is_one_of(&[CKR_PIN_INCORRECT, CKR_PIN_LEN_RANGE]);
    s.login(CKU_CONTEXT_SPECIFIC, SO_PIN).is(CKR_PIN_INCORRECT);
    assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN).ok();
    assert_eq!(s.io(Io("C_Sign"), b"data").must().len(), 256);
    assert_eq!(hsm.token().flags & CKF_USER_PIN_COUNT_LOW, 0, "the right PIN ends the count");
}

/// Ten wrong ones lock the PIN here too, and log the user out.
pub fn the_pin_locks() {
    let s = Hsm::start().user();
    let (_, private) = pair(s, false);
    s.init(Kind::Sign, &Mech::new(SIGN), private).ok();
    for _ in 0..10 {
        assert_eq!(s.state(), CKS_RW_USER_FUNCTIONS);
        let wrong = s.login(CKU_CONTEXT_SPECIFIC, "not the PIN");
        wrong.is_one_of(&[CKR_PIN_INCORRECT, CKR_PIN_LOCKED]);
        if wrong.code == CKR_PIN_LOCKED {
            break;
        }
    }
    s.login(CKU_CONTEXT_SPECIFIC, USER_PIN)
        .is_one_of(&[CKR_PIN_LOCKED, CKR_OPERATION_NOT_INITIALIZED]);
    assert_eq!(s.state(), CKS_RW_PUBLIC_SESSION);
    s.io(Io("C_Sign"), b"data").fails(CKR_OPERATION_NOT_INITIALIZED);
    s.login(CKU_USER, USER_PIN).is(CKR_PIN_LOCKED);
}

/// Unwrapping, deriving and decapsulating have no time for a login of their own, so such a key does none.
pub fn no_use_without_a_beginning() {
    let s = Hsm::start().user();
    let (public, private) = pair(s, false);
    let key = s.aes(16, &template![CKA_EXTRACTABLE => true]).must();
    let wrapped = s.wrap(&Mech::new(CKM_RSA_PKCS), public, key).must();
    let aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    s.unwrap(&Mech::new(CKM_RSA_PKCS), private, &wrapped, &aes).fails(CKR_USER_NOT_LOGGED_IN);
    let careful = template![CKA_ALWAYS_AUTHENTICATE => true];
    let (other, _) = s.pair(P256, &Template::new(), &Template::new()).must();
    let (_, private) = s.pair(P256, &Template::new(), &careful).must();
    let point = s.get(other, CKA_EC_POINT).must();
    let derivation =
        Mech::ecdh(CKM_ECDH1_DERIVE, CKD_NULL, b"", strongroom_tests::keys::octets(&point));
    s.derive(&derivation, private, &strongroom_tests::keys::derived(32))
        .fails(CKR_USER_NOT_LOGGED_IN);
    let careful = careful.and(&template![CKA_DECAPSULATE => true]);
    let (public, private) = s.rsa(2048, &Template::new(), &careful).must();
    let mechanism = Mech::new(CKM_RSA_PKCS);
    let text = s.encrypt(&mechanism, public, &[7; 32]).must();
    let readable = template![CKA_SENSITIVE => false, CKA_EXTRACTABLE => true];
    s.decapsulate(&mechanism, private, &text, &readable).fails(CKR_USER_NOT_LOGGED_IN);
}

/// A copy is as careful as its original.
pub fn copies_are_careful() {
    let s = Hsm::start().user();
    let (_, private) = pair(s, false);
    s.copy(private, &template![CKA_ALWAYS_AUTHENTICATE => false]).fails(CKR_ATTRIBUTE_READ_ONLY);
    s.copy(private, &template![CKA_PRIVATE => false]).fails(CKR_TEMPLATE_INCONSISTENT);
    let copy = s.copy(private, &template![CKA_TOKEN => true]).must();
    assert!(s.flag(copy, CKA_ALWAYS_AUTHENTICATE));
    s.sign(&Mech::new(SIGN), copy, b"data").fails(CKR_USER_NOT_LOGGED_IN);
}
