//! Which shape the parameters of a mechanism have: the one table of that.

use super::*;
use crate::ByNumber;
use crate::ck::*;
use std::sync::LazyLock;

/// The shape of a mechanism's parameters in the C interface.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// None; anything else is refused.
    None,
    /// Exactly this many bytes.
    Iv(usize),
    /// Nothing, or exactly this many bytes (the alternative initial value of a key wrap).
    OptionalIv(usize),
    /// `CK_MAC_GENERAL_PARAMS`
    MacLength,
    /// `CK_EXTRACT_PARAMS`
    FirstBit,
    /// `CK_OBJECT_HANDLE`
    Key,
    /// `CK_KEY_DERIVATION_STRING_DATA`
    StringData,
    /// `CK_AES_CBC_ENCRYPT_DATA_PARAMS` or `CK_DES_CBC_ENCRYPT_DATA_PARAMS`, by the bytes of a block.
    CbcData(usize),
    /// `CK_AES_CTR_PARAMS`
    Ctr,
    /// `CK_GCM_PARAMS`
    Gcm,
    /// `CK_CCM_PARAMS`
    Ccm,
    /// `CK_RSA_PKCS_OAEP_PARAMS`
    Oaep,
    /// `CK_RSA_PKCS_PSS_PARAMS`
    Pss,
    /// `CK_RSA_AES_KEY_WRAP_PARAMS`
    RsaAesWrap,
    /// `CK_ECDH1_DERIVE_PARAMS`
    Ecdh1,
    /// Nothing, or `CK_EDDSA_PARAMS`
    Eddsa,
    /// Nothing, or `CK_SIGN_ADDITIONAL_CONTEXT`
    SignContext,
    /// `CK_HASH_SIGN_ADDITIONAL_CONTEXT`
    HashSignContext,
    /// `CK_HKDF_PARAMS`
    Hkdf,
    /// `CK_SP800_108_KDF_PARAMS`
    Kbkdf,
    /// `CK_SP800_108_FEEDBACK_KDF_PARAMS`
    KbkdfFeedback,
    /// `CK_CHACHA20_PARAMS`
    ChaCha20,
    /// `CK_SALSA20_CHACHA20_POLY1305_PARAMS`
    ChaCha20Poly1305,
    /// `CK_PKCS5_PBKD2_PARAMS2`
    Pbkdf2,
    /// `CK_TLS12_MASTER_KEY_DERIVE_PARAMS`
    TlsMaster,
    /// `CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS`
    TlsExtendedMaster,
    /// `CK_TLS12_KEY_MAT_PARAMS`
    TlsKeyMaterial,
    /// `CK_TLS_KDF_PARAMS`
    TlsKdf,
    /// `CK_TLS_MAC_PARAMS`
    TlsMac,
    /// `CK_ECDH_AES_KEY_WRAP_PARAMS`
    EcdhAesWrap,
    /// `CK_X9_42_DH1_DERIVE_PARAMS`
    X942Dh1,
    /// `CK_IBM_BTC_DERIVE_PARAMS`
    BtcDerive,
    /// The other party's public value, as it is
    Public,
}

