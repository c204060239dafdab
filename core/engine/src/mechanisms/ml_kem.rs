//! ML-KEM (FIPS 203; PKCS #11 v3.2, section 6.68): a secret for the owner of a public key.

use super::{Init, Row, ml_dsa};
use crate::keys::Key;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret, Template};

fn failed() -> Error {
    Error::new(CKR_DEVICE_ERROR, "ML-KEM failed in the cryptographic library")
}

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not a key for ML-KEM")
}

fn encapsulate(init: &Init<'_>, _: Option<usize>) -> Result<(Vec<u8>, Secret)> {
    let Key::LatticePublic(public) = &**init.key else { return Err(wrong_key()) };
    let mut ciphertext = vec![0; public.set.output_len];
    let secret = public.key.encapsulate(&mut ciphertext).ok_or_else(failed)?;
    Ok((ciphertext, secret))
}

fn encapsulated_len(key: &Key) -> usize {
    match key {
        Key::LatticePublic(public) => public.set.output_len,
        _ => 0,
    }
}

fn decapsulate(init: &Init<'_>, ciphertext: &[u8], _: Option<usize>) -> Result<Secret> {
    let Key::LatticePrivate(private) = &**init.key else { return Err(wrong_key()) };
    if ciphertext.len() != private.set.output_len {
        return Err(Error::new(CKR_WRAPPED_KEY_LEN_RANGE, "no ciphertext has this length"));
    }
    private.key.decapsulate(ciphertext).ok_or_else(failed)
}

fn generate(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    ml_dsa::generate(CKK_ML_KEM, public)
}

const ML_KEM: Row = Row { key_types: &[CKK_ML_KEM], sizes: (800, 1568), ..Row::EMPTY };

/// The rows.
pub static ROWS: [Row; 2] = [
    Row { kind: CKM_ML_KEM_KEY_PAIR_GEN, generate_pair: Some(generate), ..ML_KEM },
    Row {
        kind: CKM_ML_KEM,
        multi_part: false,
        encapsulate: Some(encapsulate),
        encapsulated_len: Some(encapsulated_len),
        decapsulate: Some(decapsulate),
        ..ML_KEM
    },
];
