//! Calls that are carried out while their caller goes on (PKCS #11 v3.2, section 5.21): what is asked for, and
//! what has come of it.

use crate::{Mechanism, OpKind, Template};
use minicbor::{Decode, Encode};

/// What is to be done.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub enum Task {
    /// `C_GenerateKey`
    #[n(0)]
    GenerateKey(#[n(0)] Mechanism, #[n(1)] Template),
    /// `C_GenerateKeyPair`
    #[n(1)]
    GenerateKeyPair(#[n(0)] Mechanism, #[n(1)] Template, #[n(2)] Template),
    /// The one part of an active operation, with room for so many bytes of output: `C_Sign`.
    #[n(2)]
    Once(#[n(0)] OpKind, #[cbor(n(1), with = "minicbor::bytes")] Vec<u8>, #[n(2)] u64),
    /// The end of an active operation of several parts, with room for so many bytes: `C_SignFinal`.
    #[n(3)]
    Final(#[n(0)] OpKind, #[n(1)] u64),
}

impl Task {
    /// The function that it is.
    pub fn function(&self) -> &'static str {
        match self {
            Self::GenerateKey(..) => "C_GenerateKey",
            Self::GenerateKeyPair(..) => "C_GenerateKeyPair",
            Self::Once(..) => "C_Sign",
            Self::Final(..) => "C_SignFinal",
        }
    }

    /// Bytes of room for its output.
    pub fn room(&self) -> u64 {
        match self {
            Self::GenerateKey(..) | Self::GenerateKeyPair(..) => 0,
            Self::Once(_, _, room) | Self::Final(_, room) => *room,
        }
    }
}

/// What has come of a task.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct Done {
    /// Whether it has ended; until then there is nothing else.
    #[n(0)]
    pub ended: bool,
    /// Its output.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub output: Vec<u8>,
    /// The objects that it made, in the order of the function.
    #[n(2)]
    pub objects: Vec<u64>,
}
