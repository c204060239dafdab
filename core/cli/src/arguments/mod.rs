//! The arguments, from which the help and the shell completions come too.

mod audit;
mod key;
mod service;
mod token;

pub use audit::*;
pub use key::*;
pub use service::*;
pub use token::*;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use strongroom::Profile;

/// A network-addressable HSM in software: slots, tokens, keys
#[derive(Parser)]
#[command(name = "strongroom", version, max_term_width = 100)]
#[command(after_help = "Examples:
  strongroom init                                  make an instance with ten slots
  strongroom slot list                             show them
  strongroom key generate ec:p256 --slot 0 --label tls
  strongroom key list --slot 0
  strongroom key export-public --slot 0 --label tls

Without --instance the instance is the one that STRONGROOM_URL names, else the url in
~/.config/strongroom/strongroom.toml or /etc/strongroom/strongroom.toml, else
~/.local/share/strongroom (as root /var/lib/strongroom).

PINs come from files (--pin-file), from STRONGROOM_PIN, STRONGROOM_SO_PIN and STRONGROOM_NEW_PIN,
or you are asked. They are never arguments, which everybody on the machine can read.

Exit codes: 0 done, 1 failed, 2 wrong usage. STRONGROOM_LOG=debug says more.")]
pub struct Arguments {
    /// The instance: a directory, or a URL such as file:///path
    #[arg(long, visible_alias = "url", global = true, value_name = "DIR|URL", display_order = 100)]
    pub instance: Option<String>,
    /// Answer in JSON
    #[arg(long, global = true, display_order = 101)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Make an instance
    #[command(after_help = "Examples:
  strongroom init
  strongroom init --slots 3 --label-prefix payments
  strongroom init --production        random PINs, shown once
  strongroom --instance ./bench init  in a directory of its own")]
    Init(Init),
    /// Show slots
    #[command(subcommand)]
    Slot(Slot),
    /// Initialise tokens and look at them
    #[command(subcommand)]
    Token(Token),
    /// Change PINs
    #[command(subcommand)]
    Pin(Pin),
    /// Make, show, move and delete keys
    #[command(subcommand)]
    Key(Key),
    /// Import, show and delete certificates
    #[command(subcommand)]
    Cert(Cert),
    /// Show mechanisms
    #[command(subcommand)]
    Mechanism(Mechanism),
    /// Look after the instance
    #[command(subcommand)]
    Instance(Instance),
    /// Put the instance on the network, until the process is told to end
    #[command(
        after_help = "Settings come from the [server] section of a strongroom.toml, from variables such as
STRONGROOM_SERVER_LISTEN and STRONGROOM_SERVER_LIMITS_SESSIONS, and from flags; the later ones win.
`strongroom config check` shows all of them, and where each value comes from.

While a token has the PINs of a fresh instance, the service listens on this machine only.

Examples:
  strongroom serve
  strongroom serve --listen 0.0.0.0:7512 --metrics off
  strongroom serve --module /usr/lib/softhsm/libsofthsm2.so
  strongroom serve --set limits.sessions=100 --set limits.idle_time=60s"
    )]
    Serve(Settings),
    /// Say which machines may connect to the service
    #[command(subcommand)]
    Client(Client),
    /// Look at the configuration of the service
    #[command(subcommand)]
    Config(Config),
    /// Show, verify and export what was done
    #[command(subcommand)]
    Audit(Audit),
    /// Print the completions for a shell
    #[command(after_help = "Example:
  strongroom completions bash > /etc/bash_completion.d/strongroom")]
    Completions { shell: clap_complete::Shell },
}

#[derive(Args)]
pub struct Init {
    /// How many slots
    #[arg(long, default_value_t = strongroom_base::limits::DEFAULT_SLOTS)]
    pub slots: u64,
    /// Tokens are labelled with this, a hyphen and the slot's number
    #[arg(long, default_value = "strongroom", value_name = "LABEL")]
    pub label_prefix: String,
    /// Draw random PINs, and show them once
    #[arg(long)]
    pub production: bool,
    /// Leave the tokens without labels and PINs, for a program that initialises them itself
    #[arg(long, conflicts_with = "production")]
    pub blank: bool,
    /// How much the tokens allow: standard is what the specification does, strict is without what is known
    /// to be dangerous
    #[arg(long, default_value_t, value_name = "PROFILE")]
    pub policy: Profile,
}

/// Which token
#[derive(Args, Clone)]
pub struct Which {
    /// The slot's number
    #[arg(long, value_name = "N", conflicts_with = "token")]
    pub slot: Option<u64>,
    /// The token's label
    #[arg(long, value_name = "LABEL")]
    pub token: Option<String>,
}

/// Which token, and the user's PIN for it
#[derive(Args, Clone)]
pub struct WithPin {
    #[command(flatten)]
    pub which: Which,
    /// A file whose first line is the user's PIN; "-" is standard input. Otherwise STRONGROOM_PIN is
    /// used, then the PIN of a fresh instance while the token still has it, then you are asked
    #[arg(long, value_name = "FILE")]
    pub pin_file: Option<PathBuf>,
}

/// Which key
#[derive(Args, Clone)]
pub struct Selector {
    /// The object's handle, as lists show it
    #[arg(long, value_name = "N", conflicts_with_all = ["label", "id"])]
    pub handle: Option<u64>,
    /// Its label (CKA_LABEL)
    #[arg(long)]
    pub label: Option<String>,
    /// Its identifier (CKA_ID), in hexadecimal digits
    #[arg(long, value_name = "HEX")]
    pub id: Option<String>,
}

#[derive(Subcommand)]
pub enum Slot {
    /// List the slots and their tokens
    #[command(after_help = "Examples:
  strongroom slot list
  strongroom slot list --json")]
    List,
}

#[derive(Subcommand)]
pub enum Mechanism {
    /// List the mechanisms of a token; of the first slot's when none is named
    #[command(after_help = "Key sizes are in bits for RSA and curves, in bytes otherwise.

Examples:
  strongroom mechanism list
  strongroom mechanism list --slot 0 --json")]
    List {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Subcommand)]
pub enum Instance {
    /// Check that everything is as it was written; exits with 1 when it is not
    #[command(
        after_help = "Private objects can be opened only with their token's PIN: those of tokens that still have
the PIN of a fresh instance, and of the slots that --slot names. Of the others it is checked that
none is missing, exchanged or put back to an older state.

Examples:
  strongroom instance check
  strongroom instance check --slot 0 --slot 1 --pin-file user.pin"
    )]
    Check {
        /// Open the private objects of this slot too, with the user's PIN; may be repeated
        #[arg(long, value_name = "N")]
        slot: Vec<u64>,
        /// A file whose first line is the user's PIN of those slots
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
}
