//! RSA (RFC 8017; PKCS #11 v3.2, section 6.1): PKCS #1 v1.5, PSS, OAEP and raw, through OpenSSL. Its
//! decryption of PKCS #1 v1.5 answers bad padding with bytes that look like a message (implicit
//! rejection), so that an answer tells nothing. OAEP has one failure for whatever was wrong. The rows
//! stand here; a padding goes into `scheme`.

mod generate;
mod operation;
mod raw;
mod scheme;
mod transform;

pub(super) use pkcs1::{unwrap as pkcs1_unwrap, wrap as pkcs1_wrap};
pub(super) use transform::{oaep_unwrap, oaep_wrap};

use super::digest::Hash;
use super::hashed::{Direct, Hashed};
use super::{Cipher, Cost, Init, Library, Row, Signer, Standing, Verifier, encapsulate};
use crate::keys::Key;
use generate::generate;
use operation::{private, public};
use scheme::{Scheme, oaep, pss};
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};
use transform::{Way, transform, unwrap_with, wrap_with};

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "RSA failed in the cryptographic library")
}

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not an RSA key of the right kind")
}

fn bad(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

fn pss_of(init: &Init<'_>) -> Result<Scheme> {
    match init.params {
        Params::Pss(params) => pss(params, init.key.size()),
        _ => Err(bad("the parameters are missing")),
    }
}

fn oaep_of(init: &Init<'_>) -> Result<Scheme> {
    match init.params {
        Params::Oaep(params) => oaep(params),
        _ => Err(bad("the parameters are missing")),
    }
}

mod pkcs1 {
    use super::*;
    pub fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
        Ok(Box::new(Direct(private(init, Scheme::Pkcs1)?)))
    }
    pub fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
        Ok(Box::new(Direct(public(init, Scheme::Pkcs1)?)))
    }
    pub fn sign_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::SignRecover)
    }
    pub fn verify_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::VerifyRecover)
    }
    pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::Encrypt)
    }
    pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::Decrypt)
    }
    pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
        wrap_with(init, Scheme::Pkcs1, plain)
    }
    pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
        unwrap_with(init, Scheme::Pkcs1, wrapped)
    }
}

mod oaep_rows {
    use super::*;
    pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, oaep_of(init)?, Way::Encrypt)
    }
    pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, oaep_of(init)?, Way::Decrypt)
    }
    pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
        wrap_with(init, oaep_of(init)?, plain)
    }
    pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
        unwrap_with(init, oaep_of(init)?, wrapped)
    }
}

/// OAEP as TPM 1.1 has it: SHA-1, and a label of its own.
mod tpm {
    use super::*;
    fn scheme() -> Result<Scheme> {
        let sha1 = hash::<CKM_SHA_1>()?;
        Ok(Scheme::Oaep(sha1, sha1, b"TCPA".to_vec()))
    }
    pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, scheme()?, Way::Encrypt)
    }
    pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, scheme()?, Way::Decrypt)
    }
    pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
        wrap_with(init, scheme()?, plain)
    }
    pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
        unwrap_with(init, scheme()?, wrapped)
    }
}

mod x9_31 {
    use super::*;
    pub fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
        Ok(Box::new(Direct(private(init, Scheme::X931)?)))
    }
    pub fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
        Ok(Box::new(Direct(public(init, Scheme::X931)?)))
    }
    pub fn sign_sha1(init: &Init<'_>) -> Result<Box<dyn Signer>> {
        let sha1 = hash::<CKM_SHA_1>()?;
        Ok(Box::new(Hashed::new(sha1, private(init, Scheme::X931Sha1)?)?))
    }
    pub fn verify_sha1(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
        let sha1 = hash::<CKM_SHA_1>()?;
        Ok(Box::new(Hashed::new(sha1, public(init, Scheme::X931Sha1)?)?))
    }
}

fn hash<const DIGEST: u64>() -> Result<Hash> {
    Hash::of(DIGEST).ok_or_else(|| failed(()))
}

/// A PSS mechanism that hashes wants the same hash in its parameters.
fn pss_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<(Hash, Scheme)> {
    match pss_of(init)? {
        Scheme::Pss(hash, ..) if hash.digest != DIGEST => {
            Err(bad("the parameters name another hash than the mechanism"))
        }
        scheme => Ok((hash::<DIGEST>()?, scheme)),
    }
}

fn pss_sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Direct(private(init, pss_of(init)?)?)))
}

fn pss_verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(Direct(public(init, pss_of(init)?)?)))
}

fn sign_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    let hash = hash::<DIGEST>()?;
    Ok(Box::new(Hashed::new(hash, private(init, Scheme::Pkcs1Hash(hash))?)?))
}

fn verify_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    let hash = hash::<DIGEST>()?;
    Ok(Box::new(Hashed::new(hash, public(init, Scheme::Pkcs1Hash(hash))?)?))
}

fn pss_sign_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    let (hash, scheme) = pss_hashed::<DIGEST>(init)?;
    Ok(Box::new(Hashed::new(hash, private(init, scheme)?)?))
}

fn pss_verify_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    let (hash, scheme) = pss_hashed::<DIGEST>(init)?;
    Ok(Box::new(Hashed::new(hash, public(init, scheme)?)?))
}

const RSA: Row = Row {
    key_types: &[CKK_RSA],
    sizes: (512, 8192),
    library: Library::OpenSsl,
    cost: Cost::ByKey,
    ..Row::EMPTY
};

const LEGACY: Row = Row { standing: Standing::Legacy, ..RSA };

