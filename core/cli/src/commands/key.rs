//! `strongroom key …`

use super::{confirm, object};
use crate::arguments::{Named, Selector, WithPin};
use crate::keyspec::{self, KeySpec};
use crate::output::{Doing, Failure, Output};
use crate::{pin, target};
use indicatif::ProgressBar;
use serde_json::json;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use strongroom::hsm::Session;
use strongroom::{pkcs8, spki};
use strongroom_base::{Error, Secret, Template, Value, ck};

/// What the options say of a new object.
fn named(session: &Session, named: &Named) -> Result<(Template, Template), Failure> {
    let id = match &named.id {
        Some(text) => target::from_hex(text)?,
        None => {
            let mut id = vec![0; 8];
            session
                .application()
                .generate_random(session.handle(), &mut id)
                .doing("drawing an identifier")?;
            id
        }
    };
    let both = Template::new()
        .with(ck::CKA_TOKEN, true)
        .with(ck::CKA_LABEL, named.label.as_str())
        .with(ck::CKA_ID, id);
    let mut private = both.clone().with(ck::CKA_EXTRACTABLE, named.extractable);
    if named.always_authenticate {
        private.push(ck::CKA_ALWAYS_AUTHENTICATE, true);
    }
    Ok((both, private))
}

fn joined(mut template: Template, more: Template) -> Template {
    template.0.extend(more.0);
    template
}

fn show_all(session: &Session, handles: &[u64], output: &Output) -> Result<(), Failure> {
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for handle in handles {
        let (row, line) = object::line(session, *handle)?;
        rows.push(row);
        json.push(line);
    }
    output.table(object::HEADER, rows, json!({ "objects": json }));
    Ok(())
}

/// Generates a key or a key pair.
pub fn generate(
    instance: Option<&str>,
    kind: &str,
    with: &WithPin,
    options: &Named,
    output: &Output,
) -> Result<(), Failure> {
    let spec = keyspec::parse(kind)?;
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let session = pin::logged_in(&hsm, slot, with.pin_file.as_deref(), output)?;
    let (both, private) = named(&session, options)?;
    let spinner = if output.shows_progress() {
        let spinner = ProgressBar::new_spinner().with_message(format!("generating {kind}"));
        spinner.enable_steady_tick(Duration::from_millis(100));
        spinner
    } else {
        ProgressBar::hidden()
    };
    let (application, handle) = (session.application(), session.handle());
    let handles = match spec {
        KeySpec::Pair(mechanism, template) => application
            .generate_key_pair(handle, &mechanism, &joined(both, template), &private)
            .map(|(public, private)| vec![public, private]),
        KeySpec::Secret(mechanism, template) => application
            .generate_key(handle, &mechanism, &joined(private, template))
            .map(|key| vec![key]),
    }
    .doing(format!("generating {kind} in slot {slot}"))?;
    spinner.finish_and_clear();
    show_all(&session, &handles, output)
}

/// Lists the objects of a token.
pub fn list(instance: Option<&str>, with: &WithPin, output: &Output) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let session = pin::logged_in(&hsm, slot, with.pin_file.as_deref(), output)?;
    let handles = session.find(&Template::new()).doing(format!("listing slot {slot}"))?;
    show_all(&session, &handles, output)
}

/// Shows the attributes of the objects meant.
pub fn show(
    instance: Option<&str>,
    with: &WithPin,
    selector: &Selector,
    output: &Output,
) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let session = pin::logged_in(&hsm, slot, with.pin_file.as_deref(), output)?;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for handle in target::objects(&session, selector)? {
        if !rows.is_empty() {
            rows.push(vec![String::new(), String::new()]);
        }
        rows.push(vec!["handle".into(), handle.to_string()]);
        let mut fields = serde_json::Map::new();
        fields.insert("handle".into(), json!(handle));
        for (kind, value) in object::read(&session, handle, object::SHOWN)? {
            let name = object::word(ck::CKA, kind);
            rows.push(vec![name.clone(), object::show(kind, &value)]);
            fields.insert(name, object::to_json(kind, &value));
        }
        json.push(fields);
    }
    output.table(&[], rows, json!({ "objects": json }));
    Ok(())
}

/// A file's bytes.
pub fn read_file(file: &Path) -> Result<Secret, Failure> {
    std::fs::read(file)
        .map(Secret::from)
        .map_err(|error| target::bad(&format!("reading {}", file.display()), error.to_string()))
}

/// The label and bytes of PEM; DER is given back as it is, without a label.
pub fn unarmour(bytes: &Secret, doing: &str) -> Result<(Option<String>, Vec<u8>), Failure> {
    if !bytes.expose().starts_with(b"-----") {
        return Ok((None, bytes.expose().to_vec()));
    }
    pem_rfc7468::decode_vec(bytes.expose())
        .map(|(label, der)| (Some(label.to_owned()), der))
        .map_err(|_| target::bad(doing, "it is not PEM"))
}

