//! Many threads: a session each, one session for all, and sessions, logins and the library itself that
//! end while others are at work. Whatever happens, every call comes back with a sensible value.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use strongroom_tests::keys::P256;
use strongroom_tests::prelude::*;

const THREADS: usize = 8;
const BUSY: Duration = Duration::from_millis(1500);

/// Ends the process with a message when the test is not through after a minute: somebody waits for ever.
fn watchdog() {
    std::thread::spawn(|| {
        std::thread::sleep(Duration::from_secs(60));
        println!("a call did not come back");
        std::process::exit(3);
    });
}

/// Runs `work` in many threads until the time is up and `meanwhile` has returned; gives the number of
/// rounds.
fn busy(work: impl Fn(usize) + Sync, meanwhile: impl FnOnce()) -> usize {
    watchdog();
    let (stop, rounds) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (stop, rounds, work) = (&stop, &rounds, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    work(thread);
                    rounds.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        meanwhile();
        stop.store(true, Ordering::Relaxed);
    });
    rounds.into_inner()
}

fn pause() {
    std::thread::sleep(BUSY);
}

fn data(thread: usize) -> Template {
    template![CKA_CLASS => CKO_DATA, CKA_LABEL => &[b't', thread as u8]]
}

/// Each thread in a session of its own: every result is right, and every thread sees its own objects.
pub fn a_session_each() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let aes = s.aes(32, &Template::new()).must();
    let (public, private) = s.pair(P256, &Template::new(), &template![CKA_TOKEN => true]).must();
    let sessions: Vec<Session> = (0..THREADS).map(|_| hsm.rw()).collect();
    let rounds = busy(
        |thread| {
            let s = sessions[thread];
            let text = vec![thread as u8; 100];
            let gcm = Mech::gcm(&[thread as u8; 12], b"", 128);
            let sealed = s.encrypt(&gcm, aes, &text).must();
            assert_eq!(s.decrypt(&gcm, aes, &sealed).must(), text);
            let signature = s.sign(&Mech::new(CKM_ECDSA_SHA256), private, &text).must();
            s.verify(&Mech::new(CKM_ECDSA_SHA256), public, &text, &signature).ok();
            let object = s.create(&data(thread)).must();
            assert_eq!(s.find(&data(thread)).must(), [object]);
            s.set(object, &template![CKA_VALUE => "changed"]).ok();
            s.destroy(object).ok();
        },
        pause,
    );
    println!("{rounds} rounds");
    assert!(rounds > THREADS);
}

/// All threads in one session: calls that do not fit say so, and those that fit are right.
pub fn one_session_for_all() {
    let s = Hsm::start().user();
    let hmac = s.generic(32, &Template::new()).must();
    let mechanism = Mech::new(CKM_SHA256_HMAC);
    let mac = s.sign(&mechanism, hmac, b"data").must();
    let right = AtomicUsize::new(0);
    let expected = [CKR_OK, CKR_OPERATION_ACTIVE, CKR_OPERATION_NOT_INITIALIZED];
    let mechanism = mechanism.structure();
    busy(
        |thread| {
            let at = mechanism.as_ptr() as usize as u64;
            s.call("C_SignInit", &[s.h, at, hmac]).is_one_of(&expected);
            match s.io(Io("C_Sign"), b"data") {
                Ok(got) => {
                    assert_eq!(got, mac);
                    right.fetch_add(1, Ordering::Relaxed);
                }
                Err(rv) => rv.is_one_of(&expected),
            }
            s.call("C_FindObjectsInit", &[s.h, 0, 0]).is_one_of(&expected);
            s.find_next(3)
                .map(drop)
                .or_else(|rv| if expected.contains(&rv.code) { Ok(()) } else { Err(rv) })
                .must();
            s.call("C_FindObjectsFinal", &[s.h]).is_one_of(&expected);
            let object = s.create(&data(thread)).must();
            s.destroy(object).ok();
        },
        pause,
    );
    assert!(right.into_inner() > 0);
}

