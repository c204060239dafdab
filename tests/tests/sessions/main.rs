//! Sessions and logins: states, counts, who may do what, and the return value of each illegal step
//! (PKCS #11 v3.2, section 5.6).

use strongroom_tests::prelude::*;
use strongroom_tests::suite;

suite![states_follow_the_login, steps_that_are_not_allowed, a_login_ends_with_the_last_session];

fn states_follow_the_login() {
    let hsm = Hsm::start();
    let (ro, rw) = (hsm.ro(), hsm.rw());
    assert_eq!((ro.state(), rw.state()), (CKS_RO_PUBLIC_SESSION, CKS_RW_PUBLIC_SESSION));
    rw.login(CKU_USER, USER_PIN).ok();
    assert_eq!((ro.state(), rw.state()), (CKS_RO_USER_FUNCTIONS, CKS_RW_USER_FUNCTIONS));
    ro.logout().ok();
    assert_eq!((ro.state(), rw.state()), (CKS_RO_PUBLIC_SESSION, CKS_RW_PUBLIC_SESSION));
    ro.close().ok();
    rw.login(CKU_SO, SO_PIN).ok();
    assert_eq!(rw.state(), CKS_RW_SO_FUNCTIONS);
}

fn steps_that_are_not_allowed() {
    let hsm = Hsm::start();
    let (ro, rw) = (hsm.ro(), hsm.rw());
    rw.logout().is(CKR_USER_NOT_LOGGED_IN);
    rw.login(CKU_SO, SO_PIN).is(CKR_SESSION_READ_ONLY_EXISTS);
    rw.login(CKU_USER, "not the PIN").is(CKR_PIN_INCORRECT);
    rw.login(99, USER_PIN).is(CKR_USER_TYPE_INVALID);
    rw.login(CKU_CONTEXT_SPECIFIC, USER_PIN).is(CKR_OPERATION_NOT_INITIALIZED);
    rw.login(CKU_USER, USER_PIN).ok();
    ro.login(CKU_USER, USER_PIN).is(CKR_USER_ALREADY_LOGGED_IN);
    ro.login(CKU_SO, SO_PIN).is(CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
    rw.init_pin("12345678").is(CKR_USER_NOT_LOGGED_IN);
    ro.set_pin(USER_PIN, "12345678").is(CKR_SESSION_READ_ONLY);
    ro.close().ok();
    ro.close().is(CKR_SESSION_HANDLE_INVALID);
    ro.logout().is(CKR_SESSION_HANDLE_INVALID);
}

fn a_login_ends_with_the_last_session() {
    let hsm = Hsm::start();
    let user = hsm.user();
    user.close().ok();
    assert_eq!(hsm.rw().state(), CKS_RW_PUBLIC_SESSION);
}
