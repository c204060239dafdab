//! Writes the Swift side of the binding, and the C header between, from the library that was built:
//! `Sources/StrongroomCore/StrongroomCore.swift` and `Sources/StrongroomFFI/StrongroomFFI.h`. With `--check`
//! nothing is written: it says which files are not as they should be, and ends with 1. It is started at the top of
//! the tree, and writes there.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use uniffi_bindgen::bindings::{SwiftBindingsOptions, generate_swift_bindings};

/// What is made, where it stands, and what is put after it: how Swift takes bytes, which UniFFI does by way of two
/// copies more.
const MADE: &[(&str, &str, &str)] = &[
    ("StrongroomCore.swift", "Sources/StrongroomCore", include_str!("bytes.swift")),
    ("StrongroomFFI.h", "Sources/StrongroomFFI", ""),
];

fn main() -> ExitCode {
    let check = std::env::args().nth(1).as_deref() == Some("--check");
    match run(Path::new("bindings-swift"), check) {
        Ok(differ) if !check || differ.is_empty() => ExitCode::SUCCESS,
        Ok(differ) => {
            for path in differ {
                eprintln!("{} is not what the library says; run scripts/generate", path.display());
            }
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The files that differ; unless they are only checked, they are written.
fn run(top: &Path, check: bool) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let made = std::env::temp_dir().join(format!("strongroom-swift-{}", std::process::id()));
    generate_swift_bindings(SwiftBindingsOptions {
        generate_swift_sources: true,
        generate_headers: true,
        generate_modulemap: false,
        source: library()?.try_into()?,
        out_dir: made.clone().try_into()?,
        xcframework: false,
        module_name: None,
        modulemap_filename: None,
        metadata_no_deps: true,
        link_frameworks: Vec::new(),
        config: Some(top.join("uniffi.toml").try_into()?),
    })?;
    let mut differ = Vec::new();
    for (name, folder, after) in MADE {
        let text = tidy(&std::fs::read_to_string(made.join(name))?) + after;
        let path = top.join(folder).join(name);
        if std::fs::read_to_string(&path).is_ok_and(|has| has == text) {
            continue;
        }
        if !check {
            std::fs::create_dir_all(top.join(folder))?;
            std::fs::write(&path, text)?;
        }
        differ.push(path);
    }
    std::fs::remove_dir_all(made)?;
    Ok(differ)
}

/// Without blanks at the ends of lines.
fn tidy(text: &str) -> String {
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The shared library, beside this program.
fn library() -> Result<PathBuf, Box<dyn Error>> {
    let name =
        format!("{}strongroom_swift{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    Ok(std::env::current_exe()?.with_file_name(name))
}
