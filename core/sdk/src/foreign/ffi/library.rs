//! Loading a module and finding its functions: through `C_GetInterface` where it has that (v3.0 and later),
//! else through `C_GetFunctionList`. A module is never unloaded: many leave threads, handlers of `fork` and
//! of the process's end behind, which would run into nothing.

use super::{check, missing};
use cryptoki_sys::*;
use std::ffi::CString;
use std::mem::{MaybeUninit, offset_of, size_of};
use std::path::Path;
use std::ptr::{self, null_mut};
use strongroom_base::{Error, Result, ck};

/// The functions of a module. Those of versions that it does not have are absent.
pub struct Functions {
    pub(super) list: CK_FUNCTION_LIST_3_2,
}

// The list of each version begins as the one before does (PKCS #11 v3.2, section 3.6).
const _: () = {
    assert!(
        offset_of!(CK_FUNCTION_LIST, C_WaitForSlotEvent)
            == offset_of!(CK_FUNCTION_LIST_3_2, C_WaitForSlotEvent)
    );
    assert!(
        offset_of!(CK_FUNCTION_LIST_3_0, C_MessageVerifyFinal)
            == offset_of!(CK_FUNCTION_LIST_3_2, C_MessageVerifyFinal)
    );
};

type GetInterface = unsafe extern "C" fn(
    *mut CK_UTF8CHAR,
    *mut CK_VERSION,
    *mut *mut CK_INTERFACE,
    CK_FLAGS,
) -> CK_RV;
type GetFunctionList = unsafe extern "C" fn(*mut *mut CK_FUNCTION_LIST) -> CK_RV;

impl Functions {
    /// Loads the module in a file. `CKR_ARGUMENTS_BAD` where it cannot be loaded or is none.
    pub fn load(path: &Path) -> Result<Self> {
        let bad = |why: String| {
            Error::new(ck::CKR_ARGUMENTS_BAD, format!("the module {}: {why}", path.display()))
        };
        // SAFETY: what the module does when it is loaded is up to whoever names it: it becomes part of this
        // process, which is what was asked for.
        let library = unsafe { libloading::Library::new(path) };
        let library = library.map_err(|error| bad(said_why(&error)))?;
        let found = Self::interface(&library).or_else(|| Self::function_list(&library));
        // As said above.
        std::mem::forget(library);
        found.ok_or_else(|| bad("it is no PKCS #11 module: it gives no list of functions".into()))
    }

    fn interface(library: &libloading::Library) -> Option<Self> {
        // SAFETY: by the specification the symbol is a function of this type.
        let get = unsafe { library.get::<GetInterface>(b"C_GetInterface\0") }.ok()?;
        let mut name = *b"PKCS 11\0";
        for version in [Some((3, 2)), Some((3, 0)), None] {
            let mut wanted = version.map(|(major, minor)| CK_VERSION { major, minor });
            let wanted = wanted.as_mut().map_or(null_mut(), ptr::from_mut);
            let mut interface: *mut CK_INTERFACE = null_mut();
            // SAFETY: the name ends with a zero; the version is there or NULL; the answer has a place.
            let rv = unsafe { get(name.as_mut_ptr(), wanted, &raw mut interface, 0) };
            if check("C_GetInterface", rv).is_err() {
                continue;
            }
            // SAFETY: NULL, or an interface that the module keeps for as long as it is loaded.
            let list = unsafe { interface.as_ref() }.map(|interface| interface.pFunctionList);
            // SAFETY: the list of an interface named "PKCS 11" is a function list.
            if let Some(found) = list.and_then(|list| unsafe { Self::copied(list.cast()) }) {
                return Some(found);
            }
        }
        None
    }

    fn function_list(library: &libloading::Library) -> Option<Self> {
        // SAFETY: by the specification the symbol is a function of this type.
        let get = unsafe { library.get::<GetFunctionList>(b"C_GetFunctionList\0") }.ok()?;
        let mut list: *mut CK_FUNCTION_LIST = null_mut();
        // SAFETY: the answer has a place.
        check("C_GetFunctionList", unsafe { get(&raw mut list) }).ok()?;
        // SAFETY: NULL, or the list that the module keeps for as long as it is loaded.
        unsafe { Self::copied(list) }
    }

