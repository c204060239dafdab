//! Encapsulation with RSA keys and on curves: both sides agree, whatever the parameters and lengths.

use super::harness::*;
use super::make::*;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Ecdh1, Oaep};
use strongroom_base::{Params, Result, Secret, Template};
use strongroom_engine::keys::Key;

fn encapsulate(
    kind: u64,
    key: &Arc<Key>,
    params: &Params,
    len: Option<usize>,
) -> Result<(Vec<u8>, Secret)> {
    with_init(key, params, |init| row(kind).encapsulate.unwrap()(init, len))
}

fn decapsulate(
    kind: u64,
    key: &Arc<Key>,
    params: &Params,
    ciphertext: &[u8],
    len: Option<usize>,
) -> Result<Secret> {
    with_init(key, params, |init| row(kind).decapsulate.unwrap()(init, ciphertext, len))
}

fn both(kind: u64, owner: &Arc<Key>, opens: &Arc<Key>, params: &Params, len: Option<usize>) {
    let (ciphertext, secret) = encapsulate(kind, owner, params, len).unwrap();
    assert_eq!(ciphertext.len(), row(kind).encapsulated_len.unwrap()(owner));
    if let Some(len) = len {
        assert_eq!(secret.len(), len);
    }
    let opened = decapsulate(kind, opens, params, &ciphertext, len).unwrap();
    assert_eq!(opened.expose(), secret.expose());
    let (another, other) = encapsulate(kind, owner, params, len).unwrap();
    assert_ne!((&another, other.expose()), (&ciphertext, secret.expose()));
    let cut = decapsulate(kind, opens, params, &ciphertext[1..], len).unwrap_err();
    assert!(cut.is(CKR_WRAPPED_KEY_LEN_RANGE) || cut.is(CKR_WRAPPED_KEY_INVALID), "{cut}");
}

#[test]
fn rsa() {
    let bits = Template::new().with(CKA_MODULUS_BITS, 2048_u64);
    let (owner, opens) = generate(CKM_RSA_PKCS_KEY_PAIR_GEN, &bits);
    let (owner, opens) = (public(CKK_RSA, &owner), private(CKK_RSA, &opens));
    let oaep = |label: &[u8]| {
        let label = label.to_vec();
        Params::Oaep(Oaep { hash: CKM_SHA256, mgf: CKG_MGF1_SHA256, source: 1, label })
    };
    for len in [None, Some(16), Some(32), Some(100)] {
        both(CKM_RSA_PKCS, &owner, &opens, &Params::None, len);
        both(CKM_RSA_X_509, &owner, &opens, &Params::None, len);
        both(CKM_RSA_PKCS_OAEP, &owner, &opens, &oaep(b"label"), len);
    }
    let (ciphertext, _) = encapsulate(CKM_RSA_PKCS_OAEP, &owner, &oaep(b"one"), None).unwrap();
    let other = decapsulate(CKM_RSA_PKCS_OAEP, &opens, &oaep(b"other"), &ciphertext, None);
    fails(other, CKR_WRAPPED_KEY_INVALID);
    for (kind, len) in [(CKM_RSA_PKCS, 246), (CKM_RSA_PKCS, 0), (CKM_RSA_X_509, 257)] {
        fails(encapsulate(kind, &owner, &Params::None, Some(len)), CKR_KEY_SIZE_RANGE);
    }
    fails(encapsulate(CKM_RSA_PKCS_OAEP, &owner, &oaep(b""), Some(191)), CKR_KEY_SIZE_RANGE);
    let all = [0xff; 256];
    let too_much = decapsulate(CKM_RSA_X_509, &opens, &Params::None, &all, None);
    fails(too_much, CKR_WRAPPED_KEY_INVALID);
}

#[test]
fn on_curves() {
    let ecdh = |kdf, public: &[u8]| {
        Params::Ecdh1(Ecdh1 { kdf, shared: Vec::new(), public: public.to_vec() })
    };
    for (curve, kind, key_type) in CURVES {
        if key_type == CKK_EC_EDWARDS {
            continue;
        }
        let (owner, opens) = generate_on(kind, curve);
        let (owner, opens) = (public(key_type, &owner), private(key_type, &opens));
        for kind in [CKM_ECDH1_DERIVE, CKM_ECDH1_COFACTOR_DERIVE] {
            both(kind, &owner, &opens, &ecdh(CKD_NULL, b""), None);
            both(kind, &owner, &opens, &ecdh(CKD_NULL, b""), Some(16));
            both(kind, &owner, &opens, &ecdh(CKD_SHA256_KDF, b""), Some(100));
        }
        let (point, _) = encapsulate(CKM_ECDH1_DERIVE, &owner, &ecdh(CKD_NULL, b""), None).unwrap();
        let given = encapsulate(CKM_ECDH1_DERIVE, &owner, &ecdh(CKD_NULL, &point), None);
        fails(given, CKR_MECHANISM_PARAM_INVALID);
        // A point that is on no such curve, or gives zero.
        let zero = vec![0; point.len()];
        let params = ecdh(CKD_NULL, b"");
        let answer = decapsulate(CKM_ECDH1_DERIVE, &opens, &params, &zero, None);
        fails(answer, CKR_WRAPPED_KEY_INVALID);
    }
}
