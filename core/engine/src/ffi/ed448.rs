//! Ed448 in OpenSSL with contexts and prehashing (RFC 8032, section 5.2), which the safe interface does not
//! offer.

use super::curve25519::Variant;
use foreign_types::ForeignTypeRef;
use openssl::pkey::{PKeyRef, Private, Public};
use openssl_sys as ossl;
use std::ffi::CStr;
use std::ptr;

/// Bytes of a signature.
pub const SIGNATURE_LEN: usize = 114;

/// The variants' names in the library, and the context of each.
fn named<'a>(variant: Variant<'a>) -> (&'static CStr, &'a [u8]) {
    match variant {
        Variant::Pure => (c"ED448", &[]),
        Variant::Context(context) => (c"ED448", context),
        Variant::Prehash(context) => (c"ED448ph", context),
    }
}

/// What an operation needs of the library, freed when dropped.
struct Operation {
    context: *mut ossl::EVP_PKEY_CTX,
    algorithm: *mut ossl::EVP_SIGNATURE,
}

impl Drop for Operation {
    fn drop(&mut self) {
        // SAFETY: both were made by the library and are freed once; it takes NULL.
        unsafe {
            ossl::EVP_PKEY_CTX_free(self.context);
            ossl::EVP_SIGNATURE_free(self.algorithm);
        }
    }
}

type Init = unsafe extern "C" fn(
    *mut ossl::EVP_PKEY_CTX,
    *mut ossl::EVP_SIGNATURE,
    *const ossl::OSSL_PARAM,
) -> i32;

impl Operation {
    fn new<T>(key: &PKeyRef<T>, variant: Variant<'_>, init: Init) -> Option<Self> {
        let (name, context) = named(variant);
        // SAFETY: the name is a C string, the key lives during the call and is counted by the context; a
        // parameter of octets is only read, and only during `init`.
        unsafe {
            let operation = Self {
                context: ossl::EVP_PKEY_CTX_new(key.as_ptr(), ptr::null_mut()),
                algorithm: ossl::EVP_SIGNATURE_fetch(ptr::null_mut(), name.as_ptr(), ptr::null()),
            };
            if operation.context.is_null() || operation.algorithm.is_null() {
                return None;
            }
            let params = [
                ossl::OSSL_PARAM_construct_octet_string(
                    c"context-string".as_ptr(),
                    context.as_ptr().cast_mut().cast(),
                    context.len(),
                ),
                ossl::OSSL_PARAM_construct_end(),
            ];
            (init(operation.context, operation.algorithm, params.as_ptr()) == 1)
                .then_some(operation)
        }
    }
}

/// Signs into the front of `out`.
pub fn sign(
    key: &PKeyRef<Private>,
    variant: Variant<'_>,
    message: &[u8],
    out: &mut [u8],
) -> Option<usize> {
    let operation = Operation::new(key, variant, ossl::EVP_PKEY_sign_message_init)?;
    let mut len = out.len();
    // SAFETY: the message is readable; `len` is the room in `out`, which the library does not exceed.
    let done = unsafe {
        ossl::EVP_PKEY_sign(
            operation.context,
            out.as_mut_ptr(),
            &mut len,
            message.as_ptr(),
            message.len(),
        )
    };
    (done == 1).then_some(len)
}

/// Whether a signature is right.
pub fn verify(
    key: &PKeyRef<Public>,
    variant: Variant<'_>,
    message: &[u8],
    signature: &[u8],
) -> bool {
    let Some(operation) = Operation::new(key, variant, ossl::EVP_PKEY_verify_message_init) else {
        return false;
    };
    // SAFETY: signature and message are readable.
    let right = unsafe {
        ossl::EVP_PKEY_verify(
            operation.context,
            signature.as_ptr(),
            signature.len(),
            message.as_ptr(),
            message.len(),
        )
    };
    if right != 1 {
        // SAFETY: takes no arguments.
        unsafe { ossl::ERR_clear_error() };
    }
    right == 1
}
