//! ML-DSA (FIPS 204; PKCS #11 v3.2, section 6.67): signatures of messages, and of their hashes. What is
//! signed is always the representative of the message, which is a hash of the public key, the context and
//! the message; so data of any length can come in parts, and the library sees 64 bytes.

use super::pq::{SHAKE128, SHAKE256, Scheme, failed, new_pair, row, row_of_hash, wrong_key};
use super::{Cost, Row};
use crate::ffi::lattice::LatticeKey;
use crate::ffi::pq::{self, How};
use crate::keys::Key;
use crate::keys::pq::Set;
use crate::random;
use openssl::hash::{Hasher, MessageDigest};
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Params, Result, Secret, Template, Value};

/// The hash that becomes the representative (FIPS 204, algorithm 7).
pub struct MlDsa {
    key: Arc<Key>,
    set: &'static Set,
    representative: Hasher,
}

impl MlDsa {
    fn representative(&mut self) -> Result<[u8; 64]> {
        let mut mu = [0; 64];
        self.representative.finish_xof(&mut mu).map_err(failed)?;
        Ok(mu)
    }
}

impl Scheme for MlDsa {
    fn new(key: &Arc<Key>) -> Result<Self> {
        let (set, hash) = match &**key {
            Key::LatticePublic(key) => (key.set, key.hash()),
            Key::LatticePrivate(key) => (key.set, key.hash()),
            _ => return Err(wrong_key()),
        };
        let mut representative = Hasher::new(MessageDigest::shake_256()).map_err(failed)?;
        representative.update(hash.ok_or(()).map_err(failed)?).map_err(failed)?;
        Ok(Self { key: Arc::clone(key), set, representative })
    }

    fn set(&self) -> &'static Set {
        self.set
    }

    fn put(&mut self, piece: &[u8]) -> Result<()> {
        self.representative.update(piece).map_err(failed)
    }

    fn sign(&mut self, deterministic: bool, out: &mut [u8]) -> Result<usize> {
        let mu = self.representative()?;
        let Key::LatticePrivate(key) = &*self.key else { return Err(wrong_key()) };
        let signed = if deterministic {
            let how = How { name: key.set.name, encoded: (c"mu", 1) };
            key.deterministic().and_then(|key| pq::sign(key, how, true, &mu, out))
        } else {
            key.key.sign(&mu, out)
        };
        signed.ok_or(()).map_err(failed)
    }

    fn verify(&mut self, signature: &[u8]) -> Result<bool> {
        let mu = self.representative()?;
        let Key::LatticePublic(key) = &*self.key else { return Err(wrong_key()) };
        Ok(key.key.verify(&mu, signature))
    }
}

/// A key pair of the parameter set that the public template names: from a new seed.
pub fn generate(key_type: u64, public: &Template) -> Result<(Template, Template)> {
    let set = Set::of(key_type, public)?;
    let lattice = set.lattice.ok_or(()).map_err(failed)?;
    let mut seed = Secret::zeroed(set.seed_len());
    random::fill(seed.expose_mut())?;
    let key = LatticeKey::from_seed(lattice, seed.expose()).ok_or(()).map_err(failed)?;
    let public = key.public_bytes().ok_or(()).map_err(failed)?;
    let expanded = key.expanded_bytes().ok_or(()).map_err(failed)?;
    let private =
        Template::new().with(CKA_VALUE, Value::Bytes(expanded)).with(CKA_SEED, Value::Bytes(seed));
    new_pair(set, set.public_attributes(&public), private)
}

fn generate_ml_dsa(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    generate(CKK_ML_DSA, public)
}

const ML_DSA: Row =
    Row { key_types: &[CKK_ML_DSA], sizes: (1312, 2592), cost: Cost::ByKey, ..Row::EMPTY };

/// The rows.
pub static ROWS: [Row; 13] = [
    Row { kind: CKM_ML_DSA_KEY_PAIR_GEN, generate_pair: Some(generate_ml_dsa), ..ML_DSA },
    row::<MlDsa, 0>(CKM_ML_DSA, ML_DSA),
    row_of_hash::<MlDsa>(CKM_HASH_ML_DSA, ML_DSA),
    row::<MlDsa, CKM_SHA224>(CKM_HASH_ML_DSA_SHA224, ML_DSA),
    row::<MlDsa, CKM_SHA256>(CKM_HASH_ML_DSA_SHA256, ML_DSA),
    row::<MlDsa, CKM_SHA384>(CKM_HASH_ML_DSA_SHA384, ML_DSA),
    row::<MlDsa, CKM_SHA512>(CKM_HASH_ML_DSA_SHA512, ML_DSA),
    row::<MlDsa, CKM_SHA3_224>(CKM_HASH_ML_DSA_SHA3_224, ML_DSA),
    row::<MlDsa, CKM_SHA3_256>(CKM_HASH_ML_DSA_SHA3_256, ML_DSA),
    row::<MlDsa, CKM_SHA3_384>(CKM_HASH_ML_DSA_SHA3_384, ML_DSA),
    row::<MlDsa, CKM_SHA3_512>(CKM_HASH_ML_DSA_SHA3_512, ML_DSA),
    row::<MlDsa, SHAKE128>(CKM_HASH_ML_DSA_SHAKE128, ML_DSA),
    row::<MlDsa, SHAKE256>(CKM_HASH_ML_DSA_SHAKE256, ML_DSA),
];
