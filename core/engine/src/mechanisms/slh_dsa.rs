//! SLH-DSA (FIPS 205; PKCS #11 v3.2, section 6.69), through OpenSSL, which alone of the two libraries has it:
//! signatures that rest on hashes alone. Signing goes through the message twice, so all of it is held.

use super::pq::{SHAKE128, SHAKE256, Scheme, failed, new_pair, row, row_of_hash, wrong_key};
use super::{Library, Row};
use crate::ffi::pq::{self, How, Part};
use crate::keys::Key;
use crate::keys::pq::Set;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Template};

/// The longest message, in bytes.
const MOST: usize = 1 << 28;

/// The encoded message.
pub struct SlhDsa {
    key: Arc<Key>,
    set: &'static Set,
    message: Vec<u8>,
}

impl SlhDsa {
    /// The message is signed as it is: it was encoded here.
    fn how(&self) -> How {
        How { name: self.set.name, encoded: (c"message-encoding", 0) }
    }
}

impl Scheme for SlhDsa {
    fn new(key: &Arc<Key>) -> Result<Self> {
        let (Key::SlhDsaPublic(_, set) | Key::SlhDsaPrivate(_, set)) = &**key else {
            return Err(wrong_key());
        };
        Ok(Self { key: Arc::clone(key), set, message: Vec::new() })
    }

    fn set(&self) -> &'static Set {
        self.set
    }

    fn put(&mut self, piece: &[u8]) -> Result<()> {
        if self.message.len().saturating_add(piece.len()) > MOST {
            let why = "so long a message is signed by its hash only: CKM_HASH_SLH_DSA_SHA512";
            return Err(Error::new(CKR_DATA_LEN_RANGE, why));
        }
        self.message.extend_from_slice(piece);
        Ok(())
    }

    fn sign(&mut self, deterministic: bool, out: &mut [u8]) -> Result<usize> {
        let Key::SlhDsaPrivate(key, _) = &*self.key else { return Err(wrong_key()) };
        pq::sign(key, self.how(), deterministic, &self.message, out).ok_or(()).map_err(failed)
    }

    fn verify(&mut self, signature: &[u8]) -> Result<bool> {
        let Key::SlhDsaPublic(key, _) = &*self.key else { return Err(wrong_key()) };
        Ok(pq::verify(key, self.how(), &self.message, signature))
    }

    fn held(&self) -> usize {
        self.message.len()
    }
}

fn generate(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    let set = Set::of(CKK_SLH_DSA, public)?;
    let key = pq::generate(set.name).ok_or(()).map_err(failed)?;
    let public = pq::part(&key, Part::Public).ok_or(()).map_err(failed)?;
    new_pair(set, set.public_attributes(public.expose()), set.complete(&key))
}

const SLH_DSA: Row =
    Row { key_types: &[CKK_SLH_DSA], sizes: (32, 64), library: Library::OpenSsl, ..Row::EMPTY };

/// The rows.
pub static ROWS: [Row; 13] = [
    Row { kind: CKM_SLH_DSA_KEY_PAIR_GEN, generate_pair: Some(generate), ..SLH_DSA },
    row::<SlhDsa, 0>(CKM_SLH_DSA, SLH_DSA),
    row_of_hash::<SlhDsa>(CKM_HASH_SLH_DSA, SLH_DSA),
    row::<SlhDsa, CKM_SHA224>(CKM_HASH_SLH_DSA_SHA224, SLH_DSA),
    row::<SlhDsa, CKM_SHA256>(CKM_HASH_SLH_DSA_SHA256, SLH_DSA),
    row::<SlhDsa, CKM_SHA384>(CKM_HASH_SLH_DSA_SHA384, SLH_DSA),
    row::<SlhDsa, CKM_SHA512>(CKM_HASH_SLH_DSA_SHA512, SLH_DSA),
    row::<SlhDsa, CKM_SHA3_224>(CKM_HASH_SLH_DSA_SHA3_224, SLH_DSA),
    row::<SlhDsa, CKM_SHA3_256>(CKM_HASH_SLH_DSA_SHA3_256, SLH_DSA),
    row::<SlhDsa, CKM_SHA3_384>(CKM_HASH_SLH_DSA_SHA3_384, SLH_DSA),
    row::<SlhDsa, CKM_SHA3_512>(CKM_HASH_SLH_DSA_SHA3_512, SLH_DSA),
    row::<SlhDsa, SHAKE128>(CKM_HASH_SLH_DSA_SHAKE128, SLH_DSA),
    row::<SlhDsa, SHAKE256>(CKM_HASH_SLH_DSA_SHAKE256, SLH_DSA),
];
