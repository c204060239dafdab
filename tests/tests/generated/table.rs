//! How to use each mechanism rightly: with which keys, and with which parameters. A mechanism that the token
//! lists and that is not here is a failure: it belongs into [`KEYS`], and, where its parameters have a shape
//! that is new, into [`Keys::mechanism`].

use strongroom_base::ck;
use strongroom_base::mechanism::{Shape, shape_of};
use strongroom_tests::keys::{DSA_BASE, ED25519, K256, P256, X25519, domain, group, octets};
use strongroom_tests::prelude::*;

/// A kind of keys, as mechanisms see them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Kind {
    /// A secret key of this type.
    Secret(u64),
    /// A key pair of this type.
    Pair(u64),
    /// A key pair on secp256k1.
    Secp256k1,
}

use self::Kind::{Pair, Secp256k1, Secret};

/// The types of keys for HMAC with the mechanisms that take them, and generate them.
const HMACS: &[(u64, u64, u64, u64)] = &[
    (CKK_SHA_1_HMAC, CKM_SHA_1_HMAC, CKM_SHA_1_HMAC_GENERAL, CKM_SHA_1_KEY_GEN),
    (CKK_SHA224_HMAC, CKM_SHA224_HMAC, CKM_SHA224_HMAC_GENERAL, CKM_SHA224_KEY_GEN),
    (CKK_SHA256_HMAC, CKM_SHA256_HMAC, CKM_SHA256_HMAC_GENERAL, CKM_SHA256_KEY_GEN),
    (CKK_SHA384_HMAC, CKM_SHA384_HMAC, CKM_SHA384_HMAC_GENERAL, CKM_SHA384_KEY_GEN),
    (CKK_SHA512_HMAC, CKM_SHA512_HMAC, CKM_SHA512_HMAC_GENERAL, CKM_SHA512_KEY_GEN),
    (CKK_SHA512_224_HMAC, CKM_SHA512_224_HMAC, CKM_SHA512_224_HMAC_GENERAL, CKM_SHA512_224_KEY_GEN),
    (CKK_SHA512_256_HMAC, CKM_SHA512_256_HMAC, CKM_SHA512_256_HMAC_GENERAL, CKM_SHA512_256_KEY_GEN),
    (CKK_SHA3_224_HMAC, CKM_SHA3_224_HMAC, CKM_SHA3_224_HMAC_GENERAL, CKM_SHA3_224_KEY_GEN),
    (CKK_SHA3_256_HMAC, CKM_SHA3_256_HMAC, CKM_SHA3_256_HMAC_GENERAL, CKM_SHA3_256_KEY_GEN),
    (CKK_SHA3_384_HMAC, CKM_SHA3_384_HMAC, CKM_SHA3_384_HMAC_GENERAL, CKM_SHA3_384_KEY_GEN),
    (CKK_SHA3_512_HMAC, CKM_SHA3_512_HMAC, CKM_SHA3_512_HMAC_GENERAL, CKM_SHA3_512_KEY_GEN),
    (
        CKK_BLAKE2B_160_HMAC,
        CKM_BLAKE2B_160_HMAC,
        CKM_BLAKE2B_160_HMAC_GENERAL,
        CKM_BLAKE2B_160_KEY_GEN,
    ),
    (
        CKK_BLAKE2B_256_HMAC,
        CKM_BLAKE2B_256_HMAC,
        CKM_BLAKE2B_256_HMAC_GENERAL,
        CKM_BLAKE2B_256_KEY_GEN,
    ),
    (
        CKK_BLAKE2B_384_HMAC,
        CKM_BLAKE2B_384_HMAC,
        CKM_BLAKE2B_384_HMAC_GENERAL,
        CKM_BLAKE2B_384_KEY_GEN,
    ),
    (
        CKK_BLAKE2B_512_HMAC,
        CKM_BLAKE2B_512_HMAC,
        CKM_BLAKE2B_512_HMAC_GENERAL,
        CKM_BLAKE2B_512_KEY_GEN,
    ),
];

