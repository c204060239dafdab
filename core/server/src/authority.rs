//! The instance's own authority: a small CA that signs the certificate of the service and those of its
//! clients, and nothing else. It is made when it is first needed. The service is known by a name that does
//! not say where it is, so that it can move; its certificate is made anew at each start and when it gets
//! old, with a key that is never written down.

use crate::files::Files;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, SerialNumber,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::Path;
use strongroom_base::{Error, Result, ck};
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

const CERTIFICATE: &str = "authority.pem";
const KEY: &str = "authority.key";
const NAME: &str = "name";

/// How long the authority's own certificate is good for.
const AUTHORITY_TIME: Duration = Duration::days(20 * 365);
/// How long the service's is.
pub const SERVICE_TIME: Duration = Duration::days(90);
/// Clocks differ.
const TOLERANCE: Duration = Duration::hours(1);

/// The authority of an instance.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
    name: String,
}

/// A certificate with its key.
pub struct Issued {
    /// PEM.
    pub certificate: String,
    /// DER.
    pub der: CertificateDer<'static>,
    /// PKCS #8 in PEM.
    pub key: Zeroizing<String>,
    /// Until when it is good.
    pub expires: OffsetDateTime,
}

impl Issued {
    /// The key, as TLS takes it.
    pub fn private_key(&self) -> Result<PrivateKeyDer<'static>> {
        PrivateKeyDer::from_pem_slice(self.key.as_bytes())
            .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "a new key cannot be read"))
    }
}

impl Authority {
    /// The authority of the instance in a directory, made now if there is none. `CKR_DEVICE_ERROR` when its
    /// files are not as they must be
    pub fn open(instance: &Path) -> Result<Self> {
        let files = Files::open(instance)?;
        let writing = files.writing()?;
        let there = (files.read(CERTIFICATE)?, files.read(KEY)?, files.read(NAME)?);
        if let (Some(certificate), Some(key), Some(name)) = there {
            let key = KeyPair::from_pem(&key).map_err(|_| damaged(KEY))?;
            let issuer =
                Issuer::from_ca_cert_pem(&certificate, key).map_err(|_| damaged(CERTIFICATE))?;
            let name = name.trim().to_owned();
            return Ok(Self { issuer, certificate: certificate.to_string(), name });
        }
        let id: String = random_bytes::<16>()?.iter().map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{id}.strongroom.internal");
        let key = new_key()?;
        let mut params = CertificateParams::default();
        params.distinguished_name = called(&format!("Strongroom {}", id.get(..8).unwrap_or(&id)));
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        limit(&mut params, AUTHORITY_TIME)?;
        let certificate = params.self_signed(&key).map_err(not_made)?.pem();
        // The certificate comes last: with it the authority is there.
        files.replace(&writing, KEY, &Zeroizing::new(key.serialize_pem()))?;
        files.replace(&writing, NAME, &name)?;
        files.replace(&writing, CERTIFICATE, &certificate)?;
        Ok(Self { issuer: Issuer::new(params, key), certificate, name })
    }

    /// The authority's certificate, PEM.
    pub fn certificate(&self) -> &str {
        &self.certificate
    }

    /// The name in the service's certificate.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A certificate for the service.
    pub fn issue_service(&self, time: Duration) -> Result<Issued> {
        let mut params = CertificateParams::new([self.name.clone()]).map_err(not_made)?;
        params.distinguished_name = called("Strongroom service");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        self.issue(params, time)
    }

    /// A certificate for a client.
    pub fn issue_client(&self, client: &str, id: &str, time: Duration) -> Result<Issued> {
        let alias = format!("{id}.client.{}", self.name);
        let mut params = CertificateParams::new([alias]).map_err(not_made)?;
        params.distinguished_name = called(client);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        self.issue(params, time)
    }

    fn issue(&self, mut params: CertificateParams, time: Duration) -> Result<Issued> {
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        limit(&mut params, time)?;
        let key = new_key()?;
        let certificate = params.signed_by(&key, &self.issuer).map_err(not_made)?;
        Ok(Issued {
            certificate: certificate.pem(),
            der: certificate.der().clone(),
            key: Zeroizing::new(key.serialize_pem()),
            expires: params.not_after,
        })
    }
}

/// How long a certificate is good for, and its number.
fn limit(params: &mut CertificateParams, time: Duration) -> Result<()> {
    let now = OffsetDateTime::now_utc();
    params.not_before = now - TOLERANCE;
    params.not_after = now + time;
    let mut serial = random_bytes::<16>()?;
    // A positive number (RFC 5280, section 4.1.2.2).
    if let Some(first) = serial.first_mut() {
        *first = *first & 0x7f | 0x40;
    }
    params.serial_number = Some(SerialNumber::from_slice(&serial));
    Ok(())
}

fn called(name: &str) -> DistinguishedName {
    let mut distinguished = DistinguishedName::new();
    distinguished.push(DnType::CommonName, name);
    distinguished
}

fn new_key() -> Result<KeyPair> {
    KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(not_made)
}

/// Random bytes.
pub fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the random generator failed"))?;
    Ok(bytes)
}

fn not_made(error: rcgen::Error) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, format!("a certificate could not be made: {error}"))
}

fn damaged(name: &str) -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, format!("the file network/{name} cannot be read"))
}
