//! Deriving keys from keys: SP 800-108, the simple derivations, and the encryption of data.

use super::harness::*;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Counter, DkmLength, Field, Kbkdf};
use strongroom_base::{Params, Result};
use strongroom_engine::keys::Key;
use strongroom_engine::mechanisms::Init;

fn derive_keys(kind: u64, key: &Arc<Key>, params: Kbkdf, lens: &[usize]) -> Result<Vec<Vec<u8>>> {
    let derive = row(kind).derive_keys.unwrap();
    with_init(key, &Params::Kbkdf(params), |init| derive(init, lens))
        .map(|keys| keys.iter().map(|key| key.expose().to_vec()).collect())
}

fn derive(kind: u64, key: &Arc<Key>, params: &Params, wanted: Option<usize>) -> Result<Vec<u8>> {
    let derive = row(kind).derive.unwrap();
    with_init(key, params, |init| derive(init, wanted)).map(|key| key.expose().to_vec())
}

fn kbkdf(prf: u64, fields: Vec<Field>) -> Kbkdf {
    Kbkdf { prf, fields, iv: Vec::new(), additional: Vec::new() }
}

fn counter(bits: u64) -> Counter {
    Counter { little_endian: false, bits }
}

/// NIST's validation suite, with the counter of each width in each place
#[test]
fn the_counter_mode_of_nist() {
    let mut count = 0;
    for line in include_str!("kbkdf.txt").lines().filter(|line| !line.starts_with('#')) {
        let [prf, bits, ki, before, after, ko] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let (prf, key_type) = match prf {
            "HMAC_SHA1" => (CKM_SHA_1_HMAC, CKK_GENERIC_SECRET),
            "HMAC_SHA224" => (CKM_SHA224_HMAC, CKK_GENERIC_SECRET),
            "HMAC_SHA256" => (CKM_SHA256_HMAC, CKK_SHA256_HMAC),
            "HMAC_SHA384" => (CKM_SHA384_HMAC, CKK_GENERIC_SECRET),
            "HMAC_SHA512" => (CKM_SHA512_HMAC, CKK_GENERIC_SECRET),
            _ => (CKM_AES_CMAC, CKK_AES),
        };
        let piece = |text: &str| (text != "-").then(|| Field::Bytes(hex(text)));
        let mut fields: Vec<Field> = piece(before).into_iter().collect();
        fields.push(Field::Iteration(Some(counter(bits.parse().unwrap()))));
        fields.extend(piece(after));
        let ko = hex(ko);
        let base = key(key_type, &hex(ki));
        let made = derive_keys(CKM_SP800_108_COUNTER_KDF, &base, kbkdf(prf, fields), &[ko.len()]);
        assert_eq!(made.unwrap(), [ko], "{line}");
        count += 1;
    }
    assert_eq!(count, 96);
}

fn label() -> Field {
    Field::Bytes(b"label\0".to_vec())
}

