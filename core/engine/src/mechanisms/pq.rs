//! What the signatures of FIPS 204 and FIPS 205 have in common (PKCS #11 v3.2, sections 6.67 and 6.69): a
//! message is encoded with a context, as it is or hashed first, and signed with or without random numbers.
//! What becomes of the encoded message is the scheme's.

use super::digest::Hash;
use super::{Init, Row, Signer, Verifier};
use crate::keys::Key;
use crate::keys::pq::Set;
use crate::keys::spki;
use openssl::hash::{Hasher, MessageDigest};
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::SignContext;
use strongroom_base::{Error, Params, Result, Template};

pub fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "the signature failed in the cryptographic library")
}

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// A key of another kind.
pub fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "the mechanism takes keys of another kind")
}

/// A signature scheme: it takes an encoded message in pieces.
pub trait Scheme: Send + Sized + 'static {
    /// Begins. `CKR_KEY_TYPE_INCONSISTENT`
    fn new(key: &Arc<Key>) -> Result<Self>;
    /// The parameter set.
    fn set(&self) -> &'static Set;
    /// Takes a piece of the encoded message.
    fn put(&mut self, piece: &[u8]) -> Result<()>;
    /// Signs, into the front of `out`.
    fn sign(&mut self, deterministic: bool, out: &mut [u8]) -> Result<usize>;
    /// Whether a signature, of the right length, is right.
    fn verify(&mut self, signature: &[u8]) -> Result<bool>;
    /// As [`Signer::held`].
    fn held(&self) -> usize {
        0
    }
}

/// A hash for messages: its mechanism, the last number of its object identifier (2.16.840.1.101.3.4.2.n),
/// and bytes of its result.
struct PreHash {
    digest: u64,
    number: u8,
    len: usize,
}

const fn pre(digest: u64, number: u8, len: usize) -> PreHash {
    PreHash { digest, number, len }
}

/// There is no digest mechanism of SHAKE128, nor of the other; these stand for them in the table below.
pub const SHAKE128: u64 = CKM_HASH_ML_DSA_SHAKE128;
pub const SHAKE256: u64 = CKM_HASH_ML_DSA_SHAKE256;

static PRE_HASHES: [PreHash; 12] = [
    pre(CKM_SHA256, 1, 32),
    pre(CKM_SHA384, 2, 48),
    pre(CKM_SHA512, 3, 64),
    pre(CKM_SHA224, 4, 28),
    pre(CKM_SHA512_224, 5, 28),
    pre(CKM_SHA512_256, 6, 32),
    pre(CKM_SHA3_224, 7, 28),
    pre(CKM_SHA3_256, 8, 32),
    pre(CKM_SHA3_384, 9, 48),
    pre(CKM_SHA3_512, 10, 64),
    pre(SHAKE128, 11, 32),
    pre(SHAKE256, 12, 64),
];

impl PreHash {
    fn of(digest: u64) -> Option<&'static Self> {
        PRE_HASHES.iter().find(|hash| hash.digest == digest)
    }

    /// The DER of its object identifier.
    fn oid(&self) -> [u8; 11] {
        [6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, self.number]
    }

    fn begin(&self) -> Result<Hasher> {
        let md = match self.digest {
            SHAKE128 => MessageDigest::shake_128(),
            SHAKE256 => MessageDigest::shake_256(),
            digest => Hash::of(digest).ok_or(()).map_err(failed)?.message_digest()?,
        };
        Hasher::new(md).map_err(failed)
    }

    fn finish(&self, hasher: &mut Hasher) -> Result<Vec<u8>> {
        if matches!(self.digest, SHAKE128 | SHAKE256) {
            let mut out = vec![0; self.len];
            hasher.finish_xof(&mut out).map_err(failed)?;
            return Ok(out);
        }
        hasher.finish().map(|digest| digest.to_vec()).map_err(failed)
    }
}

