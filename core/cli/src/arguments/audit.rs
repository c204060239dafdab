//! The arguments of what is done with the audit log.

use super::*;
use clap::ValueEnum;

#[derive(Subcommand)]
pub enum Audit {
    /// Show the newest records
    #[command(after_help = "Examples:
  strongroom audit show
  strongroom audit show --failed --since 2027-01-31
  strongroom audit show --slot 0 --operation login --limit 1000 --json")]
    Show(Shown),
    /// Prove that no record was changed, taken out or put in; exits with 1 when one was
    #[command(after_help = "Examples:
  strongroom audit verify
  strongroom audit verify --json")]
    Verify,
    /// Write all records, for keeping or verifying them elsewhere
    #[command(
        after_help = "In JSON, a line is a record. Its \"encoded\" bytes are what is hashed with SHA-256 into the
\"previous\" of the next one; the \"signature\" of a checkpoint is Ed25519, with the key that
`strongroom audit verify` shows, over the record's number (8 bytes, big-endian) and its \"previous\".

Examples:
  strongroom audit export --output audit.jsonl
  strongroom audit export --format csv > audit.csv"
    )]
    Export {
        /// One record a line
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// The file to write; standard output otherwise
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Show or change what is recorded
    #[command(
        after_help = "Management and logins are recorded in any case, durably, before they are answered. Uses of keys
are gathered for a moment: what was gathered last can be lost when the process is killed.

Examples:
  strongroom audit configure
  strongroom audit configure --key-use on"
    )]
    Configure {
        /// Whether uses of keys are recorded
        #[arg(long, value_name = "on|off", value_parser = on_or_off)]
        key_use: Option<bool>,
    },
}

fn on_or_off(text: &str) -> Result<bool, String> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("it is on or off".into()),
    }
}

/// A form of records
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// JSON, with all that is needed to verify it
    Json,
    /// Comma-separated values
    Csv,
}

/// Which records
#[derive(Args)]
pub struct Shown {
    /// Not older than this: 2027-01-31, or 2027-01-31T12:00:00Z
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// About this slot
    #[arg(long, value_name = "N")]
    pub slot: Option<u64>,
    /// By this client of the service
    #[arg(long, value_name = "NAME")]
    pub client: Option<String>,
    /// This operation: login, generate_key_pair, op_once, …
    #[arg(long, value_name = "NAME")]
    pub operation: Option<String>,
    /// That failed
    #[arg(long)]
    pub failed: bool,
    /// Checkpoints too
    #[arg(long)]
    pub checkpoints: bool,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
}
