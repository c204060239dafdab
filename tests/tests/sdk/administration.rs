//! PINs and tokens.

use crate::place::{hsm, of, rv, spec};
use strongroom::*;
use strongroom_tests::{SO_PIN, USER_PIN};

/// PINs are changed, locked and set anew.
pub fn pins() {
    let hsm = hsm();
    let slot = hsm.slot(0).expect("a slot");
    let wrong = slot.login("0000").unwrap_err();
    assert_eq!((wrong.name(), wrong.kind()), ("CKR_PIN_INCORRECT", Kind::Pin));
    assert_eq!((wrong.function(), wrong.rv(), wrong.retryable()), ("C_Login", 0xA0, false));
    let before = of(&hsm, 0);
    slot.set_pin(USER_PIN, "new user PIN").expect("changed");
    assert_eq!(rv(slot.login(USER_PIN)), "CKR_PIN_INCORRECT");
    slot.login("new user PIN").expect("logged in").random(&mut [0; 8]).expect("random");
    before.random(&mut [0; 8]).expect("who was logged in still is");
    assert_eq!(rv(slot.set_pin("new user PIN", "x")), "CKR_PIN_LEN_RANGE");
    assert_eq!(rv(slot.init_pin("0000", "again")), "CKR_PIN_INCORRECT");
    slot.init_pin(SO_PIN, "again 1").expect("set");
    slot.login("again 1").expect("logged in");
    slot.set_so_pin(SO_PIN, "officer").expect("changed");
    let officer = slot.login_so("officer").expect("logged in");
    assert_eq!(officer.user(), Some(ck::CKU_SO));
    officer.init_pin("third 1").expect("set");
    officer.close();
    for _ in 0..10 {
        slot.login("0000").unwrap_err();
    }
    assert_eq!(rv(slot.login("third 1")), "CKR_PIN_LOCKED");
    assert_ne!(slot.token().expect("a token").flags & ck::CKF_USER_PIN_LOCKED, 0);
    slot.init_pin("officer", "fourth 1").expect("set");
    slot.login("fourth 1").expect("logged in");
}

/// A token that is initialised anew has a new label, no objects, and no user PIN.
pub fn tokens() {
    let hsm = hsm();
    let slot = hsm.slot(0).expect("a slot");
    let session = of(&hsm, 0);
    session.generate_secret(&spec("aes:256").persist(true)).expect("a key");
    assert_eq!(rv(slot.init_token(SO_PIN, &"x".repeat(33))), "CKR_ARGUMENTS_BAD");
    slot.init_token(SO_PIN, "new label").expect("initialised");
    // Who was logged in to what the token was before is not logged in to what it is now.
    session.find(&Query::new().label("any")).map(drop).expect_err("the session has ended");
    assert_eq!(rv(slot.login(USER_PIN)), "CKR_USER_PIN_NOT_INITIALIZED");
    slot.init_pin(SO_PIN, USER_PIN).expect("set");
    let session = hsm.token("new label").expect("the token").login(USER_PIN).expect("logged in");
    assert_eq!(session.find(&Query::new()).expect("a search").count(), 0);
    let mechanisms = slot.mechanisms().expect("a list");
    assert!(mechanisms.iter().any(|(kind, _)| *kind == ck::CKM_AES_GCM));
    assert_eq!(rv(hsm.slot(99)), "CKR_SLOT_ID_INVALID");
    assert_eq!(rv(hsm.token("none")), "STRONGROOM_NOT_FOUND");
}

/// Tokens and objects by their URIs (RFC 7512).
pub fn tokens_by_uri() {
    let hsm = hsm();
    let slot = hsm.slot(1).expect("a slot");
    let token = slot.token().expect("a token");
    let uri = |text: &str| Pkcs11Uri::parse(text).expect("a URI");
    for text in [
        format!("pkcs11:token={}", token.label),
        format!("pkcs11:serial={};manufacturer=Strongroom", token.serial),
        "pkcs11:slot-id=1".to_owned(),
    ] {
        assert_eq!(hsm.token_of(&uri(&text)).expect("the token").id(), 1, "{text}");
    }
    assert_eq!(rv(hsm.token_of(&uri("pkcs11:token=none"))), "STRONGROOM_NOT_FOUND");
    assert_eq!(rv(hsm.token_of(&uri("pkcs11:manufacturer=Strongroom"))), "STRONGROOM_AMBIGUOUS");
    assert_eq!(hsm.token_with_serial(&token.serial).expect("the token").id(), 1);
    let session = of(&hsm, 1);
    session.generate_pair(&spec("ec:p256").label("a b").id([1, 0xff])).expect("a pair");
    let query = Query::of_uri(&uri("pkcs11:object=a%20b;id=%01%FF;type=private"));
    let key: PrivateKey = session.find_one(&query).expect("the key");
    assert_eq!(key.kind().expect("its kind").expect("a kind").to_string(), "ec:p256");
}
