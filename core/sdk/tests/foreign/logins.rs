//! One login of the module, several applications.

use crate::softhsm::*;
use strongroom_base::{Template, ck};

const INCORRECT: u64 = ck::CKR_PIN_INCORRECT;

pub fn two_applications_share_a_login() {
    with_softhsm(|soft| {
        let (one, two, three) = (soft.app(), soft.app(), soft.app());
        assert_eq!(rv(one.login(b"wrong-pin")), ckr(INCORRECT));
        one.login(USER_PIN).unwrap();
        assert_eq!(rv(one.login(USER_PIN)), ckr(ck::CKR_USER_ALREADY_LOGGED_IN));
        // The module would say that he is logged in already, to any PIN.
        assert_eq!(rv(two.login(b"wrong-pin")), ckr(INCORRECT));
        assert_eq!(two.state(), ck::CKS_RW_PUBLIC_SESSION);
        assert_eq!(
            rv(two.app.login(two.session, ck::CKU_USER, None, None)),
            ckr(ck::CKR_FUNCTION_FAILED)
        );
        two.login(USER_PIN).unwrap();
        assert_eq!(two.state(), ck::CKS_RW_USER_FUNCTIONS);
        assert_eq!(three.state(), ck::CKS_RW_PUBLIC_SESSION);
        let so = |app: &App| rv(app.app.login(app.session, ck::CKU_SO, Some(SO_PIN), None));
        assert_eq!(so(&two), ckr(ck::CKR_USER_ANOTHER_ALREADY_LOGGED_IN));
        assert_eq!(so(&three), ckr(ck::CKR_USER_ANOTHER_ALREADY_LOGGED_IN));
        let key = two.aes(labelled("two")).unwrap();
        // Whoever logs out leaves the others logged in.
        one.app.logout(one.session).unwrap();
        assert_eq!(one.state(), ck::CKS_RW_PUBLIC_SESSION);
        assert_eq!(rv(one.app.logout(one.session)), ckr(ck::CKR_USER_NOT_LOGGED_IN));
        assert_eq!(two.state(), ck::CKS_RW_USER_FUNCTIONS);
        assert_eq!(two.find(&labelled("two")), [key]);
        assert_eq!(rv(one.login(b"wrong-pin")), ckr(INCORRECT));
        one.login(USER_PIN).unwrap();
        one.app.close().unwrap();
        assert_eq!(two.find(&labelled("two")), [key]);
        // The last one logs the module out: the next is the security officer.
        two.app.logout(two.session).unwrap();
        assert_eq!(so(&three), ckr(ck::CKR_OK));
        assert_eq!(three.state(), ck::CKS_RW_SO_FUNCTIONS);
        assert_eq!(rv(two.login(USER_PIN)), ckr(ck::CKR_USER_ANOTHER_ALREADY_LOGGED_IN));
        drop(three);
        two.login(USER_PIN).unwrap();
        assert_eq!(rv(two.app.ticket(two.session, b"secret")), ckr(ck::CKR_FUNCTION_NOT_SUPPORTED));
        assert_eq!(
            rv(two.app.login(two.session, ck::CKU_CONTEXT_SPECIFIC, Some(USER_PIN), None)),
            ckr(ck::CKR_OPERATION_NOT_INITIALIZED)
        );
        assert_eq!(
            rv(two.app.login(two.session, 77, Some(USER_PIN), None)),
            ckr(ck::CKR_USER_ANOTHER_ALREADY_LOGGED_IN)
        );
    });
}

pub fn ten_wrong_pins_are_enough() {
    with_softhsm(|soft| {
        let (one, two) = (soft.app().user(), soft.app());
        for number in 0..10 {
            assert_eq!(rv(two.login(format!("wrong-{number}").as_bytes())), ckr(INCORRECT));
        }
        assert_eq!(rv(two.login(USER_PIN)), ckr(ck::CKR_PIN_LOCKED));
        assert_eq!(rv(two.login(b"wrong-pin")), ckr(ck::CKR_PIN_LOCKED));
        // Whoever is logged in still is.
        one.aes(labelled("x")).unwrap();
        one.app.logout(one.session).unwrap();
        two.login(USER_PIN).unwrap();
        one.login(USER_PIN).unwrap();
    });
}

