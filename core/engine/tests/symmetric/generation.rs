//! Making secret keys and random bytes, and sharing a key between threads.

use super::harness::*;
use std::collections::HashSet;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::Gcm;
use strongroom_base::{Params, Result, Secret, Template, Value};
use strongroom_engine::keys::secret::SecretKey;
use strongroom_engine::random;

fn generate(kind: u64, template: &Template) -> Result<Vec<u8>> {
    let made = row(kind).generate.unwrap()(&Params::None, template)?;
    Ok(made.get(CKA_VALUE).and_then(Value::as_bytes).unwrap().to_vec())
}

fn of_len(len: u64) -> Template {
    Template::new().with(CKA_VALUE_LEN, len)
}

#[test]
fn keys_have_the_length_that_is_asked_for() {
    let mut seen = HashSet::new();
    for len in [16, 24, 32] {
        for _ in 0..20 {
            let value = generate(CKM_AES_KEY_GEN, &of_len(len)).unwrap();
            assert_eq!(value.len() as u64, len);
            assert!(seen.insert(value), "the same key twice");
        }
    }
    for len in [0, 1, 8, 15, 17, 23, 33, 64, 1 << 32, u64::MAX] {
        fails(generate(CKM_AES_KEY_GEN, &of_len(len)), CKR_ATTRIBUTE_VALUE_INVALID);
    }
    fails(generate(CKM_AES_KEY_GEN, &Template::new()), CKR_TEMPLATE_INCOMPLETE);
    for kind in [
        CKM_GENERIC_SECRET_KEY_GEN,
        CKM_HKDF_KEY_GEN,
        CKM_SHA_1_KEY_GEN,
        CKM_SHA224_KEY_GEN,
        CKM_SHA256_KEY_GEN,
        CKM_SHA384_KEY_GEN,
        CKM_SHA512_KEY_GEN,
        CKM_SHA512_224_KEY_GEN,
        CKM_SHA512_256_KEY_GEN,
        CKM_SHA3_224_KEY_GEN,
        CKM_SHA3_256_KEY_GEN,
        CKM_SHA3_384_KEY_GEN,
        CKM_SHA3_512_KEY_GEN,
    ] {
        for len in [1, 20, 64, 65_536] {
            assert_eq!(generate(kind, &of_len(len)).unwrap().len() as u64, len);
        }
        for len in [0, 65_537, u64::MAX] {
            fails(generate(kind, &of_len(len)), CKR_ATTRIBUTE_VALUE_INVALID);
        }
    }
}

#[test]
fn triple_des_keys_have_odd_parity() {
    for _ in 0..50 {
        let value = generate(CKM_DES3_KEY_GEN, &Template::new()).unwrap();
        assert_eq!(value.len(), 24);
        assert!(value.iter().all(|byte| byte.count_ones() % 2 == 1));
        let parts: HashSet<&[u8]> = value.chunks(8).collect();
        assert_eq!(parts.len(), 3);
    }
}

#[test]
fn imported_keys_have_a_length_of_their_type() {
    for (key_type, right) in [
        (CKK_AES, &[16, 24, 32][..]),
        (CKK_DES3, &[24]),
        (CKK_GENERIC_SECRET, &[1, 5, 31, 1000]),
        (CKK_SHA256_HMAC, &[1, 32, 200]),
        (CKK_HKDF, &[1, 32]),
    ] {
        for len in right {
            let key = SecretKey::new(key_type, Secret::from(pattern(*len))).unwrap();
            assert_eq!((key.size(), key.value()), (*len as u64, pattern(*len).as_slice()));
        }
        for len in [0, 15, 17, 25, 33].into_iter().filter(|len| *len == 0 || right[0] >= 16) {
            let answer = SecretKey::new(key_type, Secret::from(pattern(len)));
            fails(answer, CKR_ATTRIBUTE_VALUE_INVALID);
        }
    }
}

#[test]
fn random_bytes_fill_all_of_the_buffer() {
    for len in [1, 31, 32, 1000, 100_000] {
        let mut ever = vec![0; len];
        for _ in 0..16 {
            let mut bytes = vec![0; len];
            random::fill(&mut bytes).unwrap();
            ever.iter_mut().zip(bytes).for_each(|(all, byte)| *all |= byte);
        }
        assert!(ever.iter().all(|byte| *byte != 0), "a byte that is never set");
    }
    random::fill(&mut []).unwrap();
}

/// A key is prepared once, whoever is first, and then used by all.
#[test]
fn threads_share_a_key() {
    let (key, data) = (aes(&pattern(32)), pattern(1000));
    let gcm = Params::Gcm(Gcm { iv: vec![1; 12], aad: Vec::new(), tag_bits: 128 });
    let cbc = Params::Bytes(vec![1; 16]);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let mut answer = Vec::new();
                    for _ in 0..200 {
                        let sealed = encrypt(CKM_AES_GCM, &key, &gcm, &data).unwrap();
                        assert_eq!(decrypt(CKM_AES_GCM, &key, &gcm, &sealed).unwrap(), data);
                        let padded = encrypt(CKM_AES_CBC_PAD, &key, &cbc, &data).unwrap();
                        assert_eq!(decrypt(CKM_AES_CBC_PAD, &key, &cbc, &padded).unwrap(), data);
                        let mac = sign(CKM_SHA256_HMAC, &key, &Params::None, &data).unwrap();
                        answer = [sealed, padded, mac].concat();
                    }
                    answer
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(Arc::strong_count(&key), 1, "an operation that has ended keeps its key");
}
