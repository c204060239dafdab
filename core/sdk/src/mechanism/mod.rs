//! Mechanisms for people: a constructor for each, parameters with their usual values, and what PKCS #11
//! does not say but programs must: how an ECDSA signature is written. What is wrong with a mechanism is said
//! when it is used. A mechanism that has no constructor here is made of the seam's own
//! ([`Mechanism::of`]), which has every parameter of the specification.
//!
//! [`MechanismSpec`] is the same in names and values, for those who come from another language or from a file.
//! Constructors stand in one file a family, and so do the names (`spec`); what changes parameters afterwards stands
//! in `parameters`. A new mechanism is a constructor, and a row in the table of names.

mod agreement;
mod ciphers;
mod derivation;
mod hash;
mod message;
mod names;
mod parameters;
mod signatures;
mod signing;
mod spec;
mod tls;
mod wallet;

pub use hash::Hash;
pub use names::{ALGORITHMS, Algorithm};
pub use signing::{PADDINGS, Signing};
pub use spec::{FIELDS, MECHANISMS, MechanismSpec, Named, Sort, names};
pub use tls::KeyLengths;
pub use wallet::Wallet;

use crate::error::{At, Result};
use crate::words::by_words;
use std::borrow::Cow;
use strongroom_base::ck;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{Error, OpKind, Params};

/// How a signature of ECDSA or DSA is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Encoding {
    /// A sequence of two integers (RFC 3279, section 2.2.3), as X.509, TLS and most libraries have it.
    Der,
    /// Both numbers one after the other, as PKCS #11, JSON Web Signatures and WebCrypto have it.
    Raw,
}

/// Encodings by their names.
pub static ENCODINGS: &[(&str, Encoding)] = &[("der", Encoding::Der), ("raw", Encoding::Raw)];
by_words!(Encoding, ENCODINGS, "encoding of a signature");

/// A mechanism with its parameters.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mechanism {
    base: strongroom_base::Mechanism,
    /// Of a signature of ECDSA or DSA; `None` for everything else.
    encoding: Option<Encoding>,
    /// Of a mechanism for messages: what each has.
    series: Option<AeadMessage>,
    /// What is wrong with it.
    wrong: Option<Cow<'static, str>>,
}

impl Mechanism {
    /// One of the seam's, with every parameter that there is. An ECDSA signature is written raw.
    pub fn of(base: strongroom_base::Mechanism) -> Self {
        Self { base, encoding: None, series: None, wrong: None }
    }

    fn new(kind: u64, params: Params) -> Self {
        Self::of(strongroom_base::Mechanism::new(kind, params))
    }

    fn plain(kind: u64) -> Self {
        Self::new(kind, Params::None)
    }

    fn wrong(mut self, why: impl Into<Cow<'static, str>>) -> Self {
        self.wrong.get_or_insert(why.into());
        self
    }

    /// A row of the table of hashes, where the hash has something in it.
    fn hashed(number: u64, hash: Hash, what: &str, params: Params) -> Self {
        let made = Self::new(number, params);
        if number == 0 { made.wrong(format!("{what} does not go with {hash}")) } else { made }
    }

    /// The mechanism of the seam. `CKR_MECHANISM_PARAM_INVALID` for what is wrong with it
    pub fn base(&self) -> Result<&strongroom_base::Mechanism> {
        match &self.wrong {
            None => Ok(&self.base),
            Some(why) => Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why.clone())).at(""),
        }
    }

    /// The same for `len` bytes of input: CCM needs to know it.
    pub(crate) fn base_for(
        &self,
        kind: OpKind,
        len: usize,
    ) -> Result<Cow<'_, strongroom_base::Mechanism>> {
        let base = self.base()?;
        match &base.params {
            Params::Ccm(ccm) if ccm.data_len == 0 => {
                let mut ccm = ccm.clone();
                let len = u64::try_from(len).unwrap_or(u64::MAX);
                let tag = if kind == OpKind::Decrypt { ccm.mac_len } else { 0 };
                ccm.data_len = len.saturating_sub(tag);
                Ok(Cow::Owned(strongroom_base::Mechanism::new(base.kind, Params::Ccm(ccm))))
            }
            _ => Ok(Cow::Borrowed(base)),
        }
    }

    /// How a signature of ECDSA or DSA is written; `None` for everything else.
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    fn of_kind(mut self, kind: u64) -> Self {
        self.base.kind = kind;
        self
    }
}
