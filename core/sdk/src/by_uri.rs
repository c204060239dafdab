//! Instances, sessions and objects that a `pkcs11:` URI names (RFC 7512), with the PIN that it says or says where
//! to find.

use crate::error::{Error, Result};
use crate::hsm::Hsm;
use crate::object::FromObject;
use crate::query::Query;
use crate::session::Session;
use crate::uri::Pkcs11Uri;
use crate::url::of_module;
use std::io::Read;
use std::path::Path;
use strongroom_base::{Secret, ck};

/// The longest file that a PIN is read from, in bytes: its first line is the PIN.
const LONGEST: u64 = 4096;

impl Pkcs11Uri {
    /// The PIN: what `pin-value` says, or the first line of the file that `pin-source` names (RFC 7512, section
    /// 2.4). `CKR_ARGUMENTS_BAD` for a source that is no absolute path of a file, or cannot be read
    pub fn pin(&self) -> Result<Option<Secret>> {
        if let Some(pin) = &self.pin_value {
            return Ok(Some(pin.clone()));
        }
        let Some(source) = &self.pin_source else { return Ok(None) };
        let bad = |why: String| Error::new(ck::CKR_ARGUMENTS_BAD, "", why);
        let path = source.strip_prefix("file:").unwrap_or(source);
        let path = path.strip_prefix("//").unwrap_or(path);
        if !Path::new(path).is_absolute() {
            return Err(bad("a pin-source is the absolute path of a file here".into()));
        }
        // Read into what is wiped, and not grown in between.
        let mut whole = Secret::zeroed(usize::try_from(LONGEST).unwrap_or_default());
        let read = std::fs::File::open(path).and_then(|mut file| {
            let mut len = 0;
            loop {
                match file.read(whole.expose_mut().get_mut(len..).unwrap_or_default())? {
                    0 => return Ok(len),
                    more => len += more,
                }
            }
        });
        let len =
            read.map_err(|error| bad(format!("the PIN cannot be read from {path}: {error}")))?;
        let said = whole.expose().get(..len).unwrap_or_default();
        let line = said.split(|byte| *byte == b'\n').next().unwrap_or_default();
        Ok(Some(Secret::from(line.strip_suffix(b"\r").unwrap_or(line))))
    }
}

impl Hsm {
    /// Opens what a URI is about: the module in its `module-path`, else the instance that the environment and
    /// the configuration name.
    pub fn of_uri(uri: &Pkcs11Uri) -> Result<Self> {
        match &uri.module_path {
            Some(module) => Self::open(&of_module(Path::new(module))),
            None => Self::open_configured(),
        }
    }

    /// A session with the token that a URI names, with the PIN that is given, else the URI's, else of nobody.
    pub fn session_of(&self, uri: &Pkcs11Uri, pin: Option<&Secret>) -> Result<Session> {
        let slot = self.token_of(uri)?;
        let own = if pin.is_none() { uri.pin()? } else { None };
        match pin.or(own.as_ref()) {
            Some(pin) => slot.login(pin.expose()),
            None => slot.session(),
        }
    }

    /// The one object that a URI names, in a session that lives as long as it.
    /// [`NOT_FOUND`](crate::NOT_FOUND), [`AMBIGUOUS`](crate::AMBIGUOUS)
    pub fn object_of<T: FromObject>(&self, uri: &Pkcs11Uri, pin: Option<&Secret>) -> Result<T> {
        self.session_of(uri, pin)?.find_one(&Query::of_uri(uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pin(uri: &str) -> Result<Option<Vec<u8>>> {
        let pin = Pkcs11Uri::parse(uri).unwrap().pin()?;
        Ok(pin.map(|pin| pin.expose().to_vec()))
    }

    #[test]
    fn pins_of_uris() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "12 34\r\nsecond line").unwrap();
        let path = file.path().display();
        assert_eq!(pin("pkcs11:?pin-value=a%20b").unwrap(), Some(b"a b".to_vec()));
        for source in [format!("{path}"), format!("file:{path}"), format!("file://{path}")] {
            let read = pin(&format!("pkcs11:?pin-source={source}")).unwrap();
            assert_eq!(read, Some(b"12 34".to_vec()), "{source}");
        }
        assert_eq!(pin("pkcs11:token=a").unwrap(), None);
        for source in ["relative", "/nonexistent/pin", "/"] {
            let error = pin(&format!("pkcs11:?pin-source={source}")).unwrap_err();
            assert!(error.is(ck::CKR_ARGUMENTS_BAD), "{error}");
        }
    }
}
