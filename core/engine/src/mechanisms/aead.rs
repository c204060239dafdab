//! Authenticated encryption: what AES-GCM and ChaCha20-Poly1305 have in common. One part with the usual
//! vector and tag goes straight through with a prepared key; other lengths, and several parts, through a
//! stream. Nothing that was decrypted is given out before its tag has been compared: a decryption of
//! several parts gives all of it at the end.

use super::held::MAX_HELD;
use super::{Cipher, Init};
use crate::ffi::aead::{IV_LEN, TAG_LEN};
use crate::ffi::aead_stream::AeadStream;
use crate::ffi::cipher::Direction;
use crate::keys::Key;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

fn not_authentic() -> Error {
    Error::new(CKR_ENCRYPTED_DATA_INVALID, "the encrypted data is not authentic")
}

fn too_short() -> Error {
    Error::new(CKR_ENCRYPTED_DATA_LEN_RANGE, "the encrypted data is shorter than its tag")
}

/// The parameters of a mechanism: the vector, the additional data, and bytes of the tag.
pub type Values<'a> = (&'a [u8], &'a [u8], usize);

/// What both directions begin with.
pub struct Parameters {
    key: Arc<Key>,
    /// Reads the parameters of the mechanism. Whether it takes such a vector and tag, it knows.
    read: fn(&Params) -> Result<Values<'_>>,
    iv: Iv,
    aad: Vec<u8>,
    /// Bytes of the tag.
    tag: usize,
}

enum Iv {
    Usual([u8; IV_LEN]),
    Other(Vec<u8>),
}

impl Iv {
    fn of(iv: &[u8]) -> Self {
        <[u8; IV_LEN]>::try_from(iv).map_or_else(|_| Self::Other(iv.to_vec()), Self::Usual)
    }
}

impl Parameters {
    /// Of the algorithm that the key is for.
    pub fn new(init: &Init<'_>, read: fn(&Params) -> Result<Values<'_>>) -> Result<Self> {
        let (iv, aad, tag) = read(init.params)?;
        init.secret()?;
        Ok(Self { key: Arc::clone(init.key), read, iv: Iv::of(iv), aad: aad.to_vec(), tag })
    }

    /// As [`Cipher::again`].
    fn again(&mut self, params: &Params) -> bool {
        let Ok((iv, aad, tag)) = (self.read)(params) else { return false };
        (self.iv, self.tag) = (Iv::of(iv), tag);
        self.aad.extend_from_slice(aad);
        true
    }

    /// As [`Cipher::rest`]; the room for additional data stays, unless it is much.
    fn rest(&mut self) {
        self.aad.clear();
        self.aad.shrink_to(1 << 10);
    }

    /// An encryption that begins.
    pub fn encryption(self) -> Box<dyn Cipher> {
        Box::new(Encryption { parameters: self, stream: None })
    }

    /// A decryption that begins.
    pub fn decryption(self) -> Box<dyn Cipher> {
        Box::new(Decryption { parameters: self, held: Secret::default() })
    }

    /// A stream that has taken the additional data.
    fn stream(&self, direction: Direction) -> Result<AeadStream> {
        let iv: &[u8] = match &self.iv {
            Iv::Usual(iv) => iv,
            Iv::Other(iv) => iv,
        };
        let key = self.key.secret()?;
        AeadStream::new(key.algorithm(), direction, key.value(), iv, &self.aad)
    }
}

struct Encryption {
    parameters: Parameters,
    stream: Option<AeadStream>,
}

impl Encryption {
    fn stream(&mut self) -> Result<&mut AeadStream> {
        let stream = match self.stream.take() {
            Some(stream) => stream,
            None => self.parameters.stream(Direction::Encrypt)?,
        };
        Ok(self.stream.insert(stream))
    }
}

impl Cipher for Encryption {
    fn update_len(&self, input: usize) -> usize {
        input
    }

    fn finish_len(&self) -> usize {
        self.parameters.tag
    }

    fn once_len(&self, input: usize) -> usize {
        input.saturating_add(self.parameters.tag)
    }

    fn update(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        if input.is_empty() {
            return Ok(0);
        }
        self.stream()?.update(input, out)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let tag = self.parameters.tag;
        self.stream()?.tag(out.get_mut(..tag).ok_or_else(|| Error::too_small(tag))?)?;
        Ok(tag)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let Iv::Usual(iv) = &self.parameters.iv else {
            let written = self.update(input, out)?;
            return Ok(written + self.finish(out.get_mut(written..).unwrap_or_default())?);
        };
        let mut tag = [0; TAG_LEN];
        let key = self.parameters.key.secret()?.aead()?;
        key.seal(iv, &self.parameters.aad, input, out, &mut tag)?;
        let rest = out.get_mut(input.len()..).unwrap_or_default();
        Ok(input.len() + super::put(tag.get(..self.parameters.tag).unwrap_or_default(), rest)?)
    }

    fn rest(&mut self) -> bool {
        self.stream = None;
        self.parameters.rest();
        true
    }

    fn again(&mut self, params: &Params) -> bool {
        self.parameters.again(params)
    }
}

struct Decryption {
    parameters: Parameters,
    held: Secret,
}

impl Cipher for Decryption {
    fn update_len(&self, _: usize) -> usize {
        0
    }

    fn finish_len(&self) -> usize {
        self.once_len(self.held.len())
    }

    fn once_len(&self, input: usize) -> usize {
        input.saturating_sub(self.parameters.tag)
    }

    fn update(&mut self, input: &[u8], _: &mut [u8]) -> Result<usize> {
        if self.held.len().saturating_add(input.len()) > MAX_HELD {
            return Err(Error::new(
                CKR_ENCRYPTED_DATA_LEN_RANGE,
                "so much is decrypted in one part only: several parts are held back until the tag",
            ));
        }
        self.held.extend(input);
        Ok(0)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let held = std::mem::take(&mut self.held);
        self.once(held.expose(), out)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let len = input.len().checked_sub(self.parameters.tag).ok_or_else(too_short)?;
        let (body, tag) = input.split_at_checked(len).ok_or_else(too_short)?;
        if let (Iv::Usual(iv), Ok(tag)) = (&self.parameters.iv, <&[u8; TAG_LEN]>::try_from(tag)) {
            let key = self.parameters.key.secret()?.aead()?;
            let authentic = key.open(iv, &self.parameters.aad, body, tag, out)?;
            return if authentic { Ok(len) } else { Err(not_authentic()) };
        }
        let mut stream = self.parameters.stream(Direction::Decrypt)?;
        stream.update(body, out)?;
        if !stream.is_authentic(tag)? {
            zeroize::Zeroize::zeroize(out.get_mut(..len).unwrap_or_default());
            return Err(not_authentic());
        }
        Ok(len)
    }

    fn held(&self) -> usize {
        self.held.len()
    }

    fn rest(&mut self) -> bool {
        if !self.held.is_empty() {
            self.held = Secret::default();
        }
        self.parameters.rest();
        true
    }

    fn again(&mut self, params: &Params) -> bool {
        self.parameters.again(params)
    }
}
