//! A directory or a file system that nobody may write to: what reads goes on, what writes is refused by
//! name.

use crate::{apart, checked};
use strongroom_tests::prelude::*;
use strongroom_tests::{instance, keys, runner};

/// What there is before the directory becomes read-only.
fn prepare(finalize: bool) {
    let session = Hsm::start().user();
    let named = template![CKA_TOKEN => true, CKA_LABEL => "kept"];
    session.aes(32, &named).must();
    session.pair(keys::P256, &named, &named).must();
    if finalize {
        session.m.call("C_Finalize", &[0]).ok();
    }
}

fn only_reading() {
    let hsm = Hsm::start();
    assert_ne!(hsm.token().flags & CKF_WRITE_PROTECTED, 0);
    let session = hsm.ro();
    session.login(CKU_USER, "not the PIN").is(CKR_PIN_INCORRECT);
    session.login(CKU_USER, USER_PIN).ok();
    let kept = |class: u64| {
        let wanted = template![CKA_LABEL => "kept", CKA_CLASS => class];
        let found = session.find(&wanted).must();
        assert_eq!(found.len(), 1);
        found[0]
    };
    let (private, public) = (kept(CKO_PRIVATE_KEY), kept(CKO_PUBLIC_KEY));
    let ecdsa = Mech::new(CKM_ECDSA_SHA256);
    let signature = session.sign(&ecdsa, private, b"message").must();
    session.verify(&ecdsa, public, b"message", &signature).ok();
    let (ecb, key) = (Mech::new(CKM_AES_ECB), kept(CKO_SECRET_KEY));
    let sealed = session.encrypt(&ecb, key, &[1; 32]).must();
    assert_eq!(session.decrypt(&ecb, key, &sealed).must(), [1; 32]);
    // Objects of the session are not written anywhere.
    let passing = session.aes(16, &template![]).must();
    session.set(passing, &template![CKA_LABEL => "passing"]).ok();
    session.destroy(passing).ok();

    let flags = CKF_SERIAL_SESSION | CKF_RW_SESSION;
    Session::open(hsm.m, hsm.slot, flags).err().expect("no session").is(CKR_TOKEN_WRITE_PROTECTED);
    let on_token = template![CKA_TOKEN => true];
    session.aes(16, &on_token).fails(CKR_TOKEN_WRITE_PROTECTED);
    session.pair(keys::P256, &on_token, &on_token).fails(CKR_TOKEN_WRITE_PROTECTED);
    session.copy(key, &template![CKA_LABEL => "copy"]).fails(CKR_TOKEN_WRITE_PROTECTED);
    session.set(key, &template![CKA_LABEL => "changed"]).is(CKR_TOKEN_WRITE_PROTECTED);
    session.destroy(key).is(CKR_TOKEN_WRITE_PROTECTED);
    session.set_pin(USER_PIN, "another PIN").is(CKR_TOKEN_WRITE_PROTECTED);
    session.logout().ok();
    let label = [b' '; 32];
    let (pin, at) = (strongroom_tests::ffi::address(SO_PIN.as_bytes()), label.as_ptr() as u64);
    hsm.m.call("C_CloseAllSessions", &[hsm.slot]).ok();
    let init = [hsm.slot, pin, SO_PIN.len() as u64, at];
    hsm.m.call("C_InitToken", &init).is(CKR_TOKEN_WRITE_PROTECTED);
}

fn run(setup: &str, finalize: bool) {
    match runner::part() {
        None => {
            let directory = instance::directory();
            strongroom_tests::ffi::in_fork(
                || {
                    prepare(finalize);
                    0
                },
                || (),
            );
            apart::run("read", setup, &directory);
            checked::check();
        }
        Some(_) => {
            only_reading();
            checked::check();
        }
    }
}

const FILE_SYSTEM: &str = "mount --bind \"$1\" \"$1\"\nmount -o remount,bind,ro \"$1\"";

/// Without the rights that let root write everywhere.
const DIRECTORY: &str = "chmod 0500 \"$1\"\nshift
exec setpriv --bounding-set=-dac_override,-dac_read_search \"$@\"";

pub fn a_file_system_that_is_read_only() {
    run(FILE_SYSTEM, true);
}

pub fn a_directory_that_is_read_only() {
    run(DIRECTORY, true);
}

/// What a process left in SQLite's log when it was killed was acknowledged, and is seen.
pub fn a_file_system_that_is_read_only_after_a_kill() {
    run(FILE_SYSTEM, false);
}

pub fn a_directory_that_is_read_only_after_a_kill() {
    run(DIRECTORY, false);
}
