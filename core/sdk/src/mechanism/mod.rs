//! Mechanisms for people: a constructor for each, parameters with their usual values, and what PKCS #11
//! does not say but programs must: how an ECDSA signature is written. What is wrong with a mechanism is said
//! when it is used. A mechanism that has no constructor here is made of the seam's own
//! ([`Mechanism::of`]), which has every parameter of the specification.
//!
//! [`MechanismSpec`] is the same in names and values, for those who come from another language or from a file.

mod hash;
mod names;
mod signing;
mod spec;

pub use hash::Hash;
pub use names::{ALGORITHMS, Algorithm};
pub use signing::{PADDINGS, Signing};
pub use spec::{FIELDS, MECHANISMS, MechanismSpec};

use crate::error::{At, Result};
use crate::words::by_words;
use std::borrow::Cow;
use strongroom_base::ck::{self, *};
use strongroom_base::mechanism::{
    Ccm, ChaCha20, ChaCha20Poly1305, Ctr, Ecdh1, EcdhAesWrap, Eddsa, Gcm, Hkdf, HkdfSalt, Oaep,
    Pbkdf2, Pss, SignContext,
};
use strongroom_base::{Error, OpKind, Params};

/// How an ECDSA signature is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Encoding {
    /// A sequence of two integers (RFC 3279, section 2.2.3), as X.509, TLS and most libraries have it.
    Der,
    /// Both numbers one after the other, as PKCS #11, JSON Web Signatures and WebCrypto have it.
    Raw,
}

/// Encodings by their names.
pub static ENCODINGS: &[(&str, Encoding)] = &[("der", Encoding::Der), ("raw", Encoding::Raw)];
by_words!(Encoding, ENCODINGS, "encoding of a signature");

/// A mechanism with its parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mechanism {
    base: strongroom_base::Mechanism,
    /// Of an ECDSA signature; `None` for everything else.
    encoding: Option<Encoding>,
    /// What is wrong with it.
    wrong: Option<Cow<'static, str>>,
}

impl Mechanism {
    /// One of the seam's, with every parameter that there is. An ECDSA signature is written raw.
    pub fn of(base: strongroom_base::Mechanism) -> Self {
        Self { base, encoding: None, wrong: None }
    }

    fn new(kind: u64, params: Params) -> Self {
        Self::of(strongroom_base::Mechanism::new(kind, params))
    }

    fn plain(kind: u64) -> Self {
        Self::new(kind, Params::None)
    }

    fn wrong(mut self, why: impl Into<Cow<'static, str>>) -> Self {
        self.wrong.get_or_insert(why.into());
        self
    }

    /// A row of the table of hashes, where the hash has something in it.
    fn hashed(number: u64, hash: Hash, what: &str, params: Params) -> Self {
        let made = Self::new(number, params);
        if number == 0 { made.wrong(format!("{what} does not go with {hash}")) } else { made }
    }

