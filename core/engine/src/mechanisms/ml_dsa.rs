//! ML-DSA (FIPS 204; PKCS #11 v3.2, section 6.67): signatures of messages, and of their hashes. What is
//! signed is always the representative of the message, which is a hash of the public key, the context and
//! the message; so data of any length can come in parts, and the library sees 64 bytes.

use super::digest::Hash;
use super::{Cost, Init, Library, Row, Signer, Verifier};
use crate::ffi::pq::{self, Part};
use crate::keys::Key;
use crate::keys::pq::Set;
use crate::keys::spki;
use crate::random;
use openssl::hash::{Hasher, MessageDigest};
use openssl::pkey::PKey;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::SignContext;
use strongroom_base::{Error, Params, Result, Secret, Template};

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "ML-DSA failed in the cryptographic library")
}

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
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

/// The mechanism that hashes with SHAKE128 has no digest of its own, nor has the other; these stand for
/// them in the table below.
const SHAKE128: u64 = CKM_HASH_ML_DSA_SHAKE128;
const SHAKE256: u64 = CKM_HASH_ML_DSA_SHAKE256;

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
struct Work {
    key: Arc<Key>,
    deterministic: bool,
    input: Input,
    representative: Hasher,
}

impl Work {
    /// Begins: the representative gets the hash of the public key, and the context (FIPS 204, algorithms 2
    /// to 5 and 7).
    fn new(init: &Init<'_>, input: Input) -> Result<Self> {
        let params = match init.params {
            Params::SignContext(params) | Params::HashSignContext(params, _) => params.clone(),
            _ => SignContext::default(),
        };
        if params.hedge > CKH_DETERMINISTIC_REQUIRED {
            return Err(wrong("there is no such hedge type"));
        }
        let len = u8::try_from(params.context.len());
        let len = len.map_err(|_| wrong("a context has at most 255 bytes"))?;
        let public = match &**init.key {
            Key::PqPublic(key, _) => pq::part(key, Part::Public),
            Key::PqPrivate(key, _) => pq::part(key, Part::Public),
            _ => return Err(wrong_key()),
        };
        let shake = || Hasher::new(MessageDigest::shake_256()).map_err(failed);
        let mut of_public = [0; 64];
        let mut hasher = shake()?;
        hasher.update(public.ok_or(()).map_err(failed)?.expose()).map_err(failed)?;
        hasher.finish_xof(&mut of_public).map_err(failed)?;
        let mut representative = shake()?;
        representative.update(&of_public).map_err(failed)?;
        representative
            .update(&[u8::from(!matches!(input, Input::Message)), len])
            .map_err(failed)?;
        representative.update(&params.context).map_err(failed)?;
        let deterministic = params.hedge == CKH_DETERMINISTIC_REQUIRED;
        Ok(Self { key: Arc::clone(init.key), deterministic, input, representative })
    }

    fn take(&mut self, input: &[u8]) -> Result<()> {
        match &mut self.input {
            Input::Message => self.representative.update(input).map_err(failed),
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
        self.representative.update(&hash.oid()).map_err(failed)?;
        self.representative.update(input).map_err(failed)
    }

    fn representative(&mut self) -> Result<[u8; 64]> {
        if let Input::ToHash(hash, hasher) = &mut self.input {
            let digest = hash.finish(hasher)?;
            self.representative.update(&hash.oid()).map_err(failed)?;
            self.representative.update(&digest).map_err(failed)?;
        }
        let mut mu = [0; 64];
        self.representative.finish_xof(&mut mu).map_err(failed)?;
        Ok(mu)
    }
}

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not a key for ML-DSA")
}

impl Signer for Work {
    fn len(&self) -> usize {
        match &*self.key {
            Key::PqPrivate(_, set) => set.output_len,
            _ => 0,
        }
    }

    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.take(input)
    }

    fn finish(&mut self, out: &mut [u8]) -> Result<usize> {
        let mu = self.representative()?;
        let Key::PqPrivate(key, set) = &*self.key else { return Err(wrong_key()) };
        pq::sign(key, set.name, self.deterministic, &mu, out).ok_or(()).map_err(failed)
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        self.take_all(input)?;
        Signer::finish(self, out)
    }

    fn restore(&mut self, _: &[u8]) -> Result<()> {
        Err(Error::new(CKR_SAVED_STATE_INVALID, "the state of a signature cannot be saved"))
    }
}

