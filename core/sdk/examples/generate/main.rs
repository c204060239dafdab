//! Writes, for each language that has a binding in this tree, the constants of PKCS #11 and the names that the
//! SDK has for mechanisms, hashes, kinds of keys and failures; and the engine's page of mechanisms. All of it comes
//! from the tables of the core, so that no language spells a number. With `--check` nothing is written: it says which
//! files are not as they should be, and ends with 1. It is started at the top of the tree, and writes there.
//!
//! A language is a module here and a line in [`files`]; it is written for as soon as its folder exists.

mod about;
mod java;
mod mechanisms;
mod node;
mod python;
mod swift;
mod tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A file, below the top of the tree, and what must stand in it.
type File = (String, String);

/// All files, with the folder that must exist for each language's.
fn files() -> Vec<(&'static str, Vec<File>)> {
    vec![
        ("core/engine", mechanisms::files()),
        ("bindings-python", python::files()),
        ("bindings-node", node::files()),
        ("bindings-java", java::files()),
        ("bindings-swift", swift::files()),
    ]
}

fn main() -> ExitCode {
    let check = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--check") => true,
        Some(other) => {
            eprintln!("{other} is not known; there is --check");
            return ExitCode::from(2);
        }
    };
    match run(Path::new("."), check) {
        Ok(differ) if !check || differ.is_empty() => ExitCode::SUCCESS,
        Ok(differ) => {
            for path in differ {
                eprintln!("{} is not what the tables say; run scripts/generate", path.display());
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The files that differ; unless they are only checked, they are written.
fn run(top: &Path, check: bool) -> std::io::Result<Vec<PathBuf>> {
    let mut differ = Vec::new();
    for (folder, files) in files() {
        if !top.join(folder).exists() {
            continue;
        }
        for (name, text) in files {
            let path = top.join(&name);
            if std::fs::read_to_string(&path).is_ok_and(|has| has == text) {
                continue;
            }
            if !check {
                if let Some(parent) = path.parent() {
                    std::fs::create_dir_all(parent)?;
                }
                std::fs::write(&path, text)?;
            }
            differ.push(PathBuf::from(name));
        }
    }
    Ok(differ)
}
