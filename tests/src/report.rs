//! A list of findings for tests that walk a table: every row is tried, all that is wrong is shown.

use crate::names;
use std::fmt::Display;

/// Counts what was checked and keeps what failed.
#[derive(Default)]
pub struct Report {
    checked: usize,
    failures: Vec<String>,
}

impl Report {
    /// An empty report.
    pub fn new() -> Report {
        Report::default()
    }

    /// One check: `what` should have answered one of `want`.
    pub fn answers(&mut self, what: impl Display, got: u64, want: &[u64]) {
        self.checked += 1;
        if !want.contains(&got) {
            let want: Vec<String> = want.iter().map(|w| names::rv(*w)).collect();
            self.failures.push(format!(
                "{what}: expected {}, got {}",
                want.join(" or "),
                names::rv(got)
            ));
        }
    }

    /// One check: `what` should hold.
    pub fn holds(&mut self, what: impl Display, held: bool) {
        self.checked += 1;
        if !held {
            self.failures.push(what.to_string());
        }
    }

    /// Number of checks so far.
    pub fn checked(&self) -> usize {
        self.checked
    }

    /// Prints the count under `title`; panics with every failure when there is one.
    #[track_caller]
    pub fn finish(self, title: &str) {
        println!("{title}: {} checked, {} failed", self.checked, self.failures.len());
        assert!(self.checked > 0, "{title}: nothing was checked");
        let shown = self.failures.iter().take(200).map(|f| format!("  {f}")).collect::<Vec<_>>();
        assert!(
            self.failures.is_empty(),
            "{} of {} checks failed:\n{}",
            self.failures.len(),
            self.checked,
            shown.join("\n")
        );
    }
}