/// What becomes of the input.
enum Input {
    /// It is the message.
    Message,
    /// It is hashed, and its hash is signed.
    ToHash(&'static PreHash, Hasher),
    /// It is such a hash already, and comes in one part.
    Hashed(&'static PreHash),
}

/// A signature or verification.
struct Work<S> {
    scheme: S,
    deterministic: bool,
    input: Input,
}

impl<S: Scheme> Work<S> {
    /// Begins: the encoded message starts with its kind and the context (FIPS 204, algorithms 2 to 5; FIPS
    /// 205, algorithms 22 to 25).
    fn new(init: &Init<'_>, input: Input) -> Result<Self> {
        let (hedge, context) = match init.params {
            Params::SignContext(SignContext { hedge, context })
            | Params::HashSignContext(SignContext { hedge, context }, _) => {
                (*hedge, context.as_slice())
            }
            _ => (CKH_HEDGE_PREFERRED, &[][..]),
        };
        if hedge > CKH_DETERMINISTIC_REQUIRED {
            return Err(wrong("there is no such hedge type"));
        }
        let len = u8::try_from(context.len());
        let len = len.map_err(|_| wrong("a context has at most 255 bytes"))?;
        let mut scheme = S::new(init.key)?;
        scheme.put(&[u8::from(!matches!(input, Input::Message)), len])?;
        scheme.put(context)?;
        Ok(Self { scheme, deterministic: hedge == CKH_DETERMINISTIC_REQUIRED, input })
    }

    fn take(&mut self, input: &[u8]) -> Result<()> {
        match &mut self.input {
            Input::Message => self.scheme.put(input),
            Input::ToHash(_, hasher) => hasher.update(input).map_err(failed),
            Input::Hashed(_) => Err(Error::new(
                CKR_OPERATION_NOT_INITIALIZED,
                "the mechanism takes its data in one part",
            )),
        }
    }

    /// The whole input.
    fn take_all(&mut self, input: &[u8]) -> Result<()> {
        let Input::Hashed(hash) = self.input else { return self.take(input) };
        if input.len() != hash.len {
            return Err(Error::new(CKR_DATA_LEN_RANGE, "the data is not as long as such a hash"));
        }
        self.scheme.put(&hash.oid())?;
        self.scheme.put(input)
    }

    /// The input has ended.
    fn complete(&mut self) -> Result<()> {
        if let Input::ToHash(hash, hasher) = &mut self.input {
            let digest = hash.finish(hasher)?;
            self.scheme.put(&hash.oid())?;
            self.scheme.put(&digest)?;
        }
        Ok(())
    }
}

impl<S: Scheme> Signer for Work<S> {
    fn len(&self) -> usize {
        self.scheme.set().output_len
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.take(input)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        self.complete()?;
        self.scheme.sign(self.deterministic, out)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.take_all(input)?;
        Signer::finish(self, out)
    }

    fn held(&self) -> usize {
        self.scheme.held()
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(Error::new(CKR_SAVED_STATE_INVALID, "the state of a signature cannot be saved"))
    }
}

impl<S: Scheme> Verifier for Work<S> {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.take(input)
    }

    fn finish(&mut self, signature: &[u8]) -> Result<()> {
        if signature.len() != self.scheme.set().output_len {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length"));
        }
        self.complete()?;
        if self.scheme.verify(signature)? {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }

    fn once(&mut self, input: &[u8], signature: &[u8]) -> Result<()> {
        self.take_all(input)?;
        Verifier::finish(self, signature)
    }

    fn held(&self) -> usize {
        self.scheme.held()
    }
}

/// The work of a mechanism that hashes with `DIGEST`; with 0 it does not hash.
fn work<S: Scheme, const DIGEST: u64>(init: &Init<'_>) -> Result<Work<S>> {
    let hash = || PreHash::of(DIGEST).ok_or(()).map_err(failed);
    let input = if DIGEST == 0 { Input::Message } else { Input::ToHash(hash()?, hash()?.begin()?) };
    Work::new(init, input)
}

fn sign<S: Scheme, const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(work::<S, DIGEST>(init)?))
}

fn verify<S: Scheme, const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(work::<S, DIGEST>(init)?))
}

/// The work of the mechanism whose parameters name the hash.
fn of_hash<S: Scheme>(init: &Init<'_>) -> Result<Work<S>> {
    let Params::HashSignContext(_, hash) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    let hash = PreHash::of(*hash).ok_or_else(|| wrong("there is no such hash for signatures"))?;
    Work::new(init, Input::Hashed(hash))
}

fn sign_hash<S: Scheme>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(of_hash::<S>(init)?))
}

fn verify_hash<S: Scheme>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(of_hash::<S>(init)?))
}

/// The row of a mechanism that hashes with `DIGEST`, or, with 0, does not hash.
pub const fn row<S: Scheme, const DIGEST: u64>(kind: u64, row: Row) -> Row {
    Row { kind, sign: Some(sign::<S, DIGEST>), verify: Some(verify::<S, DIGEST>), ..row }
}

/// The row of the mechanism that signs a hash that its parameters name.
pub const fn row_of_hash<S: Scheme>(kind: u64, row: Row) -> Row {
    Row {
        kind,
        multi_part: false,
        sign: Some(sign_hash::<S>),
        verify: Some(verify_hash::<S>),
        ..row
    }
}

/// The attributes of both keys of a new pair.
pub fn new_pair(
    set: &'static Set,
    public: Template,
    private: Template,
) -> Result<(Template, Template)> {
    let info = spki::encode(set.key_type, &public)?;
    let private =
        private.with(CKA_PARAMETER_SET, set.number).with(CKA_PUBLIC_KEY_INFO, info.clone());
    Ok((public.with(CKA_PUBLIC_KEY_INFO, info), private))
}
