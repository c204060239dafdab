//! RSA.

use super::harness::*;
use super::make::*;
use openssl::pkey::PKey;
use std::sync::OnceLock;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Oaep, Pss};
use strongroom_base::{Params, Template};

/// A key pair that all tests share.
pub fn pair() -> &'static (Template, Template) {
    static PAIR: OnceLock<(Template, Template)> = OnceLock::new();
    PAIR.get_or_init(|| {
        generate(CKM_RSA_PKCS_KEY_PAIR_GEN, &Template::new().with(CKA_MODULUS_BITS, 2048u64))
    })
}

#[test]
fn openssl_takes_signatures() {
    let (for_public, for_private) = pair();
    let (verifying, signing) = (public(CKK_RSA, for_public), private(CKK_RSA, for_private));
    let info = for_public.get(CKA_PUBLIC_KEY_INFO).unwrap().as_bytes().unwrap();
    let theirs = PKey::public_key_from_der(info).unwrap();
    let message = pattern(1000);
    let signature = sign(CKM_SHA256_RSA_PKCS, &signing, &Params::None, &message).unwrap();
    let sha256 = openssl::hash::MessageDigest::sha256();
    let mut verifier = openssl::sign::Verifier::new(sha256, &theirs).unwrap();
    assert!(verifier.verify_oneshot(&signature, &message).unwrap());
    verify(CKM_SHA256_RSA_PKCS, &verifying, &Params::None, &message, &signature).unwrap();
    // The same in AWS-LC.
    let aws = aws_lc_rs::signature::UnparsedPublicKey::new(
        &aws_lc_rs::signature::RSA_PKCS1_2048_8192_SHA256,
        info,
    );
    aws.verify(&message, &signature).unwrap();
    // The digest with its name, given as data.
    let name = hex("3031300d060960864801650304020105000420");
    let named = [name, digest(CKM_SHA256, &message)].concat();
    assert_eq!(sign(CKM_RSA_PKCS, &signing, &Params::None, &named).unwrap(), signature);
    let params = Params::Pss(Pss { hash: CKM_SHA256, mgf: CKG_MGF1_SHA256, salt_len: 32 });
    let signature = sign(CKM_SHA256_RSA_PKCS_PSS, &signing, &params, &message).unwrap();
    let aws = aws_lc_rs::signature::UnparsedPublicKey::new(
        &aws_lc_rs::signature::RSA_PSS_2048_8192_SHA256,
        info,
    );
    aws.verify(&message, &signature).unwrap();
    let hashed = digest(CKM_SHA256, &message);
    verify(CKM_RSA_PKCS_PSS, &verifying, &params, &hashed, &signature).unwrap();
}

#[test]
fn lengths_and_parameters() {
    let (for_public, for_private) = pair();
    let (encrypting, signing) = (public(CKK_RSA, for_public), private(CKK_RSA, for_private));
    let none = &Params::None;
    fails(sign(CKM_RSA_PKCS, &signing, none, &[1; 246]), CKR_DATA_LEN_RANGE);
    sign(CKM_RSA_PKCS, &signing, none, &[1; 245]).unwrap();
    fails(encrypt(CKM_RSA_PKCS, &encrypting, none, &[1; 246]), CKR_DATA_LEN_RANGE);
    fails(encrypt(CKM_RSA_X_509, &encrypting, none, &[1; 257]), CKR_DATA_LEN_RANGE);
    fails(encrypt(CKM_RSA_X_509, &encrypting, none, &[0xff; 256]), CKR_DATA_INVALID);
    let sealed = encrypt(CKM_RSA_X_509, &encrypting, none, &[9; 10]).unwrap();
    let plain = decrypt(CKM_RSA_X_509, &signing, none, &sealed).unwrap();
    assert_eq!(plain, [&[0; 246][..], &[9; 10]].concat());
    fails(decrypt(CKM_RSA_PKCS, &signing, none, &sealed[1..]), CKR_ENCRYPTED_DATA_LEN_RANGE);
    fails(verify(CKM_RSA_PKCS, &encrypting, none, &[1], &[1; 255]), CKR_SIGNATURE_LEN_RANGE);
    fails(begin_sign(CKM_RSA_PKCS, &encrypting, none).map(drop), CKR_KEY_TYPE_INCONSISTENT);
    let pss = |hash, mgf, salt_len| Params::Pss(Pss { hash, mgf, salt_len });
    for wrong in [
        pss(CKM_SHA256, CKG_MGF1_SHA256, 223),
        pss(CKM_SHA256, CKG_MGF1_SHA256, u64::MAX),
        pss(CKM_SHA256, 0x77, 32),
        pss(CKM_AES_CBC, CKG_MGF1_SHA256, 32),
    ] {
        let answer = begin_sign(CKM_RSA_PKCS_PSS, &signing, &wrong);
        fails(answer.map(drop), CKR_MECHANISM_PARAM_INVALID);
    }
    let right = pss(CKM_SHA256, CKG_MGF1_SHA256, 222);
    sign(CKM_RSA_PKCS_PSS, &signing, &right, &[1; 32]).unwrap();
    fails(sign(CKM_RSA_PKCS_PSS, &signing, &right, &[1; 20]), CKR_DATA_LEN_RANGE);
    let answer = begin_sign(CKM_SHA384_RSA_PKCS_PSS, &signing, &right);
    fails(answer.map(drop), CKR_MECHANISM_PARAM_INVALID);
}

#[test]
fn wrapped_in_two_steps() {
    let (for_public, for_private) = pair();
    let (wrapping, unwrapping) = (public(CKK_RSA, for_public), private(CKK_RSA, for_private));
    let oaep =
        Oaep { hash: CKM_SHA256, mgf: CKG_MGF1_SHA256, source: CKZ_DATA_SPECIFIED, label: vec![] };
    let params = Params::RsaAesWrap { aes_bits: 256, oaep };
    for len in [1, 16, 1000] {
        let plain = pattern(len);
        let wrapped = wrap(CKM_RSA_AES_KEY_WRAP, &wrapping, &params, &plain).unwrap();
        assert_eq!(unwrap(CKM_RSA_AES_KEY_WRAP, &unwrapping, &params, &wrapped).unwrap(), plain);
        for place in [0, 300 % wrapped.len(), wrapped.len() - 1] {
            let mut wrong = wrapped.clone();
            wrong[place] ^= 1;
            let answer = unwrap(CKM_RSA_AES_KEY_WRAP, &unwrapping, &params, &wrong);
            fails(answer, CKR_WRAPPED_KEY_INVALID);
        }
        let answer = unwrap(CKM_RSA_AES_KEY_WRAP, &unwrapping, &params, &wrapped[..200]);
        fails(answer, CKR_WRAPPED_KEY_LEN_RANGE);
    }
}

#[test]
fn generation_checks_its_template() {
    let begin = row(CKM_RSA_PKCS_KEY_PAIR_GEN).generate_pair.unwrap();
    let with = |template: Template| begin(&Params::None, &template, &Template::new()).map(drop);
    let bits = |bits: u64| Template::new().with(CKA_MODULUS_BITS, bits);
    fails(with(Template::new()), CKR_TEMPLATE_INCOMPLETE);
    fails(with(bits(512)), CKR_KEY_SIZE_RANGE);
    fails(with(bits(1 << 40)), CKR_KEY_SIZE_RANGE);
    for exponent in [&[3][..], &[1, 0, 0], &[1, 0, 2], &[0xff; 40]] {
        let template = bits(2048).with(CKA_PUBLIC_EXPONENT, exponent);
        fails(with(template), CKR_ATTRIBUTE_VALUE_INVALID);
    }
}
