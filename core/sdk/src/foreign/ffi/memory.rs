//! Memory that C structures point into. It stays where it is until it is dropped, after the call, and what
//! was secret in it is wiped then.

use super::{length, ulong};
use cryptoki_sys::{CK_ATTRIBUTE, CK_BYTE, CK_ULONG};
use std::any::Any;
use std::ptr::null_mut;
use strongroom_base::{Secret, Template, Value};

/// Everything that the arguments of one call lead to.
#[derive(Default)]
pub struct Memory {
    bytes: Vec<Secret>,
    /// Arrays: a vector's elements stay in their place when the vector is moved.
    arrays: Vec<Box<dyn Any>>,
}

impl Memory {
    /// A copy of bytes, and how many they are; NULL for none.
    pub fn bytes(&mut self, bytes: &[u8]) -> (*mut CK_BYTE, CK_ULONG) {
        if bytes.is_empty() {
            return (null_mut(), 0);
        }
        let mut copy = Secret::from(bytes);
        let at = copy.expose_mut().as_mut_ptr();
        self.bytes.push(copy);
        (at, length(bytes.len()))
    }

    /// A structure, in a place of its own.
    pub fn put<T: 'static>(&mut self, structure: T) -> *mut T {
        self.array(vec![structure]).0
    }

    /// An array, and how many elements it has; NULL for none.
    pub fn array<T: 'static>(&mut self, mut array: Vec<T>) -> (*mut T, CK_ULONG) {
        if array.is_empty() {
            return (null_mut(), 0);
        }
        let answer = (array.as_mut_ptr(), length(array.len()));
        self.arrays.push(Box::new(array));
        answer
    }

    /// A template, and how many attributes it has.
    pub fn template(&mut self, template: &Template) -> (*mut CK_ATTRIBUTE, CK_ULONG) {
        let attributes = template.iter().map(|attribute| {
            let (value, len) = self.value(&attribute.value);
            CK_ATTRIBUTE { type_: ulong(attribute.kind), pValue: value.cast(), ulValueLen: len }
        });
        let attributes: Vec<_> = attributes.collect();
        self.array(attributes)
    }

    /// A value, and its bytes.
    fn value(&mut self, value: &Value) -> (*mut CK_BYTE, CK_ULONG) {
        let size = |count: CK_ULONG, each: usize| count * length(each);
        match value {
            Value::Bool(truth) => self.bytes(&[u8::from(*truth)]),
            Value::Ulong(number) => {
                (self.put(ulong(*number)).cast(), length(size_of::<CK_ULONG>()))
            }
            Value::Bytes(bytes) => self.bytes(bytes.expose()),
            Value::Mechanisms(kinds) => {
                let (at, count) = self.array(kinds.iter().map(|kind| ulong(*kind)).collect());
                (at.cast(), size(count, size_of::<CK_ULONG>()))
            }
            Value::Template(template) => {
                let (at, count) = self.template(template);
                (at.cast(), size(count, size_of::<CK_ATTRIBUTE>()))
            }
        }
    }
}
