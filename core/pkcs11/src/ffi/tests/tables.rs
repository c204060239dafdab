//! The tables and interfaces.

use super::*;
use crate::ffi::number;
use std::mem::{offset_of, size_of};

/// The function pointers of a table, as numbers.
fn pointers<T>(table: *const T) -> Vec<usize> {
    let first = offset_of!(CK_FUNCTION_LIST, C_Initialize);
    let count = (size_of::<T>() - first) / size_of::<usize>();
    // SAFETY: behind its version a table is an array of function pointers.
    (0..count)
        .map(|i| unsafe { table.cast::<u8>().add(first).cast::<usize>().add(i).read_unaligned() })
        .collect()
}

fn interfaces() -> Vec<CK_INTERFACE> {
    let mut count: CK_ULONG = 0;
    // SAFETY: NULL asks for the count.
    assert_eq!(unsafe { C_GetInterfaceList(null_mut(), &mut count) }, CKR_OK);
    let empty = CK_INTERFACE { pInterfaceName: null_mut(), pFunctionList: null_mut(), flags: 9 };
    let mut list = vec![empty; count as usize];
    // SAFETY: room for as many as were counted.
    assert_eq!(unsafe { C_GetInterfaceList(list.as_mut_ptr(), &mut count) }, CKR_OK);
    list
}

#[test]
fn tables_are_complete_and_begin_alike() {
    let list = interfaces();
    assert_eq!(list.len(), 3);
    let new = pointers(list[0].pFunctionList.cast::<CK_FUNCTION_LIST_3_2>());
    let middle = pointers(list[1].pFunctionList.cast::<CK_FUNCTION_LIST_3_0>());
    let old = pointers(list[2].pFunctionList.cast::<CK_FUNCTION_LIST>());
    assert_eq!((old.len(), middle.len(), new.len()), (68, 92, 104));
    assert!(new.iter().all(|p| *p != 0));
    assert_eq!(old, new[..68]);
    assert_eq!(middle, new[..92]);
    // Each function is itself: no two rows share one.
    let mut distinct = new.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 104);
    for interface in &list {
        // SAFETY: the name is a C string of the library.
        let name = unsafe { std::ffi::CStr::from_ptr(interface.pInterfaceName.cast()) };
        assert_eq!(name, c"PKCS 11");
        assert_eq!(interface.flags, 0);
    }
}

#[test]
fn function_list_is_the_old_table() {
    let mut list = null_mut();
    // SAFETY: a pointer to room for a pointer.
    assert_eq!(unsafe { C_GetFunctionList(&mut list) }, CKR_OK);
    // SAFETY: the table lives as long as the library.
    let version = unsafe { (*list).version };
    assert_eq!((version.major, version.minor), (2, 40));
    // SAFETY: NULL is refused.
    assert_eq!(unsafe { C_GetFunctionList(null_mut()) }, CKR_ARGUMENTS_BAD);
}

fn ask(name: Option<&std::ffi::CStr>, version: Option<(u8, u8)>, flags: u64) -> Option<(u8, u8)> {
    let mut found = null_mut();
    let mut version = version.map(|(major, minor)| CK_VERSION { major, minor });
    let version = version.as_mut().map_or(null_mut(), |v| v as *mut _);
    let name = name.map_or(null_mut(), |n| n.as_ptr().cast_mut().cast());
    // SAFETY: every pointer is NULL or leads to what it should.
    match unsafe { C_GetInterface(name, version, &mut found, flags) } {
        CKR_OK => {
            // SAFETY: interfaces live as long as the library, and tables begin with their version.
            let version = unsafe { *(*found).pFunctionList.cast::<CK_VERSION>() };
            Some((version.major, version.minor))
        }
        rv => {
            assert_eq!(rv, CKR_ARGUMENTS_BAD);
            None
        }
    }
}

#[test]
fn interfaces_are_found_by_name_version_and_flags() {
    assert_eq!(ask(None, None, 0), Some((3, 2)));
    assert_eq!(ask(Some(c"PKCS 11"), None, 0), Some((3, 2)));
    assert_eq!(ask(Some(c"PKCS 11"), Some((3, 0)), 0), Some((3, 0)));
    assert_eq!(ask(None, Some((2, 40)), 0), Some((2, 40)));
    assert_eq!(ask(None, Some((3, 1)), 0), None);
    assert_eq!(ask(Some(c"PKCS 1"), None, 0), None);
    assert_eq!(ask(Some(c"PKCS 11 "), None, 0), None);
    assert_eq!(ask(Some(c""), None, 0), None);
    assert_eq!(ask(None, None, number(CKF_INTERFACE_FORK_SAFE)), None);
    // SAFETY: NULL is refused.
    assert_eq!(unsafe { C_GetInterface(null_mut(), null_mut(), null_mut(), 0) }, CKR_ARGUMENTS_BAD);
}

#[test]
fn a_short_list_of_interfaces_is_refused_with_its_length() {
    let mut count: CK_ULONG = 2;
    let guard = CK_INTERFACE { pInterfaceName: null_mut(), pFunctionList: null_mut(), flags: 9 };
    let mut list = [guard; 2];
    // SAFETY: room for two.
    assert_eq!(unsafe { C_GetInterfaceList(list.as_mut_ptr(), &mut count) }, CKR_BUFFER_TOO_SMALL);
    assert_eq!(count, 3);
    assert_eq!(list[0].flags, 9);
}
