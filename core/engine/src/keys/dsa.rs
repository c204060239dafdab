//! DSA keys (FIPS 186-4), in OpenSSL.

use super::{Key, bytes, invalid};
use openssl::bn::{BigNum, BigNumContext, BigNumRef};
use openssl::dsa::Dsa;
use openssl::pkey::PKey;
use strongroom_base::{Error, Result, Template, ck};

/// Bits of the primes that are taken.
const BITS: std::ops::RangeInclusive<i32> = 512..=3072;

fn failed<E>(_: E) -> Error {
    invalid("the numbers are not a DSA key")
}

fn number(attributes: &Template, kind: u64) -> Result<BigNum> {
    BigNum::from_slice(bytes(attributes, kind)?).map_err(failed)
}

/// The prime, the prime order and the base.
pub struct Domain {
    /// `CKA_PRIME`
    pub p: BigNum,
    /// `CKA_SUBPRIME`
    pub q: BigNum,
    /// `CKA_BASE`
    pub g: BigNum,
}

impl Domain {
    /// The domain in attributes: the base has the order. `CKR_ATTRIBUTE_VALUE_INVALID`,
    /// `CKR_TEMPLATE_INCOMPLETE`
    pub fn of(attributes: &Template) -> Result<Self> {
        let p = number(attributes, ck::CKA_PRIME)?;
        let q = number(attributes, ck::CKA_SUBPRIME)?;
        let g = number(attributes, ck::CKA_BASE)?;
        let domain = Self { p, q, g };
        let sizes =
            BITS.contains(&domain.p.num_bits()) && (160..=256).contains(&domain.q.num_bits());
        if !sizes || !domain.has_order(&domain.g)? {
            return Err(invalid("the numbers are not a domain of DSA or X9.42"));
        }
        Ok(domain)
    }

    /// Whether a number is of the group of the order: not 0 or 1, below the prime, and one when raised.
    pub fn has_order(&self, number: &BigNum) -> Result<bool> {
        let one = BigNum::from_u32(1).map_err(failed)?;
        if *number <= one || *number >= self.p || !self.p.is_bit_set(0) {
            return Ok(false);
        }
        let mut context = BigNumContext::new().map_err(failed)?;
        let mut power = BigNum::new().map_err(failed)?;
        power.mod_exp(number, &self.q, &self.p, &mut context).map_err(failed)?;
        Ok(power == one)
    }

    /// Whether the order is a prime. The prime is taken for one: to see it takes most of a second, and who
    /// names a wrong one harms his own key.
    pub fn check_order(&self) -> Result<()> {
        let mut context = BigNumContext::new().map_err(failed)?;
        if self.q.is_prime_fasttest(0, &mut context, true).map_err(failed)? {
            return Ok(());
        }
        Err(invalid("the order of the domain is not a prime"))
    }

    /// The public value of a private one.
    pub fn public(&self, private: &BigNum) -> Result<BigNum> {
        let zero = BigNum::new().map_err(failed)?;
        if *private <= zero || *private >= self.q {
            return Err(failed(()));
        }
        power(&self.g, private, &self.p)
    }
}

/// A power with an exponent that is secret.
pub fn power(base: &BigNum, secret: &BigNum, prime: &BigNum) -> Result<BigNum> {
    let mut context =
        BigNumContext::new_secure().or_else(|_| BigNumContext::new()).map_err(failed)?;
    let mut exponent = BigNumRef::to_owned(secret).map_err(failed)?;
    exponent.set_const_time();
    let mut power = BigNum::new().map_err(failed)?;
    let done = power.mod_exp(base, &exponent, prime, &mut context).map_err(failed);
    exponent.clear();
    done.map(|()| power)
}

/// The public key.
pub fn public(attributes: &Template) -> Result<Key> {
    let Domain { p, q, g } = Domain::of(attributes)?;
    let y = number(attributes, ck::CKA_VALUE)?;
    let key = Dsa::from_public_components(p, q, g, y).and_then(PKey::from_dsa).map_err(failed)?;
    Ok(Key::DsaPublic(key))
}

/// The private key.
pub fn private(attributes: &Template) -> Result<Key> {
    let domain = Domain::of(attributes)?;
    let x = number(attributes, ck::CKA_VALUE)?;
    let y = domain.public(&x)?;
    let Domain { p, q, g } = domain;
    let key =
        Dsa::from_private_components(p, q, g, x, y).and_then(PKey::from_dsa).map_err(failed)?;
    Ok(Key::DsaPrivate(key))
}

/// Whether a public key from outside can be one. `CKR_ATTRIBUTE_VALUE_INVALID`
pub fn check_public(attributes: &Template) -> Result<()> {
    let domain = Domain::of(attributes)?;
    domain.check_order()?;
    if domain.has_order(&number(attributes, ck::CKA_VALUE)?)? { Ok(()) } else { Err(failed(())) }
}
