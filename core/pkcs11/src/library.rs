//! The library's one piece of state: the application that `C_Initialize` made, and the shell around
//! every C function. A call takes no lock and touches no shared count, and an application that
//! `C_Finalize` puts away lives on until the calls in flight have ended.

use crate::ffi::{Current, fork, ulong};
use crate::{asynchronous, log};
use cryptoki_sys::CK_RV;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use strongroom_base::{Application, Error, Provider, Result, ck};

/// What lives from `C_Initialize` to `C_Finalize`. The application goes first when both are dropped.
struct Library {
    application: Arc<dyn Application>,
    #[allow(dead_code)] // kept for as long as its application
    provider: Arc<dyn Provider>,
}

static CURRENT: Current<Library> = Current::new();

/// Makes an application of the provider that `provider` opens, and makes it current.
pub fn initialize(provider: impl FnOnce() -> Result<Arc<dyn Provider>>) -> Result<()> {
    if fork::happened() {
        // What the parent made is left as it is, never used and never dropped: closing its files or
        // connections here would disturb the parent.
        CURRENT.abandon();
        fork::start_anew();
    }
    fork::watch();
    if CURRENT.is_set() {
        return Err(already());
    }
    asynchronous::reset();
    let provider = provider()?;
    let library = Box::new(Library { application: provider.open()?, provider });
    // Of two threads that come here together one wins.
    CURRENT.set(library).or_else(|library| {
        library.application.close()?;
        Err(already())
    })
}

/// Puts the current application away.
pub fn finalize() -> Result<()> {
    if fork::happened() {
        return Err(not_initialized());
    }
    CURRENT.take(|library| library.application.close()).ok_or_else(not_initialized)?
}

/// The shell of a function that needs an initialised library.
#[inline]
pub fn live(name: &'static str, call: impl FnOnce(&dyn Application) -> Result<()>) -> CK_RV {
    guarded(name, || {
        if fork::happened() {
            return Err(not_initialized());
        }
        CURRENT.with(|library| match library {
            Some(library) => call(&*library.application),
            None => Err(not_initialized()),
        })
    })
}

/// The shell of every function: no panic passes, and what went wrong is logged.
#[inline]
pub fn guarded(name: &'static str, call: impl FnOnce() -> Result<()>) -> CK_RV {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(())) => ulong(ck::CKR_OK),
        Ok(Err(error)) => failed(name, &error),
        Err(_) => failed(name, &Error::new(ck::CKR_GENERAL_ERROR, "a defect in this library")),
    }
}

#[cold]
fn failed(name: &'static str, error: &Error) -> CK_RV {
    log::failed(name, error);
    ulong(error.rv().0)
}

#[cold]
fn not_initialized() -> Error {
    Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, "C_Initialize has not been called in this process")
}

#[cold]
fn already() -> Error {
    Error::new(ck::CKR_CRYPTOKI_ALREADY_INITIALIZED, "C_Initialize has been called before")
}
