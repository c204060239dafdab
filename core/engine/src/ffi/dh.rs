//! The agreement of Diffie-Hellman in OpenSSL: its safe interface does not say how long the secret is, and the
//! library takes zeros in front of it away.

use foreign_types::ForeignTypeRef;
use openssl::bn::BigNumRef;
use openssl::dh::DhRef;
use openssl::pkey::Private;
use openssl_sys as ossl;
use strongroom_base::Secret;

/// The secret that a key and the other party's public value agree on, as long as the prime.
pub fn agree(key: &DhRef<Private>, peer: &BigNumRef) -> Option<Secret> {
    // SAFETY: the key is only read.
    let size = usize::try_from(unsafe { ossl::DH_size(key.as_ptr()) }).ok()?;
    let mut secret = Secret::zeroed(size);
    // SAFETY: the buffer has the size that the library names for it; the others are only read.
    let len = unsafe {
        ossl::DH_compute_key(secret.expose_mut().as_mut_ptr(), peer.as_ptr(), key.as_ptr())
    };
    let len = usize::try_from(len).ok().filter(|len| (1..=size).contains(len));
    let Some(len) = len else {
        // SAFETY: takes no arguments.
        unsafe { ossl::ERR_clear_error() };
        return None;
    };
    // As many zeros as it has taken away are at the end.
    secret.expose_mut().rotate_right(size - len);
    Some(secret)
}
