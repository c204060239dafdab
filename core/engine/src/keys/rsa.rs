//! RSA keys, in OpenSSL.

use super::{Key, bytes, invalid, kept};
use openssl::bn::{BigNum, BigNumRef};
use openssl::pkey::{PKey, Private};
use openssl::rsa::{Rsa, RsaPrivateKeyBuilder};
use strongroom_base::{Error, Result, Template, Value, ck};

/// Bits of the moduli that are taken from outside.
const BITS: std::ops::RangeInclusive<u64> = 1024..=8192;

fn failed<E>(_: E) -> Error {
    invalid("the numbers are not an RSA key")
}

fn number(attributes: &Template, kind: u64) -> Result<BigNum> {
    BigNum::from_slice(bytes(attributes, kind)?).map_err(failed)
}

fn optional(attributes: &Template, kind: u64) -> Option<BigNum> {
    let bytes = attributes.get(kind).and_then(Value::as_bytes).filter(|b| !b.is_empty())?;
    BigNum::from_slice(bytes).ok()
}

fn bits(n: &BigNumRef) -> u64 {
    u64::try_from(n.num_bits()).unwrap_or(0)
}

/// The public key.
pub fn public(attributes: &Template) -> Result<Key> {
    let n = number(attributes, ck::CKA_MODULUS)?;
    let e = number(attributes, ck::CKA_PUBLIC_EXPONENT)?;
    let bits = bits(&n);
    let key = Rsa::from_public_components(n, e).and_then(PKey::from_rsa).map_err(failed)?;
    Ok(Key::RsaPublic(key, bits))
}

/// The private key: with its factors, or without.
pub fn private(attributes: &Template) -> Result<Key> {
    let n = number(attributes, ck::CKA_MODULUS)?;
    let e = number(attributes, ck::CKA_PUBLIC_EXPONENT)?;
    let d = number(attributes, ck::CKA_PRIVATE_EXPONENT)?;
    let bits = bits(&n);
    let mut builder = RsaPrivateKeyBuilder::new(n, e, d).map_err(failed)?;
    let part = |kind| optional(attributes, kind);
    if let (Some(p), Some(q)) = (part(ck::CKA_PRIME_1), part(ck::CKA_PRIME_2)) {
        builder = builder.set_factors(p, q).map_err(failed)?;
        if let (Some(e1), Some(e2), Some(c)) =
            (part(ck::CKA_EXPONENT_1), part(ck::CKA_EXPONENT_2), part(ck::CKA_COEFFICIENT))
        {
            builder = builder.set_crt_params(e1, e2, c).map_err(failed)?;
        }
    }
    let key = PKey::from_rsa(builder.build()).map_err(failed)?;
    Ok(Key::RsaPrivate(key, bits))
}

/// Whether a public key from outside can be one.
pub fn check_public(attributes: &Template, bits: u64) -> Result<()> {
    if !BITS.contains(&bits) {
        return Err(Error::new(ck::CKR_KEY_SIZE_RANGE, "an RSA modulus has 1024 to 8192 bits"));
    }
    let n = number(attributes, ck::CKA_MODULUS)?;
    let e = number(attributes, ck::CKA_PUBLIC_EXPONENT)?;
    if !n.is_bit_set(0) || !e.is_bit_set(0) || e.num_bits() < 2 || e >= n {
        return Err(failed(()));
    }
    Ok(())
}

/// Whether a private key from outside can be one: where the factors are given, whether all numbers fit.
pub fn check_private(attributes: &Template, key: &PKey<Private>, bits: u64) -> Result<()> {
    check_public(attributes, bits)?;
    let rsa = key.rsa().map_err(failed)?;
    if rsa.p().is_some() {
        return if rsa.check_key().unwrap_or(false) { Ok(()) } else { Err(failed(())) };
    }
    // Without the factors: what one exponent does, the other undoes.
    let mut context = openssl::bn::BigNumContext::new().map_err(failed)?;
    let (mut once, mut twice) = (BigNum::new().map_err(failed)?, BigNum::new().map_err(failed)?);
    let probe = BigNum::from_u32(0x5a17_3bad).map_err(failed)?;
    once.mod_exp(&probe, rsa.e(), rsa.n(), &mut context)
        .and_then(|()| twice.mod_exp(&once, rsa.d(), rsa.n(), &mut context))
        .map_err(failed)?;
    if twice == probe { Ok(()) } else { Err(failed(())) }
}

/// A private key's numbers as attributes.
pub fn attributes(rsa: &Rsa<Private>) -> Template {
    let mut template = Template::new()
        .with(ck::CKA_MODULUS, rsa.n().to_vec())
        .with(ck::CKA_PUBLIC_EXPONENT, rsa.e().to_vec())
        .with(ck::CKA_PRIVATE_EXPONENT, kept(rsa.d().to_vec()));
    for (kind, part) in [
        (ck::CKA_PRIME_1, rsa.p()),
        (ck::CKA_PRIME_2, rsa.q()),
        (ck::CKA_EXPONENT_1, rsa.dmp1()),
        (ck::CKA_EXPONENT_2, rsa.dmq1()),
        (ck::CKA_COEFFICIENT, rsa.iqmp()),
    ] {
        if let Some(part) = part {
            template.push(kind, kept(part.to_vec()));
        }
    }
    template
}
