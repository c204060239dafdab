//! Pointers of the caller, and the few ways to read and write through them. Structures are read and
//! written by value at any alignment; bytes become slices under the rules for NULL and zero.

use cryptoki_sys::*;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::size_of;
use strongroom_base::mechanism::BtcDeriveInC;
use strongroom_base::{Error, Result, ck, limits};

/// An argument of a C function, as the functions of this crate take it.
pub trait Argument<'a> {
    /// What it becomes, valid for a call.
    type Into;

    /// # Safety
    /// A pointer is NULL, or points, for all of `'a`, to what the specification of the C function
    /// that it is an argument of says.
    unsafe fn received(self) -> Self::Into;
}

impl<'a> Argument<'a> for CK_ULONG {
    type Into = u64;
    #[inline]
    unsafe fn received(self) -> u64 {
        number(self)
    }
}

impl<'a> Argument<'a> for CK_BBOOL {
    type Into = bool;
    #[inline]
    unsafe fn received(self) -> bool {
        self != 0
    }
}

impl<'a> Argument<'a> for CK_NOTIFY {
    type Into = ();
    unsafe fn received(self) {}
}

impl<'a, T: 'a> Argument<'a> for *mut T {
    type Into = Ptr<'a, T>;
    #[inline]
    unsafe fn received(self) -> Ptr<'a, T> {
        Ptr { at: self, call: PhantomData }
    }
}

/// A `CK_ULONG` as a number; `CK_UNAVAILABLE_INFORMATION` stays what it is where it is narrower.
#[inline]
#[allow(clippy::useless_conversion)] // CK_ULONG has 32 bits on some targets
pub fn number(n: CK_ULONG) -> u64 {
    if n == CK_ULONG::MAX { u64::MAX } else { u64::from(n) }
}

/// A number as a `CK_ULONG`; what does not fit is `CK_UNAVAILABLE_INFORMATION`.
#[inline]
#[allow(clippy::useless_conversion, clippy::unnecessary_fallible_conversions)]
pub fn ulong(n: u64) -> CK_ULONG {
    CK_ULONG::try_from(n).unwrap_or(CK_ULONG::MAX)
}

/// Types of which every bit pattern is a value.
///
/// # Safety
/// Implemented only for such types.
pub unsafe trait Plain: Copy {}

macro_rules! plain {
    ($($t:ty),* $(,)?) => {
        // SAFETY: integers, raw pointers, optional function pointers, and structures of these.
        $(unsafe impl Plain for $t {})*
    };
}
plain!(
    u8,
    CK_ULONG,
    CK_VERSION,
    CK_INFO,
    CK_SLOT_INFO,
    CK_TOKEN_INFO,
    CK_SESSION_INFO,
    CK_MECHANISM_INFO,
    CK_MECHANISM,
    CK_ATTRIBUTE,
    CK_C_INITIALIZE_ARGS,
    CK_INTERFACE,
    CK_AES_CTR_PARAMS,
    CK_GCM_PARAMS,
    CK_CCM_PARAMS,
    CK_RSA_PKCS_OAEP_PARAMS,
    CK_RSA_PKCS_PSS_PARAMS,
    CK_RSA_AES_KEY_WRAP_PARAMS,
    CK_ECDH1_DERIVE_PARAMS,
    CK_EDDSA_PARAMS,
    CK_SIGN_ADDITIONAL_CONTEXT,
    CK_HASH_SIGN_ADDITIONAL_CONTEXT,
    CK_HKDF_PARAMS,
    CK_KEY_DERIVATION_STRING_DATA,
    CK_AES_CBC_ENCRYPT_DATA_PARAMS,
    CK_DES_CBC_ENCRYPT_DATA_PARAMS,
    CK_SP800_108_KDF_PARAMS,
    CK_SP800_108_FEEDBACK_KDF_PARAMS,
    CK_SP800_108_COUNTER_FORMAT,
    CK_SP800_108_DKM_LENGTH_FORMAT,
    CK_PRF_DATA_PARAM,
    CK_DERIVED_KEY,
    CK_CHACHA20_PARAMS,
    CK_SALSA20_CHACHA20_POLY1305_PARAMS,
    CK_PKCS5_PBKD2_PARAMS2,
    CK_TLS12_MASTER_KEY_DERIVE_PARAMS,
    CK_TLS12_EXTENDED_MASTER_KEY_DERIVE_PARAMS,
    CK_TLS12_KEY_MAT_PARAMS,
    CK_SSL3_KEY_MAT_OUT,
    CK_TLS_KDF_PARAMS,
    CK_TLS_MAC_PARAMS,
    CK_ECDH_AES_KEY_WRAP_PARAMS,
    CK_X9_42_DH1_DERIVE_PARAMS,
    BtcDeriveInC,
);
// SAFETY: a raw pointer.
unsafe impl<T> Plain for *mut T {}

/// A pointer that a caller gave, valid for a call.
pub struct Ptr<'a, T> {
    at: *mut T,
    call: PhantomData<&'a mut T>,
}

impl<T> Clone for Ptr<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ptr<'_, T> {}

