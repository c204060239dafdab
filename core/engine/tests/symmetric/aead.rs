//! AES-GCM and AES-CCM.

use super::harness::*;
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Ccm, Gcm};

fn gcm(iv: &[u8], aad: &[u8], tag_bits: u64) -> Params {
    Params::Gcm(Gcm { iv: iv.to_vec(), aad: aad.to_vec(), tag_bits })
}

fn ccm(data_len: usize, nonce: &[u8], aad: &[u8], mac_len: u64) -> Params {
    let (nonce, aad) = (nonce.to_vec(), aad.to_vec());
    Params::Ccm(Ccm { data_len: data_len as u64, nonce, aad, mac_len })
}

/// SP 800-38C, example 1, and the GCM specification's test case 18 (a vector of 60 bytes).
#[test]
fn the_examples_of_the_standards() {
    let key = aes(&hex("404142434445464748494a4b4c4d4e4f"));
    let params = ccm(4, &hex("10111213141516"), &hex("0001020304050607"), 4);
    let sealed = encrypt(CKM_AES_CCM, &key, &params, &hex("20212223")).unwrap();
    assert_eq!(sealed, hex("7162015b4dac255d"));

    let key = aes(&hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"));
    let iv = hex("9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728
         c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b");
    let aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let plain = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
         1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    let sealed = encrypt(CKM_AES_GCM, &key, &gcm(&iv, &aad, 128), &plain).unwrap();
    assert_eq!(sealed[..8], hex("5a8def2f0c9e53f1"));
    assert_eq!(sealed[60..], hex("a44a8266ee1c8eb0c8b5d4cf5ae9f19a"));
}

/// AWS-LC and OpenSSL each seal what the other opens: the usual vector in one part is AWS-LC's, other
/// tags and several parts are OpenSSL's.
#[test]
fn both_libraries_agree() {
    for key_len in [16, 24, 32] {
        let key = aes(&pattern(key_len));
        for len in [0, 1, 15, 16, 17, 255, 4096, 100_001] {
            let (iv, aad, plain) = (pattern(12), pattern(len % 50), pattern(len));
            let whole = encrypt(CKM_AES_GCM, &key, &gcm(&iv, &aad, 128), &plain).unwrap();
            let begun = begin_encrypt(CKM_AES_GCM, &key, &gcm(&iv, &aad, 128)).unwrap();
            assert_eq!(parts(begun, plain.chunks(1000)).unwrap(), whole);
            for bits in (32..=128).step_by(8) {
                let params = gcm(&iv, &aad, bits);
                let short = &whole[..len + bits as usize / 8];
                assert_eq!(decrypt(CKM_AES_GCM, &key, &params, short).unwrap(), plain);
                assert_eq!(encrypt(CKM_AES_GCM, &key, &params, &plain).unwrap(), short);
            }
        }
    }
}

/// Nothing that was decrypted comes out before its tag was compared.
#[test]
fn nothing_comes_out_unauthenticated() {
    let key = aes(&pattern(32));
    let plain = pattern(40);
    for (kind, params) in [
        (CKM_AES_GCM, gcm(&[1; 12], b"more", 128)),
        (CKM_AES_GCM, gcm(&[1; 12], b"more", 96)),
        (CKM_AES_GCM, gcm(&[1; 16], b"more", 128)),
        (CKM_AES_CCM, ccm(40, &[1; 12], b"more", 16)),
    ] {
        let sealed = encrypt(kind, &key, &params, &plain).unwrap();
        for at in 0..sealed.len() {
            let mut forged = sealed.clone();
            forged[at] ^= 0x10;
            let mut cipher = begin_decrypt(kind, &key, &params).unwrap();
            let mut out = [0xEE; 40];
            fails(cipher.once(&forged, &mut out), CKR_ENCRYPTED_DATA_INVALID);
            assert!(out.iter().all(|b| matches!(b, 0 | 0xEE)), "clear bytes of forged data");
            let mut cipher = begin_decrypt(kind, &key, &params).unwrap();
            for part in forged.chunks(7) {
                assert_eq!(cipher.update_len(part.len()), 0);
                assert_eq!(cipher.update(part, &mut []).unwrap(), 0);
            }
            let room = cipher.finish_len();
            assert_eq!(room, 40);
            fails(guarded(room, |out| cipher.finish(out)), CKR_ENCRYPTED_DATA_INVALID);
            fails(unwrap(kind, &key, &params, &forged), CKR_WRAPPED_KEY_INVALID);
        }
        for len in 0..sealed.len() - plain.len() {
            fails(decrypt(kind, &key, &params, &sealed[..len]), CKR_ENCRYPTED_DATA_LEN_RANGE);
            let begun = begin_decrypt(kind, &key, &params).unwrap();
            fails(parts(begun, [&sealed[..len]]), CKR_ENCRYPTED_DATA_LEN_RANGE);
            fails(unwrap(kind, &key, &params, &sealed[..len]), CKR_WRAPPED_KEY_LEN_RANGE);
        }
        assert_eq!(unwrap(kind, &key, &params, &sealed).unwrap(), plain);
        assert_eq!(wrap(kind, &key, &params, &plain).unwrap(), sealed);
    }
}

#[test]
fn values_in_the_parameters() {
    let key = aes(&pattern(16));
    for bits in [0, 1, 8, 24, 31, 33, 100, 136, 1 << 40, u64::MAX] {
        let answer = encrypt(CKM_AES_GCM, &key, &gcm(&[1; 12], b"", bits), b"data");
        fails(answer, CKR_MECHANISM_PARAM_INVALID);
    }
    let answer = encrypt(CKM_AES_GCM, &key, &gcm(&[], b"", 128), b"data");
    fails(answer, CKR_MECHANISM_PARAM_INVALID);
    for len in [1, 7, 8, 11, 13, 16, 64, 128, 1000] {
        let params = gcm(&pattern(len), b"", 128);
        let sealed = encrypt(CKM_AES_GCM, &key, &params, b"data").unwrap();
        assert_eq!(decrypt(CKM_AES_GCM, &key, &params, &sealed).unwrap(), b"data");
    }
    for nonce in [0, 6, 14, 16, 1000] {
        let answer = encrypt(CKM_AES_CCM, &key, &ccm(4, &pattern(nonce), b"", 16), b"data");
        fails(answer, CKR_MECHANISM_PARAM_INVALID);
    }
    for mac in [0, 1, 2, 3, 5, 15, 17, 18, 1 << 40] {
        let answer = encrypt(CKM_AES_CCM, &key, &ccm(4, &[1; 12], b"", mac), b"data");
        fails(answer, CKR_MECHANISM_PARAM_INVALID);
    }
    // With a nonce of 13 bytes the length has two.
    let answer = encrypt(CKM_AES_CCM, &key, &ccm(65_536, &[1; 13], b"", 16), &[0; 65_536]);
    fails(answer, CKR_MECHANISM_PARAM_INVALID);
    assert!(encrypt(CKM_AES_CCM, &key, &ccm(65_535, &[1; 13], b"", 16), &[0; 65_535]).is_ok());
}

/// The data must have the length that the parameters of CCM say; only a wrapped key says it by itself.
#[test]
fn the_length_of_ccm() {
    let key = aes(&pattern(16));
    for wrong in [0, 3, 5, 1 << 20] {
        let params = ccm(wrong, &[1; 12], b"", 8);
        fails(encrypt(CKM_AES_CCM, &key, &params, b"data"), CKR_DATA_LEN_RANGE);
        let begun = begin_encrypt(CKM_AES_CCM, &key, &params).unwrap();
        fails(parts(begun, [&b"da"[..], b"ta"]), CKR_DATA_LEN_RANGE);
        fails(decrypt(CKM_AES_CCM, &key, &params, &[0; 12]), CKR_ENCRYPTED_DATA_LEN_RANGE);
        let wrapped = wrap(CKM_AES_CCM, &key, &params, b"data").unwrap();
        let right = ccm(4, &[1; 12], b"", 8);
        assert_eq!(wrapped, encrypt(CKM_AES_CCM, &key, &right, b"data").unwrap());
        assert_eq!(unwrap(CKM_AES_CCM, &key, &params, &wrapped).unwrap(), b"data");
    }
}
