//! Processes that are forked. A child goes on with what it inherited: token objects, and the login.

use crate::place::{of, rv, spec, user};
use strongroom::*;
use strongroom_tests::ffi::in_fork;

fn works(key: &SecretKey) {
    let sealed = key.seal(b"data", b"").expect("sealed");
    assert_eq!(key.unseal(&sealed, b"").expect("opened"), b"data");
}

/// The child has the keys of the token and the login, without a PIN; session objects are the parent's.
pub fn a_child_goes_on() {
    let hsm = crate::place::hsm();
    let session = of(&hsm, 0);
    let stays = session.generate_secret(&spec("aes:256").label("stays").persist(true));
    let stays = stays.expect("a key");
    let goes = session.generate_secret(&spec("aes:256")).expect("a key");
    let child = || {
        works(&stays);
        assert_eq!(rv(goes.seal(b"data", b"")), "CKR_KEY_HANDLE_INVALID");
        assert_eq!(session.user(), Some(ck::CKU_USER));
        let made = session.generate_secret(&spec("aes:256").label("child").persist(true));
        works(&made.expect("a key"));
        works(&of(&hsm, 1).generate_secret(&spec("aes:256")).expect("another session"));
        // And a child of the child.
        let grandchild = || {
            works(&stays);
            0
        };
        in_fork(grandchild, || works(&stays)).1
    };
    let ((), status) = in_fork(child, || (0..20).for_each(|_| works(&goes)));
    assert_eq!(status, 0);
    works(&stays);
    works(&goes);
    let made: SecretKey = session.find_one(&Query::new().label("child")).expect("the child's key");
    works(&made);
    // What ends in the child does not end here.
    let child = || {
        session.close();
        hsm.close();
        0
    };
    assert_eq!(in_fork(child, || ()).1, 0);
    works(&goes);
}

/// A fork while threads are at work.
pub fn a_child_of_many_threads() {
    let session = user();
    let key = session.generate_secret(&spec("aes:256").persist(true)).expect("a key");
    let over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !over.load(std::sync::atomic::Ordering::Relaxed) {
                    works(&key);
                }
            });
        }
        for _ in 0..100 {
            let child = || {
                works(&key);
                0
            };
            assert_eq!(in_fork(child, || ()).1, 0);
        }
        over.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
