//! Session management (PKCS #11 v3.2, section 5.6) and parallel functions (section 5.20).

use crate::asynchronous;
use crate::ffi::{self, Ptr, ulong};
use crate::slots::pin;
use cryptoki_sys::*;
use std::ffi::c_void;
use strongroom_base::{Application, Error, Result, ck};

/// `C_OpenSession`. Nothing ever calls the callback: there are no events to tell of.
pub fn open(
    application: &dyn Application,
    slot: u64,
    flags: u64,
    _: Ptr<'_, c_void>,
    (): (),
    session: Ptr<'_, CK_SESSION_HANDLE>,
) -> Result<()> {
    let session = session.required()?;
    let opened = application.open_session(slot, flags)?;
    asynchronous::opened(opened, slot, flags);
    session.write(ulong(opened))
}

/// `C_CloseSession`
pub fn close(application: &dyn Application, session: u64) -> Result<()> {
    application.close_session(session)?;
    asynchronous::closed(session);
    Ok(())
}

/// `C_CloseAllSessions`
pub fn close_all(application: &dyn Application, slot: u64) -> Result<()> {
    application.close_all_sessions(slot)?;
    asynchronous::all_closed(slot);
    Ok(())
}

/// `C_GetSessionInfo`
pub fn info(
    application: &dyn Application,
    session: u64,
    info: Ptr<'_, CK_SESSION_INFO>,
) -> Result<()> {
    let info = info.required()?;
    let session = application.session_info(session)?;
    info.write(CK_SESSION_INFO {
        slotID: ulong(session.slot),
        state: ulong(session.state),
        flags: ulong(session.flags),
        ulDeviceError: 0,
    })
}

/// `C_SessionCancel`
pub fn cancel(application: &dyn Application, session: u64, flags: u64) -> Result<()> {
    application.cancel(session, flags)
}

/// `C_GetOperationState`
pub fn operation_state(
    application: &dyn Application,
    session: u64,
    state: Ptr<'_, u8>,
    len: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    ffi::produce(state, len, |out| application.operation_state(session, out))
}

/// `C_SetOperationState`
pub fn set_operation_state(
    application: &dyn Application,
    session: u64,
    state: Ptr<'_, u8>,
    len: u64,
    encryption_key: u64,
    authentication_key: u64,
) -> Result<()> {
    let state = state.bytes(len, ck::CKR_SAVED_STATE_INVALID)?;
    application.set_operation_state(session, state, encryption_key, authentication_key)
}

/// `C_Login`
pub fn login(
    application: &dyn Application,
    session: u64,
    user: u64,
    at: Ptr<'_, CK_UTF8CHAR>,
    len: u64,
) -> Result<()> {
    application.login(session, user, pin(at, len)?, None)
}

/// `C_LoginUser`
pub fn login_user(
    application: &dyn Application,
    session: u64,
    user: u64,
    at: Ptr<'_, CK_UTF8CHAR>,
    len: u64,
    name: Ptr<'_, CK_UTF8CHAR>,
    name_len: u64,
) -> Result<()> {
    let name = name.bytes(name_len, ck::CKR_ARGUMENTS_BAD)?;
    let name = Some(name).filter(|name| !name.is_empty());
    application.login(session, user, pin(at, len)?, name)
}

/// `C_Logout`
pub fn logout(application: &dyn Application, session: u64) -> Result<()> {
    application.logout(session)
}

/// `C_GetSessionValidationFlags`: the token has no validation, so none was in force.
pub fn validation_flags(
    application: &dyn Application,
    session: u64,
    kind: u64,
    flags: Ptr<'_, CK_FLAGS>,
) -> Result<()> {
    let flags = flags.required()?;
    application.session_info(session)?;
    if kind != ck::CKS_LAST_VALIDATION_OK {
        return Err(Error::new(ck::CKR_ARGUMENTS_BAD, "there is no such kind of validation flags"));
    }
    flags.write(0)
}

/// `C_GetFunctionStatus` and `C_CancelFunction`, which are there for programs of long ago.
pub fn not_parallel(_: &dyn Application, _session: u64) -> Result<()> {
    Err(Error::new(ck::CKR_FUNCTION_NOT_PARALLEL, "no function runs in parallel"))
}
