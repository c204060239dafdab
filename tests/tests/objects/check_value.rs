//! `CKA_CHECK_VALUE` (PKCS #11 v3.2, sections 4.6 and 4.10): computed however an object comes to be,
//! compared where it is given, left out where it is given empty.

use strongroom_tests::keys::{open, secret};
use strongroom_tests::prelude::*;

/// Values and their check values, from elsewhere: FIPS 197's cipher on a block of zeros (as in the CAVP's
/// answers for a key of zeros), NBS 500-20's on the same, and FIPS 180's "abc".
const KNOWN: [(u64, &[u8], [u8; 3]); 8] = [
    (CKK_AES, &[0; 16], [0x66, 0xe9, 0x4b]),
    (CKK_AES, &[0; 24], [0xaa, 0xe0, 0x69]),
    (CKK_AES, &[0; 32], [0xdc, 0x95, 0xc0]),
    (CKK_DES2, &[1; 16], [0x8c, 0xa6, 0x4d]),
    (CKK_DES3, &[1; 24], [0x8c, 0xa6, 0x4d]),
    (CKK_GENERIC_SECRET, b"abc", [0xa9, 0x99, 0x3e]),
    (CKK_SHA256_HMAC, b"abc", [0xa9, 0x99, 0x3e]),
    (CKK_HKDF, b"abc", [0xa9, 0x99, 0x3e]),
];

fn certificate(value: &[u8]) -> Template {
    template![
        CKA_CLASS => CKO_CERTIFICATE, CKA_CERTIFICATE_TYPE => CKC_X_509, CKA_SUBJECT => b"\x30\x00",
        CKA_VALUE => value,
    ]
}

/// The known answers, on the token and off it; also of a key that stays inside and may not encrypt.
pub fn known_answers() {
    let s = Hsm::start().user();
    let closed = template![
        CKA_SENSITIVE => true, CKA_EXTRACTABLE => false, CKA_ENCRYPT => false, CKA_SIGN => false,
    ];
    for token in [false, true] {
        for (key_type, value, want) in KNOWN {
            let template = secret(key_type, value).with(CKA_TOKEN, token);
            for template in [template.clone(), template.and(&closed)] {
                let key = s.create(&template).must();
                assert_eq!(s.get(key, CKA_CHECK_VALUE).must(), want, "{key_type:#x}");
            }
        }
        let object = s.create(&certificate(b"abc").with(CKA_TOKEN, token)).must();
        assert_eq!(s.get(object, CKA_CHECK_VALUE).must(), [0xa9, 0x99, 0x3e]);
    }
}

/// Keys that are generated, derived, unwrapped and copied have it too: what encrypting says.
pub fn however_a_key_is_made() {
    let s = Hsm::start().user();
    let ecb = Mech::new(CKM_AES_ECB);
    let right = |key: u64| {
        let block = s.encrypt(&ecb, key, &[0; 16]).must();
        assert_eq!(s.get(key, CKA_CHECK_VALUE).must(), &block[..3]);
    };
    let key = s.aes(32, &open()).must();
    right(key);
    let copy = s.copy(key, &template![CKA_TOKEN => true]).must();
    right(copy);
    let wrapping = s.aes(32, &open()).must();
    let kwp = Mech::new(CKM_AES_KEY_WRAP_KWP);
    let wrapped = s.wrap(&kwp, wrapping, key).must();
    let as_aes = template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_AES];
    let unwrapped = s.unwrap(&kwp, wrapping, &wrapped, &as_aes).must();
    right(unwrapped);
    let check_value = s.get(key, CKA_CHECK_VALUE).must();
    let told = |value: &[u8]| as_aes.clone().with(CKA_CHECK_VALUE, value);
    right(s.unwrap(&kwp, wrapping, &wrapped, &told(&check_value)).must());
    s.unwrap(&kwp, wrapping, &wrapped, &told(&[0; 3])).fails(CKR_ATTRIBUTE_VALUE_INVALID);
    let derive = Mech::new(CKM_AES_ECB_ENCRYPT_DATA).pointer(&[7; 16]).word(16);
    let derived = as_aes.with(CKA_VALUE_LEN, 16_u64).with(CKA_ENCRYPT, true);
    right(s.derive(&derive, key, &derived).must());
}

/// A value that is given must be the right one; an empty one asks for none.
pub fn given_values() {
    let s = Hsm::start().user();
    for (key_type, value, want) in KNOWN {
        let with = |given: &[u8]| s.create(&secret(key_type, value).with(CKA_CHECK_VALUE, given));
        let key = with(&want).must();
        assert_eq!(s.get(key, CKA_CHECK_VALUE).must(), want);
        for wrong in [&[0; 3][..], &want[..2], &[want[0], want[1], want[2], 0], &[0; 16]] {
            with(wrong).fails(CKR_ATTRIBUTE_VALUE_INVALID);
        }
        let none = with(&[]).must();
        assert_eq!(s.get(none, CKA_CHECK_VALUE).must(), []);
    }
    let with = |given: &[u8]| s.create(&certificate(b"abc").with(CKA_CHECK_VALUE, given));
    with(&[0xa9, 0x99, 0x3e]).must();
    with(&[0xa9, 0x99, 0x3f]).fails(CKR_ATTRIBUTE_VALUE_INVALID);
    assert_eq!(s.get(with(&[]).must(), CKA_CHECK_VALUE).must(), []);
    s.aes(16, &template![CKA_CHECK_VALUE => &[1, 2, 3, 4]]).fails(CKR_ATTRIBUTE_VALUE_INVALID);
    let none = s.aes(16, &template![CKA_CHECK_VALUE => ""]).must();
    assert_eq!(s.get(none, CKA_CHECK_VALUE).must(), []);
}

/// Later it is found by, it can be emptied, and it is not changed.
pub fn later() {
    let s = Hsm::start().user();
    for token in [false, true] {
        let key = s.create(&secret(CKK_AES, &[0; 16]).with(CKA_TOKEN, token)).must();
        let zeros = template![CKA_CHECK_VALUE => &[0x66, 0xe9, 0x4b], CKA_TOKEN => token];
        assert_eq!(s.find(&zeros).must(), [key]);
        s.set(key, &template![CKA_CHECK_VALUE => &[1, 2, 3]]).is(CKR_ATTRIBUTE_READ_ONLY);
        s.copy(key, &template![CKA_CHECK_VALUE => &[1, 2, 3]]).fails(CKR_ATTRIBUTE_READ_ONLY);
        let copy = s.copy(key, &template![CKA_CHECK_VALUE => ""]).must();
        s.set(key, &template![CKA_CHECK_VALUE => ""]).ok();
        for object in [key, copy] {
            assert_eq!(s.get(object, CKA_CHECK_VALUE).must(), []);
        }
        assert_eq!(s.find(&zeros).must(), []);
    }
}
