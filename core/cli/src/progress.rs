//! Progress of long work, for people at a terminal; nobody else sees it.

use crate::output::Output;
use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar of steps.
pub fn bar(output: &Output, doing: &str, steps: u64) -> ProgressBar {
    if !output.shows_progress() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:40} {pos}/{len}");
    ProgressBar::new(steps)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(doing.to_owned())
}

/// A sign of life for work whose length nobody knows.
pub fn spinner(output: &Output, doing: &str) -> ProgressBar {
    if !output.shows_progress() {
        return ProgressBar::hidden();
    }
    let spinner = ProgressBar::new_spinner().with_message(format!("{doing} …"));
    spinner.enable_steady_tick(Duration::from_millis(100));
    spinner
}
