//! Streams of every kind, as one.

use super::op::{Flow, Parts};
use super::{Result, wrong};
use strongroom::{Decryptor, Digester, Encryptor, Mechanism, Object, Signer, Verifier};

/// A stream.
pub enum Stream {
    Encrypt(Encryptor),
    Decrypt(Decryptor),
    Sign(Signer),
    Verify(Verifier),
    Digest(Digester),
}

impl Stream {
    /// Begins one with a key.
    pub fn of_key(flow: Flow, key: &Object, mechanism: &Mechanism) -> Result<Self> {
        Ok(match flow {
            Flow::Encrypt => Self::Encrypt(key.encryptor(mechanism)?),
            Flow::Decrypt => Self::Decrypt(key.decryptor(mechanism)?),
            Flow::Sign => Self::Sign(key.signer(mechanism)?),
            Flow::Verify => Self::Verify(key.verifier(mechanism)?),
            Flow::Digest => return wrong("a digest has no key"),
        })
    }

    /// Gives the next part; takes what comes out.
    pub fn update(&mut self, part: &[u8]) -> Result<Vec<u8>> {
        match self {
            Self::Encrypt(stream) => Ok(stream.update(part)?),
            Self::Decrypt(stream) => Ok(stream.update(part)?),
            Self::Sign(stream) => Ok(stream.update(part).map(|()| Vec::new())?),
            Self::Verify(stream) => Ok(stream.update(part).map(|()| Vec::new())?),
            Self::Digest(stream) => Ok(stream.update(part).map(|()| Vec::new())?),
        }
    }

    /// Ends it; takes the rest.
    pub fn finish(self, signature: Option<&[u8]>) -> Result<Vec<u8>> {
        match (self, signature) {
            (Self::Encrypt(stream), None) => Ok(stream.finish()?),
            (Self::Decrypt(stream), None) => Ok(stream.finish()?),
            (Self::Sign(stream), None) => Ok(stream.finish()?),
            (Self::Digest(stream), None) => Ok(stream.finish()?),
            (Self::Verify(stream), Some(signature)) => {
                Ok(stream.finish(signature).map(|()| Vec::new())?)
            }
            _ => wrong("a verification, and nothing else, ends with a signature"),
        }
    }

    /// Gives data in parts, and ends it: all that comes out.
    pub fn whole(mut self, parts: &[&[u8]], signature: Option<&[u8]>) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        for part in parts {
            out.extend(self.update(part)?);
        }
        out.extend(self.finish(signature)?);
        Ok(out)
    }
}

impl Parts {
    /// The ways in which data is to be cut.
    pub fn of<'a>(&self, data: &'a [u8]) -> Result<Vec<Vec<&'a [u8]>>> {
        let Self::Lengths(lengths) = self else {
            return Ok((0..=data.len())
                .map(|at| data.split_at(at))
                .map(|(a, b)| vec![a, b])
                .collect());
        };
        let (mut rest, mut parts) = (data, Vec::new());
        for len in lengths {
            match rest.split_at_checked(*len) {
                Some((part, more)) => {
                    parts.push(part);
                    rest = more;
                }
                None => return wrong("the parts are longer than the data"),
            }
        }
        parts.push(rest);
        Ok(vec![parts])
    }
}
