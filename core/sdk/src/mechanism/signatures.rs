//! Mechanisms that sign, and make MACs.

use super::{Encoding, Hash, Mechanism};
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Eddsa, Gcm, Pss, SignContext};

impl Mechanism {
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

    /// DSA over data that is hashed first, for what is old. Signatures are DER unless [`raw`](Self::raw) is said.
    pub fn dsa(hash: Hash) -> Self {
        let made = Self::hashed(hash.row().dsa, hash, "DSA", Params::None);
        Self { encoding: Some(Encoding::Der), ..made }
    }

    /// DSA over a digest that was made elsewhere, for what is old.
    pub fn dsa_digest() -> Self {
        Self { encoding: Some(Encoding::Der), ..Self::plain(CKM_DSA) }
    }

    /// Schnorr signatures of BIP 340, with keys on secp256k1.
    pub fn schnorr() -> Self {
        Self::plain(CKM_STRONGROOM_SCHNORR_BIP340)
    }

    /// A signature of ECDSA or DSA written as both numbers one after the other.
    pub fn raw(self) -> Self {
        self.encoded(Encoding::Raw)
    }

    /// A signature of ECDSA or DSA written so.
    pub fn encoded(self, encoding: Encoding) -> Self {
        match self.encoding {
            Some(_) => Self { encoding: Some(encoding), ..self },
            None => self.wrong("only a signature of ECDSA or DSA has an encoding"),
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

    /// RSA signatures of X9.31 over data that is hashed with SHA-1, for what is old.
    pub fn rsa_x931() -> Self {
        Self::plain(CKM_SHA1_RSA_X9_31)
    }

    /// The padding of X9.31 around a digest that was made elsewhere, for what is old.
    pub fn rsa_x931_digest() -> Self {
        Self::plain(CKM_RSA_X9_31)
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

    /// HashML-DSA over a digest that was made elsewhere.
    pub fn hash_ml_dsa_digest(hash: Hash) -> Self {
        Self::hashed(hash.mechanism(), hash, "HashML-DSA of a digest", pre_hashed(hash))
            .of_kind(CKM_HASH_ML_DSA)
    }

    /// SLH-DSA over the data itself (FIPS 205).
    pub fn slh_dsa() -> Self {
        Self::plain(CKM_SLH_DSA)
    }

    /// SLH-DSA over data that is hashed first: HashSLH-DSA.
    pub fn hash_slh_dsa(hash: Hash) -> Self {
        Self::hashed(hash.row().slh_dsa, hash, "HashSLH-DSA", Params::None)
    }

    /// HashSLH-DSA over a digest that was made elsewhere.
    pub fn hash_slh_dsa_digest(hash: Hash) -> Self {
        Self::hashed(hash.mechanism(), hash, "HashSLH-DSA of a digest", pre_hashed(hash))
            .of_kind(CKM_HASH_SLH_DSA)
    }

    /// HMAC (RFC 2104), as long as the hash's digests unless [`mac_len`](Self::mac_len) says otherwise.
    pub fn hmac(hash: Hash) -> Self {
        Self::hashed(hash.row().hmac, hash, "HMAC", Params::None)
    }

    /// AES-CMAC (RFC 4493), 16 bytes unless [`mac_len`](Self::mac_len) says otherwise.
    pub fn aes_cmac() -> Self {
        Self::plain(CKM_AES_CMAC)
    }

    /// CMAC with Triple DES, 8 bytes unless [`mac_len`](Self::mac_len) says otherwise, for what is old.
    pub fn des3_cmac() -> Self {
        Self::plain(CKM_DES3_CMAC)
    }

    /// AES-XCBC-MAC (RFC 3566), 16 bytes.
    pub fn aes_xcbc_mac() -> Self {
        Self::plain(CKM_AES_XCBC_MAC)
    }

    /// AES-XCBC-MAC-96 (RFC 3566), 12 bytes.
    pub fn aes_xcbc_mac_96() -> Self {
        Self::plain(CKM_AES_XCBC_MAC_96)
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
}

fn pss(hash: Hash) -> Params {
    let salt_len = u64::try_from(hash.output_len()).unwrap_or_default();
    Params::Pss(Pss { hash: hash.mechanism(), mgf: hash.row().mgf, salt_len })
}

fn pre_hashed(hash: Hash) -> Params {
    let sign = SignContext { hedge: CKH_HEDGE_PREFERRED, context: Vec::new() };
    Params::HashSignContext(sign, hash.mechanism())
}
