//! RSA keys, in OpenSSL.

use super::{Key, bytes, invalid, kept};
use openssl::bn::{BigNum, BigNumContext, BigNumContextRef, BigNumRef};
use openssl::pkey::{PKey, Private};
use openssl::rsa::{Rsa, RsaPrivateKeyBuilder};
use std::ops::RangeInclusive;
use strongroom_base::{Error, Result, Template, Value, ck};

/// Bits of the moduli that are taken from outside. Old certificates have keys shorter than those that
/// may be private here.
const PUBLIC_BITS: RangeInclusive<u64> = 512..=8192;
const PRIVATE_BITS: RangeInclusive<u64> = 1024..=8192;

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

/// Whether a public key from outside can be one. `CKR_KEY_SIZE_RANGE`, `CKR_ATTRIBUTE_VALUE_INVALID`
pub fn check_public(attributes: &Template, bits: u64) -> Result<()> {
    if !PUBLIC_BITS.contains(&bits) {
        return Err(Error::new(ck::CKR_KEY_SIZE_RANGE, "an RSA modulus has 512 to 8192 bits"));
    }
    let n = number(attributes, ck::CKA_MODULUS)?;
    let e = number(attributes, ck::CKA_PUBLIC_EXPONENT)?;
    if !n.is_bit_set(0) || !e.is_bit_set(0) || e.num_bits() < 2 || e >= n {
        return Err(failed(()));
    }
    if is_roca(&n)? {
        return Err(invalid("the modulus has the shape of keys that can be factored (ROCA)"));
    }
    Ok(())
}

/// The primes below 168, without 2.
const PRIMES: [u32; 38] = [
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97,
    101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
];