impl Verifier for Work {
    fn update(&mut self, input: &[u8]) -> Result<()> {
        self.take(input)
    }

    fn finish(&mut self, signature: &[u8]) -> Result<()> {
        let mu = self.representative()?;
        let Key::PqPublic(key, set) = &*self.key else { return Err(wrong_key()) };
        if signature.len() != set.output_len {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length"));
        }
        if pq::verify(key, set.name, &mu, signature) {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }

    fn once(&mut self, input: &[u8], signature: &[u8]) -> Result<()> {
        self.take_all(input)?;
        Verifier::finish(self, signature)
    }
}

/// The work of a mechanism that hashes with `DIGEST`; with 0 it does not hash.
fn work<const DIGEST: u64>(init: &Init<'_>) -> Result<Work> {
    let hash = || PreHash::of(DIGEST).ok_or(()).map_err(failed);
    let input = if DIGEST == 0 { Input::Message } else { Input::ToHash(hash()?, hash()?.begin()?) };
    Work::new(init, input)
}

fn sign<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(work::<DIGEST>(init)?))
}

fn verify<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(work::<DIGEST>(init)?))
}

/// The work of the mechanism whose parameters name the hash.
fn of_hash(init: &Init<'_>) -> Result<Work> {
    let Params::HashSignContext(_, hash) = init.params else {
        return Err(wrong("the parameters are missing"));
    };
    let hash = PreHash::of(*hash).ok_or_else(|| wrong("there is no such hash for ML-DSA"))?;
    Work::new(init, Input::Hashed(hash))
}

fn sign_hash(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(of_hash(init)?))
}

fn verify_hash(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(of_hash(init)?))
}

/// A key pair of the parameter set that the public template names: from a new seed.
pub fn generate(key_type: u64, public: &Template) -> Result<(Template, Template)> {
    let set = Set::of(key_type, public)?;
    let mut seed = Secret::zeroed(set.seed_len());
    random::fill(seed.expose_mut())?;
    let key: PKey<_> =
        pq::private(set.name, &[(Part::Seed, seed.expose())]).ok_or(()).map_err(failed)?;
    let public = set.public_attributes(&key)?;
    let info = spki::encode(key_type, &public)?;
    let private = set
        .complete(&key)
        .with(CKA_PARAMETER_SET, set.number)
        .with(CKA_PUBLIC_KEY_INFO, info.clone());
    Ok((public.with(CKA_PUBLIC_KEY_INFO, info), private))
}

fn generate_ml_dsa(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    generate(CKK_ML_DSA, public)
}

const ML_DSA: Row = Row {
    key_types: &[CKK_ML_DSA],
    sizes: (1312, 2592),
    library: Library::OpenSsl,
    cost: Cost::Pool,
    ..Row::EMPTY
};

const fn row<const DIGEST: u64>(kind: u64) -> Row {
    Row { kind, sign: Some(sign::<DIGEST>), verify: Some(verify::<DIGEST>), ..ML_DSA }
}

/// The rows.
pub static ROWS: [Row; 13] = [
    Row { kind: CKM_ML_DSA_KEY_PAIR_GEN, generate_pair: Some(generate_ml_dsa), ..ML_DSA },
    row::<0>(CKM_ML_DSA),
    Row {
        kind: CKM_HASH_ML_DSA,
        multi_part: false,
        sign: Some(sign_hash),
        verify: Some(verify_hash),
        ..ML_DSA
    },
    row::<CKM_SHA224>(CKM_HASH_ML_DSA_SHA224),
    row::<CKM_SHA256>(CKM_HASH_ML_DSA_SHA256),
    row::<CKM_SHA384>(CKM_HASH_ML_DSA_SHA384),
    row::<CKM_SHA512>(CKM_HASH_ML_DSA_SHA512),
    row::<CKM_SHA3_224>(CKM_HASH_ML_DSA_SHA3_224),
    row::<CKM_SHA3_256>(CKM_HASH_ML_DSA_SHA3_256),
    row::<CKM_SHA3_384>(CKM_HASH_ML_DSA_SHA3_384),
    row::<CKM_SHA3_512>(CKM_HASH_ML_DSA_SHA3_512),
    row::<SHAKE128>(CKM_HASH_ML_DSA_SHAKE128),
    row::<SHAKE256>(CKM_HASH_ML_DSA_SHAKE256),
];
