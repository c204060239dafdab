//! The mechanisms as one table. A row is data and function pointers; what `C_GetMechanismList`,
//! `C_GetMechanismInfo`, the mechanism objects, the command line and the generated tests say of a
//! mechanism, they read here. The flags of a row are computed from the pointers that it has, so they
//! cannot lie. Rows stand in one file a family; adding a mechanism is a row, a function and its vectors
//! (and, where its parameters have a shape, a line in `base::mechanism::SHAPES`).
//!
//! What a row's functions get has been checked: the key's type and size, the shape of the parameters,
//! and what policy allows. What they check is what only they know: the values inside the parameters, and
//! the data.

mod operation;
mod row;

pub use operation::{Cipher, Init, Signer, Verifier};
pub use row::{Cost, Library, Row, Standing};

use strongroom_base::{Error, Result, ck};

/// The families. Each is in the order of its specification chapter.
static FAMILIES: &[&[Row]] = &[];

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Row> {
    FAMILIES.iter().copied().flatten()
}

/// The row of a mechanism type. `CKR_MECHANISM_INVALID`
pub fn find(kind: u64) -> Result<&'static Row> {
    all().find(|row| row.kind == kind).ok_or_else(|| {
        Error::new(ck::CKR_MECHANISM_INVALID, "this token does not have the mechanism")
    })
}
