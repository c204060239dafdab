//! `C_WaitForSlotEvent` (section 5.5.4) and `C_Initialize` (section 5.4.1).

use std::time::{Duration, Instant};
use strongroom_tests::ffi::{address, place};
use strongroom_tests::instance::{initialize_at, slots};
use strongroom_tests::prelude::*;

fn wait(m: &Module, flags: u64) -> Result<u64, Rv> {
    let mut slot = u64::MAX;
    let rv = m.call("C_WaitForSlotEvent", &[flags, place(&mut slot), 0]);
    rv.with(slot)
}

/// Nothing has happened; the arguments are checked.
pub fn no_event() {
    let m = Hsm::load();
    wait(m, CKF_DONT_BLOCK).fails(CKR_CRYPTOKI_NOT_INITIALIZED);
    wait(m, 0).fails(CKR_CRYPTOKI_NOT_INITIALIZED);
    m.call("C_Initialize", &[0]).ok();
    for _ in 0..3 {
        wait(m, CKF_DONT_BLOCK).fails(CKR_NO_EVENT);
    }
    m.call("C_WaitForSlotEvent", &[CKF_DONT_BLOCK, 0, 0]).is(CKR_ARGUMENTS_BAD);
    let mut slot = 0_u64;
    let reserved = address(&[0]);
    m.call("C_WaitForSlotEvent", &[CKF_DONT_BLOCK, place(&mut slot), reserved])
        .is(CKR_ARGUMENTS_BAD);
}

/// A token that is initialised anew is an event, told once, to one who waits and to one who asks.
pub fn a_new_token_is_an_event() {
    let hsm = Hsm::start();
    let init = || {
        let label = [b' '; 32];
        let pin = [hsm.slot, address(SO_PIN.as_bytes()), SO_PIN.len() as u64, address(&label)];
        hsm.m.call("C_InitToken", &pin).ok();
    };
    wait(hsm.m, CKF_DONT_BLOCK).fails(CKR_NO_EVENT);
    init();
    assert_eq!(wait(hsm.m, CKF_DONT_BLOCK).must(), hsm.slot);
    wait(hsm.m, CKF_DONT_BLOCK).fails(CKR_NO_EVENT);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| wait(hsm.m, 0));
        std::thread::sleep(Duration::from_millis(100));
        assert!(!waiting.is_finished());
        init();
        assert_eq!(waiting.join().expect("the waiting thread").must(), hsm.slot);
    });
}

/// Who waits is woken by `C_Finalize`, which does not wait for him long.
pub fn waiting_ends_with_the_library() {
    let m = Hsm::load();
    for _ in 0..3 {
        m.call("C_Initialize", &[0]).ok();
        std::thread::scope(|scope| {
            let waiting: Vec<_> = (0..3).map(|_| scope.spawn(|| wait(m, 0))).collect();
            std::thread::sleep(Duration::from_millis(100));
            assert!(waiting.iter().all(|thread| !thread.is_finished()));
            let begun = Instant::now();
            m.call("C_Finalize", &[0]).ok();
            for thread in waiting {
                thread.join().expect("a waiting thread").fails(CKR_CRYPTOKI_NOT_INITIALIZED);
            }
            assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        });
    }
}

/// Without an instance there is nothing to wait for, and still who waits does so until `C_Finalize`: a
/// program that watches the slots must not be sent round and round.
pub fn waiting_without_an_instance() {
    let m = Hsm::load();
    initialize_at(m, "file:///dev/null/none").ok();
    assert_eq!(slots(m, false).must(), []);
    wait(m, CKF_DONT_BLOCK).fails(CKR_NO_EVENT);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| wait(m, 0));
        std::thread::sleep(Duration::from_millis(100));
        assert!(!waiting.is_finished());
        m.call("C_Finalize", &[0]).ok();
        waiting.join().expect("the waiting thread").fails(CKR_CRYPTOKI_NOT_INITIALIZED);
    });
}

