//! Mechanisms as callers name them: a type and typed parameters. Which shape the parameters of a
//! mechanism have stands in [`SHAPES`], the one place for it; the C interface, the wire and the bindings
//! read it to turn what they receive into [`Params`] once. No C structure passes further than there.

use minicbor::{Decode, Encode};

mod chacha;
mod classical;
mod kbkdf;
mod tls;

pub use chacha::{ChaCha20, ChaCha20Poly1305};
pub use classical::{BtcDerive, EcdhAesWrap, Pbkdf2, X942Dh1};
pub use kbkdf::{Counter, DkmLength, Field, Kbkdf};
pub use tls::{TlsKdf, TlsKeyMaterial, TlsMac, TlsMaster, TlsRandom, TlsSeed};

use crate::ck::*;

/// A mechanism type (`CKM_…`) with its parameters.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Mechanism {
    /// `CKM_…`
    #[n(0)]
    pub kind: u64,
    /// Its parameters, in the shape that [`shape_of`] names.
    #[n(1)]
    pub params: Params,
}

impl Mechanism {
    /// A mechanism without parameters.
    pub fn plain(kind: u64) -> Self {
        Self { kind, params: Params::None }
    }

    /// A mechanism with parameters.
    pub fn new(kind: u64, params: Params) -> Self {
        Self { kind, params }
    }
}

