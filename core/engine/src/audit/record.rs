//! A record of the audit log: what was done, by whom, and what came of it. Each carries the hash of the one
//! before it, so that none can be taken out, put in or changed unnoticed; a checkpoint is signed as well.
//! A record never holds a PIN, data, or a value of an attribute.
//!
//! In its file a record is four bytes of length, little-endian, and that many bytes of CBOR: a map whose
//! keys are the numbers beside the fields here. Its hash is SHA-256 of those bytes, without the length. A
//! checkpoint's signature is Ed25519 (RFC 8032) over the 8 bytes of its sequence number, big-endian, and
//! the hash of the record before it.

use aws_lc_rs::digest;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

/// Bytes of a record's length.
pub const PREFIX: usize = 4;
/// The longest record: nothing in it comes from a caller but a name.
pub const MAX_LEN: usize = 4096;

/// SHA-256 of a record.
pub type Hash = [u8; 32];

/// A record.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Record {
    /// Counts from 1.
    #[n(0)]
    pub sequence: u64,
    /// Microseconds since 1970.
    #[n(1)]
    pub time: u64,
    /// The hash of the record before it; zeros in the first one.
    #[n(2)]
    pub previous: ByteArray<32>,
    /// What happened; `None` for a checkpoint.
    #[n(3)]
    pub event: Option<Event>,
    /// Of a checkpoint.
    #[n(4)]
    pub signature: Option<ByteArray<64>>,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct Event {
    /// The operation of the seam, or another name.
    #[n(0)]
    pub operation: String,
    /// Who did it: a client of the service, or nobody for a program on this machine.
    #[n(1)]
    pub identity: String,
    /// The process, and the user that it ran as.
    #[n(2)]
    pub process: (u32, u32),
    /// The slot.
    #[n(3)]
    pub slot: Option<u64>,
    /// The application's handle of the session.
    #[n(4)]
    pub session: Option<u64>,
    /// `CKM_…`
    #[n(5)]
    pub mechanism: Option<u64>,
    /// The handle of the object that was made, used or changed.
    #[n(6)]
    pub object: Option<u64>,
    /// `CKU_…` of a login.
    #[n(7)]
    pub user: Option<u64>,
    /// What came of it: a return value.
    #[n(8)]
    pub result: u64,
    /// What else there is to say: the name of a client.
    #[n(9)]
    pub what: Option<String>,
}

impl Record {
    /// The record as bytes.
    pub fn encode(&self) -> Vec<u8> {
        // Writing to a vector cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// The record at the front of some bytes, and how many bytes it takes; `None` when there is no whole
    /// one.
    pub fn read(bytes: &[u8]) -> Option<(Self, &[u8], usize)> {
        let (prefix, rest) = bytes.split_first_chunk::<PREFIX>()?;
        let len = usize::try_from(u32::from_le_bytes(*prefix)).ok().filter(|n| *n <= MAX_LEN)?;
        let body = rest.get(..len)?;
        let mut decoder = minicbor::Decoder::new(body);
        let record = decoder.decode().ok()?;
        (decoder.position() == len).then_some((record, body, PREFIX + len))
    }

    /// What a checkpoint's signature is over.
    pub fn signed(sequence: u64, previous: &Hash) -> [u8; 40] {
        let mut bytes = [0; 40];
        let (first, rest) = bytes.split_at_mut(8);
        first.copy_from_slice(&sequence.to_be_bytes());
        rest.copy_from_slice(previous);
        bytes
    }
}

/// The hash of a record's bytes.
pub fn hash(body: &[u8]) -> Hash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, body).as_ref());
    hash
}
