//! Modules, slots and sessions.

use crate::softhsm::*;
use strongroom::foreign::Module;
use strongroom_base::{Application, Provider, Tenant, ck};
use strongroom_tests::ffi::{self, in_fork};

const RO: u64 = ck::CKF_SERIAL_SESSION;
const RW: u64 = ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION;

pub fn states_and_handles() {
    with_softhsm(|soft| {
        let (one, two) = (soft.app(), soft.app());
        assert_eq!(one.state(), ck::CKS_RW_PUBLIC_SESSION);
        let ro = one.app.open_session(soft.slot, RO).unwrap();
        one.login(USER_PIN).unwrap();
        let info = one.app.session_info(ro).unwrap();
        assert_eq!((info.slot, info.state, info.flags), (soft.slot, ck::CKS_RO_USER_FUNCTIONS, RO));
        assert_eq!(one.state(), ck::CKS_RW_USER_FUNCTIONS);
        assert_eq!(two.state(), ck::CKS_RW_PUBLIC_SESSION);
        // Answers of the module.
        let open = |slot, flags| rv(one.app.open_session(slot, flags));
        assert_eq!(open(soft.slot, 0), ckr(ck::CKR_SESSION_PARALLEL_NOT_SUPPORTED));
        assert_eq!(open(4711, RO), ckr(ck::CKR_SLOT_ID_INVALID));
        // A session is its application's.
        assert_eq!(rv(two.app.session_info(one.session)), ckr(ck::CKR_SESSION_HANDLE_INVALID));
        assert_eq!(rv(two.app.close_session(one.session)), ckr(ck::CKR_SESSION_HANDLE_INVALID));
        assert_eq!(rv(two.app.logout(one.session)), ckr(ck::CKR_SESSION_HANDLE_INVALID));
        let counts = |app: &dyn Application| {
            let info = app.token_info(soft.slot).unwrap();
            (info.sessions, info.rw_sessions)
        };
        assert_eq!((counts(&*one.app), counts(&*two.app)), ((2, 1), (1, 1)));
        one.app.close_all_sessions(soft.slot).unwrap();
        assert_eq!((counts(&*one.app), counts(&*two.app)), ((0, 0), (1, 1)));
        assert_eq!(rv(one.app.session_info(ro)), ckr(ck::CKR_SESSION_HANDLE_INVALID));
        // The login ended with the last session.
        let again = one.app.open_session(soft.slot, RW).unwrap();
        assert_eq!(one.app.session_info(again).unwrap().state, ck::CKS_RW_PUBLIC_SESSION);
        assert_eq!(rv(one.app.logout(again)), ckr(ck::CKR_USER_NOT_LOGGED_IN));
        assert_eq!(rv(one.app.wait_for_slot_event(false)), ckr(ck::CKR_NO_EVENT));
        one.app.close().unwrap();
        assert_eq!(rv(one.app.open_session(soft.slot, RW)), ckr(ck::CKR_CRYPTOKI_NOT_INITIALIZED));
        assert_eq!(rv(one.app.wait_for_slot_event(true)), ckr(ck::CKR_CRYPTOKI_NOT_INITIALIZED));
        assert_eq!(counts(&*two.app), (1, 1));
    });
}