/// The parameters of a mechanism. Lengths are in bytes unless the name says bits.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Params {
    /// There are none.
    #[n(0)]
    None,
    /// An initialisation vector, or bytes that a mechanism this version does not know takes.
    #[n(1)]
    Bytes(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
    /// A number: the length of a MAC (`CK_MAC_GENERAL_PARAMS`), the first bit of a key
    /// (`CK_EXTRACT_PARAMS`).
    #[n(2)]
    Ulong(#[n(0)] u64),
    /// Another key, by its handle.
    #[n(3)]
    Key(#[n(0)] u64),
    /// `CK_AES_CTR_PARAMS`
    #[n(4)]
    Ctr(#[n(0)] Ctr),
    /// `CK_GCM_PARAMS`
    #[n(5)]
    Gcm(#[n(0)] Gcm),
    /// `CK_CCM_PARAMS`
    #[n(6)]
    Ccm(#[n(0)] Ccm),
    /// `CK_RSA_PKCS_OAEP_PARAMS`
    #[n(7)]
    Oaep(#[n(0)] Oaep),
    /// `CK_RSA_PKCS_PSS_PARAMS`
    #[n(8)]
    Pss(#[n(0)] Pss),
    /// `CK_RSA_AES_KEY_WRAP_PARAMS`: the bits of the temporary AES key, and how it is wrapped.
    #[n(9)]
    RsaAesWrap {
        /// Bits of the temporary AES key: 128, 192 or 256.
        #[n(0)]
        aes_bits: u64,
        /// How the temporary key is wrapped.
        #[n(1)]
        oaep: Oaep,
    },
    /// `CK_ECDH1_DERIVE_PARAMS`
    #[n(10)]
    Ecdh1(#[n(0)] Ecdh1),
    /// `CK_EDDSA_PARAMS`
    #[n(11)]
    Eddsa(#[n(0)] Eddsa),
    /// `CK_SIGN_ADDITIONAL_CONTEXT`
    #[n(12)]
    SignContext(#[n(0)] SignContext),
    /// `CK_HASH_SIGN_ADDITIONAL_CONTEXT`: the same, and which hash the data is.
    #[n(13)]
    HashSignContext(#[n(0)] SignContext, #[n(1)] u64),
    /// `CK_HKDF_PARAMS`
    #[n(14)]
    Hkdf(#[n(0)] Hkdf),
    /// `CK_AES_CBC_ENCRYPT_DATA_PARAMS` and `CK_DES_CBC_ENCRYPT_DATA_PARAMS`: a vector of one block, and
    /// the data whose encryption becomes a key.
    #[n(15)]
    CbcData {
        /// As long as a block.
        #[cbor(n(0), with = "minicbor::bytes")]
        iv: Vec<u8>,
        /// Whole blocks.
        #[cbor(n(1), with = "minicbor::bytes")]
        data: Vec<u8>,
    },
    /// `CK_SP800_108_KDF_PARAMS` and `CK_SP800_108_FEEDBACK_KDF_PARAMS`
    #[n(16)]
    Kbkdf(#[n(0)] Kbkdf),
    /// `CK_CHACHA20_PARAMS`
    #[n(40)]
    ChaCha20(#[n(0)] ChaCha20),
    /// `CK_SALSA20_CHACHA20_POLY1305_PARAMS`
    #[n(41)]
    ChaCha20Poly1305(#[n(0)] ChaCha20Poly1305),
    /// `CK_PKCS5_PBKD2_PARAMS2`
    #[n(42)]
    Pbkdf2(#[n(0)] Pbkdf2),
    /// `CK_TLS12_MASTER_KEY_DERIVE_PARAMS` and `CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS`
    #[n(43)]
    TlsMaster(#[n(0)] TlsMaster),
    /// `CK_TLS12_KEY_MAT_PARAMS`
    #[n(44)]
    TlsKeyMaterial(#[n(0)] TlsKeyMaterial),
    /// `CK_TLS_KDF_PARAMS`
    #[n(45)]
    TlsKdf(#[n(0)] TlsKdf),
    /// `CK_TLS_MAC_PARAMS`
    #[n(46)]
    TlsMac(#[n(0)] TlsMac),
    /// `CK_ECDH_AES_KEY_WRAP_PARAMS`
    #[n(47)]
    EcdhAesWrap(#[n(0)] EcdhAesWrap),
    /// `CK_X9_42_DH1_DERIVE_PARAMS`
    #[n(48)]
    X942Dh1(#[n(0)] X942Dh1),
    /// `CK_IBM_BTC_DERIVE_PARAMS`
    #[n(49)]
    BtcDerive(#[n(0)] BtcDerive),
}

impl Params {
    /// The keys that the parameters name by their handles, in order: what flows into the result beside
    /// the key that the operation is given.
    pub fn keys(&self) -> Vec<u64> {
        match self {
            Self::Key(handle) => vec![*handle],
            Self::Hkdf(Hkdf { extract: true, salt: HkdfSalt::Key(handle), .. }) => vec![*handle],
            Self::Kbkdf(kbkdf) => kbkdf.keys().collect(),
            _ => Vec::new(),
        }
    }
}

/// `CK_AES_CTR_PARAMS`: how many low bits of the block count, and the first block.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Ctr {
    /// 1 to 128.
    #[n(0)]
    pub counter_bits: u64,
    /// The first counter block.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub block: [u8; 16],
}

/// `CK_GCM_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Gcm {
    /// The initialisation vector.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub iv: Vec<u8>,
    /// Additional authenticated data.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub aad: Vec<u8>,
    /// Bits of the tag.
    #[n(2)]
    pub tag_bits: u64,
}

/// `CK_CCM_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Ccm {
    /// How long the data will be.
    #[n(0)]
    pub data_len: u64,
    /// The nonce, 7 to 13 bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub nonce: Vec<u8>,
    /// Additional authenticated data.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub aad: Vec<u8>,
    /// Bytes of the MAC.
    #[n(3)]
    pub mac_len: u64,
}

/// `CK_RSA_PKCS_OAEP_PARAMS` (RFC 8017, section 7.1)
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Oaep {
    /// `CKM_SHA_1`, `CKM_SHA256`, …
    #[n(0)]
    pub hash: u64,
    /// `CKG_MGF1_…`
    #[n(1)]
    pub mgf: u64,
    /// `CKZ_DATA_SPECIFIED`, or 0 where there is no label.
    #[n(2)]
    pub source: u64,
    /// The label.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub label: Vec<u8>,
}

/// `CK_RSA_PKCS_PSS_PARAMS` (RFC 8017, section 8.1)
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Pss {
    /// `CKM_SHA_1`, `CKM_SHA256`, …
    #[n(0)]
    pub hash: u64,
    /// `CKG_MGF1_…`
    #[n(1)]
    pub mgf: u64,
    /// Bytes of salt.
    #[n(2)]
    pub salt_len: u64,
}

/// `CK_ECDH1_DERIVE_PARAMS`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Ecdh1 {
    /// `CKD_…`
    #[n(0)]
    pub kdf: u64,
    /// Data that both parties know, for the derivation function.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub shared: Vec<u8>,
    /// The other party's public point: raw, or a DER OCTET STRING around it.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub public: Vec<u8>,
}

/// `CK_EDDSA_PARAMS` (RFC 8032). Parameters that are absent are [`Params::None`]: pure Ed25519, or Ed448
/// with an empty context.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Eddsa {
    /// Whether the message is hashed first (Ed25519ph, Ed448ph).
    #[n(0)]
    pub prehash: bool,
    /// Up to 255 bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub context: Vec<u8>,
}

/// `CK_SIGN_ADDITIONAL_CONTEXT` (FIPS 204)
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct SignContext {
    /// `CKH_HEDGE_PREFERRED`, `CKH_HEDGE_REQUIRED` or `CKH_DETERMINISTIC_REQUIRED`.
    #[n(0)]
    pub hedge: u64,
    /// Up to 255 bytes.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub context: Vec<u8>,
}

/// `CK_HKDF_PARAMS` (RFC 5869)
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Hkdf {
    /// Whether to extract.
    #[n(0)]
    pub extract: bool,
    /// Whether to expand.
    #[n(1)]
    pub expand: bool,
    /// The hash, `CKM_SHA256`, …
    #[n(2)]
    pub hash: u64,
    /// The salt of the extraction.
    #[n(3)]
    pub salt: HkdfSalt,
    /// The context of the expansion.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub info: Vec<u8>,
}

/// Where the salt of HKDF comes from (`CKF_HKDF_SALT_…`).
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum HkdfSalt {
    /// As many zero bytes as the hash is long.
    #[n(0)]
    Null,
    /// These bytes.
    #[n(1)]
    Data(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
    /// The value of a key, by its handle.
    #[n(2)]
    Key(#[n(0)] u64),
}

/// `CK_GCM_MESSAGE_PARAMS` or `CK_CCM_MESSAGE_PARAMS`: the parameters of one message, or of one wrapped key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AeadMessage {
    /// The initialisation vector, or room for one.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub iv: Vec<u8>,
    /// How many of its first bits are the caller's where it is generated.
    #[n(1)]
    pub fixed_bits: u64,
    /// `CKG_…`
    #[n(2)]
    pub generator: u64,
    /// The tag; empty when encrypting.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub tag: Vec<u8>,
    /// Bits of the tag.
    #[n(4)]
    pub tag_bits: u64,
    /// How long the data is, where the structure says so (`CK_CCM_MESSAGE_PARAMS`).
    #[n(5)]
    pub data_len: Option<u64>,
}

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
/// list. Every `…Init` call asks, so it is a search in a sorted table.
pub fn shape_of(mechanism: u64) -> Shape {
    SORTED
        .binary_search_by_key(&mechanism, |(kind, _)| *kind)
        .ok()
        .and_then(|found| SORTED.get(found))
        .map_or(Shape::None, |(_, shape)| *shape)
}

/// [`SHAPES`], one mechanism a line, in ascending order.
static SORTED: [(u64, Shape); LISTED] = {
    let mut sorted = [(0, Shape::None); LISTED];
    let (mut line, mut len) = (0, 0);
    while line < SHAPES.len() {
        let (kinds, shape) = SHAPES[line];
        let mut of_line = 0;
        while of_line < kinds.len() {
            let mut place = len;
            while place > 0 && sorted[place - 1].0 > kinds[of_line] {
                sorted[place] = sorted[place - 1];
                place -= 1;
            }
            sorted[place] = (kinds[of_line], shape);
            len += 1;
            of_line += 1;
        }
        line += 1;
    }
    sorted
};

/// How many mechanisms [`SHAPES`] lists.
const LISTED: usize = {
    let (mut line, mut count) = (0, 0);
    while line < SHAPES.len() {
        count += SHAPES[line].0.len();
        line += 1;
    }
    count
};

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
    fn the_sorted_table_says_the_same() {
        for (kinds, shape) in SHAPES {
            for kind in *kinds {
                assert_eq!(shape_of(*kind), *shape);
            }
        }
        assert!(SORTED.windows(2).all(|pair| pair[0].0 < pair[1].0), "listed twice");
        assert_eq!(shape_of(CKM_ECDSA), Shape::None);
        assert_eq!(shape_of(u64::MAX), Shape::None);
    }
}