    /// As much of a list as its version says that there is.
    ///
    /// # Safety
    /// NULL, or a function list of the length that its version has.
    unsafe fn copied(list: *const CK_FUNCTION_LIST) -> Option<Self> {
        // SAFETY: as the caller says; every list begins with its version.
        let version = unsafe { list.as_ref() }?.version;
        let len = match (version.major, version.minor) {
            (..=2, _) => size_of::<CK_FUNCTION_LIST>(),
            (3, ..=1) => size_of::<CK_FUNCTION_LIST_3_0>(),
            _ => size_of::<CK_FUNCTION_LIST_3_2>(),
        };
        let mut whole = MaybeUninit::<CK_FUNCTION_LIST_3_2>::zeroed();
        // SAFETY: the list has this length, and the place for it is no shorter.
        unsafe { ptr::copy_nonoverlapping(list.cast::<u8>(), whole.as_mut_ptr().cast(), len) };
        // SAFETY: the version and pointers to functions, of which zeros are absent ones.
        Some(Self { list: unsafe { whole.assume_init() } })
    }

    /// `C_Initialize`, saying that several threads will call, with a text for modules that want one.
    pub fn initialize(&self, text: Option<&str>) -> Result<()> {
        let mut text = match text.map(CString::new).transpose() {
            Ok(text) => text.map(CString::into_bytes_with_nul),
            Err(_) => {
                let why = "the text for C_Initialize has a zero in it";
                return Err(Error::new(ck::CKR_ARGUMENTS_BAD, why));
            }
        };
        let mut arguments = CK_C_INITIALIZE_ARGS {
            CreateMutex: None,
            DestroyMutex: None,
            LockMutex: None,
            UnlockMutex: None,
            flags: super::ulong(ck::CKF_OS_LOCKING_OK),
            pReserved: text.as_mut().map_or(null_mut(), |text| text.as_mut_ptr().cast()),
        };
        let initialize = self.list.C_Initialize.ok_or_else(|| missing("C_Initialize"))?;
        // SAFETY: the structure and its text live until the call has returned.
        check("C_Initialize", unsafe { initialize((&raw mut arguments).cast()) })
    }

    /// `C_Finalize`
    pub fn finalize(&self) -> Result<()> {
        let finalize = self.list.C_Finalize.ok_or_else(|| missing("C_Finalize"))?;
        // SAFETY: its argument is reserved and NULL.
        check("C_Finalize", unsafe { finalize(null_mut()) })
    }

    /// Whether the module can end active operations (v3.0 and later).
    pub fn can_cancel(&self) -> bool {
        self.list.C_SessionCancel.is_some()
    }

    /// What the module says of itself: manufacturer, description and version.
    pub fn library_info(&self) -> Result<(String, String, (u8, u8))> {
        let mut info = MaybeUninit::<CK_INFO>::zeroed();
        let get = self.list.C_GetInfo.ok_or_else(|| missing("C_GetInfo"))?;
        // SAFETY: there is room for the structure.
        check("C_GetInfo", unsafe { get(info.as_mut_ptr()) })?;
        // SAFETY: numbers and characters, for which every byte is good.
        let info = unsafe { info.assume_init() };
        let version = (info.libraryVersion.major, info.libraryVersion.minor);
        Ok((text(&info.manufacturerID), text(&info.libraryDescription), version))
    }
}

/// Text without its padding: blanks by the specification, zeros by mistake.
pub(super) fn text(padded: &[u8]) -> String {
    String::from_utf8_lossy(padded).trim_end_matches([' ', '\0']).to_owned()
}

/// The loader's own words, which name what is missing.
fn said_why(error: &libloading::Error) -> String {
    let source = std::error::Error::source(error);
    source.map_or_else(|| error.to_string(), ToString::to_string)
}