pub fn a_changed_pin_is_the_one_that_counts() {
    with_softhsm(|soft| {
        let (one, two, three) = (soft.app().user(), soft.app(), soft.app());
        let set = |app: &App, old: &[u8], new: &[u8]| {
            rv(app.app.set_pin(app.session, Some(old), Some(new)))
        };
        assert_eq!(set(&one, b"wrong-pin", b"new-pin"), ckr(INCORRECT));
        two.login(USER_PIN).unwrap();
        two.app.logout(two.session).unwrap();
        assert_eq!(set(&one, USER_PIN, b"second-pin"), ckr(ck::CKR_OK));
        assert_eq!(rv(two.login(USER_PIN)), ckr(INCORRECT));
        two.login(b"second-pin").unwrap();
        // By one who is not logged in himself, which takes the old PIN too.
        assert_eq!(set(&three, USER_PIN, b"third-pin"), ckr(INCORRECT));
        assert_eq!(set(&three, b"second-pin", b"third-pin"), ckr(ck::CKR_OK));
        assert_eq!(rv(three.login(b"second-pin")), ckr(INCORRECT));
        three.login(b"third-pin").unwrap();
        [one, two, three].iter().for_each(|app| app.app.logout(app.session).unwrap());
        let four = soft.app();
        assert_eq!(rv(four.login(b"second-pin")), ckr(INCORRECT));
        four.login(b"third-pin").unwrap();
    });
}

pub fn the_security_officer_is_not_the_user() {
    with_softhsm(|soft| {
        let user = soft.app().user();
        let key = user.aes(labelled("key").with(ck::CKA_TOKEN, true)).unwrap();
        user.app.logout(user.session).unwrap();
        let officer = soft.app();
        officer.app.login(officer.session, ck::CKU_SO, Some(SO_PIN), None).unwrap();
        // The module is in the security officer's hands, the other application is not.
        assert_eq!(user.state(), ck::CKS_RW_PUBLIC_SESSION);
        assert_eq!(
            rv(user.app.init_pin(user.session, Some(b"mine-now"))),
            ckr(ck::CKR_USER_NOT_LOGGED_IN)
        );
        assert_eq!(
            rv(user.app.set_pin(user.session, Some(SO_PIN), Some(b"mine-now"))),
            ckr(ck::CKR_USER_ANOTHER_ALREADY_LOGGED_IN)
        );
        let trusted = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_DATA)
            .with(ck::CKA_PRIVATE, false)
            .with(ck::CKA_TRUSTED, true);
        assert_eq!(
            rv(user.app.create_object(user.session, &trusted)),
            ckr(ck::CKR_ATTRIBUTE_READ_ONLY)
        );
        assert!(officer.find(&labelled("key")).is_empty());
        assert_eq!(rv(officer.get(key, ck::CKA_LABEL)), ckr(ck::CKR_OBJECT_HANDLE_INVALID));
        officer.app.init_pin(officer.session, Some(b"another-pin")).unwrap();
        officer.app.close().unwrap();
        assert_eq!(rv(user.login(USER_PIN)), ckr(INCORRECT));
        user.login(b"another-pin").unwrap();
        assert_eq!(user.find(&labelled("key")).len(), 1);
        // Read-only sessions and the security officer exclude each other, as the module says.
        user.app.logout(user.session).unwrap();
        let so = || rv(user.app.login(user.session, ck::CKU_SO, Some(SO_PIN), None));
        let ro = user.app.open_session(soft.slot, ck::CKF_SERIAL_SESSION).unwrap();
        assert_eq!(so(), ckr(ck::CKR_SESSION_READ_ONLY_EXISTS));
        user.app.close_session(ro).unwrap();
        assert_eq!(so(), ckr(ck::CKR_OK));
        assert_eq!(
            rv(user.app.open_session(soft.slot, ck::CKF_SERIAL_SESSION)),
            ckr(ck::CKR_SESSION_READ_WRITE_SO_EXISTS)
        );
    });
}
