//! `strongroom cert …`

use super::{key, object};
use crate::arguments::{Selector, WithPin};
use crate::output::{Doing, Failure, Output};
use crate::target::{self, Instance};
use std::path::Path;
use strongroom::{Session, encoding};
use strongroom_base::{Template, ck};

/// Imports a certificate and links it to its key.
pub fn import(
    here: &Instance,
    file: &Path,
    with: &WithPin,
    label: Option<String>,
    id: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    let doing = format!("importing {}", file.display());
    let id = id.map(target::from_hex).transpose()?;
    let bytes = target::read_file(file)?;
    let certificate = encoding::certificate(bytes.expose()).doing(doing.clone())?;
    let session = here.login(with, output)?;
    let id = match id {
        Some(id) => id,
        None => key_id(&session, &certificate.public_key_info)?,
    };
    if id.is_empty() {
        output.note("note: the token has no key with this certificate's public key");
    }
    let label = label.or(certificate.common_name).unwrap_or_default();
    let template = Template::new()
        .with(ck::CKA_CLASS, ck::CKO_CERTIFICATE)
        .with(ck::CKA_CERTIFICATE_TYPE, ck::CKC_X_509)
        .with(ck::CKA_TOKEN, true)
        .with(ck::CKA_LABEL, label.as_str())
        .with(ck::CKA_ID, id)
        .with(ck::CKA_SUBJECT, certificate.subject)
        .with(ck::CKA_ISSUER, certificate.issuer)
        .with(ck::CKA_SERIAL_NUMBER, certificate.serial_number)
        .with(ck::CKA_PUBLIC_KEY_INFO, certificate.public_key_info)
        .with(ck::CKA_VALUE, certificate.der);
    let made = session.create(&template).doing(doing)?;
    object::show_all(&[made], output)
}

/// The identifier of the key with this public key, if the token has one.
fn key_id(session: &Session, info: &[u8]) -> Result<Vec<u8>, Failure> {
    let doing = "looking for the certificate's key";
    for class in [ck::CKO_PRIVATE_KEY, ck::CKO_PUBLIC_KEY] {
        let wanted = Template::new().with(ck::CKA_CLASS, class).with(ck::CKA_PUBLIC_KEY_INFO, info);
        if let Some(key) = session.find(&wanted).doing(doing)?.first() {
            return key.bytes(ck::CKA_ID).doing(doing);
        }
    }
    Ok(Vec::new())
}

/// Lists the certificates of a token.
pub fn list(here: &Instance, with: &WithPin, output: &Output) -> Result<(), Failure> {
    let session = here.login(with, output)?;
    let certificates = Template::new().with(ck::CKA_CLASS, ck::CKO_CERTIFICATE);
    let found = session.find(&certificates);
    object::show_all(&found.doing("listing the certificates")?, output)
}

/// Writes certificates as PEM.
pub fn export(
    here: &Instance,
    with: &WithPin,
    selector: &Selector,
    file: Option<&Path>,
    output: &Output,
) -> Result<(), Failure> {
    let doing = "exporting a certificate";
    let session = here.login(with, output)?;
    let mut pem = Vec::new();
    for certificate in target::objects(&session, selector, Some(ck::CKO_CERTIFICATE))? {
        let der = certificate.bytes(ck::CKA_VALUE).doing(doing)?;
        // A handle can be that of anything.
        encoding::certificate(&der).doing(doing)?;
        pem.extend(encoding::pem("CERTIFICATE", &der).doing(doing)?);
    }
    key::exported(file, "pem", &pem, output)
}

/// Deletes certificates.
pub fn delete(
    here: &Instance,
    with: &WithPin,
    selector: &Selector,
    yes: bool,
    output: &Output,
) -> Result<(), Failure> {
    let session = here.login(with, output)?;
    let found = target::objects(&session, selector, Some(ck::CKO_CERTIFICATE))?;
    object::delete(&found, yes, output)
}
