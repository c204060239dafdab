//! The further ciphers and MACs: every split, both libraries against each other, and what must fail.

use super::harness::*;
use openssl::symm::{self, Crypter};
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{ChaCha20, ChaCha20Poly1305, Gcm, Pbkdf2};
use strongroom_base::{Params, Secret, Template};
use strongroom_engine::keys::Key;

fn iv() -> Params {
    Params::Bytes(pattern(16))
}

fn chacha(counter: &[u8], nonce: usize) -> Params {
    Params::ChaCha20(ChaCha20 { counter: counter.to_vec(), nonce: pattern(nonce) })
}

fn aead() -> Params {
    Params::ChaCha20Poly1305(ChaCha20Poly1305 { nonce: pattern(12), aad: pattern(5) })
}

/// Ciphers with a key, parameters, the fewest bytes that they take, and what is added.
fn ciphers() -> Vec<(u64, Arc<Key>, Params, usize)> {
    let (short, long) = (aes(&pattern(16)), aes(&pattern(32)));
    let (xts_short, xts_long) = (key(CKK_AES_XTS, &pattern(32)), key(CKK_AES_XTS, &pattern(64)));
    let of_chacha = key(CKK_CHACHA20, &pattern(32));
    vec![
        (CKM_AES_OFB, Arc::clone(&short), iv(), 0),
        (CKM_AES_CFB1, Arc::clone(&long), iv(), 0),
        (CKM_AES_CFB8, Arc::clone(&long), iv(), 0),
        (CKM_AES_CFB128, Arc::clone(&short), iv(), 0),
        (CKM_AES_CTS, short, iv(), 16),
        (CKM_AES_CTS, aes(&pattern(24)), iv(), 16),
        (CKM_AES_CTS, long, iv(), 16),
        (CKM_AES_XTS, xts_short, iv(), 16),
        (CKM_AES_XTS, xts_long, iv(), 16),
        (CKM_CHACHA20, Arc::clone(&of_chacha), chacha(&[1, 0, 0, 0], 12), 0),
        (CKM_CHACHA20, Arc::clone(&of_chacha), chacha(&[0xff; 4][..], 12), 0),
        (CKM_CHACHA20, Arc::clone(&of_chacha), chacha(&[9; 8], 8), 0),
        (CKM_CHACHA20_POLY1305, of_chacha, aead(), 0),
    ]
}

#[test]
fn every_split_gives_the_same() {
    for (kind, key, params, least) in ciphers() {
        for len in [0, 1, 15, 16, 17, 31, 32, 33, 47, 63, 64] {
            let plain = pattern(len);
            if len < least {
                fails(encrypt(kind, &key, &params, &plain), CKR_DATA_LEN_RANGE);
                fails(decrypt(kind, &key, &params, &plain), CKR_ENCRYPTED_DATA_LEN_RANGE);
                continue;
            }
            let encrypted = encrypt(kind, &key, &params, &plain).unwrap();
            assert_eq!(decrypt(kind, &key, &params, &encrypted).unwrap(), plain, "{kind:#x} {len}");
            for first in 0..=len {
                for second in [first, (first + 1).min(len), (first + 16).min(len), len] {
                    let cut = [&plain[..first], &plain[first..second], &plain[second..]];
                    let begun = begin_encrypt(kind, &key, &params).unwrap();
                    assert_eq!(parts(begun, cut).unwrap(), encrypted, "{kind:#x} {len} at {first}");
                }
            }
            let begun = begin_decrypt(kind, &key, &params).unwrap();
            assert_eq!(parts(begun, encrypted.chunks(7)).unwrap(), plain, "{kind:#x} {len}");
        }
    }
}

#[test]
fn wrapping_by_encrypting() {
    for (kind, key, params, least) in ciphers() {
        let plain = pattern(least.max(24));
        let wrapped = wrap(kind, &key, &params, &plain).unwrap();
        assert_eq!(wrapped, encrypt(kind, &key, &params, &plain).unwrap());
        assert_eq!(unwrap(kind, &key, &params, &wrapped).unwrap(), plain);
    }
}

