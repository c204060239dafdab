//! General-purpose functions (PKCS #11 v3.2, section 5.4).

#[cfg(test)]
use crate::ffi::tests::mock as instance;
use crate::ffi::{self, INTERFACES, Ptr, ulong};
#[cfg(not(test))]
use crate::instance;
use crate::{library, log};
use cryptoki_sys::*;
use std::ffi::c_void;
use strongroom_base::{Application, DESCRIPTION, Error, MANUFACTURER, Result, Version, ck};

/// `C_Initialize`. A program that offers mutexes of its own and does not allow those of the system
/// cannot be served: `CKR_CANT_LOCK`. `pReserved` may lead to a string that says which instance is
/// meant, `url=file:///path` or the URL alone; anything else there is not for this library.
pub fn initialize(args: Ptr<'_, c_void>) -> Result<()> {
    log::start();
    let args = ffi::arguments(args)?;
    match args.mutex_functions {
        0 => {}
        4 if args.flags & ck::CKF_OS_LOCKING_OK != 0 => {}
        4 => {
            return Err(Error::new(
                ck::CKR_CANT_LOCK,
                "only the mutexes of the operating system can be used",
            ));
        }
        _ => {
            return Err(Error::new(
                ck::CKR_ARGUMENTS_BAD,
                "some of the mutex functions are there and some are not",
            ));
        }
    }
    let url = args.reserved.as_deref().and_then(url);
    library::initialize(|| instance::open(url))
}

/// The URL in a configuration string.
fn url(text: &str) -> Option<&str> {
    let text = text.trim();
    match text.strip_prefix("url=") {
        Some(url) => Some(url.trim()),
        None if text.contains("://") && !text.contains([' ', '\'', '"']) => Some(text),
        None => None,
    }
}

/// `C_Finalize`
pub fn finalize(reserved: Ptr<'_, c_void>) -> Result<()> {
    if !reserved.is_null() {
        return Err(Error::new(ck::CKR_ARGUMENTS_BAD, "the argument of C_Finalize is not NULL"));
    }
    library::finalize()
}

/// The library is numbered after the version of PKCS #11 that it serves: there are programs that take a
/// library below 2 for one of long ago, and leave out what they could use.
const LIBRARY_VERSION: CK_VERSION = CK_VERSION { major: 3, minor: 2 };

/// `C_GetInfo`
pub fn info(_: &dyn Application, info: Ptr<'_, CK_INFO>) -> Result<()> {
    info.write(CK_INFO {
        cryptokiVersion: CK_VERSION { major: 3, minor: 2 },
        manufacturerID: padded(MANUFACTURER),
        flags: 0,
        libraryDescription: padded(DESCRIPTION),
        libraryVersion: LIBRARY_VERSION,
    })
}

/// `C_GetFunctionList`
pub fn function_list(list: Ptr<'_, *mut CK_FUNCTION_LIST>) -> Result<()> {
    list.write(ffi::table_2_40())
}

/// `C_GetInterfaceList`
pub fn interface_list(list: Ptr<'_, CK_INTERFACE>, count: Ptr<'_, CK_ULONG>) -> Result<()> {
    ffi::list(list, count, INTERFACES.iter().copied())
}

/// `C_GetInterface`: the newest interface that matches what is asked for.
pub fn interface(
    name: Ptr<'_, CK_UTF8CHAR>,
    version: Ptr<'_, CK_VERSION>,
    interface: Ptr<'_, *mut CK_INTERFACE>,
    flags: u64,
) -> Result<()> {
    let interface = interface.required()?;
    let wanted = if version.is_null() { None } else { Some(version.read()?) };
    let named = name.is_null() || ffi::is_standard(name);
    let found = INTERFACES.iter().find(|candidate| {
        let version = ffi::version(candidate);
        named
            && wanted.is_none_or(|v| (v.major, v.minor) == (version.major, version.minor))
            && candidate.flags & ulong(flags) == ulong(flags)
    });
    match found {
        Some(found) => interface.write(std::ptr::from_ref(found).cast_mut()),
        None => Err(Error::new(ck::CKR_ARGUMENTS_BAD, "there is no such interface")),
    }
}

/// A version as the structures have it.
pub fn version((major, minor): Version) -> CK_VERSION {
    CK_VERSION { major, minor }
}

/// A text as the structures have it: padded with blanks, and cut between characters where it is too
/// long.
pub fn padded<const N: usize>(text: &str) -> [u8; N] {
    let mut field = [b' '; N];
    let end = text.floor_char_boundary(N);
    for (to, byte) in field.iter_mut().zip(text.as_bytes().iter().take(end)) {
        *to = *byte;
    }
    field
}
