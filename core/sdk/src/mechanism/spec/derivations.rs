//! The names of what makes keys: of agreements, of keys, of passwords; those of TLS 1.2; those of wallets. Tables.

use super::{MechanismSpec, Named, bad, set, set_bytes};
use crate::error::Result;
use crate::mechanism::{Hash, KeyLengths, Mechanism, Wallet};

#[rustfmt::skip]
pub static NAMES: &[Named] = &[
    ("ecdh", &["public", "hash", "kdf", "shared"], |s| s.derived(Mechanism::ecdh(s.public()?), s.hash()?)),
    ("ecdh-cofactor", &["public", "hash", "kdf", "shared"], |s| s.derived(Mechanism::ecdh_cofactor(s.public()?), s.hash()?)),
    ("dh", &["public"], |s| Ok(Mechanism::dh(s.public()?))),
    ("x942-dh", &["public", "info"], |s| Ok(set_bytes(Mechanism::x942_dh(s.public()?), &s.info, Mechanism::info))),
    ("ml-kem", &[], |_| Ok(Mechanism::ml_kem())),
    ("hkdf", &["hash", "salt", "salt_key", "info"], |s| salted(s, Mechanism::hkdf(s.wanted_hash()?, s.info.as_deref().unwrap_or_default()))),
    ("hkdf-extract", &["hash", "salt", "salt_key"], |s| Ok(salted(s, Mechanism::hkdf(s.wanted_hash()?, &[]))?.steps(true, false))),
    ("hkdf-expand", &["hash", "info"], |s| Ok(Mechanism::hkdf(s.wanted_hash()?, s.info.as_deref().unwrap_or_default()).steps(false, true))),
    ("hkdf-data", &["hash", "salt", "salt_key", "info"], |s| salted(s, Mechanism::hkdf_data(s.wanted_hash()?, s.info.as_deref().unwrap_or_default()))),
    ("pbkdf2", &["hash", "password", "salt", "iterations"], |s| Ok(Mechanism::pbkdf2(s.hash_or(Hash::Sha256)?, s.wanted(s.password.as_ref(), "a password")?.expose(), s.wanted(s.salt.as_deref(), "a salt")?, s.wanted(s.iterations, "iterations")?))),
    ("hash-derivation", &["hash"], |s| Ok(Mechanism::hash_derivation(s.wanted_hash()?))),
    ("kbkdf-counter", &["hash", "label", "context", "data", "counter_bits"], |s| fed(s, Mechanism::kbkdf_counter(s.hash()?))),
    ("kbkdf-feedback", &["hash", "iv", "label", "context", "data", "counter_bits"], |s| fed(s, Mechanism::kbkdf_feedback(s.hash()?, s.iv.as_deref().unwrap_or_default()))),
    ("kbkdf-double-pipeline", &["hash", "label", "context", "data", "counter_bits"], |s| fed(s, Mechanism::kbkdf_double_pipeline(s.hash()?))),
    ("concatenate-key", &["key"], |s| Ok(Mechanism::concatenate_handle(s.wanted(s.key, "a key")?))),
    ("append-data", &["data"], |s| Ok(Mechanism::append_data(s.data()?))),
    ("prepend-data", &["data"], |s| Ok(Mechanism::prepend_data(s.data()?))),
    ("xor-data", &["data"], |s| Ok(Mechanism::xor_data(s.data()?))),
    ("extract-bits", &["first_bit"], |s| Ok(Mechanism::extract_bits(s.first_bit.unwrap_or_default()))),
    ("aes-ecb-encrypt-data", &["data"], |s| Ok(Mechanism::aes_ecb_encrypt_data(s.data()?))),
    ("aes-cbc-encrypt-data", &["iv", "data"], |s| Ok(Mechanism::aes_cbc_encrypt_data(s.iv()?, s.data()?))),
    ("des3-ecb-encrypt-data", &["data"], |s| Ok(Mechanism::des3_ecb_encrypt_data(s.data()?))),
    ("des3-cbc-encrypt-data", &["iv", "data"], |s| Ok(Mechanism::des3_cbc_encrypt_data(s.iv()?, s.data()?))),
];

