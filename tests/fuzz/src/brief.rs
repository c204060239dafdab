//! A short run without libFuzzer: the seeds, what was found before, and small changes to them for a while.

use crate::Target;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Longest input that is made.
const LONGEST: usize = 4096;

/// Runs a target for as long as this; gives how many inputs it was given. Panics with the input, in
/// hexadecimal, that it failed on.
pub fn brief(target: &Target, time: Duration) -> u64 {
    let mut corpus = (target.seeds)();
    corpus.extend(found(target.name));
    corpus.push(Vec::new());
    let (mut random, mut count) = (Random(0x9e37_79b9_7f4a_7c15), 0);
    for data in &corpus {
        attempt(target, data);
    }
    let begun = Instant::now();
    while begun.elapsed() < time {
        for _ in 0..64 {
            let mut data = corpus[random.below(corpus.len())].clone();
            for _ in 0..=random.below(4) {
                change(&mut data, &corpus, &mut random);
            }
            data.truncate(LONGEST);
            attempt(target, &data);
            count += 1;
        }
    }
    count
}

/// Inputs on which the target failed once: files in `found/TARGET`.
fn found(name: &str) -> Vec<Vec<u8>> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("found").join(name);
    let Ok(files) = std::fs::read_dir(directory) else { return Vec::new() };
    files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
}

fn attempt(target: &Target, data: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| target.run(data))).is_err() {
        let hex: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
        panic!("{} fails on {hex}", target.name);
    }
}

fn change(data: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
    let at = random.below(data.len() + 1);
    match (random.below(8), data.get_mut(at)) {
        (0, Some(byte)) => *byte ^= 1 << random.below(8),
        (1, Some(byte)) => *byte = [0, 1, 0x7f, 0x80, 0xff][random.below(5)],
        (2, Some(byte)) => *byte = byte.wrapping_add(1),
        (3, Some(_)) => drop(data.remove(at)),
        (4, _) => data.insert(at, random.below(256) as u8),
        (5, _) => data.truncate(at),
        (6, _) => {
            let end = (at + random.below(16)).min(data.len());
            let piece = data[at..end].to_vec();
            data.splice(at..at, piece);
        }
        (7, _) => {
            let other = &corpus[random.below(corpus.len())];
            let from = random.below(other.len() + 1);
            data.truncate(at);
            data.extend_from_slice(&other[from..]);
        }
        _ => {}
    }
}

/// Knuth's linear congruential generator: the same inputs in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}
