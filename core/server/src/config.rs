//! The configuration of the service: from the `[server]` section of a `strongroom.toml`, the environment,
//! and flags, where the later ones win. Every setting knows where its value came from. A name that is not a
//! setting is an error that says which one may have been meant.

use crate::limits::{LIMITS, Limit, Limits, Unit};
use std::path::Path;
use strongroom_base::{Error, Result, ck};
use strongroom_wire::DEFAULT_PORT;
use toml::{Table, Value};

/// The configuration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Config {
    /// The address that clients connect to.
    pub listen: String,
    /// The address of `/healthz`, `/readyz` and `/metrics`; `None` for nowhere.
    pub metrics: Option<String>,
    /// Whether other machines may reach tokens whose PINs everybody knows.
    pub allow_default_pins: bool,
    /// Whether the log is JSON, rather than for people.
    pub json_log: bool,
    /// What is logged: a level, or directives.
    pub log: String,
    /// The limits.
    pub limits: Limits,
    sources: Vec<(String, Source)>,
}

/// Where a value came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// Nobody said it.
    Default,
    /// A file.
    File(String),
    /// A variable of the environment.
    Environment(String),
    /// A flag.
    Flag(String),
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File(path) => f.write_str(path),
            Self::Environment(name) => write!(f, "${name}"),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// A setting, as `config check` shows it.
pub struct Shown {
    /// Its name, as it is in the file below `[server]`.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where that came from.
    pub source: Source,
    /// What it is for.
    pub about: &'static str,
}

/// The settings that are not limits.
const SETTINGS: &[(&str, &str)] = &[
    ("listen", "the address that clients connect to"),
    ("metrics", "the address of /healthz, /readyz and /metrics, or \"off\""),
    ("allow_default_pins", "whether other machines may reach tokens whose PINs everybody knows"),
    ("log_format", "\"human\" or \"json\""),
    ("log", "what is logged: a level (error, warn, info, debug), or directives"),
];

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: format!("127.0.0.1:{DEFAULT_PORT}"),
            metrics: Some(format!("127.0.0.1:{}", DEFAULT_PORT + 1)),
            allow_default_pins: false,
            json_log: false,
            log: "info".into(),
            limits: Limits::default(),
            sources: Vec::new(),
        }
    }
}

impl Config {
    /// The configuration that a file (if there is one), the environment and flags make. Flags are names
    /// with values: `listen`, `limits.sessions`. `CKR_ARGUMENTS_BAD` names what is wrong, and where.
    pub fn load(
        file: Option<(&Path, &str)>,
        variable: &dyn Fn(&str) -> Option<String>,
        flags: &[(String, String)],
    ) -> Result<Self> {
        let mut config = Self::default();
        if let Some((path, text)) = file {
            config.read(path, text)?;
        }
        for name in names() {
            let upper = name.replace('.', "_").to_ascii_uppercase();
            let from = format!("STRONGROOM_SERVER_{upper}");
            if let Some(text) = variable(&from) {
                config.set(&name, &text, Source::Environment(from))?;
            }
        }
        for (name, text) in flags {
            config.set(name, text, Source::Flag(format!("--set {name}")))?;
        }
        Ok(config)
    }

    /// Everything, for people.
    pub fn show(&self) -> Vec<Shown> {
        let text = |name: &str| match name {
            "listen" => self.listen.clone(),
            "metrics" => self.metrics.clone().unwrap_or_else(|| "off".into()),
            "allow_default_pins" => self.allow_default_pins.to_string(),
            "log_format" => if self.json_log { "json" } else { "human" }.into(),
            _ => self.log.clone(),
        };
        let settings =
            SETTINGS.iter().map(|(name, about)| ((*name).to_owned(), text(name), *about));
        let limits = LIMITS.iter().map(|limit| {
            let value = format!("{} {}", limit.get(&self.limits), limit.unit.name());
            (format!("limits.{}", limit.name), value.trim_end().to_owned(), limit.about)
        });
        settings
            .chain(limits)
            .map(|(name, value, about)| {
                let source = self.sources.iter().rev().find(|(n, _)| *n == name);
                let source = source.map_or(Source::Default, |(_, source)| source.clone());
                Shown { name, value, source, about }
            })
            .collect()
    }

    fn read(&mut self, path: &Path, text: &str) -> Result<()> {
        let shown = path.display().to_string();
        let bad = |why: &str| Error::new(ck::CKR_ARGUMENTS_BAD, format!("{shown}: {why}"));
        let table: Table = text.parse().map_err(|e: toml::de::Error| bad(e.message()))?;
        let Some(server) = table.get("server") else { return Ok(()) };
        let server = server.as_table().ok_or_else(|| bad("[server] is no section"))?;
        for (name, value) in server {
            match (name.as_str(), value) {
                ("limits", Value::Table(limits)) => {
                    for (name, value) in limits {
                        let name = format!("limits.{name}");
                        self.set(&name, &plain(value), Source::File(shown.clone()))?;
                    }
                }
                (name, value) => self.set(name, &plain(value), Source::File(shown.clone()))?,
            }
        }
        Ok(())
    }

