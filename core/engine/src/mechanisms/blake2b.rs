//! BLAKE2b (RFC 7693) with digests of 160, 256, 384 and 512 bits: the digests, HMAC with them (RFC 2104),
//! its keys, and keys that are digests of keys. Neither C library has the four lengths, so it is RustCrypto's,
//! which Argon2 brings along.

use super::mac::{Code, MacWork, length};
use super::secret::{ANY_SECRET, MAX_SECRET, any_length};
use super::{Cost, Init, Library, Row, Signer, Verifier};
use blake2::digest::consts::{U20, U32, U48, U64};
use blake2::digest::{FixedOutputReset, OutputSizeUser};
use blake2::{Blake2b, Digest};
use std::marker::PhantomData;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};
use zeroize::Zeroizing;

/// Bytes of a block.
const BLOCK: usize = 128;

/// One of the four.
trait Hash: Digest + FixedOutputReset + OutputSizeUser + Clone + Send + 'static {}
impl<T: Digest + FixedOutputReset + OutputSizeUser + Clone + Send + 'static> Hash for T {}

fn finish<H: Hash>(hash: &mut H, out: &mut [u8]) -> Result<usize> {
    let digest = Digest::finalize_reset(hash);
    let len = super::put(&digest, out)?;
    Ok(len)
}

struct Plain<H>(H);

impl<H: Hash> Signer for Plain<H> {
    fn len(&self) -> usize {
        <H as Digest>::output_size()
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        Digest::update(&mut self.0, input);
        Ok(())
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        finish(&mut self.0, out)
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(Error::new(CKR_SAVED_STATE_INVALID, "the state of this digest cannot be saved"))
    }
}

fn digest<H: Hash>(_: &Params) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Plain(H::new())))
}

/// HMAC: the digest of the outer key block and the digest of the inner one and the data.
struct Hmac<H> {
    inner: H,
    outer: H,
}

impl<H: Hash> Hmac<H> {
    fn new(key: &[u8]) -> Result<Self> {
        let mut block = Zeroizing::new([0; BLOCK]);
        if key.len() > BLOCK {
            let mut hash = H::new();
            Digest::update(&mut hash, key);
            finish(&mut hash, block.as_mut_slice())?;
        } else {
            super::put(key, block.as_mut_slice())?;
        }
        let begun = |pad: u8| {
            let mut hash = H::new();
            let block = Zeroizing::new(block.map(|byte| byte ^ pad));
            Digest::update(&mut hash, block.as_slice());
            hash
        };
        Ok(Self { inner: begun(0x36), outer: begun(0x5c) })
    }
}

impl<H: Hash> Code for Hmac<H> {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        Digest::update(&mut self.inner, input);
        Ok(())
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<()> {
        let mut inner = Zeroizing::new([0; 64]);
        let len = finish(&mut self.inner, inner.as_mut_slice())?;
        Digest::update(&mut self.outer, inner.get(..len).unwrap_or_default());
        finish(&mut self.outer, out).map(drop)
    }
}

fn hmac<H: Hash>(init: &Init<'_>) -> Result<MacWork> {
    let len = length(init.params, <H as Digest>::output_size())?;
    Ok(MacWork::new(Hmac::<H>::new(init.secret()?.value())?, len))
}
fn sign<H: Hash>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(hmac::<H>(init)?))
}
fn verify<H: Hash>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(hmac::<H>(init)?))
}

fn derive<H: Hash>(init: &Init<'_>, _: Option<usize>) -> Result<Secret> {
    let mut hash = H::new();
    Digest::update(&mut hash, init.secret()?.value());
    let mut out = Secret::zeroed(<H as Digest>::output_size());
    finish(&mut hash, out.expose_mut())?;
    Ok(out)
}

/// The rows of one length.
struct Rows<H>(PhantomData<H>);

impl<H: Hash> Rows<H> {
    const BLAKE2B: Row = Row { library: Library::RustCrypto, cost: Cost::Inline, ..Row::EMPTY };

    const fn digest(kind: u64) -> Row {
        Row { kind, digest: Some(digest::<H>), ..Self::BLAKE2B }
    }

    const fn hmac(kind: u64, key_types: &'static [u64]) -> Row {
        Row {
            kind,
            key_types,
            sizes: (1, MAX_SECRET),
            sign: Some(sign::<H>),
            verify: Some(verify::<H>),
            ..Self::BLAKE2B
        }
    }

    const fn derive(kind: u64) -> Row {
        Row {
            kind,
            key_types: ANY_SECRET,
            sizes: (1, MAX_SECRET),
            derive: Some(derive::<H>),
            ..Self::BLAKE2B
        }
    }
}

const fn key(kind: u64, key_types: &'static [u64]) -> Row {
    Row { kind, key_types, sizes: (1, MAX_SECRET), generate: Some(any_length), ..Row::EMPTY }
}

macro_rules! rows {
    ($($digest:ident $hmac:ident $general:ident $derive:ident $gen:ident $type:ident $len:ident;)*) => {
        /// The types of keys for HMAC with them.
        pub const KEY_TYPES: [u64; 4] = [$($type),*];

        /// The rows.
        pub static ROWS: &[Row] = &[$(
            Rows::<Blake2b<$len>>::digest($digest),
            Rows::<Blake2b<$len>>::hmac($hmac, &[CKK_GENERIC_SECRET, $type]),
            Rows::<Blake2b<$len>>::hmac($general, &[CKK_GENERIC_SECRET, $type]),
            Rows::<Blake2b<$len>>::derive($derive),
            key($gen, &[$type]),
        )*];
    };
}

#[rustfmt::skip] // one line a hash
rows! {
    CKM_BLAKE2B_160 CKM_BLAKE2B_160_HMAC CKM_BLAKE2B_160_HMAC_GENERAL CKM_BLAKE2B_160_KEY_DERIVE CKM_BLAKE2B_160_KEY_GEN CKK_BLAKE2B_160_HMAC U20;
    CKM_BLAKE2B_256 CKM_BLAKE2B_256_HMAC CKM_BLAKE2B_256_HMAC_GENERAL CKM_BLAKE2B_256_KEY_DERIVE CKM_BLAKE2B_256_KEY_GEN CKK_BLAKE2B_256_HMAC U32;
    CKM_BLAKE2B_384 CKM_BLAKE2B_384_HMAC CKM_BLAKE2B_384_HMAC_GENERAL CKM_BLAKE2B_384_KEY_DERIVE CKM_BLAKE2B_384_KEY_GEN CKK_BLAKE2B_384_HMAC U48;
    CKM_BLAKE2B_512 CKM_BLAKE2B_512_HMAC CKM_BLAKE2B_512_HMAC_GENERAL CKM_BLAKE2B_512_KEY_DERIVE CKM_BLAKE2B_512_KEY_GEN CKK_BLAKE2B_512_HMAC U64;
}
