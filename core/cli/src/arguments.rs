//! The arguments, from which the help and the shell completions come too.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use strongroom::{KeyKind, Profile, Usage};

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

/// A kind of objects
#[derive(Clone, Copy, ValueEnum)]
pub enum Class {
    PublicKey,
    PrivateKey,
    SecretKey,
    Certificate,
    Data,
}

/// A form of a public key
#[derive(Clone, Copy, ValueEnum)]
pub enum Form {
    /// SubjectPublicKeyInfo, PEM
    Pem,
    /// SubjectPublicKeyInfo, DER
    Der,
    /// A line for authorized_keys
    Ssh,
    /// A JSON Web Key
    Jwk,
}

fn kind(text: &str) -> Result<KeyKind, String> {
    text.parse().map_err(|error: strongroom_base::Error| error.why().to_owned())
}

fn secret(text: &str) -> Result<KeyKind, String> {
    KeyKind::secret(text).map_err(|error| error.why().to_owned())
}

fn usage(text: &str) -> Result<Usage, String> {
    text.parse().map_err(|error: strongroom_base::Error| error.why().to_owned())
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

#[derive(Subcommand)]
pub enum Key {
    /// Generate a key or a key pair
    #[command(after_help = "Kinds:
  rsa:2048 … rsa:8192   ec:p256 ec:p384 ec:p521 ec:p224 ec:secp256k1   ed25519 ed448
  x25519 x448   ml-dsa:44 ml-dsa:65 ml-dsa:87   ml-kem:512 ml-kem:768 ml-kem:1024
  slh-dsa:sha2-128s … slh-dsa:shake-256f (sha2 or shake; 128, 192, 256; s or f)
  aes:128 aes:192 aes:256   generic:BYTES   hmac-sha256:BYTES …   hkdf:BYTES   3des

A key never leaves the token and may do all that its type can, unless the options say otherwise.

Examples:
  strongroom key generate ec:p256 --slot 0 --label tls
  strongroom key generate rsa:3072 --slot 0 --label ca --id 01 --usage sign
  strongroom key generate aes:256 --slot 0 --label backup --extractable")]
    Generate {
        /// What to make
        #[arg(value_parser = kind)]
        kind: KeyKind,
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        named: Named,
    },
    /// List the objects of a token
    #[command(after_help = "Examples:
  strongroom key list --slot 0
  strongroom key list --slot 0 --class private-key --json")]
    List {
        #[command(flatten)]
        with: WithPin,
        /// Only objects of this class
        #[arg(long)]
        class: Option<Class>,
    },
    /// Show the attributes of an object; never a secret value
    #[command(after_help = "Examples:
  strongroom key show --slot 0 --label tls
  strongroom key show --slot 0 --handle 8 --json")]
    Show {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
        /// Only objects of this class
        #[arg(long)]
        class: Option<Class>,
    },
    /// Import a key: PKCS #8, PKCS #1 or SEC 1 (PEM or DER), a public key, or a secret's bytes
    #[command(after_help = "With a private key its public key is imported too.

Examples:
  strongroom key import server.key --slot 0 --label tls
  strongroom key import secret.bin --as aes --slot 0 --label backup
  openssl rand -hex 32 | strongroom key import - --as hmac-sha256 --hex --slot 0 --label api")]
    Import {
        /// The file; \"-\" is standard input
        file: PathBuf,
        /// The file is a secret of this type: aes, generic, 3des, hmac-sha256 …
        #[arg(long = "as", value_name = "TYPE", value_parser = secret)]
        kind: Option<KeyKind>,
        /// The secret is written in hexadecimal digits
        #[arg(long, requires = "kind")]
        hex: bool,
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        named: Named,
    },
    /// Write the public key of a key pair
    #[command(after_help = "Examples:
  strongroom key export-public --slot 0 --label tls > tls.pub.pem
  strongroom key export-public --slot 0 --label login --format ssh >> ~/.ssh/authorized_keys")]
    ExportPublic {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
        /// How it is written
        #[arg(long, value_enum, default_value_t = Form::Pem)]
        format: Form,
        /// Write to a file
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Copy keys and certificates to another place: a directory, a service, another vendor's module
    #[command(
        after_help = "Keys cross wrapped: under AES key wrap with padding or CBC with padding, the AES key
under RSA-OAEP. What is not extractable stays, and is listed with the reason. What the other token has
already under the same label and identifier is left alone.

Examples:
  strongroom key copy --slot 0 --to strongroom://hsm.example:7512 --to-slot 0
  strongroom key copy --from 'pkcs11:?module-path=/usr/lib/softhsm/libsofthsm2.so' \\
    --token old --to file:///srv/hsm --to-token strongroom-0 --dry-run"
    )]
    Copy {
        /// Where they are, as a directory or a URL; by default the instance that is meant otherwise
        #[arg(long, value_name = "PLACE")]
        from: Option<String>,
        #[command(flatten)]
        with: WithPin,
        /// Where they go, as a directory or a URL; by default the same instance
        #[arg(long, value_name = "PLACE")]
        to: Option<String>,
        /// The number of the slot that they go to
        #[arg(
            long,
            value_name = "N",
            conflicts_with = "to_token",
            required_unless_present = "to_token"
        )]
        to_slot: Option<u64>,
        /// The label of the token that they go to
        #[arg(long, value_name = "LABEL")]
        to_token: Option<String>,
        /// A file whose first line is the user's PIN of the token that they go to. Otherwise
        /// STRONGROOM_TO_PIN is used, then as for --pin-file
        #[arg(long, value_name = "FILE")]
        to_pin_file: Option<PathBuf>,
        /// Only what has this label
        #[arg(long)]
        label: Option<String>,
        /// Only what has this identifier, in hexadecimal digits
        #[arg(long, value_name = "HEX")]
        id: Option<String>,
        /// Say what would be copied, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Delete keys: both halves of a pair, unless a handle is given
    #[command(after_help = "Examples:
  strongroom key delete --slot 0 --label tls
  strongroom key delete --slot 0 --id 01 --yes")]
    Delete {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
        /// Delete all keys that the label or identifier names, though they do not belong together
        #[arg(long)]
        all: bool,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// How a new key is called, and what may be done with it
#[derive(Args, Clone)]
pub struct Named {
    /// Its label (CKA_LABEL)
    #[arg(long, default_value = "", hide_default_value = true)]
    pub label: String,
    /// Its identifier (CKA_ID), in hexadecimal digits; by default eight random bytes
    #[arg(long, value_name = "HEX")]
    pub id: Option<String>,
    /// What it may do, and nothing else: encrypt, decrypt, sign, verify, wrap, unwrap, derive
    #[arg(long, value_name = "USE,…", value_delimiter = ',', value_parser = usage)]
    pub usage: Option<Vec<Usage>>,
    /// It may leave the token, wrapped by another key
    #[arg(long)]
    pub extractable: bool,
    /// Its value may be shown, if it is extractable too
    #[arg(long)]
    pub no_sensitive: bool,
    /// Each use of the private key wants the PIN
    #[arg(long)]
    pub always_authenticate: bool,
}

#[derive(Subcommand)]
pub enum Cert {
    /// Import an X.509 certificate (PEM or DER); it gets the CKA_ID of its key
    #[command(after_help = "Example:
  strongroom cert import server.pem --slot 0 --label tls")]
    Import {
        /// The file; \"-\" is standard input
        file: PathBuf,
        #[command(flatten)]
        with: WithPin,
        /// Its label (CKA_LABEL); by default the common name of its subject
        #[arg(long)]
        label: Option<String>,
        /// Its identifier (CKA_ID), in hexadecimal digits; by default that of the key with the same
        /// public key
        #[arg(long, value_name = "HEX")]
        id: Option<String>,
    },
    /// List the certificates of a token
    #[command(after_help = "Example:
  strongroom cert list --slot 0")]
    List {
        #[command(flatten)]
        with: WithPin,
    },
    /// Write certificates as PEM
    #[command(after_help = "Example:
  strongroom cert export --slot 0 --label tls > tls.pem")]
    Export {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
        /// Write to a file
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Delete certificates
    #[command(after_help = "Example:
  strongroom cert delete --slot 0 --label tls")]
    Delete {
        #[command(flatten)]
        with: WithPin,
        #[command(flatten)]
        selector: Selector,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
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

/// Settings of the service
#[derive(Args)]
pub struct Settings {
    /// The configuration file, instead of the usual ones
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Serve another vendor's PKCS #11 module (a file, or a pkcs11: URI) instead of the instance's own
    /// tokens; the instance keeps the clients and the audit log
    #[arg(long, value_name = "PATH")]
    pub module: Option<String>,
    /// The address that clients connect to [default: 127.0.0.1:7512]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,
    /// The address of /healthz, /readyz and /metrics, or "off" [default: 127.0.0.1:7513]
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub metrics: Option<String>,
    /// Let other machines reach tokens whose PINs everybody knows
    #[arg(long)]
    pub allow_default_pins: bool,
    /// Any setting, by its name; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
}

#[derive(Subcommand)]
pub enum Config {
    /// Show every setting, its value, and where that comes from
    #[command(after_help = "Examples:
  strongroom config check
  strongroom config check --config ./strongroom.toml --json")]
    Check(Settings),
}

#[derive(Subcommand)]
pub enum Client {
    /// Add a client: its certificate, key and all else that it needs go into one file, the bundle
    #[command(after_help = "Examples:
  strongroom client add web
  strongroom client add payments --slots 0,2-4 --server-url strongroom://hsm.example:7512
  strongroom client add ci --days 30 --output /secure/ci.bundle")]
    Add {
        /// What the client is called: letters, digits, dots, hyphens, underscores
        name: String,
        /// The slots that exist for it, such as 0,2-4; all where nothing is said
        #[arg(long, value_name = "LIST")]
        slots: Option<String>,
        /// The module that the slots are of, where the service has one
        #[arg(long, value_name = "PATH", requires = "slots")]
        module: Option<String>,
        #[command(flatten)]
        new: NewBundle,
    },
    /// Show the clients
    List,
    /// Revoke a client: its connections end, its bundle is worth nothing
    #[command(after_help = "Example:
  strongroom client revoke web")]
    Revoke {
        /// What it is called
        name: String,
    },
    /// Give a client a new certificate, in a new bundle; it stays the same client
    #[command(
        after_help = "A program that is running takes the new certificate when its bundle is replaced.

Example:
  strongroom client renew web --output web-2.bundle"
    )]
    Renew {
        /// What it is called
        name: String,
        /// Its earlier certificates are worth nothing from now on
        #[arg(long)]
        only: bool,
        #[command(flatten)]
        new: NewBundle,
    },
}

/// A new bundle
#[derive(Args)]
pub struct NewBundle {
    /// How many days its certificate is good for
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=7300))]
    pub days: u16,
    /// Where the service is, strongroom://host:port, so that the bundle alone is enough
    #[arg(long, value_name = "URL")]
    pub server_url: Option<String>,
    /// The file to write [default: NAME.bundle]
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

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