    /// Sets one setting.
    fn set(&mut self, name: &str, text: &str, source: Source) -> Result<()> {
        let bad = |why: String| Error::new(ck::CKR_ARGUMENTS_BAD, format!("{source}: {why}"));
        let truth = |text: &str| match text {
            "true" | "1" | "yes" => Ok(true),
            "false" | "0" | "no" => Ok(false),
            _ => Err(bad(format!("{name} is true or false, not {text:?}"))),
        };
        match name {
            "listen" => self.listen = text.to_owned(),
            "metrics" => self.metrics = (text != "off").then(|| text.to_owned()),
            "allow_default_pins" => self.allow_default_pins = truth(text)?,
            "log" => self.log = text.to_owned(),
            "log_format" => {
                self.json_log = match text {
                    "json" => true,
                    "human" => false,
                    _ => return Err(bad(format!("log_format is human or json, not {text:?}"))),
                }
            }
            _ => {
                let limit = name.strip_prefix("limits.").and_then(Limits::named);
                let Some(limit) = limit else {
                    let near = nearest(name);
                    return Err(bad(format!("there is no setting {name}; {near} may be meant")));
                };
                let value = number(text, limit.unit).filter(|v| limit.set(&mut self.limits, *v));
                if value.is_none() {
                    return Err(bad(out_of_range(limit, text)));
                }
            }
        }
        self.sources.push((name.to_owned(), source));
        Ok(())
    }
}

fn out_of_range(limit: &Limit, text: &str) -> String {
    let (least, most) = limit.range;
    let unit = limit.unit.name();
    format!("limits.{} is a number of {least} to {most} {unit}, not {text:?}", limit.name)
}

/// A number, which may have a unit: `16MiB`, `5s`.
fn number(text: &str, unit: Unit) -> Option<u64> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, suffix) = text.split_at_checked(digits)?;
    let factor = match (unit, suffix.trim()) {
        (_, "") => 1,
        (Unit::Bytes | Unit::BytesPerSecond, "KiB") => 1 << 10,
        (Unit::Bytes | Unit::BytesPerSecond, "MiB") => 1 << 20,
        (Unit::Bytes | Unit::BytesPerSecond, "GiB") => 1 << 30,
        (Unit::Milliseconds, "ms") => 1,
        (Unit::Milliseconds, "s") => 1000,
        (Unit::Milliseconds, "min") => 60_000,
        (Unit::Milliseconds, "h") => 3_600_000,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(factor)
}

/// A value of the file as text.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn names() -> impl Iterator<Item = String> {
    let limits = LIMITS.iter().map(|limit| format!("limits.{}", limit.name));
    SETTINGS.iter().map(|(name, _)| (*name).to_owned()).chain(limits)
}

/// The setting whose name differs least.
fn nearest(name: &str) -> String {
    let rest = |text: &str| text.rsplit('.').next().unwrap_or(text).to_owned();
    let wanted = rest(name);
    names().min_by_key(|known| distance(&rest(known), &wanted)).unwrap_or_default()
}

/// How many letters must be changed, added or taken away.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let here = (*cell + 1).min(left + 1).min(diagonal + usize::from(a != b));
            diagonal = std::mem::replace(cell, here);
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, variables: &[(&str, &str)], flags: &[(&str, &str)]) -> Result<Config> {
        let variable = |name: &str| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
        };
        let flags: Vec<_> = flags.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Config::load(Some((Path::new("s.toml"), text)), &variable, &flags)
    }

    #[test]
    fn the_nearest_wins_and_is_named() {
        let text =
            "[server]\nlisten = '0.0.0.0:1'\n[server.limits]\nsessions = 5\nidle_time = '5s'";
        let variables = [("STRONGROOM_SERVER_LIMITS_SESSIONS", "6")];
        let config = with(text, &variables, &[("limits.idle_time", "70")]).unwrap();
        assert_eq!(config.limits.sessions, 6);
        assert_eq!(config.limits.idle_time, 70);
        assert_eq!(config.listen, "0.0.0.0:1");
        let shown = config.show();
        let source = |name: &str| {
            shown.iter().find(|s| s.name == name).map(|s| s.source.to_string()).unwrap()
        };
        assert_eq!(source("listen"), "s.toml");
        assert_eq!(source("limits.sessions"), "$STRONGROOM_SERVER_LIMITS_SESSIONS");
        assert_eq!(source("limits.idle_time"), "--set limits.idle_time");
        assert_eq!(source("limits.workers"), "default");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, why) in [
            ("[server]\nlisen = 'x'", "listen may be meant"),
            ("[server.limits]\nsesions = 5", "limits.sessions may be meant"),
            ("[server.limits]\nsessions = 0", "a number of 1 to"),
            ("[server.limits]\nsessions = '5s'", "a number of 1 to"),
            ("[server.limits]\nframe_size = '65 MiB'", "a number of"),
            ("[server]\nallow_default_pins = 'perhaps'", "true or false"),
            ("[server]\nlog_format = 'xml'", "human or json"),
            ("server = 5", "no section"),
            ("[server", "s.toml"),
        ] {
            let error = with(text, &[], &[]).unwrap_err();
            assert!(error.is(ck::CKR_ARGUMENTS_BAD));
            assert!(error.why().contains(why), "{text}: {error}");
        }
        assert_eq!(
            with("[server.limits]\nframe_size = '1MiB'", &[], &[]).unwrap().limits.frame_size,
            1 << 20
        );
    }
}
