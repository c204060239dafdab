//! The convention for output of variable length.

use super::mock::{self, TAG, seen, transformed};
use super::*;

const GUARD: u8 = 0xA5;

/// Calls `C_Encrypt` with a buffer of `room` bytes between guards.
fn encrypt(input: &[u8], room: usize) -> (CK_RV, CK_ULONG, Vec<u8>) {
    let mut buffer = vec![GUARD; room + 32];
    let mut len = Odd::new(room as CK_ULONG);
    // SAFETY: the buffer has room for as many bytes as `len` says, and 16 before and behind.
    let rv = unsafe {
        C_Encrypt(
            1,
            input.as_ptr().cast_mut(),
            input.len() as CK_ULONG,
            buffer.as_mut_ptr().add(16),
            len.at(),
        )
    };
    assert!(buffer[..16].iter().chain(&buffer[16 + room..]).all(|b| *b == GUARD));
    (rv, len.get(), buffer[16..16 + room].to_vec())
}

#[test]
fn lengths_are_told_and_kept() {
    let _turn = ready();
    let input = b"some input";
    let wanted = transformed(input);
    let needed = wanted.len();
    let mut len: CK_ULONG = 0xDEAD;
    // SAFETY: a NULL buffer asks for the length.
    let rv = unsafe { C_Encrypt(1, input.as_ptr().cast_mut(), 10, null_mut(), &mut len) };
    assert_eq!((rv, len as usize), (CKR_OK, needed));
    for room in 0..needed + 3 {
        let (rv, len, out) = encrypt(input, room);
        assert_eq!(len as usize, needed);
        if room < needed {
            assert_eq!(rv, CKR_BUFFER_TOO_SMALL);
            assert!(out.iter().all(|b| *b == GUARD));
        } else {
            assert_eq!(rv, CKR_OK);
            assert_eq!(out[..needed], wanted);
        }
    }
}

#[test]
fn nothing_is_input_too() {
    let _turn = ready();
    let mut out = [0; 4];
    let mut len: CK_ULONG = 4;
    // SAFETY: NULL stands for no input.
    let rv = unsafe { C_Encrypt(1, null_mut(), 0, out.as_mut_ptr(), &mut len) };
    assert_eq!((rv, len, out), (CKR_OK, 4, TAG));
}

#[test]
fn input_and_output_may_overlap() {
    let _turn = ready();
    for (from, to) in [(8, 8), (8, 0), (0, 8), (8, 12), (8, 40), (40, 8)] {
        let mut memory: Vec<u8> = (0..64).collect();
        let wanted = transformed(&memory[from..from + 16]);
        let mut len: CK_ULONG = 20;
        let at = memory.as_mut_ptr();
        // SAFETY: both ranges lie within the memory.
        let rv = unsafe { C_Decrypt(1, at.add(from), 16, at.add(to), &mut len) };
        assert_eq!((rv, len), (CKR_OK, 20));
        assert_eq!(memory[to..to + 20], wanted, "from {from} to {to}");
    }
}

#[test]
fn data_beside_and_output_may_overlap() {
    let _turn = ready();
    for (beside, to) in [(8, 8), (8, 0), (0, 8), (8, 40)] {
        let mut memory: Vec<u8> = (0..64).collect();
        let wanted = transformed(&memory[beside..beside + 16]);
        // SAFETY: integers and pointers, of which none leads anywhere.
        let mut form: CK_GCM_MESSAGE_PARAMS = unsafe { std::mem::zeroed() };
        let size = size_of::<CK_GCM_MESSAGE_PARAMS>() as CK_ULONG;
        let mut len: CK_ULONG = 20;
        let at = memory.as_mut_ptr();
        let parameter = (&raw mut form).cast();
        // SAFETY: both ranges lie within the memory, and the structure is there.
        let rv = unsafe {
            C_EncryptMessage(
                1,
                parameter,
                size,
                at.add(beside),
                16,
                null_mut(),
                0,
                at.add(to),
                &mut len,
            )
        };
        assert_eq!((rv, len), (CKR_OK, 20));
        assert_eq!(memory[to..to + 20], wanted, "from {beside} to {to}");
    }
}

#[test]
fn a_buffer_that_claims_all_of_memory_is_used() {
    let _turn = ready();
    for claimed in [CK_ULONG::MAX, CK_ULONG::MAX / 2, 1 << 40] {
        let mut out = [GUARD; 16];
        let mut len = claimed;
        // SAFETY: the buffer has room for what is written, which is what the claim promises.
        let rv = unsafe { C_EncryptFinal(1, out.as_mut_ptr(), &mut len) };
        assert_eq!((rv, len), (CKR_OK, 4));
        assert_eq!(out[..4], TAG);
        assert_eq!(out[4..], [GUARD; 12]);
    }
}

