//! The names of what signs, makes MACs and digests. A table.

use super::{MechanismSpec, Named, set, set_bytes};
use crate::error::Result;
use crate::mechanism::{Hash, Mechanism};

#[rustfmt::skip]
pub static NAMES: &[Named] = &[
    ("ecdsa", &["hash", "encoding"], |s| s.encoded(s.hash()?.map_or_else(Mechanism::ecdsa_digest, Mechanism::ecdsa))),
    ("rsa-pkcs1", &["hash"], |s| Ok(s.hash()?.map_or_else(Mechanism::rsa_pkcs1_plain, Mechanism::rsa_pkcs1))),
    ("rsa-pss", &["hash", "mgf_hash", "salt_len"], |s| s.masked(Mechanism::rsa_pss(s.wanted_hash()?)).map(|m| set(m, s.salt_len, Mechanism::salt_len))),
    ("rsa-pss-digest", &["hash", "mgf_hash", "salt_len"], |s| s.masked(Mechanism::rsa_pss_digest(s.wanted_hash()?)).map(|m| set(m, s.salt_len, Mechanism::salt_len))),
    ("rsa-raw", &[], |_| Ok(Mechanism::rsa_raw())),
    ("rsa-x931", &[], |_| Ok(Mechanism::rsa_x931())),
    ("rsa-x931-digest", &[], |_| Ok(Mechanism::rsa_x931_digest())),
    ("dsa", &["hash", "encoding"], |s| s.encoded(s.hash()?.map_or_else(Mechanism::dsa_digest, Mechanism::dsa))),
    ("eddsa", &["context", "prehash"], |s| Ok(match (&s.context, s.prehash) { (None, None | Some(false)) => Mechanism::eddsa(), (context, prehash) => Mechanism::eddsa_with(context.as_deref().unwrap_or_default(), prehash.unwrap_or(false)) })),
    ("schnorr", &[], |_| Ok(Mechanism::schnorr())),
    ("ml-dsa", &["hash", "context", "deterministic"], |s| with_context(s, s.hash()?.map_or_else(Mechanism::ml_dsa, Mechanism::hash_ml_dsa))),
    ("ml-dsa-digest", &["hash", "context", "deterministic"], |s| with_context(s, Mechanism::hash_ml_dsa_digest(s.wanted_hash()?))),
    ("slh-dsa", &["hash", "context", "deterministic"], |s| with_context(s, s.hash()?.map_or_else(Mechanism::slh_dsa, Mechanism::hash_slh_dsa))),
    ("slh-dsa-digest", &["hash", "context", "deterministic"], |s| with_context(s, Mechanism::hash_slh_dsa_digest(s.wanted_hash()?))),
    ("hmac", &["hash", "mac_len"], |s| Ok(set(Mechanism::hmac(s.wanted_hash()?), s.mac_len, Mechanism::mac_len))),
    ("aes-cmac", &["mac_len"], |s| Ok(set(Mechanism::aes_cmac(), s.mac_len, Mechanism::mac_len))),
    ("aes-gmac", &["iv", "tag_len"], |s| Ok(set(Mechanism::aes_gmac(s.iv()?), s.tag_len, Mechanism::tag_len))),
    ("aes-xcbc-mac", &[], |_| Ok(Mechanism::aes_xcbc_mac())),
    ("aes-xcbc-mac-96", &[], |_| Ok(Mechanism::aes_xcbc_mac_96())),
    ("des3-cmac", &["mac_len"], |s| Ok(set(Mechanism::des3_cmac(), s.mac_len, Mechanism::mac_len))),
    ("poly1305", &[], |_| Ok(Mechanism::poly1305())),
    ("tls12-mac", &["hash", "of_server", "mac_len"], |s| Ok(set(Mechanism::tls12_mac(s.hash_or(Hash::Sha256)?, s.of_server.unwrap_or_default()), s.mac_len, Mechanism::mac_len))),
    ("digest", &["hash"], |s| Ok(Mechanism::digest(s.wanted_hash()?))),
];

/// With the context, and deterministic where that is said.
fn with_context(said: &MechanismSpec, mechanism: Mechanism) -> Result<Mechanism> {
    let made = set_bytes(mechanism, &said.context, Mechanism::context);
    Ok(if said.deterministic == Some(true) { made.deterministic() } else { made })
}
