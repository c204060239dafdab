//! Keys for the tests, of attributes.

use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Params, Template};
use strongroom_engine::keys::{Key, spki};

use super::harness::row;

pub fn public(key_type: u64, attributes: &Template) -> Arc<Key> {
    Arc::new(Key::parse(CKO_PUBLIC_KEY, key_type, attributes).unwrap())
}

pub fn private(key_type: u64, attributes: &Template) -> Arc<Key> {
    Arc::new(Key::parse(CKO_PRIVATE_KEY, key_type, attributes).unwrap())
}

/// The public key in a SubjectPublicKeyInfo; `None` where the token refuses it.
pub fn of_info(der: &[u8]) -> Option<Arc<Key>> {
    let (key_type, attributes) = spki::decode(der).ok()?;
    Key::parse(CKO_PUBLIC_KEY, key_type, &attributes).ok().map(Arc::new)
}

pub fn generate(kind: u64, public: &Template) -> (Template, Template) {
    row(kind).generate_pair.unwrap()(&Params::None, public, &Template::new()).unwrap()
}

pub fn generate_on(kind: u64, params: &[u8]) -> (Template, Template) {
    generate(kind, &Template::new().with(CKA_EC_PARAMS, params))
}

pub const P192: &[u8] = b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x01";
pub const P224: &[u8] = b"\x06\x05\x2b\x81\x04\x00\x21";
pub const P256: &[u8] = b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
pub const P384: &[u8] = b"\x06\x05\x2b\x81\x04\x00\x22";
pub const P521: &[u8] = b"\x06\x05\x2b\x81\x04\x00\x23";
pub const SECP256K1: &[u8] = b"\x06\x05\x2b\x81\x04\x00\x0a";
pub const ED25519: &[u8] = b"\x06\x03\x2b\x65\x70";
pub const ED448: &[u8] = b"\x06\x03\x2b\x65\x71";
pub const X25519: &[u8] = b"\x06\x03\x2b\x65\x6e";
pub const X448: &[u8] = b"\x06\x03\x2b\x65\x6f";

/// Every curve with the mechanism that makes its keys and the type that they have.
pub const CURVES: [(&[u8], u64, u64); 24] = [
    (P192, CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (P224, CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (P256, CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (P384, CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (P521, CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (SECP256K1, CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (ED25519, CKM_EC_EDWARDS_KEY_PAIR_GEN, CKK_EC_EDWARDS),
    (ED448, CKM_EC_EDWARDS_KEY_PAIR_GEN, CKK_EC_EDWARDS),
    (X25519, CKM_EC_MONTGOMERY_KEY_PAIR_GEN, CKK_EC_MONTGOMERY),
    (X448, CKM_EC_MONTGOMERY_KEY_PAIR_GEN, CKK_EC_MONTGOMERY),
    // brainpool, r1 and t1, 160 to 512
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x01", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x02", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x03", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x04", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x05", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x06", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x07", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x08", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x09", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0a", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0b", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0c", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0d", CKM_EC_KEY_PAIR_GEN, CKK_EC),
    (b"\x06\x09\x2b\x24\x03\x03\x02\x08\x01\x01\x0e", CKM_EC_KEY_PAIR_GEN, CKK_EC),
];
