//! The command from outside: each of its commands on an instance of its own, for people and in JSON, with
//! what goes wrong.
#![allow(missing_docs)]

mod configuration;
mod copies;
mod files;
mod instances;
mod keys;
mod shape;

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use strongroom_base::limits::{DEFAULT_SO_PIN, DEFAULT_USER_PIN};
use tempfile::TempDir;

/// A scratch directory, and an instance in it.
struct Bench {
    dir: TempDir,
}

/// What a run of the command gave.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    fn from(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            code: output.status.code().unwrap(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    #[track_caller]
    fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.ok().out).unwrap()
    }

    /// It failed with an exit code, and said something.
    #[track_caller]
    fn fails(self, code: i32, says: &str) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.err.contains(says), "{}", self.err);
        assert!(self.out.is_empty(), "{}", self.out);
    }
}

impl Bench {
    fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn new() -> Self {
        let bench = Self::empty();
        bench.run(&["init", "--slots", "1"]).ok();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_strongroom"));
        command.env_clear().env("HOME", self.dir.path()).args(arguments).stdin(Stdio::null());
        command.arg("--instance").arg(self.path("instance"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(&self.command(arguments).output().unwrap())
    }

    fn with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        Ran::from(&command.envs(variables.iter().copied()).output().unwrap())
    }

    fn given(&self, input: &[u8], arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Ran::from(&child.wait_with_output().unwrap())
    }

    fn objects(&self) -> Vec<Value> {
        self.run(&["key", "list", "--json"]).json()["objects"].as_array().unwrap().clone()
    }
}
