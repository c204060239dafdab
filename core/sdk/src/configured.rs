//! Which instance is meant when nobody says it: the one in `STRONGROOM_URL`, else the service of the bundle
//! in `STRONGROOM_BUNDLE`, else the `url` of a `strongroom.toml` (the one that `STRONGROOM_CONFIG` names,
//! the user's, the machine's), else the default directory. And which bundle, for a service whose URL does
//! not say it: the one in `STRONGROOM_BUNDLE`, else the `bundle` of those files, else `client.bundle`
//! beside them. In a process that has more rights than whoever started it, the environment says nothing, home
//! directories included: a URL can name a module, which is then a part of the process.

use crate::url::{of_bundle, of_directory};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use strongroom_base::{Error, Result, ck};

/// The URL of the instance that the environment and the configuration name. `CKR_ARGUMENTS_BAD` for a
/// configuration that cannot be read; the sentence names the file.
pub fn configured_url() -> Result<String> {
    decide(&variable, is_root())
}

/// The bundle that the environment and the configuration name. `CKR_ARGUMENTS_BAD` when there is none
pub fn configured_bundle() -> Result<PathBuf> {
    bundle(&variable)
}

/// The configuration files that there can be: the first that says something counts. A file that was asked
/// for by name has to be there.
pub fn configuration_files() -> Vec<(PathBuf, bool)> {
    files(&variable)
}

fn variable(name: &str) -> Option<OsString> {
    if strongroom_engine::privileged() {
        return None;
    }
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// As root the machine's directory is meant, whoever's home directory the environment names.
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

type Environment<'a> = &'a dyn Fn(&str) -> Option<OsString>;

fn files(variable: Environment<'_>) -> Vec<(PathBuf, bool)> {
    if let Some(path) = variable("STRONGROOM_CONFIG") {
        return vec![(path.into(), true)];
    }
    directories(variable).map(|directory| (directory.join("strongroom.toml"), false)).collect()
}

/// Where configuration is: the user's, the machine's.
fn directories(variable: Environment<'_>) -> impl Iterator<Item = PathBuf> {
    let users = home(variable, "XDG_CONFIG_HOME", ".config").map(|path| path.join("strongroom"));
    users.into_iter().chain([PathBuf::from("/etc/strongroom")])
}

fn home(variable: Environment<'_>, within: &str, below: &str) -> Option<PathBuf> {
    variable(within)
        .map(PathBuf::from)
        .or_else(|| variable("HOME").map(|home| Path::new(&home).join(below)))
        .filter(|path| path.is_absolute())
}

fn decide(variable: Environment<'_>, root: bool) -> Result<String> {
    if let Some(url) = variable("STRONGROOM_URL") {
        return url
            .into_string()
            .map_err(|_| Error::new(ck::CKR_ARGUMENTS_BAD, "STRONGROOM_URL is not text"));
    }
    if let Some(bundle) = variable("STRONGROOM_BUNDLE") {
        return Ok(of_bundle(Path::new(&bundle)));
    }
    for (path, must_be_there) in files(variable) {
        if let Some(url) = in_file(&path, must_be_there, "url")? {
            return Ok(url);
        }
        if let Some(bundle) = in_file(&path, must_be_there, "bundle")? {
            return Ok(of_bundle(Path::new(&bundle)));
        }
    }
    let directory = match home(variable, "XDG_DATA_HOME", ".local/share") {
        Some(data) if !root => data.join("strongroom"),
        _ => PathBuf::from("/var/lib/strongroom"),
    };
    Ok(of_directory(&directory))
}

fn bundle(variable: Environment<'_>) -> Result<PathBuf> {
    if let Some(path) = variable("STRONGROOM_BUNDLE") {
        return Ok(path.into());
    }
    for (path, must_be_there) in files(variable) {
        if let Some(bundle) = in_file(&path, must_be_there, "bundle")? {
            return Ok(bundle.into());
        }
    }
    let mut usual = directories(variable).map(|directory| directory.join("client.bundle"));
    usual.find(|path| path.exists()).ok_or_else(|| {
        Error::new(
            ck::CKR_ARGUMENTS_BAD,
            "no client bundle is named: STRONGROOM_BUNDLE, ?bundle=/path in the URL, or bundle in \
             strongroom.toml name one, and `strongroom client add` makes it where the service is",
        )
    })
}

/// A text in a configuration file.
fn in_file(path: &Path, must_be_there: bool, name: &str) -> Result<Option<String>> {
    let bad = |why: String| {
        Error::new(ck::CKR_ARGUMENTS_BAD, format!("the configuration {}: {why}", path.display()))
    };
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_be_there => {
            return Ok(None);
        }
        Err(error) => return Err(bad(error.to_string())),
    };
    let table: toml::Table = text.parse().map_err(|e: toml::de::Error| bad(e.message().into()))?;
    match table.get(name) {
        None => Ok(None),
        Some(toml::Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(bad(format!("its {name} is not text"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &Path)], root: bool) -> Result<String> {
        let find = |name: &str| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value))
        };
        decide(&find, root)
    }

    #[test]
    fn the_nearest_wins() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("strongroom.toml");
        let users = dir.path().join("strongroom");
        std::fs::create_dir(&users).unwrap();
        std::fs::write(&file, "url = 'file:///named'").unwrap();
        let url = ("STRONGROOM_URL", Path::new("file:///url"));
        let config = ("STRONGROOM_CONFIG", file.as_path());
        let home = ("HOME", Path::new("/home/me"));
        let xdg = ("XDG_CONFIG_HOME", dir.path());
        assert_eq!(with(&[url, config, home], false), Ok("file:///url".into()));
        assert_eq!(with(&[config, home], false), Ok("file:///named".into()));
        let bundle = ("STRONGROOM_BUNDLE", Path::new("/b"));
        assert_eq!(with(&[bundle, config], false), Ok("strongroom:?bundle=/b".into()));
        std::fs::write(users.join("strongroom.toml"), "url = 'file:///users'").unwrap();
        assert_eq!(with(&[xdg, home], false), Ok("file:///users".into()));
        let data = ("XDG_DATA_HOME", Path::new("/data"));
        assert_eq!(with(&[home, data], false), Ok("file:///data/strongroom".into()));
        assert_eq!(with(&[home], false), Ok("file:///home/me/.local/share/strongroom".into()));
        assert_eq!(with(&[home], true), Ok("file:///var/lib/strongroom".into()));
        assert_eq!(with(&[], false), Ok("file:///var/lib/strongroom".into()));
    }

    #[test]
    fn a_configuration_that_cannot_be_read_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("strongroom.toml");
        let config = [("STRONGROOM_CONFIG", file.as_path())];
        for text in [None, Some("url = 5"), Some("url")] {
            if let Some(text) = text {
                std::fs::write(&file, text).unwrap();
            }
            let error = with(&config, false).unwrap_err();
            assert!(error.is(ck::CKR_ARGUMENTS_BAD));
            assert!(error.why().contains("strongroom.toml"), "{error}");
        }
    }
}
