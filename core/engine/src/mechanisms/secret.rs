//! Generating secret keys: random bytes of the right length.

use super::blake2b;
use super::digest::HASHES;
use super::{Row, Standing};
use crate::keys::secret::set_parity;
use crate::random;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret, Template, Value};

/// Bytes of the longest generic secret and MAC key.
pub const MAX_SECRET: u64 = 65_536;

/// The types of secret keys.
pub const ANY_SECRET: &[u64] = &{
    let mut types = [CKK_GENERIC_SECRET; 12 + HASHES.len()];
    types[1] = CKK_AES;
    types[2] = CKK_DES3;
    types[3] = CKK_HKDF;
    types[4] = CKK_DES2;
    types[5] = CKK_AES_XTS;
    types[6] = CKK_CHACHA20;
    types[7] = CKK_POLY1305;
    types[8] = blake2b::KEY_TYPES[0];
    types[9] = blake2b::KEY_TYPES[1];
    types[10] = blake2b::KEY_TYPES[2];
    types[11] = blake2b::KEY_TYPES[3];
    let mut hash = 0;
    while hash < HASHES.len() {
        types[12 + hash] = HASHES[hash].key_type;
        hash += 1;
    }
    types
};

fn bytes(len: usize) -> Result<Template> {
    let mut value = Secret::zeroed(len);
    random::fill(value.expose_mut())?;
    Ok(Template::new().with(CKA_VALUE, value))
}

/// The length that the template asks for. `CKR_TEMPLATE_INCOMPLETE`, `CKR_ATTRIBUTE_VALUE_INVALID`
fn wanted(template: &Template, right: impl Fn(u64) -> bool) -> Result<usize> {
    let len = template.get(CKA_VALUE_LEN).and_then(Value::as_ulong).ok_or_else(|| {
        Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_VALUE_LEN says how long the key is to be")
    })?;
    usize::try_from(len).ok().filter(|_| right(len)).ok_or_else(|| {
        Error::new(CKR_ATTRIBUTE_VALUE_INVALID, "keys of this type do not have this length")
    })
}

fn aes(_: &Params, template: &Template) -> Result<Template> {
    bytes(wanted(template, |len| matches!(len, 16 | 24 | 32))?)
}

fn aes_xts(_: &Params, template: &Template) -> Result<Template> {
    bytes(wanted(template, |len| matches!(len, 32 | 64))?)
}

/// Keys of one length, which may be said.
fn of_32_bytes(_: &Params, template: &Template) -> Result<Template> {
    if template.get(CKA_VALUE_LEN).is_some() {
        wanted(template, |len| len == 32)?;
    }
    bytes(32)
}

/// A key of as many bytes as the template says.
pub fn any_length(_: &Params, template: &Template) -> Result<Template> {
    bytes(wanted(template, |len| (1..=MAX_SECRET).contains(&len))?)
}

/// Keys of eight bytes, each byte with an odd number of ones (SP 800-67), no two of them equal.
fn des(keys: usize) -> Result<Template> {
    loop {
        let mut value = Secret::zeroed(8 * keys);
        random::fill(value.expose_mut())?;
        set_parity(value.expose_mut());
        let parts: Vec<&[u8]> = value.expose().chunks_exact(8).collect();
        if parts.iter().enumerate().all(|(place, key)| !parts.iter().take(place).any(|k| k == key))
        {
            return Ok(Template::new().with(CKA_VALUE, value));
        }
    }
}

fn des2(_: &Params, _: &Template) -> Result<Template> {
    des(2)
}

fn des3(_: &Params, _: &Template) -> Result<Template> {
    des(3)
}

const fn hash_key<const H: usize>() -> Row {
    Row {
        kind: HASHES[H].key_gen,
        key_types: const { &[HASHES[H].key_type] },
        sizes: (1, MAX_SECRET),
        generate: Some(any_length),
        ..Row::EMPTY
    }
}

/// The rows that generate secret keys.
pub static ROWS: [Row; 19] = [
    Row {
        kind: CKM_AES_KEY_GEN,
        key_types: &[CKK_AES],
        sizes: (16, 32),
        generate: Some(aes),
        ..Row::EMPTY
    },
    Row {
        kind: CKM_AES_XTS_KEY_GEN,
        key_types: &[CKK_AES_XTS],
        sizes: (32, 64),
        generate: Some(aes_xts),
        ..Row::EMPTY
    },
    Row {
        kind: CKM_CHACHA20_KEY_GEN,
        key_types: &[CKK_CHACHA20],
        sizes: (32, 32),
        generate: Some(of_32_bytes),
        ..Row::EMPTY
    },
    Row {
        kind: CKM_POLY1305_KEY_GEN,
        key_types: &[CKK_POLY1305],
        sizes: (32, 32),
        generate: Some(of_32_bytes),
        ..Row::EMPTY
    },
    Row {
        kind: CKM_DES2_KEY_GEN,
        key_types: &[CKK_DES2],
        sizes: (16, 16),
        generate: Some(des2),
        standing: Standing::Legacy,
        ..Row::EMPTY
    },
    Row {
        kind: CKM_DES3_KEY_GEN,
        key_types: &[CKK_DES3],
        sizes: (24, 24),
        generate: Some(des3),
        standing: Standing::Legacy,
        ..Row::EMPTY
    },
    Row {
        kind: CKM_GENERIC_SECRET_KEY_GEN,
        key_types: &[CKK_GENERIC_SECRET],
        sizes: (1, MAX_SECRET),
        generate: Some(any_length),
        ..Row::EMPTY
    },
    Row {
        kind: CKM_HKDF_KEY_GEN,
        key_types: &[CKK_HKDF],
        sizes: (1, MAX_SECRET),
        generate: Some(any_length),
        ..Row::EMPTY
    },
    hash_key::<0>(),
    hash_key::<1>(),
    hash_key::<2>(),
    hash_key::<3>(),
    hash_key::<4>(),
    hash_key::<5>(),
    hash_key::<6>(),
    hash_key::<7>(),
    hash_key::<8>(),
    hash_key::<9>(),
    hash_key::<10>(),
];
