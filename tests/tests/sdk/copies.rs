//! Two copies of the program in one process: this one, and the library that is loaded.

use crate::place::{hsm, of, spec};
use strongroom::Hsm as Here;
use strongroom_tests::ffi::place;
use strongroom_tests::prelude::*;
use strongroom_tests::runner::at_service;

/// Of two copies one has the instance, and the other is told so before it touches anything: the library by the
/// first call that wants a slot; when the first has closed it, the second may. As clients of a service they do not disturb one another.
pub fn two_in_one_process() {
    let first = hsm();
    let key = of(&first, 0).generate_secret(&spec("aes:256").label("mine").persist(true));
    key.expect("a key");
    let module = Hsm::load();
    let initialize = || module.call("C_Initialize", &[0]);
    if at_service() {
        initialize().ok();
        module.call("C_Finalize", &[0]).ok();
        return;
    }
    initialize().ok();
    let slots = || module.call("C_GetSlotList", &[1, 0, place(&mut 0_u64)]);
    slots().is(CKR_CANT_LOCK);
    // A second handle of the same copy keeps it.
    let second = Here::open(&crate::place::url()).expect("the same copy");
    drop(first);
    slots().is(CKR_CANT_LOCK);
    drop(second);
    slots().ok();
    let refused = Here::open(&crate::place::url()).unwrap_err();
    assert_eq!(refused.name(), "CKR_CANT_LOCK");
    assert!(refused.why().contains("another copy"), "{refused}");
    module.call("C_Finalize", &[0]).ok();
    of(&hsm(), 0)
        .find_one::<strongroom::SecretKey>(&strongroom::Query::new().label("mine"))
        .expect("it is still there");
}