pub fn tenants_have_what_they_may_have() {
    with_softhsm(|soft| {
        let other = make_token(&*soft.provider, "other");
        let tenant = Tenant {
            identity: "tenant".into(),
            slots: Some(vec![soft.slot]),
            max_sessions: 2,
            max_session_objects: 3,
            session_memory: None,
        };
        let app = soft.tenant(tenant).user();
        assert_eq!(app.app.slots(false).unwrap(), [soft.slot]);
        for answer in [
            rv(app.app.token_info(other)),
            rv(app.app.slot_info(other)),
            rv(app.app.mechanisms(other)),
            rv(app.app.open_session(other, RW)),
            rv(app.app.init_token(other, Some(SO_PIN), &[b' '; 32])),
        ] {
            assert_eq!(answer, ckr(ck::CKR_SLOT_ID_INVALID));
        }
        assert_eq!(app.app.token_info(soft.slot).unwrap().max_sessions, 2);
        let second = app.app.open_session(soft.slot, RO).unwrap();
        assert_eq!(rv(app.app.open_session(soft.slot, RO)), ckr(ck::CKR_SESSION_COUNT));
        app.app.close_session(second).unwrap();
        app.app.open_session(soft.slot, RO).unwrap();
        let aes = || app.aes(labelled("x"));
        let first = aes().unwrap();
        // A pair is two; and one more than there may be is none.
        assert_eq!(rv(app.pair(labelled("x"))), ckr(ck::CKR_OK));
        assert_eq!(rv(aes()), ckr(ck::CKR_DEVICE_MEMORY));
        app.app.destroy_object(app.session, first).unwrap();
        assert_eq!(rv(app.pair(labelled("x"))), ckr(ck::CKR_DEVICE_MEMORY));
        aes().unwrap();
        app.aes(labelled("kept").with(ck::CKA_TOKEN, true)).unwrap();
        // The public key has no label.
        assert_eq!(app.find(&labelled("x")).len(), 2);
        // Everybody else has what he wants.
        let free = soft.app().user();
        (0..5).for_each(|_| assert!(free.aes(labelled("x")).is_ok()));
    });
}

pub fn a_uri_narrows_the_slots() {
    with_softhsm(|soft| {
        let other = make_token(&*soft.provider, "other one");
        let slots = |path: &str| {
            let app = strongroom::open(&uri(path)).unwrap().open().unwrap();
            let slots = app.slots(false).unwrap();
            for slot in &slots {
                app.slot_info(*slot).unwrap();
            }
            if !slots.contains(&other) {
                assert_eq!(rv(app.slot_info(other)), ckr(ck::CKR_SLOT_ID_INVALID));
            }
            slots
        };
        assert_eq!(slots("token=other%20one"), [other]);
        assert_eq!(slots("token=test"), [soft.slot]);
        assert_eq!(slots(&format!("slot-id={other}")), [other]);
        assert_eq!(slots(&format!("slot-id={other};token=test")), []);
        let info = soft.app().app.token_info(soft.slot).unwrap();
        assert_eq!(slots(&format!("serial={};model=SoftHSM%20v2", info.serial)), [soft.slot]);
        assert_eq!(slots("serial=0"), []);
        assert!(slots("").len() >= 3);
        assert!(slots("library-manufacturer=SoftHSM").len() >= 3);
        let open = |uri: &str| strongroom::open(uri).map(drop);
        let refused = ckr(ck::CKR_ARGUMENTS_BAD);
        assert_eq!(rv(open(&uri("library-manufacturer=me"))), ckr(ck::CKR_TOKEN_NOT_PRESENT));
        assert_eq!(rv(open(&uri("x-unknown=1"))), refused);
        assert_eq!(rv(open("pkcs11:token=test")), refused);
        assert_eq!(rv(open("pkcs11:?module-path=/nowhere/at-all.so")), refused);
        assert_eq!(rv(open("pkcs11:?module-path=/etc/hostname")), refused);
        let in_directory = "pkcs11:?module-path=/usr/lib/softhsm&module-name=softhsm2";
        if path().starts_with("/usr/lib/softhsm/") {
            assert_eq!(rv(open(in_directory)), ckr(ck::CKR_OK));
        }
    });
}

