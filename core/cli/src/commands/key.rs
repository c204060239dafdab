//! `strongroom key …`

use super::{object, write};
use crate::arguments::{Class, Form, Named, Selector, WithPin};
use crate::output::{Doing, Failure, Output};
use crate::progress;
use crate::target::{self, Instance};
use serde_json::json;
use std::path::Path;
use strongroom::encoding::{self, KeyMaterial, PublicForm};
use strongroom::{Error, KeyKind, KeySpec, Object, Query, Session};
use strongroom_base::{Secret, ck};

/// What the options say of a new key.
fn spec(session: &Session, kind: KeyKind, named: &Named) -> Result<KeySpec, Failure> {
    let id = match &named.id {
        Some(text) => target::from_hex(text)?,
        None => {
            let mut id = vec![0; 8];
            session.random(&mut id).doing("drawing an identifier")?;
            id
        }
    };
    let spec = KeySpec::new(kind)
        .persist(true)
        .label(named.label.as_str())
        .id(id)
        .extractable(named.extractable)
        .sensitive(!named.no_sensitive)
        .always_authenticate(named.always_authenticate);
    Ok(match &named.usage {
        Some(usages) => spec.usages(usages.as_slice()),
        None => spec,
    })
}

/// Generates a key or a key pair.
pub fn generate(
    here: &Instance,
    kind: KeyKind,
    with: &WithPin,
    named: &Named,
    output: &Output,
) -> Result<(), Failure> {
    let session = here.login(with, output)?;
    let spec = spec(&session, kind, named)?;
    let spinner = progress::spinner(output, &format!("generating {kind}"));
    let made = session.generate(&spec);
    spinner.finish_and_clear();
    let made = made.doing(format!("generating {kind} in slot {}", session.slot()))?;
    object::show_all(&made.objects(), output)
}

/// Lists the objects of a token.
pub fn list(
    here: &Instance,
    with: &WithPin,
    class: Option<Class>,
    output: &Output,
) -> Result<(), Failure> {
    let session = here.login(with, output)?;
    let query = class.map_or_else(Query::new, |class| Query::new().class(class.number()));
    let found = target::found(&session, &query, &format!("listing slot {}", session.slot()))?;
    if found.is_empty() && !output.is_json() {
        output.note(&format!("The token in slot {} has no such objects.", session.slot()));
        return Ok(());
    }
    object::show_all(&found, output)
}

/// Shows the attributes of the objects meant.
pub fn show(
    here: &Instance,
    with: &WithPin,
    selector: &Selector,
    class: Option<Class>,
    output: &Output,
) -> Result<(), Failure> {
    let session = here.login(with, output)?;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for found in target::objects(&session, selector, class.map(Class::number))? {
        let handle = found.handle();
        if !rows.is_empty() {
            rows.push(vec![String::new(), String::new()]);
        }
        rows.push(vec!["handle".into(), handle.to_string()]);
        let mut fields = serde_json::Map::new();
        fields.insert("handle".into(), json!(handle));
        let read = found.read(object::SHOWN).doing(format!("reading object {handle}"))?;
        for attribute in read.iter() {
            let name = object::word(ck::CKA, attribute.kind);
            rows.push(vec![name.clone(), object::show(attribute.kind, &attribute.value)]);
            fields.insert(name, object::to_json(attribute.kind, &attribute.value));
        }
        json.push(fields);
    }
    output.table(&[], rows, json!({ "objects": json }));
    Ok(())
}

/// Imports a key; with a type (and whether it is written in hexadecimal digits), a secret one.
pub fn import(
    here: &Instance,
    file: &Path,
    secret: Option<(KeyKind, bool)>,
    with: &WithPin,
    named: &Named,
    output: &Output,
) -> Result<(), Failure> {
    let doing = format!("importing {}", file.display());
    let bytes = target::read_file(file)?;
    let material = match secret {
        Some((kind, is_hex)) => {
            let value = if is_hex { unhexed(&bytes, &doing)? } else { bytes };
            KeyMaterial::Secret { key_type: kind.key_type(), value }
        }
        None => encoding::key(&bytes).map_err(|error| {
            Failure::new(&doing, error).next("for the bytes of a secret, say --as aes or the like")
        })?,
    };
    let session = here.login(with, output)?;
    // What it is stands in the file.
    let kind = secret.map_or(KeyKind::Secret(ck::CKK_GENERIC_SECRET, None), |(kind, _)| kind);
    let made = session.import(&material, &spec(&session, kind, named)?).doing(doing)?;
    object::show_all(&made.objects(), output)
}