const fn hashed<const DIGEST: u64>(kind: u64) -> Row {
    Row { kind, sign: Some(sign_hashed::<DIGEST>), verify: Some(verify_hashed::<DIGEST>), ..RSA }
}

const fn pss_row<const DIGEST: u64>(kind: u64) -> Row {
    Row {
        kind,
        sign: Some(pss_sign_hashed::<DIGEST>),
        verify: Some(pss_verify_hashed::<DIGEST>),
        ..RSA
    }
}

/// Bytes of a ciphertext.
const MODULUS: Option<fn(&Key) -> usize> = Some(encapsulate::modulus_len);

/// The rows.
pub static ROWS: [Row; 27] = [
    Row {
        kind: CKM_RSA_PKCS_KEY_PAIR_GEN,
        sizes: (1024, 8192),
        generate_pair: Some(generate),
        ..RSA
    },
    Row {
        kind: CKM_RSA_PKCS,
        multi_part: false,
        sign: Some(pkcs1::sign),
        verify: Some(pkcs1::verify),
        sign_recover: Some(pkcs1::sign_recover),
        verify_recover: Some(pkcs1::verify_recover),
        encrypt: Some(pkcs1::encrypt),
        decrypt: Some(pkcs1::decrypt),
        wrap: Some(pkcs1::wrap),
        unwrap: Some(pkcs1::unwrap),
        encapsulate: Some(encapsulate::by_pkcs1),
        decapsulate: Some(encapsulate::from_pkcs1),
        encapsulated_len: MODULUS,
        standing: Standing::Legacy,
        // Keys that are wrapped so are conjured and unwrapped by its padding (Bleichenbacher).
        strict: Some(CKF_SIGN | CKF_VERIFY | CKF_ENCRYPT | CKF_DECRYPT),
        ..RSA
    },
    Row {
        kind: CKM_RSA_X_509,
        multi_part: false,
        sign: Some(raw::sign),
        verify: Some(raw::verify),
        sign_recover: Some(raw::sign_recover),
        verify_recover: Some(raw::verify_recover),
        encrypt: Some(raw::encrypt),
        decrypt: Some(raw::decrypt),
        wrap: Some(raw::wrap),
        unwrap: Some(raw::unwrap),
        encapsulate: Some(encapsulate::by_power),
        decapsulate: Some(encapsulate::from_power),
        encapsulated_len: MODULUS,
        standing: Standing::Weak,
        ..RSA
    },
    Row {
        kind: CKM_RSA_PKCS_OAEP,
        multi_part: false,
        encrypt: Some(oaep_rows::encrypt),
        decrypt: Some(oaep_rows::decrypt),
        wrap: Some(oaep_rows::wrap),
        unwrap: Some(oaep_rows::unwrap),
        encapsulate: Some(encapsulate::by_oaep),
        decapsulate: Some(encapsulate::from_oaep),
        encapsulated_len: MODULUS,
        ..RSA
    },
    Row {
        kind: CKM_RSA_X9_31_KEY_PAIR_GEN,
        sizes: (1024, 8192),
        generate_pair: Some(generate),
        ..LEGACY
    },
    Row {
        kind: CKM_RSA_X9_31,
        multi_part: false,
        sign: Some(x9_31::sign),
        verify: Some(x9_31::verify),
        ..LEGACY
    },
    Row {
        kind: CKM_SHA1_RSA_X9_31,
        sign: Some(x9_31::sign_sha1),
        verify: Some(x9_31::verify_sha1),
        ..LEGACY
    },
    Row {
        kind: CKM_RSA_PKCS_OAEP_TPM_1_1,
        multi_part: false,
        encrypt: Some(tpm::encrypt),
        decrypt: Some(tpm::decrypt),
        wrap: Some(tpm::wrap),
        unwrap: Some(tpm::unwrap),
        ..LEGACY
    },
    Row {
        kind: CKM_RSA_PKCS_PSS,
        multi_part: false,
        sign: Some(pss_sign),
        verify: Some(pss_verify),
        ..RSA
    },
    hashed::<CKM_SHA_1>(CKM_SHA1_RSA_PKCS),
    hashed::<CKM_SHA224>(CKM_SHA224_RSA_PKCS),
    hashed::<CKM_SHA256>(CKM_SHA256_RSA_PKCS),
    hashed::<CKM_SHA384>(CKM_SHA384_RSA_PKCS),
    hashed::<CKM_SHA512>(CKM_SHA512_RSA_PKCS),
    hashed::<CKM_SHA3_224>(CKM_SHA3_224_RSA_PKCS),
    hashed::<CKM_SHA3_256>(CKM_SHA3_256_RSA_PKCS),
    hashed::<CKM_SHA3_384>(CKM_SHA3_384_RSA_PKCS),
    hashed::<CKM_SHA3_512>(CKM_SHA3_512_RSA_PKCS),
    pss_row::<CKM_SHA_1>(CKM_SHA1_RSA_PKCS_PSS),
    pss_row::<CKM_SHA224>(CKM_SHA224_RSA_PKCS_PSS),
    pss_row::<CKM_SHA256>(CKM_SHA256_RSA_PKCS_PSS),
    pss_row::<CKM_SHA384>(CKM_SHA384_RSA_PKCS_PSS),
    pss_row::<CKM_SHA512>(CKM_SHA512_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_224>(CKM_SHA3_224_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_256>(CKM_SHA3_256_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_384>(CKM_SHA3_384_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_512>(CKM_SHA3_512_RSA_PKCS_PSS),
];