/// Sessions are closed, one by one and all at once, while threads use them: nothing of them is left.
pub fn sessions_close_during_use() {
    let hsm = Hsm::start();
    let keeper = hsm.user();
    let (_, private) = keeper.pair(P256, &Template::new(), &template![CKA_TOKEN => true]).must();
    let gone = [
        CKR_OK,
        CKR_SESSION_HANDLE_INVALID,
        CKR_SESSION_CLOSED,
        CKR_OPERATION_NOT_INITIALIZED,
        CKR_KEY_HANDLE_INVALID,
        CKR_USER_NOT_LOGGED_IN,
        CKR_OBJECT_HANDLE_INVALID,
    ];
    let open: Vec<std::sync::Mutex<Session>> = (0..THREADS).map(|_| hsm.rw().into()).collect();
    let wide = |thread: usize| *open[thread].lock().expect("session");
    busy(
        |thread| {
            let s = wide(thread);
            if s.info().is_err() {
                *open[thread].lock().expect("session") = hsm.rw();
                return;
            }
            s.init(Kind::Sign, &Mech::new(CKM_ECDSA), private).is_one_of(&gone);
            assert!(gone.contains(&s.io(Io("C_Sign"), &[1; 32]).code()));
            assert!(gone.contains(&s.create(&data(thread)).code()));
            assert!(gone.contains(&s.find(&Template::new()).code()));
        },
        || {
            let begun = Instant::now();
            while begun.elapsed() < BUSY {
                for thread in 0..THREADS {
                    wide(thread).close().is_one_of(&gone);
                }
                hsm.m.call("C_CloseAllSessions", &[hsm.slot]).ok();
            }
        },
    );
    hsm.m.call("C_CloseAllSessions", &[hsm.slot]).ok();
    let s = hsm.ro();
    assert_eq!(s.find(&template![CKA_CLASS => CKO_DATA]).must(), [], "objects of closed sessions");
    assert_eq!(hsm.token().ulSessionCount, 1);
}

/// The objects of one session after another go with it, also those that were being made when it closed.
pub fn objects_of_a_closing_session() {
    let hsm = Hsm::start();
    let keeper = hsm.rw();
    for _ in 0..300 {
        let s = hsm.rw();
        std::thread::scope(|scope| {
            for thread in 0..2 {
                scope.spawn(move || while s.create(&data(thread)).is_ok() {});
            }
            std::thread::sleep(Duration::from_micros(300));
            s.close().ok();
        });
        assert_eq!(keeper.find(&Template::new()).must(), []);
    }
}

/// The user logs in and out while others work: private keys come and go, nobody waits for ever.
pub fn logins_during_use() {
    let hsm = Hsm::start();
    let s = hsm.user();
    let key = s.aes(16, &template![CKA_TOKEN => true]).must();
    let sessions: Vec<Session> = (0..THREADS).map(|_| hsm.rw()).collect();
    let public = [
        CKR_OK,
        CKR_KEY_HANDLE_INVALID,
        CKR_OPERATION_NOT_INITIALIZED,
        CKR_USER_NOT_LOGGED_IN,
        CKR_OPERATION_ACTIVE,
    ];
    busy(
        |thread| {
            let s = sessions[thread];
            s.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).is_one_of(&public);
            assert!(public.contains(&s.io(Io("C_Encrypt"), &[0; 16]).code()));
            assert!(public.contains(&s.find(&Template::new()).code()));
            if let Ok(object) = s.create(&data(0).with(CKA_PRIVATE, true)) {
                s.destroy(object).is_one_of(&[CKR_OK, CKR_OBJECT_HANDLE_INVALID]);
            }
        },
        || {
            for _ in 0..8 {
                s.logout().ok();
                s.login(CKU_USER, USER_PIN).ok();
            }
        },
    );
    s.logout().ok();
    s.login(CKU_USER, USER_PIN).ok();
    let left = s.find(&template![CKA_CLASS => CKO_DATA]).must();
    assert_eq!(left, [], "private session objects after a logout");
}

/// `C_Finalize` while threads sign, again and again: calls end, the next `C_Initialize` works.
pub fn finalize_during_use() {
    let hsm = Hsm::start();
    let key = hsm.user().aes(16, &template![CKA_TOKEN => true, CKA_PRIVATE => false]).must();
    let expected = [
        CKR_OK,
        CKR_CRYPTOKI_NOT_INITIALIZED,
        CKR_SESSION_HANDLE_INVALID,
        CKR_OPERATION_NOT_INITIALIZED,
    ];
    busy(
        |_| match Session::open(hsm.m, hsm.slot, CKF_SERIAL_SESSION) {
            Ok(s) => {
                for _ in 0..20 {
                    s.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).is_one_of(&expected);
                    let code = s.io(Io("C_Encrypt"), &[0; 4096]).code();
                    assert!(expected.contains(&code), "0x{code:x}");
                }
                s.close().is_one_of(&expected);
            }
            Err(rv) => rv.is(CKR_CRYPTOKI_NOT_INITIALIZED),
        },
        || {
            for _ in 0..20 {
                std::thread::sleep(Duration::from_millis(20));
                hsm.m.call("C_Finalize", &[0]).ok();
                hsm.m.call("C_Initialize", &[0]).ok();
            }
        },
    );
    assert_eq!(hsm.ro().get(key, CKA_KEY_TYPE).must(), CKK_AES.to_ne_bytes());
}

