//! Keys of Diffie-Hellman (PKCS #3) and of X9.42, which differ in that the latter name the order of their
//! group. In OpenSSL.

use super::dsa::{Domain, power};
use super::{Key, bytes, invalid};
use openssl::bn::{BigNum, BigNumContext};
use openssl::dh::Dh;
use openssl::pkey::PKey;
use strongroom_base::{Error, Result, Template, ck};

/// Bits of the primes that are taken.
const BITS: std::ops::RangeInclusive<i32> = 512..=8192;

fn failed<E>(_: E) -> Error {
    invalid("the numbers are not a key of Diffie-Hellman")
}

fn number(attributes: &Template, kind: u64) -> Result<BigNum> {
    BigNum::from_slice(bytes(attributes, kind)?).map_err(failed)
}

/// A group: the prime, the base, and, where it is named, the order.
pub struct Group {
    /// `CKA_PRIME`
    pub p: BigNum,
    /// `CKA_BASE`
    pub g: BigNum,
    /// `CKA_SUBPRIME`
    pub q: Option<BigNum>,
}

impl Group {
    /// The group in attributes. `CKR_ATTRIBUTE_VALUE_INVALID`, `CKR_TEMPLATE_INCOMPLETE`
    pub fn of(key_type: u64, attributes: &Template) -> Result<Self> {
        if key_type == ck::CKK_X9_42_DH {
            let Domain { p, q, g } = Domain::of(attributes)?;
            return Ok(Self { p, g, q: Some(q) });
        }
        let (p, g) = (number(attributes, ck::CKA_PRIME)?, number(attributes, ck::CKA_BASE)?);
        let group = Self { p, g, q: None };
        if !BITS.contains(&group.p.num_bits()) || !group.holds(&group.g)? {
            return Err(failed(()));
        }
        Ok(group)
    }

    /// Whether a public value is one: neither 0, 1 nor the prime less one, and, where the order is known, of it.
    pub fn holds(&self, public: &BigNum) -> Result<bool> {
        let one = BigNum::from_u32(1).map_err(failed)?;
        let mut less = self.p.to_owned().map_err(failed)?;
        less.sub_word(1).map_err(failed)?;
        if *public <= one || *public >= less || !self.p.is_bit_set(0) {
            return Ok(false);
        }
        let Some(q) = &self.q else { return Ok(true) };
        let mut context = BigNumContext::new().map_err(failed)?;
        let mut power = BigNum::new().map_err(failed)?;
        power.mod_exp(public, q, &self.p, &mut context).map_err(failed)?;
        Ok(power == one)
    }

    /// Bytes of a public value, and of a secret.
    pub fn public_len(&self) -> usize {
        usize::try_from(self.p.num_bytes()).unwrap_or(0)
    }

    /// A new private number: of these bits, or of as many as the group has use for.
    pub fn generate(&self, bits: Option<u64>) -> Result<BigNum> {
        let two = BigNum::from_u32(2).map_err(failed)?;
        let most = self.q.as_ref().unwrap_or(&self.p);
        let mut x = BigNum::new().map_err(failed)?;
        match bits.and_then(|bits| i32::try_from(bits).ok()) {
            Some(bits) if (160..most.num_bits()).contains(&bits) => {
                x.rand(bits, openssl::bn::MsbOption::ONE, false).map_err(failed)?;
            }
            Some(_) => return Err(invalid("a private value does not have so many bits")),
            None => loop {
                most.rand_range(&mut x).map_err(failed)?;
                if x >= two {
                    break;
                }
            },
        }
        Ok(x)
    }

    /// The public value of a private one.
    pub fn public(&self, private: &BigNum) -> Result<BigNum> {
        let most = self.q.as_ref().unwrap_or(&self.p);
        if private.num_bits() == 0 || private >= most {
            return Err(failed(()));
        }
        power(&self.g, private, &self.p)
    }
}

/// A key with the name that the library has for its type.
fn named<T>(key_type: u64, key: Dh<T>) -> Result<PKey<T>> {
    match key_type {
        ck::CKK_DH => PKey::from_dh(key),
        _ => PKey::from_dhx(key),
    }
    .map_err(failed)
}

fn dh(group: Group) -> Result<Dh<openssl::pkey::Params>> {
    Dh::from_pqg(group.p, group.q, group.g).map_err(failed)
}

/// The public key.
pub fn public(key_type: u64, attributes: &Template) -> Result<Key> {
    let group = Group::of(key_type, attributes)?;
    let y = number(attributes, ck::CKA_VALUE)?;
    if !group.holds(&y)? {
        return Err(failed(()));
    }
    let key = dh(group)?.set_public_key(y).map_err(failed)?;
    named(key_type, key).map(Key::DhPublic)
}

/// The private key.
pub fn private(key_type: u64, attributes: &Template) -> Result<Key> {
    let group = Group::of(key_type, attributes)?;
    let x = number(attributes, ck::CKA_VALUE)?;
    let y = group.public(&x)?;
    let key = dh(group)?.set_key(y, x).map_err(failed)?;
    named(key_type, key).map(Key::DhPrivate)
}
