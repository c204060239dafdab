//! What slots, tokens, sessions and mechanisms say of themselves: the fields of `CK_INFO`,
//! `CK_SLOT_INFO`, `CK_TOKEN_INFO`, `CK_SESSION_INFO` and `CK_MECHANISM_INFO` (PKCS #11 v3.2, section 3)
//! as Rust values. Texts are not padded here; the C interface pads them.

/// Major and minor.
pub type Version = (u8, u8);

/// Who made this, as every structure says.
pub const MANUFACTURER: &str = "Strongroom";
/// What this is.
pub const DESCRIPTION: &str = "Strongroom software HSM";

/// `CK_SLOT_INFO`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SlotInfo {
    /// At most 64 bytes of UTF-8.
    pub description: String,
    /// At most 32 bytes of UTF-8.
    pub manufacturer: String,
    /// `CKF_TOKEN_PRESENT` …
    pub flags: u64,
    /// Of the slot.
    pub hardware: Version,
    /// Of the slot.
    pub firmware: Version,
}

/// `CK_TOKEN_INFO`. Counts are as in the specification: 0 is no limit, all bits set is unknown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenInfo {
    /// At most 32 bytes of UTF-8, without padding.
    pub label: String,
    /// At most 32 bytes of UTF-8.
    pub manufacturer: String,
    /// At most 16 bytes of UTF-8.
    pub model: String,
    /// At most 16 characters.
    pub serial: String,
    /// `CKF_…` of a token.
    pub flags: u64,
    /// How many sessions one application may have.
    pub max_sessions: u64,
    /// How many this application has.
    pub sessions: u64,
    /// How many read/write sessions one application may have.
    pub max_rw_sessions: u64,
    /// How many this application has.
    pub rw_sessions: u64,
    /// Bytes.
    pub max_pin_len: u64,
    /// Bytes.
    pub min_pin_len: u64,
    /// Of the token.
    pub hardware: Version,
    /// Of the token.
    pub firmware: Version,
}

/// `CK_SESSION_INFO`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionInfo {
    /// The slot that the session's token is in.
    pub slot: u64,
    /// `CKS_…`
    pub state: u64,
    /// `CKF_SERIAL_SESSION`, `CKF_RW_SESSION`
    pub flags: u64,
}

/// `CK_MECHANISM_INFO`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MechanismInfo {
    /// In the unit that the mechanism uses, bits or bytes.
    pub min_key_size: u64,
    /// In the same unit.
    pub max_key_size: u64,
    /// `CKF_…` of a mechanism.
    pub flags: u64,
}
