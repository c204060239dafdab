//! SHA-1 and SHA-2 whose state can be saved: the library's contexts are plain structures.

use aws_lc_sys as lc;
use std::mem::MaybeUninit;
use std::ptr;

/// A hash of the first two families.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sha {
    /// SHA-1
    Sha1,
    /// SHA-224
    Sha224,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
    /// SHA-512/224
    Sha512_224,
    /// SHA-512/256
    Sha512_256,
}

impl Sha {
    /// Bytes of the digest.
    #[allow(clippy::len_without_is_empty)] // there are always some
    pub fn len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha224 | Self::Sha512_224 => 28,
            Self::Sha256 | Self::Sha512_256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// The number of the encoding of saved states.
const FORMAT: u8 = 1;

/// The library's structures, which hold numbers only.
#[derive(Clone, Copy)]
pub(super) enum State {
    /// SHA-1
    Sha1(lc::SHA_CTX),
    /// SHA-224, SHA-256
    Sha256(lc::SHA256_CTX),
    /// SHA-384, SHA-512, SHA-512/224, SHA-512/256
    Sha512(lc::SHA512_CTX),
}

/// A digest in progress. It is wiped when dropped: what is digested may be a key.
pub struct ShaStream {
    sha: Sha,
    state: State,
}

impl ShaStream {
    /// The digest of nothing yet.
    pub fn new(sha: Sha) -> Self {
        // SAFETY: each structure is plain numbers, for which zero is a value; the init functions then
        // set them all.
        let state = unsafe {
            match sha {
                Sha::Sha1 => {
                    let mut context = MaybeUninit::<lc::SHA_CTX>::zeroed().assume_init();
                    lc::SHA1_Init(&mut context);
                    State::Sha1(context)
                }
                Sha::Sha224 | Sha::Sha256 => {
                    let mut context = MaybeUninit::<lc::SHA256_CTX>::zeroed().assume_init();
                    match sha {
                        Sha::Sha224 => lc::SHA224_Init(&mut context),
                        _ => lc::SHA256_Init(&mut context),
                    };
                    State::Sha256(context)
                }
                _ => {
                    let mut context = MaybeUninit::<lc::SHA512_CTX>::zeroed().assume_init();
                    match sha {
                        Sha::Sha384 => lc::SHA384_Init(&mut context),
                        Sha::Sha512_224 => lc::SHA512_224_Init(&mut context),
                        Sha::Sha512_256 => lc::SHA512_256_Init(&mut context),
                        _ => lc::SHA512_Init(&mut context),
                    };
                    State::Sha512(context)
                }
            }
        };
        Self { sha, state }
    }

    /// A digest that goes on from a state of the same hash.
    pub(super) fn with_state(sha: Sha, state: State) -> Self {
        Self { sha, state }
    }

    /// The library's structure.
    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// Takes input.
    pub fn update(&mut self, input: &[u8]) {
        let (data, len) = (input.as_ptr().cast(), input.len());
        // SAFETY: the contexts are initialised and the input is readable for its length.
        unsafe {
            match &mut self.state {
                State::Sha1(context) => lc::SHA1_Update(context, data, len),
                State::Sha256(context) => lc::SHA256_Update(context, data, len),
                State::Sha512(context) => lc::SHA512_Update(context, data, len),
            };
        }
    }

    /// The digest, in the front of the array; its length is [`Sha::len`].
    pub fn finish(mut self) -> [u8; 64] {
        let mut out = [0; 64];
        let to = out.as_mut_ptr();
        // SAFETY: the contexts are initialised; no digest is longer than the array.
        unsafe {
            match (&mut self.state, self.sha) {
                (State::Sha1(context), _) => lc::SHA1_Final(to, context),
                (State::Sha256(context), Sha::Sha224) => lc::SHA224_Final(to, context),
                (State::Sha256(context), _) => lc::SHA256_Final(to, context),
                (State::Sha512(context), Sha::Sha384) => lc::SHA384_Final(to, context),
                (State::Sha512(context), Sha::Sha512_224) => lc::SHA512_224_Final(to, context),
                (State::Sha512(context), Sha::Sha512_256) => lc::SHA512_256_Final(to, context),
                (State::Sha512(context), _) => lc::SHA512_Final(to, context),
            };
        }
        out
    }

