//! Templates of any content go in and come out the same.

use super::mock::seen;
use super::*;
use crate::ffi::{number, ulong};
use proptest::collection::vec;
use proptest::prelude::*;
use strongroom_base::attribute::{Kind, kind_of};
use strongroom_base::{Template, Value, ck};

/// A template as C has it, with the memory that it points to.
struct InC {
    attributes: Vec<CK_ATTRIBUTE>,
    #[allow(dead_code)] // pointed to
    values: Vec<Memory>,
}

#[allow(dead_code)] // pointed to
enum Memory {
    Bytes(Vec<u8>),
    Inner(InC),
}

fn to_c(template: &Template) -> InC {
    let mut values = Vec::new();
    let attributes = template
        .iter()
        .map(|of| {
            let mut bytes = match &of.value {
                Value::Bool(b) => vec![u8::from(*b)],
                Value::Ulong(n) => ulong(*n).to_ne_bytes().to_vec(),
                Value::Bytes(bytes) => bytes.expose().to_vec(),
                Value::Mechanisms(all) => {
                    all.iter().flat_map(|n| ulong(*n).to_ne_bytes()).collect()
                }
                Value::Template(template) => {
                    let mut inner = to_c(template);
                    let len = size_of_val(inner.attributes.as_slice());
                    let at = inner.attributes.as_mut_ptr().cast();
                    values.push(Memory::Inner(inner));
                    return attribute(ulong(of.kind), at, len as CK_ULONG);
                }
            };
            let (at, len) = (bytes.as_mut_ptr(), bytes.len());
            values.push(Memory::Bytes(bytes));
            attribute(ulong(of.kind), at, len as CK_ULONG)
        })
        .collect();
    InC { attributes, values }
}

/// The template in C, its buffers overwritten.
fn emptied(template: &Template) -> InC {
    let in_c = to_c(template);
    fn wipe(attributes: &[CK_ATTRIBUTE]) {
        for attribute in attributes {
            let len = attribute.ulValueLen as usize;
            if kind_of(number(attribute.type_)) == Kind::Template {
                let inner = attribute.pValue.cast::<CK_ATTRIBUTE>();
                // SAFETY: made by `to_c`.
                wipe(unsafe { std::slice::from_raw_parts(inner, len / size_of::<CK_ATTRIBUTE>()) });
            } else {
                // SAFETY: made by `to_c`.
                unsafe { attribute.pValue.cast::<u8>().write_bytes(0xA5, len) };
            }
        }
    }
    wipe(&in_c.attributes);
    in_c
}

fn templates() -> impl Strategy<Value = Template> {
    let one = prop_oneof![
        any::<bool>().prop_map(|b| (ck::CKA_TOKEN, Value::Bool(b))),
        any::<u64>().prop_map(|n| (ck::CKA_CLASS, Value::Ulong(n))),
        vec(any::<u8>(), 0..40).prop_map(|bytes| (ck::CKA_LABEL, Value::bytes(bytes))),
        vec(any::<u64>(), 0..5)
            .prop_map(|all| (ck::CKA_ALLOWED_MECHANISMS, Value::Mechanisms(all))),
        vec(any::<u8>(), 2..8).prop_map(|bytes| (ck::CKA_SENSITIVE, Value::bytes(bytes))),
    ];
    let template = |one| {
        vec(one, 0..6).prop_map(|all: Vec<(u64, Value)>| {
            all.into_iter()
                .fold(Template::new(), |template, (kind, value)| template.with(kind, value))
        })
    };
    let leaf = template(one.clone().boxed());
    leaf.prop_recursive(3, 40, 6, move |inner| {
        let nested = inner.prop_map(|inner| (ck::CKA_DERIVE_TEMPLATE, Value::Template(inner)));
        template(prop_oneof![3 => one.clone(), 1 => nested].boxed())
    })
}

proptest! {
    #[test]
    fn in_and_out_again(template in templates()) {
        let _turn = ready();
        let mut given = to_c(&template);
        let count = given.attributes.len() as CK_ULONG;
        let mut handle = 0;
        // SAFETY: the template has as many attributes as it says.
        let rv = unsafe { C_CreateObject(1, given.attributes.as_mut_ptr(), count, &mut handle) };
        prop_assert_eq!(rv, CKR_OK);
        let arrived = seen(|s| s.template.clone());
        prop_assert_eq!(arrived.as_ref(), Some(&template));

        seen(|s| s.answers = Some(template.clone()));
        let mut room = emptied(&template);
        // SAFETY: the template has as many attributes as it says.
        let rv = unsafe { C_GetAttributeValue(1, 1, room.attributes.as_mut_ptr(), count) };
        prop_assert_eq!(rv, CKR_OK);
        // What was written is read back the way that a template is.
        // SAFETY: the template has as many attributes as it says.
        let rv = unsafe { C_CreateObject(1, room.attributes.as_mut_ptr(), count, &mut handle) };
        prop_assert_eq!(rv, CKR_OK);
        prop_assert_eq!(seen(|s| s.template.clone()), Some(template));
    }
}