impl<'a, T> Ptr<'a, T> {
    /// Whether it is NULL.
    #[inline]
    pub fn is_null(self) -> bool {
        self.at.is_null()
    }

    /// `CKR_ARGUMENTS_BAD` for NULL.
    #[inline]
    pub fn required(self) -> Result<Self> {
        if self.is_null() { Err(null()) } else { Ok(self) }
    }

    /// The address.
    #[inline]
    pub fn address(self) -> usize {
        self.at.addr()
    }

    /// The same address, seen as another type.
    ///
    /// # Safety
    /// As [`Argument::received`], for the other type.
    #[inline]
    pub unsafe fn cast<U>(self) -> Ptr<'a, U> {
        Ptr { at: self.at.cast(), call: PhantomData }
    }
}

impl<'a, T: Plain> Ptr<'a, T> {
    /// The value there; `CKR_ARGUMENTS_BAD` for NULL.
    #[inline]
    pub fn read(self) -> Result<T> {
        if self.is_null() {
            return Err(null());
        }
        // SAFETY: not NULL, so by the contract of `received` it points to a `T`; every bit pattern is
        // one, and the read does not depend on alignment.
        Ok(unsafe { self.at.read_unaligned() })
    }

    /// Writes a value there; `CKR_ARGUMENTS_BAD` for NULL.
    #[inline]
    pub fn write(self, value: T) -> Result<()> {
        if self.is_null() {
            return Err(null());
        }
        // SAFETY: not NULL, so by the contract of `received` it points to room for a `T`.
        unsafe { self.at.write_unaligned(value) };
        Ok(())
    }

    /// The value `index` places further on; `CKR_ARGUMENTS_BAD` for NULL. Whoever asks knows from what
    /// stands before that there is one.
    pub fn element(self, index: usize) -> Result<T> {
        if self.is_null() {
            return Err(null());
        }
        // SAFETY: as for `read`, of an array that reaches to `index`.
        Ok(unsafe { self.at.wrapping_add(index).read_unaligned() })
    }

    /// The elements of an array, each as a pointer of its own. `CKR_ARGUMENTS_BAD` for NULL with a
    /// count, and for a count that no memory can hold.
    pub fn elements(self, count: usize) -> Result<impl Iterator<Item = Ptr<'a, T>>> {
        span(self.at.addr(), count.checked_mul(size_of::<T>()).ok_or_else(too_long)?)?;
        // The range is checked: no element wraps around.
        Ok((0..count).map(move |i| Ptr { at: self.at.wrapping_add(i), call: PhantomData }))
    }
}

impl<'a> Ptr<'a, u8> {
    /// `len` bytes to read. NULL is right for none; `CKR_ARGUMENTS_BAD` for NULL with a length, and
    /// for a length that no memory can hold; `over` (a `CKR_…`) for more than
    /// [`limits::MAX_DATA_LEN`].
    #[inline]
    pub fn bytes(self, len: u64, over: u64) -> Result<&'a [u8]> {
        if len == 0 {
            return Ok(&[]);
        }
        let len = usize::try_from(len).map_err(|_| too_long())?;
        span(self.at.addr(), len)?;
        if len > limits::MAX_DATA_LEN {
            return Err(Error::new(over, "the data is longer than one call may take"));
        }
        // SAFETY: by the contract of `received` the pointer, not NULL here, leads to `len` bytes that
        // may be read during the call; `span` checked that the range is one an object can have.
        // Output that overlaps is kept apart in `output`.
        Ok(unsafe { std::slice::from_raw_parts(self.at, len) })
    }

    /// Room for at most `len` bytes. What exceeds [`limits::MAX_DATA_LEN`] or the address space is
    /// left out: nothing will be written there.
    ///
    /// # Safety
    /// The pointer is not NULL, and no other slice made during this call overlaps the room.
    #[inline]
    pub unsafe fn room(self, len: u64) -> &'a mut [u8] {
        let most = limits::MAX_DATA_LEN.min(usize::MAX - self.at.addr());
        let len = usize::try_from(len).map_or(most, |len| len.min(most));
        // SAFETY: by the contract of `received` there is room for `len` bytes, the range does not wrap
        // around, and by the contract of this function nothing else refers to it.
        unsafe { std::slice::from_raw_parts_mut(self.at, len) }
    }
}

impl<'a> Ptr<'a, c_void> {
    /// The pointer as one to bytes.
    pub fn as_bytes(self) -> Ptr<'a, u8> {
        Ptr { at: self.at.cast(), call: PhantomData }
    }
}

/// Checks that `len` bytes from `start` are a range that an object can have.
#[inline]
fn span(start: usize, len: usize) -> Result<()> {
    if len == 0 {
        return Ok(());
    }
    if start == 0 {
        return Err(null());
    }
    if isize::try_from(len).is_err() || start.checked_add(len).is_none() {
        return Err(too_long());
    }
    Ok(())
}

#[cold]
fn null() -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, "a pointer that is needed is NULL")
}

#[cold]
fn too_long() -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, "a length or count is more than memory can hold")
}
