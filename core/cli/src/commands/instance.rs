//! `strongroom instance …`

use crate::output::{Doing, Failure, Output};
use crate::{pin, target};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use strongroom::instance;

/// Checks that everything is as it was written.
pub fn check(
    instance: Option<&str>,
    slots: &[u64],
    pin_file: Option<&Path>,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let url = target::url(instance)?;
    let dir = instance::directory(&url).doing("checking the instance")?;
    let mut pins = BTreeMap::new();
    if !slots.is_empty() {
        let hsm = target::open(instance)?;
        for slot in slots {
            pins.insert(*slot, pin::current(&hsm, *slot, false, pin_file, output)?);
        }
    }
    let findings = instance::check(&dir, &pins)
        .doing(format!("checking the instance in {}", dir.display()))?;
    let text = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
    let rows = findings
        .iter()
        .map(|f| vec![text(f.slot), text(f.object.map(|id| id * 4)), f.what.clone()])
        .collect();
    let json: Vec<_> = findings
        .iter()
        .map(|f| json!({ "slot": f.slot, "handle": f.object.map(|id| id * 4), "what": f.what }))
        .collect();
    if findings.is_empty() {
        output.say("Everything is as it was written.", json!({ "findings": json }));
        return Ok(ExitCode::SUCCESS);
    }
    output.table(&["SLOT", "HANDLE", "FINDING"], rows, json!({ "findings": json }));
    output.note("What is not listed is undamaged and stays usable.");
    Ok(ExitCode::from(1))
}
