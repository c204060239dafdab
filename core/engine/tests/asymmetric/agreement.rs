//! Key agreement.

use super::harness::*;
use super::make::*;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Ecdh1;
use strongroom_base::{Params, Result};
use strongroom_engine::keys::Key;
use strongroom_engine::keys::{pkcs8, spki};

fn derive(key: &Arc<Key>, kdf: u64, point: &[u8], len: Option<usize>) -> Result<Vec<u8>> {
    let shared = if kdf == CKD_NULL { vec![] } else { b"shared".to_vec() };
    let params = Params::Ecdh1(Ecdh1 { kdf, shared, public: point.to_vec() });
    with_init(key, &params, |init| row(CKM_ECDH1_DERIVE).derive.unwrap()(init, len))
        .map(|secret| secret.expose().to_vec())
}

/// The derivation functions as X9.63 writes them: hash(secret, counter, shared), as often as needed.
#[test]
fn derivation_functions_and_lengths() {
    for (curve, kind, key_type) in CURVES.into_iter().filter(|(.., t)| *t != CKK_EC_EDWARDS) {
        let ((ours, our_value), (theirs, _)) = (generate_on(kind, curve), generate_on(kind, curve));
        drop(ours);
        let key = private(key_type, &our_value);
        let wrapped = theirs.get(CKA_EC_POINT).unwrap().as_bytes().unwrap();
        let secret = derive(&key, CKD_NULL, wrapped, None).unwrap();
        // The point as it is, without the OCTET STRING around it.
        let info = spki::encode(key_type, &theirs).unwrap();
        let raw =
            &info[info.len() - (wrapped.len() - if wrapped[1] & 0x80 == 0 { 2 } else { 3 })..];
        assert_eq!(derive(&key, CKD_NULL, raw, None).unwrap(), secret);
        // Cut at the front; never longer than it is.
        let cut = derive(&key, CKD_NULL, wrapped, Some(16)).unwrap();
        assert_eq!(cut, secret[secret.len() - 16..]);
        let answer = derive(&key, CKD_NULL, wrapped, Some(secret.len() + 1));
        fails(answer, CKR_KEY_SIZE_RANGE);
        for (kdf, hash) in
            [(CKD_SHA1_KDF, CKM_SHA_1), (CKD_SHA256_KDF, CKM_SHA256), (CKD_SHA512_KDF, CKM_SHA512)]
        {
            let block = |counter: u8| {
                digest(hash, &[secret.as_slice(), &[0, 0, 0, counter], b"shared"].concat())
            };
            let expected = [block(1), block(2), block(3)].concat();
            let answer = derive(&key, kdf, wrapped, Some(expected.len() - 5)).unwrap();
            assert_eq!(answer, expected[..expected.len() - 5]);
        }
        // SP 800-56C has the counter in front.
        let block = |counter: u8| {
            digest(CKM_SHA384, &[&[0, 0, 0, counter], secret.as_slice(), b"shared"].concat())
        };
        let expected = [block(1), block(2)].concat();
        let answer = derive(&key, CKD_SHA384_KDF_SP800, wrapped, Some(expected.len()));
        assert_eq!(answer.unwrap(), expected);
        fails(derive(&key, 0x7777, wrapped, Some(16)), CKR_MECHANISM_PARAM_INVALID);
        for wrong in [&[][..], &[0], &[4; 5], &raw[1..], &[wrapped, &[0]].concat()] {
            fails(derive(&key, CKD_NULL, wrong, None), CKR_MECHANISM_PARAM_INVALID);
        }
    }
}

/// Ours is AWS-LC where it has the curve; OpenSSL agrees on the same secret.
#[test]
fn openssl_agrees() {
    use openssl::derive::Deriver;
    use openssl::pkey::PKey;
    for (curve, kind, key_type) in CURVES.into_iter().filter(|(.., t)| *t != CKK_EC_EDWARDS) {
        let ((ours, value), (theirs, their_value)) =
            (generate_on(kind, curve), generate_on(kind, curve));
        let point = theirs.get(CKA_EC_POINT).unwrap().as_bytes().unwrap();
        let secret = derive(&private(key_type, &value), CKD_NULL, point, None).unwrap();
        let info = ours.get(CKA_PUBLIC_KEY_INFO).unwrap().as_bytes().unwrap();
        let peer = PKey::public_key_from_der(info).unwrap();
        let mut whole = their_value.clone();
        if whole.get(CKA_EC_PARAMS).is_none() {
            whole.push(CKA_EC_PARAMS, curve);
        }
        let der = pkcs8::encode(key_type, &whole).unwrap();
        let own = PKey::private_key_from_der(der.expose()).unwrap();
        let mut deriver = Deriver::new(&own).unwrap();
        deriver.set_peer(&peer).unwrap();
        assert_eq!(deriver.derive_to_vec().unwrap(), secret, "{curve:?}");
    }
}