/// Whether a modulus was made by the faulty generator of CVE-2017-15361: modulo every small prime it is a
/// power of 65537 (Nemec et al., "The Return of Coppersmith's Attack", 2017).
fn is_roca(n: &BigNumRef) -> Result<bool> {
    for prime in PRIMES.map(u64::from) {
        let rest = n.mod_word(u32::try_from(prime).map_err(failed)?).map_err(failed)?;
        let step = 65_537 % prime;
        let mut power = 1;
        let is_power = (0..prime).any(|_| {
            power = power * step % prime;
            power == rest
        });
        if !is_power {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A number that is wiped when dropped.
struct Wiped(BigNum);

impl Wiped {
    fn new() -> Result<Self> {
        BigNum::new().map(Self).map_err(failed)
    }
}

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// Whether a private key from outside can be one: all numbers that are given fit. Gives those that are
/// not: the factors and what is computed of them. `CKR_ATTRIBUTE_VALUE_INVALID`, `CKR_KEY_SIZE_RANGE`
pub fn complete(attributes: &Template, bits: u64) -> Result<Template> {
    if !PRIVATE_BITS.contains(&bits) {
        let why = "the modulus of a private RSA key has 1024 to 8192 bits";
        return Err(Error::new(ck::CKR_KEY_SIZE_RANGE, why));
    }
    check_public(attributes, bits)?;
    let n = number(attributes, ck::CKA_MODULUS)?;
    let e = number(attributes, ck::CKA_PUBLIC_EXPONENT)?;
    let d = Wiped(number(attributes, ck::CKA_PRIVATE_EXPONENT)?);
    if d.0 >= n {
        return Err(failed(()));
    }
    let given = |kind| optional(attributes, kind).map(Wiped);
    let (p, q) = match (given(ck::CKA_PRIME_1), given(ck::CKA_PRIME_2)) {
        (Some(p), Some(q)) => (p, q),
        (None, None) => factors(&n, &e, &d.0)?,
        _ => return Err(failed(())),
    };
    let mut context = BigNumContext::new().map_err(failed)?;
    // Before anything that takes long for numbers that are too large.
    let mut product = BigNum::new().map_err(failed)?;
    if p.0.num_bits().checked_add(q.0.num_bits()).is_none_or(|both| both > n.num_bits() + 1) {
        return Err(failed(()));
    }
    product.checked_mul(&p.0, &q.0, &mut context).map_err(failed)?;
    if product != n {
        return Err(failed(()));
    }
    let remainder = |prime: &BigNumRef, context: &mut BigNumContextRef| -> Result<Wiped> {
        let (mut less, mut rest) = (Wiped(prime.to_owned().map_err(failed)?), Wiped::new()?);
        less.0.sub_word(1).map_err(failed)?;
        rest.0.nnmod(&d.0, &less.0, context).map_err(failed)?;
        Ok(rest)
    };
    let e1 = remainder(&p.0, &mut context)?;
    let e2 = remainder(&q.0, &mut context)?;
    let mut coefficient = Wiped::new()?;
    coefficient.0.mod_inverse(&q.0, &p.0, &mut context).map_err(failed)?;
    let owned = |number: &Wiped| number.0.to_owned().map_err(failed);
    let rsa = RsaPrivateKeyBuilder::new(n, e, owned(&d)?)
        .and_then(|builder| builder.set_factors(p.0.to_owned()?, q.0.to_owned()?))
        .and_then(|builder| {
            builder.set_crt_params(e1.0.to_owned()?, e2.0.to_owned()?, coefficient.0.to_owned()?)
        })
        .map_err(failed)?
        .build();
    if !rsa.check_key().unwrap_or(false) {
        return Err(failed(()));
    }
    let mut computed = Template::new();
    for (kind, right) in [
        (ck::CKA_PRIME_1, &p),
        (ck::CKA_PRIME_2, &q),
        (ck::CKA_EXPONENT_1, &e1),
        (ck::CKA_EXPONENT_2, &e2),
        (ck::CKA_COEFFICIENT, &coefficient),
    ] {
        match given(kind) {
            Some(number) if number.0 != right.0 => return Err(failed(())),
            Some(_) => {}
            None => computed.push(kind, kept(right.0.to_vec())),
        }
    }
    Ok(computed)
}

/// The factors of a modulus, of both exponents (SP 800-56B revision 2, appendix C.1).
fn factors(n: &BigNumRef, e: &BigNumRef, d: &BigNumRef) -> Result<(Wiped, Wiped)> {
    let mut context = BigNumContext::new().map_err(failed)?;
    let mut k = Wiped::new()?;
    k.0.checked_mul(e, d, &mut context).map_err(failed)?;
    if !k.0.is_bit_set(0) {
        return Err(failed(()));
    }
    k.0.sub_word(1).map_err(failed)?;
    // k = 2^halvings * odd
    let halvings = (0..k.0.num_bits()).take_while(|bit| !k.0.is_bit_set(*bit)).count();
    let mut odd = Wiped::new()?;
    odd.0.rshift(&k.0, i32::try_from(halvings).map_err(failed)?).map_err(failed)?;
    let one = BigNum::from_u32(1).map_err(failed)?;
    let mut less = n.to_owned().map_err(failed)?;
    less.sub_word(1).map_err(failed)?;
    // Each base finds the factors with a probability of at least one half.
    for base in PRIMES {
        let base = BigNum::from_u32(base).map_err(failed)?;
        let mut root = Wiped::new()?;
        root.0.mod_exp(&base, &odd.0, n, &mut context).map_err(failed)?;
        for _ in 0..halvings {
            if root.0 == one || root.0 == less {
                break;
            }
            let mut square = Wiped::new()?;
            square.0.mod_sqr(&root.0, n, &mut context).map_err(failed)?;
            if square.0 == one {
                let (mut p, mut q) = (Wiped::new()?, Wiped::new()?);
                root.0.sub_word(1).map_err(failed)?;
                p.0.gcd(&root.0, n, &mut context).map_err(failed)?;
                q.0.checked_div(n, &p.0, &mut context).map_err(failed)?;
                // By habit the larger one comes first.
                return Ok(if p.0 > q.0 { (p, q) } else { (q, p) });
            }
            root = square;
        }
    }
    Err(failed(()))
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
