//! The mechanisms as one table. A row is data and function pointers; what `C_GetMechanismList`,
//! `C_GetMechanismInfo`, the mechanism objects, the command line and the generated tests say of a
//! mechanism, they read here. The flags of a row are computed from the pointers that it has, so they
//! cannot lie. Rows stand in one file a family; adding a mechanism is a row, a function and a known answer
//! (and, where its parameters have a shape, a line in `base::mechanism::SHAPES`).
//!
//! What a row's functions get has been checked: the key's type and size, the shape of the parameters,
//! and what policy allows. What they check is what only they know: the values inside the parameters, and
//! the data.

mod aes;
mod aes_ccm;
mod aes_gcm;
mod aes_wrap;
mod block;
mod combine;
mod des3;
mod digest;
mod ec;
mod ecdh;
mod edwards;
mod encapsulate;
mod encrypt_data;
mod hashed;
mod hkdf;
mod kbkdf;
mod mac;
mod ml_dsa;
mod ml_kem;
mod operation;
mod padding;
mod pq;
mod row;
mod rsa;
mod rsa_wrap;
mod secret;
mod slh_dsa;
mod wrapping;

pub use operation::{Cipher, Init, Signer, Verifier};
pub use row::{Cost, Library, Row, Standing};

use std::sync::LazyLock;
use strongroom_base::{Error, Result, ck};

/// The families. Each is in the order of its specification chapter.
static FAMILIES: &[&[Row]] = &[
    &digest::ROWS,
    &mac::ROWS,
    &secret::ROWS,
    &aes::ROWS,
    &aes_gcm::ROWS,
    &aes_ccm::ROWS,
    aes_wrap::ROWS,
    des3::ROWS,
    &hkdf::ROWS,
    &kbkdf::ROWS,
    &combine::ROWS,
    &encrypt_data::ROWS,
    &rsa::ROWS,
    &rsa_wrap::ROWS,
    &ec::ROWS,
    &edwards::ROWS,
    &ecdh::ROWS,
    &ml_dsa::ROWS,
    &slh_dsa::ROWS,
    &ml_kem::ROWS,
];

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Row> {
    FAMILIES.iter().copied().flatten()
}

/// The row of a mechanism type. `CKR_MECHANISM_INVALID`
pub fn find(kind: u64) -> Result<&'static Row> {
    // Every operation asks, so it is a search in a sorted list.
    static SORTED: LazyLock<Vec<&Row>> = LazyLock::new(|| {
        let mut rows: Vec<&Row> = all().collect();
        rows.sort_by_key(|row| row.kind);
        rows
    });
    SORTED
        .binary_search_by_key(&kind, |row| row.kind)
        .ok()
        .and_then(|place| SORTED.get(place).copied())
        .ok_or_else(|| {
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
