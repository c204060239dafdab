//! How answers look: aligned tables for people, JSON for machines, and failures on standard error.

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use strongroom_base::Error;

/// Why a command failed, and what to do next.
pub struct Failure {
    doing: String,
    error: Error,
    next: Option<String>,
}

impl Failure {
    /// What was being done, and what went wrong.
    pub fn new(doing: impl Into<String>, error: Error) -> Self {
        Self { doing: doing.into(), error, next: None }
    }

    /// What to do next.
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }
}

/// Says what was being done when something failed.
pub trait Doing<T> {
    /// The answer, or a failure that says what was being done.
    fn doing(self, doing: impl Into<String>) -> Result<T, Failure>;
}

impl<T> Doing<T> for strongroom_base::Result<T> {
    fn doing(self, doing: impl Into<String>) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(doing, error))
    }
}

/// Where answers go.
pub struct Output {
    json: bool,
}

impl Output {
    /// Answers for people, or in JSON.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether progress is shown: to people, at a terminal.
    pub fn shows_progress(&self) -> bool {
        !self.json && std::io::stderr().is_terminal()
    }

    /// A table for people, or the JSON for machines.
    pub fn table(&self, header: &[&str], rows: Vec<Vec<String>>, json: Value) {
        if self.json {
            return self.json(&json);
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Disabled);
        if !header.is_empty() {
            table.set_header(header);
        }
        for row in rows {
            table.add_row(row);
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        self.line(&table.trim_fmt());
    }

    /// Sentences for people, or the JSON for machines.
    pub fn say(&self, text: &str, json: Value) {
        if self.json { self.json(&json) } else { self.line(text) }
    }

    fn json(&self, json: &Value) {
        self.line(&serde_json::to_string_pretty(json).unwrap_or_default());
    }

    fn line(&self, text: &str) {
        // Whoever reads may have gone; that is no failure of the command.
        let _ = writeln!(std::io::stdout(), "{text}");
    }

    /// A remark beside the answer.
    pub fn note(&self, text: &str) {
        eprintln!("{text}");
    }

    /// A failure.
    pub fn failure(&self, failure: &Failure) {
        let Failure { doing, error, next } = failure;
        if self.json {
            let mut answer = json!({
                "error": {
                    "doing": doing,
                    "why": error.why(),
                    "name": error.rv().name(),
                    "rv": error.rv().0,
                }
            });
            if let (Some(next), Some(error)) = (next, answer.get_mut("error")) {
                error["next"] = json!(next);
            }
            return self.json(&answer);
        }
        eprintln!("error: {doing}: {} ({})", error.why(), error.rv());
        if let Some(next) = next {
            eprintln!("  {next}");
        }
    }
}
