//! How answers look: aligned tables for people, JSON for machines, and failures on standard error.
//!
//! With `--json` a command that succeeds writes one JSON object to standard output: a list under the name
//! of what it lists (`slots`, `tokens`, `objects`, `mechanisms`, `findings`), or the fields of the one
//! thing it is about. Names of types are those of the specification without their prefix, in small
//! letters. A command that fails writes `{"error": {"doing", "why", "name", "rv", "next"}}` to standard
//! error, where `name` and `rv` are the PKCS #11 return value, if the instance gave one. Remarks go to standard error in any case.

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};
use strongroom::Error;
use strongroom_base::ck;

/// Why a command failed, and what to do next.
pub struct Failure {
    doing: String,
    why: String,
    /// The return value, where the instance gave one.
    rv: Option<(u64, &'static str)>,
    next: Option<String>,
    usage: bool,
}

impl Failure {
    /// What was being done, and what went wrong.
    pub fn new(doing: impl Into<String>, error: impl Into<Error>) -> Self {
        let error = error.into();
        Self {
            next: usual(&error).map(str::to_owned),
            rv: Some((error.rv(), error.name())),
            ..Self::outside(doing, error.why())
        }
    }

    /// Something outside of the instance went wrong: a file, an answer.
    pub fn outside(doing: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self { doing: doing.into(), why: why.to_string(), rv: None, next: None, usage: false }
    }

    /// A wrong argument that the parser could not see.
    pub fn usage(doing: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self { usage: true, ..Self::outside(doing, why) }
    }

    /// What to do next.
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    /// What the process says with its exit code.
    pub fn exit_code(&self) -> u8 {
        if self.usage { 2 } else { 1 }
    }
}

/// What to do after the failures that people meet most.
fn usual(error: &Error) -> Option<&'static str> {
    Some(match error.rv() {
        ck::CKR_TOKEN_NOT_PRESENT => {
            "`strongroom init` makes an instance; --instance names another one"
        }
        ck::CKR_PIN_INCORRECT => {
            "ten wrong tries lock a PIN; `strongroom token info` shows how it stands"
        }
        ck::CKR_PIN_LOCKED => "the security officer sets a new one with `strongroom pin reset`",
        ck::CKR_USER_PIN_NOT_INITIALIZED => "set it with `strongroom pin reset`",
        ck::CKR_SLOT_ID_INVALID => "`strongroom slot list` shows the slots",
        ck::CKR_TOKEN_NOT_RECOGNIZED => "initialise it with `strongroom token init`",
        ck::CKR_OBJECT_HANDLE_INVALID | ck::CKR_KEY_HANDLE_INVALID => {
            "`strongroom key list` shows what there is"
        }
        strongroom::NOT_FOUND | strongroom::AMBIGUOUS => "`strongroom slot list` shows the tokens",
        ck::CKR_MECHANISM_INVALID => "`strongroom mechanism list` shows what there is",
        _ => return None,
    })
}

/// Says what was being done when something failed.
pub trait Doing<T> {
    /// The answer, or a failure that says what was being done.
    fn doing(self, doing: impl Into<String>) -> Result<T, Failure>;
}

impl<T, E: Into<Error>> Doing<T> for Result<T, E> {
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

    /// Whether answers are for machines.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether progress is shown: to people, at a terminal.
    pub fn shows_progress(&self) -> bool {
        !self.json && std::io::stderr().is_terminal()
    }

    /// A table for people, or the JSON for machines.
    pub fn table(&self, header: &[&str], rows: Vec<Vec<String>>, json: Value) {
        if self.json { self.json(&json) } else { self.line(&table(header, rows)) }
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

    /// A table beside the answer.
    pub fn note_table(&self, header: &[&str], rows: Vec<Vec<String>>) {
        self.note(&table(header, rows));
    }

    /// A remark beside the answer.
    pub fn note(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    /// A failure.
    pub fn failure(&self, failure: &Failure) {
        let Failure { doing, why, rv, next, .. } = failure;
        if self.json {
            let mut fields = json!({ "doing": doing, "why": why });
            if let Some((rv, name)) = rv {
                fields["name"] = json!(name);
                fields["rv"] = json!(rv);
            }
            if let Some(next) = next {
                fields["next"] = json!(next);
            }
            let answer = json!({ "error": fields });
            return self.note(&serde_json::to_string_pretty(&answer).unwrap_or_default());
        }
        let rv = rv.map(|(_, name)| format!(" ({name})")).unwrap_or_default();
        self.note(&format!("error: {}: {}{rv}", visible(doing), visible(why)));
        if let Some(next) = next {
            self.note(&format!("  {next}"));
        }
    }
}

fn table(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    if !header.is_empty() {
        table.set_header(header);
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| visible(cell)));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table.trim_fmt()
}

/// Text without the control characters that would move a terminal's cursor: labels come from anybody.
pub fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
