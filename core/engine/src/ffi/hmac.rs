//! HMAC with a prepared key: the library's context is a plain structure that holds the states after the
//! inner and the outer key block, so a MAC begins with a copy of it, and the state of a MAC in progress
//! is that of its inner digest.

use super::digest::{Sha, ShaStream, State};
use aws_lc_sys as lc;
use std::mem::MaybeUninit;
use std::ptr;

/// The hash of an HMAC.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hash {
    /// Of the first two families.
    Sha(Sha),
    /// SHA3-224
    Sha3_224,
    /// SHA3-256
    Sha3_256,
    /// SHA3-384
    Sha3_384,
    /// SHA3-512
    Sha3_512,
}

impl Hash {
    /// How many there are.
    pub const COUNT: usize = 11;

    /// The number of a hash, below [`Hash::COUNT`].
    pub fn index(self) -> usize {
        match self {
            Self::Sha(Sha::Sha1) => 0,
            Self::Sha(Sha::Sha224) => 1,
            Self::Sha(Sha::Sha256) => 2,
            Self::Sha(Sha::Sha384) => 3,
            Self::Sha(Sha::Sha512) => 4,
            Self::Sha(Sha::Sha512_224) => 5,
            Self::Sha(Sha::Sha512_256) => 6,
            Self::Sha3_224 => 7,
            Self::Sha3_256 => 8,
            Self::Sha3_384 => 9,
            Self::Sha3_512 => 10,
        }
    }

    /// As the library names it: a static table.
    pub(super) fn md(self) -> *const lc::EVP_MD {
        // SAFETY: the functions return pointers to static tables.
        unsafe {
            match self {
                Self::Sha(Sha::Sha1) => lc::EVP_sha1(),
                Self::Sha(Sha::Sha224) => lc::EVP_sha224(),
                Self::Sha(Sha::Sha256) => lc::EVP_sha256(),
                Self::Sha(Sha::Sha384) => lc::EVP_sha384(),
                Self::Sha(Sha::Sha512) => lc::EVP_sha512(),
                Self::Sha(Sha::Sha512_224) => lc::EVP_sha512_224(),
                Self::Sha(Sha::Sha512_256) => lc::EVP_sha512_256(),
                Self::Sha3_224 => lc::EVP_sha3_224(),
                Self::Sha3_256 => lc::EVP_sha3_256(),
                Self::Sha3_384 => lc::EVP_sha3_384(),
                Self::Sha3_512 => lc::EVP_sha3_512(),
            }
        }
    }
}

/// A context that is wiped when dropped. Its pointers lead to static tables only, so a copy of its bytes
/// is another context.
struct Context(lc::HMAC_CTX);

// SAFETY: the context has no owner but this, and points to static tables only.
unsafe impl Send for Context {}
// SAFETY: nothing changes through a shared reference.
unsafe impl Sync for Context {}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the context is initialised, if only with zeros, which the library takes.
        unsafe { lc::HMAC_CTX_cleanup(&mut self.0) }
    }
}

/// A key prepared for the HMAC of one hash.
pub struct HmacKey {
    hash: Hash,
    context: Box<Context>,
}

impl HmacKey {
    /// Prepares a key of any length; `None` when the library fails.
    pub fn new(hash: Hash, key: &[u8]) -> Option<Self> {
        // SAFETY: the structure is numbers and nullable pointers; the library documents zeros as a
        // context that can be initialised.
        let zero = unsafe { MaybeUninit::<lc::HMAC_CTX>::zeroed().assume_init() };
        let mut context = Box::new(Context(zero));
        // SAFETY: the context is zero, the key is readable for its length, the table is static.
        let done = unsafe {
            lc::HMAC_Init_ex(
                &mut context.0,
                key.as_ptr().cast(),
                key.len(),
                hash.md(),
                ptr::null_mut(),
            )
        };
        (done == 1).then_some(Self { hash, context })
    }

    /// Begins a MAC.
    pub fn begin(&self) -> HmacStream {
        HmacStream { hash: self.hash, context: Context(self.context.0) }
    }
}

/// A MAC in progress.
pub struct HmacStream {
    hash: Hash,
    context: Context,
}

impl HmacStream {
    /// Takes input; says whether the library did.
    pub fn update(&mut self, input: &[u8]) -> bool {
        // SAFETY: the context is initialised and the input is readable for its length.
        unsafe { lc::HMAC_Update(&mut self.context.0, input.as_ptr(), input.len()) == 1 }
    }

    /// The whole MAC, in the front of the array, once.
    pub fn finish(&mut self) -> Option<[u8; 64]> {
        let mut out = [0; 64];
        // SAFETY: the context is initialised; no hash is longer than the array.
        let done =
            unsafe { lc::HMAC_Final(&mut self.context.0, out.as_mut_ptr(), ptr::null_mut()) };
        (done == 1).then_some(out)
    }

    /// The state as bytes, where the hash has one that can be saved.
    pub fn save(&self) -> Option<Vec<u8>> {
        let Hash::Sha(sha) = self.hash else { return None };
        let inner = &self.context.0.md_ctx;
        // SAFETY: the library keeps the hash's own structure in the union, and that is plain numbers.
        let state = unsafe {
            match sha {
                Sha::Sha1 => State::Sha1(inner.sha1),
                Sha::Sha224 | Sha::Sha256 => State::Sha256(inner.sha256),
                _ => State::Sha512(inner.sha512),
            }
        };
        Some(ShaStream::with_state(sha, state).save())
    }

    /// Continues from saved bytes; says whether they are a state of this hash.
    pub fn restore(&mut self, bytes: &[u8]) -> bool {
        let Hash::Sha(sha) = self.hash else { return false };
        let Some(stream) = ShaStream::restore(sha, bytes) else { return false };
        let inner = &mut self.context.0.md_ctx;
        match *stream.state() {
            State::Sha1(state) => inner.sha1 = state,
            State::Sha256(state) => inner.sha256 = state,
            State::Sha512(state) => inner.sha512 = state,
        }
        true
    }
}
