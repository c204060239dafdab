//! Where PINs come from: a file, the environment, or a person who is asked. Never from the arguments,
//! which everybody on the machine can read.

use crate::output::{Doing, Failure, Output, visible};
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::Path;
use strongroom::Slot;
use strongroom_base::limits::{DEFAULT_SO_PIN, DEFAULT_USER_PIN, MAX_PIN_LEN};
use strongroom_base::{Secret, ck};

/// Whose PIN.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// The user.
    User,
    /// The security officer.
    Officer,
}

impl Owner {
    /// The owner with an apostrophe.
    pub fn s(self) -> &'static str {
        match self {
            Self::User => "user's",
            Self::Officer => "security officer's",
        }
    }

    fn variable(self) -> &'static str {
        match self {
            Self::User => "STRONGROOM_PIN",
            Self::Officer => "STRONGROOM_SO_PIN",
        }
    }

    fn option(self) -> &'static str {
        match self {
            Self::User => "--pin-file",
            Self::Officer => "--so-pin-file",
        }
    }

    /// The PIN of a fresh instance, and the flag of a token that still has it.
    fn default(self) -> (&'static str, u64) {
        match self {
            Self::User => (DEFAULT_USER_PIN, ck::CKF_USER_PIN_TO_BE_CHANGED),
            Self::Officer => (DEFAULT_SO_PIN, ck::CKF_SO_PIN_TO_BE_CHANGED),
        }
    }
}

/// The first line of a file, or of standard input.
fn from_file(path: &Path) -> Result<Secret, Failure> {
    let failed = |error: std::io::Error| {
        Failure::outside("reading a PIN", format!("{}: {error}", path.display()))
    };
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

fn from_variable(name: &str) -> Option<Secret> {
    std::env::var_os(name)
        .filter(|pin| !pin.is_empty())
        .map(|pin| Secret::from(pin.into_encoded_bytes()))
}

fn ask(what: &str, option: &str, variable: &str) -> Result<Secret, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage("asking for a PIN", format!("{what} is not given"))
            .next(format!("give it in a file with {option}, or in {variable}")));
    }
    rpassword::prompt_password(format!("{what}: "))
        .map(|pin| Secret::from(pin.into_bytes()))
        .map_err(|error| Failure::outside("asking for a PIN", error))
}

/// The PIN that a token of a fresh instance still has.
pub fn known(slot: &Slot, owner: Owner) -> Result<Option<Secret>, Failure> {
    let token = slot.token().doing(format!("looking at slot {}", slot.id()))?;
    let (default, flag) = owner.default();
    Ok((token.flags & flag != 0).then(|| Secret::from(default.as_bytes())))
}

/// The PIN of a token that something is copied to.
pub fn of_other(
    slot: &Slot,
    owner: Owner,
    file: Option<&Path>,
    output: &Output,
) -> Result<Secret, Failure> {
    match from_variable("STRONGROOM_TO_PIN") {
        Some(pin) if file.is_none() => Ok(pin),
        _ => current(slot, owner, file, output),
    }
}

/// The PIN of a token as it is now.
pub fn current(
    slot: &Slot,
    owner: Owner,
    file: Option<&Path>,
    output: &Output,
) -> Result<Secret, Failure> {
    if let Some(file) = file {
        return from_file(file);
    }
    if let Some(pin) = from_variable(owner.variable()) {
        return Ok(pin);
    }
    let (id, whose) = (slot.id(), owner.s());
    if let Some(pin) = known(slot, owner)? {
        let so = if owner == Owner::Officer { " --so" } else { "" };
        output.note(&format!(
            "note: slot {id} has the {whose} PIN of a fresh instance; `strongroom pin change --slot \
             {id}{so}` sets another"
        ));
        return Ok(pin);
    }
    let label = slot.token().doing(format!("looking at slot {id}"))?.label;
    ask(
        &format!("The {whose} PIN of slot {id} ({})", visible(&label)),
        owner.option(),
        owner.variable(),
    )
}

/// A new PIN; a person is asked twice.
pub fn new(slot: &Slot, owner: Owner, file: Option<&Path>) -> Result<Secret, Failure> {
    const VARIABLE: &str = "STRONGROOM_NEW_PIN";
    if let Some(file) = file {
        return from_file(file);
    }
    if let Some(pin) = from_variable(VARIABLE) {
        return Ok(pin);
    }
    let what = format!("The new {} PIN of slot {}", owner.s(), slot.id());
    let first = ask(&what, "--new-pin-file", VARIABLE)?;
    if ask(&format!("{what} again"), "--new-pin-file", VARIABLE)? != first {
        return Err(Failure::outside(
            "asking for a PIN",
            "the two are not the same; nothing was changed",
        ));
    }
    Ok(first)
}
