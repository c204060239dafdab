//! `CKA_UNIQUE_ID` (PKCS #11 v3.2, section 4.4.1): UUIDs of random bytes. They are drawn many at a time,
//! since the generator's cost is by the call and not by the byte; they are no secret.

use crate::random;
use parking_lot::Mutex;
use strongroom_base::{Result, lane};

/// How many are drawn at once.
const DRAWN: usize = 64;

/// Threads that make objects at the same time rarely wait for one another.
const LANES: usize = 8;

/// Unique identifiers that nobody has yet.
#[derive(Default)]
pub struct UniqueIds([Lane; LANES]);

#[derive(Default)]
#[repr(align(128))]
struct Lane(Mutex<Vec<[u8; 16]>>);

impl UniqueIds {
    /// One of them.
    pub fn next(&self) -> Result<String> {
        // The lane is one of them.
        let mut left = self.0[lane(LANES)].0.lock();
        let bytes = match left.pop() {
            Some(bytes) => bytes,
            None => {
                let mut drawn = [[0; 16]; DRAWN];
                random::fill(drawn.as_flattened_mut())?;
                let [first, others @ ..] = drawn;
                left.extend(others);
                first
            }
        };
        drop(left);
        Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn none_comes_twice() {
        let ids = UniqueIds::default();
        let drawn: HashSet<String> = (0..5 * DRAWN).map(|_| ids.next().unwrap()).collect();
        assert_eq!(drawn.len(), 5 * DRAWN);
        assert!(drawn.iter().all(|id| id.len() == 36 && id.as_bytes()[14] == b'4'));
    }
}
