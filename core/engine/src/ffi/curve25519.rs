//! Ed25519 and X25519 in AWS-LC, with contexts and prehashing, which the safe interface does not offer.

use aws_lc_sys as lc;
use strongroom_base::Secret;

/// Bytes of a signature.
pub const SIGNATURE_LEN: usize = 64;

/// An Ed25519 private key: the seed and the public key.
pub struct Ed25519(Secret);

/// How a message is signed (RFC 8032, section 5.1).
#[derive(Clone, Copy)]
pub enum Variant<'a> {
    /// Ed25519
    Pure,
    /// Ed25519ctx
    Context(&'a [u8]),
    /// Ed25519ph; the library hashes the message.
    Prehash(&'a [u8]),
}

impl Ed25519 {
    /// The key with a seed, and its public key.
    pub fn from_seed(seed: &[u8; 32]) -> (Self, [u8; 32]) {
        let mut private = Secret::zeroed(64);
        let mut public = [0; 32];
        // SAFETY: the buffers have the lengths that the function writes and reads: 32, 64, 32.
        unsafe {
            lc::ED25519_keypair_from_seed(
                public.as_mut_ptr(),
                private.expose_mut().as_mut_ptr(),
                seed.as_ptr(),
            );
        }
        (Self(private), public)
    }

    /// The seed.
    pub fn seed(&self) -> &[u8] {
        self.0.expose().get(..32).unwrap_or_default()
    }

    /// Signs.
    pub fn sign(&self, variant: Variant<'_>, message: &[u8]) -> Option<[u8; SIGNATURE_LEN]> {
        let mut out = [0; SIGNATURE_LEN];
        let (to, key) = (out.as_mut_ptr(), self.0.expose().as_ptr());
        let (data, len) = (message.as_ptr(), message.len());
        // SAFETY: the signature has 64 bytes, the key 64; message and context are readable.
        let done = unsafe {
            match variant {
                Variant::Pure => lc::ED25519_sign(to, data, len, key),
                Variant::Context(context) => {
                    lc::ED25519ctx_sign(to, data, len, key, context.as_ptr(), context.len())
                }
                Variant::Prehash(context) => {
                    lc::ED25519ph_sign(to, data, len, key, context.as_ptr(), context.len())
                }
            }
        };
        (done == 1).then_some(out)
    }
}

/// Whether a signature by an Ed25519 key is right.
pub fn verify(
    public: &[u8; 32],
    variant: Variant<'_>,
    message: &[u8],
    signature: &[u8; SIGNATURE_LEN],
) -> bool {
    let (of, key) = (signature.as_ptr(), public.as_ptr());
    let (data, len) = (message.as_ptr(), message.len());
    // SAFETY: the signature has 64 bytes, the key 32; message and context are readable.
    let right = unsafe {
        match variant {
            Variant::Pure => lc::ED25519_verify(data, len, of, key),
            Variant::Context(context) => {
                lc::ED25519ctx_verify(data, len, of, key, context.as_ptr(), context.len())
            }
            Variant::Prehash(context) => {
                lc::ED25519ph_verify(data, len, of, key, context.as_ptr(), context.len())
            }
        }
    };
    if right != 1 {
        // SAFETY: takes no arguments.
        unsafe { lc::ERR_clear_error() };
    }
    right == 1
}
