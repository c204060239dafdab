//! The limits that hold everywhere, so that a length from a caller, a disk or a network is refused
//! before memory is given to it.

/// Attributes in one template.
pub const MAX_ATTRIBUTES: usize = 512;
/// Templates within templates.
pub const MAX_TEMPLATE_DEPTH: usize = 4;
/// Bytes of one attribute's value.
pub const MAX_ATTRIBUTE_LEN: usize = 1 << 20;
/// Bytes of a mechanism's parameter, or of one part of it.
pub const MAX_PARAMETER_LEN: usize = 1 << 20;
/// Bytes of data to or from one call.
pub const MAX_DATA_LEN: usize = 1 << 31;
/// Mechanism types in one list.
pub const MAX_MECHANISMS: usize = 1024;
/// Pieces of input, and further keys, of one derivation (`CK_SP800_108_KDF_PARAMS`).
pub const MAX_KDF_PARTS: usize = 64;
/// Pieces of data that one call signs.
pub const MAX_BATCH: usize = 1 << 16;
/// Bytes of the shortest PIN (`ulMinPinLen`).
pub const MIN_PIN_LEN: usize = 4;
/// Bytes of the longest PIN (`ulMaxPinLen`).
pub const MAX_PIN_LEN: usize = 255;
/// Bytes of a token's label (`CK_TOKEN_INFO`).
pub const LABEL_LEN: usize = 32;
/// The user PIN of every token of a fresh instance.
pub const DEFAULT_USER_PIN: &str = "98765432";
/// The security officer's PIN of every token of a fresh instance.
pub const DEFAULT_SO_PIN: &str = "87654321";
/// The slots of a fresh instance.
pub const DEFAULT_SLOTS: u64 = 10;
