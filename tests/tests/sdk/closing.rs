//! What ends with what.

use crate::place::{hsm, of, rv, spec};
use strongroom::*;

/// After a session was closed, everything of it says so, from every thread; its session objects are gone and
/// its token objects are not.
pub fn a_session() {
    let hsm = hsm();
    let session = of(&hsm, 0);
    let goes = session.generate_secret(&spec("aes:256").label("goes")).expect("a key");
    let stays = session.generate_secret(&spec("aes:256").label("stays").persist(true));
    let stays = stays.expect("a key");
    let mut stream = goes.encryptor(&Mechanism::aes_ctr(&[0; 16])).expect("a stream");
    let mut search = session.find(&Query::new()).expect("a search");
    assert!(!session.is_closed());
    session.close();
    session.close();
    assert!(session.is_closed());
    assert_eq!(rv(goes.seal(b"data", b"")), "STRONGROOM_CLOSED");
    assert_eq!(rv(stays.label()), "STRONGROOM_CLOSED");
    assert_eq!(rv(session.random(&mut [0; 8])), "STRONGROOM_CLOSED");
    assert!(stream.update(b"data").is_err());
    assert!(search.next().is_some_and(|found| found.is_err()));
    assert!(search.next().is_none());
    let again = of(&hsm, 0);
    assert_eq!(
        rv(again.find_one::<SecretKey>(&Query::new().label("goes"))),
        "STRONGROOM_NOT_FOUND"
    );
    let found: SecretKey = again.find_one(&Query::new().label("stays")).expect("it stayed");
    assert_eq!(found.handle(), stays.handle());
}

/// An HSM takes its sessions along.
pub fn an_hsm_closes_its_sessions() {
    let hsm = hsm();
    let slot = hsm.slot(0).expect("a slot");
    let (one, other) = (of(&hsm, 0), of(&hsm, 1));
    let key = one.generate_secret(&spec("aes:256")).expect("a key");
    hsm.clone().close();
    hsm.close();
    for session in [&one, &other] {
        assert_eq!(rv(session.random(&mut [0; 8])), "STRONGROOM_CLOSED");
    }
    assert_eq!(rv(key.kind()), "STRONGROOM_CLOSED");
    assert_eq!(rv(hsm.slots()), "STRONGROOM_CLOSED");
    assert_eq!(rv(slot.token()), "STRONGROOM_CLOSED");
    assert_eq!(rv(slot.session()), "STRONGROOM_CLOSED");
}

/// Each session has a login of its own: who logged in there is not logged in here.
pub fn logins_are_apart() {
    let hsm = hsm();
    let one = of(&hsm, 0);
    let nobody = hsm.slot(0).expect("a slot").session().expect("a session");
    assert_eq!((one.user(), nobody.user()), (Some(ck::CKU_USER), None));
    let key = one.generate_secret(&spec("aes:256").label("mine").persist(true)).expect("a key");
    assert_eq!(
        rv(nobody.find_one::<SecretKey>(&Query::new().label("mine"))),
        "STRONGROOM_NOT_FOUND"
    );
    assert_eq!(rv(nobody.object(key.handle()).seal(b"", b"")), "CKR_KEY_HANDLE_INVALID");
    let other = of(&hsm, 0);
    one.close();
    let key: SecretKey = other.find_one(&Query::new().label("mine")).expect("still logged in");
    key.seal(b"data", b"").expect("sealed");
}

/// A key keeps its session, and a session its HSM.
pub fn handles_outlive_their_names() {
    let key = {
        let session = of(&hsm(), 0);
        session.generate_secret(&spec("aes:256")).expect("a key")
    };
    let sealed = key.seal(b"data", b"").expect("sealed");
    assert_eq!(key.unseal(&sealed, b"").expect("opened"), b"data");
    key.destroy().expect("destroyed");
    assert_eq!(rv(key.seal(b"data", b"")), "CKR_KEY_HANDLE_INVALID");
    assert_eq!(rv(key.label()), "CKR_OBJECT_HANDLE_INVALID");
}
