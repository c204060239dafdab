//! Message authentication codes: what they have in common, and the rows of HMAC and CMAC (FIPS 198-1,
//! SP 800-38B). A MAC is signed and verified with the same key; the `…_GENERAL` rows give as many of its
//! leading bytes as the caller wants.

use super::digest::{HASHES, Hash};
use super::secret::MAX_SECRET;
use super::{Cost, Init, Row, Signer, Standing, Verifier};
use crate::ffi::hmac::HmacStream;
use aws_lc_rs::{cmac, constant_time};
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// The longest MAC, in bytes.
const MOST: usize = 64;

/// A code in progress, as a library has it.
pub trait Code: Send {
    /// Takes a part of the input.
    fn update(&mut self, input: &[u8]) -> Result<()>;
    /// Writes the whole code to the front of `out`, which has room for any, once.
    fn finish(&mut self, out: &mut [u8]) -> Result<()>;
}

/// A MAC in progress.
#[allow(clippy::large_enum_variant)] // the large one is the one that must be fast
enum Mac {
    Hmac(HmacStream),
    Other(Box<dyn Code>),
}

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the MAC failed in the cryptographic library")
}

impl Mac {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        match self {
            Self::Hmac(stream) => stream.update(input).then_some(()).ok_or_else(|| failed(())),
            Self::Other(code) => code.update(input),
        }
    }

    /// The whole MAC, in the front of the array.
    fn finish(&mut self) -> Result<[u8; MOST]> {
        match self {
            Self::Hmac(stream) => stream.finish().ok_or_else(|| failed(())),
            Self::Other(code) => {
                let mut mac = [0; MOST];
                code.finish(&mut mac)?;
                Ok(mac)
            }
        }
    }
}

/// A MAC that is made or compared: `len` bytes of it.
pub struct MacWork {
    mac: Mac,
    len: usize,
}

impl MacWork {
    /// One that begins.
    pub fn new(code: impl Code + 'static, len: usize) -> Self {
        Self { mac: Mac::Other(Box::new(code)), len }
    }
}

impl Signer for MacWork {
    fn len(&self) -> usize {
        self.len
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.mac.update(input)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let mac = self.mac.finish()?;
        super::put(mac.get(..self.len).unwrap_or_default(), out)
    }

    fn save(&self) -> Option<Secret> {
        match &self.mac {
            Mac::Hmac(stream) => stream.save().map(Secret::from),
            Mac::Other(_) => None,
        }
    }

    fn restore(&mut self, state: &[u8]) -> Result<()> {
        let right = match &mut self.mac {
            Mac::Hmac(stream) => stream.restore(state),
            Mac::Other(_) => false,
        };
        right
            .then_some(())
            .ok_or_else(|| Error::new(CKR_SAVED_STATE_INVALID, "it is not a state of this MAC"))
    }
}

impl Verifier for MacWork {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.mac.update(input)
    }

    fn finish(&mut self, signature: &[u8]) -> Result<()> {
        if signature.len() != self.len {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "the MAC has another length"));
        }
        let mac = self.mac.finish()?;
        constant_time::verify_slices_are_equal(mac.get(..self.len).unwrap_or_default(), signature)
            .map_err(|_| Error::new(CKR_SIGNATURE_INVALID, "the MAC is another"))
    }
}

/// How many bytes of a MAC of `whole` bytes the parameters ask for.
pub fn length(params: &Params, whole: usize) -> Result<usize> {
    match params {
        Params::Ulong(len) => {
            usize::try_from(*len).ok().filter(|len| (1..=whole).contains(len)).ok_or_else(|| {
                Error::new(CKR_MECHANISM_PARAM_INVALID, "the MAC does not have so many bytes")
            })
        }
        _ => Ok(whole),
    }
}

fn hmac_work<const H: usize>(init: &Init<'_>) -> Result<MacWork> {
    let hash: Hash = HASHES[H];
    let len = length(init.params, hash.len)?;
    let stream = init.secret()?.hmac(hash.hmac_hash())?.begin();
    Ok(MacWork { mac: Mac::Hmac(stream), len })
}

fn hmac_sign<const H: usize>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(hmac_work::<H>(init)?))
}

fn hmac_verify<const H: usize>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(hmac_work::<H>(init)?))
}

const fn hmac_row<const H: usize>(general: bool) -> Row {
    let hash = HASHES[H];
    Row {
        kind: if general { hash.hmac_general } else { hash.hmac },
        key_types: const { &[CKK_GENERIC_SECRET, HASHES[H].key_type] },
        sizes: (1, MAX_SECRET),
        sign: Some(hmac_sign::<H>),
        verify: Some(hmac_verify::<H>),
        cost: Cost::Inline,
        standing: if hash.digest == CKM_SHA_1 { Standing::Legacy } else { Standing::Default },
        ..Row::EMPTY
    }
}

struct Cmac(Option<cmac::Context>);

impl Code for Cmac {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.0.as_mut().ok_or_else(|| failed(()))?.update(input).map_err(failed)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<()> {
        let tag = self.0.take().ok_or_else(|| failed(()))?.sign().map_err(failed)?;
        super::put(tag.as_ref(), out).map(drop)
    }
}

fn cmac_work(init: &Init<'_>) -> Result<MacWork> {
    let len = length(init.params, 16)?;
    let key = init.secret()?.value();
    let algorithm = match key.len() {
        16 => cmac::AES_128,
        24 => cmac::AES_192,
        _ => cmac::AES_256,
    };
    let key = cmac::Key::new(algorithm, key).map_err(failed)?;
    Ok(MacWork::new(Cmac(Some(cmac::Context::with_key(&key))), len))
}

fn cmac_sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(cmac_work(init)?))
}

fn cmac_verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(cmac_work(init)?))
}

const fn cmac_row(kind: u64) -> Row {
    Row {
        kind,
        key_types: &[CKK_AES],
        sizes: (16, 32),
        sign: Some(cmac_sign),
        verify: Some(cmac_verify),
        cost: Cost::Inline,
        ..Row::EMPTY
    }
}

/// The MACs' rows.
pub static ROWS: [Row; 24] = [
    hmac_row::<0>(false),
    hmac_row::<0>(true),
    hmac_row::<1>(false),
    hmac_row::<1>(true),
    hmac_row::<2>(false),
    hmac_row::<2>(true),
    hmac_row::<3>(false),
    hmac_row::<3>(true),
    hmac_row::<4>(false),
    hmac_row::<4>(true),
    hmac_row::<5>(false),
    hmac_row::<5>(true),
    hmac_row::<6>(false),
    hmac_row::<6>(true),
    hmac_row::<7>(false),
    hmac_row::<7>(true),
    hmac_row::<8>(false),
    hmac_row::<8>(true),
    hmac_row::<9>(false),
    hmac_row::<9>(true),
    hmac_row::<10>(false),
    hmac_row::<10>(true),
    cmac_row(CKM_AES_CMAC),
    cmac_row(CKM_AES_CMAC_GENERAL),
];