    /// The state as bytes: a format number, chaining values, counters, and the input that does not fill a block yet.
    pub fn save(&self) -> Vec<u8> {
        // Never grown: no copies stay behind.
        let mut bytes = Vec::with_capacity(256);
        bytes.push(FORMAT);
        match &self.state {
            State::Sha1(c) => {
                c.h.iter().for_each(|h| bytes.extend_from_slice(&h.to_be_bytes()));
                bytes.extend_from_slice(&c.Nl.to_be_bytes());
                bytes.extend_from_slice(&c.Nh.to_be_bytes());
                bytes.extend_from_slice(&c.data);
                bytes.extend_from_slice(&c.num.to_be_bytes());
            }
            State::Sha256(c) => {
                c.h.iter().for_each(|h| bytes.extend_from_slice(&h.to_be_bytes()));
                bytes.extend_from_slice(&c.Nl.to_be_bytes());
                bytes.extend_from_slice(&c.Nh.to_be_bytes());
                bytes.extend_from_slice(&c.data);
                bytes.extend_from_slice(&c.num.to_be_bytes());
            }
            State::Sha512(c) => {
                c.h.iter().for_each(|h| bytes.extend_from_slice(&h.to_be_bytes()));
                bytes.extend_from_slice(&c.Nl.to_be_bytes());
                bytes.extend_from_slice(&c.Nh.to_be_bytes());
                bytes.extend_from_slice(&c.p);
                bytes.extend_from_slice(&c.num.to_be_bytes());
            }
        }
        bytes
    }

    /// Continues from saved bytes; `None` when they are not a state of this hash.
    pub fn restore(sha: Sha, bytes: &[u8]) -> Option<Self> {
        let mut stream = Self::new(sha);
        let (format, mut rest) = bytes.split_first()?;
        if *format != FORMAT {
            return None;
        }
        match &mut stream.state {
            State::Sha1(c) => {
                for h in &mut c.h {
                    *h = u32::from_be_bytes(take(&mut rest)?);
                }
                c.Nl = u32::from_be_bytes(take(&mut rest)?);
                c.Nh = u32::from_be_bytes(take(&mut rest)?);
                c.data = take(&mut rest)?;
                c.num = block_position(&mut rest, c.data.len(), c.Nl.into())?;
            }
            State::Sha256(c) => {
                for h in &mut c.h {
                    *h = u32::from_be_bytes(take(&mut rest)?);
                }
                c.Nl = u32::from_be_bytes(take(&mut rest)?);
                c.Nh = u32::from_be_bytes(take(&mut rest)?);
                c.data = take(&mut rest)?;
                c.num = block_position(&mut rest, c.data.len(), c.Nl.into())?;
            }
            State::Sha512(c) => {
                for h in &mut c.h {
                    *h = u64::from_be_bytes(take(&mut rest)?);
                }
                c.Nl = u64::from_be_bytes(take(&mut rest)?);
                c.Nh = u64::from_be_bytes(take(&mut rest)?);
                c.p = take(&mut rest)?;
                c.num = block_position(&mut rest, c.p.len(), c.Nl)?;
            }
        }
        rest.is_empty().then_some(stream)
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (front, back) = rest.split_first_chunk::<N>()?;
    *rest = back;
    Some(*front)
}

/// How many bytes wait in the block; always fewer than the block has, or the library would write behind
/// it, and as many as the count of all bits says.
fn block_position(rest: &mut &[u8], block: usize, bits: u64) -> Option<u32> {
    let num = u32::from_be_bytes(take(rest)?);
    let block = u32::try_from(block).ok()?;
    let agrees = bits.is_multiple_of(8) && u64::from(num) == bits / 8 % u64::from(block);
    (num < block && agrees).then_some(num)
}

impl Drop for ShaStream {
    fn drop(&mut self) {
        let (at, len) = match &mut self.state {
            State::Sha1(c) => (ptr::from_mut(c).cast(), size_of::<lc::SHA_CTX>()),
            State::Sha256(c) => (ptr::from_mut(c).cast(), size_of::<lc::SHA256_CTX>()),
            State::Sha512(c) => (ptr::from_mut(c).cast(), size_of::<lc::SHA512_CTX>()),
        };
        // SAFETY: the structure is as long as its type, and zeros are a value of it.
        unsafe { lc::OPENSSL_cleanse(at, len) }
    }
}
