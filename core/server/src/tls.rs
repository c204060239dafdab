//! TLS as the service speaks it: version 1.3, the post-quantum hybrid preferred, and a certificate of a
//! client required, which the authority must have signed for that purpose and the list of clients must
//! have. Nothing is remembered between connections: each proves anew who it is.

use crate::authority::{Authority, SERVICE_TIME};
use crate::clients::{Clients, Unwelcome};
use parking_lot::RwLock;
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{
    ClientHello, NoServerSessionStorage, ResolvesServerCert, WebPkiClientVerifier,
};
use rustls::sign::CertifiedKey;
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, RootCertStore, ServerConfig,
    SignatureScheme,
};
use std::sync::Arc;
use strongroom_base::{Error, Result, ck};
use strongroom_wire::PROTOCOL;
use time::{Duration, OffsetDateTime};

/// The service's certificate, which changes while the service runs.
pub struct Certificate {
    authority: Authority,
    /// How long one is good for.
    time: Duration,
    now: RwLock<(Arc<CertifiedKey>, OffsetDateTime)>,
}

impl Certificate {
    /// A new one.
    pub fn new(authority: Authority) -> Result<Arc<Self>> {
        Self::lasting(authority, SERVICE_TIME)
    }

    /// A new one that is good for so long.
    pub fn lasting(authority: Authority, time: Duration) -> Result<Arc<Self>> {
        let made = make(&authority, time)?;
        Ok(Arc::new(Self { authority, time, now: RwLock::new(made) }))
    }

    /// What is shown to those who connect.
    #[cfg(test)]
    pub fn shown(&self) -> Vec<CertificateDer<'static>> {
        self.now.read().0.cert.clone()
    }

    /// Makes another when a third of its time is left.
    pub fn renew_if_needed(&self) -> Result<()> {
        let expires = self.now.read().1;
        if expires - OffsetDateTime::now_utc() < self.time / 3 {
            *self.now.write() = make(&self.authority, self.time)?;
            tracing::info!("the service has a new certificate");
        }
        Ok(())
    }
}

fn make(authority: &Authority, time: Duration) -> Result<(Arc<CertifiedKey>, OffsetDateTime)> {
    let issued = authority.issue_service(time)?;
    let key = CertifiedKey::from_der(
        vec![issued.der.clone()],
        issued.private_key()?,
        &default_provider(),
    );
    key.map(|key| (Arc::new(key), issued.expires))
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the service's certificate cannot be used"))
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Certificate")
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.now.read().0))
    }
}

/// The configuration of the service's side.
pub fn configuration(
    certificate: Arc<Certificate>,
    clients: Arc<Clients>,
) -> Result<Arc<ServerConfig>> {
    let bad = |why: &str| Error::new(ck::CKR_DEVICE_ERROR, format!("TLS cannot be set up: {why}"));
    let mut roots = RootCertStore::empty();
    let authority = CertificateDer::from_pem_slice(certificate.authority.certificate().as_bytes())
        .map_err(|_| bad("the authority's certificate cannot be read"))?;
    roots.add(authority).map_err(|_| bad("the authority's certificate cannot be used"))?;
    let provider = Arc::new(default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), Arc::clone(&provider))
        .build()
        .map_err(|error| bad(&error.to_string()))?;
    let mut configuration = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|error| bad(&error.to_string()))?
        .with_client_cert_verifier(Arc::new(Listed { verifier, clients }))
        .with_cert_resolver(certificate);
    configuration.alpn_protocols = vec![PROTOCOL.to_vec()];
    configuration.send_tls13_tickets = 0;
    configuration.session_storage = Arc::new(NoServerSessionStorage {});
    configuration.max_early_data_size = 0;
    Ok(Arc::new(configuration))
}

/// Certificates that the authority signed and the list has.
struct Listed {
    verifier: Arc<dyn ClientCertVerifier>,
    clients: Arc<Clients>,
}

impl std::fmt::Debug for Listed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listed")
    }
}

impl ClientCertVerifier for Listed {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.verifier.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, rustls::Error> {
        let verified = self.verifier.verify_client_cert(certificate, intermediates, now)?;
        match self.clients.admit(certificate) {
            Ok(_) => Ok(verified),
            Err(Unwelcome::Expired) => Err(CertificateError::Expired.into()),
            Err(Unwelcome::Revoked) => Err(CertificateError::Revoked.into()),
            Err(Unwelcome::Unknown) => Err(CertificateError::ApplicationVerificationFailure.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.verifier.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}
