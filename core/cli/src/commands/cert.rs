//! `strongroom cert …`

use super::key::{read_file, unarmour};
use super::object;
use crate::arguments::WithPin;
use crate::output::{Doing, Failure, Output};
use crate::{pin, target};
use serde_json::json;
use std::path::Path;
use strongroom_base::{Template, Value, ck};
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

/// Imports a certificate and links it to its key.
pub fn import(
    instance: Option<&str>,
    file: &Path,
    with: &WithPin,
    label: &str,
    id: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    let doing = format!("importing {}", file.display());
    let der = unarmour(&read_file(file)?, &doing)?.1;
    let wrong = |_| target::bad(&doing, "it is not an X.509 certificate");
    let certificate = Certificate::from_der(&der).map_err(wrong)?;
    let body = certificate.tbs_certificate();
    let spki = body.subject_public_key_info().to_der().map_err(wrong)?;

    let hsm = target::open(instance)?;
    let slot = target::slot(&hsm, &with.which)?;
    let session = pin::logged_in(&hsm, slot, with.pin_file.as_deref(), output)?;
    let id = match id {
        Some(text) => target::from_hex(text)?,
        None => key_id(&session, &spki)?,
    };
    let template = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_CERTIFICATE)
        .with(ck::CKA_CERTIFICATE_TYPE, ck::CKC_X_509)
        .with(ck::CKA_TOKEN, true)
        .with(ck::CKA_LABEL, label)
        .with(ck::CKA_ID, id)
        .with(ck::CKA_SUBJECT, body.subject().to_der().map_err(wrong)?)
        .with(ck::CKA_ISSUER, body.issuer().to_der().map_err(wrong)?)
        .with(ck::CKA_SERIAL_NUMBER, body.serial_number().to_der().map_err(wrong)?)
        .with(ck::CKA_PUBLIC_KEY_INFO, spki)
        .with(ck::CKA_VALUE, der);
    let handle = session.application().create_object(session.handle(), &template).doing(doing)?;
    let (row, json) = object::line(&session, handle)?;
    output.table(object::HEADER, vec![row], json!({ "objects": [json] }));
    Ok(())
}

/// The identifier of the key with this public key, if the token has one.
fn key_id(session: &strongroom::hsm::Session, spki: &[u8]) -> Result<Vec<u8>, Failure> {
    let wanted = Template::new().with(ck::CKA_PUBLIC_KEY_INFO, spki);
    for handle in session.find(&wanted).doing("looking for the certificate's key")? {
        let read = object::read(session, handle, &[ck::CKA_ID, ck::CKA_KEY_TYPE])?;
        if object::get(&read, ck::CKA_KEY_TYPE).is_some()
            && let Some(id) = object::get(&read, ck::CKA_ID).and_then(Value::as_bytes)
        {
            return Ok(id.to_vec());
        }
    }
    Ok(Vec::new())
}
