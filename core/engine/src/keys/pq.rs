//! ML-DSA, ML-KEM and SLH-DSA keys (FIPS 204, 203 and 205): the parameter sets, and keys from their bytes.
//! The keys on lattices are AWS-LC's, so that they are used fast. OpenSSL has those of SLH-DSA, checks every
//! private key that comes from outside, and encodes them for files.

use super::{Key, bytes, invalid};
use crate::ffi::lattice::{Lattice, LatticeKey};
use crate::ffi::pq::{self, Part};
use der::asn1::ObjectIdentifier;
use openssl::hash::{Hasher, MessageDigest};
use openssl::pkey::{PKey, Private};
use std::ffi::CStr;
use std::sync::{Arc, OnceLock};
use strongroom_base::{Error, Result, Template, Value, ck};

/// A parameter set.
#[derive(Debug)]
pub struct Set {
    /// `CKK_ML_DSA`, `CKK_ML_KEM` or `CKK_SLH_DSA`.
    pub key_type: u64,
    /// `CKP_…`
    pub number: u64,
    /// What OpenSSL calls it.
    pub name: &'static CStr,
    /// What AWS-LC calls it, if it has it.
    pub lattice: Option<Lattice>,
    /// What certificates and PKCS #8 call it.
    pub oid: ObjectIdentifier,
    /// Bytes of a public key.
    pub public_len: usize,
    /// Bytes of a signature, or of a ciphertext.
    pub output_len: usize,
}

const fn lattice(
    (key_type, number): (u64, u64),
    name: &'static CStr,
    lattice: Lattice,
    oid: &str,
    (public_len, output_len): (usize, usize),
) -> Set {
    let (oid, lattice) = (ObjectIdentifier::new_unwrap(oid), Some(lattice));
    Set { key_type, number, name, lattice, oid, public_len, output_len }
}

const fn slh_dsa(
    number: u64,
    name: &'static CStr,
    oid: &str,
    public_len: usize,
    output_len: usize,
) -> Set {
    let (oid, key_type) = (ObjectIdentifier::new_unwrap(oid), ck::CKK_SLH_DSA);
    Set { key_type, number, name, lattice: None, oid, public_len, output_len }
}

/// All parameter sets.
#[rustfmt::skip] // one line a set
pub static SETS: [Set; 18] = [
    lattice((ck::CKK_ML_DSA, ck::CKP_ML_DSA_44), c"ML-DSA-44", Lattice::MlDsa44, "2.16.840.1.101.3.4.3.17", (1312, 2420)),
    lattice((ck::CKK_ML_DSA, ck::CKP_ML_DSA_65), c"ML-DSA-65", Lattice::MlDsa65, "2.16.840.1.101.3.4.3.18", (1952, 3309)),
    lattice((ck::CKK_ML_DSA, ck::CKP_ML_DSA_87), c"ML-DSA-87", Lattice::MlDsa87, "2.16.840.1.101.3.4.3.19", (2592, 4627)),
    lattice((ck::CKK_ML_KEM, ck::CKP_ML_KEM_512), c"ML-KEM-512", Lattice::MlKem512, "2.16.840.1.101.3.4.4.1", (800, 768)),
    lattice((ck::CKK_ML_KEM, ck::CKP_ML_KEM_768), c"ML-KEM-768", Lattice::MlKem768, "2.16.840.1.101.3.4.4.2", (1184, 1088)),
    lattice((ck::CKK_ML_KEM, ck::CKP_ML_KEM_1024), c"ML-KEM-1024", Lattice::MlKem1024, "2.16.840.1.101.3.4.4.3", (1568, 1568)),
    slh_dsa(ck::CKP_SLH_DSA_SHA2_128S, c"SLH-DSA-SHA2-128s", "2.16.840.1.101.3.4.3.20", 32, 7856),
    slh_dsa(ck::CKP_SLH_DSA_SHA2_128F, c"SLH-DSA-SHA2-128f", "2.16.840.1.101.3.4.3.21", 32, 17088),
    slh_dsa(ck::CKP_SLH_DSA_SHA2_192S, c"SLH-DSA-SHA2-192s", "2.16.840.1.101.3.4.3.22", 48, 16224),
    slh_dsa(ck::CKP_SLH_DSA_SHA2_192F, c"SLH-DSA-SHA2-192f", "2.16.840.1.101.3.4.3.23", 48, 35664),
    slh_dsa(ck::CKP_SLH_DSA_SHA2_256S, c"SLH-DSA-SHA2-256s", "2.16.840.1.101.3.4.3.24", 64, 29792),
    slh_dsa(ck::CKP_SLH_DSA_SHA2_256F, c"SLH-DSA-SHA2-256f", "2.16.840.1.101.3.4.3.25", 64, 49856),
    slh_dsa(ck::CKP_SLH_DSA_SHAKE_128S, c"SLH-DSA-SHAKE-128s", "2.16.840.1.101.3.4.3.26", 32, 7856),
    slh_dsa(ck::CKP_SLH_DSA_SHAKE_128F, c"SLH-DSA-SHAKE-128f", "2.16.840.1.101.3.4.3.27", 32, 17088),
    slh_dsa(ck::CKP_SLH_DSA_SHAKE_192S, c"SLH-DSA-SHAKE-192s", "2.16.840.1.101.3.4.3.28", 48, 16224),
    slh_dsa(ck::CKP_SLH_DSA_SHAKE_192F, c"SLH-DSA-SHAKE-192f", "2.16.840.1.101.3.4.3.29", 48, 35664),
    slh_dsa(ck::CKP_SLH_DSA_SHAKE_256S, c"SLH-DSA-SHAKE-256s", "2.16.840.1.101.3.4.3.30", 64, 29792),
    slh_dsa(ck::CKP_SLH_DSA_SHAKE_256F, c"SLH-DSA-SHAKE-256f", "2.16.840.1.101.3.4.3.31", 64, 49856),
];

