//! AES key wrap: KW, KWP, and KW of padded data.

use super::harness::*;
use std::sync::Arc;
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_engine::keys::Key;

const KINDS: [u64; 4] =
    [CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_PAD, CKM_AES_KEY_WRAP_KWP, CKM_AES_KEY_WRAP_PKCS7];

/// RFC 3394, section 4, and RFC 5649, section 6
#[test]
fn the_examples_of_the_standards() {
    let kek = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";
    let data = "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F";
    for (kind, kek, data, wrapped) in [
        (
            CKM_AES_KEY_WRAP,
            &kek[..32],
            &data[..32],
            "1FA68B0A8112B447 AEF34BD8FB5A7B82 9D3E862371D2CFE5",
        ),
        (
            CKM_AES_KEY_WRAP,
            kek,
            data,
            "28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21",
        ),
        (
            CKM_AES_KEY_WRAP_KWP,
            "5840df6e29b02af1 ab493b705bf16ea1 ae8338f4dcc176a8",
            "c37b7e6492584340 bed1220780894115 5068f738",
            "138bdeaa9b8fa7fc 61f97742e72248ee 5ae6ae5360d1ae6a 5f54f373fa543b6a",
        ),
        (
            CKM_AES_KEY_WRAP_KWP,
            "5840df6e29b02af1 ab493b705bf16ea1 ae8338f4dcc176a8",
            "466f7250617369",
            "afbeb0f07dfbf541 9200f2ccb50bb24f",
        ),
    ] {
        let (key, data, wrapped) = (aes(&hex(kek)), hex(data), hex(wrapped));
        assert_eq!(wrap(kind, &key, &Params::None, &data).unwrap(), wrapped);
        assert_eq!(encrypt(kind, &key, &Params::None, &data).unwrap(), wrapped);
        assert_eq!(unwrap(kind, &key, &Params::None, &wrapped).unwrap(), data);
        assert_eq!(decrypt(kind, &key, &Params::None, &wrapped).unwrap(), data);
    }
}

/// The padded variants are KW of what PKCS #7 pads to semiblocks, whatever number they are called by.
#[test]
fn every_length() {
    let key = aes(&pattern(32));
    for len in 1..=80 {
        let plain = pattern(len);
        for kind in KINDS {
            let fits = match kind {
                CKM_AES_KEY_WRAP => len >= 16 && len % 8 == 0,
                CKM_AES_KEY_WRAP_KWP => true,
                _ => len >= 8,
            };
            let answer = encrypt(kind, &key, &Params::None, &plain);
            if !fits {
                fails(answer, CKR_DATA_LEN_RANGE);
                continue;
            }
            let encrypted = answer.unwrap();
            assert_eq!(decrypt(kind, &key, &Params::None, &encrypted).unwrap(), plain);
            if matches!(kind, CKM_AES_KEY_WRAP_PAD | CKM_AES_KEY_WRAP_PKCS7) {
                let fill = 8 - len % 8;
                let padded = [plain.clone(), vec![fill as u8; fill]].concat();
                let same = encrypt(CKM_AES_KEY_WRAP, &key, &Params::None, &padded).unwrap();
                assert_eq!(encrypted, same);
            }
        }
        // A key of any length is wrapped: filled up with zeros where the mode itself has no padding.
        let wrapped = wrap(CKM_AES_KEY_WRAP, &key, &Params::None, &plain).unwrap();
        let back = unwrap(CKM_AES_KEY_WRAP, &key, &Params::None, &wrapped).unwrap();
        assert_eq!(back.len(), len.next_multiple_of(8).max(16));
        assert_eq!(back[..len], plain);
        assert!(back[len..].iter().all(|b| *b == 0));
        let wrapped = wrap(CKM_AES_KEY_WRAP_KWP, &key, &Params::None, &plain).unwrap();
        assert_eq!(unwrap(CKM_AES_KEY_WRAP_KWP, &key, &Params::None, &wrapped).unwrap(), plain);
    }
    for kind in KINDS {
        fails(encrypt(kind, &key, &Params::None, &[]), CKR_DATA_LEN_RANGE);
    }
}

fn raw_kw(key: &Arc<Key>, initial: &[u8], plain: &[u8]) -> Vec<u8> {
    let initial = Params::Bytes(initial.to_vec());
    encrypt(CKM_AES_KEY_WRAP, key, &initial, plain).unwrap()
}

