//! Key agreement on curves of all kinds: `CKM_ECDH1_DERIVE` and its cofactor form, with the secret as it is
//! or through a derivation function (PKCS #11 v3.2, sections 6.3.17 and 6.3.18). All curves
//! here have cofactor one, or a definition of their own that takes care of it (RFC 7748), so both forms
//! give the same.

use super::digest::{Hash, start};
use super::{Init, Row, encapsulate};
use crate::keys::Key;
use openssl::derive::Deriver;
use openssl::pkey::PKey;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// The hashes, with the derivation functions of X9.63 and of SP 800-56C that are made of them.
static KDFS: &[(u64, u64, u64)] = &[
    (CKM_SHA_1, CKD_SHA1_KDF, CKD_SHA1_KDF_SP800),
    (CKM_SHA224, CKD_SHA224_KDF, CKD_SHA224_KDF_SP800),
    (CKM_SHA256, CKD_SHA256_KDF, CKD_SHA256_KDF_SP800),
    (CKM_SHA384, CKD_SHA384_KDF, CKD_SHA384_KDF_SP800),
    (CKM_SHA512, CKD_SHA512_KDF, CKD_SHA512_KDF_SP800),
    (CKM_SHA3_224, CKD_SHA3_224_KDF, CKD_SHA3_224_KDF_SP800),
    (CKM_SHA3_256, CKD_SHA3_256_KDF, CKD_SHA3_256_KDF_SP800),
    (CKM_SHA3_384, CKD_SHA3_384_KDF, CKD_SHA3_384_KDF_SP800),
    (CKM_SHA3_512, CKD_SHA3_512_KDF, CKD_SHA3_512_KDF_SP800),
];

/// The most that is derived.
const MAX_DERIVED: usize = 1 << 16;

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// The secret that a private key and a point agree on. `CKR_MECHANISM_PARAM_INVALID` for what is no point of
/// the curve
pub fn agree(key: &Key, peer: &[u8]) -> Result<Secret> {
    let not_a_point = || wrong("the other party's point is not a point of the curve");
    match key {
        Key::EcPrivate(key) => {
            let curve = crate::keys::curves::AnyCurve::Ec(key.curve());
            curve.point(peer).and_then(|point| key.agree(point)).ok_or_else(not_a_point)
        }
        Key::OtherPrivate(key, curve) => {
            let point = curve.point(peer).ok_or_else(not_a_point)?;
            let id = curve.id().ok_or_else(not_a_point)?;
            let peer = PKey::public_key_from_raw_bytes(point, id).map_err(|_| not_a_point())?;
            // The library refuses a point that gives zero.
            Deriver::new(key)
                .and_then(|mut deriver| {
                    deriver.set_peer(&peer)?;
                    deriver.derive_to_vec()
                })
                .map(Secret::from)
                .map_err(|_| not_a_point())
        }
        _ => Err(Error::new(CKR_KEY_TYPE_INCONSISTENT, "the key does not agree on secrets")),
    }
}

/// Hashes of the secret, a counter and what is shared: the function of ANSI X9.63 (SEC 1, section 3.6.1),
/// or, with the counter first, that of SP 800-56C (section 4).
pub fn expand(
    hash: Hash,
    counter_first: bool,
    secret: &Secret,
    shared: &[u8],
    len: usize,
) -> Result<Secret> {
    let mut out = Secret::zeroed(len);
    for (counter, chunk) in (1u32..).zip(out.expose_mut().chunks_mut(hash.len)) {
        let mut digest = start(hash)?;
        let counter = counter.to_be_bytes();
        let pieces = match counter_first {
            true => [counter.as_slice(), secret.expose(), shared],
            false => [secret.expose(), counter.as_slice(), shared],
        };
        for piece in pieces {
            digest.update(piece)?;
        }
        let mut block = zeroize::Zeroizing::new([0; 64]);
        digest.finish(block.as_mut_slice())?;
        chunk.copy_from_slice(block.get(..chunk.len()).unwrap_or_default());
    }
    Ok(out)
}

pub(super) fn derive(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let Params::Ecdh1(params) = init.params else { return Err(wrong("parameters are missing")) };
    agreed(&agree(init.key, &params.public)?, params.kdf, &params.shared, wanted)
}

/// What becomes of a secret that was agreed on: with `CKD_NULL` its last bytes, else what the derivation
/// function makes of it and of what is shared. `CKR_MECHANISM_PARAM_INVALID`, `CKR_KEY_SIZE_RANGE`
pub fn agreed(secret: &Secret, kdf: u64, shared: &[u8], wanted: Option<usize>) -> Result<Secret> {
    if kdf == CKD_NULL {
        if !shared.is_empty() {
            return Err(wrong("shared data is for a derivation function"));
        }
        let Some(len) = wanted else { return Ok(secret.clone()) };
        // Bytes are taken from the end: the leading ones are cut.
        let from = secret.len().checked_sub(len).ok_or_else(|| {
            Error::new(CKR_KEY_SIZE_RANGE, "the agreed secret has fewer bytes than are asked for")
        })?;
        return Ok(Secret::from(secret.expose().get(from..).unwrap_or_default()));
    }
    let (hash, counter_first) = KDFS
        .iter()
        .find(|(_, x9_63, sp800)| [*x9_63, *sp800].contains(&kdf))
        .and_then(|(digest, _, sp800)| Some((Hash::of(*digest)?, *sp800 == kdf)))
        .ok_or_else(|| wrong("there is no such derivation function"))?;
    let len = wanted.unwrap_or(hash.len);
    if len == 0 || len > MAX_DERIVED {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "so many bytes are not derived"));
    }
    expand(hash, counter_first, secret, shared, len)
}

/// Flags of every mechanism that agrees on curves.
pub const CURVES: u64 =
    CKF_EC_F_P | CKF_EC_OID | CKF_EC_CURVENAME | CKF_EC_UNCOMPRESS | CKF_EC_COMPRESS;

const ECDH: Row = Row {
    key_types: &[CKK_EC, CKK_EC_MONTGOMERY],
    sizes: (160, 521),
    multi_part: false,
    derive: Some(derive),
    encapsulate: Some(encapsulate::by_point),
    encapsulated_len: Some(encapsulate::point_len),
    decapsulate: Some(encapsulate::from_point),
    flags: CURVES,
    ..Row::EMPTY
};

/// The rows.
pub static ROWS: [Row; 2] =
    [Row { kind: CKM_ECDH1_DERIVE, ..ECDH }, Row { kind: CKM_ECDH1_COFACTOR_DERIVE, ..ECDH }];