#[rustfmt::skip]
pub static TLS: &[Named] = &[
    ("tls12-master", &["hash", "client_random", "server_random", "version"], |s| { let (client, server) = randoms(s)?; Ok(versioned(s, Mechanism::tls12_master(s.hash_or(Hash::Sha256)?, client, server))) }),
    ("tls12-master-dh", &["hash", "client_random", "server_random"], |s| { let (client, server) = randoms(s)?; Ok(Mechanism::tls12_master_dh(s.hash_or(Hash::Sha256)?, client, server)) }),
    ("tls12-extended-master", &["hash", "data", "version"], |s| Ok(versioned(s, Mechanism::tls12_extended_master(s.hash_or(Hash::Sha256)?, s.data()?)))),
    ("tls12-extended-master-dh", &["hash", "data"], |s| Ok(Mechanism::tls12_extended_master_dh(s.hash_or(Hash::Sha256)?, s.data()?))),
    ("tls12-keys", &["hash", "client_random", "server_random", "mac_len", "key_len", "iv_len"], |s| { let (client, server) = randoms(s)?; Ok(Mechanism::tls12_keys(s.hash_or(Hash::Sha256)?, client, server, lengths(s)?)) }),
    ("tls12-keys-safe", &["hash", "client_random", "server_random", "mac_len", "key_len"], |s| { let (client, server) = randoms(s)?; Ok(Mechanism::tls12_keys_safe(s.hash_or(Hash::Sha256)?, client, server, lengths(s)?)) }),
    ("tls12-kdf", &["hash", "label", "client_random", "server_random", "context"], |s| { let (client, server) = randoms(s)?; Ok(Mechanism::tls12_kdf(s.hash_or(Hash::Sha256)?, s.wanted(s.label.as_deref(), "a label")?, client, server, s.context.as_deref())) }),
];

#[rustfmt::skip]
pub static WALLETS: &[Named] = &[
    ("bip32-master", &[], |_| Ok(Wallet::Bip32.master())),
    ("bip32-private", &["index", "chain_code"], |s| { let (index, code) = child(s)?; Ok(Wallet::Bip32.private(index, code)) }),
    ("bip32-private-to-public", &["index", "chain_code"], |s| { let (index, code) = child(s)?; Ok(Wallet::Bip32.private_to_public(index, code)) }),
    ("bip32-public", &["index", "chain_code"], |s| { let (index, code) = child(s)?; Ok(Wallet::Bip32.public(index, code)) }),
    ("slip10-master", &[], |_| Ok(Wallet::Slip10.master())),
    ("slip10-private", &["index", "chain_code"], |s| { let (index, code) = child(s)?; Ok(Wallet::Slip10.private(index, code)) }),
    ("slip10-private-to-public", &["index", "chain_code"], |s| { let (index, code) = child(s)?; Ok(Wallet::Slip10.private_to_public(index, code)) }),
    ("slip10-public", &["index", "chain_code"], |s| { let (index, code) = child(s)?; Ok(Wallet::Slip10.public(index, code)) }),
];

/// With the salt of HKDF: bytes, or a key.
fn salted(said: &MechanismSpec, mechanism: Mechanism) -> Result<Mechanism> {
    if said.salt.is_some() && said.salt_key.is_some() {
        return bad(format!("the salt of {} is either bytes or a key", said.name));
    }
    Ok(set(
        set_bytes(mechanism, &said.salt, Mechanism::salt),
        said.salt_key,
        Mechanism::salt_handle,
    ))
}

/// With what SP 800-108 is fed with.
fn fed(said: &MechanismSpec, mechanism: Mechanism) -> Result<Mechanism> {
    let named = said.label.is_some() || said.context.is_some();
    let made = match &said.data {
        Some(_) if named => {
            return bad(format!("{} takes data, or a label and a context", said.name));
        }
        Some(data) => mechanism.data(data),
        None if named => mechanism.label_and_context(
            said.label.as_deref().unwrap_or_default(),
            said.context.as_deref().unwrap_or_default(),
        ),
        None => mechanism,
    };
    Ok(set(made, said.counter_bits, Mechanism::counter_bits))
}

/// What both parties of TLS have sent: the client, the server.
fn randoms(said: &MechanismSpec) -> Result<(&[u8], &[u8])> {
    let client = said.wanted(said.client_random.as_deref(), "client_random")?;
    Ok((client, said.wanted(said.server_random.as_deref(), "server_random")?))
}

fn versioned(said: &MechanismSpec, mechanism: Mechanism) -> Mechanism {
    if said.version == Some(true) { mechanism.version() } else { mechanism }
}

fn lengths(said: &MechanismSpec) -> Result<KeyLengths> {
    Ok(KeyLengths {
        mac: said.mac_len.unwrap_or_default(),
        key: said.wanted(said.key_len, "key_len")?,
        iv: said.iv_len.unwrap_or_default(),
    })
}

/// The number of a child, and its parent's chain code.
fn child(said: &MechanismSpec) -> Result<(u64, &[u8])> {
    let code = said.wanted(said.chain_code.as_deref(), "a chain_code")?;
    Ok((said.wanted(said.index, "an index")?, code))
}