/// Seed and value of a private key.
type Parts<'a> = (Option<&'a [u8]>, Option<&'a [u8]>);

/// A public key of ML-DSA or ML-KEM.
pub struct LatticePublic {
    /// Its parameter set.
    pub set: &'static Set,
    /// Its encoding.
    pub bytes: Vec<u8>,
    /// The key.
    pub key: LatticeKey,
    hash: OnceLock<Option<[u8; 64]>>,
}

impl LatticePublic {
    /// The hash of the public key, which goes into every signature of ML-DSA (FIPS 204, section 6.2).
    pub fn hash(&self) -> Option<&[u8; 64]> {
        self.hash.get_or_init(|| hash_of(&self.bytes)).as_ref()
    }
}

/// A private key of ML-DSA or ML-KEM.
pub struct LatticePrivate {
    /// Its parameter set.
    pub set: &'static Set,
    /// The key.
    pub key: LatticeKey,
    hash: OnceLock<Option<[u8; 64]>>,
    deterministic: OnceLock<Option<PKey<Private>>>,
}

impl LatticePrivate {
    /// The hash of the public key.
    pub fn hash(&self) -> Option<&[u8; 64]> {
        self.hash.get_or_init(|| hash_of(&self.key.public_bytes()?)).as_ref()
    }

    /// The key in the library that can sign without random numbers.
    pub fn deterministic(&self) -> Option<&PKey<Private>> {
        let again = || {
            let expanded = self.key.expanded_bytes()?;
            pq::private(self.set.name, &[(Part::Private, expanded.expose())])
        };
        self.deterministic.get_or_init(again).as_ref()
    }
}

fn hash_of(public: &[u8]) -> Option<[u8; 64]> {
    let mut hash = [0; 64];
    let mut hasher = Hasher::new(MessageDigest::shake_256()).ok()?;
    hasher.update(public).ok()?;
    hasher.finish_xof(&mut hash).ok()?;
    Some(hash)
}

/// Bytes of an attribute that may be missing.
fn given(attributes: &Template, kind: u64) -> Option<&[u8]> {
    attributes.get(kind).and_then(Value::as_bytes).filter(|bytes| !bytes.is_empty())
}

fn no_private_key() -> Error {
    invalid("CKA_SEED and CKA_VALUE are not a private key of the parameter set")
}

