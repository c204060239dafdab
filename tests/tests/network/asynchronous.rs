//! Asynchronous sessions (PKCS #11 v3.2, section 5.21): a service carries out key generation and signatures
//! while the program goes on, and an instance in the process says that it does not.

use std::time::{Duration, Instant};
use strongroom_base::Task;
use strongroom_tests::ffi::{address, place};
use strongroom_tests::keys::P256;
use strongroom_tests::peer::{Arg, Peer};
use strongroom_tests::prelude::*;
use strongroom_tests::service::add_client;
use strongroom_tests::{Service, instance};

/// `CKF_ASYNC_SESSION` and the flags that all sessions have.
const FLAGS: u64 = 8 | CKF_RW_SESSION | CKF_SERIAL_SESSION;

fn started() -> (Service, Hsm) {
    let service = Service::start(&instance::directory(), &[]);
    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    (service, hsm)
}

fn opened(hsm: Hsm) -> Session {
    let s = Session::open(hsm.m, hsm.slot, FLAGS).must();
    s.login(CKU_USER, USER_PIN).is_one_of(&[CKR_OK, CKR_USER_ALREADY_LOGGED_IN]);
    s
}

fn name(text: &str) -> Vec<u8> {
    [text.as_bytes(), &[0]].concat()
}

/// `CK_ASYNC_DATA` after `C_AsyncComplete`: value, its length, and two objects.
fn ask(s: Session, function: &str) -> (Rv, [u64; 4]) {
    let (name, mut data) = (name(function), [0_u64, 1, 2, 3, 4]);
    let rv = s.call("C_AsyncComplete", &[s.h, address(&name), place(&mut data)]);
    (rv, [data[1], data[2], data[3], data[4]])
}

