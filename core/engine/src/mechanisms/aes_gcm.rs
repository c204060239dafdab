//! AES-GCM (SP 800-38D). One part with the usual vector and tag goes straight through with a prepared
//! key; other lengths, and several parts, through a stream. Nothing that was decrypted is given out
//! before its tag has been compared: a decryption of several parts gives all of it at the end.

use super::wrapping::{unwrap_by, wrap_by};
use super::{Cipher, Init, Row};
use crate::ffi::aead::{IV_LEN, TAG_LEN};
use crate::ffi::cipher::Direction;
use crate::ffi::gcm_stream::GcmStream;
use crate::keys::Key;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret};

/// The most that a decryption of several parts holds back, in bytes.
const MAX_HELD: usize = 1 << 28;

fn not_authentic() -> Error {
    Error::new(CKR_ENCRYPTED_DATA_INVALID, "the encrypted data is not authentic")
}

fn too_short() -> Error {
    Error::new(CKR_ENCRYPTED_DATA_LEN_RANGE, "the encrypted data is shorter than its tag")
}

/// What both directions begin with.
struct Parameters {
    key: Arc<Key>,
    iv: Iv,
    aad: Vec<u8>,
    tag: usize,
}

enum Iv {
    Usual([u8; IV_LEN]),
    Other(Vec<u8>),
}

impl Parameters {
    fn new(init: &Init<'_>) -> Result<Self> {
        let wrong = |why| Error::new(CKR_MECHANISM_PARAM_INVALID, why);
        let Params::Gcm(gcm) = init.params else {
            return Err(wrong("the parameters are missing"));
        };
        if gcm.iv.is_empty() {
            return Err(wrong("the initialisation vector is empty"));
        }
        if !(32..=128).contains(&gcm.tag_bits) || gcm.tag_bits % 8 != 0 {
            return Err(wrong("a tag has 32 to 128 bits, in whole bytes"));
        }
        init.secret()?;
        Ok(Self {
            key: Arc::clone(init.key),
            iv: match <[u8; IV_LEN]>::try_from(gcm.iv.as_slice()) {
                Ok(iv) => Iv::Usual(iv),
                Err(_) => Iv::Other(gcm.iv.clone()),
            },
            aad: gcm.aad.clone(),
            tag: usize::try_from(gcm.tag_bits / 8).unwrap_or(TAG_LEN),
        })
    }

    /// A stream that has taken the additional data.
    fn stream(&self, direction: Direction) -> Result<GcmStream> {
        let iv: &[u8] = match &self.iv {
            Iv::Usual(iv) => iv,
            Iv::Other(iv) => iv,
        };
        GcmStream::new(direction, self.key.secret()?.value(), iv, &self.aad)
    }
}

struct Encryption {
    parameters: Parameters,
    stream: Option<GcmStream>,
}

impl Encryption {
    fn stream(&mut self) -> Result<&mut GcmStream> {
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
        let key = self.parameters.key.secret()?.gcm()?;
        key.seal(iv, &self.parameters.aad, input, out, &mut tag)?;
        let rest = out.get_mut(input.len()..).unwrap_or_default();
        Ok(input.len() + super::put(tag.get(..self.parameters.tag).unwrap_or_default(), rest)?)
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
            let key = self.parameters.key.secret()?.gcm()?;
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
}

fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Box::new(Encryption { parameters: Parameters::new(init)?, stream: None }))
}
fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
    Ok(Box::new(Decryption { parameters: Parameters::new(init)?, held: Secret::default() }))
}
fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
    wrap_by(encrypt, init, plain, 1)
}
fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
    unwrap_by(decrypt, init, wrapped)
}

/// The row.
pub static ROWS: [Row; 1] = [Row {
    kind: CKM_AES_GCM,
    key_types: &[CKK_AES],
    sizes: (16, 32),
    messages: true,
    encrypt: Some(encrypt),
    decrypt: Some(decrypt),
    wrap: Some(wrap),
    unwrap: Some(unwrap),
    ..Row::EMPTY
}];
