//! The argument of `C_Initialize`.

use super::pointer::Ptr;
use cryptoki_sys::CK_C_INITIALIZE_ARGS;
use std::ffi::c_void;
use strongroom_base::Result;

/// The longest configuration string.
const MAX_STRING: usize = 4096;
/// No object lies in the first page; small numbers are not pointers.
const FIRST_ADDRESS: usize = 4096;

/// `CK_C_INITIALIZE_ARGS`, as far as anything depends on it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    /// How many of the four mutex functions are there.
    pub mutex_functions: usize,
    /// `CKF_OS_LOCKING_OK`, `CKF_LIBRARY_CANT_CREATE_OS_THREADS`
    pub flags: u64,
    /// The printable text that `pReserved` points to, if it does.
    pub reserved: Option<String>,
}

/// Reads the argument; NULL is the same as a structure of zeros.
pub fn arguments(at: Ptr<'_, c_void>) -> Result<Arguments> {
    if at.is_null() {
        return Ok(Arguments::default());
    }
    // SAFETY: the argument of `C_Initialize` is a CK_C_INITIALIZE_ARGS_PTR.
    let args = unsafe { at.cast::<CK_C_INITIALIZE_ARGS>() }.read()?;
    let mutex_functions = [
        args.CreateMutex.is_some(),
        args.DestroyMutex.is_some(),
        args.LockMutex.is_some(),
        args.UnlockMutex.is_some(),
    ];
    Ok(Arguments {
        mutex_functions: mutex_functions.into_iter().filter(|there| *there).count(),
        flags: super::number(args.flags),
        reserved: text(args.pReserved),
    })
}

/// The printable text, ended by a zero, at a pointer that may mean something else to whoever passed
/// it. Where the system offers a way to read memory that answers instead of faulting, that is used.
fn text(at: *mut c_void) -> Option<String> {
    let start = at.addr();
    if start < FIRST_ADDRESS {
        return None;
    }
    let mut text = String::new();
    #[cfg(target_os = "linux")]
    if let Ok(memory) = std::fs::File::open("/proc/self/mem") {
        use std::os::unix::fs::FileExt;
        let mut byte = [0];
        while let Ok(offset) = u64::try_from(start.checked_add(text.len())?)
            && matches!(memory.read_at(&mut byte, offset), Ok(1))
        {
            if take(byte[0], &mut text)? {
                return Some(text);
            }
        }
        return None;
    }
    loop {
        // SAFETY: the caller passed the pointer as one to something; every byte before this one was
        // there and was text, so the text's next byte is there too.
        let byte = unsafe { at.cast::<u8>().wrapping_add(text.len()).read() };
        if take(byte, &mut text)? {
            return Some(text);
        }
    }
}

/// Adds a byte to the text: `true` at the end, `None` when it is not text.
fn take(byte: u8, text: &mut String) -> Option<bool> {
    match byte {
        0 => Some(true),
        b' '..=b'~' if text.len() < MAX_STRING => {
            text.push(char::from(byte));
            Some(false)
        }
        _ => None,
    }
}