/// HMACs with numbers of IBM's.
const HMACS_OF_IBM: &[(u64, u64)] = &[
    (ck::CKM_IBM_SHA3_224_HMAC, CKM_SHA3_224_HMAC),
    (ck::CKM_IBM_SHA3_256_HMAC, CKM_SHA3_256_HMAC),
    (ck::CKM_IBM_SHA3_384_HMAC, CKM_SHA3_384_HMAC),
    (ck::CKM_IBM_SHA3_512_HMAC, CKM_SHA3_512_HMAC),
];

/// Mechanisms with the kinds of keys that they take; none for those that take no key.
const KEYS: &[(&[u64], &[Kind])] = &[
    (
        &[
            CKM_AES_ECB,
            CKM_AES_CBC,
            CKM_AES_CBC_PAD,
            CKM_AES_CTR,
            CKM_AES_GCM,
            CKM_AES_CCM,
            CKM_AES_CMAC,
            CKM_AES_CMAC_GENERAL,
            CKM_AES_KEY_WRAP,
            CKM_AES_KEY_WRAP_PAD,
            CKM_AES_KEY_WRAP_KWP,
            ck::CKM_AES_KEY_WRAP_PKCS7,
            CKM_AES_ECB_ENCRYPT_DATA,
            CKM_AES_CBC_ENCRYPT_DATA,
            CKM_AES_CTS,
            CKM_AES_OFB,
            CKM_AES_CFB1,
            CKM_AES_CFB8,
            CKM_AES_CFB128,
            CKM_AES_GMAC,
            CKM_AES_XCBC_MAC,
            CKM_AES_XCBC_MAC_96,
        ],
        &[Secret(CKK_AES)],
    ),
    (&[CKM_AES_XTS], &[Secret(CKK_AES_XTS)]),
    (&[CKM_CHACHA20, CKM_CHACHA20_POLY1305], &[Secret(CKK_CHACHA20)]),
    (&[CKM_POLY1305], &[Secret(CKK_POLY1305)]),
    (
        &[
            CKM_TLS12_MASTER_KEY_DERIVE,
            CKM_TLS12_MASTER_KEY_DERIVE_DH,
            ck::CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE,
            ck::CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH,
            CKM_TLS12_KEY_AND_MAC_DERIVE,
            CKM_TLS12_KEY_SAFE_DERIVE,
            CKM_TLS_KDF,
            CKM_TLS12_KDF,
            CKM_TLS_MAC,
            CKM_TLS12_MAC,
        ],
        &[Secret(CKK_GENERIC_SECRET)],
    ),
    (&[CKM_ECDH_AES_KEY_WRAP, ck::CKM_ECDH_COF_AES_KEY_WRAP], &[Pair(CKK_EC)]),
    (&[ck::CKM_ECDH_X_AES_KEY_WRAP], &[Pair(CKK_EC_MONTGOMERY)]),
    (
        &[
            CKM_DES3_ECB,
            CKM_DES3_CBC,
            CKM_DES3_CBC_PAD,
            CKM_DES3_ECB_ENCRYPT_DATA,
            CKM_DES3_CBC_ENCRYPT_DATA,
            CKM_DES3_CMAC,
            CKM_DES3_CMAC_GENERAL,
        ],
        &[Secret(CKK_DES3), Secret(CKK_DES2)],
    ),
    (&[CKM_HKDF_DERIVE, CKM_HKDF_DATA], &[Secret(CKK_HKDF), Secret(CKK_GENERIC_SECRET)]),
    (
        &[
            CKM_RSA_PKCS,
            CKM_RSA_X_509,
            CKM_RSA_PKCS_OAEP,
            CKM_RSA_PKCS_PSS,
            CKM_SHA1_RSA_PKCS,
            CKM_SHA224_RSA_PKCS,
            CKM_SHA256_RSA_PKCS,
            CKM_SHA384_RSA_PKCS,
            CKM_SHA512_RSA_PKCS,
            CKM_SHA3_224_RSA_PKCS,
            CKM_SHA3_256_RSA_PKCS,
            CKM_SHA3_384_RSA_PKCS,
            CKM_SHA3_512_RSA_PKCS,
            CKM_SHA1_RSA_PKCS_PSS,
            CKM_SHA224_RSA_PKCS_PSS,
            CKM_SHA256_RSA_PKCS_PSS,
            CKM_SHA384_RSA_PKCS_PSS,
            CKM_SHA512_RSA_PKCS_PSS,
            CKM_SHA3_224_RSA_PKCS_PSS,
            CKM_SHA3_256_RSA_PKCS_PSS,
            CKM_SHA3_384_RSA_PKCS_PSS,
            CKM_SHA3_512_RSA_PKCS_PSS,
            CKM_RSA_AES_KEY_WRAP,
            CKM_RSA_X9_31,
            CKM_SHA1_RSA_X9_31,
            CKM_RSA_PKCS_OAEP_TPM_1_1,
        ],
        &[Pair(CKK_RSA)],
    ),
    (
        &[
            CKM_ECDSA,
            CKM_ECDSA_SHA1,
            CKM_ECDSA_SHA224,
            CKM_ECDSA_SHA256,
            CKM_ECDSA_SHA384,
            CKM_ECDSA_SHA512,
            CKM_ECDSA_SHA3_224,
            CKM_ECDSA_SHA3_256,
            CKM_ECDSA_SHA3_384,
            CKM_ECDSA_SHA3_512,
        ],
        &[Pair(CKK_EC)],
    ),
    (
        &[CKM_ECDH1_DERIVE, CKM_ECDH1_COFACTOR_DERIVE, ck::CKM_IBM_EC_X25519, ck::CKM_IBM_EC_X448],
        &[Pair(CKK_EC), Pair(CKK_EC_MONTGOMERY)],
    ),
    (&[CKM_EDDSA, ck::CKM_IBM_ED25519_SHA512, ck::CKM_IBM_ED448_SHA3], &[Pair(CKK_EC_EDWARDS)]),
    (&[ck::CKM_IBM_BTC_DERIVE], &[Secret(CKK_GENERIC_SECRET), Pair(CKK_EC)]),
    (&[ck::CKM_IBM_CMAC], &[Secret(CKK_AES)]),
    (
        &[
            CKM_DSA,
            CKM_DSA_SHA1,
            CKM_DSA_SHA224,
            CKM_DSA_SHA256,
            CKM_DSA_SHA384,
            CKM_DSA_SHA512,
            CKM_DSA_SHA3_224,
            CKM_DSA_SHA3_256,
            CKM_DSA_SHA3_384,
            CKM_DSA_SHA3_512,
        ],
        &[Pair(CKK_DSA)],
    ),
    (&[ck::CKM_STRONGROOM_SCHNORR_BIP340], &[Secp256k1]),
    (&[CKM_DH_PKCS_DERIVE], &[Pair(CKK_DH)]),
    (&[CKM_X9_42_DH_DERIVE], &[Pair(CKK_X9_42_DH)]),
    (
        &[
            CKM_ML_DSA,
            CKM_HASH_ML_DSA,
            CKM_HASH_ML_DSA_SHA224,
            CKM_HASH_ML_DSA_SHA256,
            CKM_HASH_ML_DSA_SHA384,
            CKM_HASH_ML_DSA_SHA512,
            CKM_HASH_ML_DSA_SHA3_224,
            CKM_HASH_ML_DSA_SHA3_256,
            CKM_HASH_ML_DSA_SHA3_384,
            CKM_HASH_ML_DSA_SHA3_512,
            CKM_HASH_ML_DSA_SHAKE128,
            CKM_HASH_ML_DSA_SHAKE256,
        ],
        &[Pair(CKK_ML_DSA)],
    ),
    (&[CKM_ML_KEM], &[Pair(CKK_ML_KEM)]),
    (
        &[
            CKM_SLH_DSA,
            CKM_HASH_SLH_DSA,
            CKM_HASH_SLH_DSA_SHA224,
            CKM_HASH_SLH_DSA_SHA256,
            CKM_HASH_SLH_DSA_SHA384,
            CKM_HASH_SLH_DSA_SHA512,
            CKM_HASH_SLH_DSA_SHA3_224,
            CKM_HASH_SLH_DSA_SHA3_256,
            CKM_HASH_SLH_DSA_SHA3_384,
            CKM_HASH_SLH_DSA_SHA3_512,
            CKM_HASH_SLH_DSA_SHAKE128,
            CKM_HASH_SLH_DSA_SHAKE256,
        ],
        &[Pair(CKK_SLH_DSA)],
    ),
    (
        &[
            CKM_SHA_1,
            CKM_SHA224,
            CKM_SHA256,
            CKM_SHA384,
            CKM_SHA512,
            CKM_SHA512_224,
            CKM_SHA512_256,
            CKM_SHA3_224,
            CKM_SHA3_256,
            CKM_SHA3_384,
            CKM_SHA3_512,
            CKM_BLAKE2B_160,
            CKM_BLAKE2B_256,
            CKM_BLAKE2B_384,
            CKM_BLAKE2B_512,
            ck::CKM_IBM_SHA3_224,
            ck::CKM_IBM_SHA3_256,
            ck::CKM_IBM_SHA3_384,
            ck::CKM_IBM_SHA3_512,
            CKM_RSA_X9_31_KEY_PAIR_GEN,
            CKM_DSA_PARAMETER_GEN,
            CKM_DSA_KEY_PAIR_GEN,
            CKM_DH_PKCS_PARAMETER_GEN,
            CKM_DH_PKCS_KEY_PAIR_GEN,
            CKM_X9_42_DH_PARAMETER_GEN,
            CKM_X9_42_DH_KEY_PAIR_GEN,
            CKM_AES_KEY_GEN,
            CKM_AES_XTS_KEY_GEN,
            CKM_CHACHA20_KEY_GEN,
            CKM_POLY1305_KEY_GEN,
            CKM_PKCS5_PBKD2,
            CKM_DES2_KEY_GEN,
            CKM_DES3_KEY_GEN,
            CKM_GENERIC_SECRET_KEY_GEN,
            CKM_HKDF_KEY_GEN,
            CKM_RSA_PKCS_KEY_PAIR_GEN,
            CKM_EC_KEY_PAIR_GEN,
            CKM_EC_EDWARDS_KEY_PAIR_GEN,
            CKM_EC_MONTGOMERY_KEY_PAIR_GEN,
            CKM_ML_DSA_KEY_PAIR_GEN,
            CKM_ML_KEM_KEY_PAIR_GEN,
            CKM_SLH_DSA_KEY_PAIR_GEN,
        ],
        &[],
    ),
];

