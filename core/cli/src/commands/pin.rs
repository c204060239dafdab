//! `strongroom pin …`

use crate::arguments::{Which, WithPin};
use crate::output::{Doing, Failure, Output};
use crate::{pin, target};
use serde_json::json;
use std::path::Path;
use strongroom_base::ck;

/// Changes a PIN.
pub fn change(
    instance: Option<&str>,
    with: &WithPin,
    new_pin_file: Option<&Path>,
    so: bool,
    output: &Output,
) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let doing = format!("changing the PIN of slot {slot}");
    let old = pin::current(&hsm, slot, so, with.pin_file.as_deref(), output)?;
    let new = pin::new(new_pin_file)?;
    let session = hsm.session(slot).doing(doing.clone())?;
    if so {
        session.login(ck::CKU_SO, old.expose()).doing(doing.clone())?;
    }
    session
        .application()
        .set_pin(session.handle(), Some(old.expose()), Some(new.expose()))
        .doing(doing)?;
    output.say(
        &format!("The PIN of slot {slot} is changed."),
        json!({ "slot": slot, "changed": if so { "so" } else { "user" } }),
    );
    Ok(())
}

/// Sets the user's PIN as the security officer.
pub fn reset(
    instance: Option<&str>,
    which: &Which,
    so_pin_file: Option<&Path>,
    new_pin_file: Option<&Path>,
    output: &Output,
) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, which)?;
    let doing = format!("setting the user's PIN of slot {slot}");
    let so_pin = pin::current(&hsm, slot, true, so_pin_file, output)?;
    let new = pin::new(new_pin_file)?;
    let session = hsm.session(slot).doing(doing.clone())?;
    session.login(ck::CKU_SO, so_pin.expose()).doing(doing.clone())?;
    session.application().init_pin(session.handle(), Some(new.expose())).doing(doing)?;
    output.say(
        &format!("The user's PIN of slot {slot} is set."),
        json!({ "slot": slot, "changed": "user" }),
    );
    Ok(())
}
