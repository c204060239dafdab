//! Schnorr signatures on secp256k1 (BIP 340), through Bitcoin Core's library: the message as it is, the public
//! key by the x coordinate of its point.

use super::hashed::{Direct, SignDigest, VerifyDigest};
use super::{Init, Library, Row, Signer, Verifier};
use crate::ffi::ec::{Curve, EcKey};
use crate::keys::Key;
use crate::random;
use secp256k1::{All, Keypair, Secp256k1, XOnlyPublicKey, schnorr::Signature};
use std::sync::{Arc, LazyLock};
use strongroom_base::ck::*;
use strongroom_base::{Error, Result};
use zeroize::Zeroizing;

/// Bytes of a signature.
const LEN: usize = 64;

/// The library's context, which all threads share.
static CONTEXT: LazyLock<Secp256k1<All>> = LazyLock::new(Secp256k1::new);

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not a key on secp256k1")
}

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the signature failed in the cryptographic library")
}

/// The key, if it is on the curve.
fn on_curve(key: &EcKey) -> Result<&EcKey> {
    if key.curve() == Curve::Secp256k1 { Ok(key) } else { Err(wrong_key()) }
}

struct PrivateKey(Arc<Key>);
struct PublicKey(XOnlyPublicKey);

impl SignDigest for PrivateKey {
    fn len(&self) -> usize {
        LEN
    }

    fn sign(&mut self, message: &[u8], out: &mut [u8]) -> Result<usize> {
        let Key::EcPrivate(key) = &*self.0 else { return Err(wrong_key()) };
        let number = on_curve(key)?.private().ok_or(()).map_err(failed)?;
        let mut aux = [0; 32];
        random::fill(&mut aux)?;
        let number = Zeroizing::new(<[u8; 32]>::try_from(number.expose()).map_err(failed)?);
        let mut pair = Keypair::from_seckey_byte_array(&CONTEXT, *number).map_err(failed)?;
        let signature = CONTEXT.sign_schnorr_with_aux_rand(message, &pair, &aux);
        pair.non_secure_erase();
        super::put(&signature.to_byte_array(), out)
    }
}

impl VerifyDigest for PublicKey {
    fn verify(&mut self, message: &[u8], signature: &[u8]) -> Result<()> {
        let signature = <[u8; LEN]>::try_from(signature)
            .map_err(|_| Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length"))?;
        CONTEXT
            .verify_schnorr(&Signature::from_byte_array(signature), message, &self.0)
            .map_err(|_| Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
    }
}

fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    match &**init.key {
        Key::EcPrivate(key) => {
            on_curve(key)?;
            Ok(Box::new(Direct(PrivateKey(Arc::clone(init.key)))))
        }
        _ => Err(wrong_key()),
    }
}

fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    let Key::EcPublic(key) = &**init.key else { return Err(wrong_key()) };
    let point = on_curve(key)?.public().ok_or(()).map_err(failed)?;
    let x = point.get(1..33).and_then(|x| x.try_into().ok()).ok_or(()).map_err(failed)?;
    let key = XOnlyPublicKey::from_byte_array(x).map_err(failed)?;
    Ok(Box::new(Direct(PublicKey(key))))
}

/// The row.
pub static ROWS: [Row; 1] = [Row {
    kind: CKM_STRONGROOM_SCHNORR_BIP340,
    key_types: &[CKK_EC],
    sizes: (256, 256),
    multi_part: false,
    sign: Some(sign),
    verify: Some(verify),
    library: Library::Libsecp256k1,
    ..Row::EMPTY
}];