/// Answers computed round by round with the HMAC of another library
#[test]
fn chained_modes_and_several_keys() {
    let base = key(CKK_GENERIC_SECRET, &(0..32).collect::<Vec<u8>>());
    let length = |of_segments, little_endian, bits| {
        Field::DkmLength(DkmLength { of_segments, little_endian, bits })
    };
    let fields =
        vec![Field::Iteration(None), Field::Counter(counter(16)), label(), length(false, true, 32)];
    let params = Kbkdf { iv: vec![0x11; 16], ..kbkdf(CKM_SHA256_HMAC, fields) };
    assert_eq!(
        derive_keys(CKM_SP800_108_FEEDBACK_KDF, &base, params, &[80]).unwrap(),
        [hex("614aff9c75a36724ec29f785900e7e09326bbd246c1ee347a841af224caebb35
              1d793ed239d1809b6f3c9c8e02a84867a29613bf4a12e4ffc6d6475df7174dc5
              723a4299680e365ca3929a02c97b4c5e")]
    );
    // The second key begins with a round of its own.
    let fields = vec![Field::Iteration(None), label(), length(true, false, 32)];
    assert_eq!(
        derive_keys(CKM_SP800_108_FEEDBACK_KDF, &base, kbkdf(CKM_SHA256_HMAC, fields), &[40, 16])
            .unwrap(),
        [
            hex("3d3cac51e9fd16b2c25c30aff75fec4dc6c1a2925cc7168958197452d847c677886aeccb4445357f"),
            hex("d43daf827f6d25358c600202b77352fc")
        ]
    );
    let fields =
        vec![Field::Iteration(None), Field::Counter(counter(8)), label(), length(false, false, 16)];
    assert_eq!(
        derive_keys(
            CKM_SP800_108_DOUBLE_PIPELINE_KDF,
            &base,
            kbkdf(CKM_SHA256_HMAC, fields),
            &[48]
        )
        .unwrap(),
        [hex("cc052535775d8eacfb4eb2a055f9eb3f8745fb3ca78e21ccc6663777c8deec68
              83a5ff97c06852107c92064d34674920")]
    );
}

#[test]
fn fields_that_a_mode_does_not_have() {
    let base = key(CKK_GENERIC_SECRET, &[7; 32]);
    let round = || Field::Iteration(Some(counter(8)));
    let length =
        || Field::DkmLength(DkmLength { of_segments: false, little_endian: false, bits: 8 });
    let by = |kind, fields, len| derive_keys(kind, &base, kbkdf(CKM_SHA256_HMAC, fields), &[len]);
    let wrong = |kind, fields: Vec<Field>| {
        assert!(
            by(kind, fields.clone(), 16).unwrap_err().is(CKR_MECHANISM_PARAM_INVALID),
            "{fields:?}"
        );
    };
    let count = CKM_SP800_108_COUNTER_KDF;
    assert!(by(count, vec![round(), label(), length()], 16).is_ok());
    wrong(count, vec![label()]);
    wrong(count, vec![Field::Iteration(None), label()]);
    wrong(count, vec![round(), round()]);
    wrong(count, vec![round(), Field::Counter(counter(8))]);
    wrong(count, vec![round(), length(), length()]);
    wrong(count, vec![round(), Field::Bytes(Vec::new())]);
    for bits in [0, 7, 12, 40, 64, u64::MAX] {
        wrong(count, vec![Field::Iteration(Some(counter(bits)))]);
    }
    for kind in [CKM_SP800_108_FEEDBACK_KDF, CKM_SP800_108_DOUBLE_PIPELINE_KDF] {
        wrong(kind, vec![round(), label()]);
        wrong(kind, vec![label()]);
        let twice = Field::Counter(counter(8));
        wrong(kind, vec![Field::Iteration(None), twice.clone(), twice]);
    }
    // 32 bytes a round, and the counter ends at 255; the length has no more than 255 bits.
    assert!(by(count, vec![round()], 255 * 32).is_ok());
    let over = by(count, vec![round()], 255 * 32 + 1);
    assert!(over.unwrap_err().is(CKR_MECHANISM_PARAM_INVALID));
    assert!(by(count, vec![round(), length()], 32).unwrap_err().is(CKR_MECHANISM_PARAM_INVALID));
    assert!(by(count, vec![round()], 0).unwrap_err().is(CKR_KEY_SIZE_RANGE));
    assert!(by(count, vec![round()], usize::MAX).unwrap_err().is(CKR_KEY_SIZE_RANGE));
    let prf = |prf| derive_keys(count, &base, kbkdf(prf, vec![round()]), &[16]).unwrap_err();
    assert!(prf(CKM_AES_CMAC).is(CKR_KEY_TYPE_INCONSISTENT));
    assert!(prf(CKM_SHA256).is(CKR_MECHANISM_PARAM_INVALID));
    assert!(prf(CKM_ECDSA_SHA256).is(CKR_MECHANISM_PARAM_INVALID));
}

/// PKCS #11 v3.2, section 6.43
#[test]
fn the_examples_of_the_simple_derivations() {
    let base = key(CKK_GENERIC_SECRET, &hex("01234567"));
    let other = key(CKK_GENERIC_SECRET, &hex("89ABCDEF"));
    let data = Params::Bytes(hex("89ABCDEF"));
    let join = row(CKM_CONCATENATE_BASE_AND_KEY).derive.unwrap();
    let init = Init { key: &base, params: &Params::Key(1), others: &[other] };
    assert_eq!(join(&init, None).unwrap().expose(), hex("0123456789ABCDEF"));
    assert_eq!(
        derive(CKM_CONCATENATE_BASE_AND_DATA, &base, &data, None).unwrap(),
        hex("0123456789ABCDEF")
    );
    assert_eq!(
        derive(CKM_CONCATENATE_DATA_AND_BASE, &base, &data, None).unwrap(),
        hex("89ABCDEF01234567")
    );
    assert_eq!(derive(CKM_XOR_BASE_AND_DATA, &base, &data, None).unwrap(), hex("88888888"));
    let short = Params::Bytes(hex("FF"));
    assert_eq!(derive(CKM_XOR_BASE_AND_DATA, &base, &short, None).unwrap(), hex("FE"));

    let base = key(CKK_GENERIC_SECRET, &hex("329F84A9"));
    let extract = |bit, len| derive(CKM_EXTRACT_KEY_FROM_KEY, &base, &Params::Ulong(bit), len);
    assert_eq!(extract(21, Some(2)).unwrap(), hex("9526"));
    assert_eq!(extract(0, Some(4)).unwrap(), hex("329F84A9"));
    assert_eq!(extract(31, Some(4)).unwrap(), hex("994FC254"));
    assert_eq!(extract(8, Some(4)).unwrap(), hex("9F84A932"));
    assert!(extract(32, Some(2)).unwrap_err().is(CKR_MECHANISM_PARAM_INVALID));
    assert!(extract(u64::MAX, Some(2)).unwrap_err().is(CKR_MECHANISM_PARAM_INVALID));
    assert!(extract(0, Some(5)).unwrap_err().is(CKR_KEY_SIZE_RANGE));
    assert!(extract(0, None).unwrap_err().is(CKR_TEMPLATE_INCOMPLETE));
}

#[test]
fn keys_that_are_encrypted_data() {
    let data: Vec<u8> = (0..48).collect();
    let plain = Params::Bytes(data.clone());
    for (ecb, of_ecb, cbc, of_cbc, base, block) in [
        (
            CKM_AES_ECB_ENCRYPT_DATA,
            CKM_AES_ECB,
            CKM_AES_CBC_ENCRYPT_DATA,
            CKM_AES_CBC,
            aes(&[5; 32]),
            16,
        ),
        (
            CKM_DES3_ECB_ENCRYPT_DATA,
            CKM_DES3_ECB,
            CKM_DES3_CBC_ENCRYPT_DATA,
            CKM_DES3_CBC,
            key(CKK_DES3, &hex("0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123")),
            8,
        ),
    ] {
        let iv = vec![9; block];
        let chained = Params::CbcData { iv: iv.clone(), data: data.clone() };
        assert_eq!(
            derive(ecb, &base, &plain, Some(32)).unwrap(),
            encrypt(of_ecb, &base, &Params::None, &data).unwrap()
        );
        assert_eq!(
            derive(cbc, &base, &chained, None).unwrap(),
            encrypt(of_cbc, &base, &Params::Bytes(iv), &data).unwrap()
        );
        let short = derive(ecb, &base, &plain, Some(49));
        assert!(short.unwrap_err().is(CKR_MECHANISM_PARAM_INVALID));
        for wrong in [Vec::new(), vec![0; block + 1]] {
            let answer = derive(ecb, &base, &Params::Bytes(wrong), None);
            assert!(answer.unwrap_err().is(CKR_MECHANISM_PARAM_INVALID));
        }
    }
}