/// Mechanisms that take secret keys of any type.
const ANY_SECRET: &[u64] = &[
    CKM_CONCATENATE_BASE_AND_KEY,
    CKM_CONCATENATE_BASE_AND_DATA,
    CKM_CONCATENATE_DATA_AND_BASE,
    CKM_XOR_BASE_AND_DATA,
    CKM_EXTRACT_KEY_FROM_KEY,
    CKM_SP800_108_COUNTER_KDF,
    CKM_SP800_108_FEEDBACK_KDF,
    CKM_SP800_108_DOUBLE_PIPELINE_KDF,
    CKM_SHA1_KEY_DERIVATION,
    CKM_SHA224_KEY_DERIVATION,
    CKM_SHA256_KEY_DERIVATION,
    CKM_SHA384_KEY_DERIVATION,
    CKM_SHA512_KEY_DERIVATION,
    CKM_SHA512_224_KEY_DERIVATION,
    CKM_SHA512_256_KEY_DERIVATION,
    ck::CKM_SHA3_224_KEY_DERIVATION,
    ck::CKM_SHA3_256_KEY_DERIVATION,
    ck::CKM_SHA3_384_KEY_DERIVATION,
    ck::CKM_SHA3_512_KEY_DERIVATION,
    ck::CKM_SHAKE_128_KEY_DERIVATION,
    ck::CKM_SHAKE_256_KEY_DERIVATION,
    CKM_BLAKE2B_160_KEY_DERIVE,
    CKM_BLAKE2B_256_KEY_DERIVE,
    CKM_BLAKE2B_384_KEY_DERIVE,
    CKM_BLAKE2B_512_KEY_DERIVE,
];

