//! Where the tests of this suite work.

use strongroom::{Hsm, KeySpec, Session};
use strongroom_tests::USER_PIN;

/// The URL of the instance of this test, or of the service that has it.
pub fn url() -> String {
    std::env::var("STRONGROOM_URL").expect("started by the runner")
}

/// The HSM of this test.
pub fn hsm() -> Hsm {
    Hsm::open(&url()).expect("an instance")
}

/// A session with the first token, in which the user is logged in.
pub fn user() -> Session {
    of(&hsm(), 0)
}

/// A session with the token in a slot, in which the user is logged in.
pub fn of(hsm: &Hsm, slot: u64) -> Session {
    hsm.slot(slot).expect("a slot").login(USER_PIN).expect("logged in")
}

/// A key of a kind, that goes with its session.
pub fn spec(kind: &str) -> KeySpec {
    KeySpec::named(kind).expect("a kind of key")
}

/// The return value that a failure has.
#[track_caller]
pub fn rv<T>(answer: strongroom::Result<T>) -> &'static str {
    match answer {
        Ok(_) => panic!("it was not refused"),
        Err(error) => error.name(),
    }
}