    /// The mechanism of the seam. `CKR_MECHANISM_PARAM_INVALID` for what is wrong with it
    pub fn base(&self) -> Result<&strongroom_base::Mechanism> {
        match &self.wrong {
            None => Ok(&self.base),
            Some(why) => Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why.clone())).at(""),
        }
    }

    /// The same for `len` bytes of input: CCM needs to know it.
    pub(crate) fn base_for(
        &self,
        kind: OpKind,
        len: usize,
    ) -> Result<Cow<'_, strongroom_base::Mechanism>> {
        let base = self.base()?;
        match &base.params {
            Params::Ccm(ccm) if ccm.data_len == 0 => {
                let mut ccm = ccm.clone();
                let len = u64::try_from(len).unwrap_or(u64::MAX);
                let tag = if kind == OpKind::Decrypt { ccm.mac_len } else { 0 };
                ccm.data_len = len.saturating_sub(tag);
                Ok(Cow::Owned(strongroom_base::Mechanism::new(base.kind, Params::Ccm(ccm))))
            }
            _ => Ok(Cow::Borrowed(base)),
        }
    }

    /// How an ECDSA signature is written; `None` for everything else.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    // Signatures.

    /// ECDSA over data that is hashed first. Signatures are DER unless [`raw`](Self::raw) is said.
    pub fn ecdsa(hash: Hash) -> Self {
        let made = Self::hashed(hash.row().ecdsa, hash, "ECDSA", Params::None);
        Self { encoding: Some(Encoding::Der), ..made }
    }

    /// ECDSA over a digest that was made elsewhere.
    pub fn ecdsa_digest() -> Self {
        Self { encoding: Some(Encoding::Der), ..Self::plain(CKM_ECDSA) }
    }

    /// The same ECDSA signature over the digest.
    pub(crate) fn over_digest(&self) -> Self {
        Self { encoding: self.encoding, ..Self::plain(CKM_ECDSA) }
    }

    /// An ECDSA signature written as both numbers one after the other.
    pub fn raw(self) -> Self {
        self.encoded(Encoding::Raw)
    }

    /// An ECDSA signature written so.
    pub fn encoded(self, encoding: Encoding) -> Self {
        match self.encoding {
            Some(_) => Self { encoding: Some(encoding), ..self },
            None => self.wrong("only an ECDSA signature has an encoding"),
        }
    }

    /// RSA signatures of PKCS #1 v1.5 over data that is hashed first (RFC 8017, section 8.2).
    pub fn rsa_pkcs1(hash: Hash) -> Self {
        Self::hashed(hash.row().rsa, hash, "an RSA signature", Params::None)
    }

    /// RSA with the padding of PKCS #1 v1.5: signatures over what the caller made (a `DigestInfo`), and
    /// encryption, for what is old.
    pub fn rsa_pkcs1_plain() -> Self {
        Self::plain(CKM_RSA_PKCS)
    }

    /// RSA without padding.
    pub fn rsa_raw() -> Self {
        Self::plain(CKM_RSA_X_509)
    }

    /// RSASSA-PSS over data that is hashed first, with the same hash in the mask and a salt as long as its
    /// digests (RFC 8017, section 8.1).
    pub fn rsa_pss(hash: Hash) -> Self {
        Self::hashed(hash.row().pss, hash, "RSASSA-PSS", pss(hash))
    }

    /// RSASSA-PSS over a digest that was made elsewhere.
    pub fn rsa_pss_digest(hash: Hash) -> Self {
        Self::hashed(hash.row().mgf, hash, "RSASSA-PSS", pss(hash)).of_kind(CKM_RSA_PKCS_PSS)
    }

    /// EdDSA with the curve of the key (RFC 8032): pure.
    pub fn eddsa() -> Self {
        Self::plain(CKM_EDDSA)
    }

    /// EdDSA with a context, or over a hash that the token makes (Ed25519ctx, Ed25519ph, Ed448ph).
    pub fn eddsa_with(context: &[u8], prehash: bool) -> Self {
        Self::new(CKM_EDDSA, Params::Eddsa(Eddsa { prehash, context: context.to_vec() }))
    }

    /// ML-DSA over the data itself (FIPS 204).
    pub fn ml_dsa() -> Self {
        Self::plain(CKM_ML_DSA)
    }

    /// ML-DSA over data that is hashed first: HashML-DSA.
    pub fn hash_ml_dsa(hash: Hash) -> Self {
        Self::hashed(hash.row().ml_dsa, hash, "HashML-DSA", Params::None)
    }

    /// SLH-DSA over the data itself (FIPS 205).
    pub fn slh_dsa() -> Self {
        Self::plain(CKM_SLH_DSA)
    }

    /// SLH-DSA over data that is hashed first: HashSLH-DSA.
    pub fn hash_slh_dsa(hash: Hash) -> Self {
        Self::hashed(hash.row().slh_dsa, hash, "HashSLH-DSA", Params::None)
    }

    /// HMAC (RFC 2104), as long as the hash's digests unless [`mac_len`](Self::mac_len) says otherwise.
    pub fn hmac(hash: Hash) -> Self {
        Self::plain(hash.row().hmac)
    }

    /// AES-CMAC (RFC 4493), 16 bytes unless [`mac_len`](Self::mac_len) says otherwise.
    pub fn aes_cmac() -> Self {
        Self::plain(CKM_AES_CMAC)
    }

    /// GMAC (SP 800-38D), 16 bytes unless [`tag_len`](Self::tag_len) says otherwise.
    pub fn aes_gmac(iv: &[u8]) -> Self {
        let params = Gcm { iv: iv.to_vec(), aad: Vec::new(), tag_bits: 128 };
        Self::new(CKM_AES_GMAC, Params::Gcm(params))
    }

    /// Poly1305 (RFC 8439), whose key is used once.
    pub fn poly1305() -> Self {
        Self::plain(CKM_POLY1305)
    }

    // Encryption.

    /// AES-GCM (SP 800-38D): a tag of 16 bytes follows the ciphertext.
    pub fn aes_gcm(iv: &[u8]) -> Self {
        let params = Gcm { iv: iv.to_vec(), aad: Vec::new(), tag_bits: 128 };
        Self::new(CKM_AES_GCM, Params::Gcm(params))
    }

    /// AES-CCM (SP 800-38C): a tag of 16 bytes follows the ciphertext. The length of the data is that of the
    /// input; for data in parts, say [`data_len`](Self::data_len).
    pub fn aes_ccm(nonce: &[u8]) -> Self {
        let params = Ccm { data_len: 0, nonce: nonce.to_vec(), aad: Vec::new(), mac_len: 16 };
        Self::new(CKM_AES_CCM, Params::Ccm(params))
    }

    /// ChaCha20-Poly1305 (RFC 8439) with a nonce of 12 bytes: a tag of 16 bytes follows the ciphertext.
    pub fn chacha20_poly1305(nonce: &[u8]) -> Self {
        let params = ChaCha20Poly1305 { nonce: nonce.to_vec(), aad: Vec::new() };
        Self::new(CKM_CHACHA20_POLY1305, Params::ChaCha20Poly1305(params))
    }

    /// ChaCha20 (RFC 8439) alone, with a nonce of 12 bytes, from the first block of its key stream on.
    pub fn chacha20(nonce: &[u8]) -> Self {
        let params = ChaCha20 { counter: vec![0; 4], nonce: nonce.to_vec() };
        Self::new(CKM_CHACHA20, Params::ChaCha20(params))
    }

    /// AES-XTS (SP 800-38E) of one data unit, with its number as 16 bytes.
    pub fn aes_xts(unit: &[u8]) -> Self {
        Self::new(CKM_AES_XTS, Params::Bytes(unit.to_vec()))
    }

    /// AES-CBC with ciphertext stealing (CBC-CS1): as much comes out as goes in, a block at least.
    pub fn aes_cts(iv: &[u8]) -> Self {
        Self::new(CKM_AES_CTS, Params::Bytes(iv.to_vec()))
    }

    /// AES-CBC with the padding of PKCS #7.
    pub fn aes_cbc_pad(iv: &[u8]) -> Self {
        Self::new(CKM_AES_CBC_PAD, Params::Bytes(iv.to_vec()))
    }

    /// AES-CBC over whole blocks.
    pub fn aes_cbc(iv: &[u8]) -> Self {
        Self::new(CKM_AES_CBC, Params::Bytes(iv.to_vec()))
    }

    /// AES-CTR; all of the block counts, unless [`counter_bits`](Self::counter_bits) says otherwise.
    pub fn aes_ctr(block: &[u8]) -> Self {
        match <[u8; 16]>::try_from(block) {
            Ok(block) => Self::new(CKM_AES_CTR, Params::Ctr(Ctr { counter_bits: 128, block })),
            Err(_) => Self::plain(CKM_AES_CTR).wrong("a counter block has 16 bytes"),
        }
    }

    /// AES over single blocks, for what is old.
    pub fn aes_ecb() -> Self {
        Self::plain(CKM_AES_ECB)
    }

    /// Triple DES in CBC, for what is old.
    pub fn des3_cbc(iv: &[u8]) -> Self {
        Self::new(CKM_DES3_CBC, Params::Bytes(iv.to_vec()))
    }

    /// Triple DES in CBC with the padding of PKCS #7, for what is old.
    pub fn des3_cbc_pad(iv: &[u8]) -> Self {
        Self::new(CKM_DES3_CBC_PAD, Params::Bytes(iv.to_vec()))
    }

    /// RSA-OAEP with the same hash in the mask and no label (RFC 8017, section 7.1).
    pub fn rsa_oaep(hash: Hash) -> Self {
        Self::hashed(hash.row().mgf, hash, "RSA-OAEP", Params::Oaep(oaep(hash)))
            .of_kind(CKM_RSA_PKCS_OAEP)
    }

    // Wrapping.

    /// AES key wrap (RFC 3394): keys of whole 8 bytes.
    pub fn aes_kw() -> Self {
        Self::plain(CKM_AES_KEY_WRAP)
    }

    /// AES key wrap with padding (RFC 5649): keys of any length.
    pub fn aes_kwp() -> Self {
        Self::plain(CKM_AES_KEY_WRAP_KWP)
    }

    /// A temporary AES key under RSA-OAEP, and the key wrapped with it (RFC 5649): keys of any length under
    /// an RSA key.
    pub fn rsa_aes_wrap(aes_bits: u64, hash: Hash) -> Self {
        let params = Params::RsaAesWrap { aes_bits, oaep: oaep(hash) };
        Self::hashed(hash.row().mgf, hash, "RSA-OAEP", params).of_kind(CKM_RSA_AES_KEY_WRAP)
    }

    /// A temporary AES key that is agreed on with a key on a curve (X9.63 with this hash), and the key
    /// wrapped with it (RFC 5649): keys of any length under an EC key.
    pub fn ecdh_aes_wrap(aes_bits: u64, hash: Hash) -> Self {
        let params = EcdhAesWrap { aes_bits, kdf: hash.row().kdf, shared: Vec::new() };
        let params = Params::EcdhAesWrap(params);
        Self::hashed(hash.row().kdf, hash, "X9.63", params).of_kind(CKM_ECDH_AES_KEY_WRAP)
    }

    /// The same under a key on X25519 or X448.
    pub fn xdh_aes_wrap(aes_bits: u64, hash: Hash) -> Self {
        Self::ecdh_aes_wrap(aes_bits, hash).of_kind(CKM_ECDH_X_AES_KEY_WRAP)
    }

    // Agreement, derivation and encapsulation.

    /// A key from a password (PBKDF2, RFC 8018): for the generation of a secret key of any type.
    pub fn pbkdf2(hash: Hash, password: &[u8], salt: &[u8], iterations: u64) -> Self {
        let params = Pbkdf2 {
            source: CKZ_SALT_SPECIFIED,
            salt: salt.to_vec(),
            iterations,
            prf: hash.row().pbkdf2,
            prf_data: Vec::new(),
            password: password.into(),
        };
        let params = Params::Pbkdf2(params);
        Self::hashed(hash.row().pbkdf2, hash, "PBKDF2", params).of_kind(CKM_PKCS5_PBKD2)
    }

    /// A key that is the digest of a key.
    pub fn hash_derivation(hash: Hash) -> Self {
        Self::plain(hash.row().derivation)
    }

    /// ECDH, X25519 and X448 with the public point of the other party; what is agreed on is the key, unless
    /// [`kdf`](Self::kdf) is said.
    pub fn ecdh(public: &[u8]) -> Self {
        let params = Ecdh1 { kdf: CKD_NULL, shared: Vec::new(), public: public.to_vec() };
        Self::new(CKM_ECDH1_DERIVE, Params::Ecdh1(params))
    }

    /// HKDF, both steps, without salt and with this context (RFC 5869).
    pub fn hkdf(hash: Hash, info: &[u8]) -> Self {
        let params = Hkdf {
            extract: true,
            expand: true,
            hash: hash.mechanism(),
            salt: HkdfSalt::Null,
            info: info.to_vec(),
        };
        Self::new(CKM_HKDF_DERIVE, Params::Hkdf(params))
    }

    /// ML-KEM (FIPS 203).
    pub fn ml_kem() -> Self {
        Self::plain(CKM_ML_KEM)
    }

    /// A digest.
    pub fn digest(hash: Hash) -> Self {
        Self::plain(hash.mechanism())
    }

    // Parameters.

    fn of_kind(mut self, kind: u64) -> Self {
        self.base.kind = kind;
        self
    }

    /// Additional authenticated data (GCM, CCM, ChaCha20-Poly1305).
    pub fn aad(mut self, aad: &[u8]) -> Self {
        match &mut self.base.params {
            Params::ChaCha20Poly1305(chacha) => chacha.aad = aad.to_vec(),
            Params::Gcm(gcm) => gcm.aad = aad.to_vec(),
            Params::Ccm(ccm) => ccm.aad = aad.to_vec(),
            _ => {
                return self.wrong(
                    "only GCM, CCM and ChaCha20-Poly1305 have additional authenticated data",
                );
            }
        }
        self
    }

    /// Bytes of the tag (GCM, CCM).
    pub fn tag_len(mut self, bytes: u64) -> Self {
        match &mut self.base.params {
            Params::Gcm(gcm) => gcm.tag_bits = bytes.saturating_mul(8),
            Params::Ccm(ccm) => ccm.mac_len = bytes,
            _ => return self.wrong("only GCM and CCM have a tag"),
        }
        self
    }

    /// Bytes of the data, where it comes in parts (CCM).
    pub fn data_len(mut self, bytes: u64) -> Self {
        match &mut self.base.params {
            Params::Ccm(ccm) => ccm.data_len = bytes,
            _ => return self.wrong("only CCM needs the length of the data"),
        }
        self
    }

    /// Bits of the block that count (CTR).
    pub fn counter_bits(mut self, bits: u64) -> Self {
        match &mut self.base.params {
            Params::Ctr(ctr) => ctr.counter_bits = bits,
            _ => return self.wrong("only CTR counts"),
        }
        self
    }

    /// Bytes of the MAC (HMAC, CMAC): the first of it.
    pub fn mac_len(mut self, bytes: u64) -> Self {
        match Hash::general(self.base.kind) {
            Some(general) => {
                self.base = strongroom_base::Mechanism::new(general, Params::Ulong(bytes));
                self
            }
            None => self.wrong("only a MAC has a length to be chosen"),
        }
    }

    /// Bytes of the salt (PSS).
    pub fn salt_len(mut self, bytes: u64) -> Self {
        match &mut self.base.params {
            Params::Pss(pss) => pss.salt_len = bytes,
            _ => return self.wrong("only PSS has a salt with a length"),
        }
        self
    }

    /// The hash of the mask (PSS, OAEP), where it is another than that of the data.
    pub fn mgf_hash(mut self, hash: Hash) -> Self {
        let mgf = hash.row().mgf;
        match &mut self.base.params {
            _ if mgf == 0 => return self.wrong("there is no mask with this hash"),
            Params::Pss(pss) => pss.mgf = mgf,
            Params::Oaep(oaep) | Params::RsaAesWrap { oaep, .. } => oaep.mgf = mgf,
            _ => return self.wrong("only PSS and OAEP have a mask"),
        }
        self
    }

    /// The label (OAEP).
    pub fn label(mut self, label: &[u8]) -> Self {
        match &mut self.base.params {
            Params::Oaep(oaep) | Params::RsaAesWrap { oaep, .. } => oaep.label = label.to_vec(),
            _ => return self.wrong("only OAEP has a label"),
        }
        self
    }

    /// The context (EdDSA, ML-DSA, SLH-DSA), up to 255 bytes.
    pub fn context(mut self, context: &[u8]) -> Self {
        let context = context.to_vec();
        match (self.base.kind, &mut self.base.params) {
            (_, Params::Eddsa(eddsa)) => eddsa.context = context,
            (_, Params::SignContext(sign)) => sign.context = context,
            (CKM_EDDSA, params) => *params = Params::Eddsa(Eddsa { prehash: false, context }),
            (kind, params) if is_post_quantum(kind) => {
                *params = Params::SignContext(SignContext { hedge: CKH_HEDGE_PREFERRED, context });
            }
            _ => return self.wrong("only EdDSA, ML-DSA and SLH-DSA have a context"),
        }
        self
    }

    /// Whether signatures of the same data are the same (ML-DSA, SLH-DSA).
    pub fn deterministic(mut self) -> Self {
        let hedge = CKH_DETERMINISTIC_REQUIRED;
        match (self.base.kind, &mut self.base.params) {
            (_, Params::SignContext(sign)) => sign.hedge = hedge,
            (kind, params) if is_post_quantum(kind) => {
                *params = Params::SignContext(SignContext { hedge, context: Vec::new() });
            }
            _ => return self.wrong("only ML-DSA and SLH-DSA can be told to be deterministic"),
        }
        self
    }

    /// The derivation function of X9.63 with this hash, and what both parties know (ECDH).
    pub fn kdf(mut self, hash: Hash, shared: &[u8]) -> Self {
        let kdf = hash.row().kdf;
        match &mut self.base.params {
            _ if kdf == 0 => return self.wrong("there is no derivation function with this hash"),
            Params::Ecdh1(ecdh) => {
                ecdh.kdf = kdf;
                ecdh.shared = shared.to_vec();
            }
            _ => return self.wrong("only ECDH has a derivation function"),
        }
        self
    }

    /// The salt of the extraction (HKDF).
    pub fn salt(mut self, salt: &[u8]) -> Self {
        match &mut self.base.params {
            Params::Hkdf(hkdf) => hkdf.salt = HkdfSalt::Data(salt.to_vec()),
            _ => return self.wrong("only HKDF has a salt"),
        }
        self
    }

    /// Only one of the two steps (HKDF).
    pub fn steps(mut self, extract: bool, expand: bool) -> Self {
        match &mut self.base.params {
            Params::Hkdf(hkdf) => (hkdf.extract, hkdf.expand) = (extract, expand),
            _ => return self.wrong("only HKDF has two steps"),
        }
        self
    }
}

fn pss(hash: Hash) -> Params {
    let salt_len = u64::try_from(hash.output_len()).unwrap_or_default();
    Params::Pss(Pss { hash: hash.mechanism(), mgf: hash.row().mgf, salt_len })
}

fn oaep(hash: Hash) -> Oaep {
    // Some tokens want the source named though there is no label.
    let source = CKZ_DATA_SPECIFIED;
    Oaep { hash: hash.mechanism(), mgf: hash.row().mgf, source, label: Vec::new() }
}

/// Whether it is ML-DSA or SLH-DSA, with a hash or without.
fn is_post_quantum(kind: u64) -> bool {
    let of = |hash: Hash| [hash.row().ml_dsa, hash.row().slh_dsa].contains(&kind) && kind != 0;
    matches!(kind, CKM_ML_DSA | CKM_SLH_DSA) || Hash::all().any(of)
}
