//! PBKDF2 (RFC 8018, section 5.2): a key of any type from a password.

use super::Row;
use super::digest::Hash;
use super::secret::{ANY_SECRET, MAX_SECRET};
use crate::ffi::kdf;
use crate::keys::secret::{SecretKey, set_parity};
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Template, Value};

/// The most rounds of HMAC that one key may cost: about ten seconds.
const MAX_ROUNDS: u64 = 20_000_000;

/// The functions, with their hashes.
static FUNCTIONS: &[(u64, u64)] = &[
    (CKP_PKCS5_PBKD2_HMAC_SHA1, CKM_SHA_1),
    (CKP_PKCS5_PBKD2_HMAC_SHA224, CKM_SHA224),
    (CKP_PKCS5_PBKD2_HMAC_SHA256, CKM_SHA256),
    (CKP_PKCS5_PBKD2_HMAC_SHA384, CKM_SHA384),
    (CKP_PKCS5_PBKD2_HMAC_SHA512, CKM_SHA512),
    (CKP_PKCS5_PBKD2_HMAC_SHA512_224, CKM_SHA512_224),
    (CKP_PKCS5_PBKD2_HMAC_SHA512_256, CKM_SHA512_256),
];

fn generate(params: &Params, template: &Template) -> Result<Template> {
    let wrong = |why| Error::new(CKR_MECHANISM_PARAM_INVALID, why);
    let Params::Pbkdf2(params) = params else { return Err(wrong("the parameters are missing")) };
    let function = FUNCTIONS.iter().find(|(prf, _)| *prf == params.prf);
    let hash = function.and_then(|(_, digest)| Hash::of(*digest));
    let hash = hash.ok_or_else(|| wrong("there is no such pseudo-random function"))?;
    if params.source != CKZ_SALT_SPECIFIED || !params.prf_data.is_empty() {
        return Err(wrong("the salt is given, and the function takes nothing beside"));
    }
    let ulong = |attribute| template.get(attribute).and_then(Value::as_ulong);
    let key_type = ulong(CKA_KEY_TYPE).unwrap_or(CKK_GENERIC_SECRET);
    let fixed = crate::keys::fixed_len(key_type);
    let len = match ulong(CKA_VALUE_LEN) {
        Some(len) => usize::try_from(len).ok().filter(|len| fixed.is_none_or(|f| f == *len)),
        None => fixed,
    };
    let len = match (len, template.get(CKA_VALUE_LEN)) {
        (Some(len), _) if (1..=MAX_SECRET).contains(&(len as u64)) => len,
        (None, None) => {
            let why = "CKA_VALUE_LEN says how long the key is to be";
            return Err(Error::new(CKR_TEMPLATE_INCOMPLETE, why));
        }
        _ => {
            let why = "keys of this type do not have this length";
            return Err(Error::new(CKR_ATTRIBUTE_VALUE_INVALID, why));
        }
    };
    let rounds = params.iterations.saturating_mul(len.div_ceil(hash.len) as u64);
    let iterations = u32::try_from(params.iterations).ok().filter(|n| *n > 0);
    let iterations = iterations.filter(|_| rounds <= MAX_ROUNDS);
    let iterations = iterations.ok_or_else(|| wrong("so many iterations are not made"))?;
    let password = params.password.expose();
    let mut value = kdf::pbkdf2(hash.hmac_hash(), password, &params.salt, iterations, len)?;
    if matches!(key_type, CKK_DES2 | CKK_DES3) {
        set_parity(value.expose_mut());
    }
    // Whether keys of the type have this length.
    SecretKey::new(key_type, value.clone())?;
    Ok(Template::new().with(CKA_VALUE, value))
}

/// The row. It makes a key of the type that the template names.
pub static ROWS: [Row; 1] = [Row {
    kind: CKM_PKCS5_PBKD2,
    key_types: ANY_SECRET,
    sizes: (1, MAX_SECRET),
    generate: Some(generate),
    ..Row::EMPTY
}];
