//! Templates in the caller's memory: what is read has the bytes that were given, and goes back into the
//! caller's buffers as the same bytes.

use crate::bytes::Bytes;
use crate::ffi;
use cryptoki_sys::CK_ATTRIBUTE;
use std::ptr::null_mut;
use strongroom_base::attribute::{KINDS, Kind, kind_of};
use strongroom_base::limits::{MAX_ATTRIBUTE_LEN, MAX_ATTRIBUTES, MAX_TEMPLATE_DEPTH};
use strongroom_base::{Answer, Template, Value, ck};

/// An array of attributes and everything that it points to.
struct Array {
    attributes: Vec<CK_ATTRIBUTE>,
    // Only to keep it alive.
    values: Vec<Vec<u8>>,
    inner: Vec<Array>,
    /// Whether something in it must be refused.
    wrong: bool,
}

/// Attribute types of every kind: the first of each table, and one that is bytes.
fn kind(from: &mut Bytes<'_>) -> u64 {
    let choice = from.below(KINDS.len() + 2);
    match KINDS.get(choice) {
        Some((types, _)) => types[from.below(types.len())],
        None if choice == KINDS.len() => ck::CKA_LABEL,
        None => from.word(),
    }
}

fn array(from: &mut Bytes<'_>, depth: usize) -> Array {
    let mut array = Array { attributes: vec![], values: vec![], inner: vec![], wrong: false };
    for _ in 0..from.below(6) {
        let kind = kind(from);
        let is_template = kind_of(kind) == Kind::Template;
        let (at, len) = match from.below(8) {
            0 => {
                array.wrong |= is_template && depth >= MAX_TEMPLATE_DEPTH;
                (null_mut(), 0)
            }
            1 => {
                let len = from.word().max(1);
                array.wrong = true;
                (null_mut(), len)
            }
            2 => {
                array.wrong = true;
                let value = push(&mut array.values, &[0]);
                (value, from.word().max(MAX_ATTRIBUTE_LEN as u64 + 1))
            }
            3.. if is_template && depth < MAX_TEMPLATE_DEPTH + 2 => {
                let mut inner = self::array(from, depth + 1);
                array.wrong |= inner.wrong || depth >= MAX_TEMPLATE_DEPTH;
                let len = inner.attributes.len() * size_of::<CK_ATTRIBUTE>();
                let at = inner.attributes.as_mut_ptr();
                array.inner.push(inner);
                (at.cast(), len as u64)
            }
            // No array of attributes, and not of a length that one has.
            3.. if is_template => (push(&mut array.values, &[0; 25]), 25),
            3.. => {
                let value = from.some(40);
                (push(&mut array.values, value), value.len() as u64)
            }
        };
        array.attributes.push(CK_ATTRIBUTE { type_: kind, pValue: at.cast(), ulValueLen: len });
    }
    array
}

/// Keeps a value at an odd address.
fn push(values: &mut Vec<Vec<u8>>, value: &[u8]) -> *mut u8 {
    let mut kept = vec![0];
    kept.extend_from_slice(value);
    values.push(kept);
    match values.last_mut().and_then(|kept| kept.get_mut(1..)) {
        Some(value) => value.as_mut_ptr(),
        None => null_mut(),
    }
}

/// The target.
pub fn template(data: &[u8]) {
    let mut from = Bytes(data);
    let lie = from.byte();
    let mut array = array(&mut from, 0);
    if lie == 255 {
        let count = from.word().max(MAX_ATTRIBUTES as u64 + 1);
        assert!(ffi::template(&mut array.attributes, count).is_err());
        return;
    }
    let count = array.attributes.len() as u64;
    let read = ffi::template(&mut array.attributes, count);
    assert_eq!(read.is_err(), array.wrong && count > 0, "{:?}", read.err());
    let Ok(read) = read else { return };
    same(&array, &read);
    give_back(&read);
}

/// What was read is what was given, attribute by attribute.
fn same(array: &Array, read: &Template) {
    assert_eq!(array.attributes.len(), read.len());
    let (mut values, mut inner) = (array.values.iter(), array.inner.iter());
    for (given, read) in array.attributes.iter().zip(read.iter()) {
        assert_eq!(given.type_, read.kind);
        let bytes = match &read.value {
            Value::Bool(b) => vec![u8::from(*b)],
            Value::Ulong(n) => n.to_ne_bytes().to_vec(),
            Value::Bytes(bytes) => bytes.expose().to_vec(),
            Value::Mechanisms(list) => list.iter().flat_map(|m| m.to_ne_bytes()).collect(),
            Value::Template(read) if given.pValue.is_null() => {
                assert!(read.is_empty());
                continue;
            }
            Value::Template(read) => {
                same(inner.next().unwrap(), read);
                continue;
            }
        };
        let given: &[u8] = if given.pValue.is_null() { &[] } else { &values.next().unwrap()[1..] };
        assert_eq!(bytes, given);
    }
}

/// The values asked for: first how long they are, then into buffers of that length.
fn give_back(read: &Template) {
    let answers: Vec<Answer> = read.iter().map(|a| Answer::Value(a.value.clone())).collect();
    let mut asked: Vec<CK_ATTRIBUTE> = read.iter().map(|a| empty(a.kind)).collect();
    ffi::answer(&mut asked, &answers).unwrap();
    // A template's own attributes are asked for in a second round, once there is room for their list.
    if read.iter().any(|a| matches!(a.value, Value::Template(_))) {
        return;
    }
    let mut buffers: Vec<Vec<u8>> = asked.iter().map(|a| vec![0; a.ulValueLen as usize]).collect();
    for (attribute, buffer) in asked.iter_mut().zip(&mut buffers) {
        attribute.pValue = buffer.as_mut_ptr().cast();
    }
    ffi::answer(&mut asked, &answers).unwrap();
    let count = asked.len() as u64;
    assert_eq!(ffi::template(&mut asked, count).unwrap(), *read);
}

fn empty(kind: u64) -> CK_ATTRIBUTE {
    CK_ATTRIBUTE { type_: kind, pValue: null_mut(), ulValueLen: 0 }
}

/// Decisions that lead to a plain template and to one in another.
pub fn seeds() -> Vec<Vec<u8>> {
    vec![
        vec![
            0, 3, 0, 0, 5, 1, 1, 1, 2, 5, 8, 3, 0, 0, 0, 0, 0, 0, 0, 6, 5, 4, b'n', b'a', b'm',
            b'e',
        ],
        vec![0, 1, 3, 1, 3, 1, 3, 0, 3, 1, 0, 0, 5, 1, 1],
        vec![255, 0],
    ]
}