fn unhexed(text: &Secret, doing: &str) -> Result<Secret, Failure> {
    let mut digits = Secret::default();
    for byte in text.expose().iter().filter(|byte| !byte.is_ascii_whitespace()) {
        digits.extend(&[*byte]);
    }
    hex::decode(digits.expose()).map(Secret::from).map_err(|_| {
        Failure::outside(doing, "the file is not an even number of hexadecimal digits")
    })
}

/// Writes the public key of a key pair.
pub fn export_public(
    here: &Instance,
    with: &WithPin,
    selector: &Selector,
    form: Form,
    file: Option<&Path>,
    output: &Output,
) -> Result<(), Failure> {
    let doing = "exporting a public key";
    let session = here.login(with, output)?;
    let mut found: Option<(Vec<u8>, Object)> = None;
    for object in target::objects(&session, selector, None)? {
        if object.get(ck::CKA_KEY_TYPE).doing(doing)?.is_none() {
            continue;
        }
        let info = match object.public_key_info() {
            Err(error) if error.is(ck::CKR_ATTRIBUTE_TYPE_INVALID) => continue,
            info => info.doing(doing)?,
        };
        if found.as_ref().is_some_and(|(earlier, _)| *earlier != info) {
            return Err(Failure::outside(doing, "several key pairs are meant")
                .next("name one by --id or --handle; `strongroom key list` shows them"));
        }
        found = Some((info, object));
    }
    let (info, object) = found.ok_or_else(|| {
        Failure::new(doing, Error::new(ck::CKR_KEY_HANDLE_INVALID, "", "it is not a key pair"))
    })?;
    let (public_form, name) = match form {
        Form::Pem => (PublicForm::Pem, "pem"),
        Form::Der => (PublicForm::Der, "der"),
        Form::Ssh => (PublicForm::Ssh, "ssh"),
        Form::Jwk => (PublicForm::Jwk, "jwk"),
    };
    let comment = object.label().doing(doing)?;
    let mut bytes = encoding::public_key(&info, public_form, &comment).doing(doing)?;
    if matches!(form, Form::Ssh | Form::Jwk) {
        bytes.push(b'\n');
    }
    exported(file, name, &bytes, output)
}

/// Writes what was exported: to a file, or to standard output. In JSON, binary forms are written in
/// hexadecimal digits.
pub fn exported(
    file: Option<&Path>,
    form: &str,
    bytes: &[u8],
    output: &Output,
) -> Result<(), Failure> {
    if let Some(file) = file {
        write(Some(file), bytes)?;
        let json = json!({ "format": form, "file": file });
        output.say(&format!("Written to {}.", file.display()), json);
    } else if output.is_json() {
        let text = std::str::from_utf8(bytes).map_or_else(|_| hex::encode(bytes), str::to_owned);
        output.say("", json!({ "format": form, form: text }));
    } else {
        write(None, bytes)?;
    }
    Ok(())
}

/// Deletes keys: what a handle names, or the keys that a label or an identifier names.
pub fn delete(
    here: &Instance,
    with: &WithPin,
    selector: &Selector,
    all: bool,
    yes: bool,
    output: &Output,
) -> Result<(), Failure> {
    let doing = "choosing a key";
    let session = here.login(with, output)?;
    let mut found = target::objects(&session, selector, None)?;
    if selector.handle.is_none() {
        let (mut ids, mut classes, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        for object in found {
            if object.get(ck::CKA_KEY_TYPE).doing(doing)?.is_some() {
                ids.push(object.bytes(ck::CKA_ID).doing(doing)?);
                classes.push(object.number(ck::CKA_CLASS).doing(doing)?);
                keys.push(object);
            }
        }
        ids.dedup();
        classes.sort_unstable();
        // A key, or the two halves of a pair.
        let one = ids.len() <= 1 && classes.windows(2).all(|two| matches!(two, [a, b] if a != b));
        if !one && !all {
            return Err(Failure::outside(
                doing,
                "several keys are meant that do not belong together",
            )
            .next("name one by --id or --handle, or say --all to delete them all"));
        }
        found = keys;
    }
    if found.is_empty() {
        let error =
            Error::new(ck::CKR_KEY_HANDLE_INVALID, "C_FindObjects", "the token has no such key");
        return Err(Failure::new(doing, error));
    }
    object::delete(&found, yes, output)
}
