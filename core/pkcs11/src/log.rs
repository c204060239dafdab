//! Where the sentences go. `STRONGROOM_LOG` names a level or directives (`debug`,
//! `info,strongroom::pkcs11=debug`); then they go to the standard error output, or to the file that
//! `STRONGROOM_LOG_FILE` names. Without it, only what keeps the library from being of use, a missing
//! or broken instance, is said. No PIN, key or data is ever in a sentence.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use strongroom_base::Error;
use tracing_subscriber::filter::{EnvFilter, LevelFilter, filter_fn};
use tracing_subscriber::fmt::writer::BoxMakeWriter;
use tracing_subscriber::prelude::*;

/// The target of what is said in any case.
const CONFIGURATION: &str = "strongroom::configuration";

/// Starts logging, once in a process.
pub fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        #[cfg(not(test))] // a test says why it failed
        std::panic::set_hook(Box::new(|panic| {
            let at = panic.location().map_or(("", 0), |at| (at.file(), at.line()));
            tracing::error!(target: "strongroom::pkcs11", file = at.0, line = at.1, "a defect");
        }));
        let wanted = variable("STRONGROOM_LOG");
        let output = tracing_subscriber::fmt::layer().with_ansi(false);
        // A process has one log; when there is one already, it is the right one.
        let _ = match wanted {
            None => tracing_subscriber::registry()
                .with(
                    output
                        .with_writer(|| Stderr)
                        .without_time()
                        .with_filter(filter_fn(|event| event.target() == CONFIGURATION))
                        .with_filter(LevelFilter::WARN),
                )
                .try_init(),
            Some(directives) => tracing_subscriber::registry()
                .with(output.with_writer(writer()).with_filter(EnvFilter::new(directives)))
                .try_init(),
        };
    });
}

/// An environment variable, unless somebody with fewer rights has set it for this process.
fn variable(name: &str) -> Option<String> {
    if strongroom::privileged() {
        None
    } else {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }
}

fn writer() -> BoxMakeWriter {
    use std::os::unix::fs::OpenOptionsExt;
    let file = variable("STRONGROOM_LOG_FILE").and_then(|path| {
        std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .mode(0o600)
            .custom_flags(libc::O_NOFOLLOW)
            .open(path)
            .ok()
    });
    match file {
        Some(file) => BoxMakeWriter::new(std::sync::Arc::new(file)),
        None => BoxMakeWriter::new(|| Stderr),
    }
}

/// The standard error output, without the lock that the standard library puts around it: a child
/// process may inherit that lock held.
struct Stderr;

impl Write for Stderr {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        std::fs::File::from(io::stderr().as_fd().try_clone_to_owned()?).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A function did not succeed.
pub fn failed(function: &'static str, error: &Error) {
    tracing::debug!(target: "strongroom::pkcs11", "{function}: {error}");
}

/// The library cannot be of use as things are. Said loudly once in a process.
pub fn configuration(error: &Error) {
    static SAID: AtomicBool = AtomicBool::new(false);
    if SAID.swap(true, Ordering::Relaxed) {
        tracing::debug!(target: CONFIGURATION, "{error}");
    } else {
        tracing::warn!(target: CONFIGURATION, "{error}");
    }
}
