//! How a message becomes a number: the paddings of RFC 8017, as the library is told them.

use super::{bad, failed};
use crate::mechanisms::digest::Hash;
use openssl::pkey_ctx::PkeyCtxRef;
use openssl::rsa::Padding;
use openssl::sign::RsaPssSaltlen;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Oaep, Pss};
use strongroom_base::{Result, Secret};

/// The number of SHA-1 in X9.31 (ISO/IEC 10118-3), and the bytes of its digests.
const SHA1_NUMBER: u8 = 0x33;
const SHA1_LEN: usize = 20;

/// Bytes that PKCS #1 v1.5 padding takes at least.
const PKCS1_OVERHEAD: usize = 11;

/// How a message becomes a number.
#[derive(Clone)]
pub enum Scheme {
    /// PKCS #1 v1.5, with the data as it is.
    Pkcs1,
    /// PKCS #1 v1.5 of a digest, with its name.
    Pkcs1Hash(Hash),
    /// X9.31, with the data as it is: a digest and the number of its hash.
    X931,
    /// X9.31 of a SHA-1 digest.
    X931Sha1,
    /// The number itself.
    Raw,
    /// PSS of a digest: the hash, the hash of the mask, the bytes of salt.
    Pss(Hash, Hash, usize),
    /// OAEP: the hash, the hash of the mask, the label.
    Oaep(Hash, Hash, Vec<u8>),
}

/// The mask functions with their hashes.
static MASKS: &[(u64, u64)] = &[
    (CKG_MGF1_SHA1, CKM_SHA_1),
    (CKG_MGF1_SHA224, CKM_SHA224),
    (CKG_MGF1_SHA256, CKM_SHA256),
    (CKG_MGF1_SHA384, CKM_SHA384),
    (CKG_MGF1_SHA512, CKM_SHA512),
    (CKG_MGF1_SHA3_224, CKM_SHA3_224),
    (CKG_MGF1_SHA3_256, CKM_SHA3_256),
    (CKG_MGF1_SHA3_384, CKM_SHA3_384),
    (CKG_MGF1_SHA3_512, CKM_SHA3_512),
];

fn hashes(hash: u64, mgf: u64) -> Result<(Hash, Hash)> {
    let mask = MASKS.iter().find(|(number, _)| *number == mgf).map(|(_, digest)| *digest);
    let hash = Hash::of(hash).ok_or_else(|| bad("there is no such hash"))?;
    let mask = mask.and_then(Hash::of).ok_or_else(|| bad("there is no such mask function"))?;
    Ok((hash, mask))
}

/// The scheme of PSS parameters, for a modulus of so many bits. `CKR_MECHANISM_PARAM_INVALID`
pub fn pss(params: &Pss, bits: u64) -> Result<Scheme> {
    let (hash, mask) = hashes(params.hash, params.mgf)?;
    let salt = usize::try_from(params.salt_len).unwrap_or(usize::MAX);
    let room = usize::try_from(bits.saturating_sub(1).div_ceil(8)).unwrap_or(0);
    if salt > room.saturating_sub(hash.len + 2) {
        return Err(bad("the key is too short for so much salt"));
    }
    Ok(Scheme::Pss(hash, mask, salt))
}

/// The scheme of OAEP parameters. `CKR_MECHANISM_PARAM_INVALID`
pub fn oaep(params: &Oaep) -> Result<Scheme> {
    let (hash, mask) = hashes(params.hash, params.mgf)?;
    if params.source != CKZ_DATA_SPECIFIED && !(params.source == 0 && params.label.is_empty()) {
        return Err(bad("there is no such source of the label"));
    }
    Ok(Scheme::Oaep(hash, mask, params.label.clone()))
}

impl Scheme {
    /// Tells the library.
    pub fn apply<T>(&self, context: &mut PkeyCtxRef<T>) -> Result<()> {
        match self {
            Self::Pkcs1 => context.set_rsa_padding(Padding::PKCS1).map_err(failed),
            Self::Pkcs1Hash(hash) => {
                context.set_rsa_padding(Padding::PKCS1).map_err(failed)?;
                context.set_signature_md(hash.md()?).map_err(failed)
            }
            // The library's contexts want a hash with it; it is done without them.
            Self::X931 | Self::X931Sha1 => Err(failed(())),
            Self::Raw => context.set_rsa_padding(Padding::NONE).map_err(failed),
            Self::Pss(hash, mask, salt) => {
                context.set_rsa_padding(Padding::PKCS1_PSS).map_err(failed)?;
                context.set_signature_md(hash.md()?).map_err(failed)?;
                context.set_rsa_mgf1_md(mask.md()?).map_err(failed)?;
                let salt = i32::try_from(*salt).map_err(failed)?;
                context.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt)).map_err(failed)
            }
            Self::Oaep(hash, mask, label) => {
                context.set_rsa_padding(Padding::PKCS1_OAEP).map_err(failed)?;
                context.set_rsa_oaep_md(hash.md()?).map_err(failed)?;
                context.set_rsa_mgf1_md(mask.md()?).map_err(failed)?;
                if !label.is_empty() {
                    context.set_rsa_oaep_label(label).map_err(failed)?;
                }
                Ok(())
            }
        }
    }

    /// The padding of a scheme that is done without the library's contexts.
    pub fn bare(&self) -> Option<Padding> {
        // Its wrapper has no name for `RSA_X931_PADDING`.
        matches!(self, Self::X931 | Self::X931Sha1).then(|| Padding::from_raw(5))
    }

    /// The most bytes that fit into a modulus of `len` bytes.
    fn room(&self, len: usize) -> usize {
        match self {
            Self::Pkcs1 => len.saturating_sub(PKCS1_OVERHEAD),
            Self::X931 => len.saturating_sub(2),
            Self::X931Sha1 => SHA1_LEN,
            Self::Raw => len,
            Self::Pkcs1Hash(hash) | Self::Pss(hash, ..) => hash.len,
            Self::Oaep(hash, ..) => len.saturating_sub(2 * hash.len + 2),
        }
    }

    /// The data, in the length that the library wants; `None` when it does not fit.
    pub fn data(&self, input: &[u8], len: usize) -> Option<Secret> {
        let fits = match self {
            Self::Pkcs1Hash(hash) | Self::Pss(hash, ..) => input.len() == hash.len,
            Self::X931Sha1 => input.len() == SHA1_LEN,
            _ => input.len() <= self.room(len),
        };
        if !fits {
            return None;
        }
        // A shorter number is filled up with zeros in front.
        let skip = if matches!(self, Self::Raw) { len - input.len() } else { 0 };
        let mut data = Secret::zeroed(skip + input.len());
        data.expose_mut().get_mut(skip..)?.copy_from_slice(input);
        if matches!(self, Self::X931Sha1) {
            data.extend(&[SHA1_NUMBER]);
        }
        Some(data)
    }
}