#[test]
fn bad_arguments_end_the_operation() {
    let _turn = ready();
    let mut len: CK_ULONG = 0;
    // SAFETY: what is wrong is refused before anything is read.
    unsafe {
        assert_eq!(C_Sign(1, null_mut(), 4, null_mut(), &mut len), CKR_ARGUMENTS_BAD);
        assert_eq!(seen(|s| s.cancelled), CKF_SIGN);
        assert_eq!(C_Encrypt(1, null_mut(), 0, null_mut(), null_mut()), CKR_ARGUMENTS_BAD);
        assert_eq!(seen(|s| s.cancelled), CKF_SIGN | CKF_ENCRYPT);
        // A length query that is well formed ends nothing.
        assert_eq!(C_DecryptFinal(1, null_mut(), &mut len), CKR_OK);
        assert_eq!(seen(|s| s.cancelled), CKF_SIGN | CKF_ENCRYPT);
    }
}

#[test]
fn lists_follow_the_same_convention() {
    let _turn = ready();
    for room in 0..12_u64 {
        let mut list = [0xFEED; 13];
        let mut count = Odd::new(room);
        // SAFETY: room for as many as `count` says.
        let rv = unsafe { C_GetMechanismList(0, list.as_mut_ptr(), count.at()) };
        assert_eq!(count.get(), 9);
        if room < 9 {
            assert_eq!(rv, CKR_BUFFER_TOO_SMALL);
            assert_eq!(list, [0xFEED; 13]);
        } else {
            assert_eq!(rv, CKR_OK);
            assert_eq!(list[..9], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
            assert_eq!(list[9..], [0xFEED; 4]);
        }
    }
    let mut count: CK_ULONG = 0;
    // SAFETY: NULL asks for the count.
    unsafe {
        assert_eq!(C_GetSlotList(CK_TRUE, null_mut(), &mut count), CKR_OK);
        assert_eq!(count, 3);
        assert_eq!(C_GetSlotList(CK_FALSE, null_mut(), &mut count), CKR_OK);
        assert_eq!(count, 4);
    }
}

#[test]
fn found_handles_fill_no_more_than_asked_for() {
    let _turn = ready();
    for max in [0_u64, 1, 4, 5, 6, u64::MAX] {
        let mut handles = [0xFEED; 8];
        let mut count: CK_ULONG = 99;
        // SAFETY: room for eight, and five are there.
        let rv = unsafe { C_FindObjects(1, handles.as_mut_ptr(), max, &mut count) };
        assert_eq!((rv, count), (CKR_OK, max.min(5)));
        assert!(handles[count as usize..].iter().all(|h| *h == 0xFEED));
    }
}

#[test]
fn random_fills_what_it_is_given() {
    let _turn = ready();
    let mut out = [GUARD; 8];
    // SAFETY: room for five bytes behind the first.
    unsafe {
        assert_eq!(C_GenerateRandom(1, out.as_mut_ptr().add(1), 5), CKR_OK);
        assert_eq!(out, [GUARD, 7, 7, 7, 7, 7, GUARD, GUARD]);
        assert_eq!(C_GenerateRandom(1, null_mut(), 0), CKR_OK);
        assert_eq!(C_GenerateRandom(1, null_mut(), 1), CKR_ARGUMENTS_BAD);
        assert_eq!(C_GenerateRandom(1, out.as_mut_ptr(), 1 << 40), CKR_ARGUMENTS_BAD);
        assert_eq!(C_GenerateRandom(1, out.as_mut_ptr(), u64::MAX), CKR_ARGUMENTS_BAD);
    }
}

#[test]
fn an_update_without_output_still_asks_for_a_buffer() {
    let _turn = ready();
    let mut len: CK_ULONG = 0;
    // SAFETY: a NULL buffer asks for the length.
    unsafe {
        let mut byte = 1_u8;
        assert_eq!(C_DecryptUpdate(mock::SILENT, &mut byte, 1, null_mut(), &mut len), CKR_OK);
        assert_eq!(len, 1);
        assert_eq!(C_DecryptUpdate(mock::SILENT, &mut byte, 1, &mut byte, &mut len), CKR_OK);
        assert_eq!(len, 0);
        assert_eq!(C_DecryptUpdate(mock::SILENT, null_mut(), 0, null_mut(), &mut len), CKR_OK);
        assert_eq!(len, 0);
    }
}
