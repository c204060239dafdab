//! The arguments, from which the help and the shell completions come too.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// A network-addressable HSM in software: slots, tokens, keys.
#[derive(Parser)]
#[command(name = "strongroom", version, about, max_term_width = 100)]
#[command(after_help = "Examples:
  strongroom init                                  make an instance with ten slots
  strongroom slot list                             show them
  strongroom key generate ec:p256 --slot 0 --label tls
  strongroom key list --slot 0
  strongroom key export-public --slot 0 --label tls

Exit codes: 0 done, 1 failed, 2 wrong usage.")]
pub struct Arguments {
    /// The instance: a directory, or a URL such as file:///path.
    #[arg(long, global = true, env = "STRONGROOM_URL", value_name = "DIR|URL")]
    pub instance: Option<String>,
    /// Answer in JSON.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Make an instance.
    #[command(after_help = "Examples:
  strongroom init
  strongroom init --slots 3 --label payments
  strongroom init --production        random PINs, shown once")]
    Init(Init),
    /// Show slots.
    #[command(subcommand)]
    Slot(Slot),
    /// Initialise tokens and look at them.
    #[command(subcommand)]
    Token(Token),
    /// Change PINs.
    #[command(subcommand)]
    Pin(Pin),
    /// Make, show, move and delete keys.
    #[command(subcommand)]
    Key(Key),
    /// Import certificates.
    #[command(subcommand)]
    Cert(Cert),
    /// Show mechanisms.
    #[command(subcommand)]
    Mechanism(Mechanism),
    /// Look after the instance.
    #[command(subcommand)]
    Instance(Instance),
    /// Print the completions for a shell.
    #[command(after_help = "Example:
  strongroom completions bash > /etc/bash_completion.d/strongroom")]
    Completions { shell: clap_complete::Shell },
}

#[derive(Args)]
pub struct Init {
    /// How many slots.
    #[arg(long, default_value_t = strongroom_base::limits::DEFAULT_SLOTS)]
    pub slots: u64,
    /// Tokens are labelled with this and the slot's number.
    #[arg(long, default_value = "strongroom")]
    pub label: String,
    /// Draw random PINs, and show them once.
    #[arg(long)]
    pub production: bool,
    /// Leave the tokens without labels and PINs, for a program that initialises them itself.
    #[arg(long, conflicts_with = "production")]
    pub blank: bool,
}

/// Which token.
#[derive(Args, Clone)]
pub struct Which {
    /// The slot's number.
    #[arg(long, value_name = "N", conflicts_with = "token")]
    pub slot: Option<u64>,
    /// The token's label.
    #[arg(long, value_name = "LABEL")]
    pub token: Option<String>,
}

/// Which token, and the user's PIN for it.
#[derive(Args, Clone)]
pub struct WithPin {
    #[command(flatten)]
    pub which: Which,
    /// A file whose first line is the user's PIN; "-" is standard input. Otherwise STRONGROOM_PIN is
    /// used, then the PIN for tests while the token still has it, then you are asked.
    #[arg(long, value_name = "FILE")]
    pub pin_file: Option<PathBuf>,
}

/// Which key.
#[derive(Args, Clone)]
pub struct Selector {
    /// The object's handle, as lists show it.
    #[arg(long)]
    pub handle: Option<u64>,
    /// CKA_LABEL
    #[arg(long)]
    pub label: Option<String>,
    /// CKA_ID, in hexadecimal digits.
    #[arg(long, value_name = "HEX")]
    pub id: Option<String>,
}

#[derive(Subcommand)]
pub enum Slot {
    /// List the slots and their tokens.
    List,
}

