//! Where PINs come from: a file, the environment, or a person who is asked. Never from the arguments,
//! which everybody on the machine can read.

use crate::output::{Doing, Failure, Output};
use crate::target::bad;
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::Path;
use strongroom::hsm::{Hsm, Session};
use strongroom_base::limits::{DEFAULT_SO_PIN, DEFAULT_USER_PIN, MAX_PIN_LEN};
use strongroom_base::{Secret, ck};

/// Reads the first line of a file, or of standard input.
fn from_file(path: &Path) -> Result<Secret, Failure> {
    let failed =
        |error: std::io::Error| bad("reading a PIN", format!("{}: {error}", path.display()));
    let mut line = String::with_capacity(MAX_PIN_LEN + 2);
    if path == Path::new("-") {
        std::io::stdin().lock().read_line(&mut line).map_err(failed)?;
    } else {
        let file = std::fs::File::open(path).map_err(failed)?;
        BufReader::new(file).read_line(&mut line).map_err(failed)?;
    }
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(Secret::from(line.into_bytes()))
}

fn ask(what: &str) -> Result<Secret, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(bad("asking for a PIN", format!("{what} is not given"))
            .next("give it in a file (--pin-file and the like) or in STRONGROOM_PIN"));
    }
    rpassword::prompt_password(format!("{what}: "))
        .map(|pin| Secret::from(pin.into_bytes()))
        .map_err(|error| bad("asking for a PIN", error.to_string()))
}

/// The user's PIN of a token, or the security officer's.
pub fn current(
    hsm: &Hsm,
    slot: u64,
    so: bool,
    file: Option<&Path>,
    output: &Output,
) -> Result<Secret, Failure> {
    if let Some(file) = file {
        return from_file(file);
    }
    let variable = if so { "STRONGROOM_SO_PIN" } else { "STRONGROOM_PIN" };
    if let Some(pin) = std::env::var_os(variable) {
        return Ok(Secret::from(pin.into_encoded_bytes()));
    }
    let token = hsm.token(slot).doing(format!("looking at slot {slot}"))?;
    let (flag, default, whose) = if so {
        (ck::CKF_SO_PIN_TO_BE_CHANGED, DEFAULT_SO_PIN, "security officer's")
    } else {
        (ck::CKF_USER_PIN_TO_BE_CHANGED, DEFAULT_USER_PIN, "user's")
    };
    if token.flags & flag != 0 {
        output.note(&format!(
            "note: slot {slot} still has the {whose} PIN for tests; `strongroom pin change` sets another"
        ));
        return Ok(Secret::from(default.as_bytes()));
    }
    ask(&format!("The {whose} PIN of slot {slot} ({})", token.label))
}

/// A new PIN; a person is asked twice.
pub fn new(file: Option<&Path>) -> Result<Secret, Failure> {
    if let Some(file) = file {
        return from_file(file);
    }
    let first = ask("The new PIN")?;
    if ask("The new PIN again")? != first {
        return Err(bad("asking for a PIN", "the two are not the same"));
    }
    Ok(first)
}

/// A session with the user logged in.
pub fn logged_in(
    hsm: &Hsm,
    slot: u64,
    file: Option<&Path>,
    output: &Output,
) -> Result<Session, Failure> {
    let pin = current(hsm, slot, false, file, output)?;
    let session = hsm.session(slot).doing(format!("opening a session with slot {slot}"))?;
    session.login(ck::CKU_USER, pin.expose()).doing(format!("logging in to slot {slot}"))?;
    Ok(session)
}
