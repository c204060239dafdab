//! ML-DSA (FIPS 204), ML-KEM (FIPS 203) and SLH-DSA (FIPS 205) in OpenSSL: keys of plain bytes, whether they
//! are whole, and signatures of what was encoded already, which the safe interface does not offer.

use foreign_types::{ForeignType, ForeignTypeRef};
use openssl::pkey::{PKey, PKeyRef, Private, Public};
use openssl_sys as ossl;
use std::ffi::{CStr, c_char, c_int};
use std::ptr;
use strongroom_base::Secret;

/// What a key is made of.
#[derive(Clone, Copy)]
pub enum Part {
    /// The encoded public key.
    Public,
    /// The expanded private key.
    Private,
    /// What the private key was expanded from.
    Seed,
}

impl Part {
    fn name(self) -> *const c_char {
        match self {
            Self::Public => c"pub",
            Self::Private => c"priv",
            Self::Seed => c"seed",
        }
        .as_ptr()
    }
}

/// What an operation needs of the library, freed when dropped.
struct Context(*mut ossl::EVP_PKEY_CTX);

impl Context {
    fn of<T>(key: &PKeyRef<T>) -> Option<Self> {
        // SAFETY: the key lives during the call and is counted by the context.
        let context = unsafe { ossl::EVP_PKEY_CTX_new(key.as_ptr(), ptr::null_mut()) };
        (!context.is_null()).then_some(Self(context))
    }

    fn named(name: &CStr) -> Option<Self> {
        let new = ossl::EVP_PKEY_CTX_new_from_name;
        // SAFETY: the name is a C string; NULL asks for the usual library and providers.
        let context = unsafe { new(ptr::null_mut(), name.as_ptr(), ptr::null()) };
        (!context.is_null()).then_some(Self(context))
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once.
        unsafe { ossl::EVP_PKEY_CTX_free(self.0) }
    }
}

/// An algorithm for signatures, freed when dropped.
struct Algorithm(*mut ossl::EVP_SIGNATURE);

impl Drop for Algorithm {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once.
        unsafe { ossl::EVP_SIGNATURE_free(self.0) }
    }
}

fn clear_errors() {
    // SAFETY: takes no arguments.
    unsafe { ossl::ERR_clear_error() }
}

/// A key of an algorithm from its parts.
fn from_parts(
    name: &CStr,
    selection: c_int,
    parts: &[(Part, &[u8])],
) -> Option<*mut ossl::EVP_PKEY> {
    let context = Context::named(name)?;
    // SAFETY: the names are C strings; parameters of octets are only read, and only during `fromdata`; the
    // new key is the caller's.
    unsafe {
        let mut params: Vec<ossl::OSSL_PARAM> = parts
            .iter()
            .map(|(part, bytes)| {
                ossl::OSSL_PARAM_construct_octet_string(
                    part.name(),
                    bytes.as_ptr().cast_mut().cast(),
                    bytes.len(),
                )
            })
            .collect();
        params.push(ossl::OSSL_PARAM_construct_end());
        let mut key = ptr::null_mut();
        let done = ossl::EVP_PKEY_fromdata_init(context.0) == 1
            && ossl::EVP_PKEY_fromdata(context.0, &mut key, selection, params.as_mut_ptr()) == 1
            && !key.is_null();
        if !done {
            clear_errors();
        }
        done.then_some(key)
    }
}

/// The public key with these bytes.
pub fn public(name: &CStr, bytes: &[u8]) -> Option<PKey<Public>> {
    let key = from_parts(name, ossl::EVP_PKEY_PUBLIC_KEY, &[(Part::Public, bytes)])?;
    // SAFETY: a new key that nobody else frees.
    Some(unsafe { PKey::from_ptr(key) })
}

/// The private key with these parts. The library refuses parts that do not fit together.
pub fn private(name: &CStr, parts: &[(Part, &[u8])]) -> Option<PKey<Private>> {
    let key = from_parts(name, ossl::EVP_PKEY_KEYPAIR, parts)?;
    // SAFETY: a new key that nobody else frees.
    Some(unsafe { PKey::from_ptr(key) })
}

/// A part of a key; `None` where the key does not have it.
pub fn part<T>(key: &PKeyRef<T>, part: Part) -> Option<Secret> {
    let mut len = 0;
    // SAFETY: the name is a C string; NULL asks for the length; then the buffer has it.
    unsafe {
        let get = ossl::EVP_PKEY_get_octet_string_param;
        if get(key.as_ptr(), part.name(), ptr::null_mut(), 0, &mut len) != 1 {
            clear_errors();
            return None;
        }
        let mut bytes = Secret::zeroed(len);
        let to = bytes.expose_mut().as_mut_ptr();
        let done = get(key.as_ptr(), part.name(), to, len, &mut len) == 1 && len == bytes.len();
        if !done {
            clear_errors();
        }
        done.then_some(bytes)
    }
}

