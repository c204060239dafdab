//! Sealing: how bytes are kept so that nobody reads, alters, swaps or replays them unnoticed.
//!
//! Keys come from one root key by HKDF-SHA256, with a label and the slot in the info. What belongs to
//! nobody in particular (token records, public objects, manifests) is sealed under keys that come from
//! the root alone. What is private is sealed under a token key that is only to be had with a PIN. Every
//! seal is AES-256-GCM with a random nonce, and the clear header is bound to it as additional data.
//!
//! Nonces come from the system. The library's generator takes longer to start than a PIN to be derived,
//! and a login, which counts its try in a sealed record, needs it for nothing else.

use crate::ffi::entropy;
use crate::random;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hkdf, hmac};
use strongroom_base::{Error, Result, Secret, ck};

/// Bytes of every key here.
pub const KEY_LEN: usize = 32;
/// Bytes of an index tag.
pub const TAG_LEN: usize = 16;

/// Random bytes.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    random::fill(&mut bytes)?;
    Ok(bytes)
}

/// A key that others come from.
pub struct MasterKey(Secret);

impl MasterKey {
    /// A new random one.
    pub fn random() -> Result<Self> {
        let mut key = Secret::locked(&[0; KEY_LEN]);
        random::fill(key.expose_mut())?;
        Ok(Self(key))
    }

    /// One that was kept.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (bytes.len() == KEY_LEN).then(|| Self(Secret::locked(bytes)))
    }

    /// To be kept, sealed.
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    /// The key for one purpose.
    pub fn derive(&self, purpose: &str, context: &[u64]) -> Secret {
        struct Len;
        impl hkdf::KeyType for Len {
            fn len(&self) -> usize {
                KEY_LEN
            }
        }
        let numbers: Vec<u8> = context.iter().flat_map(|n| n.to_be_bytes()).collect();
        let info = [b"strongroom ", purpose.as_bytes(), &[0], &numbers];
        let mut key = Secret::locked(&[0; KEY_LEN]);
        let filled = hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
            .extract(self.0.expose())
            .expand(&info, Len)
            .and_then(|okm| okm.fill(key.expose_mut()));
        // 32 bytes are one block of SHA-256: HKDF has no way to refuse them.
        debug_assert!(filled.is_ok());
        key
    }
}

fn aes(key: &[u8]) -> Result<LessSafeKey> {
    UnboundKey::new(&AES_256_GCM, key)
        .map(LessSafeKey::new)
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "a sealing key has a wrong length"))
}

/// Seals `clear`; `header` must be the same when it is opened.
pub fn seal(key: &[u8], header: &[u8], clear: &[u8]) -> Result<Vec<u8>> {
    let failed = |why| Error::new(ck::CKR_DEVICE_ERROR, why);
    let mut nonce = [0; NONCE_LEN];
    if !entropy::fill(&mut nonce) {
        return Err(failed("the system gives no random bytes"));
    }
    let mut sealed = Vec::with_capacity(NONCE_LEN + clear.len() + AES_256_GCM.tag_len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(clear);
    let body = sealed.get_mut(NONCE_LEN..).unwrap_or_default();
    let tag = aes(key)?
        .seal_in_place_separate_tag(Nonce::from(&nonce), Aad::from(header), body)
        .map_err(|_| failed("a record could not be sealed"))?;
    sealed.extend_from_slice(tag.as_ref());
    Ok(sealed)
}

/// Opens what [`seal`] made; `None` when it, the header or the key is another.
pub fn open(key: &[u8], header: &[u8], sealed: &[u8]) -> Option<Secret> {
    let (nonce, body) = sealed.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut clear = Secret::from(body);
    let len =
        aes(key).ok()?.open_in_place(nonce, Aad::from(header), clear.expose_mut()).ok()?.len();
    clear.truncate(len);
    Some(clear)
}

/// The keys of one kind of objects, private or public, of a token.
#[derive(Clone)]
pub struct ObjectKeys {
    seal: hmac::Key,
    index: hmac::Key,
}

impl ObjectKeys {
    /// The keys that come from a master key for a token.
    pub fn new(master: &MasterKey, slot: u64, epoch: u64) -> Self {
        let key = |purpose| {
            hmac::Key::new(hmac::HMAC_SHA256, master.derive(purpose, &[slot, epoch]).expose())
        };
        Self { seal: key("objects"), index: key("index") }
    }

    /// The key of one generation of one object.
    pub fn object(&self, id: u64, generation: u64) -> hmac::Tag {
        let mut context = hmac::Context::with_key(&self.seal);
        context.update(&id.to_be_bytes());
        context.update(&generation.to_be_bytes());
        context.sign()
    }

    /// The blinded form of an attribute's value in the index.
    pub fn tag(&self, attribute: u64, value: &[u8]) -> [u8; TAG_LEN] {
        let mut context = hmac::Context::with_key(&self.index);
        context.update(&attribute.to_be_bytes());
        context.update(value);
        let mut tag = [0; TAG_LEN];
        tag.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
        tag
    }
    /// What stands for a search by several values, each with its attribute.
    pub fn question<'a>(&self, terms: impl Iterator<Item = (u64, &'a [u8])>) -> u128 {
        let mut context = hmac::Context::with_key(&self.index);
        // No attribute has this number.
        context.update(&u64::MAX.to_be_bytes());
        for (attribute, value) in terms {
            context.update(&attribute.to_be_bytes());
            context.update(&(value.len() as u64).to_be_bytes());
            context.update(value);
        }
        context.sign().as_ref().iter().take(TAG_LEN).fold(0, |n, b| n << 8 | u128::from(*b))
    }
}
