//! PKCS #7 padding: as many bytes as are missing to a whole block, one to a block, each saying how many.

use subtle::{Choice, ConstantTimeEq, ConstantTimeGreater};

/// Fills the rest of a block of which `len` bytes are there.
pub fn fill(block: &mut [u8], len: usize) {
    // Blocks have 8 or 16 bytes.
    let missing = u8::try_from(block.len().saturating_sub(len)).unwrap_or(0);
    block.get_mut(len..).unwrap_or_default().fill(missing);
}

/// How many bytes of the last block are data; `None` when it is not padded. The time tells nothing of
/// where the padding is wrong.
pub fn data_len(block: &[u8]) -> Option<usize> {
    let padding = *block.last()?;
    let size = u8::try_from(block.len()).ok()?;
    let mut right = !padding.ct_eq(&0) & !padding.ct_gt(&size);
    for (byte, from_end) in block.iter().rev().zip(1_u8..) {
        let is_data: Choice = from_end.ct_gt(&padding);
        right &= is_data | byte.ct_eq(&padding);
    }
    bool::from(right).then(|| block.len().saturating_sub(padding.into()))
}
