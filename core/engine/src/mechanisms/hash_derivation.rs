//! Keys that are digests of keys (PKCS #11 v3.2, section 6.44), with the rows of the digests; and with SHAKE,
//! which gives as many bytes as are asked for.

use super::digest::{Hash, start};
use super::secret::{ANY_SECRET, MAX_SECRET};
use super::{Init, Library, Row, Standing};
use openssl::hash::{Hasher, MessageDigest};
use strongroom_base::ck::*;
use strongroom_base::{Error, Result, Secret};

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the digest failed in the cryptographic library")
}

fn derive<const DIGEST: u64>(init: &Init<'_>, _: Option<usize>) -> Result<Secret> {
    let mut digest = start(Hash::of(DIGEST).ok_or(()).map_err(failed)?)?;
    let mut out = Secret::zeroed(digest.len());
    digest.once(init.secret()?.value(), out.expose_mut())?;
    Ok(out)
}

fn shake(md: MessageDigest, init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let len = wanted.ok_or_else(|| {
        Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_VALUE_LEN says how much to derive")
    })?;
    if len == 0 || len as u64 > MAX_SECRET {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "so many bytes are not derived"));
    }
    let mut hasher = Hasher::new(md).map_err(failed)?;
    hasher.update(init.secret()?.value()).map_err(failed)?;
    let mut out = Secret::zeroed(len);
    hasher.finish_xof(out.expose_mut()).map_err(failed)?;
    Ok(out)
}

fn shake_128(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    shake(MessageDigest::shake_128(), init, wanted)
}
fn shake_256(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    shake(MessageDigest::shake_256(), init, wanted)
}

const ANY: Row = Row { key_types: ANY_SECRET, sizes: (1, MAX_SECRET), ..Row::EMPTY };
const SPONGE: Row = Row { library: Library::OpenSsl, ..ANY };

/// The rows.
pub static ROWS: [Row; 13] = [
    Row {
        kind: CKM_SHA1_KEY_DERIVATION,
        derive: Some(derive::<CKM_SHA_1>),
        standing: Standing::Legacy,
        ..ANY
    },
    Row { kind: CKM_SHA224_KEY_DERIVATION, derive: Some(derive::<CKM_SHA224>), ..ANY },
    Row { kind: CKM_SHA256_KEY_DERIVATION, derive: Some(derive::<CKM_SHA256>), ..ANY },
    Row { kind: CKM_SHA384_KEY_DERIVATION, derive: Some(derive::<CKM_SHA384>), ..ANY },
    Row { kind: CKM_SHA512_KEY_DERIVATION, derive: Some(derive::<CKM_SHA512>), ..ANY },
    Row { kind: CKM_SHA512_224_KEY_DERIVATION, derive: Some(derive::<CKM_SHA512_224>), ..ANY },
    Row { kind: CKM_SHA512_256_KEY_DERIVATION, derive: Some(derive::<CKM_SHA512_256>), ..ANY },
    Row { kind: CKM_SHA3_224_KEY_DERIVATION, derive: Some(derive::<CKM_SHA3_224>), ..SPONGE },
    Row { kind: CKM_SHA3_256_KEY_DERIVATION, derive: Some(derive::<CKM_SHA3_256>), ..SPONGE },
    Row { kind: CKM_SHA3_384_KEY_DERIVATION, derive: Some(derive::<CKM_SHA3_384>), ..SPONGE },
    Row { kind: CKM_SHA3_512_KEY_DERIVATION, derive: Some(derive::<CKM_SHA3_512>), ..SPONGE },
    Row { kind: CKM_SHAKE_128_KEY_DERIVATION, derive: Some(shake_128), ..SPONGE },
    Row { kind: CKM_SHAKE_256_KEY_DERIVATION, derive: Some(shake_256), ..SPONGE },
];