/// All threads change one token object, until it is destroyed: every change is made, each whole.
pub fn one_object_for_all() {
    let hsm = Hsm::start();
    let keeper = hsm.rw();
    let object = keeper.create(&data(0).with(CKA_TOKEN, true)).must();
    let sessions: Vec<Session> = (0..THREADS).map(|_| hsm.rw()).collect();
    let ending = AtomicBool::new(false);
    let rounds = busy(
        |thread| {
            let label = [b'a' + thread as u8; 12];
            let rv = sessions[thread].set(object, &template![CKA_LABEL => &label]);
            if ending.load(Ordering::SeqCst) {
                rv.is_one_of(&[CKR_OK, CKR_OBJECT_HANDLE_INVALID]);
            } else {
                rv.ok();
            }
            if let Ok(label) = sessions[thread].get(object, CKA_LABEL) {
                assert!(label.iter().all(|b| *b == label[0]), "two changes at once: {label:02x?}");
            }
        },
        || {
            pause();
            ending.store(true, Ordering::SeqCst);
            keeper.destroy(object).ok();
        },
    );
    println!("{rounds} changes");
    assert_eq!(keeper.find(&Template::new()).must(), []);
}

/// Threads that change different attributes of one object do not undo one another's changes, and what is
/// destroyed meanwhile does not come back.
pub fn no_change_is_lost() {
    let hsm = Hsm::start();
    let keeper = hsm.rw();
    let sessions: Vec<Session> = (0..THREADS).map(|_| hsm.rw()).collect();
    let objects: Vec<u64> =
        [false, true].map(|token| keeper.create(&data(0).with(CKA_TOKEN, token)).must()).into();
    let count = AtomicUsize::new(0);
    let ending = AtomicBool::new(false);
    busy(
        |thread| {
            let kind = [CKA_LABEL, CKA_APPLICATION, CKA_OBJECT_ID, CKA_VALUE][thread % 4];
            let object = objects[thread / 4 % 2];
            let value = count.fetch_add(1, Ordering::Relaxed) as u64;
            let rv = sessions[thread].set(object, &template![kind => value]);
            if rv.code == CKR_OK && !ending.load(Ordering::SeqCst) {
                match sessions[thread].get(object, kind) {
                    Ok(got) => assert_eq!(got, value.to_ne_bytes(), "the thread's own attribute"),
                    Err(rv) => rv.is(CKR_OBJECT_HANDLE_INVALID),
                }
            } else {
                rv.is_one_of(&[CKR_OK, CKR_OBJECT_HANDLE_INVALID]);
            }
        },
        || {
            pause();
            ending.store(true, Ordering::SeqCst);
            objects.iter().for_each(|object| keeper.destroy(*object).ok());
            std::thread::sleep(Duration::from_millis(20));
            assert_eq!(keeper.find(&Template::new()).must(), []);
        },
    );
    for _ in 0..500 {
        let object = keeper.create(&data(0)).must();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while sessions[0].set(object, &template![CKA_LABEL => "x"]).code == CKR_OK {}
            });
            scope.spawn(|| {
                while sessions[1].set(object, &template![CKA_VALUE => "x"]).code == CKR_OK {}
            });
            keeper.destroy(object).ok();
        });
        assert_eq!(keeper.find(&Template::new()).must(), [], "a destroyed object came back");
    }
}

/// Many threads call `C_Initialize` at once: one of them does it.
pub fn one_initialisation() {
    watchdog();
    let m = Hsm::load();
    for _ in 0..20 {
        let done = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    let rv = m.call("C_Initialize", &[0]);
                    rv.is_one_of(&[CKR_OK, CKR_CRYPTOKI_ALREADY_INITIALIZED]);
                    done.fetch_add(usize::from(rv.code == CKR_OK), Ordering::Relaxed);
                });
            }
        });
        assert_eq!(done.into_inner(), 1);
        m.call("C_Finalize", &[0]).ok();
    }
}
