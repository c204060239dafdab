//! Object management (PKCS #11 v3.2, section 5.7).

use crate::ffi::{self, Ptr, ulong};
use cryptoki_sys::*;
use strongroom_base::{Application, Error, Result, ck};

/// `C_CreateObject`
pub fn create(
    application: &dyn Application,
    session: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    object: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let object = object.required()?;
    let template = ffi::template(template, count)?;
    object.write(ulong(application.create_object(session, &template)?))
}

/// `C_CopyObject`
pub fn copy(
    application: &dyn Application,
    session: u64,
    object: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
    copy: Ptr<'_, CK_OBJECT_HANDLE>,
) -> Result<()> {
    let copy = copy.required()?;
    let template = ffi::template(template, count)?;
    copy.write(ulong(application.copy_object(session, object, &template)?))
}

/// `C_DestroyObject`
pub fn destroy(application: &dyn Application, session: u64, object: u64) -> Result<()> {
    application.destroy_object(session, object)
}

/// `C_GetObjectSize`
pub fn size(
    application: &dyn Application,
    session: u64,
    object: u64,
    size: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let size = size.required()?;
    size.write(ulong(application.object_size(session, object)?))
}

/// `C_GetAttributeValue`
pub fn get_attributes(
    application: &dyn Application,
    session: u64,
    object: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
) -> Result<()> {
    let attributes = ffi::requested(template, count)?;
    let answers = application.get_attributes(session, object, &attributes)?;
    if answers.len() != attributes.len() {
        return Err(Error::new(ck::CKR_DEVICE_ERROR, "not every attribute was answered"));
    }
    ffi::answer(template, &answers)
}

/// `C_SetAttributeValue`
pub fn set_attributes(
    application: &dyn Application,
    session: u64,
    object: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
) -> Result<()> {
    application.set_attributes(session, object, &ffi::template(template, count)?)
}

/// `C_FindObjectsInit`
pub fn find_init(
    application: &dyn Application,
    session: u64,
    template: Ptr<'_, CK_ATTRIBUTE>,
    count: u64,
) -> Result<()> {
    application.find_init(session, &ffi::template(template, count)?)
}

/// `C_FindObjects`
pub fn find_next(
    application: &dyn Application,
    session: u64,
    objects: Ptr<'_, CK_OBJECT_HANDLE>,
    max: u64,
    count: Ptr<'_, CK_ULONG>,
) -> Result<()> {
    let count = count.required()?;
    let objects = if max == 0 { objects } else { objects.required()? };
    let mut found = application.find_next(session, max)?;
    found.truncate(usize::try_from(max).unwrap_or(usize::MAX));
    for (slot, handle) in objects.elements(found.len())?.zip(&found) {
        slot.write(ulong(*handle))?;
    }
    count.write(CK_ULONG::try_from(found.len()).unwrap_or(CK_ULONG::MAX))
}

/// `C_FindObjectsFinal`
pub fn find_final(application: &dyn Application, session: u64) -> Result<()> {
    application.find_final(session)
}