/// The name of a mechanism.
pub fn name(mechanism: u64) -> String {
    ck::name_in(ck::CKM, mechanism).map_or_else(|| format!("{mechanism:#x}"), str::to_owned)
}

/// The kinds of keys that a mechanism takes.
pub fn kinds(mechanism: u64) -> Vec<Kind> {
    if let Some((_, kinds)) = KEYS.iter().find(|(mechanisms, _)| mechanisms.contains(&mechanism)) {
        return kinds.to_vec();
    }
    if let Some((key_type, ..)) = HMACS.iter().find(|row| [row.1, row.2].contains(&mechanism)) {
        return vec![Secret(*key_type), Secret(CKK_GENERIC_SECRET)];
    }
    if let Some((_, standard)) = HMACS_OF_IBM.iter().find(|(vendor, _)| *vendor == mechanism) {
        return kinds(*standard);
    }
    if HMACS.iter().any(|row| row.3 == mechanism) {
        return vec![];
    }
    if ANY_SECRET.contains(&mechanism) {
        return vec![Secret(CKK_GENERIC_SECRET), Secret(CKK_AES)];
    }
    panic!("{} is listed by the token and not by tests/generated/table.rs", name(mechanism));
}

/// Whether a mechanism takes keys of a kind that is not among [`kinds`] for its sake.
pub fn takes(mechanism: u64, kind: Kind) -> bool {
    kinds(mechanism).contains(&kind)
        || (ANY_SECRET.contains(&mechanism) && matches!(kind, Secret(_)))
        || (mechanism == ck::CKM_IBM_BTC_DERIVE && kind == Pair(CKK_EC_EDWARDS))
        || (kind == Secp256k1 && kinds(mechanism).contains(&Pair(CKK_EC)))
}

