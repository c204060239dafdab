//! What IBM's services have under numbers of their own, as other names of rows that are here: programs that
//! come from there go on with the numbers that they know.

use super::row::Row;
use super::{digest, ecdh, edwards, mac};
use strongroom_base::ck::*;

const fn alias(kind: u64, row: Row) -> Row {
    Row { kind, ..row }
}

/// The row of a family with a number.
const fn row(family: &[Row], kind: u64) -> Row {
    let mut place = 0;
    while family[place].kind != kind {
        place += 1;
    }
    family[place]
}

/// The rows.
pub static ROWS: [Row; 13] = [
    alias(CKM_IBM_SHA3_224, row(&digest::ROWS, CKM_SHA3_224)),
    alias(CKM_IBM_SHA3_256, row(&digest::ROWS, CKM_SHA3_256)),
    alias(CKM_IBM_SHA3_384, row(&digest::ROWS, CKM_SHA3_384)),
    alias(CKM_IBM_SHA3_512, row(&digest::ROWS, CKM_SHA3_512)),
    alias(CKM_IBM_SHA3_224_HMAC, row(&mac::ROWS, CKM_SHA3_224_HMAC)),
    alias(CKM_IBM_SHA3_256_HMAC, row(&mac::ROWS, CKM_SHA3_256_HMAC)),
    alias(CKM_IBM_SHA3_384_HMAC, row(&mac::ROWS, CKM_SHA3_384_HMAC)),
    alias(CKM_IBM_SHA3_512_HMAC, row(&mac::ROWS, CKM_SHA3_512_HMAC)),
    alias(CKM_IBM_CMAC, row(&mac::ROWS, CKM_AES_CMAC)),
    alias(CKM_IBM_ED25519_SHA512, row(&edwards::ROWS, CKM_EDDSA)),
    alias(CKM_IBM_ED448_SHA3, row(&edwards::ROWS, CKM_EDDSA)),
    alias(CKM_IBM_EC_X25519, row(&ecdh::ROWS, CKM_ECDH1_DERIVE)),
    alias(CKM_IBM_EC_X448, row(&ecdh::ROWS, CKM_ECDH1_DERIVE)),
];