impl Shape {
    /// Whether parameters have this shape.
    pub fn admits(self, params: &Params) -> bool {
        match (self, params) {
            (Self::None | Self::OptionalIv(_) | Self::Eddsa | Self::SignContext, Params::None)
            | (Self::MacLength | Self::FirstBit, Params::Ulong(_))
            | (Self::Key, Params::Key(_))
            | (Self::StringData, Params::Bytes(_))
            | (Self::Ctr, Params::Ctr(_))
            | (Self::Gcm, Params::Gcm(_))
            | (Self::Ccm, Params::Ccm(_))
            | (Self::Oaep, Params::Oaep(_))
            | (Self::Pss, Params::Pss(_))
            | (Self::RsaAesWrap, Params::RsaAesWrap { .. })
            | (Self::Ecdh1, Params::Ecdh1(_))
            | (Self::Eddsa, Params::Eddsa(_))
            | (Self::SignContext, Params::SignContext(_))
            | (Self::HashSignContext, Params::HashSignContext(..))
            | (Self::Hkdf, Params::Hkdf(_))
            | (Self::Kbkdf | Self::KbkdfFeedback, Params::Kbkdf(_))
            | (Self::ChaCha20, Params::ChaCha20(_))
            | (Self::ChaCha20Poly1305, Params::ChaCha20Poly1305(_))
            | (Self::Pbkdf2, Params::Pbkdf2(_))
            | (Self::TlsMaster, Params::TlsMaster(TlsMaster { seed: TlsSeed::Random(_), .. }))
            | (
                Self::TlsExtendedMaster,
                Params::TlsMaster(TlsMaster { seed: TlsSeed::Session(_), .. }),
            )
            | (Self::TlsKeyMaterial, Params::TlsKeyMaterial(_))
            | (Self::TlsKdf, Params::TlsKdf(_))
            | (Self::TlsMac, Params::TlsMac(_))
            | (Self::EcdhAesWrap, Params::EcdhAesWrap(_))
            | (Self::BtcDerive, Params::BtcDerive(_))
            | (Self::X942Dh1, Params::X942Dh1(_)) => true,
            (Self::Public, Params::Bytes(public)) => !public.is_empty(),
            (Self::CbcData(block), Params::CbcData { iv, .. }) => iv.len() == block,
            (Self::Iv(len) | Self::OptionalIv(len), Params::Bytes(iv)) => iv.len() == len,
            _ => false,
        }
    }
}

/// The shape of a mechanism's parameters; [`Shape::None`] for every mechanism that [`SHAPES`] does not
/// list. Every `…Init` call asks.
pub fn shape_of(mechanism: u64) -> Shape {
    BY_MECHANISM.get(&mechanism).copied().unwrap_or(Shape::None)
}

/// [`SHAPES`], by mechanism.
static BY_MECHANISM: LazyLock<ByNumber<Shape>> = LazyLock::new(|| {
    SHAPES.iter().flat_map(|(kinds, shape)| kinds.iter().map(|kind| (*kind, *shape))).collect()
});