/// A new key pair.
pub fn generate(name: &CStr) -> Option<PKey<Private>> {
    let context = Context::named(name)?;
    let mut key = ptr::null_mut();
    // SAFETY: a context that was made; the new key is the caller's.
    let done = unsafe {
        ossl::EVP_PKEY_keygen_init(context.0) == 1
            && ossl::EVP_PKEY_generate(context.0, &mut key) == 1
            && !key.is_null()
    };
    if !done {
        clear_errors();
        return None;
    }
    // SAFETY: a new key that nobody else frees.
    Some(unsafe { PKey::from_ptr(key) })
}

/// Whether the two parts of a private key belong together.
pub fn is_pair(key: &PKeyRef<Private>) -> bool {
    let Some(context) = Context::of(key) else { return false };
    // SAFETY: a context with a key.
    let right = unsafe { ossl::EVP_PKEY_check(context.0) } == 1;
    if !right {
        clear_errors();
    }
    right
}

type Begin = unsafe extern "C" fn(
    *mut ossl::EVP_PKEY_CTX,
    *mut ossl::EVP_SIGNATURE,
    *const ossl::OSSL_PARAM,
) -> c_int;

/// How a signature begins.
#[derive(Clone, Copy)]
pub struct How {
    /// What the library calls the parameter set.
    pub name: &'static CStr,
    /// The parameter that says that what is signed was encoded already, and its value.
    pub encoded: (&'static CStr, u32),
}

/// A signature or verification of what was encoded already: a message representative (FIPS 204, algorithms
/// 7 and 8), or a message with its context (FIPS 205, algorithms 19 and 20).
fn of_encoded<T>(key: &PKeyRef<T>, how: How, deterministic: bool, begin: Begin) -> Option<Context> {
    let context = Context::of(key)?;
    let (mut encoded, mut deterministic) = (how.encoded.1, u32::from(deterministic));
    // SAFETY: the names are C strings, the numbers outlive `begin`, which alone reads them.
    unsafe {
        let algorithm =
            Algorithm(ossl::EVP_SIGNATURE_fetch(ptr::null_mut(), how.name.as_ptr(), ptr::null()));
        let params = [
            ossl::OSSL_PARAM_construct_uint(how.encoded.0.as_ptr(), &mut encoded),
            ossl::OSSL_PARAM_construct_uint(c"deterministic".as_ptr(), &mut deterministic),
            ossl::OSSL_PARAM_construct_end(),
        ];
        let done = !algorithm.0.is_null() && begin(context.0, algorithm.0, params.as_ptr()) == 1;
        if !done {
            clear_errors();
        }
        done.then_some(context)
    }
}

/// Signs what was encoded already into the front of `out`.
pub fn sign(
    key: &PKeyRef<Private>,
    how: How,
    deterministic: bool,
    encoded: &[u8],
    out: &mut [u8],
) -> Option<usize> {
    let context = of_encoded(key, how, deterministic, ossl::EVP_PKEY_sign_message_init)?;
    let mut len = out.len();
    let (from, of) = (encoded.as_ptr(), encoded.len());
    // SAFETY: what is signed is readable; `len` is the room in `out`, which the library does not exceed.
    let done = unsafe { ossl::EVP_PKEY_sign(context.0, out.as_mut_ptr(), &mut len, from, of) };
    if done != 1 {
        clear_errors();
    }
    (done == 1).then_some(len)
}

/// Whether a signature of what was encoded already is right.
pub fn verify(key: &PKeyRef<Public>, how: How, encoded: &[u8], signature: &[u8]) -> bool {
    let begin = ossl::EVP_PKEY_verify_message_init;
    let Some(context) = of_encoded(key, how, false, begin) else { return false };
    let (from, of) = (encoded.as_ptr(), encoded.len());
    // SAFETY: the signature and what was signed are readable.
    let right =
        unsafe { ossl::EVP_PKEY_verify(context.0, signature.as_ptr(), signature.len(), from, of) };
    if right != 1 {
        clear_errors();
    }
    right == 1
}

/// Bytes of every secret that ML-KEM agrees on.
pub const SECRET_LEN: usize = 32;