/// OpenSSL's answers, where the other library does a row.
#[test]
fn both_libraries_say_the_same() {
    let vector = pattern(16);
    for len in [16, 32, 48, 160] {
        let plain = pattern(len);
        for (kind, size, cipher) in [
            (CKM_AES_OFB, 16, symm::Cipher::aes_128_ofb()),
            (CKM_AES_OFB, 24, symm::Cipher::aes_192_ofb()),
            (CKM_AES_OFB, 32, symm::Cipher::aes_256_ofb()),
            (CKM_AES_CFB1, 16, symm::Cipher::aes_128_cfb1()),
            (CKM_AES_CFB1, 24, symm::Cipher::aes_192_cfb1()),
            (CKM_AES_CFB1, 32, symm::Cipher::aes_256_cfb1()),
            (CKM_AES_CFB8, 16, symm::Cipher::aes_128_cfb8()),
            (CKM_AES_CFB8, 24, symm::Cipher::aes_192_cfb8()),
            (CKM_AES_CFB8, 32, symm::Cipher::aes_256_cfb8()),
            (CKM_AES_CFB128, 16, symm::Cipher::aes_128_cfb128()),
            (CKM_AES_CFB128, 24, symm::Cipher::aes_192_cfb128()),
            (CKM_AES_CFB128, 32, symm::Cipher::aes_256_cfb128()),
        ] {
            let value = pattern(size);
            let theirs = symm::encrypt(cipher, &value, Some(&vector), &plain).unwrap();
            assert_eq!(encrypt(kind, &aes(&value), &iv(), &plain).unwrap(), theirs, "{kind:#x}");
        }
        let value = pattern(64);
        let cipher = symm::Cipher::aes_256_xts();
        let theirs = symm::encrypt(cipher, &value, Some(&vector), &plain).unwrap();
        let ours = encrypt(CKM_AES_XTS, &key(CKK_AES_XTS, &value), &iv(), &plain).unwrap();
        assert_eq!(ours, theirs);

        let value = pattern(32);
        let cipher = symm::Cipher::chacha20_poly1305();
        let mut tag = [0; 16];
        let (nonce, aad) = (pattern(12), pattern(5));
        let mut theirs =
            symm::encrypt_aead(cipher, &value, Some(&nonce), &aad, &plain, &mut tag).unwrap();
        theirs.extend(tag);
        let ours = key(CKK_CHACHA20, &value);
        assert_eq!(encrypt(CKM_CHACHA20_POLY1305, &ours, &aead(), &plain).unwrap(), theirs);
        // Poly1305 by itself: its key is the first block of the key stream.
        let poly = key(CKK_POLY1305, &value);
        let signed = sign(CKM_POLY1305, &poly, &Params::None, &plain).unwrap();
        verify(CKM_POLY1305, &poly, &Params::None, &plain, &signed).unwrap();
    }
    for (prf, md) in [
        (CKP_PKCS5_PBKD2_HMAC_SHA1, openssl::hash::MessageDigest::sha1()),
        (CKP_PKCS5_PBKD2_HMAC_SHA224, openssl::hash::MessageDigest::sha224()),
        (CKP_PKCS5_PBKD2_HMAC_SHA256, openssl::hash::MessageDigest::sha256()),
        (CKP_PKCS5_PBKD2_HMAC_SHA384, openssl::hash::MessageDigest::sha384()),
        (CKP_PKCS5_PBKD2_HMAC_SHA512, openssl::hash::MessageDigest::sha512()),
    ] {
        let mut theirs = [0; 75];
        openssl::pkcs5::pbkdf2_hmac(b"password", b"salt", 7, md, &mut theirs).unwrap();
        let made = pbkdf2(prf, 7, CKK_GENERIC_SECRET, Some(75)).unwrap();
        assert_eq!(made.get(CKA_VALUE).unwrap().as_bytes().unwrap(), theirs);
    }
}

