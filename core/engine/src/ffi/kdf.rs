//! PBKDF2 (RFC 8018) and the pseudo-random function of TLS 1.2 (RFC 5246, section 5) with every hash.

use super::hmac::Hash;
use aws_lc_sys as lc;
use strongroom_base::{Error, Result, Secret, ck};

fn failed() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "the derivation failed in the cryptographic library")
}

/// PBKDF2 with HMAC.
pub fn pbkdf2(
    hash: Hash,
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    len: usize,
) -> Result<Secret> {
    let mut out = Secret::zeroed(len);
    // SAFETY: all pointers come from slices with their lengths; the table is static.
    let done = unsafe {
        lc::PKCS5_PBKDF2_HMAC(
            password.as_ptr().cast(),
            password.len(),
            salt.as_ptr(),
            salt.len(),
            iterations,
            hash.md(),
            out.len(),
            out.expose_mut().as_mut_ptr(),
        )
    };
    if done == 1 { Ok(out) } else { Err(failed()) }
}

/// The pseudo-random function, with its seed in two parts.
pub fn tls_prf(
    hash: Hash,
    secret: &[u8],
    label: &[u8],
    seed: [&[u8]; 2],
    len: usize,
) -> Result<Secret> {
    let mut out = Secret::zeroed(len);
    let [first, second] = seed;
    // SAFETY: all pointers come from slices with their lengths; the table is static.
    let done = unsafe {
        lc::CRYPTO_tls1_prf(
            hash.md(),
            out.expose_mut().as_mut_ptr(),
            len,
            secret.as_ptr(),
            secret.len(),
            label.as_ptr().cast(),
            label.len(),
            first.as_ptr(),
            first.len(),
            second.as_ptr(),
            second.len(),
        )
    };
    if done == 1 { Ok(out) } else { Err(failed()) }
}
