//! The constants of PKCS #11 v3.2, each family as one table. From a table come the constants
//! themselves, the list of all `(name, value)` pairs, and the name of a value, so that nothing else in
//! the project spells a number. A constant that the specification adds is one line in its family.

mod cka;
mod ckk;
mod ckm;
mod cko;
mod ckr;
mod small;

pub use cka::*;
pub use ckk::*;
pub use ckm::*;
pub use cko::*;
pub use ckr::*;
pub use small::*;

/// The length that an attribute has in an answer when it cannot be given: all bits set
/// (PKCS #11 v3.2, `CK_UNAVAILABLE_INFORMATION`).
pub const CK_UNAVAILABLE_INFORMATION: u64 = u64::MAX;

/// The handle that no object has.
pub const CK_INVALID_HANDLE: u64 = 0;

/// "No limit" in the counts of `CK_TOKEN_INFO`.
pub const CK_EFFECTIVELY_INFINITE: u64 = 0;

/// Makes the constants of a family, and a table of them all under the family's name.
macro_rules! constants {
    ($(#[$meta:meta])* $family:ident: $($name:ident = $value:expr;)*) => {
        $(#[doc = concat!("`", stringify!($name), "` of PKCS #11 v3.2.")] pub const $name: u64 = $value;)*
        $(#[$meta])*
        pub static $family: &[(&str, u64)] = &[$((stringify!($name), $value)),*];
    };
}
use constants;

/// The name of `value` in a family (the first one, where the specification has synonyms).
pub fn name_in(family: &'static [(&'static str, u64)], value: u64) -> Option<&'static str> {
    family.iter().find(|(_, v)| *v == value).map(|(n, _)| *n)
}

/// The value that `name` has in a family, written with or without the family's prefix and in either
/// case: `CKM_AES_GCM`, `AES_GCM` and `aes-gcm` are the same.
pub fn value_in(family: &'static [(&'static str, u64)], name: &str) -> Option<u64> {
    let wanted = name.replace('-', "_").to_ascii_uppercase();
    family
        .iter()
        .find(|(n, _)| *n == wanted || n.get(4..) == Some(wanted.as_str()))
        .map(|(_, v)| *v)
}
