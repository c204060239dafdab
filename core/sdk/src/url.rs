//! What the URL of an instance says.

use crate::uri::Pkcs11Uri;
use std::path::{Path, PathBuf};
use strongroom_base::{Error, Result, ck};

/// Where an instance is.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// In a directory.
    Directory(PathBuf),
    /// At a service.
    Service(ServiceUrl),
    /// In another vendor's module.
    Module(Box<Pkcs11Uri>),
    /// Somewhere that this version does not reach; the scheme of the URL.
    Elsewhere(String),
}

/// What the URL of a service says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ServiceUrl {
    /// Its name or address; where it is left out, the bundle says it.
    pub host: Option<String>,
    /// Its port.
    pub port: Option<u16>,
    /// The file that makes this machine a client.
    pub bundle: Option<PathBuf>,
    /// How many seconds a call waits for the service.
    pub timeout: Option<u64>,
    /// How many connections an application has at most.
    pub connections: Option<usize>,
}

impl ServiceUrl {
    /// `strongroom://host:port?bundle=/path&timeout=10&connections=64`, of which everything after the scheme
    /// may be left out; `rest` is what follows the scheme and its colon.
    fn parse(rest: &str) -> Option<Self> {
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let place = place.strip_prefix("//").unwrap_or(place);
        let place = place.strip_suffix('/').unwrap_or(place);
        let mut url = Self::default();
        // An address of IPv6 has colons of its own and stands in brackets.
        let (host, port) = match place.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                (host, if port.is_empty() { None } else { Some(port.strip_prefix(':')?) })
            }
            None => place.split_once(':').map_or((place, None), |(h, p)| (h, Some(p))),
        };
        if host.contains(['/', '@', ':']) && !place.starts_with('[') {
            return None;
        }
        url.host = Some(host.to_owned()).filter(|host| !host.is_empty());
        url.port = port.map(str::parse).transpose().ok()?.filter(|port| *port > 0);
        if port.is_some() && (url.port.is_none() || url.host.is_none()) {
            return None;
        }
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=')? {
                ("bundle", path) => url.bundle = Some(decoded(path)?),
                ("timeout", seconds) => {
                    url.timeout = Some(seconds.parse().ok().filter(|s| (1..=3600).contains(s))?);
                }
                ("connections", count) => {
                    url.connections = Some(count.parse().ok().filter(|c| (1..=4096).contains(c))?);
                }
                _ => return None,
            }
        }
        Some(url)
    }
}

impl Place {
    /// `file:///path` with `%XX` for bytes that a URL cannot have, an absolute path alone,
    /// `strongroom://host:port`, or `pkcs11:?module-path=/path` (RFC 7512). `CKR_ARGUMENTS_BAD`
    pub fn parse(url: &str) -> Result<Self> {
        if url.starts_with('/') {
            return Ok(Self::Directory(url.into()));
        }
        let bad = |why| Error::new(ck::CKR_ARGUMENTS_BAD, why);
        let (scheme, rest) =
            url.split_once(':').ok_or_else(|| bad("the URL of an instance has no scheme"))?;
        if scheme == "strongroom" {
            let why = "the URL of a service is strongroom://host:port, perhaps with ?bundle=/path, \
                       &timeout=seconds and &connections=number";
            return ServiceUrl::parse(rest).map(Self::Service).ok_or_else(|| bad(why));
        }
        if Pkcs11Uri::is_one(url) {
            return Pkcs11Uri::parse(url).map(|uri| Self::Module(Box::new(uri)));
        }
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
    format!("file://{}", encoded(path))
}

/// The URL of the service that a bundle names.
pub fn of_bundle(path: &Path) -> String {
    format!("strongroom:?bundle={}", encoded(path))
}

/// The URL of the tokens of another vendor's module.
pub fn of_module(path: &Path) -> String {
    format!("pkcs11:?module-path={}", encoded(path))
}

/// The URL that a text is, or the `file` URL of the directory that it names, which may be relative to where
/// the program works. `CKR_ARGUMENTS_BAD` where that cannot be found out
pub fn of_place(place: &str) -> Result<String> {
    if ["file:", "strongroom:", "pkcs11:"].iter().any(|scheme| place.starts_with(scheme)) {
        return Ok(place.to_owned());
    }
    let absolute = std::path::absolute(place).map_err(|error| {
        Error::new(ck::CKR_ARGUMENTS_BAD, format!("\"{place}\" is no directory: {error}"))
    })?;
    Ok(of_directory(&absolute))
}

/// The URL of a service: at an address (`host:port`, or what is a URL already), else where the bundle says;
/// the bundle is the one that is configured unless one is given. `timeout` is in seconds.
pub fn of_service(
    address: Option<&str>,
    bundle: Option<&Path>,
    timeout: Option<u64>,
    connections: Option<u64>,
) -> String {
    let mut url = match address {
        None | Some("") => "strongroom:".to_owned(),
        Some(address) if address.starts_with("strongroom:") => address.to_owned(),
        Some(address) => format!("strongroom://{address}"),
    };
    let said = [
        bundle.map(|path| format!("bundle={}", encoded(path))),
        timeout.map(|seconds| format!("timeout={seconds}")),
        connections.map(|count| format!("connections={count}")),
    ];
    for part in said.into_iter().flatten() {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&part);
    }
    url
}

