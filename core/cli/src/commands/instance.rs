//! `strongroom instance …`

use crate::output::{Doing, Failure, Output};
use crate::pin::{self, Owner};
use crate::progress;
use crate::target::Instance;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use strongroom::instance;

/// Checks that everything is as it was written.
pub fn check(
    here: &Instance,
    slots: &[u64],
    pin_file: Option<&Path>,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let dir = here.directory()?;
    let hsm = here.open()?;
    let mut pins = BTreeMap::new();
    for slot in slots {
        let slot = hsm.slot(*slot).doing("choosing a slot")?;
        pins.insert(slot.id(), pin::current(&slot, Owner::User, pin_file, output)?);
    }
    let mut unopened = Vec::new();
    for slot in hsm.slots().unwrap_or_default() {
        if pins.contains_key(&slot.id()) {
            continue;
        }
        // A token that cannot even be looked at is a finding of the check below.
        match pin::known(&slot, Owner::User) {
            Ok(Some(pin)) => drop(pins.insert(slot.id(), pin)),
            _ => unopened.push(slot.id()),
        }
    }
    let spinner = progress::spinner(output, "checking");
    let findings = instance::check(&dir, &pins);
    spinner.finish_and_clear();
    let findings = findings.doing(format!("checking the instance in {}", dir.display()))?;

    let json: Vec<_> = findings
        .iter()
        .map(|f| json!({ "slot": f.slot, "handle": f.handle(), "what": f.what }))
        .collect();
    let json = json!({ "findings": json, "private_not_opened": unopened });
    if findings.is_empty() {
        output.say("Everything is as it was written.", json);
    } else {
        let text = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
        let rows = findings.iter().map(|f| vec![text(f.slot), text(f.handle()), f.what.clone()]);
        output.table(&["SLOT", "HANDLE", "FINDING"], rows.collect(), json);
        output.note("What is not listed is undamaged and stays usable.");
    }
    if !unopened.is_empty() && !output.is_json() {
        let slots: Vec<String> = unopened.iter().map(u64::to_string).collect();
        output.note(&format!(
            "The private objects of slots {} were not opened; --slot opens them with the PIN.",
            slots.join(", ")
        ));
    }
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
