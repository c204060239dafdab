//! ML-DSA (FIPS 204) and ML-KEM (FIPS 203) in AWS-LC, which does them several times as fast as OpenSSL:
//! keys of plain bytes, signatures of message representatives, encapsulation. What its interface lacks
//! (deterministic signatures) OpenSSL does, in `pq`.

use super::pq::SECRET_LEN;
use aws_lc_sys as lc;
use std::ptr;
use strongroom_base::Secret;

/// A parameter set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lattice {
    /// ML-DSA-44
    MlDsa44,
    /// ML-DSA-65
    MlDsa65,
    /// ML-DSA-87
    MlDsa87,
    /// ML-KEM-512
    MlKem512,
    /// ML-KEM-768
    MlKem768,
    /// ML-KEM-1024
    MlKem1024,
}

impl Lattice {
    fn nid(self) -> i32 {
        match self {
            Self::MlDsa44 => lc::NID_MLDSA44,
            Self::MlDsa65 => lc::NID_MLDSA65,
            Self::MlDsa87 => lc::NID_MLDSA87,
            Self::MlKem512 => lc::NID_MLKEM512,
            Self::MlKem768 => lc::NID_MLKEM768,
            Self::MlKem1024 => lc::NID_MLKEM1024,
        }
    }

    /// Whether it is for signatures.
    pub fn signs(self) -> bool {
        matches!(self, Self::MlDsa44 | Self::MlDsa65 | Self::MlDsa87)
    }
}

/// A public key, or a private one.
pub struct LatticeKey(*mut lc::EVP_PKEY);

// SAFETY: after it is made, a key is only read; AWS-LC documents that functions that do not change a key
// may be called on one by several threads.
unsafe impl Send for LatticeKey {}
// SAFETY: as above.
unsafe impl Sync for LatticeKey {}

impl Drop for LatticeKey {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once; it wipes what is private.
        unsafe { lc::EVP_PKEY_free(self.0) }
    }
}

/// What an operation needs of the library, freed when dropped.
struct Context(*mut lc::EVP_PKEY_CTX);

impl Context {
    fn of(key: &LatticeKey) -> Option<Self> {
        // SAFETY: the key lives during the call and is counted by the context.
        let context = unsafe { lc::EVP_PKEY_CTX_new(key.0, ptr::null_mut()) };
        (!context.is_null()).then_some(Self(context))
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: made by the library and freed once.
        unsafe { lc::EVP_PKEY_CTX_free(self.0) }
    }
}

/// The library keeps errors for the thread; nobody reads them here.
fn done(right: bool) -> bool {
    if !right {
        // SAFETY: takes no arguments.
        unsafe { lc::ERR_clear_error() };
    }
    right
}

impl LatticeKey {
    fn new(key: *mut lc::EVP_PKEY) -> Option<Self> {
        done(!key.is_null()).then_some(Self(key))
    }

    /// The public key with these bytes. The numbers in one of ML-KEM are checked (FIPS 203, section 7.2);
    /// for ML-DSA any bytes of the right length are a key.
    pub fn public(set: Lattice, bytes: &[u8]) -> Option<Self> {
        let new = if set.signs() {
            lc::EVP_PKEY_pqdsa_new_raw_public_key
        } else {
            lc::EVP_PKEY_kem_new_raw_public_key
        };
        // SAFETY: the bytes are readable, and the function checks their length; the new key is ours.
        let key = Self::new(unsafe { new(set.nid(), bytes.as_ptr(), bytes.len()) })?;
        if !set.signs() {
            let context = Context::of(&key)?;
            // SAFETY: a context with a key.
            done(unsafe { lc::EVP_PKEY_public_check(context.0) } == 1).then_some(())?;
        }
        Some(key)
    }

    /// The private key with this expanded form.
    pub fn expanded(set: Lattice, bytes: &[u8]) -> Option<Self> {
        let new = if set.signs() {
            // A seed would be taken too.
            if bytes.len() == 32 {
                return None;
            }
            lc::EVP_PKEY_pqdsa_new_raw_private_key
        } else {
            lc::EVP_PKEY_kem_new_raw_secret_key
        };
        // SAFETY: the bytes are readable, and the function checks their length; the new key is ours.
        Self::new(unsafe { new(set.nid(), bytes.as_ptr(), bytes.len()) })
    }