fn encoded(path: &Path) -> String {
    let mut url = String::new();
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
        let module = Place::parse("pkcs11:token=a?module-path=/m.so");
        assert!(matches!(module, Ok(Place::Module(uri)) if uri.token.as_deref() == Some("a")));
        assert!(Place::parse("pkcs11:token").is_err());
        assert_eq!(Place::parse("tcp://h:1"), Ok(Place::Elsewhere("tcp".into())));
        let module = Place::parse(&of_module(Path::new("/a;b&c?.so")));
        let path = |uri: &Pkcs11Uri| uri.module_path.as_deref() == Some("/a;b&c?.so");
        assert!(matches!(module, Ok(Place::Module(uri)) if path(&uri)));
        let place = |text: &str| of_place(text).ok();
        assert_eq!(place("pkcs11:token=a").as_deref(), Some("pkcs11:token=a"));
        assert_eq!(directory(&place("/srv/a b").unwrap()), Some("/srv/a b".into()));
        let here = std::env::current_dir().unwrap().join("a");
        assert_eq!(directory(&place("a").unwrap()), Some(here));
        assert_eq!(place(""), None);
        let odd = PathBuf::from("/ä/%/?#");
        assert_eq!(directory(&of_directory(&odd)), Some(odd));
    }
    #[test]
    fn urls_of_services() {
        let service = |url: &str| match Place::parse(url) {
            Ok(Place::Service(service)) => Some(service),
            _ => None,
        };
        let at = |host: &str, port| {
            let host = Some(host.to_owned());
            Some(ServiceUrl { host, port, ..ServiceUrl::default() })
        };
        assert_eq!(service("strongroom://hsm.example"), at("hsm.example", None));
        assert_eq!(service("strongroom://h:7/"), at("h", Some(7)));
        assert_eq!(service("strongroom://[::1]:7"), at("::1", Some(7)));
        assert_eq!(service("strongroom://[::1]"), at("::1", None));
        let all = service("strongroom://h:7?bundle=/a%20b&timeout=3&connections=2").unwrap();
        assert_eq!(all.bundle, Some("/a b".into()));
        assert_eq!((all.timeout, all.connections), (Some(3), Some(2)));
        let path = Some(Path::new("/a b"));
        assert_eq!(service(&of_service(Some("h:7"), path, Some(3), Some(2))), Some(all));
        let more = of_service(Some("strongroom://h?timeout=3"), None, None, Some(2));
        assert_eq!(more, "strongroom://h?timeout=3&connections=2");
        assert_eq!(of_service(None, None, None, None), "strongroom:");
        let alone = service(&of_bundle(Path::new("/a&b")));
        assert_eq!(alone.unwrap().bundle, Some("/a&b".into()));
        for url in [
            "strongroom://:7",
            "strongroom://h:0",
            "strongroom://h:x",
            "strongroom://h:70000",
            "strongroom://a@h",
            "strongroom://h/x",
            "strongroom://::1",
            "strongroom://[::1",
            "strongroom://h?x=1",
            "strongroom://h?timeout=0",
            "strongroom://h?connections=none",
        ] {
            assert!(Place::parse(url).is_err(), "{url}");
        }
    }
}
