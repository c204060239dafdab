//! ECDSA and EdDSA.

use super::harness::*;
use super::make::*;
use openssl::ecdsa::EcdsaSig;
use openssl::pkey::PKey;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Eddsa;
use strongroom_base::{Params, Template};
use strongroom_engine::keys::pkcs8;

/// Ours is what OpenSSL takes, for digests of any length and with every curve.
#[test]
fn openssl_takes_ecdsa() {
    for (params, kind, key_type) in CURVES.into_iter().filter(|(.., key_type)| *key_type == CKK_EC)
    {
        let (for_public, for_private) = generate_on(kind, params);
        let (verifying, signing) = (public(key_type, &for_public), private(key_type, &for_private));
        let info = for_public.get(CKA_PUBLIC_KEY_INFO).unwrap().as_bytes().unwrap();
        let theirs = PKey::public_key_from_der(info).unwrap().ec_key().unwrap();
        for len in [1, 20, 28, 32, 48, 64, 66] {
            let digest = pattern(len);
            let signature = sign(CKM_ECDSA, &signing, &Params::None, &digest).unwrap();
            let (r, s) = signature.split_at(signature.len() / 2);
            let number = |bytes| openssl::bn::BigNum::from_slice(bytes).unwrap();
            let parsed = EcdsaSig::from_private_components(number(r), number(s)).unwrap();
            assert!(parsed.verify(&digest, &theirs).unwrap(), "{params:?} {len}");
            verify(CKM_ECDSA, &verifying, &Params::None, &digest, &signature).unwrap();
            let mut wrong = signature.clone();
            wrong[3] ^= 1;
            let answer = verify(CKM_ECDSA, &verifying, &Params::None, &digest, &wrong);
            fails(answer, CKR_SIGNATURE_INVALID);
            for len in [0, 1, signature.len() - 1, signature.len() + 2] {
                let wrong = vec![1; len];
                let answer = verify(CKM_ECDSA, &verifying, &Params::None, &digest, &wrong);
                fails(answer, CKR_SIGNATURE_LEN_RANGE);
            }
        }
    }
}

/// Ed25519 is AWS-LC's; OpenSSL makes the same signatures.
#[test]
fn openssl_makes_the_same_eddsa() {
    for (params, kind, key_type) in
        CURVES.into_iter().filter(|(.., key_type)| *key_type == CKK_EC_EDWARDS)
    {
        let (for_public, mut for_private) = generate_on(kind, params);
        let (verifying, signing) = (public(key_type, &for_public), private(key_type, &for_private));
        if for_private.get(CKA_EC_PARAMS).is_none() {
            for_private.push(CKA_EC_PARAMS, params);
        }
        let der = pkcs8::encode(key_type, &for_private).unwrap();
        let theirs = PKey::private_key_from_der(der.expose()).unwrap();
        for len in [0, 1, 64, 1000] {
            let message = pattern(len);
            let signature = sign(CKM_EDDSA, &signing, &Params::None, &message).unwrap();
            let expected = openssl::sign::Signer::new_without_digest(&theirs)
                .and_then(|mut signer| signer.sign_oneshot_to_vec(&message))
                .unwrap();
            assert_eq!(signature, expected);
            verify(CKM_EDDSA, &verifying, &Params::None, &message, &signature).unwrap();
        }
    }
}

/// Both numbers may be shorter than the curve's, by the same number of bytes. Those of P-521 have 66 bytes,
/// of which the first is 0 or 1.
#[test]
fn short_signatures_are_taken() {
    let (for_public, for_private) = generate_on(CKM_EC_KEY_PAIR_GEN, P521);
    let (verifying, signing) = (public(CKK_EC, &for_public), private(CKK_EC, &for_private));
    let short = (0..200)
        .map(|_| sign(CKM_ECDSA, &signing, &Params::None, &[7; 32]).unwrap())
        .find(|signature| signature[0] == 0 && signature[66] == 0)
        .expect("one in four");
    let cut = [&short[1..66], &short[67..]].concat();
    verify(CKM_ECDSA, &verifying, &Params::None, &[7; 32], &cut).unwrap();
}

fn eddsa_params(prehash: bool, context: &[u8]) -> Params {
    Params::Eddsa(Eddsa { prehash, context: context.to_vec() })
}

