//! What the URL of an instance says.

use std::path::{Path, PathBuf};
use strongroom_base::{Error, Result, ck};

/// Where an instance is.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// In a directory.
    Directory(PathBuf),
    /// Somewhere that this version does not reach; the scheme of the URL.
    Elsewhere(String),
}

impl Place {
    /// `file:///path` with `%XX` for bytes that a URL cannot have, or an absolute path alone.
    /// `CKR_ARGUMENTS_BAD`
    pub fn parse(url: &str) -> Result<Self> {
        if url.starts_with('/') {
            return Ok(Self::Directory(url.into()));
        }
        let bad = |why| Error::new(ck::CKR_ARGUMENTS_BAD, why);
        let (scheme, rest) =
            url.split_once(':').ok_or_else(|| bad("the URL of an instance has no scheme"))?;
        if scheme != "file" {
            return Ok(Self::Elsewhere(scheme.to_owned()));
        }
        let path = rest.strip_prefix("//").unwrap_or(rest);
        let path = path.strip_prefix("localhost").unwrap_or(path);
        if !path.starts_with('/') {
            return Err(bad("a file URL needs an absolute path, as in file:///srv/hsm"));
        }
        decoded(path).map(Self::Directory).ok_or_else(|| bad("a file URL has a wrong % in it"))
    }
}

/// The `file` URL of a directory.
pub fn of_directory(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => url.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => url.push(char::from(*byte)),
            byte => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

fn decoded(path: &str) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digit =
                    |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
                digit(rest.next()?)? << 4 | digit(rest.next()?)?
            }
            byte => byte,
        });
    }
    Some(std::ffi::OsString::from_vec(bytes).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let directory = |url: &str| match Place::parse(url) {
            Ok(Place::Directory(path)) => Some(path),
            _ => None,
        };
        for url in ["file:///srv/a%20b", "file:/srv/a b", "file://localhost/srv/a b", "/srv/a b"] {
            assert_eq!(directory(url), Some("/srv/a b".into()), "{url}");
        }
        for url in ["file://host/x", "file:x", "x", "", "file:///%4", "file:///%zz"] {
            assert!(Place::parse(url).is_err(), "{url}");
        }
        assert_eq!(Place::parse("strongroom://h:1"), Ok(Place::Elsewhere("strongroom".into())));
        let odd = PathBuf::from("/ä/%/?#");
        assert_eq!(directory(&of_directory(&odd)), Some(odd));
    }
}
