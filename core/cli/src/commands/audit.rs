//! `strongroom audit …`

use crate::arguments::{Format, Shown};
use crate::output::{Doing, Failure, Output};
use crate::target::Instance;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;
use strongroom::audit::{Audit, Record};
use strongroom_base::{Rv, ck};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

fn open(here: &Instance) -> Result<Audit, Failure> {
    Audit::open(&here.directory()?).doing("opening the audit log")
}

/// Shows records: the newest ones that a filter lets through, oldest first.
pub fn show(here: &Instance, filter: &Shown, output: &Output) -> Result<(), Failure> {
    let audit = open(here)?;
    let since = filter.since.as_deref().map(moment).transpose()?;
    let mut shown = std::collections::VecDeque::new();
    audit
        .read(|record| {
            if lets_through(filter, since, &record) {
                shown.push_back(record);
                if shown.len() > filter.limit {
                    shown.pop_front();
                }
            }
        })
        .doing("reading the audit log")?;
    let json: Vec<_> = shown.iter().map(as_json).collect();
    let rows = shown.iter().map(row).collect();
    let header = ["RECORD", "TIME", "WHO", "SLOT", "OPERATION", "MECHANISM", "OBJECT", "RESULT"];
    output.table(&header, rows, json!({ "records": json }));
    Ok(())
}

/// Verifies the log.
pub fn verify(here: &Instance, output: &Output) -> Result<ExitCode, Failure> {
    let audit = open(here)?;
    let proof = audit.verify().doing("verifying the audit log")?;
    let key = hex::encode(audit.public_key());
    let json = json!({
        "records": proof.records,
        "checkpoints": proof.checkpoints,
        "unsigned": proof.unsigned,
        "public_key": key,
        "findings": proof.findings,
    });
    if proof.findings.is_empty() {
        let text = format!(
            "{} records, {} of them checkpoints: each follows the one before it, none is missing, and\n\
             the checkpoints are signed with the key {key}.",
            proof.records, proof.checkpoints
        );
        output.say(&text, json);
        return Ok(ExitCode::SUCCESS);
    }
    output.table(&["FINDING"], proof.findings.into_iter().map(|f| vec![f]).collect(), json);
    Ok(ExitCode::FAILURE)
}

/// Writes all records to a file or to standard output, checkpoints included.
pub fn export(here: &Instance, format: Format, file: Option<&Path>) -> Result<(), Failure> {
    let audit = open(here)?;
    let mut text = match format {
        Format::Json => String::new(),
        Format::Csv => String::from(
            "record,time,identity,process,user_id,slot,session,operation,mechanism,object,user,result,what\n",
        ),
    };
    audit
        .read(|record| {
            match format {
                Format::Json => text.push_str(&as_json(&record).to_string()),
                Format::Csv => text.push_str(&csv(&record)),
            }
            text.push('\n');
        })
        .doing("reading the audit log")?;
    super::write(file, text.as_bytes())
}

/// Shows or changes what is recorded.
pub fn configure(here: &Instance, key_use: Option<bool>, output: &Output) -> Result<(), Failure> {
    let audit = open(here)?;
    if let Some(on) = key_use {
        audit.set_key_use(on).doing("changing what is recorded")?;
    }
    let on = audit.records_key_use();
    let uses = if on { "recorded" } else { "not recorded" };
    output.say(
        &format!("Management and logins are recorded. Uses of keys are {uses}."),
        json!({ "key_use": on }),
    );
    Ok(())
}

fn lets_through(filter: &Shown, since: Option<OffsetDateTime>, record: &Record) -> bool {
    let Some(event) = &record.event else { return filter.checkpoints };
    since.is_none_or(|since| time(record) >= since)
        && filter.slot.is_none_or(|slot| event.slot == Some(slot))
        && filter.client.as_ref().is_none_or(|name| event.identity.split('#').next() == Some(name))
        && filter.operation.as_ref().is_none_or(|name| event.operation == *name)
        && (!filter.failed || event.result != ck::CKR_OK)
}

fn time(record: &Record) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(record.time) * 1000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn written(when: OffsetDateTime) -> String {
    when.format(&Rfc3339).unwrap_or_default()
}

fn moment(text: &str) -> Result<OffsetDateTime, Failure> {
    let text = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
    OffsetDateTime::parse(&text, &Rfc3339).map_err(|_| {
        Failure::usage(
            "reading the time",
            "it is a day, 2027-01-31, or a moment, 2027-01-31T12:00:00Z",
        )
    })
}

fn mechanism(kind: u64) -> String {
    ck::name_in(ck::CKM, kind).map_or_else(|| format!("0x{kind:x}"), str::to_owned)
}

fn row(record: &Record) -> Vec<String> {
    let when = written(
        time(record).replace_millisecond(time(record).millisecond()).unwrap_or(time(record)),
    );
    let number = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
    match &record.event {
        None => {
            let what = vec![record.sequence.to_string(), when, String::new(), String::new()];
            [what, vec!["checkpoint".into(), String::new(), String::new(), "signed".into()]]
                .concat()
        }
        Some(event) => vec![
            record.sequence.to_string(),
            when,
            if event.identity.is_empty() {
                format!("process {} (user {})", event.process.0, event.process.1)
            } else {
                event.identity.clone()
            },
            number(event.slot),
            match &event.what {
                Some(what) => format!("{} {what}", event.operation),
                None => event.operation.clone(),
            },
            event.mechanism.map(mechanism).unwrap_or_default(),
            number(event.object),
            Rv(event.result).name().to_owned(),
        ],
    }
}

/// A record with all that is needed to verify it elsewhere.
fn as_json(record: &Record) -> Value {
    let mut json = json!({
        "record": record.sequence,
        "time": written(time(record)),
        "previous": hex::encode(*record.previous),
        "encoded": hex::encode(record.encode()),
    });
    let fields = match (&record.event, &record.signature) {
        (Some(event), _) => json!({
            "operation": event.operation,
            "identity": event.identity,
            "process": event.process.0,
            "user_id": event.process.1,
            "slot": event.slot,
            "session": event.session,
            "mechanism": event.mechanism.map(mechanism),
            "object": event.object,
            "user": event.user,
            "result": Rv(event.result).name(),
            "what": event.what,
        }),
        (None, signature) => json!({
            "checkpoint": true,
            "signature": signature.as_ref().map(|s| hex::encode(s.as_slice())),
        }),
    };
    if let (Some(json), Value::Object(fields)) = (json.as_object_mut(), fields) {
        json.extend(fields);
    }
    json
}

/// A record as a line of comma-separated values (RFC 4180).
fn csv(record: &Record) -> String {
    let number = |number: Option<u64>| number.map(|n| n.to_string()).unwrap_or_default();
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let (sequence, when) = (record.sequence, written(time(record)));
    let Some(event) = &record.event else {
        return format!("{sequence},{when},,,,,,checkpoint,,,,,");
    };
    [
        sequence.to_string(),
        when,
        quoted(&event.identity),
        event.process.0.to_string(),
        event.process.1.to_string(),
        number(event.slot),
        number(event.session),
        quoted(&event.operation),
        event.mechanism.map(mechanism).unwrap_or_default(),
        number(event.object),
        number(event.user),
        Rv(event.result).name().to_owned(),
        quoted(event.what.as_deref().unwrap_or_default()),
    ]
    .join(",")
}
