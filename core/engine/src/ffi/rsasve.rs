//! RSASVE (SP 800-56B) in OpenSSL, which the safe interface does not offer.

use foreign_types::ForeignTypeRef;
use openssl::pkey::{PKeyRef, Private, Public};
use openssl_sys as ossl;
use std::ptr;
use strongroom_base::Secret;

/// What an operation needs of the library, freed when dropped.
struct Context(*mut ossl::EVP_PKEY_CTX);

impl Context {
    fn of<T>(key: &PKeyRef<T>) -> Option<Self> {
        // SAFETY: the key lives during the call and is counted by the context.
        let context = unsafe { ossl::EVP_PKEY_CTX_new(key.as_ptr(), ptr::null_mut()) };
        (!context.is_null()).then_some(Self(context))
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once.
        unsafe { ossl::EVP_PKEY_CTX_free(self.0) }
    }
}

fn checked<T>(done: bool, value: T) -> Option<T> {
    if !done {
        // SAFETY: takes no arguments.
        unsafe { ossl::ERR_clear_error() }
    }
    done.then_some(value)
}

/// A new secret and its power, both as long as the modulus.
pub fn encapsulate(key: &PKeyRef<Public>, len: usize) -> Option<(Vec<u8>, Secret)> {
    let context = Context::of(key)?;
    let (mut ciphertext, mut secret) = (vec![0; len], Secret::zeroed(len));
    let (mut of_ciphertext, mut of_secret) = (len, len);
    // SAFETY: both lengths are the rooms of the buffers, which the library does not exceed.
    let done = unsafe {
        ossl::EVP_PKEY_encapsulate_init(context.0, ptr::null()) == 1
            && ossl::EVP_PKEY_encapsulate(
                context.0,
                ciphertext.as_mut_ptr(),
                &mut of_ciphertext,
                secret.expose_mut().as_mut_ptr(),
                &mut of_secret,
            ) == 1
    };
    checked(done && of_ciphertext == len && of_secret == len, (ciphertext, secret))
}

/// The secret in a ciphertext that is as long as the modulus.
pub fn decapsulate(key: &PKeyRef<Private>, ciphertext: &[u8]) -> Option<Secret> {
    let context = Context::of(key)?;
    let mut secret = Secret::zeroed(ciphertext.len());
    let mut len = secret.len();
    // SAFETY: the ciphertext is readable; `len` is the room of the secret, which the library does not
    // exceed.
    let done = unsafe {
        ossl::EVP_PKEY_decapsulate_init(context.0, ptr::null()) == 1
            && ossl::EVP_PKEY_decapsulate(
                context.0,
                secret.expose_mut().as_mut_ptr(),
                &mut len,
                ciphertext.as_ptr(),
                ciphertext.len(),
            ) == 1
    };
    checked(done && len == ciphertext.len(), secret)
}
