//! The one room with pointers: loading a module, calling its functions, forking.
//!
//! Every argument of every Cryptoki function is one machine word (a handle, a number, a flag or a
//! pointer), so a call is a name and a list of words. That lets a test say exactly what it means to
//! pass, nonsense included: NULL, odd addresses, lengths of 2^32. The functions here are safe to
//! *write*, not to *run*: a test that passes a bad address is asking the module what it does with it.

use crate::names::FUNCTIONS;
use crate::rv::Rv;
use cryptoki_sys::{CK_INTERFACE, CK_RV, CKR_OK};
use libloading::{Library, Symbol};
use std::ffi::c_void;
use std::path::Path;

/// A loaded module and its widest function table.
pub struct Module {
    library: Library,
    table: Vec<usize>,
    /// Version of the table in use, as (major, minor).
    pub version: (u8, u8),
}

impl Module {
    /// Loads the module at `path` and takes its widest table: the default of `C_GetInterface`, or
    /// `C_GetFunctionList` from a module older than 3.0.
    pub fn load(path: &Path) -> Module {
        // SAFETY: loading a library runs its constructors; this is the module under test.
        let library = unsafe { Library::new(path) }
            .unwrap_or_else(|e| panic!("cannot load {}: {e}", path.display()));
        let table = interface_table(&library).unwrap_or_else(|| function_list(&library));
        let (version, table) = read_table(table);
        Module { library, table, version }
    }

    /// Calls `name` with `args`, one word each.
    pub fn call(&self, name: &'static str, args: &[u64]) -> Rv {
        let at =
            FUNCTIONS.iter().position(|f| *f == name).expect("a function of the specification");
        let code = match self.table.get(at) {
            Some(&address) if address != 0 => call_words(address, args),
            _ => cryptoki_sys::CKR_FUNCTION_NOT_SUPPORTED,
        };
        Rv { code, call: name }
    }

    /// Whether the module's table has this function.
    pub fn has(&self, name: &str) -> bool {
        let at = FUNCTIONS.iter().position(|f| *f == name);
        at.and_then(|at| self.table.get(at)).is_some_and(|a| *a != 0)
    }

    /// Address of an exported symbol.
    pub fn symbol(&self, name: &str) -> Option<usize> {
        // SAFETY: only the address is taken.
        let symbol: Result<Symbol<*const c_void>, _> = unsafe { self.library.get(name.as_bytes()) };
        // SAFETY: the address is only compared and called with the C signature while the module is loaded.
        symbol.ok().map(|s| unsafe { s.try_as_raw_ptr() }.map_or(0, |p| p as usize))
    }

    /// Calls an exported symbol instead of a table entry.
    pub fn call_symbol(&self, name: &'static str, args: &[u64]) -> Rv {
        let address = self.symbol(name).unwrap_or_else(|| panic!("{name} is not exported"));
        Rv { code: call_words(address, args), call: name }
    }

    /// Addresses in the table at `address`: its version and as many functions as that version has.
    pub fn table_at(&self, address: u64) -> ((u8, u8), Vec<usize>) {
        read_table(address as usize as *const c_void)
    }

    /// Unloads the module.
    pub fn unload(self) {
        self.library.close().expect("dlclose");
    }
}

fn interface_table(library: &Library) -> Option<*const c_void> {
    type GetInterface =
        unsafe extern "C" fn(*mut u8, *mut c_void, *mut *mut CK_INTERFACE, u64) -> CK_RV;
    // SAFETY: the signature is the specification's.
    let get: Symbol<GetInterface> = unsafe { library.get(b"C_GetInterface") }.ok()?;
    let mut interface: *mut CK_INTERFACE = std::ptr::null_mut();
    // SAFETY: NULL name and version ask for the default interface.
    let rv = unsafe { get(std::ptr::null_mut(), std::ptr::null_mut(), &mut interface, 0) };
    // SAFETY: on success the module points us at a structure it owns.
    (rv == CKR_OK && !interface.is_null())
        .then(|| unsafe { (*interface).pFunctionList.cast_const() })
}

fn function_list(library: &Library) -> *const c_void {
    type GetFunctionList = unsafe extern "C" fn(*mut *mut c_void) -> CK_RV;
    // SAFETY: the signature is the specification's.
    let get: Symbol<GetFunctionList> =
        unsafe { library.get(b"C_GetFunctionList") }.expect("C_GetFunctionList");
    let mut list = std::ptr::null_mut();
    // SAFETY: `list` is a valid place for a pointer.
    let rv = unsafe { get(&mut list) };
    assert_eq!(rv, CKR_OK, "C_GetFunctionList");
    list
}

/// A table is a two-byte version, padding to a word, and function pointers in the header's order.
fn read_table(table: *const c_void) -> ((u8, u8), Vec<usize>) {
    // SAFETY: the module says that this is a function table.
    let version = unsafe { table.cast::<[u8; 2]>().read() };
    let count = match version {
        [2, _] => 68,
        [3, 0 | 1] => 92,
        _ => 104,
    };
    // SAFETY: a table of this version has this many entries after its version.
    let entries = unsafe { std::slice::from_raw_parts(table.cast::<usize>().add(1), count) };
    ((version[0], version[1]), entries.to_vec())
}