/// Bytes of an AES key: XCBC-MAC takes no other.
const AES_LEN: u64 = 16;
/// Bytes of a generic secret: TLS 1.2 takes no others as master secrets.
const GENERIC_LEN: u64 = 48;

/// A key of each kind: the public or secret one, and the private or the same secret one.
pub struct Keys {
    /// Kind, public or secret, private or secret.
    pub all: Vec<(Kind, u64, u64)>,
    point: Vec<u8>,
    montgomery: Vec<u8>,
}

/// All kinds of keys.
pub fn all_kinds() -> Vec<Kind> {
    let secrets = [
        CKK_AES,
        CKK_AES_XTS,
        CKK_CHACHA20,
        CKK_POLY1305,
        CKK_DES2,
        CKK_DES3,
        CKK_GENERIC_SECRET,
        CKK_HKDF,
    ];
    let pairs = [
        CKK_RSA,
        CKK_DSA,
        CKK_DH,
        CKK_X9_42_DH,
        CKK_EC,
        CKK_EC_EDWARDS,
        CKK_EC_MONTGOMERY,
        CKK_ML_DSA,
        CKK_ML_KEM,
        CKK_SLH_DSA,
    ];
    let hmacs = HMACS.iter().map(|row| row.0);
    let pairs = pairs.map(Pair).into_iter().chain([Secp256k1]);
    secrets.into_iter().chain(hmacs).map(Secret).chain(pairs).collect()
}

