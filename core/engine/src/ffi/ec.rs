//! Keys on Weierstrass curves in AWS-LC: signatures as two numbers of fixed length, on digests of any
//! length, which the safe interface does not offer.

use aws_lc_sys as lc;
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
}

impl Curve {
    /// The curves.
    pub const ALL: [Self; 6] =
        [Self::P192, Self::P224, Self::P256, Self::P384, Self::P521, Self::Secp256k1];

    fn nid(self) -> i32 {
        match self {
            Self::P192 => lc::NID_X9_62_prime192v1,
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
            Self::P192 => 192,
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
            Self::P192 => 24,
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

/// A group of the library that lives as long as the process.
struct Group(*mut lc::EC_GROUP);

// SAFETY: after it is made, a group is only read.
unsafe impl Send for Group {}
// SAFETY: as above.
unsafe impl Sync for Group {}

/// P-192 (FIPS 186-4, D.1.2.1), which AWS-LC does not know by its name. `None` when it could not be made.
fn p192() -> Option<&'static Group> {
    static P192: OnceLock<Option<Group>> = OnceLock::new();
    let make = || {
        let [p, a, b, x, y, order] = P192_PARAMETERS.map(|bytes| Number::new(&bytes));
        let (p, a, b, order) = (p?, a?, b?, order?);
        let (x, y) = (x?, y?);
        // SAFETY: the numbers live beyond the calls, which copy them; the generator is a point of the
        // group, which takes it once; the cofactor is the library's own number.
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
    };
    P192.get_or_init(make).as_ref()
}

/// The prime, both coefficients, both coordinates of the generator, and the order.
#[rustfmt::skip] // one number in two lines
const P192_PARAMETERS: [[u8; 24]; 6] = [
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc],
    [0x64, 0x21, 0x05, 0x19, 0xe5, 0x9c, 0x80, 0xe7, 0x0f, 0xa7, 0xe9, 0xab,
     0x72, 0x24, 0x30, 0x49, 0xfe, 0xb8, 0xde, 0xec, 0xc1, 0x46, 0xb9, 0xb1],
    [0x18, 0x8d, 0xa8, 0x0e, 0xb0, 0x30, 0x90, 0xf6, 0x7c, 0xbf, 0x20, 0xeb,
     0x43, 0xa1, 0x88, 0x00, 0xf4, 0xff, 0x0a, 0xfd, 0x82, 0xff, 0x10, 0x12],
    [0x07, 0x19, 0x2b, 0x95, 0xff, 0xc8, 0xda, 0x78, 0x63, 0x10, 0x11, 0xed,
     0x6b, 0x24, 0xcd, 0xd5, 0x73, 0xf9, 0x77, 0xa1, 0x1e, 0x79, 0x48, 0x11],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0x99, 0xde, 0xf8, 0x36, 0x14, 0x6b, 0xc9, 0xb1, 0xb4, 0xd2, 0x28, 0x31],
];

fn clear_errors() {
    // SAFETY: takes no arguments.
    unsafe { lc::ERR_clear_error() }
}

impl EcKey {
    fn empty(curve: Curve) -> Option<Self> {
        if curve == Curve::P192 {
            // SAFETY: takes no arguments.
            let key = Self { key: unsafe { lc::EC_KEY_new() }, curve };
            // SAFETY: the key is new and has no group yet; it copies the one given.
            let done =
                !key.key.is_null() && unsafe { lc::EC_KEY_set_group(key.key, p192()?.0) } == 1;
            return done.then_some(key);
        }
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
