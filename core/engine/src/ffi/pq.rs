//! ML-DSA (FIPS 204) and ML-KEM (FIPS 203) in OpenSSL: keys of plain bytes, signatures of message
//! representatives, encapsulation, which the safe interface does not offer.

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
    // SAFETY: the names are C strings; parameters of octets are only read, and only during `fromdata`; the
    // new key is the caller's.
    unsafe {
        let context =
            Context(ossl::EVP_PKEY_CTX_new_from_name(ptr::null_mut(), name.as_ptr(), ptr::null()));
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
        let done = !context.0.is_null()
            && ossl::EVP_PKEY_fromdata_init(context.0) == 1
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

type Begin = unsafe extern "C" fn(
    *mut ossl::EVP_PKEY_CTX,
    *mut ossl::EVP_SIGNATURE,
    *const ossl::OSSL_PARAM,
) -> c_int;

/// A signature or verification of a message representative µ (FIPS 204, algorithms 7 and 8).
fn of_representative<T>(
    key: &PKeyRef<T>,
    name: &CStr,
    deterministic: bool,
    begin: Begin,
) -> Option<Context> {
    let context = Context::of(key)?;
    let (mut is_mu, mut deterministic) = (1, u32::from(deterministic));
    // SAFETY: the names are C strings, the numbers outlive `begin`, which alone reads them.
    unsafe {
        let algorithm =
            Algorithm(ossl::EVP_SIGNATURE_fetch(ptr::null_mut(), name.as_ptr(), ptr::null()));
        let params = [
            ossl::OSSL_PARAM_construct_uint(c"mu".as_ptr(), &mut is_mu),
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

/// Signs a representative into the front of `out`.
pub fn sign(
    key: &PKeyRef<Private>,
    name: &CStr,
    deterministic: bool,
    mu: &[u8; 64],
    out: &mut [u8],
) -> Option<usize> {
    let context = of_representative(key, name, deterministic, ossl::EVP_PKEY_sign_message_init)?;
    let mut len = out.len();
    // SAFETY: the representative is readable; `len` is the room in `out`, which the library does not
    // exceed.
    let done = unsafe {
        ossl::EVP_PKEY_sign(context.0, out.as_mut_ptr(), &mut len, mu.as_ptr(), mu.len())
    };
    (done == 1).then_some(len)
}

/// Whether a signature of a representative is right.
pub fn verify(key: &PKeyRef<Public>, name: &CStr, mu: &[u8; 64], signature: &[u8]) -> bool {
    let begin = ossl::EVP_PKEY_verify_message_init;
    let Some(context) = of_representative(key, name, false, begin) else { return false };
    // SAFETY: signature and representative are readable.
    let right = unsafe {
        ossl::EVP_PKEY_verify(context.0, signature.as_ptr(), signature.len(), mu.as_ptr(), mu.len())
    };
    if right != 1 {
        clear_errors();
    }
    right == 1
}

/// A secret for the owner of the key, into the front of `ciphertext` as the owner gets it, and as it is.
pub fn encapsulate(key: &PKeyRef<Public>, ciphertext: &mut [u8]) -> Option<Secret> {
    let context = Context::of(key)?;
    let mut secret = Secret::zeroed(SECRET_LEN);
    let (mut of_ciphertext, mut of_secret) = (ciphertext.len(), secret.len());
    // SAFETY: both lengths are the rooms of the buffers, which the library does not exceed.
    let done = unsafe {
        ossl::EVP_PKEY_encapsulate_init(context.0, ptr::null()) == 1
            && ossl::EVP_PKEY_encapsulate(
                context.0,
                ciphertext.as_mut_ptr(),
                &mut of_ciphertext,
                secret.expose_mut().as_mut_ptr(),
                &mut of_secret,
            ) == 1
    };
    if !done {
        clear_errors();
    }
    (done && of_secret == SECRET_LEN && of_ciphertext == ciphertext.len()).then_some(secret)
}

/// The secret in a ciphertext. One that was not made for the key gives another secret, and no error.
pub fn decapsulate(key: &PKeyRef<Private>, ciphertext: &[u8]) -> Option<Secret> {
    let context = Context::of(key)?;
    let mut secret = Secret::zeroed(SECRET_LEN);
    let mut len = secret.len();
    // SAFETY: the ciphertext is readable; `len` is the room of the secret, which the library does not
    // exceed.
    let done = unsafe {
        ossl::EVP_PKEY_decapsulate_init(context.0, ptr::null()) == 1
            && ossl::EVP_PKEY_decapsulate(
                context.0,
                secret.expose_mut().as_mut_ptr(),
                &mut len,
                ciphertext.as_ptr(),
                ciphertext.len(),
            ) == 1
    };
    if !done {
        clear_errors();
    }
    (done && len == SECRET_LEN).then_some(secret)
}

/// Bytes of every secret that ML-KEM agrees on.
pub const SECRET_LEN: usize = 32;
