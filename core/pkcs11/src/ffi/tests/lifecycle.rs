//! `C_Initialize` to `C_Finalize`: arguments, threads, panics, forks.

use super::mock::{ALIVE, PANICS, SLOW, seen};
use super::*;
use std::ffi::{CStr, c_void};
use std::mem::zeroed;
use std::time::{Duration, Instant};

fn initialize(args: &mut CK_C_INITIALIZE_ARGS) -> CK_RV {
    // SAFETY: the argument is what the function takes.
    unsafe { C_Initialize((args as *mut CK_C_INITIALIZE_ARGS).cast()) }
}

fn finalize() -> CK_RV {
    // SAFETY: NULL is the argument.
    unsafe { C_Finalize(null_mut()) }
}

fn arguments() -> CK_C_INITIALIZE_ARGS {
    // SAFETY: every bit pattern is one.
    unsafe { zeroed() }
}

/// A call that needs an initialised library.
fn call(session: CK_ULONG) -> CK_RV {
    let mut out = [0; 8];
    let mut len: CK_ULONG = 8;
    // SAFETY: the pointers lead to what they should.
    unsafe { C_Sign(session, null_mut(), 0, out.as_mut_ptr(), &mut len) }
}

unsafe extern "C" fn create_mutex(_: *mut *mut c_void) -> CK_RV {
    CKR_OK
}
unsafe extern "C" fn use_mutex(_: *mut c_void) -> CK_RV {
    CKR_OK
}

#[test]
fn initialised_once_and_again() {
    let _turn = fresh();
    for _ in 0..3 {
        assert_eq!(call(1), CKR_CRYPTOKI_NOT_INITIALIZED);
        assert_eq!(finalize(), CKR_CRYPTOKI_NOT_INITIALIZED);
        assert_eq!(initialize(&mut arguments()), CKR_OK);
        assert_eq!(initialize(&mut arguments()), CKR_CRYPTOKI_ALREADY_INITIALIZED);
        assert_eq!(call(1), CKR_OK);
        let mut junk = 0_u8;
        // SAFETY: the argument is refused, not followed.
        assert_eq!(unsafe { C_Finalize((&raw mut junk).cast()) }, CKR_ARGUMENTS_BAD);
        assert_eq!(call(1), CKR_OK);
        assert_eq!(finalize(), CKR_OK);
        assert_eq!(*ALIVE.lock().unwrap(), 0);
    }
}

#[test]
fn functions_of_later_versions_want_an_initialised_library_too() {
    let _turn = fresh();
    // SAFETY: NULL is looked at, and not followed.
    let calls = || unsafe {
        [
            C_MessageSignInit(1, null_mut(), 0),
            C_EncryptMessageBegin(1, null_mut(), 0, null_mut(), 0),
            C_MessageVerifyFinal(1),
            C_AsyncComplete(1, null_mut(), null_mut()),
            C_WrapKeyAuthenticated(1, null_mut(), 0, 0, null_mut(), 0, null_mut(), null_mut()),
        ]
    };
    assert_eq!(calls(), [CKR_CRYPTOKI_NOT_INITIALIZED; 5]);
    assert_eq!(initialize(&mut arguments()), CKR_OK);
    let nothing = CKR_ARGUMENTS_BAD;
    let (no_parameters, reached) = (CKR_MECHANISM_PARAM_INVALID, CKR_FUNCTION_FAILED);
    assert_eq!(calls(), [reached, no_parameters, reached, nothing, nothing]);
    // SAFETY: no pointers.
    unsafe {
        assert_eq!(C_GetFunctionStatus(1), CKR_FUNCTION_NOT_PARALLEL);
        assert_eq!(C_CancelFunction(1), CKR_FUNCTION_NOT_PARALLEL);
    }
}

#[test]
fn mutexes_of_the_program() {
    let _turn = fresh();
    let mut args = arguments();
    args.LockMutex = Some(use_mutex);
    assert_eq!(initialize(&mut args), CKR_ARGUMENTS_BAD);
    args.CreateMutex = Some(create_mutex);
    args.DestroyMutex = Some(use_mutex);
    args.UnlockMutex = Some(use_mutex);
    assert_eq!(initialize(&mut args), CKR_CANT_LOCK);
    args.flags = CKF_OS_LOCKING_OK;
    assert_eq!(initialize(&mut args), CKR_OK);
    assert_eq!(finalize(), CKR_OK);
    let mut args = arguments();
    args.flags = CKF_OS_LOCKING_OK | CKF_LIBRARY_CANT_CREATE_OS_THREADS;
    assert_eq!(initialize(&mut args), CKR_OK);
}

