//! Mechanisms as callers name them: a type and typed parameters. Which shape the parameters of a
//! mechanism have stands in [`SHAPES`], the one place for it; the C interface, the wire and the bindings
//! read it to turn what they receive into [`Params`] once. No C structure passes further than there.

use minicbor::{Decode, Encode};

mod aes;
mod chacha;
mod classical;
mod curves;
mod hkdf;
mod kbkdf;
mod rsa;
mod shape;
mod tls;
mod wallet;

pub use aes::{AeadMessage, Ccm, Ctr, Gcm};
pub use chacha::{ChaCha20, ChaCha20Poly1305};
pub use classical::{EcdhAesWrap, Pbkdf2, X942Dh1};
pub use curves::{Ecdh1, Eddsa, SignContext};
pub use hkdf::{Hkdf, HkdfSalt};
pub use kbkdf::{Counter, DkmLength, Field, Kbkdf};
pub use rsa::{Oaep, Pss};
pub use shape::{SHAPES, Shape, shape_of};
pub use tls::{MAX_TLS_IV, TlsKdf, TlsKeyMaterial, TlsMac, TlsMaster, TlsRandom, TlsSeed};
pub use wallet::{BtcDerive, BtcDeriveInC, CHAIN_CODE_LEN};

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