/// One call with as many words as `args` has.
fn call_words(address: usize, args: &[u64]) -> CK_RV {
    macro_rules! arity {
        ($($n:literal: $($a:ident)*;)*) => {
            match args {
                $([$($a),*] => {
                    // SAFETY: the address is a function of this arity over words.
                    let f = unsafe {
                        std::mem::transmute::<usize, unsafe extern "C" fn($(arity!(@ $a)),*) -> CK_RV>(address)
                    };
                    // SAFETY: what the words mean is the test's business.
                    unsafe { f($(*$a),*) }
                })*
                _ => panic!("no Cryptoki function takes {} arguments", args.len()),
            }
        };
        (@ $a:ident) => { u64 };
    }
    arity! {
        0: ; 1: a; 2: a b; 3: a b c; 4: a b c d; 5: a b c d e; 6: a b c d e f; 7: a b c d e f g;
        8: a b c d e f g h; 9: a b c d e f g h i; 10: a b c d e f g h i j;
    }
}

/// Address of a slice as a word; a dangling address for an empty one, never NULL.
pub fn address(bytes: &[u8]) -> u64 {
    bytes.as_ptr() as usize as u64
}

/// Address of a place that the module writes to.
pub fn place<T>(place: &mut T) -> u64 {
    std::ptr::from_mut(place) as usize as u64
}

/// Reads `count` words that the module left at `address`.
pub fn words_at(address: u64, count: usize) -> Vec<u64> {
    // SAFETY: the test got this address from the module.
    unsafe { std::slice::from_raw_parts(address as usize as *const u64, count) }.to_vec()
}

/// Reads the C string that the module left at `address`.
pub fn string_at(address: u64) -> String {
    // SAFETY: the test got this address from the module.
    let text = unsafe { std::ffi::CStr::from_ptr(address as usize as *const std::ffi::c_char) };
    text.to_string_lossy().into_owned()
}

/// Bytes for the module to write into, with a fence on both sides.
pub struct Guarded {
    all: Vec<u8>,
    length: usize,
}

const FENCE: usize = 64;
const FILL: u8 = 0xA5;

impl Guarded {
    /// A fenced buffer of `length` bytes.
    pub fn new(length: usize) -> Guarded {
        Guarded { all: vec![FILL; length + 2 * FENCE], length }
    }

    /// Address of the first byte between the fences.
    pub fn address(&mut self) -> u64 {
        self.all[FENCE..].as_mut_ptr() as usize as u64
    }

    /// The first `n` bytes. Panics when a fence was written over.
    #[track_caller]
    pub fn bytes(&self, n: usize) -> &[u8] {
        self.intact();
        assert!(n <= self.length, "length {n} reported for a buffer of {} bytes", self.length);
        &self.all[FENCE..FENCE + n]
    }

    /// Puts bytes into the front of the buffer.
    pub fn fill(&mut self, bytes: &[u8]) {
        assert!(bytes.len() <= self.length, "they do not fit");
        self.all[FENCE..FENCE + bytes.len()].copy_from_slice(bytes);
    }

    /// Panics when a byte outside the buffer was written.
    #[track_caller]
    pub fn intact(&self) {
        let (left, rest) = self.all.split_at(FENCE);
        let right = &rest[self.length..];
        assert!(left.iter().all(|b| *b == FILL), "written before the buffer");
        assert!(right.iter().all(|b| *b == FILL), "written past the buffer");
    }

    /// Whether nothing at all was written.
    pub fn untouched(&self) -> bool {
        self.all.iter().all(|b| *b == FILL)
    }
}

unsafe extern "C" {
    fn fork() -> i32;
    fn waitpid(pid: i32, status: *mut i32, options: i32) -> i32;
    fn _exit(status: i32) -> !;
}

/// Forks; the child runs `child` and exits with its value. Returns what the parent's `parent` makes
/// while the child runs, and the child's exit status (or minus the signal that ended it).
pub fn in_fork<T>(child: impl FnOnce() -> i32, parent: impl FnOnce() -> T) -> (T, i32) {
    // SAFETY: the child only calls the module under test and ends with `_exit`.
    let pid = unsafe { fork() };
    assert!(pid >= 0, "fork");
    if pid == 0 {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(child));
        // SAFETY: ends the child without running the parent's exit handlers.
        unsafe { _exit(outcome.unwrap_or(101)) }
    }
    let made = parent();
    let mut status = 0;
    // SAFETY: `pid` is our child and `status` a valid place.
    unsafe { waitpid(pid, &mut status, 0) };
    let signal = status & 0x7f;
    (made, if signal == 0 { (status >> 8) & 0xff } else { -signal })
}
