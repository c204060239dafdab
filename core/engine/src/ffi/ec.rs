//! Keys on Weierstrass curves in AWS-LC: signatures as two numbers of fixed length, on digests of any
//! length, which the safe interface does not offer.

use aws_lc_sys as lc;
use openssl::bn::{BigNum, BigNumContext};
use openssl::ec::EcGroup;
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use std::ptr;
use std::sync::OnceLock;
use strongroom_base::Secret;

/// A curve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Curve {
    /// NIST P-192, which is too short for anything new
    P192,
    /// NIST P-224
    P224,
    /// NIST P-256
    P256,
    /// NIST P-384
    P384,
    /// NIST P-521
    P521,
    /// SEC 2 secp256k1
    Secp256k1,
    /// brainpoolP160r1 (RFC 5639)
    BrainpoolP160r1,
    /// brainpoolP160t1 (RFC 5639)
    BrainpoolP160t1,
    /// brainpoolP192r1 (RFC 5639)
    BrainpoolP192r1,
    /// brainpoolP192t1 (RFC 5639)
    BrainpoolP192t1,
    /// brainpoolP224r1 (RFC 5639)
    BrainpoolP224r1,
    /// brainpoolP224t1 (RFC 5639)
    BrainpoolP224t1,
    /// brainpoolP256r1 (RFC 5639)
    BrainpoolP256r1,
    /// brainpoolP256t1 (RFC 5639)
    BrainpoolP256t1,
    /// brainpoolP320r1 (RFC 5639)
    BrainpoolP320r1,
    /// brainpoolP320t1 (RFC 5639)
    BrainpoolP320t1,
    /// brainpoolP384r1 (RFC 5639)
    BrainpoolP384r1,
    /// brainpoolP384t1 (RFC 5639)
    BrainpoolP384t1,
    /// brainpoolP512r1 (RFC 5639)
    BrainpoolP512r1,
    /// brainpoolP512t1 (RFC 5639)
    BrainpoolP512t1,
}

/// What both libraries call a curve. AWS-LC does not know all of them by name; those have the number 0.
struct Facts {
    curve: Curve,
    bits: u64,
    aws_lc: i32,
    openssl: Nid,
}

/// The numbers of OpenSSL's `obj_mac.h` that its wrapper has no names for.
const P160R1: Nid = Nid::from_raw(921);
const P160T1: Nid = Nid::from_raw(922);

/// The curves, in the order of their numbers.
#[rustfmt::skip]
static FACTS: [Facts; 20] = [
    Facts { curve: Curve::P192, bits: 192, aws_lc: 0, openssl: Nid::X9_62_PRIME192V1 },
    Facts { curve: Curve::P224, bits: 224, aws_lc: lc::NID_secp224r1, openssl: Nid::SECP224R1 },
    Facts { curve: Curve::P256, bits: 256, aws_lc: lc::NID_X9_62_prime256v1, openssl: Nid::X9_62_PRIME256V1 },
    Facts { curve: Curve::P384, bits: 384, aws_lc: lc::NID_secp384r1, openssl: Nid::SECP384R1 },
    Facts { curve: Curve::P521, bits: 521, aws_lc: lc::NID_secp521r1, openssl: Nid::SECP521R1 },
    Facts { curve: Curve::Secp256k1, bits: 256, aws_lc: lc::NID_secp256k1, openssl: Nid::SECP256K1 },
    Facts { curve: Curve::BrainpoolP160r1, bits: 160, aws_lc: 0, openssl: P160R1 },
    Facts { curve: Curve::BrainpoolP160t1, bits: 160, aws_lc: 0, openssl: P160T1 },
    Facts { curve: Curve::BrainpoolP192r1, bits: 192, aws_lc: 0, openssl: Nid::BRAINPOOL_P192R1 },
    Facts { curve: Curve::BrainpoolP192t1, bits: 192, aws_lc: 0, openssl: Nid::BRAINPOOL_P192T1 },
    Facts { curve: Curve::BrainpoolP224r1, bits: 224, aws_lc: 0, openssl: Nid::BRAINPOOL_P224R1 },
    Facts { curve: Curve::BrainpoolP224t1, bits: 224, aws_lc: 0, openssl: Nid::BRAINPOOL_P224T1 },
    Facts { curve: Curve::BrainpoolP256r1, bits: 256, aws_lc: 0, openssl: Nid::BRAINPOOL_P256R1 },
    Facts { curve: Curve::BrainpoolP256t1, bits: 256, aws_lc: 0, openssl: Nid::BRAINPOOL_P256T1 },
    Facts { curve: Curve::BrainpoolP320r1, bits: 320, aws_lc: 0, openssl: Nid::BRAINPOOL_P320R1 },
    Facts { curve: Curve::BrainpoolP320t1, bits: 320, aws_lc: 0, openssl: Nid::BRAINPOOL_P320T1 },
    Facts { curve: Curve::BrainpoolP384r1, bits: 384, aws_lc: 0, openssl: Nid::BRAINPOOL_P384R1 },
    Facts { curve: Curve::BrainpoolP384t1, bits: 384, aws_lc: 0, openssl: Nid::BRAINPOOL_P384T1 },
    Facts { curve: Curve::BrainpoolP512r1, bits: 512, aws_lc: 0, openssl: Nid::BRAINPOOL_P512R1 },
    Facts { curve: Curve::BrainpoolP512t1, bits: 512, aws_lc: 0, openssl: Nid::BRAINPOOL_P512T1 },
];

