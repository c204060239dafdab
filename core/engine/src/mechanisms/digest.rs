//! Digests: SHA-1, SHA-2 and SHA-3 (FIPS 180-4, FIPS 202), and the one table of hashes that digests,
//! MACs, key generation and key derivation share.

use super::{Cost, Library, Row, Signer, Standing};
use crate::ffi::digest::{Sha, ShaStream};
use crate::ffi::hmac;
use openssl::hash::{Hasher, MessageDigest};
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// A hash, with the mechanisms and the key type that are made of it.
#[derive(Clone, Copy)]
pub struct Hash {
    /// The digest.
    pub digest: u64,
    /// The MAC.
    pub hmac: u64,
    /// The MAC with a length of the caller's choice.
    pub hmac_general: u64,
    /// Makes a key for the MAC.
    pub key_gen: u64,
    /// The type of that key.
    pub key_type: u64,
    /// Bytes of the digest.
    pub len: usize,
    /// Who digests: AWS-LC with a state that can be saved, or OpenSSL.
    pub sha: Option<Sha>,
}

macro_rules! hash {
    ($digest:ident $hmac:ident $general:ident $gen:ident $type:ident $len:literal $sha:expr) => {
        Hash {
            digest: $digest,
            hmac: $hmac,
            hmac_general: $general,
            key_gen: $gen,
            key_type: $type,
            len: $len,
            sha: $sha,
        }
    };
}

/// All hashes.
#[rustfmt::skip] // one line a hash
pub const HASHES: [Hash; 11] = [
    hash!(CKM_SHA_1 CKM_SHA_1_HMAC CKM_SHA_1_HMAC_GENERAL CKM_SHA_1_KEY_GEN CKK_SHA_1_HMAC 20 Some(Sha::Sha1)),
    hash!(CKM_SHA224 CKM_SHA224_HMAC CKM_SHA224_HMAC_GENERAL CKM_SHA224_KEY_GEN CKK_SHA224_HMAC 28 Some(Sha::Sha224)),
    hash!(CKM_SHA256 CKM_SHA256_HMAC CKM_SHA256_HMAC_GENERAL CKM_SHA256_KEY_GEN CKK_SHA256_HMAC 32 Some(Sha::Sha256)),
    hash!(CKM_SHA384 CKM_SHA384_HMAC CKM_SHA384_HMAC_GENERAL CKM_SHA384_KEY_GEN CKK_SHA384_HMAC 48 Some(Sha::Sha384)),
    hash!(CKM_SHA512 CKM_SHA512_HMAC CKM_SHA512_HMAC_GENERAL CKM_SHA512_KEY_GEN CKK_SHA512_HMAC 64 Some(Sha::Sha512)),
    hash!(CKM_SHA512_224 CKM_SHA512_224_HMAC CKM_SHA512_224_HMAC_GENERAL CKM_SHA512_224_KEY_GEN CKK_SHA512_224_HMAC 28 Some(Sha::Sha512_224)),
    hash!(CKM_SHA512_256 CKM_SHA512_256_HMAC CKM_SHA512_256_HMAC_GENERAL CKM_SHA512_256_KEY_GEN CKK_SHA512_256_HMAC 32 Some(Sha::Sha512_256)),
    hash!(CKM_SHA3_224 CKM_SHA3_224_HMAC CKM_SHA3_224_HMAC_GENERAL CKM_SHA3_224_KEY_GEN CKK_SHA3_224_HMAC 28 None),
    hash!(CKM_SHA3_256 CKM_SHA3_256_HMAC CKM_SHA3_256_HMAC_GENERAL CKM_SHA3_256_KEY_GEN CKK_SHA3_256_HMAC 32 None),
    hash!(CKM_SHA3_384 CKM_SHA3_384_HMAC CKM_SHA3_384_HMAC_GENERAL CKM_SHA3_384_KEY_GEN CKK_SHA3_384_HMAC 48 None),
    hash!(CKM_SHA3_512 CKM_SHA3_512_HMAC CKM_SHA3_512_HMAC_GENERAL CKM_SHA3_512_KEY_GEN CKK_SHA3_512_HMAC 64 None),
];

impl Hash {
    /// The hash with this digest mechanism.
    pub fn of(digest: u64) -> Option<Self> {
        HASHES.into_iter().find(|hash| hash.digest == digest)
    }

