//! The one room with pointers: C structures in memory of its own, read by the rooms of the PKCS #11
//! library that read a caller's. The library cannot be linked, so those files are compiled here as they
//! stand. What a caller may do wrong (NULL, a length that no value has) is done; what no library can
//! notice (a pointer that leads nowhere) is not.

#[allow(dead_code)]
#[path = "../../../../core/pkcs11/src/ffi/attributes.rs"]
mod attributes;
pub mod heap;
#[allow(dead_code)]
#[path = "../../../../core/pkcs11/src/ffi/kbkdf.rs"]
mod kbkdf;
#[allow(dead_code)]
#[path = "../../../../core/pkcs11/src/ffi/mechanism.rs"]
mod mechanism;
#[allow(dead_code)]
#[path = "../../../../core/pkcs11/src/ffi/pointer.rs"]
mod pointer;
#[allow(dead_code)]
#[path = "../../../../core/pkcs11/src/ffi/tls.rs"]
mod tls;

use cryptoki_sys::{CK_ATTRIBUTE, CK_MECHANISM};
use pointer::Argument;
use strongroom_base::{Answer, Mechanism, Result, Template};

/// The template in an array of attributes, of which there are said to be `count`.
pub fn template(array: &mut [CK_ATTRIBUTE], count: u64) -> Result<Template> {
    // SAFETY: the array has as many attributes as it says, or the count is one that is refused.
    attributes::template(unsafe { array.as_mut_ptr().received() }, count)
}

/// Gives answers into an array of attributes.
pub fn answer(array: &mut [CK_ATTRIBUTE], answers: &[Answer]) -> Result<()> {
    assert_eq!(array.len(), answers.len());
    // SAFETY: there are as many attributes as answers.
    attributes::answer(unsafe { array.as_mut_ptr().received() }, answers)
}

/// The mechanism in a structure.
pub fn mechanism(structure: &mut CK_MECHANISM) -> Result<Mechanism> {
    // SAFETY: one structure; what it points to is as long as it says, or of a length that is refused.
    mechanism::mechanism(unsafe { std::ptr::from_mut(structure).received() })
}