impl Curve {
    /// The curves.
    pub fn all() -> impl Iterator<Item = Self> {
        FACTS.iter().map(|facts| facts.curve)
    }

    fn facts(self) -> &'static Facts {
        // Each has its line, in its place, which a test makes sure of.
        &FACTS[self as usize]
    }

    /// OpenSSL's number of the curve.
    pub fn openssl(self) -> Nid {
        self.facts().openssl
    }

    /// Bits of the order.
    pub fn bits(self) -> u64 {
        self.facts().bits
    }

    /// Bytes of a number of the curve.
    #[allow(clippy::len_without_is_empty)] // there are always some
    pub fn len(self) -> usize {
        match self {
            Self::P521 => 66,
            _ => usize::try_from(self.bits() / 8).unwrap_or(0),
        }
    }
}

/// A public key, or a private one with its public part.
pub struct EcKey {
    key: *mut lc::EC_KEY,
    curve: Curve,
}

// SAFETY: after it is made, a key is only read; AWS-LC documents that const functions may be called on
// one object by several threads.
unsafe impl Send for EcKey {}
// SAFETY: as above.
unsafe impl Sync for EcKey {}

impl Drop for EcKey {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once; it wipes the private number.
        unsafe { lc::EC_KEY_free(self.key) }
    }
}

/// A big number of the library, freed (and wiped) when dropped.
struct Number(*mut lc::BIGNUM);

impl Number {
    fn new(bytes: &[u8]) -> Option<Self> {
        // SAFETY: the bytes are readable for their length; NULL asks for a new number.
        let number = unsafe { lc::BN_bin2bn(bytes.as_ptr(), bytes.len(), ptr::null_mut()) };
        (!number.is_null()).then_some(Self(number))
    }
}

impl Drop for Number {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once.
        unsafe { lc::BN_clear_free(self.0) }
    }
}

/// A point of the library, freed when dropped.
struct Point(*mut lc::EC_POINT);

impl Drop for Point {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once.
        unsafe { lc::EC_POINT_free(self.0) }
    }
}

/// A group of the library that lives as long as the process.
struct Group(*mut lc::EC_GROUP);

// SAFETY: after it is made, a group is only read.
unsafe impl Send for Group {}
// SAFETY: as above.
unsafe impl Sync for Group {}

/// A curve that AWS-LC does not know by its name, from the parameters that OpenSSL has. `None` when it could
/// not be made.
fn group(curve: Curve) -> Option<&'static Group> {
    static GROUPS: [OnceLock<Option<Group>>; FACTS.len()] =
        [const { OnceLock::new() }; FACTS.len()];
    GROUPS.get(curve as usize)?.get_or_init(|| make_group(curve)).as_ref()
}

fn make_group(curve: Curve) -> Option<Group> {
    let [p, a, b, x, y, order] = parameters(curve).ok()?.map(|bytes| Number::new(&bytes));
    let (p, a, b, order) = (p?, a?, b?, order?);
    let (x, y) = (x?, y?);
    // SAFETY: the numbers live beyond the calls, which copy them; the generator is a point of the
    // group, which takes it once; the cofactor, one for all curves here, is the library's own number.
    unsafe {
        let group = lc::EC_GROUP_new_curve_GFp(p.0, a.0, b.0, ptr::null_mut());
        if group.is_null() {
            return None;
        }
        let generator = Point(lc::EC_POINT_new(group));
        let done = !generator.0.is_null()
            && lc::EC_POINT_set_affine_coordinates_GFp(
                group,
                generator.0,
                x.0,
                y.0,
                ptr::null_mut(),
            ) == 1
            && lc::EC_GROUP_set_generator(group, generator.0, order.0, lc::BN_value_one()) == 1;
        done.then_some(Group(group))
    }
}