/// Imports a key.
pub fn import(
    instance: Option<&str>,
    file: &Path,
    kind: Option<&str>,
    with: &WithPin,
    options: &Named,
    output: &Output,
) -> Result<(), Failure> {
    let doing = format!("importing {}", file.display());
    let bytes = read_file(file)?;
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let session = pin::logged_in(&hsm, slot, with.pin_file.as_deref(), output)?;
    let (both, private) = named(&session, options)?;
    let templates = match kind {
        Some(kind) => vec![
            private
                .with(ck::CKA_CLASS, ck::CKO_SECRET_KEY)
                .with(ck::CKA_KEY_TYPE, keyspec::secret_type(kind)?)
                .with(ck::CKA_VALUE, bytes),
        ],
        None => {
            let (label, der) = unarmour(&bytes, &doing)?;
            let der = Secret::from(der);
            if label.as_deref() == Some("PUBLIC KEY") {
                vec![public_template(both, der.expose(), &doing)?]
            } else {
                match pkcs8::decode_file(der.expose()) {
                    Ok((key_type, value)) => {
                        let info = pkcs8::public_info(key_type, &value).doing(doing.clone())?;
                        let private = private
                            .with(ck::CKA_CLASS, ck::CKO_PRIVATE_KEY)
                            .with(ck::CKA_KEY_TYPE, key_type);
                        vec![public_template(both, &info, &doing)?, joined(private, value)]
                    }
                    Err(error) => match public_template(both, der.expose(), &doing) {
                        Ok(public) => vec![public],
                        Err(_) => {
                            return Err(Failure::new(doing, error)
                                .next("for the bytes of a secret, say --as aes or --as generic"));
                        }
                    },
                }
            }
        }
    };
    let mut handles = Vec::new();
    for template in templates {
        let made = session.application().create_object(session.handle(), &template);
        handles.push(made.doing(doing.clone())?);
    }
    show_all(&session, &handles, output)
}

fn public_template(both: Template, der: &[u8], doing: &str) -> Result<Template, Failure> {
    let (key_type, value) = spki::decode(der).doing(doing)?;
    Ok(joined(both.with(ck::CKA_CLASS, ck::CKO_PUBLIC_KEY).with(ck::CKA_KEY_TYPE, key_type), value))
}

/// Prints the public key of a key pair.
pub fn export_public(
    instance: Option<&str>,
    with: &WithPin,
    selector: &Selector,
    file: Option<&Path>,
    der: bool,
    output: &Output,
) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let session = pin::logged_in(&hsm, slot, with.pin_file.as_deref(), output)?;
    let mut info = None;
    for handle in target::objects(&session, selector)? {
        let kinds = [ck::CKA_KEY_TYPE, ck::CKA_PUBLIC_KEY_INFO];
        let read = object::read(&session, handle, &kinds)?;
        let found = object::get(&read, ck::CKA_PUBLIC_KEY_INFO).and_then(Value::as_bytes);
        if let (Some(_), Some(found)) = (object::get(&read, ck::CKA_KEY_TYPE), found)
            && !found.is_empty()
        {
            if info.as_deref().is_some_and(|earlier| earlier != found) {
                return Err(target::bad("choosing a key", "several key pairs are meant")
                    .next("name one by --id or --handle; `strongroom key list` shows them"));
            }
            info = Some(found.to_vec());
        }
    }
    let info = info.ok_or_else(|| {
        Failure::new(
            "exporting a public key",
            Error::new(ck::CKR_KEY_HANDLE_INVALID, "it is not a key pair"),
        )
    })?;
    let pem = pem_rfc7468::encode_string("PUBLIC KEY", pem_rfc7468::LineEnding::LF, &info)
        .map_err(|_| target::bad("exporting a public key", "it cannot be written as PEM"))?;
    let bytes = if der { info.as_slice() } else { pem.as_bytes() };
    let failed = |error: std::io::Error| target::bad("exporting a public key", error.to_string());
    match file {
        Some(file) => {
            std::fs::write(file, bytes).map_err(failed)?;
            output.say(
                &format!("The public key is in {}.", file.display()),
                json!({ "file": file, "public_key_info": hex::encode(&info) }),
            );
        }
        None if der => std::io::stdout().write_all(bytes).map_err(failed)?,
        None => output.say(pem.trim_end(), json!({ "pem": pem })),
    }
    Ok(())
}

/// Deletes objects.
pub fn delete(
    instance: Option<&str>,
    with: &WithPin,
    selector: &Selector,
    yes: bool,
    output: &Output,
) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let session = pin::logged_in(&hsm, slot, with.pin_file.as_deref(), output)?;
    let handles = target::objects(&session, selector)?;
    if !yes {
        show_all(&session, &handles, output)?;
        confirm(&format!("Delete these {} objects for good?", handles.len()))?;
    }
    for handle in &handles {
        session
            .application()
            .destroy_object(session.handle(), *handle)
            .doing(format!("deleting object {handle}"))?;
    }
    output.say(&format!("{} objects are deleted.", handles.len()), json!({ "deleted": handles }));
    Ok(())
}
