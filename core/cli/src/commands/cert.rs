//! `strongroom cert …`

use super::{key, object};
use crate::arguments::{Selector, WithPin};
use crate::output::{Doing, Failure, Output};
use crate::target::{self, Instance};
use std::path::Path;
use strongroom::{CertificateSpec, Query, encoding};
use strongroom_base::ck;

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
    // Before anybody is asked for a PIN.
    encoding::certificate(bytes.expose()).doing(doing.clone())?;
    let mut spec = CertificateSpec::new().persist(true);
    if let Some(id) = id {
        spec = spec.id(id);
    }
    if let Some(label) = label {
        spec = spec.label(label);
    }
    let session = here.login(with, output)?;
    let made = session.import_certificate(bytes.expose(), &spec).doing(doing.clone())?;
    if made.id().doing(doing)?.is_empty() {
        output.note("note: the token has no key with this certificate's public key");
    }
    object::show_all(&[made.into()], output)
}

/// Lists the certificates of a token.
pub fn list(here: &Instance, with: &WithPin, output: &Output) -> Result<(), Failure> {
    let session = here.login(with, output)?;
    let query = Query::new().class(ck::CKO_CERTIFICATE);
    object::show_all(&target::found(&session, &query, "listing the certificates")?, output)
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