/// The prime, both coefficients, both coordinates of the generator, and the order.
fn parameters(curve: Curve) -> Result<[Vec<u8>; 6], ErrorStack> {
    let group = EcGroup::from_curve_name(curve.openssl())?;
    let mut context = BigNumContext::new()?;
    let new = BigNum::new;
    let (mut p, mut a, mut b) = (new()?, new()?, new()?);
    let (mut x, mut y, mut order) = (new()?, new()?, new()?);
    group.components_gfp(&mut p, &mut a, &mut b, &mut context)?;
    group.generator_opt().ok_or_else(ErrorStack::get)?.affine_coordinates(
        &group,
        &mut x,
        &mut y,
        &mut context,
    )?;
    group.order(&mut order, &mut context)?;
    Ok([p, a, b, x, y, order].map(|number| number.to_vec()))
}

fn clear_errors() {
    // SAFETY: takes no arguments.
    unsafe { lc::ERR_clear_error() }
}

impl EcKey {
    fn empty(curve: Curve) -> Option<Self> {
        let number = curve.facts().aws_lc;
        if number == 0 {
            // SAFETY: takes no arguments.
            let key = Self { key: unsafe { lc::EC_KEY_new() }, curve };
            // SAFETY: the key is new and has no group yet; it copies the one given.
            let done = !key.key.is_null()
                && unsafe { lc::EC_KEY_set_group(key.key, group(curve)?.0) } == 1;
            return done.then_some(key);
        }
        // SAFETY: the number names a curve that the library has.
        let key = unsafe { lc::EC_KEY_new_by_curve_name(number) };
        (!key.is_null()).then_some(Self { key, curve })
    }

    /// A new random key pair.
    pub fn generate(curve: Curve) -> Option<Self> {
        let key = Self::empty(curve)?;
        // SAFETY: the key has its curve.
        (unsafe { lc::EC_KEY_generate_key(key.key) } == 1).then_some(key)
    }

    fn point(&self, bytes: &[u8]) -> Option<Point> {
        // SAFETY: the group belongs to the key, which outlives the call.
        let point = Point(unsafe { lc::EC_POINT_new(lc::EC_KEY_get0_group(self.key)) });
        if point.0.is_null() || bytes.len() < 2 {
            return None;
        }
        // SAFETY: the point is of this group and the bytes are readable. The library refuses points that
        // are not on the curve.
        let done = unsafe {
            lc::EC_POINT_oct2point(
                lc::EC_KEY_get0_group(self.key),
                point.0,
                bytes.as_ptr(),
                bytes.len(),
                ptr::null_mut(),
            )
        };
        if done != 1 {
            clear_errors();
        }
        (done == 1).then_some(point)
    }

    /// The public key at a point (SEC 1, compressed or not); `None` when it is not on the curve.
    pub fn from_public(curve: Curve, point: &[u8]) -> Option<Self> {
        let key = Self::empty(curve)?;
        let point = key.point(point)?;
        // SAFETY: both are of the same curve; the key copies the point.
        (unsafe { lc::EC_KEY_set_public_key(key.key, point.0) } == 1).then_some(key)
    }

    /// The private key with a number; `None` when it is not between 1 and the order.
    pub fn from_private(curve: Curve, number: &[u8]) -> Option<Self> {
        let key = Self::empty(curve)?;
        let number = Number::new(number)?;
        // SAFETY: the key has its curve; it copies the number and the point; the library checks the range.
        let done = unsafe {
            let group = lc::EC_KEY_get0_group(key.key);
            let point = Point(lc::EC_POINT_new(group));
            !point.0.is_null()
                && lc::EC_KEY_set_private_key(key.key, number.0) == 1
                && lc::EC_POINT_mul(
                    group,
                    point.0,
                    number.0,
                    ptr::null(),
                    ptr::null(),
                    ptr::null_mut(),
                ) == 1
                && lc::EC_KEY_set_public_key(key.key, point.0) == 1
                && lc::EC_KEY_check_key(key.key) == 1
        };
        if !done {
            clear_errors();
        }
        done.then_some(key)
    }

    /// The curve.
    pub fn curve(&self) -> Curve {
        self.curve
    }

