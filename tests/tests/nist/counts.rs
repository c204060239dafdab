//! What came of a file's answers, by mechanism.

use std::collections::BTreeMap;
use strongroom_base::ck;
use strongroom_tests::{Rv, names};

/// Counts some files.
#[derive(Default)]
pub struct Counts {
    rows: BTreeMap<u64, (usize, usize)>,
    wrong: Vec<String>,
}

impl Counts {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// An answer that should be these bytes.
    pub fn gives(&mut self, row: u64, place: &str, made: Result<Vec<u8>, Rv>, expected: &[u8]) {
        let came = match made {
            Ok(bytes) if bytes == expected => {
                self.rows.entry(row).or_default().0 += 1;
                return;
            }
            Ok(_) => "other bytes".to_owned(),
            Err(rv) => rv.to_string(),
        };
        self.wrong.push(format!("{place}: {came}"));
    }

    /// A call that should be refused, with one of these return values.
    pub fn refuses<T>(&mut self, row: u64, place: &str, made: Result<T, Rv>, with: &[u64]) {
        match made.map_err(|rv| rv.code) {
            Err(code) if with.contains(&code) => self.rows.entry(row).or_default().1 += 1,
            Err(code) => self.wrong.push(format!("{place}: {}", names::rv(code))),
            Ok(_) => self.wrong.push(format!("{place}: was not refused")),
        }
    }

    /// Prints the counts; fails where an answer was wrong, or there were fewer than `floor`.
    #[track_caller]
    pub fn finish(self, floor: usize) {
        let mut all = 0;
        for (row, (right, refused)) in &self.rows {
            let name = ck::name_in(ck::CKM, *row).unwrap_or("of no known name");
            println!("{name}: {right} right, {refused} refused");
            all += right + refused;
        }
        let shown: Vec<_> = self.wrong.iter().take(50).map(String::as_str).collect();
        assert!(shown.is_empty(), "{} wrong:\n{}", self.wrong.len(), shown.join("\n"));
        assert!(all >= floor, "only {all} answers, of at least {floor}");
    }
}
