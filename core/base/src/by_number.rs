//! Maps from numbers that nobody chooses to do harm: handles that are counted up, and the numbers of the
//! specification. They need no hashing against attack, and every call looks something up.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from numbers; of longer ones, such as a keyed hash gives, the last 64 bits count.
pub type ByNumber<T, N = u64> = HashMap<N, T, BuildHasherDefault<NumberHasher>>;

/// Spreads a number with one multiplication.
#[derive(Default)]
pub struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn write_u64(&mut self, number: u64) {
        // The map takes its group from the high bits and its place from the low ones.
        self.0 = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}
