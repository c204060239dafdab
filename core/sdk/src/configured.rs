//! Which instance is meant when nobody says it: the one in `STRONGROOM_URL`, else the `url` of a
//! `strongroom.toml` (the one that `STRONGROOM_CONFIG` names, the user's, the machine's), else the
//! default directory.

use crate::url::of_directory;
use std::path::{Path, PathBuf};
use strongroom_base::{Error, Result, ck};

/// The URL of the instance that the environment and the configuration name. `CKR_ARGUMENTS_BAD` for a
/// configuration that cannot be read; the sentence names the file.
pub fn configured_url() -> Result<String> {
    decide(&|name| std::env::var_os(name).filter(|value| !value.is_empty()), is_root())
}

/// As root the machine's directory is meant, whoever's home directory the environment names.
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

type Environment<'a> = &'a dyn Fn(&str) -> Option<std::ffi::OsString>;

fn decide(variable: Environment<'_>, root: bool) -> Result<String> {
    if let Some(url) = variable("STRONGROOM_URL") {
        return url
            .into_string()
            .map_err(|_| Error::new(ck::CKR_ARGUMENTS_BAD, "STRONGROOM_URL is not text"));
    }
    let home = |within: &str, below: &str| {
        variable(within)
            .map(PathBuf::from)
            .or_else(|| variable("HOME").map(|home| Path::new(&home).join(below)))
            .filter(|path| path.is_absolute())
    };
    if let Some(path) = variable("STRONGROOM_CONFIG") {
        // A file that is asked for by name has to be there.
        if let Some(url) = in_file(Path::new(&path), true)? {
            return Ok(url);
        }
    } else {
        let users =
            home("XDG_CONFIG_HOME", ".config").map(|c| c.join("strongroom/strongroom.toml"));
        let machines = PathBuf::from("/etc/strongroom/strongroom.toml");
        for path in users.into_iter().chain([machines]) {
            if let Some(url) = in_file(&path, false)? {
                return Ok(url);
            }
        }
    }
    let directory = match home("XDG_DATA_HOME", ".local/share") {
        Some(data) if !root => data.join("strongroom"),
        _ => PathBuf::from("/var/lib/strongroom"),
    };
    Ok(of_directory(&directory))
}

/// The `url` in a configuration file.
fn in_file(path: &Path, must_be_there: bool) -> Result<Option<String>> {
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
    match table.get("url") {
        None => Ok(None),
        Some(toml::Value::String(url)) => Ok(Some(url.clone())),
        Some(_) => Err(bad("its url is not text".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

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
