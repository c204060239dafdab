//! Slot and token management (PKCS #11 v3.2, section 5.5).

use crate::ffi::{self, Ptr, ulong};
use crate::general::{padded, version};
use cryptoki_sys::*;
use std::ffi::c_void;
use strongroom_base::{Application, Error, Pin, Result, ck, limits};

/// `C_GetSlotList`
pub fn list(
    application: &dyn Application,
    present: bool,
    slots: Ptr<'_, CK_SLOT_ID>,
    count: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let count = count.required()?;
    ffi::list(slots, count, application.slots(present)?.into_iter().map(ulong))
}

/// `C_GetSlotInfo`
pub fn slot_info(
    application: &dyn Application,
    slot: u64,
    info: Ptr<'_, CK_SLOT_INFO>,
) -> Result<()> {
    let info = info.required()?;
    let slot = application.slot_info(slot)?;
    info.write(CK_SLOT_INFO {
        slotDescription: padded(&slot.description),
        manufacturerID: padded(&slot.manufacturer),
        flags: ulong(slot.flags),
        hardwareVersion: version(slot.hardware),
        firmwareVersion: version(slot.firmware),
    })
}

/// `C_GetTokenInfo`. Memory is not counted, and there is no clock.
pub fn token_info(
    application: &dyn Application,
    slot: u64,
    info: Ptr<'_, CK_TOKEN_INFO>,
) -> Result<()> {
    let info = info.required()?;
    let token = application.token_info(slot)?;
    let unknown = ulong(ck::CK_UNAVAILABLE_INFORMATION);
    info.write(CK_TOKEN_INFO {
        label: padded(&token.label),
        manufacturerID: padded(&token.manufacturer),
        model: padded(&token.model),
        serialNumber: padded(&token.serial),
        flags: ulong(token.flags),
        ulMaxSessionCount: ulong(token.max_sessions),
        ulSessionCount: ulong(token.sessions),
        ulMaxRwSessionCount: ulong(token.max_rw_sessions),
        ulRwSessionCount: ulong(token.rw_sessions),
        ulMaxPinLen: ulong(token.max_pin_len),
        ulMinPinLen: ulong(token.min_pin_len),
        ulTotalPublicMemory: unknown,
        ulFreePublicMemory: unknown,
        ulTotalPrivateMemory: unknown,
        ulFreePrivateMemory: unknown,
        hardwareVersion: version(token.hardware),
        firmwareVersion: version(token.firmware),
        utcTime: padded(""),
    })
}

/// `C_GetMechanismList`
pub fn mechanisms(
    application: &dyn Application,
    slot: u64,
    types: Ptr<'_, CK_MECHANISM_TYPE>,
    count: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let count = count.required()?;
    ffi::list(types, count, application.mechanisms(slot)?.into_iter().map(ulong))
}

/// `C_GetMechanismInfo`
pub fn mechanism_info(
    application: &dyn Application,
    slot: u64,
    mechanism: u64,
    info: Ptr<'_, CK_MECHANISM_INFO>,
) -> Result<()> {
    let info = info.required()?;
    let mechanism = application.mechanism_info(slot, mechanism)?;
    info.write(CK_MECHANISM_INFO {
        ulMinKeySize: ulong(mechanism.min_key_size),
        ulMaxKeySize: ulong(mechanism.max_key_size),
        flags: ulong(mechanism.flags),
    })
}

/// `C_InitToken`
pub fn init_token(
    application: &dyn Application,
    slot: u64,
    so_pin: Ptr<'_, CK_UTF8CHAR>,
    so_pin_len: u64,
    label: Ptr<'_, CK_UTF8CHAR>,
) -> Result<()> {
    let len = u64::try_from(limits::LABEL_LEN).unwrap_or(u64::MAX);
    let label = label.bytes(len, ck::CKR_ARGUMENTS_BAD)?;
    application.init_token(slot, pin(so_pin, so_pin_len)?, label)
}

/// `C_InitPIN`
pub fn init_pin(
    application: &dyn Application,
    session: u64,
    new: Ptr<'_, CK_UTF8CHAR>,
    new_len: u64,
) -> Result<()> {
    application.init_pin(session, pin(new, new_len)?)
}

/// `C_SetPIN`
pub fn set_pin(
    application: &dyn Application,
    session: u64,
    old: Ptr<'_, CK_UTF8CHAR>,
    old_len: u64,
    new: Ptr<'_, CK_UTF8CHAR>,
    new_len: u64,
) -> Result<()> {
    application.set_pin(session, pin(old, old_len)?, pin(new, new_len)?)
}

/// `C_WaitForSlotEvent`
pub fn wait_for_slot_event(
    application: &dyn Application,
    flags: u64,
    slot: Ptr<'_, CK_SLOT_ID>,
    reserved: Ptr<'_, c_void>,
) -> Result<()> {
    let slot = slot.required()?;
    if !reserved.is_null() {
        return Err(Error::new(ck::CKR_ARGUMENTS_BAD, "pReserved is not NULL"));
    }
    slot.write(ulong(application.wait_for_slot_event(flags & ck::CKF_DONT_BLOCK == 0)?))
}

/// A PIN, or none for NULL, which stands for a protected authentication path.
pub fn pin<'a>(at: Ptr<'a, CK_UTF8CHAR>, len: u64) -> Result<Pin<'a>> {
    let bytes = at.bytes(len, ck::CKR_PIN_LEN_RANGE)?;
    Ok(if at.is_null() { None } else { Some(bytes) })
}