/// The mechanisms that take parameters (PKCS #11 v3.2, section 6).
pub static SHAPES: &[(&[u64], Shape)] = &[
    (&[CKM_AES_GCM, CKM_AES_GMAC], Shape::Gcm),
    (
        &[
            CKM_AES_CBC,
            CKM_AES_CBC_PAD,
            CKM_AES_CTS,
            CKM_AES_OFB,
            CKM_AES_CFB1,
            CKM_AES_CFB8,
            CKM_AES_CFB128,
            CKM_AES_XTS,
        ],
        Shape::Iv(16),
    ),
    (&[CKM_CHACHA20], Shape::ChaCha20),
    (&[CKM_CHACHA20_POLY1305], Shape::ChaCha20Poly1305),
    (&[CKM_AES_CTR], Shape::Ctr),
    (&[CKM_AES_CCM], Shape::Ccm),
    (&[CKM_DES3_CBC, CKM_DES3_CBC_PAD], Shape::Iv(8)),
    (&[CKM_AES_KEY_WRAP, CKM_AES_KEY_WRAP_PAD, CKM_AES_KEY_WRAP_PKCS7], Shape::OptionalIv(8)),
    (&[CKM_AES_KEY_WRAP_KWP], Shape::OptionalIv(4)),
    (
        &[
            CKM_AES_MAC_GENERAL,
            CKM_AES_CMAC_GENERAL,
            CKM_DES3_CMAC_GENERAL,
            CKM_SHA_1_HMAC_GENERAL,
            CKM_SHA224_HMAC_GENERAL,
            CKM_SHA256_HMAC_GENERAL,
            CKM_SHA384_HMAC_GENERAL,
            CKM_SHA512_HMAC_GENERAL,
            CKM_SHA512_224_HMAC_GENERAL,
            CKM_SHA512_256_HMAC_GENERAL,
            CKM_SHA3_224_HMAC_GENERAL,
            CKM_SHA3_256_HMAC_GENERAL,
            CKM_SHA3_384_HMAC_GENERAL,
            CKM_SHA3_512_HMAC_GENERAL,
            CKM_BLAKE2B_160_HMAC_GENERAL,
            CKM_BLAKE2B_256_HMAC_GENERAL,
            CKM_BLAKE2B_384_HMAC_GENERAL,
            CKM_BLAKE2B_512_HMAC_GENERAL,
        ],
        Shape::MacLength,
    ),
    (&[CKM_RSA_PKCS_OAEP], Shape::Oaep),
    (
        &[
            CKM_RSA_PKCS_PSS,
            CKM_SHA1_RSA_PKCS_PSS,
            CKM_SHA224_RSA_PKCS_PSS,
            CKM_SHA256_RSA_PKCS_PSS,
            CKM_SHA384_RSA_PKCS_PSS,
            CKM_SHA512_RSA_PKCS_PSS,
            CKM_SHA3_224_RSA_PKCS_PSS,
            CKM_SHA3_256_RSA_PKCS_PSS,
            CKM_SHA3_384_RSA_PKCS_PSS,
            CKM_SHA3_512_RSA_PKCS_PSS,
        ],
        Shape::Pss,
    ),
    (&[CKM_RSA_AES_KEY_WRAP], Shape::RsaAesWrap),
    (
        &[CKM_ECDH1_DERIVE, CKM_ECDH1_COFACTOR_DERIVE, CKM_IBM_EC_X25519, CKM_IBM_EC_X448],
        Shape::Ecdh1,
    ),
    (&[CKM_EDDSA], Shape::Eddsa),
    (
        &[
            CKM_ML_DSA,
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
            CKM_SLH_DSA,
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
        Shape::SignContext,
    ),
    (&[CKM_HASH_ML_DSA, CKM_HASH_SLH_DSA], Shape::HashSignContext),
    (&[CKM_HKDF_DERIVE, CKM_HKDF_DATA], Shape::Hkdf),
    (&[CKM_CONCATENATE_BASE_AND_KEY], Shape::Key),
    (
        &[
            CKM_CONCATENATE_BASE_AND_DATA,
            CKM_CONCATENATE_DATA_AND_BASE,
            CKM_XOR_BASE_AND_DATA,
            CKM_AES_ECB_ENCRYPT_DATA,
            CKM_DES3_ECB_ENCRYPT_DATA,
        ],
        Shape::StringData,
    ),
    (&[CKM_EXTRACT_KEY_FROM_KEY], Shape::FirstBit),
    (&[CKM_AES_CBC_ENCRYPT_DATA], Shape::CbcData(16)),
    (&[CKM_DES3_CBC_ENCRYPT_DATA], Shape::CbcData(8)),
    (&[CKM_SP800_108_COUNTER_KDF, CKM_SP800_108_DOUBLE_PIPELINE_KDF], Shape::Kbkdf),
    (&[CKM_SP800_108_FEEDBACK_KDF], Shape::KbkdfFeedback),
    (&[CKM_PKCS5_PBKD2], Shape::Pbkdf2),
    (&[CKM_TLS12_MASTER_KEY_DERIVE, CKM_TLS12_MASTER_KEY_DERIVE_DH], Shape::TlsMaster),
    (
        &[CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE, CKM_TLS12_EXTENDED_MASTER_KEY_DERIVE_DH],
        Shape::TlsExtendedMaster,
    ),
    (&[CKM_TLS12_KEY_AND_MAC_DERIVE, CKM_TLS12_KEY_SAFE_DERIVE], Shape::TlsKeyMaterial),
    (&[CKM_TLS_KDF, CKM_TLS12_KDF], Shape::TlsKdf),
    (&[CKM_TLS_MAC, CKM_TLS12_MAC], Shape::TlsMac),
    (
        &[CKM_ECDH_AES_KEY_WRAP, CKM_ECDH_X_AES_KEY_WRAP, CKM_ECDH_COF_AES_KEY_WRAP],
        Shape::EcdhAesWrap,
    ),
    (&[CKM_DH_PKCS_DERIVE], Shape::Public),
    (&[CKM_X9_42_DH_DERIVE], Shape::X942Dh1),
    (&[CKM_IBM_BTC_DERIVE], Shape::BtcDerive),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mechanism_is_listed_once() {
        for (kinds, shape) in SHAPES {
            for kind in *kinds {
                assert_eq!(shape_of(*kind), *shape);
            }
        }
        let listed: usize = SHAPES.iter().map(|(kinds, _)| kinds.len()).sum();
        assert_eq!(BY_MECHANISM.len(), listed);
        assert_eq!(shape_of(CKM_ECDSA), Shape::None);
        assert_eq!(shape_of(u64::MAX), Shape::None);
    }
}