/// Blobs that say of themselves what no wrapping makes: lengths, padding, initial values.
#[test]
fn forged_blobs() {
    let key = aes(&pattern(32));
    for len in 0..=72 {
        for kind in KINDS {
            let blob = pattern(len);
            let shortest = if kind == CKM_AES_KEY_WRAP_KWP { 16 } else { 24 };
            let possible = len >= shortest && len % 8 == 0;
            let of = |valid, range| if possible { valid } else { range };
            let rv = of(CKR_ENCRYPTED_DATA_INVALID, CKR_ENCRYPTED_DATA_LEN_RANGE);
            fails(decrypt(kind, &key, &Params::None, &blob), rv);
            let rv = of(CKR_WRAPPED_KEY_INVALID, CKR_WRAPPED_KEY_LEN_RANGE);
            fails(unwrap(kind, &key, &Params::None, &blob), rv);
        }
    }
    // KWP says the length beside its constant: 0, too short, too long, far too long.
    let plain = [0; 24];
    for len in [0_u32, 1, 15, 16, 25, 32, 33, 0x7FFF_FFFF, 0x8000_0000, u32::MAX] {
        let initial = [&hex("A65959A6")[..], &len.to_be_bytes()].concat();
        let blob = raw_kw(&key, &initial, &plain);
        let answer = decrypt(CKM_AES_KEY_WRAP_KWP, &key, &Params::None, &blob);
        fails(answer, CKR_ENCRYPTED_DATA_INVALID);
    }
    for len in 17..=24_u32 {
        let initial = [&hex("A65959A6")[..], &len.to_be_bytes()].concat();
        let blob = raw_kw(&key, &initial, &plain);
        let back = decrypt(CKM_AES_KEY_WRAP_KWP, &key, &Params::None, &blob).unwrap();
        assert_eq!(back, plain[..len as usize]);
    }
    let mut not_zero = plain;
    not_zero[23] = 1;
    let blob = raw_kw(&key, &hex("A65959A600000011"), &not_zero);
    let answer = decrypt(CKM_AES_KEY_WRAP_KWP, &key, &Params::None, &blob);
    fails(answer, CKR_ENCRYPTED_DATA_INVALID);
    // PKCS #7 padding that is none.
    for last in [0, 9, 16, 17, 24, 25, 255] {
        let mut plain = [7; 24];
        plain[23] = last;
        let blob = encrypt(CKM_AES_KEY_WRAP, &key, &Params::None, &plain).unwrap();
        let answer = decrypt(CKM_AES_KEY_WRAP_PKCS7, &key, &Params::None, &blob);
        fails(answer, CKR_ENCRYPTED_DATA_INVALID);
    }
    for kind in KINDS {
        let blob = encrypt(kind, &key, &Params::None, &pattern(24)).unwrap();
        for at in 0..blob.len() {
            let mut forged = blob.clone();
            forged[at] ^= 0x80;
            let answer = decrypt(kind, &key, &Params::None, &forged);
            fails(answer, CKR_ENCRYPTED_DATA_INVALID);
        }
    }
}

#[test]
fn other_initial_values() {
    let key = aes(&pattern(16));
    for (kind, initial, standard) in [
        (CKM_AES_KEY_WRAP, pattern(8), hex("A6A6A6A6A6A6A6A6")),
        (CKM_AES_KEY_WRAP_PKCS7, pattern(8), hex("A6A6A6A6A6A6A6A6")),
        (CKM_AES_KEY_WRAP_KWP, pattern(4), hex("A65959A6")),
    ] {
        let other = Params::Bytes(initial);
        let plain = pattern(24);
        let wrapped = encrypt(kind, &key, &other, &plain).unwrap();
        assert_eq!(decrypt(kind, &key, &other, &wrapped).unwrap(), plain);
        fails(decrypt(kind, &key, &Params::None, &wrapped), CKR_ENCRYPTED_DATA_INVALID);
        let explicit = encrypt(kind, &key, &Params::Bytes(standard), &plain).unwrap();
        assert_eq!(explicit, encrypt(kind, &key, &Params::None, &plain).unwrap());
        fails(decrypt(kind, &key, &other, &explicit), CKR_ENCRYPTED_DATA_INVALID);
    }
}

/// AWS-LC unwraps what OpenSSL wrapped.
#[test]
fn both_libraries_agree() {
    use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap, KeyWrapPadded};
    let value = pattern(32);
    let key = aes(&value);
    for len in 1..=64 {
        let (plain, mut out) = (pattern(len), [0; 96]);
        let kek = || AesKek::new(&AES_256, &value).unwrap();
        let padded = kek().wrap_with_padding(&plain, &mut out).unwrap().to_vec();
        assert_eq!(encrypt(CKM_AES_KEY_WRAP_KWP, &key, &Params::None, &plain).unwrap(), padded);
        if len % 8 == 0 && len >= 16 {
            let wrapped = kek().wrap(&plain, &mut out).unwrap().to_vec();
            assert_eq!(encrypt(CKM_AES_KEY_WRAP, &key, &Params::None, &plain).unwrap(), wrapped);
        }
    }
}
