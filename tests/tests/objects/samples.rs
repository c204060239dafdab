//! One template for each kind of object that can be created, and the attributes that it must have.

use strongroom_tests::keys::{ED25519, P256, X25519, ec_private, ec_public, open, secret};
use strongroom_tests::prelude::*;

/// A kind of object.
pub struct Sample {
    /// What to call it.
    pub name: &'static str,
    /// A template that makes one.
    pub template: Template,
    /// The attributes without which `C_CreateObject` refuses it.
    pub needed: &'static [u64],
    /// Whether `CKA_PRIVATE` is true when nobody gives it.
    pub private: bool,
}

impl Sample {
    /// Whether it is a key.
    pub fn is_key(&self) -> bool {
        self.needed.contains(&CKA_KEY_TYPE) && !self.needed.contains(&CKA_BASE)
    }
}

/// A data object with this label.
pub fn data(label: &str) -> Template {
    template![CKA_CLASS => CKO_DATA, CKA_LABEL => label, CKA_VALUE => "value"]
}

/// One sample of each kind. The session must be the user's: the key pairs are generated in it.
#[track_caller]
pub fn all(s: Session) -> Vec<Sample> {
    let mut samples = vec![
        Sample { name: "data", template: data("data"), needed: &[CKA_CLASS], private: false },
        Sample {
            name: "X.509 certificate",
            template: template![
                CKA_CLASS => CKO_CERTIFICATE, CKA_CERTIFICATE_TYPE => CKC_X_509,
                CKA_SUBJECT => b"\x30\x00", CKA_VALUE => b"\x30\x03\x02\x01\x05",
            ],
            needed: &[CKA_CLASS, CKA_CERTIFICATE_TYPE, CKA_SUBJECT, CKA_VALUE],
            private: false,
        },
        Sample {
            name: "DH domain parameters",
            template: template![
                CKA_CLASS => CKO_DOMAIN_PARAMETERS, CKA_KEY_TYPE => CKK_DH,
                CKA_PRIME => &[0xfb; 32], CKA_BASE => &[2],
            ],
            needed: &[CKA_CLASS, CKA_KEY_TYPE, CKA_PRIME, CKA_BASE],
            private: false,
        },
    ];
    samples.extend(secret_keys());
    samples.extend(rsa(s));
    samples.extend(curves(s));
    samples
}

fn secret_keys() -> impl Iterator<Item = Sample> {
    let kinds: [(&str, u64, &[u8]); 5] = [
        ("generic secret", CKK_GENERIC_SECRET, b"any number of bytes"),
        ("AES key", CKK_AES, &[7; 32]),
        ("triple DES key", CKK_DES3, &des3_value()),
        ("HMAC key", CKK_SHA256_HMAC, &[9; 32]),
        ("HKDF key", CKK_HKDF, &[5; 20]),
    ];
    kinds
        .map(|(name, key_type, value)| Sample {
            name,
            template: secret(key_type, value),
            needed: &[CKA_CLASS, CKA_KEY_TYPE, CKA_VALUE],
            private: true,
        })
        .into_iter()
}

/// A triple DES key of odd parity.
fn des3_value() -> [u8; 24] {
    std::array::from_fn(|i| {
        [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef][i % 8] ^ if i / 8 == 1 { 0x30 } else { 0 }
    })
}

/// The readable attributes of a generated object, as a template for another.
#[track_caller]
fn taken(s: Session, object: u64, kinds: &[u64]) -> Template {
    kinds.iter().fold(Template::new(), |t, kind| t.with(*kind, s.get(object, *kind).must()))
}

fn rsa(s: Session) -> [Sample; 2] {
    let (public, private) = s.rsa(2048, &Template::new(), &open()).must();
    [
        Sample {
            name: "RSA public key",
            template: taken(
                s,
                public,
                &[CKA_CLASS, CKA_KEY_TYPE, CKA_MODULUS, CKA_PUBLIC_EXPONENT],
            ),
            needed: &[CKA_CLASS, CKA_KEY_TYPE, CKA_MODULUS, CKA_PUBLIC_EXPONENT],
            private: false,
        },
        Sample {
            name: "RSA private key",
            template: taken(
                s,
                private,
                &[
                    CKA_CLASS,
                    CKA_KEY_TYPE,
                    CKA_MODULUS,
                    CKA_PUBLIC_EXPONENT,
                    CKA_PRIVATE_EXPONENT,
                    CKA_PRIME_1,
                    CKA_PRIME_2,
                    CKA_EXPONENT_1,
                    CKA_EXPONENT_2,
                    CKA_COEFFICIENT,
                ],
            ),
            needed: &[CKA_CLASS, CKA_KEY_TYPE, CKA_MODULUS, CKA_PRIVATE_EXPONENT],
            private: true,
        },
    ]
}

fn curves(s: Session) -> Vec<Sample> {
    let kinds = [
        (["EC public key", "EC private key"], CKK_EC, P256),
        (["Ed25519 public key", "Ed25519 private key"], CKK_EC_EDWARDS, ED25519),
        (["X25519 public key", "X25519 private key"], CKK_EC_MONTGOMERY, X25519),
    ];
    let both = |([public, private], key_type, curve): (
        [&'static str; 2],
        u64,
        strongroom_tests::keys::Curve,
    )| {
        let (hp, hv) = s.pair(curve, &Template::new(), &open()).must();
        let point = s.get(hp, CKA_EC_POINT).must();
        let value = s.get(hv, CKA_VALUE).must();
        [
            Sample {
                name: public,
                template: ec_public(key_type, curve.oid, strongroom_tests::keys::octets(&point)),
                needed: &[CKA_CLASS, CKA_KEY_TYPE, CKA_EC_PARAMS, CKA_EC_POINT],
                private: false,
            },
            Sample {
                name: private,
                template: ec_private(key_type, curve.oid, &value),
                needed: &[CKA_CLASS, CKA_KEY_TYPE, CKA_EC_PARAMS, CKA_VALUE],
                private: true,
            },
        ]
    };
    kinds.into_iter().flat_map(both).collect()
}
