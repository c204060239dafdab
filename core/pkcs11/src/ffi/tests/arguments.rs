//! Arguments that are wrong, and structures at odd addresses.

use super::mock::seen;
use super::*;

/// Lengths that no memory has.
const IMPOSSIBLE: [CK_ULONG; 4] = [CK_ULONG::MAX, CK_ULONG::MAX - 7, 1 << 63, (1 << 63) - 1];

#[test]
fn null_is_refused_where_something_must_be() {
    let _turn = ready();
    let n = null_mut;
    let mut handle = 0;
    let mut plain = mechanism::<u8>(CKM_SHA256, null_mut(), 0);
    let m = &raw mut plain;
    // SAFETY: NULL is refused in all of these before anything is read.
    let answers = unsafe {
        [
            C_GetInfo(null_mut()),
            C_GetSlotList(0, n(), n()),
            C_GetSlotInfo(0, null_mut()),
            C_GetTokenInfo(0, null_mut()),
            C_GetMechanismList(0, n(), n()),
            C_GetMechanismInfo(0, 0, null_mut()),
            C_InitToken(0, null_mut(), 0, null_mut()),
            C_InitToken(0, null_mut(), 4, null_mut()),
            C_InitPIN(1, null_mut(), 4),
            C_SetPIN(1, null_mut(), 4, null_mut(), 0),
            C_OpenSession(0, 4, null_mut(), None, n()),
            C_GetSessionInfo(1, null_mut()),
            C_GetOperationState(1, null_mut(), n()),
            C_SetOperationState(1, null_mut(), 1, 0, 0),
            C_Login(1, 1, null_mut(), 1),
            C_LoginUser(1, 1, null_mut(), 0, null_mut(), 1),
            C_CreateObject(1, null_mut(), 1, &mut handle),
            C_CreateObject(1, null_mut(), 0, n()),
            C_CopyObject(1, 1, null_mut(), 0, n()),
            C_GetObjectSize(1, 1, n()),
            C_GetAttributeValue(1, 1, null_mut(), 1),
            C_SetAttributeValue(1, 1, null_mut(), 1),
            C_FindObjectsInit(1, null_mut(), 1),
            C_FindObjects(1, n(), 1, &mut handle),
            C_FindObjects(1, &mut handle, 1, n()),
            C_Digest(1, null_mut(), 1, null_mut(), &mut handle),
            C_DigestUpdate(1, null_mut(), 1),
            C_Verify(1, null_mut(), 0, null_mut(), 1),
            C_VerifyFinal(1, null_mut(), 1),
            C_GenerateKey(1, null_mut(), null_mut(), 0, &mut handle),
            C_GenerateKey(1, m, null_mut(), 0, n()),
            C_GenerateKeyPair(1, m, null_mut(), 0, null_mut(), 0, n(), &mut handle),
            C_GenerateKeyPair(1, m, null_mut(), 0, null_mut(), 0, &mut handle, n()),
            C_WrapKey(1, m, 1, 1, null_mut(), n()),
            C_WrapKey(1, null_mut(), 1, 1, null_mut(), &mut handle),
            C_UnwrapKey(1, m, 1, null_mut(), 1, null_mut(), 0, &mut handle),
            C_UnwrapKey(1, m, 1, null_mut(), 0, null_mut(), 0, n()),
            C_DeriveKey(1, m, 1, null_mut(), 0, n()),
            C_SeedRandom(1, null_mut(), 1),
            C_WaitForSlotEvent(CKF_DONT_BLOCK, n(), null_mut()),
            C_WaitForSlotEvent(CKF_DONT_BLOCK, &mut handle, m.cast()),
            C_GetSessionValidationFlags(1, 1, n()),
        ]
    };
    for (i, rv) in answers.into_iter().enumerate() {
        assert_eq!(rv, CKR_ARGUMENTS_BAD, "call {i}");
    }
}