fn pbkdf2(
    prf: u64,
    iterations: u64,
    key_type: u64,
    len: Option<u64>,
) -> strongroom_base::Result<Template> {
    let params = Params::Pbkdf2(Pbkdf2 {
        source: CKZ_SALT_SPECIFIED,
        salt: b"salt".to_vec(),
        iterations,
        prf,
        prf_data: Vec::new(),
        password: Secret::from(b"password".as_slice()),
    });
    let mut template = Template::new().with(CKA_KEY_TYPE, key_type);
    if let Some(len) = len {
        template.push(CKA_VALUE_LEN, len);
    }
    row(CKM_PKCS5_PBKD2).generate.unwrap()(&params, &template)
}

#[test]
fn passwords() {
    let sha256 = CKP_PKCS5_PBKD2_HMAC_SHA256;
    for (prf, iterations, len, rv) in [
        (0, 7, Some(16), CKR_MECHANISM_PARAM_INVALID),
        (CKP_PKCS5_PBKD2_HMAC_GOSTR3411, 7, Some(16), CKR_MECHANISM_PARAM_INVALID),
        (sha256, 0, Some(16), CKR_MECHANISM_PARAM_INVALID),
        (sha256, u64::MAX, Some(16), CKR_MECHANISM_PARAM_INVALID),
        (sha256, 1 << 20, Some(1 << 16), CKR_MECHANISM_PARAM_INVALID),
        (sha256, 7, None, CKR_TEMPLATE_INCOMPLETE),
        (sha256, 7, Some(0), CKR_ATTRIBUTE_VALUE_INVALID),
        (sha256, 7, Some(1 << 40), CKR_ATTRIBUTE_VALUE_INVALID),
    ] {
        fails(pbkdf2(prf, iterations, CKK_GENERIC_SECRET, len), rv);
    }
    fails(pbkdf2(sha256, 7, CKK_AES, Some(17)), CKR_ATTRIBUTE_VALUE_INVALID);
    fails(pbkdf2(sha256, 7, CKK_DES3, Some(16)), CKR_ATTRIBUTE_VALUE_INVALID);
    for (key_type, len) in [(CKK_DES3, 24), (CKK_CHACHA20, 32)] {
        let made = pbkdf2(sha256, 7, key_type, None).unwrap();
        assert_eq!(made.get(CKA_VALUE).unwrap().as_bytes().unwrap().len(), len);
    }
}

#[test]
fn counters_and_nonces() {
    let key = key(CKK_CHACHA20, &pattern(32));
    // The last block of the key stream, and not a byte more.
    let last = chacha(&[0xff; 4], 12);
    assert!(encrypt(CKM_CHACHA20, &key, &last, &pattern(64)).is_ok());
    fails(encrypt(CKM_CHACHA20, &key, &last, &pattern(65)), CKR_DATA_LEN_RANGE);
    let begun = begin_encrypt(CKM_CHACHA20, &key, &last).unwrap();
    fails(parts(begun, [&pattern(64)[..], &[1]]), CKR_DATA_LEN_RANGE);
    for (counter, nonce) in [(4, 8), (8, 12), (0, 12), (4, 0), (8, 24), (4, 24), (3, 12)] {
        let wrong = chacha(&vec![0; counter], nonce);
        fails(encrypt(CKM_CHACHA20, &key, &wrong, b"data"), CKR_MECHANISM_PARAM_INVALID);
    }
    for len in [0, 8, 11, 13, 24] {
        let params = ChaCha20Poly1305 { nonce: pattern(len), aad: Vec::new() };
        let params = Params::ChaCha20Poly1305(params);
        let answer = encrypt(CKM_CHACHA20_POLY1305, &key, &params, b"data");
        fails(answer, CKR_MECHANISM_PARAM_INVALID);
    }
    // The original cipher and that of RFC 8439 are the same function of their sixteen bytes.
    let both = |counter: &[u8], nonce: &[u8]| {
        let params = ChaCha20 { counter: counter.to_vec(), nonce: nonce.to_vec() };
        encrypt(CKM_CHACHA20, &key, &Params::ChaCha20(params), &pattern(200)).unwrap()
    };
    let sixteen = pattern(16);
    assert_eq!(both(&sixteen[..4], &sixteen[4..]), both(&sixteen[..8], &sixteen[8..]));
    let mut theirs = vec![0; 200];
    let cipher = symm::Cipher::chacha20();
    let value = pattern(32);
    let mut crypter = Crypter::new(cipher, symm::Mode::Encrypt, &value, Some(&sixteen)).unwrap();
    crypter.update(&pattern(200), &mut theirs).unwrap();
    assert_eq!(both(&sixteen[..4], &sixteen[4..]), theirs);
}

