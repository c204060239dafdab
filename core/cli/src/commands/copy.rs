//! `strongroom key copy`

use super::object::word;
use crate::arguments::{Which, WithPin};
use crate::output::{Doing, Failure, Output};
use crate::pin::{self, Owner};
use crate::progress;
use crate::target::{self, Instance};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use strongroom::Query;
use strongroom::copy::Became;
use strongroom_base::ck;

/// Where objects go.
pub struct There {
    /// A directory or a URL; by default where they come from.
    pub place: Option<String>,
    /// Which token there.
    pub which: Which,
    /// A file with the user's PIN.
    pub pin_file: Option<PathBuf>,
}

/// Copies objects, and says of each what became of it. It fails when something had to stay.
pub fn copy(
    here: &Instance,
    with: &WithPin,
    there: &There,
    (label, id): (Option<&str>, Option<&str>),
    dry_run: bool,
    output: &Output,
) -> Result<ExitCode, Failure> {
    let doing = "copying";
    let mut query = Query::new();
    if let Some(label) = label {
        query = query.label(label);
    }
    if let Some(id) = id {
        query = query.id(target::from_hex(id)?);
    }
    let from = here.login(with, output)?;
    let elsewhere = there.place.as_deref().map(|place| Instance::meant(Some(place))).transpose()?;
    let slot = elsewhere.as_ref().unwrap_or(here).slot(&there.which)?;
    let pin = pin::of_other(&slot, Owner::User, there.pin_file.as_deref(), output)?;
    let to = slot.login(pin.expose()).doing(format!("logging in to slot {}", slot.id()))?;
    let spinner = progress::spinner(output, doing);
    let (mut rows, mut json, mut stayed) = (Vec::new(), Vec::new(), 0);
    let copied = strongroom::copy::copy(&from, &to, &query, dry_run, |line| {
        spinner.set_message(format!("copying {} …", crate::output::visible(&line.label)));
        let (became, why) = match &line.became {
            Became::Copied => ("copied", None),
            Became::Copyable => ("can be copied", None),
            Became::Left(why) => ("stays", Some(why.clone())),
        };
        stayed += usize::from(why.is_some());
        let class = word(ck::CKO, line.class);
        let kind = line.kind.map(|kind| kind.to_string()).unwrap_or_default();
        let id = hex::encode(&line.id);
        json.push(json!({
            "class": class, "kind": kind, "id": id, "label": line.label, "became": became, "why": why,
        }));
        let said = why.map_or_else(|| became.to_owned(), |why| format!("{became}: {why}"));
        rows.push(vec![class, kind, id, line.label, said]);
    });
    spinner.finish_and_clear();
    copied.doing(doing)?;
    if rows.is_empty() && !output.is_json() {
        output.note(&format!("The token in slot {} has nothing like that.", from.slot()));
    } else {
        output.table(&["CLASS", "KIND", "ID", "LABEL", "WHAT"], rows, json!({ "objects": json }));
    }
    Ok(if stayed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
