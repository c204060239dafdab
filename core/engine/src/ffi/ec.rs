//! Keys on Weierstrass curves in AWS-LC: signatures as two numbers of fixed length, on digests of any
//! length, which the safe interface does not offer.

use aws_lc_sys as lc;
use std::ptr;
use strongroom_base::Secret;

/// A curve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Curve {
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
}

impl Curve {
    fn nid(self) -> i32 {
        match self {
            Self::P224 => lc::NID_secp224r1,
            Self::P256 => lc::NID_X9_62_prime256v1,
            Self::P384 => lc::NID_secp384r1,
            Self::P521 => lc::NID_secp521r1,
            Self::Secp256k1 => lc::NID_secp256k1,
        }
    }

    /// Bits of the order.
    pub fn bits(self) -> u64 {
        match self {
            Self::P224 => 224,
            Self::P256 | Self::Secp256k1 => 256,
            Self::P384 => 384,
            Self::P521 => 521,
        }
    }

    /// Bytes of a number of the curve.
    #[allow(clippy::len_without_is_empty)] // there are always some
    pub fn len(self) -> usize {
        match self {
            Self::P224 => 28,
            Self::P256 | Self::Secp256k1 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
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

fn clear_errors() {
    // SAFETY: takes no arguments.
    unsafe { lc::ERR_clear_error() }
}

impl EcKey {
    fn empty(curve: Curve) -> Option<Self> {
        // SAFETY: the number names a curve that the library has.
        let key = unsafe { lc::EC_KEY_new_by_curve_name(curve.nid()) };
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
