//! The `strongroom` command. In come arguments; out go aligned tables, or JSON with `--json`, and errors
//! that say what was being done, why it failed and what to do next. What a command does stands in
//! `commands`, how it looks in `output`, where PINs come from in `pin`, which instance, token and object
//! is meant in `target`. Nothing about keys is decided here; a new command is a variant in `arguments`
//! and a function in `commands`.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong usage.
#![forbid(unsafe_code)]

mod arguments;
mod commands;
mod output;
mod pin;
mod progress;
mod target;

use clap::Parser;
use std::process::ExitCode;

/// Wipes what is freed: PINs and imported keys do not stay in memory that nobody uses any more.
#[global_allocator]
static HEAP: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    if !matches!(arguments.command, arguments::Command::Serve(_)) {
        log();
    }
    let output = output::Output::new(arguments.json);
    match commands::run(arguments, &output) {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// The log of all commands but `serve`, which is configured.
fn log() {
    let _ = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("STRONGROOM_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("error")),
        )
        .try_init();
}
