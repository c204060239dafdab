//! Answers of searches, kept for as long as nothing in the keystore changes. What is kept is what was
//! found by opening and comparing each object, never what the index said; so an answer that is given
//! again is as good as the search made again. Programs look for the same few keys before each use.
//!
//! A search is known by what the keystore's keys make of the values looked for: nothing can be read from
//! that, and what a user found is out of reach without the keys of a login.

use parking_lot::Mutex;
use strongroom_base::ByNumber;

/// Threads that look for different things rarely wait for one another.
const SHARDS: usize = 16;
/// How many answers a shard keeps: with all shards, those about 262,144 searches in at most 25 MiB.
const KEPT: usize = 1 << 14;
/// How many objects an answer has at most. A key pair with its certificate is found by one identifier;
/// who finds more will not look for it often.
const MOST: usize = 3;

/// Answers by what was looked for.
#[derive(Default)]
pub struct Answers([Shard; SHARDS]);

#[derive(Default)]
#[repr(align(128))]
struct Shard(Mutex<ByNumber<Answer, u128>>);

struct Answer {
    /// The keystore's generation before the search.
    generation: u64,
    /// Zero is not a handle.
    handles: [u64; MOST],
}

impl Answers {
    fn shard(&self, question: u128) -> &Shard {
        // The remainder is below the number of shards.
        &self.0[usize::try_from((question >> 64) % SHARDS as u128).unwrap_or(0)]
    }

    /// The handles of the objects that match, if they are known and nothing has changed since.
    pub fn get(&self, question: u128, generation: u64) -> Option<Vec<u64>> {
        let shard = self.shard(question).0.lock();
        let answer = shard.get(&question).filter(|answer| answer.generation == generation)?;
        Some(answer.handles.iter().copied().filter(|handle| *handle != 0).collect())
    }

    /// Keeps the handles of all objects that match, as they were found after `generation`.
    pub fn put(&self, question: u128, generation: u64, found: &[u64]) {
        let mut handles = [0; MOST];
        let Some(kept) = handles.get_mut(..found.len()) else { return };
        kept.copy_from_slice(found);
        let mut shard = self.shard(question).0.lock();
        if shard.len() >= KEPT && !shard.contains_key(&question) {
            shard.retain(|_, answer| answer.generation == generation);
            if shard.len() > KEPT / 2 {
                shard.clear();
            }
        }
        shard.insert(question, Answer { generation, handles });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_end_with_their_generation() {
        let answers = Answers::default();
        answers.put(1, 5, &[4, 8]);
        answers.put(2, 5, &[]);
        assert_eq!(answers.get(1, 5), Some(vec![4, 8]));
        assert_eq!(answers.get(1, 6), None);
        assert_eq!(answers.get(2, 5), Some(Vec::new()));
        answers.put(1, 6, &[8]);
        assert_eq!(answers.get(1, 6), Some(vec![8]));
        answers.put(3, 5, &[4; MOST + 1]);
        assert_eq!(answers.get(3, 5), None);
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let answers = Answers::default();
        let kept = || answers.0.iter().map(|shard| shard.0.lock().len()).sum::<usize>();
        for question in 0..3 * KEPT as u128 {
            answers.put(question, 1, &[4]);
        }
        assert!((1..=KEPT).contains(&kept()), "all are of one shard");
        answers.put(u128::MAX, 2, &[4]);
        assert_eq!(answers.get(u128::MAX, 2), Some(vec![4]));
    }
}