#[test]
fn impossible_lengths_and_counts_are_refused() {
    let _turn = ready();
    let mut byte = 0_u8;
    let mut len: CK_ULONG = 1;
    let mut one = attribute(CKA_LABEL, null_mut(), 0);
    for bad in IMPOSSIBLE {
        // SAFETY: the lengths are refused before anything is read.
        unsafe {
            assert_ne!(C_Sign(1, &mut byte, bad, &mut byte, &mut len), CKR_OK);
            assert_ne!(C_DigestUpdate(1, &mut byte, bad), CKR_OK);
            assert_ne!(C_Login(1, 1, &mut byte, bad), CKR_OK);
            assert_ne!(C_SeedRandom(1, &mut byte, bad), CKR_OK);
        }
    }
    for count in IMPOSSIBLE.into_iter().chain([1 << 32, (1 << 32) + 1, 513]) {
        // SAFETY: the counts are refused before anything is read.
        unsafe {
            assert_eq!(C_CreateObject(1, &mut one, count, &mut len), CKR_ARGUMENTS_BAD);
            assert_eq!(C_FindObjectsInit(1, &mut one, count), CKR_ARGUMENTS_BAD);
            assert_eq!(C_GetAttributeValue(1, 1, &mut one, count), CKR_ARGUMENTS_BAD);
            assert_eq!(C_SetAttributeValue(1, 1, &mut one, count), CKR_ARGUMENTS_BAD);
        }
    }
    // SAFETY: input of more than one call may take is refused before anything is read.
    unsafe {
        assert_eq!(C_Sign(1, &mut byte, 1 << 40, &mut byte, &mut len), CKR_DATA_LEN_RANGE);
        assert_eq!(
            C_Decrypt(1, &mut byte, 1 << 40, &mut byte, &mut len),
            CKR_ENCRYPTED_DATA_LEN_RANGE
        );
    }
    assert_eq!(seen(|s| s.updates.len()), 0);
}

#[test]
fn structures_are_read_and_written_at_odd_addresses() {
    let _turn = ready();
    let mut info = Odd::new(CK_INFO::default());
    let mut session = Odd::new(0);
    let mut parameter = Odd::new([9_u8; 16]);
    let mut method = Odd::new(mechanism(CKM_AES_CBC, parameter.at(), 16));
    let mut label = *b"odd";
    let mut template = Odd::new([attribute(CKA_LABEL, label.as_mut_ptr(), 3); 2]);
    // SAFETY: every pointer leads to what it should.
    unsafe {
        assert_eq!(C_GetInfo(info.at()), CKR_OK);
        assert_eq!(C_OpenSession(5, 4, null_mut(), None, session.at()), CKR_OK);
        assert_eq!(C_EncryptInit(1, method.at(), 3), CKR_OK);
        assert_eq!(C_CreateObject(1, template.at().cast(), 2, session.at()), CKR_OK);
    }
    assert_eq!(info.get().cryptokiVersion.major, 3);
    assert_eq!(session.get(), 42);
    seen(|seen| {
        assert_eq!(seen.template.as_ref().map(|t| t.len()), Some(2));
        assert_eq!(
            seen.mechanism.as_ref().map(|m| m.params.clone()),
            Some(strongroom_base::Params::Bytes(vec![9; 16]))
        );
    });
}

#[test]
fn texts_are_padded_and_cut_between_characters() {
    let _turn = ready();
    // SAFETY: every bit pattern is one.
    let mut slot: CK_SLOT_INFO = unsafe { std::mem::zeroed() };
    let mut info = CK_INFO::default();
    // SAFETY: room for the structures.
    unsafe {
        assert_eq!(C_GetSlotInfo(0, &mut slot), CKR_OK);
        assert_eq!(C_GetInfo(&mut info), CKR_OK);
    }
    assert_eq!(std::str::from_utf8(&slot.slotDescription).unwrap(), "é".repeat(32));
    assert_eq!(&slot.manufacturerID, b"Nobody                          ");
    assert_eq!(slot.firmwareVersion.minor, 4);
    assert_eq!(&info.manufacturerID, b"Strongroom                      ");
    assert_eq!((info.cryptokiVersion.major, info.cryptokiVersion.minor), (3, 2));
}

#[test]
fn pins_may_be_absent_or_empty() {
    let _turn = ready();
    let mut pin = *b"98765432";
    let mut label = [b'L'; 32];
    // SAFETY: the pointers lead to what they should.
    unsafe {
        assert_eq!(C_Login(1, 1, pin.as_mut_ptr(), 8), CKR_OK);
        assert_eq!(seen(|s| s.pin.take()), Some(Some(pin.to_vec())));
        assert_eq!(C_Login(1, 1, null_mut(), 0), CKR_OK);
        assert_eq!(seen(|s| s.pin.take()), Some(None));
        assert_eq!(C_LoginUser(1, 1, pin.as_mut_ptr(), 0, null_mut(), 0), CKR_OK);
        assert_eq!(seen(|s| s.pin.take()), Some(Some(vec![])));
        assert_eq!(C_InitToken(1, pin.as_mut_ptr(), 8, label.as_mut_ptr()), CKR_OK);
        assert_eq!(seen(|s| s.label.clone()), label);
    }
}

#[test]
fn an_init_without_a_mechanism_ends_the_operation() {
    let _turn = ready();
    seen(|s| s.mechanism = Some(strongroom_base::Mechanism::plain(1)));
    // SAFETY: NULL is what is meant.
    assert_eq!(unsafe { C_SignInit(1, null_mut(), 0) }, CKR_OK);
    assert!(seen(|s| s.mechanism.is_none()));
}
