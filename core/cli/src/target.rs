//! Which instance, which token, which object a command means.

use crate::arguments::{Selector, Which};
use crate::output::{Doing, Failure};
use std::path::Path;
use strongroom::hsm::{Hsm, Session};
use strongroom_base::{Error, Template, ck};

/// The URL of the instance meant: a directory is written as a URL.
pub fn url(instance: Option<&str>) -> Result<String, Failure> {
    let Some(given) = instance else {
        return strongroom::configured_url().doing("looking for the instance");
    };
    if given.contains(":") {
        return Ok(given.to_owned());
    }
    std::path::absolute(Path::new(given))
        .map(|path| format!("file://{}", path.display()))
        .map_err(|error| bad("naming the instance", error.to_string()))
}

/// Opens the instance meant.
pub fn open(instance: Option<&str>) -> Result<Hsm, Failure> {
    let url = url(instance)?;
    Hsm::open(&url).map_err(|error| {
        let missing = error.is(ck::CKR_TOKEN_NOT_PRESENT);
        let failure = Failure::new(format!("opening {url}"), error);
        if missing {
            failure.next("run `strongroom init` to make one, or name another with --instance")
        } else {
            failure
        }
    })
}

/// The slot meant; an instance with one slot needs no name for it.
pub fn slot(hsm: &Hsm, which: &Which) -> Result<u64, Failure> {
    match (which.slot, &which.token) {
        (Some(slot), _) => Ok(slot),
        (None, Some(label)) => hsm.slot_of(label).doing("looking for the token"),
        (None, None) => {
            let slots = hsm.slots().doing("listing the slots")?;
            match slots.as_slice() {
                [slot] => Ok(*slot),
                _ => Err(bad("choosing a slot", "neither --slot nor --token is given")
                    .next("`strongroom slot list` shows them")),
            }
        }
    }
}

/// A wrong argument that the parser could not see.
pub fn bad(doing: &str, why: impl Into<String>) -> Failure {
    Failure::new(doing, Error::new(ck::CKR_ARGUMENTS_BAD, why.into()))
}

/// Bytes from hexadecimal digits.
pub fn from_hex(text: &str) -> Result<Vec<u8>, Failure> {
    hex::decode(text.replace([':', ' '], ""))
        .map_err(|_| bad("reading --id", "an identifier is an even number of hexadecimal digits"))
}

/// The objects that a selector means. At least one thing must be given.
pub fn objects(session: &Session, selector: &Selector) -> Result<Vec<u64>, Failure> {
    if let Some(handle) = selector.handle {
        return Ok(vec![handle]);
    }
    let mut template = Template::new();
    if let Some(label) = &selector.label {
        template.push(ck::CKA_LABEL, label.as_str());
    }
    if let Some(id) = &selector.id {
        template.push(ck::CKA_ID, from_hex(id)?);
    }
    if template.is_empty() {
        return Err(bad("choosing an object", "none of --handle, --label and --id is given"));
    }
    let found = session.find(&template).doing("searching the token")?;
    if found.is_empty() {
        return Err(Failure::new(
            "choosing an object",
            Error::new(ck::CKR_OBJECT_HANDLE_INVALID, "the token has no such object"),
        )
        .next("`strongroom key list` shows what there is"));
    }
    Ok(found)
}
