//! Templates in, and the answers of `C_GetAttributeValue` out.

use super::mock::seen;
use super::*;
use crate::ffi::number;
use std::mem::size_of;
use strongroom_base::{Value, ck};

const UNAVAILABLE: CK_ULONG = CK_ULONG::MAX;

fn create(template: &mut [CK_ATTRIBUTE]) -> CK_RV {
    let mut handle = 0;
    // SAFETY: the template has as many attributes as it says.
    unsafe { C_CreateObject(1, template.as_mut_ptr(), template.len() as CK_ULONG, &mut handle) }
}

/// The value that a provider sees of an attribute.
fn arrives(kind: u64, bytes: &mut [u8]) -> Value {
    let mut template = [attribute(kind, bytes.as_mut_ptr(), bytes.len() as CK_ULONG)];
    assert_eq!(create(&mut template), CKR_OK);
    seen(|s| s.template.as_ref().and_then(|t| t.get(number(kind)).cloned())).unwrap()
}

#[test]
fn values_arrive_in_their_kind() {
    let _turn = ready();
    assert_eq!(arrives(CKA_TOKEN, &mut [1]), Value::Bool(true));
    assert_eq!(arrives(CKA_TOKEN, &mut [0]), Value::Bool(false));
    assert_eq!(arrives(CKA_CLASS, &mut 3_u64.to_ne_bytes()), Value::Ulong(3));
    assert_eq!(arrives(CKA_LABEL, &mut b"name".to_owned()), Value::from("name"));
    assert_eq!(arrives(CKA_START_DATE, &mut b"20260101".to_owned()), Value::from("20260101"));
    let mut types = [CKM_AES_GCM, CKM_AES_CBC].map(u64::to_ne_bytes).concat();
    assert_eq!(
        arrives(CKA_ALLOWED_MECHANISMS, &mut types),
        Value::Mechanisms(vec![CKM_AES_GCM, CKM_AES_CBC])
    );
    assert_eq!(arrives(CKA_ALLOWED_MECHANISMS, &mut []), Value::Mechanisms(vec![]));
}

#[test]
fn malformed_values_arrive_as_bytes() {
    let _turn = ready();
    assert_eq!(arrives(CKA_TOKEN, &mut [2]), Value::bytes([2]));
    assert_eq!(arrives(CKA_TOKEN, &mut [1, 0, 0, 0]), Value::bytes([1, 0, 0, 0]));
    assert_eq!(arrives(CKA_TOKEN, &mut []), Value::bytes([]));
    assert_eq!(arrives(CKA_CLASS, &mut [1, 2, 3, 4]), Value::bytes([1, 2, 3, 4]));
    assert_eq!(arrives(CKA_ALLOWED_MECHANISMS, &mut [7; 9]), Value::bytes([7; 9]));
    assert_eq!(arrives(CKA_WRAP_TEMPLATE, &mut [7; 25]), Value::bytes([7; 25]));
}

#[test]
fn a_value_that_is_not_there_is_refused() {
    let _turn = ready();
    let mut byte = 0_u8;
    for bad in [
        attribute(CKA_LABEL, null_mut(), 1),
        attribute(CKA_LABEL, &mut byte, UNAVAILABLE),
        attribute(CKA_LABEL, &mut byte, 1 << 32),
        attribute(CKA_LABEL, &mut byte, (1 << 20) + 1),
    ] {
        assert_eq!(create(&mut [bad]), CKR_ATTRIBUTE_VALUE_INVALID);
    }
    assert_eq!(create(&mut [attribute(CKA_LABEL, null_mut(), 0)]), CKR_OK);
    assert_eq!(create(&mut []), CKR_OK);
}

#[test]
fn templates_nest_but_not_without_end() {
    let _turn = ready();
    let wrap = |inner: &mut CK_ATTRIBUTE| {
        attribute(CKA_UNWRAP_TEMPLATE, (inner as *mut CK_ATTRIBUTE).cast(), 24)
    };
    for depth in 1..8 {
        let mut chain = [attribute(CKA_LABEL, null_mut(), 0); 8];
        for link in 1..=depth {
            chain[link] = wrap(&mut chain[link - 1]);
        }
        let rv = create(&mut chain[depth..=depth]);
        let wanted = if depth <= 4 { CKR_OK } else { CKR_ATTRIBUTE_VALUE_INVALID };
        assert_eq!(rv, wanted, "depth {depth}");
    }
    // A template that contains itself ends by depth.
    let mut snake = Box::new(attribute(CKA_UNWRAP_TEMPLATE, null_mut(), 24));
    snake.pValue = (&raw mut *snake).cast();
    assert_eq!(create(&mut [*snake]), CKR_ATTRIBUTE_VALUE_INVALID);
    // Many templates that contain the same many templates end by number.
    let mut broad = vec![attribute(CKA_UNWRAP_TEMPLATE, null_mut(), 24 * 400); 400];
    let at = broad.as_mut_ptr();
    for one in &mut broad {
        one.pValue = at.cast();
    }
    assert_eq!(create(&mut broad), CKR_ARGUMENTS_BAD);
}