#[test]
fn macs_in_every_split() {
    let gmac = Params::Gcm(Gcm { iv: pattern(12), aad: Vec::new(), tag_bits: 96 });
    for (kind, key, params, len) in [
        (CKM_AES_GMAC, aes(&pattern(32)), gmac, 12),
        (CKM_AES_XCBC_MAC, aes(&pattern(16)), Params::None, 16),
        (CKM_AES_XCBC_MAC_96, aes(&pattern(16)), Params::None, 12),
        (CKM_POLY1305, key(CKK_POLY1305, &pattern(32)), Params::None, 16),
        (CKM_DES3_CMAC, key(CKK_DES3, &pattern(24)), Params::None, 8),
        (CKM_DES3_CMAC_GENERAL, key(CKK_DES2, &pattern(16)), Params::Ulong(5), 5),
        (CKM_BLAKE2B_384_HMAC, key(CKK_GENERIC_SECRET, &pattern(130)), Params::None, 48),
    ] {
        for size in [0, 1, 15, 16, 17, 32, 33, 50] {
            let data = pattern(size);
            let mac = sign(kind, &key, &params, &data).unwrap();
            assert_eq!(mac.len(), len);
            verify(kind, &key, &params, &data, &mac).unwrap();
            for first in 0..=size {
                let second = (first + 16).min(size);
                let mut signer = begin_sign(kind, &key, &params).unwrap();
                for part in [&data[..first], &data[first..second], &data[second..]] {
                    signer.update(part).unwrap();
                }
                let room = signer.len();
                assert_eq!(guarded(room, |out| signer.finish(out)).unwrap(), mac, "{kind:#x}");
            }
            let mut wrong = mac.clone();
            wrong[len - 1] ^= 1;
            fails(verify(kind, &key, &params, &data, &wrong), CKR_SIGNATURE_INVALID);
            fails(verify(kind, &key, &params, &data, &mac[1..]), CKR_SIGNATURE_LEN_RANGE);
        }
    }
    let with_data = Params::Gcm(Gcm { iv: pattern(12), aad: pattern(1), tag_bits: 128 });
    let key = aes(&pattern(16));
    fails(sign(CKM_AES_GMAC, &key, &with_data, b""), CKR_MECHANISM_PARAM_INVALID);
}

/// Keys whose halves are the same, and of other lengths.
#[test]
fn keys_of_xts() {
    use strongroom_engine::keys::secret::SecretKey;
    for value in [vec![7; 32], vec![7; 64], pattern(16), pattern(48), pattern(63)] {
        let refused = SecretKey::new(CKK_AES_XTS, Secret::from(value));
        fails(refused.map(drop), CKR_ATTRIBUTE_VALUE_INVALID);
    }
    for len in [31, 33] {
        for key_type in [CKK_CHACHA20, CKK_POLY1305] {
            let refused = SecretKey::new(key_type, Secret::from(pattern(len)));
            fails(refused.map(drop), CKR_ATTRIBUTE_VALUE_INVALID);
        }
    }
}
