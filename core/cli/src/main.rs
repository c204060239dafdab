//! The `strongroom` command. In come arguments; out go aligned tables, or JSON with `--json`, and errors
//! that say what was being done, why it failed and what to do next. What a command does stands in
//! `commands`, how it looks in `output`, where PINs come from in `pin`.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage.
#![forbid(unsafe_code)]

mod arguments;
mod commands;
mod keyspec;
mod output;
mod pin;
mod target;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    let output = output::Output::new(arguments.json);
    match commands::run(arguments, &output) {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(1)
        }
    }
}
