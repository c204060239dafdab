//! Mechanisms by which two parties come to the same key, and digests.

use super::{Hash, Mechanism};
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Ecdh1, X942Dh1};

impl Mechanism {
    /// ECDH, X25519 and X448 with the public point of the other party; what is agreed on is the key, unless
    /// [`kdf`](Self::kdf) is said.
    pub fn ecdh(public: &[u8]) -> Self {
        let params = Ecdh1 { kdf: CKD_NULL, shared: Vec::new(), public: public.to_vec() };
        Self::new(CKM_ECDH1_DERIVE, Params::Ecdh1(params))
    }

    /// The same with the cofactor of the curve, which is 1 on all curves here.
    pub fn ecdh_cofactor(public: &[u8]) -> Self {
        Self::ecdh(public).of_kind(CKM_ECDH1_COFACTOR_DERIVE)
    }

    /// Diffie-Hellman of PKCS #3 with the public value of the other party, for what is old: the last bytes of what
    /// is agreed on are the key.
    pub fn dh(public: &[u8]) -> Self {
        Self::new(CKM_DH_PKCS_DERIVE, Params::Bytes(public.to_vec()))
    }

    /// Diffie-Hellman of X9.42 with the public value of the other party, for what is old; what is agreed on is the
    /// key, unless [`info`](Self::info) is said, with which SHA-1 derives it.
    pub fn x942_dh(public: &[u8]) -> Self {
        let params = X942Dh1 { kdf: CKD_NULL, other_info: Vec::new(), public: public.to_vec() };
        Self::new(CKM_X9_42_DH_DERIVE, Params::X942Dh1(params))
    }

    /// ML-KEM (FIPS 203).
    pub fn ml_kem() -> Self {
        Self::plain(CKM_ML_KEM)
    }

    /// A digest.
    pub fn digest(hash: Hash) -> Self {
        Self::hashed(hash.mechanism(), hash, "a digest", Params::None)
    }
}
