//! The bundle: the one file that makes a machine a client. It holds the client's private key and
//! certificate, the authority that the service's certificate comes from, and the name in it; where the
//! service is may stand there too.

use serde::{Deserialize, Serialize};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use strongroom_base::{Error, Result, ck};
use zeroize::Zeroizing;

/// The longest bundle that is read.
const MAX_LEN: u64 = 1 << 18;
/// What a reader of the file sees first.
const PREFACE: &str =
    "# A Strongroom client bundle. It holds a private key: whoever has it is this client.\n";

/// What makes a machine a client of a service.
#[derive(Clone, Serialize, Deserialize)]
pub struct Bundle {
    /// The client's name, as the service knows it.
    pub name: String,
    /// Where the service is, `strongroom://host:port`, unless the URL says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The name in the service's certificate. It does not depend on where the service is.
    pub server: String,
    /// The certificate of the authority, PEM.
    pub authority: String,
    /// The client's certificate, PEM.
    pub certificate: String,
    /// The client's private key, PKCS #8 in PEM.
    pub key: Zeroizing<String>,
}

impl Bundle {
    /// Reads a bundle. `CKR_ARGUMENTS_BAD` for a file that is missing or none; the sentence names it.
    pub fn read(path: &Path) -> Result<Self> {
        let bad = |why: String| {
            Error::new(ck::CKR_ARGUMENTS_BAD, format!("the bundle {}: {why}", path.display()))
        };
        let file = std::fs::File::open(path).map_err(|error| bad(error.to_string()))?;
        let mut text = Zeroizing::new(String::new());
        file.take(MAX_LEN).read_to_string(&mut text).map_err(|error| bad(error.to_string()))?;
        // The parser's own message may quote a line of the file, and a line may be of the key.
        toml::from_str(&text).map_err(|_| bad("it is not a client bundle".into()))
    }

    /// Writes the bundle to a new file that only its owner can read. `CKR_FUNCTION_REJECTED` when there is
    /// a file already, `CKR_DEVICE_ERROR` when it cannot be written
    pub fn write_new(&self, path: &Path) -> Result<()> {
        let failed = |error: std::io::Error| {
            let rv = match error.kind() {
                std::io::ErrorKind::AlreadyExists => ck::CKR_FUNCTION_REJECTED,
                _ => ck::CKR_DEVICE_ERROR,
            };
            Error::new(rv, format!("writing the bundle {}: {error}", path.display()))
        };
        let text = toml::to_string(self)
            .map(Zeroizing::new)
            .map_err(|_| failed(std::io::ErrorKind::InvalidData.into()))?;
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(failed)?;
        file.write_all(PREFACE.as_bytes())
            .and_then(|()| file.write_all(text.as_bytes()))
            .and_then(|()| file.sync_all())
            .map_err(failed)
    }
}