/// Generates a key of a kind: the public or secret one, and the private or the same secret one.
#[track_caller]
pub fn generate(s: Session, kind: Kind, public: &Template, private: &Template) -> (u64, u64) {
    match kind {
        Secret(key_type) => {
            let (number, len) = match key_type {
                CKK_AES => (CKM_AES_KEY_GEN, Some(AES_LEN)),
                CKK_AES_XTS => (CKM_AES_XTS_KEY_GEN, Some(64)),
                CKK_CHACHA20 => (CKM_CHACHA20_KEY_GEN, None),
                CKK_POLY1305 => (CKM_POLY1305_KEY_GEN, None),
                CKK_DES2 => (CKM_DES2_KEY_GEN, None),
                CKK_DES3 => (CKM_DES3_KEY_GEN, None),
                CKK_GENERIC_SECRET => (CKM_GENERIC_SECRET_KEY_GEN, Some(GENERIC_LEN)),
                CKK_HKDF => (CKM_HKDF_KEY_GEN, Some(32)),
                _ => (HMACS.iter().find(|row| row.0 == key_type).expect("a type").3, Some(64)),
            };
            let len = len.map_or_else(Template::new, |len| template![CKA_VALUE_LEN => len]);
            let key = s.generate(&Mech::new(number), &len.and(private)).must();
            (key, key)
        }
        Pair(CKK_DSA) => {
            s.generate_pair(&Mech::new(CKM_DSA_KEY_PAIR_GEN), &domain().and(public), private).must()
        }
        Pair(CKK_X9_42_DH) => {
            let mechanism = Mech::new(CKM_X9_42_DH_KEY_PAIR_GEN);
            s.generate_pair(&mechanism, &domain().and(public), private).must()
        }
        Pair(CKK_DH) => {
            let mechanism = Mech::new(CKM_DH_PKCS_KEY_PAIR_GEN);
            s.generate_pair(&mechanism, &group().and(public), private).must()
        }
        Secp256k1 => s.pair(K256, public, private).must(),
        Pair(CKK_EC_EDWARDS) => s.pair(ED25519, public, private).must(),
        // These encapsulate for whoever asks for it.
        Pair(key_type @ (CKK_RSA | CKK_EC | CKK_EC_MONTGOMERY)) => {
            let public = &template![CKA_ENCAPSULATE => true].and(public);
            let private = &template![CKA_DECAPSULATE => true].and(private);
            match key_type {
                CKK_RSA => s.rsa(2048, public, private).must(),
                CKK_EC => s.pair(P256, public, private).must(),
                _ => s.pair(X25519, public, private).must(),
            }
        }
        Pair(key_type) => {
            let (number, set) = match key_type {
                CKK_ML_DSA => (CKM_ML_DSA_KEY_PAIR_GEN, 2_u64),
                CKK_ML_KEM => (CKM_ML_KEM_KEY_PAIR_GEN, 2),
                _ => (CKM_SLH_DSA_KEY_PAIR_GEN, 4),
            };
            let public = template![CKA_PARAMETER_SET => set].and(public);
            s.generate_pair(&Mech::new(number), &public, private).must()
        }
    }
}

impl Keys {
    /// Generates one of each kind, with `extra` in every template.
    #[track_caller]
    pub fn new(s: Session, extra: &Template) -> Self {
        let with_keys = |kind| {
            let (public, private) = generate(s, kind, extra, extra);
            (kind, public, private)
        };
        let all = all_kinds().into_iter().map(with_keys).collect();
        let point = |curve| {
            let (public, _) = s.pair(curve, &Template::new(), &Template::new()).must();
            octets(&s.get(public, CKA_EC_POINT).must()).to_vec()
        };
        Self { all, point: point(P256), montgomery: point(X25519) }
    }

    /// The keys of a kind.
    pub fn of(&self, kind: Kind) -> (u64, u64) {
        let (_, public, private) =
            self.all.iter().find(|(of, ..)| *of == kind).unwrap_or_else(|| panic!("{kind:?}"));
        (*public, *private)
    }

