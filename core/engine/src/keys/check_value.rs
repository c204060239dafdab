//! Check values (`CKA_CHECK_VALUE`; PKCS #11 v3.2, sections 4.6 and 4.10): three bytes by which people see
//! that a key or certificate here is the same as one elsewhere.

use super::secret::three_des_keys;
use crate::ffi::aes_key::AesKey;
use crate::ffi::cipher::{BLOCK, Direction};
use crate::ffi::digest::{Sha, ShaStream};
use openssl::cipher::Cipher;
use openssl::cipher_ctx::CipherCtx;
use openssl::error::ErrorStack;
use strongroom_base::{Error, Result, Secret, ck};

/// Bytes of a check value.
const LEN: usize = 3;

/// Of a secret key: the front of a block of zeros, encrypted by keys of a block cipher; the front of the
/// value's SHA-1 for others, which have no cipher. `CKR_DEVICE_ERROR`
pub fn of_secret_key(key_type: u64, value: &[u8]) -> Result<Vec<u8>> {
    match key_type {
        ck::CKK_AES => {
            let (mut iv, mut block) = ([0; BLOCK], [0; BLOCK]);
            AesKey::new(Direction::Encrypt, value)?.cbc(&mut iv, &[0; BLOCK], &mut block)?;
            Ok(front(&block))
        }
        ck::CKK_DES2 | ck::CKK_DES3 => three_des(value).map_err(|_| {
            Error::new(ck::CKR_DEVICE_ERROR, "triple DES failed in the cryptographic library")
        }),
        _ => Ok(of_certificate(value)),
    }
}

/// Of a certificate: the front of its SHA-1.
pub fn of_certificate(value: &[u8]) -> Vec<u8> {
    let mut sha = ShaStream::new(Sha::Sha1);
    sha.update(value);
    front(&sha.finish())
}

fn front(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().take(LEN).copied().collect()
}

fn three_des(value: &[u8]) -> std::result::Result<Vec<u8>, ErrorStack> {
    let mut context = CipherCtx::new()?;
    context.encrypt_init(Some(Cipher::des_ede3()), Some(three_des_keys(value).expose()), None)?;
    // The library's wrapper wants room for a block more than is written.
    let mut room = Secret::zeroed(BLOCK);
    context.cipher_update(&[0; BLOCK / 2], Some(room.expose_mut()))?;
    Ok(front(room.expose()))
}