/// RFC 8032, sections 7.1 to 7.5.
#[test]
fn rfc_8032() {
    let foo = hex("666f6f");
    #[rustfmt::skip]
    #[allow(clippy::type_complexity)] // one line a vector
    let answers: [(&[u8], u64, &str, &str, Params, &str); 5] = [
        (ED25519, 32, "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "", Params::None,
         "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        (ED25519, 32, "0305334e381af78f141cb666f6199f57bc3495335a256a95bd2a55bf546663f6", "f726936d19c800494e3fdaff20b276a8", eddsa_params(false, &foo),
         "55a4cc2f70a54e04288c5f4cd1e45a7bb520b36292911876cada7323198dd87a8b36950b95130022907a7fb7c4e9b2d5f6cca685a587b4b21f4b888e4e7edb0d"),
        (ED25519, 32, "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", "616263", eddsa_params(true, b""),
         "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406"),
        (ED448, 57, "c4eab05d357007c632f3dbb48489924d552b08fe0c353a0d4a1f00acda2c463afbea67c5e8d2877c5e3bc397a659949ef8021e954e0a12274e", "03", eddsa_params(false, &foo),
         "d4f8f6131770dd46f40867d6fd5d5055de43541f8c5e35abbcd001b32a89f7d2151f7647f11d8ca2ae279fb842d607217fce6e042f6815ea000c85741de5c8da1144a6a1aba7f96de42505d7a7298524fda538fccbbb754f578c1cad10d54d0d5428407e85dcbc98a49155c13764e66c3c00"),
        (ED448, 57, "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42ef7822e0d5104127dc05d6dbefde69e3ab2cec7c867c6e2c49", "616263", eddsa_params(true, b""),
         "822f6901f7480f3d5f562c592994d9693602875614483256505600bbc281ae381f54d6bce2ea911574932f52a4e6cadd78769375ec3ffd1b801a0d9b3f4030cd433964b6457ea39476511214f97469b57dd32dbc560a9a94d00bff07620464a3ad203df7dc7ce360c3cd3696d9d9fab90f00"),
    ];
    for (curve, len, seed, message, params, expected) in answers {
        let (seed, message) = (hex(seed), hex(message));
        assert_eq!(seed.len() as u64, len);
        let attributes =
            Template::new().with(CKA_EC_PARAMS, curve).with(CKA_VALUE, seed.as_slice());
        let signing = private(CKK_EC_EDWARDS, &attributes);
        let signature = sign(CKM_EDDSA, &signing, &params, &message).unwrap();
        assert_eq!(hex::encode(&signature), expected);
        let info = pkcs8::public_info(CKK_EC_EDWARDS, &attributes).unwrap();
        let verifying = of_info(&info).unwrap();
        verify(CKM_EDDSA, &verifying, &params, &message, &signature).unwrap();
        // However the data is cut, the signature is the same (PKCS #11 v3.2, section 6.3.16).
        for at in 0..=message.len() {
            let (one, other) = message.split_at(at);
            let mut signer = begin_sign(CKM_EDDSA, &signing, &params).unwrap();
            let mut out = vec![0; signer.len()];
            signer.update(one).unwrap();
            signer.update(other).unwrap();
            let len = signer.finish(&mut out).unwrap();
            assert_eq!(out.get(..len), Some(signature.as_slice()));
            let mut verifier = begin_verify(CKM_EDDSA, &verifying, &params).unwrap();
            verifier.update(one).unwrap();
            verifier.update(other).unwrap();
            verifier.finish(&signature).unwrap();
            let mut verifier = begin_verify(CKM_EDDSA, &verifying, &params).unwrap();
            verifier.update(b"something else").unwrap();
            fails(verifier.finish(&signature), CKR_SIGNATURE_INVALID);
        }
        // The variant and the context are part of what is signed.
        for other in [eddsa_params(false, b"bar"), eddsa_params(true, b"bar")] {
            let answer = verify(CKM_EDDSA, &verifying, &other, &message, &signature);
            fails(answer, CKR_SIGNATURE_INVALID);
        }
        let long = eddsa_params(false, &[0; 256]);
        fails(begin_sign(CKM_EDDSA, &signing, &long).map(drop), CKR_MECHANISM_PARAM_INVALID);
    }
}
