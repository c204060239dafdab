//! TLS as the client speaks it: version 1.3, the service's certificate from the authority in the bundle and
//! for the name in the bundle, the client's own certificate. Nothing is remembered between connections.

use crate::bundle::Bundle;
use crate::frame::PROTOCOL;
use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use strongroom_base::{Error, Result, ck};

/// The configuration that a bundle makes, and the name that the service's certificate must have.
pub fn configuration(bundle: &Bundle) -> Result<(Arc<ClientConfig>, ServerName<'static>)> {
    let bad = |what: &'static str| {
        move |_| {
            let name = &bundle.name;
            Error::new(ck::CKR_ARGUMENTS_BAD, format!("the bundle of {name}: {what}"))
        }
    };
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(bundle.authority.as_bytes()) {
        let certificate = certificate.map_err(|_| bad("no authority")(()))?;
        roots.add(certificate).map_err(|_| bad("no authority")(()))?;
    }
    let chain: Vec<_> = CertificateDer::pem_slice_iter(bundle.certificate.as_bytes())
        .collect::<std::result::Result<_, _>>()
        .map_err(|_| bad("no certificate")(()))?;
    let key = PrivateKeyDer::from_pem_slice(bundle.key.as_bytes())
        .map_err(|_| bad("no private key")(()))?;
    let name = ServerName::try_from(bundle.server.clone())
        .map_err(|_| bad("the service's name is none")(()))?;
    let mut configuration = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| bad("TLS 1.3 is not there")(()))?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .map_err(|_| bad("its key is not that of its certificate")(()))?;
    configuration.alpn_protocols = vec![PROTOCOL.to_vec()];
    configuration.resumption = Resumption::disabled();
    Ok((Arc::new(configuration), name))
}
