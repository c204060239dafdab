//! `strongroom token …`

use super::{confirm, slot};
use crate::arguments::Which;
use crate::output::{Doing, Failure, Output};
use crate::{pin, target};
use serde_json::json;
use std::path::Path;
use strongroom_base::ck;

/// Initialises a token.
pub fn init(
    instance: Option<&str>,
    slot: u64,
    label: &str,
    so_pin_file: Option<&Path>,
    yes: bool,
    output: &Output,
) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let doing = format!("initialising the token in slot {slot}");
    let padded = strongroom::instance::padded_label(label).doing(doing.clone())?;
    let token = hsm.token(slot).doing(doing.clone())?;
    let initialised = token.flags & ck::CKF_TOKEN_INITIALIZED != 0;
    if initialised && !yes {
        confirm(&format!("Destroy all objects of \"{}\" in slot {slot}?", token.label))?;
    }
    let so_pin = pin::current(&hsm, slot, true, so_pin_file, output)?;
    hsm.application().init_token(slot, Some(so_pin.expose()), &padded).doing(doing)?;
    output.say(
        &format!(
            "The token in slot {slot} is initialised. Set its user PIN with `strongroom pin reset`."
        ),
        json!({ "slot": slot, "label": label }),
    );
    Ok(())
}

/// Shows what a token says of itself.
pub fn info(instance: Option<&str>, which: &Which, output: &Output) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, which)?;
    let token = hsm.token(slot).doing(format!("looking at slot {slot}"))?;
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let version = |(major, minor): (u8, u8)| format!("{major}.{minor}");
    output.table(
        &[],
        vec![
            row("slot", slot.to_string()),
            row("label", token.label.clone()),
            row("serial", token.serial.clone()),
            row("manufacturer", token.manufacturer.clone()),
            row("model", token.model.clone()),
            row("version", version(token.firmware)),
            row("PINs", format!("{} to {} bytes", token.min_pin_len, token.max_pin_len)),
            row("state", slot::state(&token)),
        ],
        json!({
            "slot": slot,
            "label": token.label,
            "serial": token.serial,
            "manufacturer": token.manufacturer,
            "model": token.model,
            "version": version(token.firmware),
            "flags": token.flags,
            "state": slot::state(&token),
        }),
    );
    Ok(())
}
