//! Random bytes from the system, without a generator of our own in between.

/// The most that the system gives at once.
const MOST: usize = 256;

/// Fills at most [`MOST`] bytes; `false` when the system has none.
pub fn fill(bytes: &mut [u8]) -> bool {
    // SAFETY: the bytes are writable for their length.
    bytes.len() <= MOST && unsafe { libc::getentropy(bytes.as_mut_ptr().cast(), bytes.len()) } == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_filled_to_their_end() {
        let mut seen = [0_u8; MOST];
        for _ in 0..8 {
            let mut bytes = [0; MOST];
            assert!(fill(&mut bytes));
            seen.iter_mut().zip(bytes).for_each(|(seen, byte)| *seen |= byte);
        }
        assert!(seen.iter().all(|byte| *byte != 0));
        assert!(!fill(&mut [0; MOST + 1]));
    }
}