/// Waiting keeps nobody else from working.
pub fn others_work_while_one_waits() {
    let hsm = Hsm::start();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| wait(hsm.m, 0));
        let s = hsm.user();
        let key = s.aes(16, &Template::new()).must();
        for _ in 0..100 {
            s.encrypt(&Mech::new(CKM_AES_ECB), key, &[0; 16]).must();
        }
        assert!(!waiting.is_finished());
        hsm.m.call("C_Finalize", &[0]).ok();
        waiting.join().expect("the waiting thread").fails(CKR_CRYPTOKI_NOT_INITIALIZED);
    });
}

/// The structure that `C_Initialize` takes: four functions, flags, and what is reserved.
fn arguments(functions: [u64; 4], flags: u64, reserved: u64) -> [u64; 6] {
    let [create, destroy, lock, unlock] = functions;
    [create, destroy, lock, unlock, flags, reserved]
}

/// Every combination of mutex functions, flags and the reserved pointer.
pub fn arguments_of_initialize() {
    let m = Hsm::load();
    // Any function will do: the library locks for itself.
    let f = m.symbol("C_GetFunctionStatus").expect("a function") as u64;
    let mut report = Report::new();
    for pattern in 0_u32..16 {
        let functions: [u64; 4] =
            std::array::from_fn(|n| if pattern & (1 << n) != 0 { f } else { 0 });
        for flags in [
            0,
            CKF_OS_LOCKING_OK,
            CKF_LIBRARY_CANT_CREATE_OS_THREADS,
            CKF_OS_LOCKING_OK | CKF_LIBRARY_CANT_CREATE_OS_THREADS,
        ] {
            let args = arguments(functions, flags, 0);
            let rv = m.call("C_Initialize", &[args.as_ptr() as usize as u64]).code;
            let want: &[u64] = match (pattern, flags & CKF_OS_LOCKING_OK != 0) {
                (0, _) | (15, true) => &[CKR_OK],
                (15, false) => &[CKR_OK, CKR_CANT_LOCK],
                _ => &[CKR_ARGUMENTS_BAD],
            };
            report.answers(format!("functions {pattern:04b}, flags {flags}"), rv, want);
            if rv == CKR_OK {
                report.answers(
                    "again",
                    m.call("C_Initialize", &[0]).code,
                    &[CKR_CRYPTOKI_ALREADY_INITIALIZED],
                );
                report.holds("slots", !slots(m, true).must().is_empty());
                m.call("C_Finalize", &[0]).ok();
            } else {
                report.answers(
                    "finalize",
                    m.call("C_Finalize", &[0]).code,
                    &[CKR_CRYPTOKI_NOT_INITIALIZED],
                );
            }
        }
    }
    for reserved in
        [&b"configdir='sql:/etc/pki'\0"[..], b"\0", b"\xff\xfe\xfd\0", b"\x08\0\0\0\0\0\0\0"]
    {
        let args = arguments([0; 4], CKF_OS_LOCKING_OK, address(reserved));
        let rv = m.call("C_Initialize", &[args.as_ptr() as usize as u64]).code;
        report.answers(format!("reserved {reserved:?}"), rv, &[CKR_OK]);
        m.call("C_Finalize", &[0]).ok();
    }
    report.finish("arguments of C_Initialize");
}

/// The arguments of `C_Finalize`, and life after it.
pub fn finalize_ends_everything() {
    let m = Hsm::load();
    m.call("C_Finalize", &[0]).is(CKR_CRYPTOKI_NOT_INITIALIZED);
    for _ in 0..5 {
        m.call("C_Initialize", &[0]).ok();
        m.call("C_Finalize", &[address(&[0])]).is(CKR_ARGUMENTS_BAD);
        let hsm = Hsm { m, slot: slots(m, true).must()[0] };
        let s = hsm.user();
        let key = s.aes(16, &Template::new()).must();
        s.init(Kind::Encrypt, &Mech::new(CKM_AES_ECB), key).ok();
        m.call("C_Finalize", &[0]).ok();
        s.info().fails(CKR_CRYPTOKI_NOT_INITIALIZED);
        m.call("C_Initialize", &[0]).ok();
        s.info().fails(CKR_SESSION_HANDLE_INVALID);
        assert_eq!(hsm.rw().state(), CKS_RW_PUBLIC_SESSION, "the login is gone");
        m.call("C_Finalize", &[0]).ok();
        m.call("C_Finalize", &[0]).is(CKR_CRYPTOKI_NOT_INITIALIZED);
    }
}
