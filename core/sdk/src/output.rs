//! Outputs whose length is not known before: a buffer that most fit into, and a larger one where it was
//! too small. An operation stays as it was when its output does not fit (PKCS #11 v3.2, section 5.2).

use crate::error::Result;
use strongroom_base::Out;

/// The longest that is made room for; some modules say that they need more than there is.
const LONGEST: usize = 1 << 30;

/// The output of a call that is given a buffer of `len` bytes, or, if it needs more, of as many.
pub fn grown(len: usize, mut call: impl FnMut(Out<'_>) -> Result<usize>) -> Result<Vec<u8>> {
    let mut buffer = vec![0; len];
    loop {
        match call(Out::Buffer(&mut buffer)) {
            Ok(written) => {
                buffer.truncate(written);
                return Ok(buffer);
            }
            Err(error) => match error.needed() {
                Some(needed) if needed > buffer.len() && needed <= LONGEST => {
                    buffer.resize(needed, 0);
                }
                _ => return Err(error),
            },
        }
    }
}

/// The room that most outputs of an encryption, or the like, of `len` bytes fit into.
pub fn room(len: usize) -> usize {
    len.saturating_add(64).max(SIGNATURE)
}

/// The room that most signatures fit into: those of RSA keys of 4096 bits.
pub const SIGNATURE: usize = 512;

#[cfg(test)]
mod tests {
    use super::*;
    use strongroom_base::Error;

    #[test]
    fn as_long_as_it_needs_and_not_absurdly_long() {
        let wants = |needed: usize| {
            grown(8, |out| match out {
                Out::Buffer(buffer) if buffer.len() >= needed => Ok(needed),
                _ => Err(Error::too_small(needed).into()),
            })
        };
        assert_eq!(wants(5).unwrap().len(), 5);
        assert_eq!(wants(100).unwrap().len(), 100);
        assert_eq!(wants(usize::MAX).unwrap_err().needed(), Some(usize::MAX));
    }
}
