//! Keys as the cryptographic libraries want them: parsed once from an object's attributes, then used
//! by any number of operations. In come attributes; out go parsed keys, sizes, and the encodings in
//! which keys leave the token wrapped (PKCS #8) or are shown (SubjectPublicKeyInfo).

pub mod pkcs8;
pub mod secret;

use secret::SecretKey;
use strongroom_base::{Error, Result, Template, Value, ck};

/// A parsed key.
pub enum Key {
    /// Of any secret type.
    Secret(SecretKey),
}

impl Key {
    /// The key in an object's attributes.
    pub fn parse(class: u64, key_type: u64, attributes: &Template) -> Result<Self> {
        match class {
            ck::CKO_SECRET_KEY => {
                let value = attributes.get(ck::CKA_VALUE).and_then(Value::as_bytes);
                let value = value.ok_or_else(|| missing(ck::CKA_VALUE))?;
                SecretKey::new(key_type, value.into()).map(Self::Secret)
            }
            _ => Err(Error::new(ck::CKR_KEY_HANDLE_INVALID, "the object is not a key")),
        }
    }

    /// The secret key, if it is one. `CKR_KEY_TYPE_INCONSISTENT`
    pub fn secret(&self) -> Result<&SecretKey> {
        match self {
            Self::Secret(key) => Ok(key),
        }
    }

    /// In bits for RSA and EC, in bytes for secret keys.
    pub fn size(&self) -> u64 {
        match self {
            Self::Secret(key) => key.size(),
        }
    }
}

fn missing(attribute: u64) -> Error {
    Error::new(
        ck::CKR_TEMPLATE_INCOMPLETE,
        format!("{} is missing", ck::name_in(ck::CKA, attribute).unwrap_or("an attribute")),
    )
}

pub fn validate(class: u64, key_type: u64, attributes: &Template) -> Result<Template> {
    let _ = Key::parse(class, key_type, attributes)?;
    Ok(Template::new())
}

/// The length of keys that have one length only, in bytes.
pub fn fixed_len(key_type: u64) -> Option<usize> {
    match key_type {
        ck::CKK_DES3 => Some(24),
        _ => None,
    }
}
