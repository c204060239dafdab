//! `strongroom pin …`

use crate::arguments::Which;
use crate::output::{Doing, Failure, Output};
use crate::pin::{self, Owner};
use crate::target::Instance;
use serde_json::json;
use std::path::Path;

/// Where the PIN as it is and the new one come from.
type Files<'a> = (Option<&'a Path>, Option<&'a Path>);

/// Changes a PIN.
pub fn change(
    here: &Instance,
    which: &Which,
    (old, new): Files<'_>,
    so: bool,
    output: &Output,
) -> Result<(), Failure> {
    let slot = here.slot(which)?;
    let owner = if so { Owner::Officer } else { Owner::User };
    let old = pin::current(&slot, owner, old, output)?;
    let new = pin::new(&slot, owner, new)?;
    let doing = format!("changing the {} PIN of slot {}", owner.s(), slot.id());
    match owner {
        Owner::User => slot.set_pin(old.expose(), new.expose()),
        Owner::Officer => slot.set_so_pin(old.expose(), new.expose()),
    }
    .doing(doing)?;
    changed(slot.id(), owner, output);
    Ok(())
}

/// Sets the user's PIN as the security officer.
pub fn reset(
    here: &Instance,
    which: &Which,
    (so_pin, new): Files<'_>,
    output: &Output,
) -> Result<(), Failure> {
    let slot = here.slot(which)?;
    let so_pin = pin::current(&slot, Owner::Officer, so_pin, output)?;
    let new = pin::new(&slot, Owner::User, new)?;
    slot.login_so(so_pin.expose())
        .doing(format!("logging in to slot {} as its security officer", slot.id()))?
        .init_pin(new.expose())
        .doing(format!("setting the user's PIN of slot {}", slot.id()))?;
    changed(slot.id(), Owner::User, output);
    Ok(())
}

fn changed(slot: u64, owner: Owner, output: &Output) {
    let name = match owner {
        Owner::User => "user",
        Owner::Officer => "so",
    };
    output.say(
        &format!("The {} PIN of slot {slot} is changed.", owner.s()),
        json!({ "slot": slot, "changed": name }),
    );
}
