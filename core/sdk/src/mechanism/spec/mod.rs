//! Mechanisms in names and values: what the bindings and the test vectors are written in. One list says which fields
//! there are and of what sort each is; tables, one file a family, say which names there are and which fields each
//! takes. A field that a mechanism does not take is an error that says which it does.

mod ciphers;
mod derivations;
mod signatures;
#[cfg(test)]
mod tests;

use super::{Hash, Mechanism};
use crate::error::{At, Result};
use crate::field::Field;
use crate::words;
use strongroom_base::{Error, Secret, ck};

/// Of what sort a field is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Bytes that nobody shall see.
    Secret,
    /// A number.
    Number,
    /// True or false.
    Truth,
    /// A key of the same token: the number of its handle.
    Key,
}

/// Makes the structure, the list of its fields, and what sets one by its name.
macro_rules! fields {
    ($($(#[$meta:meta])* $name:ident: $sort:ident $taken:ident $type:ty;)*) => {
        /// A mechanism in names and values.
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct MechanismSpec {
            /// One of [`MECHANISMS`], the name of an algorithm in one of [`ALGORITHMS`](super::ALGORITHMS), or
            /// `CKM_…` for a mechanism without parameters or with nothing but an `iv`.
            pub name: String,
            $($(#[$meta])* pub $name: Option<$type>,)*
        }

        /// The fields beside the name, each with its sort, in the order of the structure.
        pub static FIELDS: &[(&str, Sort)] = &[$((stringify!($name), Sort::$sort)),*];

        impl MechanismSpec {
            /// The same with a field by its name. `CKR_MECHANISM_PARAM_INVALID` for a name that is none of
            /// [`FIELDS`] and for a value of another sort
            pub fn with(mut self, name: &str, value: Field) -> Result<Self> {
                match name {
                    $(stringify!($name) => {
                        self.$name = Some(value.$taken(name).or_else(bad)?.into());
                    })*
                    other => {
                        let there: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
                        let there = there.join(", ");
                        return bad(format!("no mechanism has a field \"{other}\"; there are {there}"));
                    }
                }
                Ok(self)
            }

            /// Which fields are given.
            fn given(&self) -> impl Iterator<Item = &'static str> {
                let given = [$((stringify!($name), self.$name.is_some())),*];
                given.into_iter().filter(|(_, given)| *given).map(|(name, _)| name)
            }
        }
    };
}

fields! {
    /// The hash of the data; left out where the data is a digest already. The hash of a derivation.
    hash: Text text String;
    /// The hash of the mask, where it is another.
    mgf_hash: Text text String;
    /// `der` or `raw`: how a signature of ECDSA or DSA is written.
    encoding: Text text String;
    /// An initialisation vector, a nonce or a counter block; the first bytes of the vectors of messages; the initial value of a key wrap; what SP 800-108
    /// begins with in feedback mode.
    iv: Bytes bytes Vec<u8>;
    /// Additional authenticated data.
    aad: Bytes bytes Vec<u8>;
    /// Bytes of the tag.
    tag_len: Number number u64;
    /// Bytes of the data, where it comes in parts.
    data_len: Number number u64;
    /// Bytes of a MAC; bytes of each key for MACs.
    mac_len: Number number u64;
    /// Bits of a block that count; bits of the number of a round.
    counter_bits: Number number u64;
    /// Bytes of the salt of PSS.
    salt_len: Number number u64;
    /// The label of OAEP; what is derived is for.
    label: Bytes bytes Vec<u8>;
    /// The context of EdDSA, ML-DSA and SLH-DSA, and of a derivation.
    context: Bytes bytes Vec<u8>;
    /// Whether EdDSA hashes first.
    prehash: Truth truth bool;
    /// Whether ML-DSA or SLH-DSA is to be deterministic.
    deterministic: Truth truth bool;
    /// The public point, or the public value, of the other party.
    public: Bytes bytes Vec<u8>;
    /// What both parties know.
    shared: Bytes bytes Vec<u8>;
    /// The salt of HKDF and of PBKDF2.
    salt: Bytes bytes Vec<u8>;
    /// The context of HKDF; what goes into the derivation function of X9.42.
    info: Bytes bytes Vec<u8>;
    /// Bits of a temporary AES key.
    aes_bits: Number number u64;
    /// `x963`, the usual one, or `sp800-56c`: the derivation function of an agreement.
    kdf: Text text String;
    /// Data that a key is made with; the hash of a session of TLS.
    data: Bytes bytes Vec<u8>;
    /// The key that is put behind another.
    key: Key number u64;
    /// The key that is the salt of HKDF.
    salt_key: Key number u64;
    /// Whether the vectors of messages are counted instead of drawn.
    counted: Truth truth bool;
    /// A password.
    password: Secret bytes Secret;
    /// How often PBKDF2 goes round.
    iterations: Number number u64;
    /// The bit of a key that what is taken from it begins with.
    first_bit: Number number u64;
    /// What the client has sent (TLS).
    client_random: Bytes bytes Vec<u8>;
    /// What the server has sent (TLS).
    server_random: Bytes bytes Vec<u8>;
    /// Whether the version in a premaster secret is wanted too (TLS).
    version: Truth truth bool;
    /// Bytes of each key for data (TLS).
    key_len: Number number u64;
    /// Bytes of each vector (TLS).
    iv_len: Number number u64;
    /// Whether the message is the server's (TLS).
    of_server: Truth truth bool;
    /// The number of a child in a wallet; from 2147483648 on they are hardened.
    index: Number number u64;
    /// The chain code of a key in a wallet: 32 bytes.
    chain_code: Bytes bytes Vec<u8>;
}

/// What makes a mechanism of its fields.
type Make = fn(&MechanismSpec) -> Result<Mechanism>;

/// A name, the fields that it takes, and what makes the mechanism.
pub type Named = (&'static str, &'static [&'static str], Make);

/// The names, one table a family.
pub static MECHANISMS: &[&[Named]] = &[
    signatures::NAMES,
    ciphers::NAMES,
    derivations::NAMES,
    derivations::TLS,
    derivations::WALLETS,
];

/// All names.
pub fn names() -> impl Iterator<Item = &'static Named> {
    MECHANISMS.iter().copied().flatten()
}

fn bad<T>(why: String) -> Result<T> {
    Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)).at("")
}

impl MechanismSpec {
    /// A mechanism with a name and no parameters.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The mechanism. `CKR_MECHANISM_INVALID` for a name that there is not, `CKR_MECHANISM_PARAM_INVALID`
    /// for fields that are missing, wrong, or not the mechanism's.
    pub fn mechanism(&self) -> Result<Mechanism> {
        if let Some((name, takes, make)) = names().find(|(name, ..)| *name == self.name) {
            self.only(name, takes)?;
            let made = make(self)?;
            made.base()?;
            return Ok(made);
        }
        if let Some(algorithm) = super::ALGORITHMS.iter().find(|a| a.name == self.name) {
            return algorithm.spec(self)?.mechanism();
        }
        let number = self.name.starts_with("CKM_").then(|| ck::value_in(ck::CKM, &self.name));
        match number.flatten() {
            Some(number) => {
                self.only(&self.name, &["iv"])?;
                let params = match &self.iv {
                    Some(iv) => strongroom_base::Params::Bytes(iv.clone()),
                    None => strongroom_base::Params::None,
                };
                Ok(Mechanism::of(strongroom_base::Mechanism::new(number, params)))
            }
            None => {
                let known: Vec<&str> = names().map(|(name, ..)| *name).collect();
                let known = known.join(", ");
                let why = format!("there is no mechanism \"{}\"; there are {known}", self.name);
                Err(Error::new(ck::CKR_MECHANISM_INVALID, why)).at("")
            }
        }
    }

    fn only(&self, name: &str, takes: &[&str]) -> Result<()> {
        match self.given().find(|field| !takes.contains(field)) {
            None => Ok(()),
            Some(field) if takes.is_empty() => {
                bad(format!("{name} takes no parameters, and no {field}"))
            }
            Some(field) => bad(format!("{name} takes no {field}; it takes {}", takes.join(", "))),
        }
    }

    fn hash(&self) -> Result<Option<Hash>> {
        self.hash.as_deref().map(str::parse).transpose().at("")
    }

    fn hash_or(&self, usual: Hash) -> Result<Hash> {
        Ok(self.hash()?.unwrap_or(usual))
    }

    fn wanted_hash(&self) -> Result<Hash> {
        self.wanted(self.hash()?, "a hash")
    }

    /// What the mechanism cannot do without.
    fn wanted<T>(&self, value: Option<T>, what: &str) -> Result<T> {
        match value {
            Some(value) => Ok(value),
            None => bad(format!("{} needs {what}", self.name)),
        }
    }

    fn iv(&self) -> Result<&[u8]> {
        self.wanted(self.iv.as_deref(), "an iv")
    }

    fn data(&self) -> Result<&[u8]> {
        self.wanted(self.data.as_deref(), "data")
    }

    fn public(&self) -> Result<&[u8]> {
        self.wanted(self.public.as_deref(), "public")
    }

    fn encoded(&self, mechanism: Mechanism) -> Result<Mechanism> {
        match &self.encoding {
            Some(encoding) => Ok(mechanism.encoded(encoding.parse().at("")?)),
            None => Ok(mechanism),
        }
    }

    fn masked(&self, mechanism: Mechanism) -> Result<Mechanism> {
        match &self.mgf_hash {
            Some(hash) => Ok(mechanism.mgf_hash(hash.parse().at("")?)),
            None => Ok(mechanism),
        }
    }

    fn tagged(&self, mechanism: Mechanism) -> Mechanism {
        set(set_bytes(mechanism, &self.aad, Mechanism::aad), self.tag_len, Mechanism::tag_len)
    }

    /// With the derivation function that is said, where a hash is.
    fn derived(&self, mechanism: Mechanism, hash: Option<Hash>) -> Result<Mechanism> {
        let Some(hash) = hash else {
            return match (&self.kdf, &self.shared) {
                (None, None) => Ok(mechanism),
                _ => bad(format!("{} derives with a hash only", self.name)),
            };
        };
        type With = fn(Mechanism, Hash, &[u8]) -> Mechanism;
        static FUNCTIONS: &[(&str, With)] =
            &[("x963", Mechanism::kdf), ("sp800-56c", Mechanism::kdf_sp800_56c)];
        let word = self.kdf.as_deref().unwrap_or("x963");
        let with = words::meaning(FUNCTIONS, word, "derivation function").at("")?;
        Ok(with(mechanism, hash, self.shared.as_deref().unwrap_or_default()))
    }
}

fn set<T>(
    mechanism: Mechanism,
    value: Option<T>,
    with: fn(Mechanism, T) -> Mechanism,
) -> Mechanism {
    match value {
        Some(value) => with(mechanism, value),
        None => mechanism,
    }
}

fn set_bytes(
    mechanism: Mechanism,
    value: &Option<Vec<u8>>,
    with: fn(Mechanism, &[u8]) -> Mechanism,
) -> Mechanism {
    match value {
        Some(value) => with(mechanism, value),
        None => mechanism,
    }
}