impl Set {
    /// The set that a key's attributes name. `CKR_TEMPLATE_INCOMPLETE`, `CKR_PARAMETER_SET_NOT_SUPPORTED`
    pub fn of(key_type: u64, attributes: &Template) -> Result<&'static Self> {
        let number = attributes.get(ck::CKA_PARAMETER_SET).and_then(Value::as_ulong);
        let number = number.ok_or_else(|| {
            Error::new(ck::CKR_TEMPLATE_INCOMPLETE, "CKA_PARAMETER_SET is missing")
        })?;
        SETS.iter().find(|set| (set.key_type, set.number) == (key_type, number)).ok_or_else(|| {
            let why = "the token does not have this parameter set";
            Error::new(ck::CKR_PARAMETER_SET_NOT_SUPPORTED, why)
        })
    }

    /// Bytes of a seed: ML-KEM has two in one.
    pub fn seed_len(&self) -> usize {
        if self.key_type == ck::CKK_ML_KEM { 64 } else { 32 }
    }

    /// The public key in attributes.
    pub fn public(&'static self, attributes: &Template) -> Result<Key> {
        let bytes = bytes(attributes, ck::CKA_VALUE)?;
        let key = match self.lattice {
            Some(lattice) => LatticeKey::public(lattice, bytes).map(|key| {
                let (bytes, hash) = (bytes.to_vec(), OnceLock::new());
                Key::LatticePublic(Arc::new(LatticePublic { set: self, bytes, key, hash }))
            }),
            None => pq::public(self.name, bytes).map(|key| Key::SlhDsaPublic(key, self)),
        };
        key.ok_or_else(|| invalid("CKA_VALUE is not a public key of the parameter set"))
    }

    /// The private key in attributes, which have its seed, its expanded form, or both. That both fit
    /// together is checked when a key comes from outside ([`Set::check`]).
    pub fn private(&'static self, attributes: &Template) -> Result<Key> {
        let Some(lattice) = self.lattice else {
            return self.in_openssl(attributes).map(|key| Key::SlhDsaPrivate(key, self));
        };
        let (seed, value) = self.parts(attributes)?;
        let key = match (value, seed) {
            (Some(value), _) => LatticeKey::expanded(lattice, value),
            (None, seed) => LatticeKey::from_seed(lattice, seed.unwrap_or_default()),
        };
        let key = key.ok_or_else(no_private_key)?;
        let (hash, deterministic) = (OnceLock::new(), OnceLock::new());
        Ok(Key::LatticePrivate(Arc::new(LatticePrivate { set: self, key, hash, deterministic })))
    }

    /// Seed and value of a private key, of which one at least is there.
    fn parts<'a>(&self, attributes: &'a Template) -> Result<Parts<'a>> {
        let parts = (given(attributes, ck::CKA_SEED), given(attributes, ck::CKA_VALUE));
        if parts == (None, None) {
            let why = "neither CKA_SEED nor CKA_VALUE is given";
            return Err(Error::new(ck::CKR_TEMPLATE_INCOMPLETE, why));
        }
        Ok(parts)
    }

    /// The private key in attributes, as OpenSSL has it, which refuses parts that do not fit together.
    pub fn in_openssl(&self, attributes: &Template) -> Result<PKey<Private>> {
        let (seed, value) = self.parts(attributes)?;
        let parts: Vec<_> = [(Part::Seed, seed), (Part::Private, value)]
            .into_iter()
            .filter_map(|(part, bytes)| Some((part, bytes?)))
            .collect();
        pq::private(self.name, &parts).ok_or_else(no_private_key)
    }

    /// Checks a private key that comes from outside, and gives what the token adds to it.
    pub fn check(&self, attributes: &Template) -> Result<Template> {
        let key = self.in_openssl(attributes)?;
        if self.lattice.is_none() && !pq::is_pair(&key) {
            return Err(invalid("the public part of CKA_VALUE is of another key"));
        }
        Ok(self.complete(&key))
    }

    /// What the token adds to a private key: its expanded form, and its seed where it is known.
    pub fn complete(&self, key: &PKey<Private>) -> Template {
        let mut attributes = Template::new();
        let parts = [(Part::Private, ck::CKA_VALUE), (Part::Seed, ck::CKA_SEED)];
        let has_seed = self.lattice.is_some();
        for (part, kind) in parts.into_iter().take(if has_seed { 2 } else { 1 }) {
            if let Some(bytes) = pq::part(key, part) {
                attributes.push(kind, Value::Bytes(bytes));
            }
        }
        attributes
    }

    /// The attributes of the public key with these bytes.
    pub fn public_attributes(&self, bytes: &[u8]) -> Template {
        Template::new().with(ck::CKA_PARAMETER_SET, self.number).with(ck::CKA_VALUE, bytes)
    }

    /// The attributes of the public key that belongs to a key of OpenSSL's.
    pub fn public_part<T>(&self, key: &PKey<T>) -> Result<Template> {
        let value = pq::part(key, Part::Public)
            .ok_or_else(|| Error::new(ck::CKR_DEVICE_ERROR, "the key has no public part"))?;
        Ok(self.public_attributes(value.expose()))
    }
}

/// The key type and the attributes of a private key from a file or a wrapping. `None` where it is of
/// another kind.
pub fn attributes(key: &PKey<Private>) -> Option<(u64, Template)> {
    // The library has no numbers for these kinds, so its encoding tells.
    let der = key.public_key_to_der().ok()?;
    let info = spki::SubjectPublicKeyInfoRef::try_from(der.as_slice()).ok()?;
    let set = SETS.iter().find(|set| set.oid == info.algorithm.oid)?;
    Some((set.key_type, set.complete(key).with(ck::CKA_PARAMETER_SET, set.number)))
}
