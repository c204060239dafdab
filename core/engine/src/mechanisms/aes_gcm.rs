//! AES-GCM (SP 800-38D), and GMAC, which is its tag over additional data alone.

use super::aead::{Parameters, Values};
use super::mac::{Code, MacWork};
use super::wrapping::{unwrap_by, wrap_by};
use super::{Cipher, Cost, Init, Row, Signer, Verifier};
use crate::ffi::aead::{Algorithm, TAG_LEN};
use crate::ffi::aead_stream::AeadStream;
use crate::ffi::cipher::Direction;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Gcm;
use strongroom_base::{Error, Params, Result, Secret};

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// The parameters, and bytes of the tag.
fn params(params: &Params) -> Result<(&Gcm, usize)> {
    let Params::Gcm(gcm) = params else {
        return Err(wrong("the parameters are missing"));
    };
    if gcm.iv.is_empty() {
        return Err(wrong("the initialisation vector is empty"));
    }
    if !(32..=128).contains(&gcm.tag_bits) || gcm.tag_bits % 8 != 0 {
        return Err(wrong("a tag has 32 to 128 bits, in whole bytes"));
    }
    Ok((gcm, usize::try_from(gcm.tag_bits / 8).unwrap_or(TAG_LEN)))
}

fn values(of: &Params) -> Result<Values<'_>> {
    let (gcm, tag) = params(of)?;
    Ok((&gcm.iv, &gcm.aad, tag))
}

fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Parameters::new(init, values)?.encryption())
}
fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Parameters::new(init, values)?.decryption())
}
fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(encrypt, init, plain, 1)
}
fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(decrypt, init, wrapped)
}

struct Gmac(AeadStream);

impl Code for Gmac {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.0.authenticate(input)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<()> {
        self.0.tag(out.get_mut(..TAG_LEN).unwrap_or_default())
    }
}

/// The data is what is authenticated, so the parameters have none.
fn gmac(init: &Init<'_>) -> Result<MacWork> {
    let (gcm, tag) = params(init.params)?;
    if !gcm.aad.is_empty() {
        return Err(wrong("the data of GMAC is its additional data"));
    }
    let key = init.secret()?.value();
    let stream = AeadStream::new(Algorithm::AesGcm, Direction::Encrypt, key, &gcm.iv, &[])?;
    Ok(MacWork::new(Gmac(stream), tag))
}
fn gmac_sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(gmac(init)?))
}
fn gmac_verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(gmac(init)?))
}

const AES: Row = Row { key_types: &[CKK_AES], sizes: (16, 32), cost: Cost::Inline, ..Row::EMPTY };

/// The rows.
pub static ROWS: [Row; 2] = [
    Row {
        kind: CKM_AES_GCM,
        messages: true,
        encrypt: Some(encrypt),
        decrypt: Some(decrypt),
        wrap: Some(wrap),
        unwrap: Some(unwrap),
        ..AES
    },
    Row { kind: CKM_AES_GMAC, sign: Some(gmac_sign), verify: Some(gmac_verify), ..AES },
];
