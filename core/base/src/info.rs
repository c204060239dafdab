//! What slots, tokens, sessions and mechanisms say of themselves: the fields of `CK_INFO`,
//! `CK_SLOT_INFO`, `CK_TOKEN_INFO`, `CK_SESSION_INFO` and `CK_MECHANISM_INFO` (PKCS #11 v3.2, section 3)
//! as Rust values. Texts are not padded here; the C interface pads them.

use minicbor::{Decode, Encode};

/// Major and minor.
pub type Version = (u8, u8);

/// Who made this, as every structure says.
pub const MANUFACTURER: &str = "Strongroom";
/// What this is.
pub const DESCRIPTION: &str = "Strongroom software HSM";

/// `CK_SLOT_INFO`
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SlotInfo {
    /// At most 64 bytes of UTF-8.
    #[n(0)]
    pub description: String,
    /// At most 32 bytes of UTF-8.
    #[n(1)]
    pub manufacturer: String,
    /// `CKF_TOKEN_PRESENT` …
    #[n(2)]
    pub flags: u64,
    /// Of the slot.
    #[n(3)]
    pub hardware: Version,
    /// Of the slot.
    #[n(4)]
    pub firmware: Version,
}

/// `CK_TOKEN_INFO`. Counts are as in the specification: 0 is no limit, all bits set is unknown.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenInfo {
    /// At most 32 bytes of UTF-8, without padding.
    #[n(0)]
    pub label: String,
    /// At most 32 bytes of UTF-8.
    #[n(1)]
    pub manufacturer: String,
    /// At most 16 bytes of UTF-8.
    #[n(2)]
    pub model: String,
    /// At most 16 characters.
    #[n(3)]
    pub serial: String,
    /// `CKF_…` of a token.
    #[n(4)]
    pub flags: u64,
    /// How many sessions one application may have.
    #[n(5)]
    pub max_sessions: u64,
    /// How many this application has.
    #[n(6)]
    pub sessions: u64,
    /// How many read/write sessions one application may have.
    #[n(7)]
    pub max_rw_sessions: u64,
    /// How many this application has.
    #[n(8)]
    pub rw_sessions: u64,
    /// Bytes.
    #[n(9)]
    pub max_pin_len: u64,
    /// Bytes.
    #[n(10)]
    pub min_pin_len: u64,
    /// Of the token.
    #[n(11)]
    pub hardware: Version,
    /// Of the token.
    #[n(12)]
    pub firmware: Version,
}

/// `CK_SESSION_INFO`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SessionInfo {
    /// The slot that the session's token is in.
    #[n(0)]
    pub slot: u64,
    /// `CKS_…`
    #[n(1)]
    pub state: u64,
    /// `CKF_SERIAL_SESSION`, `CKF_RW_SESSION`
    #[n(2)]
    pub flags: u64,
}

/// `CK_MECHANISM_INFO`
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MechanismInfo {
    /// In the unit that the mechanism uses, bits or bytes.
    #[n(0)]
    pub min_key_size: u64,
    /// In the same unit.
    #[n(1)]
    pub max_key_size: u64,
    /// `CKF_…` of a mechanism.
    #[n(2)]
    pub flags: u64,
}