    /// The private number, in the curve's length.
    pub fn private(&self) -> Option<Secret> {
        let mut number = Secret::zeroed(self.curve.len());
        // SAFETY: the number, where there is one, lives as long as the key; the buffer has the length.
        let done = unsafe {
            let private = lc::EC_KEY_get0_private_key(self.key);
            !private.is_null()
                && lc::BN_bn2bin_padded(number.expose_mut().as_mut_ptr(), number.len(), private)
                    == 1
        };
        done.then_some(number)
    }

    /// The public point, not compressed.
    pub fn public(&self) -> Option<Vec<u8>> {
        let mut bytes = vec![0; 1 + 2 * self.curve.len()];
        // SAFETY: group and point live as long as the key; the buffer has the length.
        let len = unsafe {
            lc::EC_POINT_point2oct(
                lc::EC_KEY_get0_group(self.key),
                lc::EC_KEY_get0_public_key(self.key),
                lc::point_conversion_form_t::POINT_CONVERSION_UNCOMPRESSED,
                bytes.as_mut_ptr(),
                bytes.len(),
                ptr::null_mut(),
            )
        };
        (len == bytes.len()).then_some(bytes)
    }

    /// Signs a digest: r and s, each in the curve's length, into the front of `out`.
    pub fn sign(&self, digest: &[u8], out: &mut [u8]) -> Option<usize> {
        let len = self.curve.len();
        let (r_out, s_out) = out.get_mut(..2 * len)?.split_at_mut_checked(len)?;
        // SAFETY: the digest is readable; the numbers live as long as the signature, which is freed after
        // they were written into buffers of their length.
        let done = unsafe {
            let signature = lc::ECDSA_do_sign(digest.as_ptr(), digest.len(), self.key);
            if signature.is_null() {
                clear_errors();
                return None;
            }
            let (mut r, mut s) = (ptr::null(), ptr::null());
            lc::ECDSA_SIG_get0(signature, &mut r, &mut s);
            let done = lc::BN_bn2bin_padded(r_out.as_mut_ptr(), len, r) == 1
                && lc::BN_bn2bin_padded(s_out.as_mut_ptr(), len, s) == 1;
            lc::ECDSA_SIG_free(signature);
            done
        };
        done.then_some(2 * len)
    }

    /// Whether a signature, given as two numbers, is right.
    pub fn verify(&self, digest: &[u8], r: &[u8], s: &[u8]) -> bool {
        let (Some(r), Some(s)) = (Number::new(r), Number::new(s)) else { return false };
        // SAFETY: the signature takes the numbers over, so they are forgotten here; the digest is
        // readable.
        unsafe {
            let signature = lc::ECDSA_SIG_new();
            if signature.is_null() {
                return false;
            }
            if lc::ECDSA_SIG_set0(signature, r.0, s.0) != 1 {
                lc::ECDSA_SIG_free(signature);
                return false;
            }
            std::mem::forget((r, s));
            let right =
                lc::ECDSA_do_verify(digest.as_ptr(), digest.len(), signature, self.key) == 1;
            lc::ECDSA_SIG_free(signature);
            if !right {
                clear_errors();
            }
            right
        }
    }

    /// The secret that this private key and a public point agree on: the x coordinate, in the curve's
    /// length. `None` when the point is not on the curve.
    pub fn agree(&self, point: &[u8]) -> Option<Secret> {
        let point = self.point(point)?;
        let mut secret = Secret::zeroed(self.curve.len());
        // SAFETY: the point is of the key's curve; the buffer has the length given.
        let len = unsafe {
            lc::ECDH_compute_key(
                secret.expose_mut().as_mut_ptr().cast(),
                secret.len(),
                point.0,
                self.key,
                None,
            )
        };
        if usize::try_from(len).ok() != Some(secret.len()) {
            clear_errors();
            return None;
        }
        Some(secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_curve_has_its_line_and_keys() {
        for (place, facts) in FACTS.iter().enumerate() {
            assert_eq!(facts.curve as usize, place);
            let key = EcKey::generate(facts.curve).unwrap();
            let public = key.public().unwrap();
            let other = EcKey::from_private(facts.curve, key.private().unwrap().expose()).unwrap();
            assert_eq!(other.public().unwrap(), public);
            let mut signature = vec![0; 2 * facts.curve.len()];
            let len = key.sign(&[7; 32], &mut signature).unwrap();
            let (r, s) = signature[..len].split_at(facts.curve.len());
            let verifying = EcKey::from_public(facts.curve, &public).unwrap();
            assert!(verifying.verify(&[7; 32], r, s) && !verifying.verify(&[8; 32], r, s));
        }
    }
}
