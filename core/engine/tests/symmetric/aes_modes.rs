//! The plain modes of AES and triple DES.

use super::harness::*;
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Ctr;

const PLAIN: &str = "6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51
    30c81c46a35ce411e5fbc1191a0a52ef f69f2445df4f9b17ad2b417be66c3710";
const KEY_128: &str = "2b7e151628aed2a6abf7158809cf4f3c";
const KEY_192: &str = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
const KEY_256: &str = "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";

fn iv() -> Params {
    Params::Bytes(hex("000102030405060708090a0b0c0d0e0f"))
}

fn counter(bits: u64, block: &str) -> Params {
    Params::Ctr(Ctr { counter_bits: bits, block: hex(block).try_into().unwrap() })
}

/// SP 800-38A, appendix F
#[test]
fn the_examples_of_the_standard() {
    let ctr = counter(128, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    for (kind, params, key, first) in [
        (CKM_AES_ECB, Params::None, KEY_128, "3ad77bb40d7a3660a89ecaf32466ef97"),
        (CKM_AES_ECB, Params::None, KEY_192, "bd334f1d6e45f25ff712a214571fa5cc"),
        (CKM_AES_ECB, Params::None, KEY_256, "f3eed1bdb5d2a03c064b5a7e3db181f8"),
        (CKM_AES_CBC, iv(), KEY_128, "7649abac8119b246cee98e9b12e9197d"),
        (CKM_AES_CBC, iv(), KEY_192, "4f021db243bc633d7178183a9fa071e8"),
        (CKM_AES_CBC, iv(), KEY_256, "f58c4c04d6e5f1ba779eabfb5f7bfbd6"),
        (CKM_AES_CTR, ctr.clone(), KEY_128, "874d6191b620e3261bef6864990db6ce"),
        (CKM_AES_CTR, ctr.clone(), KEY_192, "1abc932417521ca24f2b0459fe7e6e0b"),
        (CKM_AES_CTR, ctr.clone(), KEY_256, "601ec313775789a5b7a7f504bbf3d228"),
    ] {
        let (key, plain) = (aes(&hex(key)), hex(PLAIN));
        let encrypted = encrypt(kind, &key, &params, &plain).unwrap();
        assert_eq!(encrypted[..16], hex(first));
        assert_eq!(encrypted.len(), plain.len());
        assert_eq!(decrypt(kind, &key, &params, &encrypted).unwrap(), plain);
    }
    let key = aes(&hex(KEY_256));
    let last = encrypt(CKM_AES_CBC, &key, &iv(), &hex(PLAIN)).unwrap()[48..].to_vec();
    assert_eq!(last, hex("b2eb05e2c39be9fcda6c19078c6a9d1b"));
    let last = encrypt(CKM_AES_CTR, &key, &ctr, &hex(PLAIN)).unwrap()[48..].to_vec();
    assert_eq!(last, hex("dfc9c58db67aada613c2dd08457941a6"));
}

/// SP 800-67, appendix B
#[test]
fn triple_des_gives_the_published_answer() {
    let key = key(CKK_DES3, &hex("0123456789abcdef 23456789abcdef01 456789abcdef0123"));
    let plain = hex("54686520 71756663 6b206272 6f776e20 666f7820 6a756d70");
    let answer = hex("a826fd8ce53b855f cce21c8112256fe6 68d5c05dd9b6b900");
    assert_eq!(encrypt(CKM_DES3_ECB, &key, &Params::None, &plain).unwrap(), answer);
    assert_eq!(decrypt(CKM_DES3_ECB, &key, &Params::None, &answer).unwrap(), plain);
    // With a vector of zeros the first block of CBC is that of ECB.
    let zero = Params::Bytes(vec![0; 8]);
    let chained = encrypt(CKM_DES3_CBC, &key, &zero, &plain).unwrap();
    assert_eq!(chained[..8], answer[..8]);
    assert_ne!(chained[8..], answer[8..]);
    let padded = encrypt(CKM_DES3_CBC_PAD, &key, &zero, &plain).unwrap();
    assert_eq!((padded.len(), &padded[..24]), (32, &chained[..]));
}

/// Every length and every split around the block's length, with exactly the room that was announced.
#[test]
fn every_split_gives_the_same() {
    let ctr = counter(64, "f0f1f2f3f4f5f6f70000000000000001");
    let (aes, des) = (aes(&hex(KEY_256)), key(CKK_DES3, &pattern(24)));
    let des_iv = Params::Bytes(vec![9; 8]);
    for (kind, key, params, block, any_length) in [
        (CKM_AES_ECB, &aes, Params::None, 16, false),
        (CKM_AES_CBC, &aes, iv(), 16, false),
        (CKM_AES_CBC_PAD, &aes, iv(), 16, true),
        (CKM_AES_CTR, &aes, ctr, 16, true),
        (CKM_DES3_ECB, &des, Params::None, 8, false),
        (CKM_DES3_CBC, &des, des_iv.clone(), 8, false),
        (CKM_DES3_CBC_PAD, &des, des_iv, 8, true),
    ] {
        for len in 0..=3 * block + 1 {
            let plain = pattern(len);
            if !any_length && len % block != 0 {
                fails(encrypt(kind, key, &params, &plain), CKR_DATA_LEN_RANGE);
                fails(decrypt(kind, key, &params, &plain), CKR_ENCRYPTED_DATA_LEN_RANGE);
                let begun = begin_encrypt(kind, key, &params).unwrap();
                fails(parts(begun, [plain.as_slice()]), CKR_DATA_LEN_RANGE);
                let begun = begin_decrypt(kind, key, &params).unwrap();
                fails(parts(begun, [plain.as_slice()]), CKR_ENCRYPTED_DATA_LEN_RANGE);
                continue;
            }
            let encrypted = encrypt(kind, key, &params, &plain).unwrap();
            assert_eq!(decrypt(kind, key, &params, &encrypted).unwrap(), plain);
            for first in 0..=len {
                for second in [first, (first + 1).min(len), (first + block).min(len), len] {
                    let cut = [&plain[..first], &plain[first..second], &plain[second..]];
                    let begun = begin_encrypt(kind, key, &params).unwrap();
                    assert_eq!(parts(begun, cut).unwrap(), encrypted, "{len} at {first}, {second}");
                }
            }
            for first in 0..=encrypted.len() {
                let middle = (first + block).min(encrypted.len());
                let cut = [&encrypted[..first], &encrypted[first..middle], &encrypted[middle..]];
                let begun = begin_decrypt(kind, key, &params).unwrap();
                assert_eq!(parts(begun, cut).unwrap(), plain, "{len} at {first}");
            }
            let begun = begin_decrypt(kind, key, &params).unwrap();
            assert_eq!(parts(begun, encrypted.chunks(1)).unwrap(), plain);
        }
    }
}

#[test]
fn wrong_padding_is_one_answer() {
    let key = aes(&hex(KEY_256));
    for end in [[0; 16], [17; 16], [16; 16].map(|b: u8| b ^ 1)] {
        let encrypted = encrypt(CKM_AES_CBC, &key, &iv(), &end).unwrap();
        fails(decrypt(CKM_AES_CBC_PAD, &key, &iv(), &encrypted), CKR_ENCRYPTED_DATA_INVALID);
        let begun = begin_decrypt(CKM_AES_CBC_PAD, &key, &iv()).unwrap();
        fails(parts(begun, encrypted.chunks(5)), CKR_ENCRYPTED_DATA_INVALID);
        fails(unwrap(CKM_AES_CBC_PAD, &key, &iv(), &encrypted), CKR_WRAPPED_KEY_INVALID);
    }
    let mut inner = [2; 16];
    inner[14] = 3;
    let encrypted = encrypt(CKM_AES_CBC, &key, &iv(), &inner).unwrap();
    fails(decrypt(CKM_AES_CBC_PAD, &key, &iv(), &encrypted), CKR_ENCRYPTED_DATA_INVALID);
    for len in [0, 1, 15, 17] {
        let answer = decrypt(CKM_AES_CBC_PAD, &key, &iv(), &pattern(len));
        fails(answer, CKR_ENCRYPTED_DATA_LEN_RANGE);
        let answer = unwrap(CKM_AES_CBC_PAD, &key, &iv(), &pattern(len));
        fails(answer, CKR_WRAPPED_KEY_LEN_RANGE);
    }
}

/// PKCS #11 v3.2, AES with counter: with two counting bits that start at 1, three blocks are possible.
#[test]
fn a_counter_does_not_overflow() {
    let key = aes(&hex(KEY_128));
    let two_bits = counter(2, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfefd");
    let three = pattern(48);
    let encrypted = encrypt(CKM_AES_CTR, &key, &two_bits, &three).unwrap();
    let whole = counter(128, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfefd");
    assert_eq!(encrypted, encrypt(CKM_AES_CTR, &key, &whole, &three).unwrap());
    fails(encrypt(CKM_AES_CTR, &key, &two_bits, &pattern(49)), CKR_DATA_LEN_RANGE);
    let begun = begin_encrypt(CKM_AES_CTR, &key, &two_bits).unwrap();
    let more = [&three[..], &[], &[1]];
    fails(parts(begun, more), CKR_DATA_LEN_RANGE);
    let begun = begin_decrypt(CKM_AES_CTR, &key, &two_bits).unwrap();
    assert_eq!(parts(begun, [&encrypted[..47], &encrypted[47..]]).unwrap(), three);
    let last = counter(128, "ffffffffffffffffffffffffffffffff");
    assert!(encrypt(CKM_AES_CTR, &key, &last, &pattern(16)).is_ok());
    fails(encrypt(CKM_AES_CTR, &key, &last, &pattern(17)), CKR_DATA_LEN_RANGE);
    let carry = counter(128, "000000000000000000000000ffffffff");
    let long = encrypt(CKM_AES_CTR, &key, &carry, &[0; 32]).unwrap();
    let next = encrypt(CKM_AES_ECB, &key, &Params::None, &hex("00000000000000000000000100000000"));
    assert_eq!(long[16..], next.unwrap());
    for bits in [0, 129, u64::MAX] {
        let wrong = counter(bits, "f0f1f2f3f4f5f6f7f8f9fafbfcfdfefd");
        fails(encrypt(CKM_AES_CTR, &key, &wrong, &[]), CKR_MECHANISM_PARAM_INVALID);
    }
}

/// A key is filled up with zeros to whole blocks; a padded one is not.
#[test]
fn wrapping_fills_up() {
    let wrapping = aes(&hex(KEY_256));
    for len in [1, 5, 16, 24, 33] {
        let plain = pattern(len);
        for (kind, params, block) in
            [(CKM_AES_ECB, Params::None, 16), (CKM_AES_CBC, iv(), 16), (CKM_AES_CBC_PAD, iv(), 1)]
        {
            let wrapped = wrap(kind, &wrapping, &params, &plain).unwrap();
            assert_eq!(wrapped.len() % 16, 0);
            let back = unwrap(kind, &wrapping, &params, &wrapped).unwrap();
            assert_eq!(back.len(), len.next_multiple_of(block));
            assert_eq!(back[..len], plain);
            assert!(back[len..].iter().all(|b| *b == 0));
            if block == 16 {
                let cut = unwrap(kind, &wrapping, &params, &wrapped[1..]);
                fails(cut, CKR_WRAPPED_KEY_LEN_RANGE);
            }
        }
    }
}

/// Ours is in AWS-LC; OpenSSL does the same.
#[test]
fn both_libraries_agree() {
    use openssl::symm::{Cipher, Crypter, Mode};
    let (block, vector) = (pattern(16), Params::Bytes(pattern(16)));
    let ctr = Params::Ctr(Ctr { counter_bits: 128, block: pattern(16).try_into().unwrap() });
    for (kind, params, padded, ciphers) in [
        (
            CKM_AES_ECB,
            &Params::None,
            false,
            [Cipher::aes_128_ecb(), Cipher::aes_192_ecb(), Cipher::aes_256_ecb()],
        ),
        (
            CKM_AES_CBC,
            &vector,
            false,
            [Cipher::aes_128_cbc(), Cipher::aes_192_cbc(), Cipher::aes_256_cbc()],
        ),
        (
            CKM_AES_CBC_PAD,
            &vector,
            true,
            [Cipher::aes_128_cbc(), Cipher::aes_192_cbc(), Cipher::aes_256_cbc()],
        ),
        (
            CKM_AES_CTR,
            &ctr,
            false,
            [Cipher::aes_128_ctr(), Cipher::aes_192_ctr(), Cipher::aes_256_ctr()],
        ),
    ] {
        for (cipher, key_len) in ciphers.into_iter().zip([16, 24, 32]) {
            let value = pattern(key_len);
            for len in [16, 160, 4096, 100_000, 1, 17, 4097] {
                if !padded && kind != CKM_AES_CTR && len % 16 != 0 {
                    continue;
                }
                let plain = pattern(len);
                let iv = cipher.iv_len().map(|_| &block[..]);
                let mut theirs = vec![0; len + 32];
                let mut crypter = Crypter::new(cipher, Mode::Encrypt, &value, iv).unwrap();
                crypter.pad(padded);
                let mut end = crypter.update(&plain, &mut theirs).unwrap();
                end += crypter.finalize(&mut theirs[end..]).unwrap();
                let ours = encrypt(kind, &aes(&value), params, &plain).unwrap();
                assert_eq!(ours, theirs[..end], "{kind:#x} {key_len} {len}");
                assert_eq!(decrypt(kind, &aes(&value), params, &ours).unwrap(), plain);
            }
        }
    }
}