    /// A mechanism with parameters that are right, for a key of a kind.
    pub fn mechanism(&self, number: u64, kind: Option<Kind>) -> Mech {
        let plain = Mech::new(number);
        match shape_of(number) {
            Shape::None | Shape::OptionalIv(_) | Shape::Eddsa | Shape::SignContext => plain,
            Shape::Iv(len) => Mech::bytes(number, &vec![7; len]),
            Shape::MacLength | Shape::FirstBit => plain.word(8),
            Shape::Key => plain.word(self.of(Secret(CKK_GENERIC_SECRET)).0),
            Shape::StringData => plain.pointer(&[5; 32]).word(32),
            Shape::CbcData(block) => {
                Mech::bytes(number, &vec![1; block]).pointer(&[5; 32]).word(32)
            }
            Shape::Ctr => Mech::ctr(64, &[1; 16]),
            Shape::Gcm => {
                // The data of GMAC is what GCM has beside its data.
                let aad: &[u8] = if number == CKM_AES_GMAC { b"" } else { b"aad" };
                Mech::gcm(&[1; 12], aad, 128).numbered(number)
            }
            Shape::Ccm => Mech::ccm(16, &[1; 12], b"aad", 16),
            Shape::Oaep => Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b""),
            Shape::Pss => {
                let hash = name(number).replace("_RSA_PKCS_PSS", "").replace("SHA1", "SHA_1");
                let hash = ck::value_in(ck::CKM, &hash).unwrap_or(CKM_SHA256);
                Mech::pss(number, hash, CKG_MGF1_SHA256, 20)
            }
            Shape::RsaAesWrap => Mech::rsa_aes(256, Mech::oaep(CKM_SHA256, CKG_MGF1_SHA256, b"")),
            Shape::Ecdh1 => {
                let montgomery = kind == Some(Pair(CKK_EC_MONTGOMERY));
                let point = if montgomery { &self.montgomery } else { &self.point };
                Mech::ecdh(number, CKD_NULL, b"", point)
            }
            Shape::ChaCha20 => Mech::chacha20(&[1, 0, 0, 0], &[2; 12]),
            Shape::ChaCha20Poly1305 => Mech::chacha20_poly1305(&[2; 12], b"aad"),
            Shape::Pbkdf2 => Mech::pbkdf2(CKP_PKCS5_PBKD2_HMAC_SHA256, 2, b"salt", b"password"),
            Shape::TlsMaster => {
                Mech::tls_random(number, &[1; 32], &[2; 32]).word(0).word(CKM_SHA256)
            }
            Shape::TlsExtendedMaster => plain.word(CKM_SHA256).pointer(&[3; 32]).word(32).word(0),
            Shape::TlsKeyMaterial => Mech::tls_keys(number, 256, 128, 0),
            Shape::TlsKdf => Mech::tls_kdf(number, b"label", &[1; 32], &[2; 32], b""),
            Shape::TlsMac => plain.word(CKM_SHA256).word(12).word(1),
            Shape::EcdhAesWrap => plain.word(256).word(CKD_SHA256_KDF).word(0).word(0),
            // The base of a group is a public value of it.
            Shape::X942Dh1 => plain.word(CKD_NULL).word(0).word(0).word(256).pointer(&DSA_BASE),
            Shape::Public => Mech::bytes(number, &DSA_BASE),
            Shape::BtcDerive => {
                let master = kind == Some(Secret(CKK_GENERIC_SECRET));
                let step = if master {
                    ck::CK_IBM_BTC_SLIP0010_MASTERK
                } else {
                    ck::CK_IBM_BTC_SLIP0010_PRV2PRV
                };
                plain.word(step).word(0).pointer(&[4; 32]).word(32).word(1)
            }
            Shape::HashSignContext => plain.word(0).word(0).word(0).word(CKM_SHA256),
            Shape::Hkdf => Mech::hkdf(CKM_SHA256, b"salt", b"info").numbered(number),
            Shape::Kbkdf | Shape::KbkdfFeedback => {
                let prf =
                    if kind == Some(Secret(CKK_AES)) { CKM_AES_CMAC } else { CKM_SHA256_HMAC };
                let counter = [0_u64, 8].iter().flat_map(|w| w.to_ne_bytes()).collect::<Vec<u8>>();
                let form: &[u8] = if number == CKM_SP800_108_COUNTER_KDF { &counter } else { &[] };
                let field = Mech::new(0)
                    .word(ck::CK_SP800_108_ITERATION_VARIABLE)
                    .pointer(form)
                    .word(form.len() as u64);
                let mut params = plain.word(prf).word(1).nested(field);
                if shape_of(number) == Shape::KbkdfFeedback {
                    params = params.word(0).word(0);
                }
                params.word(0).word(0)
            }
        }
    }
}
