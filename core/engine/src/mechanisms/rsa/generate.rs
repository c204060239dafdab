//! Generating key pairs.

use super::failed;
use crate::keys::{rsa as numbers, spki};
use openssl::bn::BigNum;
use openssl::rsa::Rsa;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Template, Value};

/// Bits of a generated modulus. Fewer than 2048 are legacy: the standard profile still makes them, since
/// programs' own tests ask for 1024. Without them fail: of `node-webcrypto-p11`, the thirteen that generate
/// RSA keys (PSS and OAEP with each hash, PKCS #1 v1.5); of `python-pkcs11` twenty, fifteen of `test_rsa`,
/// two each of `test_public_key_external` and `test_x509`, and `test_generate_keypair`; of `PyKCS11`
/// thirteen, eleven of `test_asymetric`, `test_wrapKey_OAEP` and `test_gc`.
const GENERATED: std::ops::RangeInclusive<u64> = 1024..=8192;

/// The values of a new key pair, public and private. `CKR_TEMPLATE_INCOMPLETE`, `CKR_KEY_SIZE_RANGE`,
/// `CKR_ATTRIBUTE_VALUE_INVALID`
pub fn generate(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    let bits = public.get(CKA_MODULUS_BITS).and_then(Value::as_ulong).ok_or_else(|| {
        Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_MODULUS_BITS says how long the key shall be")
    })?;
    let bits = u32::try_from(bits)
        .ok()
        .filter(|_| GENERATED.contains(&bits))
        .ok_or_else(|| Error::new(CKR_KEY_SIZE_RANGE, "RSA keys have 1024 to 8192 bits"))?;
    let e = match public.get(CKA_PUBLIC_EXPONENT).and_then(Value::as_bytes) {
        Some(bytes) => BigNum::from_slice(bytes).map_err(failed)?,
        None => BigNum::from_u32(65_537).map_err(failed)?,
    };
    let least = BigNum::from_u32(65_537).map_err(failed)?;
    if e < least || !e.is_bit_set(0) || e.num_bits() > 256 {
        return Err(Error::new(
            CKR_ATTRIBUTE_VALUE_INVALID,
            "a public exponent is odd, at least 65537, and has at most 256 bits",
        ));
    }
    let private = numbers::attributes(&Rsa::generate_with_e(bits, &e).map_err(failed)?);
    let mut public = Template::new();
    for kind in [CKA_MODULUS, CKA_PUBLIC_EXPONENT] {
        if let Some(value) = private.get(kind) {
            public.push(kind, value.clone());
        }
    }
    let info = spki::encode(CKK_RSA, &public)?;
    public.push(CKA_PUBLIC_KEY_INFO, info.clone());
    Ok((public, private.with(CKA_PUBLIC_KEY_INFO, info)))
}
