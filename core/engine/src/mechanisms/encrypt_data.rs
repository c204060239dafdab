//! Keys that are the encryption of data under another key (PKCS #11 v3.2, section 6.27). The ciphers are
//! the rows of ECB and CBC; data that is not of whole blocks is refused by them.

use super::{Init, Library, Row, Standing};
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// The encryption by the row `cipher`.
fn derive(init: &Init<'_>, cipher: u64, wanted: Option<usize>) -> Result<Secret> {
    let begin = super::find(cipher)?.encrypt.ok_or_else(super::not_for_this)?;
    let (params, data) = match init.params {
        Params::Bytes(data) => (Params::None, data),
        Params::CbcData { iv, data } => (Params::Bytes(iv.clone()), data),
        _ => return Err(Error::new(CKR_MECHANISM_PARAM_INVALID, "the data is missing")),
    };
    // C_DeriveKey does not answer CKR_DATA_LEN_RANGE, which the chapter names for short data; to it the data
    // is a parameter, and that is what programs look for.
    let bad = |why| Error::new(CKR_MECHANISM_PARAM_INVALID, why);
    if data.is_empty() || wanted.is_some_and(|wanted| wanted > data.len()) {
        return Err(bad("the data is too short for the key asked for"));
    }
    let mut cipher = begin(&Init { params: &params, ..*init })?;
    let mut out = Secret::zeroed(cipher.once_len(data.len()));
    let len = cipher.once(data, out.expose_mut()).map_err(|error| {
        if error.is(CKR_DATA_LEN_RANGE) { bad("the data is not of whole blocks") } else { error }
    })?;
    out.truncate(len);
    Ok(out)
}

fn aes_ecb(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    derive(init, CKM_AES_ECB, wanted)
}
fn aes_cbc(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    derive(init, CKM_AES_CBC, wanted)
}
fn des3_ecb(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    derive(init, CKM_DES3_ECB, wanted)
}
fn des3_cbc(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    derive(init, CKM_DES3_CBC, wanted)
}

const AES: Row =
    Row { key_types: &[CKK_AES], sizes: (16, 32), standing: Standing::Legacy, ..Row::EMPTY };

const DES3: Row =
    Row { key_types: &[CKK_DES2, CKK_DES3], sizes: (16, 24), library: Library::OpenSsl, ..AES };

/// The rows.
pub static ROWS: [Row; 4] = [
    Row { kind: CKM_AES_ECB_ENCRYPT_DATA, derive: Some(aes_ecb), ..AES },
    Row { kind: CKM_AES_CBC_ENCRYPT_DATA, derive: Some(aes_cbc), ..AES },
    Row { kind: CKM_DES3_ECB_ENCRYPT_DATA, derive: Some(des3_ecb), ..DES3 },
    Row { kind: CKM_DES3_CBC_ENCRYPT_DATA, derive: Some(des3_cbc), ..DES3 },
];