    /// The key pair that grows from a seed.
    pub fn from_seed(set: Lattice, seed: &[u8]) -> Option<Self> {
        if set.signs() {
            if seed.len() != 32 {
                return None;
            }
            let new = lc::EVP_PKEY_pqdsa_new_raw_private_key;
            // SAFETY: as above.
            return Self::new(unsafe { new(set.nid(), seed.as_ptr(), seed.len()) });
        }
        let (mut key, mut len) = (ptr::null_mut(), seed.len());
        // SAFETY: the context is used after it was made and freed once; the seed is readable for `len`
        // bytes, which the function checks; the new key is ours.
        let made = unsafe {
            let context = Context(lc::EVP_PKEY_CTX_new_id(lc::EVP_PKEY_KEM, ptr::null_mut()));
            !context.0.is_null()
                && lc::EVP_PKEY_CTX_kem_set_params(context.0, set.nid()) == 1
                && lc::EVP_PKEY_keygen_init(context.0) == 1
                && lc::EVP_PKEY_keygen_deterministic(context.0, &mut key, seed.as_ptr(), &mut len)
                    == 1
        };
        if done(made) { Self::new(key) } else { None }
    }

    /// The encoded public key; `None` for a private key of ML-KEM that did not grow from a seed.
    pub fn public_bytes(&self) -> Option<Vec<u8>> {
        self.read(lc::EVP_PKEY_get_raw_public_key).map(|bytes| bytes.expose().to_vec())
    }

    /// The expanded private key.
    pub fn expanded_bytes(&self) -> Option<Secret> {
        self.read(lc::EVP_PKEY_get_raw_private_key)
    }

    fn read(
        &self,
        get: unsafe extern "C" fn(*const lc::EVP_PKEY, *mut u8, *mut usize) -> i32,
    ) -> Option<Secret> {
        let mut len = 0;
        // SAFETY: NULL asks for the length; then the buffer has it.
        unsafe {
            done(get(self.0, ptr::null_mut(), &mut len) == 1).then_some(())?;
            let mut bytes = Secret::zeroed(len);
            let right = get(self.0, bytes.expose_mut().as_mut_ptr(), &mut len) == 1;
            done(right && len == bytes.len()).then_some(bytes)
        }
    }

    /// Signs a message representative µ (FIPS 204, algorithm 7), hedged, into the front of `out`.
    pub fn sign(&self, mu: &[u8; 64], out: &mut [u8]) -> Option<usize> {
        let context = Context::of(self)?;
        let mut len = out.len();
        // SAFETY: the representative is readable; `len` is the room in `out`, which the library does not
        // exceed.
        let signed = unsafe {
            lc::EVP_PKEY_sign_init(context.0) == 1
                && lc::EVP_PKEY_sign(context.0, out.as_mut_ptr(), &mut len, mu.as_ptr(), mu.len())
                    == 1
        };
        done(signed).then_some(len)
    }

    /// Whether a signature of a representative is right (FIPS 204, algorithm 8).
    pub fn verify(&self, mu: &[u8; 64], signature: &[u8]) -> bool {
        let Some(context) = Context::of(self) else { return false };
        // SAFETY: signature and representative are readable.
        let right = unsafe {
            lc::EVP_PKEY_verify_init(context.0) == 1
                && lc::EVP_PKEY_verify(
                    context.0,
                    signature.as_ptr(),
                    signature.len(),
                    mu.as_ptr(),
                    mu.len(),
                ) == 1
        };
        done(right)
    }

    /// A secret for the owner of the key: into `ciphertext` as the owner gets it, and as it is.
    pub fn encapsulate(&self, ciphertext: &mut [u8]) -> Option<Secret> {
        let context = Context::of(self)?;
        let mut secret = Secret::zeroed(SECRET_LEN);
        let (mut of_ciphertext, mut of_secret) = (ciphertext.len(), secret.len());
        // SAFETY: both lengths are the rooms of the buffers, which the library does not exceed.
        let made = unsafe {
            lc::EVP_PKEY_encapsulate(
                context.0,
                ciphertext.as_mut_ptr(),
                &mut of_ciphertext,
                secret.expose_mut().as_mut_ptr(),
                &mut of_secret,
            ) == 1
        };
        let whole = of_secret == SECRET_LEN && of_ciphertext == ciphertext.len();
        done(made && whole).then_some(secret)
    }

    /// The secret in a ciphertext. One that was not made for the key gives another secret, and no error.
    pub fn decapsulate(&self, ciphertext: &[u8]) -> Option<Secret> {
        let context = Context::of(self)?;
        let mut secret = Secret::zeroed(SECRET_LEN);
        let mut len = secret.len();
        // SAFETY: the ciphertext is readable; `len` is the room of the secret, which the library does not
        // exceed.
        let made = unsafe {
            lc::EVP_PKEY_decapsulate(
                context.0,
                secret.expose_mut().as_mut_ptr(),
                &mut len,
                ciphertext.as_ptr(),
                ciphertext.len(),
            ) == 1
        };
        done(made && len == SECRET_LEN).then_some(secret)
    }
}
