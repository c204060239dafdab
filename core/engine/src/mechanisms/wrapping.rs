//! Wrapping with mechanisms that are ciphers: the key's bytes are the data.

use super::{Cipher, Init};
use strongroom_base::{Error, Result, Secret, ck};

/// Wraps by encrypting; the plain text is filled up with zeros to whole blocks of `block` bytes (PKCS #11
/// v3.2, section 6.13.4: "trailing null bytes").
pub fn wrap_by(
    encrypt: impl FnOnce(&Init<'_>) -> Result<Box<dyn Cipher>>,
    init: &Init<'_>,
    plain: &Secret,
    block: usize,
) -> Result<Vec<u8>> {
    let mut cipher = encrypt(init)?;
    let whole = plain.len().next_multiple_of(block.max(1));
    let mut padded = Secret::zeroed(whole);
    super::put(plain.expose(), padded.expose_mut())?;
    let mut wrapped = vec![0; cipher.once_len(whole)];
    let len = cipher.once(padded.expose(), &mut wrapped)?;
    wrapped.truncate(len);
    Ok(wrapped)
}

/// Unwraps by decrypting.
pub fn unwrap_by(
    decrypt: impl FnOnce(&Init<'_>) -> Result<Box<dyn Cipher>>,
    init: &Init<'_>,
    wrapped: &[u8],
) -> Result<Secret> {
    let mut cipher = decrypt(init)?;
    let mut plain = Secret::zeroed(cipher.once_len(wrapped.len()));
    let len = cipher.once(wrapped, plain.expose_mut()).map_err(as_unwrapping)?;
    plain.truncate(len);
    Ok(plain)
}

/// The return values that unwrapping has for those of decrypting.
pub fn as_unwrapping(error: Error) -> Error {
    match error.rv().0 {
        ck::CKR_ENCRYPTED_DATA_LEN_RANGE | ck::CKR_DATA_LEN_RANGE => {
            Error::new(ck::CKR_WRAPPED_KEY_LEN_RANGE, "the wrapped key has an impossible length")
        }
        ck::CKR_ENCRYPTED_DATA_INVALID => {
            Error::new(ck::CKR_WRAPPED_KEY_INVALID, "the wrapped key is not authentic")
        }
        _ => error,
    }
}
