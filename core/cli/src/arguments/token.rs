//! The arguments of what is done with tokens and their PINs.

use super::*;

#[derive(Subcommand)]
pub enum Token {
    /// Initialise a token: its objects are destroyed, its label and security officer's PIN set
    #[command(
        after_help = "The user's PIN is unset afterwards; `strongroom pin reset` sets it. A token that is
initialised already wants its security officer's PIN, and keeps it.

Example:
  strongroom token init --slot 3 --label signing --so-pin-file so.pin"
    )]
    Init {
        /// The slot's number
        #[arg(long, value_name = "N")]
        slot: u64,
        /// The new label, at most 32 bytes of UTF-8
        #[arg(long)]
        label: String,
        /// A file whose first line is the security officer's PIN
        #[arg(long, value_name = "FILE")]
        so_pin_file: Option<PathBuf>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        /// How much the token allows from now on: standard or strict; otherwise it stays as it is
        #[arg(long, value_name = "PROFILE")]
        policy: Option<Profile>,
    },
    /// Show or set what a token allows
    #[command(
        after_help = "Without settings, the policy is shown. To set it takes the security officer's PIN. The profile
changes only while the token has no objects; `strongroom token init --policy` makes it so.

The strict profile refuses what is known to give keys away: keys with two purposes, wrapping with keys that
came from elsewhere, wrapping without authentication, mechanisms of legacy standing and keys that are too
short. What it refuses can be permitted one by one.

Examples:
  strongroom token policy --slot 3
  strongroom token policy --slot 3 --profile strict
  strongroom token policy --slot 3 --only ecdsa,ecdsa-sha256,ec-key-pair-gen
  strongroom token policy --slot 3 --only any --permit sha-1-hmac --min-size rsa=3072"
    )]
    Policy {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        settings: PolicySettings,
        /// A file whose first line is the security officer's PIN
        #[arg(long, value_name = "FILE")]
        so_pin_file: Option<PathBuf>,
    },
    /// Show what a token says of itself
    #[command(after_help = "Example:
  strongroom token info --token strongroom-0")]
    Info {
        #[command(flatten)]
        which: Which,
    },
}

/// What to set of a token's policy; the rest stays.
#[derive(Args)]
pub struct PolicySettings {
    /// standard or strict
    #[arg(long)]
    pub profile: Option<Profile>,
    /// The only mechanisms that there shall be, by name; "any" ends that
    #[arg(long, value_delimiter = ',', value_name = "MECHANISM")]
    pub only: Vec<String>,
    /// What the strict profile refuses and shall be there nevertheless; "none" ends that
    #[arg(long, value_delimiter = ',', value_name = "MECHANISM")]
    pub permit: Vec<String>,
    /// The smallest keys of a type, in bits, such as rsa=3072; 0 for what the profile says
    #[arg(long, value_delimiter = ',', value_name = "TYPE=BITS")]
    pub min_size: Vec<String>,
}

#[derive(Subcommand)]
pub enum Pin {
    /// Change the user's PIN, or with --so the security officer's
    #[command(after_help = "Examples:
  strongroom pin change --slot 0
  strongroom pin change --slot 0 --so
  strongroom pin change --slot 0 --pin-file old.pin --new-pin-file new.pin")]
    Change {
        #[command(flatten)]
        which: Which,
        /// A file whose first line is the PIN as it is; otherwise STRONGROOM_PIN (with --so
        /// STRONGROOM_SO_PIN), or you are asked
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
        /// A file whose first line is the new PIN; otherwise STRONGROOM_NEW_PIN, or you are asked
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
        /// The security officer's PIN
        #[arg(long)]
        so: bool,
    },
    /// Set the user's PIN as the security officer; a locked one is unlocked
    #[command(after_help = "Example:
  strongroom pin reset --slot 0 --so-pin-file so.pin --new-pin-file new.pin")]
    Reset {
        #[command(flatten)]
        which: Which,
        /// A file whose first line is the security officer's PIN
        #[arg(long, value_name = "FILE")]
        so_pin_file: Option<PathBuf>,
        /// A file whose first line is the new PIN
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
    },
}
