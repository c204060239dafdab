//! Mechanisms that encrypt, and that wrap keys.

use super::{Hash, Mechanism};
use strongroom_base::Params;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Ccm, ChaCha20, ChaCha20Poly1305, Ctr, EcdhAesWrap, Gcm, Oaep};

impl Mechanism {
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

    /// AES in output feedback.
    pub fn aes_ofb(iv: &[u8]) -> Self {
        Self::new(CKM_AES_OFB, Params::Bytes(iv.to_vec()))
    }

    /// AES in cipher feedback of 1, 8 or 128 bits.
    pub fn aes_cfb(bits: u64, iv: &[u8]) -> Self {
        let made = |kind| Self::new(kind, Params::Bytes(iv.to_vec()));
        match bits {
            1 => made(CKM_AES_CFB1),
            8 => made(CKM_AES_CFB8),
            128 => made(CKM_AES_CFB128),
            _ => made(CKM_AES_CFB128).wrong("cipher feedback has 1, 8 or 128 bits"),
        }
    }

    /// AES over single blocks, for what is old.
    pub fn aes_ecb() -> Self {
        Self::plain(CKM_AES_ECB)
    }

    /// Triple DES over single blocks, for what is old.
    pub fn des3_ecb() -> Self {
        Self::plain(CKM_DES3_ECB)
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

    /// RSA-OAEP as TPM 1.1 has it: SHA-1, and `TCPA` for the label; for what is old.
    pub fn rsa_oaep_tpm() -> Self {
        Self::plain(CKM_RSA_PKCS_OAEP_TPM_1_1)
    }

    /// AES key wrap (RFC 3394): keys of whole 8 bytes. [`initial`](Self::initial) sets another initial value.
    pub fn aes_kw() -> Self {
        Self::plain(CKM_AES_KEY_WRAP)
    }

    /// AES key wrap with padding (RFC 5649): keys of any length.
    pub fn aes_kwp() -> Self {
        Self::plain(CKM_AES_KEY_WRAP_KWP)
    }

    /// AES key wrap (RFC 3394) of what PKCS #7 has padded to whole 8 bytes.
    pub fn aes_kw_pkcs7() -> Self {
        Self::plain(CKM_AES_KEY_WRAP_PKCS7)
    }

    /// The same under the number that it had before v3.1.
    pub fn aes_kw_pad() -> Self {
        Self::plain(CKM_AES_KEY_WRAP_PAD)
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

    /// The same with the cofactor of the curve, which is 1 on all curves here.
    pub fn ecdh_cofactor_aes_wrap(aes_bits: u64, hash: Hash) -> Self {
        Self::ecdh_aes_wrap(aes_bits, hash).of_kind(CKM_ECDH_COF_AES_KEY_WRAP)
    }

    /// The same under a key on X25519 or X448.
    pub fn xdh_aes_wrap(aes_bits: u64, hash: Hash) -> Self {
        Self::ecdh_aes_wrap(aes_bits, hash).of_kind(CKM_ECDH_X_AES_KEY_WRAP)
    }
}

fn oaep(hash: Hash) -> Oaep {
    // Some tokens want the source named though there is no label.
    let source = CKZ_DATA_SPECIFIED;
    Oaep { hash: hash.mechanism(), mgf: hash.row().mgf, source, label: Vec::new() }
}
