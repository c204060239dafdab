//! The names of what encrypts, and wraps keys. A table.

use super::{MechanismSpec, Named, set, set_bytes};
use crate::mechanism::{Hash, Mechanism};

#[rustfmt::skip]
pub static NAMES: &[Named] = &[
    ("aes-gcm", &["iv", "aad", "tag_len"], |s| Ok(s.tagged(Mechanism::aes_gcm(s.iv()?)))),
    ("aes-ccm", &["iv", "aad", "tag_len", "data_len"], |s| Ok(set(s.tagged(Mechanism::aes_ccm(s.iv()?)), s.data_len, Mechanism::data_len))),
    ("aes-gcm-messages", &["iv", "counted", "tag_len"], |s| Ok(made_vectors(s, Mechanism::aes_gcm_messages()))),
    ("aes-ccm-messages", &["iv", "counted", "tag_len"], |s| Ok(made_vectors(s, Mechanism::aes_ccm_messages()))),
    ("chacha20-poly1305-messages", &[], |_| Ok(Mechanism::chacha20_poly1305_messages())),
    ("chacha20-poly1305", &["iv", "aad"], |s| Ok(set_bytes(Mechanism::chacha20_poly1305(s.iv()?), &s.aad, Mechanism::aad))),
    ("chacha20", &["iv"], |s| Ok(Mechanism::chacha20(s.iv()?))),
    ("aes-xts", &["iv"], |s| Ok(Mechanism::aes_xts(s.iv()?))),
    ("aes-cts", &["iv"], |s| Ok(Mechanism::aes_cts(s.iv()?))),
    ("aes-cbc", &["iv"], |s| Ok(Mechanism::aes_cbc(s.iv()?))),
    ("aes-cbc-pad", &["iv"], |s| Ok(Mechanism::aes_cbc_pad(s.iv()?))),
    ("aes-ctr", &["iv", "counter_bits"], |s| Ok(set(Mechanism::aes_ctr(s.iv()?), s.counter_bits, Mechanism::counter_bits))),
    ("aes-ofb", &["iv"], |s| Ok(Mechanism::aes_ofb(s.iv()?))),
    ("aes-cfb1", &["iv"], |s| Ok(Mechanism::aes_cfb(1, s.iv()?))),
    ("aes-cfb8", &["iv"], |s| Ok(Mechanism::aes_cfb(8, s.iv()?))),
    ("aes-cfb128", &["iv"], |s| Ok(Mechanism::aes_cfb(128, s.iv()?))),
    ("aes-ecb", &[], |_| Ok(Mechanism::aes_ecb())),
    ("des3-cbc", &["iv"], |s| Ok(Mechanism::des3_cbc(s.iv()?))),
    ("des3-cbc-pad", &["iv"], |s| Ok(Mechanism::des3_cbc_pad(s.iv()?))),
    ("des3-ecb", &[], |_| Ok(Mechanism::des3_ecb())),
    ("rsa-oaep", &["hash", "mgf_hash", "label"], |s| s.masked(Mechanism::rsa_oaep(s.hash_or(Hash::Sha256)?)).map(|m| set_bytes(m, &s.label, Mechanism::label))),
    ("rsa-oaep-tpm", &[], |_| Ok(Mechanism::rsa_oaep_tpm())),
    ("aes-kw", &["iv"], |s| Ok(set_bytes(Mechanism::aes_kw(), &s.iv, Mechanism::initial))),
    ("aes-kwp", &["iv"], |s| Ok(set_bytes(Mechanism::aes_kwp(), &s.iv, Mechanism::initial))),
    ("aes-kw-pkcs7", &["iv"], |s| Ok(set_bytes(Mechanism::aes_kw_pkcs7(), &s.iv, Mechanism::initial))),
    ("aes-kw-pad", &["iv"], |s| Ok(set_bytes(Mechanism::aes_kw_pad(), &s.iv, Mechanism::initial))),
    ("rsa-aes-wrap", &["hash", "mgf_hash", "label", "aes_bits"], |s| s.masked(Mechanism::rsa_aes_wrap(s.aes_bits.unwrap_or(256), s.hash_or(Hash::Sha256)?)).map(|m| set_bytes(m, &s.label, Mechanism::label))),
    ("ecdh-aes-wrap", &["hash", "kdf", "shared", "aes_bits"], |s| { let hash = s.hash_or(Hash::Sha256)?; s.derived(Mechanism::ecdh_aes_wrap(s.aes_bits.unwrap_or(256), hash), Some(hash)) }),
    ("ecdh-cofactor-aes-wrap", &["hash", "kdf", "shared", "aes_bits"], |s| { let hash = s.hash_or(Hash::Sha256)?; s.derived(Mechanism::ecdh_cofactor_aes_wrap(s.aes_bits.unwrap_or(256), hash), Some(hash)) }),
    ("xdh-aes-wrap", &["hash", "kdf", "shared", "aes_bits"], |s| { let hash = s.hash_or(Hash::Sha256)?; s.derived(Mechanism::xdh_aes_wrap(s.aes_bits.unwrap_or(256), hash), Some(hash)) }),
];

/// With vectors that begin with certain bytes, where they are said.
fn made_vectors(said: &MechanismSpec, mechanism: Mechanism) -> Mechanism {
    let made = match (said.iv.as_deref(), said.counted) {
        (None, None | Some(false)) => mechanism,
        (fixed, counted) => {
            mechanism.vectors(fixed.unwrap_or_default(), counted.unwrap_or_default())
        }
    };
    set(made, said.tag_len, Mechanism::tag_len)
}
