//! The arguments of what is done with keys and certificates.

use super::*;
use clap::ValueEnum;
use strongroom::{KeyKind, Usage};

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
under RSA-OAEP. What is not extractable stays, and is listed with the reason. What the
other token has already under the same label and identifier is left alone.

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
