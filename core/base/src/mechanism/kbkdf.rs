//! The parameters of the key derivations of SP 800-108 (PKCS #11 v3.2, section 6.42): which function,
//! what it is fed with in each round, and which keys are to come out beside the first.

use crate::Template;
use crate::cbor::parts;
use minicbor::{Decode, Encode};

/// `CK_SP800_108_KDF_PARAMS` or `CK_SP800_108_FEEDBACK_KDF_PARAMS`; the mechanism says which mode it is.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Kbkdf {
    /// The pseudo-random function: `CKM_SHA256_HMAC`, `CKM_AES_CMAC`, …
    #[n(0)]
    pub prf: u64,
    /// What the input of each round consists of, in order.
    #[cbor(n(1), decode_with = "parts")]
    pub fields: Vec<Field>,
    /// The first chaining value of the feedback mode; empty elsewhere.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub iv: Vec<u8>,
    /// The templates of the keys that come after the first.
    #[cbor(n(3), decode_with = "parts")]
    pub additional: Vec<Template>,
}

impl Kbkdf {
    /// The keys whose values are fed in.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.fields.iter().filter_map(|field| match field {
            Field::Key(handle) => Some(*handle),
            _ => None,
        })
    }
}

/// `CK_PRF_DATA_PARAM`: a piece of a round's input.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Field {
    /// The iteration variable: in the counter mode the counter in this form, in the other modes a
    /// chaining value, without a form.
    #[n(0)]
    Iteration(#[n(0)] Option<Counter>),
    /// The number of the round, in the modes whose iteration variable it is not.
    #[n(1)]
    Counter(#[n(0)] Counter),
    /// The length of all that is derived.
    #[n(2)]
    DkmLength(#[n(0)] DkmLength),
    /// These bytes.
    #[n(3)]
    Bytes(#[cbor(n(0), with = "minicbor::bytes")] Vec<u8>),
    /// The value of this key.
    #[n(4)]
    Key(#[n(0)] u64),
}

/// `CK_SP800_108_COUNTER_FORMAT`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Counter {
    /// The byte order.
    #[n(0)]
    pub little_endian: bool,
    /// Its width in bits: 8, 16, 24 or 32.
    #[n(1)]
    pub bits: u64,
}

/// `CK_SP800_108_DKM_LENGTH_FORMAT`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DkmLength {
    /// Whether whole rounds count (`CK_SP800_108_DKM_LENGTH_SUM_OF_SEGMENTS`), or the keys
    /// (`…_SUM_OF_KEYS`).
    #[n(0)]
    pub of_segments: bool,
    /// The byte order.
    #[n(1)]
    pub little_endian: bool,
    /// Its width in bits: 8, 16, … 64.
    #[n(2)]
    pub bits: u64,
}
