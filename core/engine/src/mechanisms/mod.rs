//! The mechanisms as one table. A row is data and function pointers; what `C_GetMechanismList`,
//! `C_GetMechanismInfo`, the mechanism objects, the command line and the generated tests say of a
//! mechanism, they read here. The flags of a row are computed from the pointers that it has, so they
//! cannot lie. Rows stand in one file a family; adding a mechanism is a row, a function and a known answer
//! (and, where its parameters have a shape, a line in `base::mechanism::SHAPES`).
//!
//! What a row's functions get has been checked: the key's type and size, the shape of the parameters,
//! and what policy allows. What they check is what only they know: the values inside the parameters, and
//! the data.

mod aead;
mod aes;
mod aes_ccm;
mod aes_gcm;
mod aes_more;
mod aes_wrap;
mod blake2b;
mod block;
mod chacha;
mod combine;
mod des3;
mod des3_cmac;
mod dh;
mod digest;
mod dsa;
mod ec;
mod ecdh;
mod ecdh_wrap;
mod edwards;
mod encapsulate;
mod encrypt_data;
mod hash_derivation;
mod hashed;
mod held;
mod hkdf;
mod kbkdf;
mod left_out;
mod mac;
mod ml_dsa;
mod ml_kem;
mod operation;
mod padding;
mod pbkdf2;
mod pq;
mod row;
mod rsa;
mod rsa_wrap;
mod schnorr;
mod secret;
mod slh_dsa;
mod tls;
mod vendor;
mod wallet;
mod wrapping;

pub use left_out::LEFT_OUT;
pub use operation::{Cipher, Init, Signer, Verifier};
pub use row::{Cost, Library, Row, SHORT, Standing};

use std::sync::LazyLock;
use strongroom_base::{ByNumber, Error, Result, ck};

/// The families. Each is in the order of its specification chapter.
static FAMILIES: &[&[Row]] = &[
    &digest::ROWS,
    blake2b::ROWS,
    &mac::ROWS,
    &secret::ROWS,
    &aes::ROWS,
    &aes_gcm::ROWS,
    &aes_ccm::ROWS,
    aes_more::ROWS,
    &chacha::ROWS,
    aes_wrap::ROWS,
    des3::ROWS,
    &des3_cmac::ROWS,
    &hkdf::ROWS,
    &pbkdf2::ROWS,
    &hash_derivation::ROWS,
    &tls::ROWS,
    &kbkdf::ROWS,
    &combine::ROWS,
    &encrypt_data::ROWS,
    &rsa::ROWS,
    &rsa_wrap::ROWS,
    &dsa::ROWS,
    &dh::ROWS,
    &ec::ROWS,
    &edwards::ROWS,
    &ecdh::ROWS,
    &ecdh_wrap::ROWS,
    &ml_dsa::ROWS,
    &slh_dsa::ROWS,
    &ml_kem::ROWS,
    &wallet::ROWS,
    &schnorr::ROWS,
    &vendor::ROWS,
];

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Row> {
    FAMILIES.iter().copied().flatten()
}

/// The row of a mechanism type. `CKR_MECHANISM_INVALID`
pub fn find(kind: u64) -> Result<&'static Row> {
    // Every operation asks.
    static BY_NUMBER: LazyLock<ByNumber<&Row>> =
        LazyLock::new(|| all().map(|row| (row.kind, row)).collect());
    BY_NUMBER.get(&kind).copied().ok_or_else(|| {
        Error::new(ck::CKR_MECHANISM_INVALID, "this token does not have the mechanism")
    })
}

/// `CKR_MECHANISM_INVALID` for a mechanism that exists, but not for this function.
pub fn not_for_this() -> Error {
    Error::new(ck::CKR_MECHANISM_INVALID, "the mechanism cannot be used for this")
}

/// Copies bytes to the front of a buffer.
fn put(from: &[u8], to: &mut [u8]) -> Result<usize> {
    to.get_mut(..from.len()).ok_or_else(|| Error::too_small(from.len()))?.copy_from_slice(from);
    Ok(from.len())
}