#[derive(Subcommand)]
pub enum Token {
    /// Initialise a token: its objects are destroyed, its label and security officer's PIN set.
    #[command(after_help = "Example:
  strongroom token init --slot 3 --label signing --so-pin-file so.pin")]
    Init {
        #[arg(long, value_name = "N")]
        slot: u64,
        /// The new label.
        #[arg(long)]
        label: String,
        /// A file whose first line is the security officer's PIN.
        #[arg(long, value_name = "FILE")]
        so_pin_file: Option<PathBuf>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Show what a token says of itself.
    Info {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Subcommand)]
pub enum Pin {
    /// Change the user's PIN, or with --so the security officer's.
    #[command(after_help = "Example:
  strongroom pin change --slot 0 --pin-file old.pin --new-pin-file new.pin")]
    Change {
        #[command(flatten)]
        with: WithPin,
        /// A file whose first line is the new PIN.
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
        /// The security officer's PIN.
        #[arg(long)]
        so: bool,
    },
    /// Set the user's PIN as the security officer; a locked one is unlocked.
    #[command(after_help = "Example:
  strongroom pin reset --slot 0 --so-pin-file so.pin --new-pin-file new.pin")]
    Reset {
        #[command(flatten)]
        which: Which,
        /// A file whose first line is the security officer's PIN.
        #[arg(long, value_name = "FILE")]
        so_pin_file: Option<PathBuf>,
        /// A file whose first line is the new PIN.
        #[arg(long, value_name = "FILE")]
        new_pin_file: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
pub enum Key {
    /// Generate a key or a key pair.
    #[command(after_help = "Kinds:
  rsa:2048 … rsa:8192   ec:p256 ec:p384 ec:p521 ec:p224 ec:secp256k1
  ed25519 ed448 x25519 x448   aes:128 aes:192 aes:256   generic:BYTES   3des

Examples:
  strongroom key generate ec:p256 --slot 0 --label tls
  strongroom key generate rsa:3072 --slot 0 --label ca --id 01
  strongroom key generate aes:256 --slot 0 --label backup --extractable")]
    Generate {
        /// What to make.
        kind: String,
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        named: Named,
    },
    /// List the objects of a token.
    List {
        #[command(flatten)]
        with: WithPin,
    },
    /// Show the attributes of an object.
    Show {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
    },
    /// Import a key: PKCS #8, PKCS #1 or SEC 1 (PEM or DER), a public key, or a secret's bytes.
    #[command(after_help = "Examples:
  strongroom key import server.key --slot 0 --label tls
  strongroom key import secret.bin --as aes --slot 0 --label backup")]
    Import {
        file: PathBuf,
        /// What the bytes are, when they are a secret: aes, generic or 3des.
        #[arg(long = "as", value_name = "KIND")]
        kind: Option<String>,
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        named: Named,
    },
    /// Print the public key of a key pair as PEM.
    #[command(after_help = "Example:
  strongroom key export-public --slot 0 --label tls > tls.pub.pem")]
    ExportPublic {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
        /// Write to a file.
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Write DER rather than PEM.
        #[arg(long)]
        der: bool,
    },
    /// Delete keys: both halves of a pair, unless a handle is given.
    Delete {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
}

/// How a new object is called, and what may be done with it.
#[derive(Args, Clone)]
pub struct Named {
    /// CKA_LABEL
    #[arg(long, default_value = "")]
    pub label: String,
    /// CKA_ID, in hexadecimal digits; by default eight random bytes.
    #[arg(long, value_name = "HEX")]
    pub id: Option<String>,
    /// The key may leave the token, wrapped by another.
    #[arg(long)]
    pub extractable: bool,
    /// Each use of the private key wants the PIN.
    #[arg(long)]
    pub always_authenticate: bool,
}

#[derive(Subcommand)]
pub enum Cert {
    /// Import an X.509 certificate (PEM or DER); it gets the CKA_ID of its key.
    #[command(after_help = "Example:
  strongroom cert import server.pem --slot 0 --label tls")]
    Import {
        file: PathBuf,
        #[command(flatten)]
        with: WithPin,
        /// CKA_LABEL
        #[arg(long, default_value = "")]
        label: String,
        /// CKA_ID, in hexadecimal digits; by default that of the key with the same public key.
        #[arg(long, value_name = "HEX")]
        id: Option<String>,
    },
}

#[derive(Subcommand)]
pub enum Mechanism {
    /// List the mechanisms of a token.
    List {
        #[command(flatten)]
        which: Which,
    },
}

#[derive(Subcommand)]
pub enum Instance {
    /// Check that everything is as it was written; exits with 1 when it is not.
    Check {
        /// Also open the private objects of these slots, with the user's PIN.
        #[arg(long, value_name = "N")]
        slot: Vec<u64>,
        /// A file whose first line is the user's PIN of those slots.
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
}