#[test]
fn reserved_is_a_configuration_or_nothing() {
    let _turn = fresh();
    let given = |at: *const c_void| {
        let mut args = arguments();
        args.pReserved = at.cast_mut();
        assert_eq!(initialize(&mut args), CKR_OK);
        assert_eq!(finalize(), CKR_OK);
        seen(|s| s.urls.pop()).unwrap()
    };
    let text = |text: &CStr| given(text.as_ptr().cast());
    assert_eq!(given(null_mut()), None);
    assert_eq!(text(c"url=file:///srv/hsm").as_deref(), Some("file:///srv/hsm"));
    assert_eq!(text(c"strongroom://host:1").as_deref(), Some("strongroom://host:1"));
    assert_eq!(text(c"configdir='sql:/db' certPrefix='' flags=readOnly"), None);
    assert_eq!(text(c"configdir='sql://db' flags="), None);
    assert_eq!(text(c""), None);
    assert_eq!(text(c"\x01\x02\x03"), None);
    assert_eq!(given([0xFF_u8; 64].as_ptr().cast()), None);
    assert_eq!(given(std::ptr::without_provenance(1)), None);
    if cfg!(target_os = "linux") {
        // Not memory at all, and text that ends where the memory does.
        assert_eq!(given(std::ptr::without_provenance(0xDEAD_BEEF_0000)), None);
        assert_eq!(given(std::ptr::without_provenance(usize::MAX)), None);
    }
    let long = [b'a'; 100_000];
    assert_eq!(given(long.as_ptr().cast()), None);
}

#[test]
fn a_panic_is_a_general_error() {
    let _turn = ready();
    assert_eq!(call(PANICS), CKR_GENERAL_ERROR);
    assert_eq!(call(1), CKR_OK);
}

#[test]
fn calls_in_flight_end_before_the_application() {
    let _turn = ready();
    let slow: Vec<_> = (0..4).map(|_| std::thread::spawn(|| call(SLOW))).collect();
    std::thread::sleep(Duration::from_millis(50));
    let start = Instant::now();
    assert_eq!(finalize(), CKR_OK);
    assert!(start.elapsed() >= Duration::from_millis(100), "the calls were not waited for");
    assert_eq!(*ALIVE.lock().unwrap(), 0);
    assert_eq!(call(1), CKR_CRYPTOKI_NOT_INITIALIZED);
    for call in slow {
        assert_eq!(call.join().unwrap(), CKR_OK);
    }
}

#[test]
fn finalize_ends_a_wait() {
    let _turn = ready();
    let wait = std::thread::spawn(|| {
        let mut slot = 0;
        // SAFETY: room for a slot.
        unsafe { C_WaitForSlotEvent(0, &mut slot, null_mut()) }
    });
    std::thread::sleep(Duration::from_millis(20));
    let mut slot = 0;
    // SAFETY: room for a slot.
    let at_once = unsafe { C_WaitForSlotEvent(CKF_DONT_BLOCK, &mut slot, null_mut()) };
    assert_eq!(at_once, CKR_NO_EVENT);
    assert_eq!(finalize(), CKR_OK);
    assert_eq!(wait.join().unwrap(), CKR_CRYPTOKI_NOT_INITIALIZED);
}

#[test]
fn threads_come_and_go_while_others_initialise_and_finalise() {
    let _turn = fresh();
    let until = Instant::now() + Duration::from_millis(500);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while Instant::now() < until {
                    std::thread::scope(|inner| {
                        inner.spawn(|| {
                            for _ in 0..200 {
                                let rv = call(1);
                                assert!(rv == CKR_OK || rv == CKR_CRYPTOKI_NOT_INITIALIZED);
                            }
                        });
                    });
                }
            });
        }
        for _ in 0..2 {
            scope.spawn(|| {
                while Instant::now() < until {
                    initialize(&mut arguments());
                    finalize();
                }
            });
        }
    });
    finalize();
    assert_eq!(*ALIVE.lock().unwrap(), 0);
}

/// Runs `child` in a child process and gives its exit status.
fn in_child(child: impl FnOnce() -> i32) -> i32 {
    // SAFETY: the child calls nothing but the library and `_exit`; the C library's heap is usable after
    // a fork.
    unsafe {
        match libc::fork() {
            0 => libc::_exit(child()),
            pid => {
                assert!(pid > 0);
                let mut status = 0;
                assert_eq!(libc::waitpid(pid, &mut status, 0), pid);
                assert!(libc::WIFEXITED(status), "the child was killed: {status}");
                libc::WEXITSTATUS(status)
            }
        }
    }
}

#[test]
fn a_child_starts_anew_and_the_parent_goes_on() {
    let _turn = ready();
    let busy = std::thread::spawn(|| call(SLOW));
    std::thread::sleep(Duration::from_millis(50));
    let status = in_child(|| {
        let steps = [
            call(1) == CKR_CRYPTOKI_NOT_INITIALIZED,
            finalize() == CKR_CRYPTOKI_NOT_INITIALIZED,
            initialize(&mut arguments()) == CKR_OK,
            call(1) == CKR_OK,
            initialize(&mut arguments()) == CKR_CRYPTOKI_ALREADY_INITIALIZED,
            // The parent's call in flight does not hold the child up.
            finalize() == CKR_OK,
            call(1) == CKR_CRYPTOKI_NOT_INITIALIZED,
            initialize(&mut arguments()) == CKR_OK,
            call(1) == CKR_OK,
            // The child of a child, too.
            in_child(|| i32::from(call(1) != CKR_CRYPTOKI_NOT_INITIALIZED)) == 0,
            call(1) == CKR_OK,
        ];
        steps.iter().position(|right| !right).map_or(0, |step| step as i32 + 1)
    });
    assert_eq!(status, 0, "this step of the child went wrong");
    assert_eq!(call(1), CKR_OK);
    assert_eq!(busy.join().unwrap(), CKR_OK);
}
