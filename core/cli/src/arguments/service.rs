//! The arguments of the service: its settings, and who may connect to it.

use super::*;

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
