//! CMAC with triple DES (SP 800-38B), for what is old, through OpenSSL.

use super::mac::{Code, MacWork, length};
use super::{Init, Library, Row, Signer, Standing, Verifier};
use crate::keys::secret::three_des_keys;
use openssl::md_ctx::MdCtx;
use openssl::pkey::PKey;
use openssl::symm::Cipher;
use strongroom_base::ck::*;
use strongroom_base::{Error, Result};

/// Bytes of the MAC.
const LEN: usize = 8;

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the MAC failed in the cryptographic library")
}

struct Cmac(MdCtx);

impl Code for Cmac {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.0.digest_sign_update(input).map_err(failed)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<()> {
        let len = self.0.digest_sign_final(Some(out)).map_err(failed)?;
        if len == LEN { Ok(()) } else { Err(failed(())) }
    }
}

fn work(init: &Init<'_>) -> Result<MacWork> {
    let len = length(init.params, LEN)?;
    let key = three_des_keys(init.secret()?.value());
    let key = PKey::cmac(&Cipher::des_ede3_cbc(), key.expose()).map_err(failed)?;
    let mut context = MdCtx::new().map_err(failed)?;
    context.digest_sign_init(None, &key).map_err(failed)?;
    Ok(MacWork::new(Cmac(context), len))
}

fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(work(init)?))
}

fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(work(init)?))
}

const CMAC: Row = Row {
    key_types: &[CKK_DES2, CKK_DES3],
    sizes: (16, 24),
    sign: Some(sign),
    verify: Some(verify),
    library: Library::OpenSsl,
    standing: Standing::Legacy,
    ..Row::EMPTY
};

/// The rows.
pub static ROWS: [Row; 2] =
    [Row { kind: CKM_DES3_CMAC, ..CMAC }, Row { kind: CKM_DES3_CMAC_GENERAL, ..CMAC }];