    /// The hash as OpenSSL knows it.
    pub fn message_digest(&self) -> Result<MessageDigest> {
        let name = match self.digest {
            CKM_SHA_1 => "SHA1",
            CKM_SHA224 => "SHA224",
            CKM_SHA256 => "SHA256",
            CKM_SHA384 => "SHA384",
            CKM_SHA512 => "SHA512",
            CKM_SHA512_224 => "SHA512-224",
            CKM_SHA512_256 => "SHA512-256",
            CKM_SHA3_224 => "SHA3-224",
            CKM_SHA3_256 => "SHA3-256",
            CKM_SHA3_384 => "SHA3-384",
            _ => "SHA3-512",
        };
        MessageDigest::from_name(name)
            .ok_or_else(|| Error::new(CKR_DEVICE_ERROR, "the library does not have the hash"))
    }

    /// The same, for OpenSSL's newer interfaces.
    pub fn md(&self) -> Result<&'static openssl::md::MdRef> {
        openssl::md::Md::from_nid(self.message_digest()?.type_())
            .ok_or_else(|| Error::new(CKR_DEVICE_ERROR, "the library does not have the hash"))
    }

    /// The hash as AWS-LC's HMAC knows it.
    pub fn hmac_hash(&self) -> hmac::Hash {
        match (self.sha, self.digest) {
            (Some(sha), _) => hmac::Hash::Sha(sha),
            (None, CKM_SHA3_224) => hmac::Hash::Sha3_224,
            (None, CKM_SHA3_256) => hmac::Hash::Sha3_256,
            (None, CKM_SHA3_384) => hmac::Hash::Sha3_384,
            (None, _) => hmac::Hash::Sha3_512,
        }
    }

    /// Which library digests.
    const fn library(&self) -> Library {
        if self.sha.is_some() { Library::AwsLc } else { Library::OpenSsl }
    }
}

/// The digests' rows.
pub static ROWS: [Row; 11] = [
    row::<0>(),
    row::<1>(),
    row::<2>(),
    row::<3>(),
    row::<4>(),
    row::<5>(),
    row::<6>(),
    row::<7>(),
    row::<8>(),
    row::<9>(),
    row::<10>(),
];

const fn row<const H: usize>() -> Row {
    let hash = HASHES[H];
    Row {
        kind: hash.digest,
        digest: Some(begin::<H>),
        library: hash.library(),
        cost: Cost::Inline,
        standing: if hash.digest == CKM_SHA_1 { Standing::Legacy } else { Standing::Default },
        ..Row::EMPTY
    }
}

fn begin<const H: usize>(_: &Params) -> Result<Box<dyn Signer>> {
    start(HASHES[H])
}

/// Begins a digest.
pub fn start(hash: Hash) -> Result<Box<dyn Signer>> {
    Ok(match hash.sha {
        Some(sha) => Box::new(Plain { sha, stream: ShaStream::new(sha) }),
        None => Box::new(Sponge {
            len: hash.len,
            hasher: Hasher::new(hash.message_digest()?).map_err(failed)?,
        }),
    })
}

fn failed(_: openssl::error::ErrorStack) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the digest failed in the cryptographic library")
}

/// SHA-1 and SHA-2.
struct Plain {
    sha: Sha,
    stream: ShaStream,
}

impl Signer for Plain {
    fn len(&self) -> usize {
        self.sha.len()
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.stream.update(input);
        Ok(())
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let digest = std::mem::replace(&mut self.stream, ShaStream::new(self.sha)).finish();
        super::put(&digest[..self.sha.len()], out)
    }

    fn save(&self) -> Option<Secret> {
        Some(Secret::from(self.stream.save()))
    }

    fn restore(&mut self, state: &[u8]) -> Result<()> {
        self.stream = ShaStream::restore(self.sha, state).ok_or_else(|| {
            Error::new(CKR_SAVED_STATE_INVALID, "it is not a state of this digest")
        })?;
        Ok(())
    }
}

/// SHA-3.
struct Sponge {
    len: usize,
    hasher: Hasher,
}

impl Signer for Sponge {
    fn len(&self) -> usize {
        self.len
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.hasher.update(input).map_err(failed)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        super::put(&self.hasher.finish().map_err(failed)?, out)
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(Error::new(CKR_SAVED_STATE_INVALID, "the state of this digest cannot be saved"))
    }
}