#[test]
fn large_values_are_counted_together() {
    let _turn = ready();
    let mut large = vec![0_u8; 1 << 20];
    let mut template = vec![attribute(CKA_VALUE, large.as_mut_ptr(), 1 << 20); 8];
    assert_eq!(create(&mut template), CKR_OK);
    template.push(attribute(CKA_VALUE, large.as_mut_ptr(), 1));
    assert_eq!(create(&mut template), CKR_ATTRIBUTE_VALUE_INVALID);
}

fn get(template: &mut [CK_ATTRIBUTE]) -> CK_RV {
    // SAFETY: the template has as many attributes as it says.
    unsafe { C_GetAttributeValue(1, 1, template.as_mut_ptr(), template.len() as CK_ULONG) }
}

#[test]
fn every_attribute_is_answered() {
    let _turn = ready();
    let (mut label, mut small, mut secret) = ([0xA5_u8; 16], [0xA5_u8; 6], [0xA5_u8; 64]);
    let mut template = [
        attribute(CKA_TOKEN, null_mut(), 77),
        attribute(CKA_VALUE, secret.as_mut_ptr(), 64),
        attribute(CKA_LABEL, label.as_mut_ptr(), 16),
        attribute(CKA_MODULUS, secret.as_mut_ptr(), 64),
        attribute(CKA_LABEL, small.as_mut_ptr(), 6),
        attribute(CKA_CLASS, null_mut(), 0),
        attribute(CKA_ID, null_mut(), 5),
    ];
    let lengths = |template: &[CK_ATTRIBUTE]| -> Vec<CK_ULONG> {
        template.iter().map(|a| a.ulValueLen).collect()
    };
    assert_eq!(get(&mut template), CKR_ATTRIBUTE_SENSITIVE);
    assert_eq!(lengths(&template), [1, UNAVAILABLE, 7, UNAVAILABLE, UNAVAILABLE, 8, 0]);
    assert_eq!(&label[..7], b"a label");
    assert_eq!(label[7..], [0xA5; 9]);
    assert_eq!((small, secret), ([0xA5; 6], [0xA5; 64]));
    // Without the sensitive one the next reason is told, and so on.
    let mut rest = vec![template[3], attribute(CKA_LABEL, small.as_mut_ptr(), 6)];
    assert_eq!(get(&mut rest), CKR_ATTRIBUTE_TYPE_INVALID);
    let mut rest = vec![attribute(CKA_LABEL, small.as_mut_ptr(), 6), template[0]];
    assert_eq!(get(&mut rest), CKR_BUFFER_TOO_SMALL);
    assert_eq!(lengths(&rest), [UNAVAILABLE, 1]);
    let mut rest = vec![attribute(CKA_LABEL, label.as_mut_ptr(), 7), template[0]];
    assert_eq!(get(&mut rest), CKR_OK);
    assert_eq!(get(&mut []), CKR_OK);
}

#[test]
fn arrays_of_attributes_are_answered_in_three_calls() {
    let _turn = ready();
    let mut outer = [attribute(CKA_WRAP_TEMPLATE, null_mut(), 0)];
    assert_eq!(get(&mut outer), CKR_OK);
    assert_eq!(outer[0].ulValueLen as usize, 3 * size_of::<CK_ATTRIBUTE>());

    let mut inner = [attribute(0xBAD, null_mut(), 0); 3];
    outer[0].pValue = inner.as_mut_ptr().cast();
    assert_eq!(get(&mut outer), CKR_OK);
    let told: Vec<_> = inner.iter().map(|a| (a.type_, a.ulValueLen)).collect();
    assert_eq!(told, [(CKA_TOKEN, 1), (CKA_LABEL, 5), (CKA_CLASS, 8)]);

    let (mut token, mut label, mut class) = (0_u8, [0_u8; 5], [0_u8; 8]);
    inner[0].pValue = (&raw mut token).cast();
    inner[1].pValue = label.as_mut_ptr().cast();
    inner[2].pValue = class.as_mut_ptr().cast();
    assert_eq!(get(&mut outer), CKR_OK);
    assert_eq!((token, &label, u64::from_ne_bytes(class)), (1, b"inner", 4));

    inner[1].ulValueLen = 4;
    label = [0xA5; 5];
    assert_eq!(get(&mut outer), CKR_BUFFER_TOO_SMALL);
    assert_eq!((inner[1].ulValueLen, label), (UNAVAILABLE, [0xA5; 5]));

    outer[0].ulValueLen -= 1;
    inner[0].type_ = 0xBAD;
    assert_eq!(get(&mut outer), CKR_BUFFER_TOO_SMALL);
    assert_eq!((outer[0].ulValueLen, inner[0].type_), (UNAVAILABLE, 0xBAD));
}

#[test]
fn arrays_of_mechanisms_are_answered() {
    let _turn = ready();
    let mut types = [0_u64; 3];
    let mut template = [attribute(CKA_ALLOWED_MECHANISMS, types.as_mut_ptr().cast(), 24)];
    assert_eq!(get(&mut template), CKR_OK);
    assert_eq!(template[0].ulValueLen, 16);
    assert_eq!(types, [ck::CKM_AES_GCM, ck::CKM_AES_CBC, 0]);
}
