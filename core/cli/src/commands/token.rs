//! `strongroom token …`

use super::{confirm, slot};
use crate::arguments::Which;
use crate::output::{Doing, Failure, Output, visible};
use crate::pin::{self, Owner};
use crate::target::Instance;
use serde_json::json;
use std::path::Path;
use strongroom_base::{Profile, TokenPolicy, ck};

/// Initialises a token.
pub fn init(
    here: &Instance,
    slot: u64,
    label: &str,
    so_pin_file: Option<&Path>,
    yes: bool,
    policy: Option<Profile>,
    output: &Output,
) -> Result<(), Failure> {
    let doing = format!("initialising the token in slot {slot}");
    strongroom::instance::padded_label(label).doing(doing.clone())?;
    let slot = here.slot(&Which { slot: Some(slot), token: None })?;
    let token = slot.token().doing(doing.clone())?;
    if token.flags & ck::CKF_TOKEN_INITIALIZED != 0 && !yes {
        let label = visible(&token.label);
        confirm(&format!("Destroy all objects of \"{label}\" in slot {}?", slot.id()))?;
    }
    let so_pin = pin::current(&slot, Owner::Officer, so_pin_file, output)?;
    slot.init_token(so_pin.expose(), label).doing(doing.clone())?;
    if let Some(profile) = policy {
        let before = slot.policy().doing(doing.clone())?;
        slot.set_policy(so_pin.expose(), &TokenPolicy { profile, ..before }).doing(doing)?;
    }
    let id = slot.id();
    output.say(
        &format!(
            "The token in slot {id} is initialised as \"{label}\".\n\
             It has no user PIN yet; `strongroom pin reset --slot {id}` sets one."
        ),
        json!({ "slot": id, "label": label }),
    );
    Ok(())
}

/// Shows what a token says of itself.
pub fn info(here: &Instance, which: &Which, output: &Output) -> Result<(), Failure> {
    let slot = here.slot(which)?;
    let id = slot.id();
    let token = slot.token().doing(format!("looking at slot {id}"))?;
    let state = slot::state(&token);
    let version = format!("{}.{}", token.firmware.0, token.firmware.1);
    let row = |name: &str, value: String| vec![name.to_owned(), value];
    let rows = vec![
        row("slot", id.to_string()),
        row("label", token.label.clone()),
        row("serial", token.serial.clone()),
        row("manufacturer", token.manufacturer.clone()),
        row("model", token.model.clone()),
        row("version", version.clone()),
        row("PINs", format!("{} to {} bytes", token.min_pin_len, token.max_pin_len)),
        row("state", state.join(", ")),
    ];
    let json = json!({
        "slot": id,
        "label": token.label,
        "serial": token.serial,
        "manufacturer": token.manufacturer,
        "model": token.model,
        "version": version,
        "min_pin_len": token.min_pin_len,
        "max_pin_len": token.max_pin_len,
        "flags": token.flags,
        "state": state,
    });
    output.table(&[], rows, json);
    Ok(())
}
