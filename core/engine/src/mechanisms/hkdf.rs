//! HKDF (RFC 5869): extracting, expanding, or both, through OpenSSL.

use super::digest::Hash;
use super::secret::MAX_SECRET;
use super::{Init, Library, Row};
use openssl::pkey::Id;
use openssl::pkey_ctx::{HkdfMode, PkeyCtx};
use strongroom_base::ck::*;
use strongroom_base::mechanism::HkdfSalt;
use strongroom_base::{Error, Params, Result, Secret};

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "HKDF failed in the cryptographic library")
}

fn derive(init: &Init<'_>, wanted: Option<usize>) -> Result<Secret> {
    let wrong = |why| Error::new(CKR_MECHANISM_PARAM_INVALID, why);
    let Params::Hkdf(params) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    let hash = Hash::of(params.hash).ok_or_else(|| wrong("there is no such hash for HKDF"))?;
    let (mode, len) = match (params.extract, params.expand) {
        (false, false) => return Err(wrong("HKDF extracts, expands, or does both")),
        // Longer than the hash there is nothing; shorter is cut by the caller.
        (true, false) => (HkdfMode::EXTRACT_ONLY, hash.len),
        (extract, true) => {
            let len = wanted.ok_or_else(|| {
                Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_VALUE_LEN says how much to derive")
            })?;
            if len == 0 || len > 255 * hash.len {
                return Err(Error::new(CKR_KEY_SIZE_RANGE, "HKDF cannot give so many bytes"));
            }
            let mode = if extract { HkdfMode::EXTRACT_THEN_EXPAND } else { HkdfMode::EXPAND_ONLY };
            (mode, len)
        }
    };
    let md = hash.md()?;
    let salt = match &params.salt {
        _ if !params.extract => None,
        HkdfSalt::Null => None,
        HkdfSalt::Data(salt) => Some(salt.as_slice()),
        HkdfSalt::Key(_) => {
            let key = init.others.first().ok_or_else(|| wrong("the salt is missing"))?;
            Some(key.secret()?.value())
        }
    };
    let mut context = PkeyCtx::new_id(Id::HKDF).map_err(failed)?;
    context.derive_init().map_err(failed)?;
    context.set_hkdf_mode(mode).map_err(failed)?;
    context.set_hkdf_md(md).map_err(failed)?;
    context.set_hkdf_key(init.secret()?.value()).map_err(failed)?;
    if let Some(salt) = salt.filter(|salt| !salt.is_empty()) {
        context.set_hkdf_salt(salt).map_err(failed)?;
    }
    if params.expand && !params.info.is_empty() {
        context.add_hkdf_info(&params.info).map_err(failed)?;
    }
    let mut out = Secret::zeroed(len);
    let written = context.derive(Some(out.expose_mut())).map_err(failed)?;
    out.truncate(written);
    Ok(out)
}

const HKDF: Row = Row {
    key_types: &[CKK_HKDF, CKK_GENERIC_SECRET],
    sizes: (1, MAX_SECRET),
    derive: Some(derive),
    library: Library::OpenSsl,
    ..Row::EMPTY
};

/// The rows: the same derivation into a key or into a data object.
pub static ROWS: [Row; 2] =
    [Row { kind: CKM_HKDF_DERIVE, ..HKDF }, Row { kind: CKM_HKDF_DATA, ..HKDF }];