pub fn a_module_is_shared_and_finalised_with_its_last_user() {
    with_softhsm(|soft| {
        let link = strongroom_tests::instance::directory().join("link.so");
        std::os::unix::fs::symlink(path(), &link).unwrap();
        let raw = ffi::Module::load(&path());
        let is_initialised = || raw.call("C_GetInfo", &[ffi::place(&mut [0_u64; 64])]).code == 0;
        let second = Module::open(&link, None).unwrap();
        let app = second.open().unwrap();
        assert!(app.slots(true).unwrap().contains(&soft.slot));
        drop(second);
        assert!(is_initialised());
        drop(soft.provider);
        assert!(is_initialised());
        assert!(app.slots(true).is_ok());
        drop(app);
        assert!(!is_initialised());
        let anew = Module::open(&path(), None).unwrap();
        assert!(is_initialised());
        // SoftHSM2 numbers its slots anew.
        let anew_app = anew.open().unwrap();
        let slots = anew_app.slots(true).unwrap();
        assert!(slots.iter().any(|slot| anew_app.token_info(*slot).unwrap().label == "test"));
        assert_eq!(
            rv(Module::open(&path(), Some("text"))),
            ckr(ck::CKR_CRYPTOKI_ALREADY_INITIALIZED)
        );
    });
}

pub fn a_module_that_somebody_else_initialised_is_left_initialised() {
    in_process(|| {
        let raw = ffi::Module::load(&path());
        raw.call("C_Initialize", &[0]).ok();
        let module = Module::open(&path(), None).unwrap();
        assert!(!module.open().unwrap().slots(true).unwrap().is_empty());
        drop(module);
        raw.call("C_GetInfo", &[ffi::place(&mut [0_u64; 64])]).ok();
        raw.call("C_Finalize", &[0]).ok();
    });
}

pub fn a_child_of_a_fork_begins_anew() {
    with_softhsm(|soft| {
        let parent = soft.app().user();
        let key = parent.aes(labelled("parent")).unwrap();
        let child = || {
            // What the parent opened is the parent's.
            let gone = ckr(ck::CKR_CRYPTOKI_NOT_INITIALIZED);
            assert_eq!(rv(parent.app.session_info(parent.session)), gone);
            assert_eq!(rv(parent.app.slots(true)), gone);
            let provider = strongroom::open(&uri("")).unwrap();
            let app = provider.open().unwrap();
            let named = |slot: &u64| app.token_info(*slot).unwrap().label == "test";
            let slot = app.slots(true).unwrap().into_iter().find(named).unwrap();
            let app = App::new(app, slot).user();
            let made = app.aes(labelled("child")).unwrap();
            assert_eq!(app.find(&labelled("child")), [made]);
            0
        };
        let guarded = || std::panic::catch_unwind(std::panic::AssertUnwindSafe(child)).unwrap_or(1);
        let ((), status) = in_fork(guarded, || ());
        assert_eq!(status, 0);
        assert_eq!(parent.state(), ck::CKS_RW_USER_FUNCTIONS);
        assert_eq!(parent.find(&labelled("parent")), [key]);
    });
}

pub fn tokens_are_initialised() {
    with_softhsm(|soft| {
        let (one, two) = (soft.app(), soft.app());
        one.login(USER_PIN).unwrap();
        one.aes(labelled("gone").with(ck::CKA_TOKEN, true)).unwrap();
        assert_eq!(one.find(&labelled("gone")).len(), 1);
        let init = |pin: &[u8]| rv(one.app.init_token(soft.slot, Some(pin), &[b'n'; 32]));
        one.app.close_session(one.session).unwrap();
        // The other application's session.
        assert_eq!(init(SO_PIN), ckr(ck::CKR_SESSION_EXISTS));
        two.app.close_session(two.session).unwrap();
        assert_eq!(init(b"wrong-pin"), ckr(ck::CKR_PIN_INCORRECT));
        assert_eq!(
            rv(one.app.init_token(soft.slot, Some(SO_PIN), b"short")),
            ckr(ck::CKR_ARGUMENTS_BAD)
        );
        assert_eq!(init(SO_PIN), ckr(ck::CKR_OK));
        let label = "n".repeat(32);
        assert_eq!(one.app.token_info(soft.slot).unwrap().label, label);
        let anew = soft.app();
        assert_eq!(rv(anew.login(USER_PIN)), ckr(ck::CKR_USER_PIN_NOT_INITIALIZED));
        assert!(anew.find(&labelled("gone")).is_empty());
    });
}