/// Asks until there is an answer.
fn complete(s: Session, function: &str) -> (Rv, [u64; 4]) {
    let began = Instant::now();
    loop {
        let answer = ask(s, function);
        if answer.0.code != CKR_PENDING {
            return answer;
        }
        // What is not there yet is not written.
        assert_eq!(answer.1, [1, 2, 3, 4]);
        assert!(began.elapsed() < Duration::from_secs(60), "it never ends");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Keys are generated and data is signed; what else is done in such a session is done at once.
pub fn keys_and_signatures() {
    let (_service, hsm) = started();
    assert_eq!(hsm.token().flags & 0x0400_0000, 0x0400_0000);
    let s = opened(hsm);
    assert_eq!(s.info().must().flags, FLAGS);
    let aes = Mech::new(CKM_AES_KEY_GEN).structure();
    let template = template![CKA_VALUE_LEN => 32_u64];
    let (array, mut key) = (template.array(), 99_u64);
    let words = [s.h, address(&aes), address(&array), template.count(), place(&mut key)];
    s.call("C_GenerateKey", &words).is(CKR_PENDING);
    assert_eq!(key, 99);
    ask(s, "C_Sign").0.is(CKR_OPERATION_NOT_INITIALIZED);
    let (rv, [_, _, made, none]) = complete(s, "C_GenerateKey");
    rv.ok();
    assert_eq!(none, 0);
    assert_eq!(s.number(made, CKA_VALUE_LEN), 32);
    ask(s, "C_GenerateKey").0.is(CKR_OPERATION_NOT_INITIALIZED);
    // A pair that takes a while.
    let rsa = Mech::new(CKM_RSA_PKCS_KEY_PAIR_GEN).structure();
    let of_public = template![CKA_MODULUS_BITS => 3072_u64];
    let of_private = Template::new();
    let (public, private) = (of_public.array(), of_private.array());
    let (mut one, mut two) = (0_u64, 0_u64);
    let words = [
        s.h,
        address(&rsa),
        address(&public),
        of_public.count(),
        address(&private),
        of_private.count(),
        place(&mut one),
        place(&mut two),
    ];
    s.call("C_GenerateKeyPair", &words).is(CKR_PENDING);
    s.call("C_GenerateKeyPair", &words).is(CKR_OPERATION_ACTIVE);
    let (rv, [_, _, public, private]) = complete(s, "C_GenerateKeyPair");
    rv.ok();
    assert_eq!(s.number(public, CKA_CLASS), CKO_PUBLIC_KEY);
    assert_eq!(s.number(private, CKA_CLASS), CKO_PRIVATE_KEY);
    // A signature: the length at once, the bytes when they are there.
    let with = Mech::new(CKM_SHA256_RSA_PKCS);
    for parts in [false, true] {
        s.init(Kind::Sign, &with, private).ok();
        let function = if parts { "C_SignFinal" } else { "C_Sign" };
        if parts {
            s.update(Kind::Sign, b"da").must();
            s.update(Kind::Sign, b"ta").must();
        }
        let call = |at: u64, len: &mut u64| match parts {
            false => s.call("C_Sign", &[s.h, address(b"data"), 4, at, place(len)]),
            true => s.call("C_SignFinal", &[s.h, at, place(len)]),
        };
        let mut len = 0;
        call(0, &mut len).ok();
        assert_eq!(len, 384);
        let mut short = Guarded::new(383);
        len = 383;
        call(short.address(), &mut len).is(CKR_BUFFER_TOO_SMALL);
        assert_eq!(len, 384);
        let mut signature = Guarded::new(400);
        let (at, mut len) = (signature.address(), 400);
        call(at, &mut len).is(CKR_PENDING);
        let (rv, [value, written, ..]) = complete(s, function);
        rv.ok();
        assert_eq!((value, written), (at, 384));
        s.verify(&with, public, b"data", signature.bytes(384)).ok();
    }
    // A failure comes with the place of the output.
    let tiny = template![CKA_VALUE_LEN => 5_u64];
    let array = tiny.array();
    let words = [s.h, address(&aes), address(&array), tiny.count(), place(&mut key)];
    s.call("C_GenerateKey", &words).is(CKR_PENDING);
    let (rv, _) = complete(s, "C_GenerateKey");
    rv.is_one_of(&[CKR_ATTRIBUTE_VALUE_INVALID, CKR_KEY_SIZE_RANGE]);
    // Other functions, other sessions.
    let mut id = 0_u64;
    s.call("C_AsyncGetID", &[s.h, address(&name("C_Sign")), place(&mut id)])
        .is(CKR_OPERATION_NOT_INITIALIZED);
    ask(s, "C_Encrypt").0.is(CKR_OPERATION_NOT_INITIALIZED);
    let plain = hsm.rw();
    ask(plain, "C_Sign").0.is(CKR_SESSION_ASYNC_NOT_SUPPORTED);
    plain.aes(16, &Template::new()).must();
    s.close().ok();
    ask(s, "C_Sign").0.is(CKR_SESSION_HANDLE_INVALID);
}

/// A call whose number was asked for outlives its session, and the program's use of the library; another
/// session joins it. One whose session ends is cancelled.
pub fn calls_that_outlive_their_session() {
    let (service, hsm) = started();
    let s = opened(hsm);
    let with = Mech::new(CKM_EC_KEY_PAIR_GEN).structure();
    let public = template![CKA_EC_PARAMS => P256.oid, CKA_TOKEN => true, CKA_LABEL => "kept"];
    let private = template![CKA_TOKEN => true, CKA_LABEL => "kept"];
    let begin = |s: Session| {
        let (of_public, of_private) = (public.array(), private.array());
        let (mut one, mut two) = (0_u64, 0_u64);
        let words = [
            s.h,
            address(&with),
            address(&of_public),
            public.count(),
            address(&of_private),
            private.count(),
            place(&mut one),
            place(&mut two),
        ];
        s.call("C_GenerateKeyPair", &words).is(CKR_PENDING);
    };
    begin(s);
    let (function, mut id) = (name("C_GenerateKeyPair"), 0_u64);
    s.call("C_AsyncGetID", &[s.h, address(&function), place(&mut id)]).ok();
    assert_ne!(id, 0);
    ask(s, "C_GenerateKeyPair").0.is(CKR_OPERATION_NOT_INITIALIZED);
    hsm.m.call("C_Finalize", &[0]).ok();
    let hsm = Hsm::start_at(&service.url(&service.bundle, ""));
    let s = Session::open(hsm.m, hsm.slot, FLAGS).must();
    let join = |s: Session, function: &str, id: u64| {
        s.call("C_AsyncJoin", &[s.h, address(&name(function)), id, 0, 0])
    };
    join(s, "C_GenerateKeyPair", id).is(CKR_SAVED_STATE_INVALID);
    s.login(CKU_USER, USER_PIN).ok();
    join(s, "C_Sign", id).is(CKR_SAVED_STATE_INVALID);
    join(s, "C_GenerateKeyPair", id ^ 1).is(CKR_SAVED_STATE_INVALID);
    join(s, "C_GenerateKeyPair", id).ok();
    let (rv, [_, _, public_key, private_key]) = complete(s, "C_GenerateKeyPair");
    rv.ok();
    assert_eq!(s.number(private_key, CKA_CLASS), CKO_PRIVATE_KEY);
    s.destroy(public_key).ok();
    s.destroy(private_key).ok();
    join(s, "C_GenerateKeyPair", id).is(CKR_SAVED_STATE_INVALID);
    // What is not kept ends with its session, with whatever it has made.
    let cancelled = opened(hsm);
    begin(cancelled);
    cancelled.close().ok();
    let watcher = hsm.rw();
    let began = Instant::now();
    let kept = template![CKA_LABEL => "kept"];
    std::thread::sleep(Duration::from_millis(300));
    while !watcher.find(&kept).must().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(10), "a cancelled pair stays");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// In the process there are none.
pub fn not_in_the_process() {
    let hsm = Hsm::start();
    assert_eq!(hsm.token().flags & 0x0400_0000, 0);
    Session::open(hsm.m, hsm.slot, FLAGS)
        .map(drop)
        .expect_err("no such sessions")
        .is(CKR_SESSION_ASYNC_NOT_SUPPORTED);
    let s = hsm.user();
    ask(s, "C_Sign").0.is(CKR_SESSION_ASYNC_NOT_SUPPORTED);
    let (function, mut id) = (name("C_Sign"), 0_u64);
    s.call("C_AsyncGetID", &[s.h, address(&function), place(&mut id)])
        .is(CKR_SESSION_ASYNC_NOT_SUPPORTED);
    s.call("C_AsyncJoin", &[s.h, address(&function), 1, 0, 0]).is(CKR_SESSION_ASYNC_NOT_SUPPORTED);
    s.call("C_AsyncComplete", &[s.h, 0, 0]).is(CKR_ARGUMENTS_BAD);
}

/// A connection of a client that has begun to make a key, which takes long, and what came of that.
fn begin_long(service: &Service, bundle: &std::path::Path) -> (Peer, u64) {
    let mut peer = Peer::attached(service.address, bundle).expect("an application");
    let open = peer.ask("open_session", &[Arg::Number(0), Arg::Number(FLAGS)]);
    let session = open.expect("a reply").number();
    let login = [Arg::Number(session), Arg::Number(CKU_USER), Arg::Bytes(USER_PIN.as_bytes())];
    assert_eq!(peer.ask("login", &login).expect("a reply").rv, CKR_OK);
    let bits = strongroom_base::Template::new().with(CKA_MODULUS_BITS, 8192_u64);
    let with = strongroom_base::Mechanism::plain(CKM_RSA_PKCS_KEY_PAIR_GEN);
    let task = Task::GenerateKeyPair(with, bits, strongroom_base::Template::new());
    let task = minicbor::to_vec(&task).expect("CBOR");
    let begun = peer.ask("async_begin", &[Arg::Number(session), Arg::Encoded(&task)]);
    let rv = begun.expect("a reply").rv;
    (peer, rv)
}

/// One client does not take all the places, and nobody waits for what a client that was revoked has begun.
pub fn long_calls_of_another() {
    let service = Service::start(&instance::directory(), &["limits.pool=2"]);
    let bundle = add_client(&instance::directory(), "long", &[]);
    let first = begin_long(&service, &bundle);
    assert_eq!(first.1, CKR_OK);
    assert_eq!(begin_long(&service, &bundle).1, CKR_TOKEN_RESOURCE_EXCEEDED);
    assert_eq!(begin_long(&service, &service.bundle).1, CKR_OK);
    let revoked = instance::command(&instance::environment(&instance::directory()))
        .args(["client", "revoke", "long"])
        .output();
    assert!(revoked.expect("client revoke").status.success());
    std::thread::sleep(Duration::from_millis(500));
    let begun = Instant::now();
    Peer::attached(service.address, &service.bundle).expect("an application");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

/// A service that stops does not wait for such a call beyond its time.
pub fn while_the_service_stops() {
    let mut service = Service::start(&instance::directory(), &["limits.shutdown_time=300ms"]);
    let (_peer, rv) = begin_long(&service, &service.bundle);
    assert_eq!(rv, CKR_OK);
    let began = Instant::now();
    service.stop();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
