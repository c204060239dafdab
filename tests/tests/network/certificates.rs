//! Certificates that do not count, on either side. Each is refused at once with the reason, whatever else
//! about it is right, and nobody asks again for as long as a call may wait.

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use strongroom_tests::instance::{initialize_at, slots};
use strongroom_tests::prelude::*;
use strongroom_tests::service::add_client;
use strongroom_tests::{Service, instance};
use time::OffsetDateTime;

/// How long calls may wait, in seconds: whoever is refused is told long before.
const PATIENCE: u64 = 60;

/// Days from now in which a certificate is good.
type Days = (i64, i64);
const NOW: Days = (-1, 1);
const OVER: Days = (-2, -1);
const LATER: Days = (1, 2);

use ExtendedKeyUsagePurpose::{ClientAuth, ServerAuth};

fn of_the_instance(name: &str) -> String {
    std::fs::read_to_string(instance::directory().join("network").join(name)).expect("a file")
}

/// The instance's authority.
fn authority() -> Issuer<'static, KeyPair> {
    let key = KeyPair::from_pem(&of_the_instance("authority.key")).expect("a key");
    Issuer::from_ca_cert_pem(&of_the_instance("authority.pem"), key).expect("an authority")
}

/// Another authority.
fn another_authority(name: &str) -> Issuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    Issuer::new(params, KeyPair::generate().expect("a key"))
}

/// An authority that calls itself what the instance's is called.
fn authority_of_the_same_name() -> Issuer<'static, KeyPair> {
    another_authority(&format!("Strongroom {}", &of_the_instance("name")[..8]))
}

/// A certificate and its key, PEM.
struct Issued {
    certificate: String,
    key: String,
}

fn issue(
    by: &Issuer<'_, KeyPair>,
    name: &str,
    purpose: ExtendedKeyUsagePurpose,
    (from, to): Days,
) -> Issued {
    let mut params = CertificateParams::new([name.to_owned()]).expect("a name");
    params.extended_key_usages = vec![purpose];
    let day = |days| OffsetDateTime::now_utc() + time::Duration::days(days);
    (params.not_before, params.not_after) = (day(from), day(to));
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, by).expect("a certificate").pem();
    Issued { certificate, key: key.serialize_pem() }
}

/// A bundle like another, with this certificate in it.
fn bundle_with(bundle: &Path, issued: &Issued) -> PathBuf {
    let text = std::fs::read_to_string(bundle).expect("a bundle");
    let mut table: toml::Table = text.parse().expect("a bundle");
    table.insert("certificate".into(), issued.certificate.clone().into());
    table.insert("key".into(), issued.key.clone().into());
    let path = instance::directory().join("tried.bundle");
    std::fs::write(&path, table.to_string()).expect("a bundle");
    path
}

/// What the library and the command come to at a URL: `CKR_DEVICE_ERROR` for a reason, at once.
#[track_caller]
fn refused(address: &str, bundle: &Path, why: &str) {
    let url = format!("strongroom://{address}?bundle={}&timeout={PATIENCE}", bundle.display());
    let begun = Instant::now();
    let m = Hsm::load();
    initialize_at(m, &url).ok();
    slots(m, true).map(drop).fails(CKR_DEVICE_ERROR);
    m.call("C_Finalize", &[0]).ok();
    let output = instance::command(&[("STRONGROOM_URL".to_owned(), url)])
        .args(["slot", "list"])
        .output()
        .expect("strongroom slot list");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(why), "{why:?} is not in: {said}");
    assert!(begun.elapsed() < Duration::from_secs(PATIENCE / 2), "{why}: {:?}", begun.elapsed());
}

/// Clients whose certificates are over, not yet good, for another purpose, of another authority, of nobody
/// whom the instance knows, or worth nothing any more.
pub fn of_clients() {
    let service = Service::start(&instance::directory(), &[]);
    let address = service.address.to_string();
    let (ours, theirs) = (authority(), another_authority("Elsewhere"));
    for (issued, alert) in [
        (issue(&ours, "client", ClientAuth, OVER), "CertificateExpired"),
        (issue(&ours, "client", ClientAuth, LATER), "CertificateExpired"),
        (issue(&ours, "client", ServerAuth, NOW), "UnsupportedCertificate"),
        (issue(&theirs, "client", ClientAuth, NOW), "UnknownCA"),
        (issue(&authority_of_the_same_name(), "client", ClientAuth, NOW), "DecryptError"),
        (issue(&ours, "client", ClientAuth, NOW), "AccessDenied"),
    ] {
        let why = format!("the service refuses this client: {alert}");
        refused(&address, &bundle_with(&service.bundle, &issued), &why);
    }
    let bundle = add_client(&instance::directory(), "gone", &[]);
    let revoke = instance::command(&instance::environment(&instance::directory()))
        .args(["client", "revoke", "gone"])
        .output()
        .expect("strongroom client revoke");
    assert!(revoke.status.success(), "{}", String::from_utf8_lossy(&revoke.stderr));
    refused(&address, &bundle, "the service refuses this client: CertificateRevoked");
    // Whose certificate counts does not notice any of it.
    Hsm::start_at(&service.url(&service.bundle, "")).user().random(8).must();
}

/// Serves TLS with a certificate, and nothing behind it; where.
fn impostor(issued: &Issued) -> String {
    let chain = CertificateDer::from_pem_slice(issued.certificate.as_bytes()).expect("PEM");
    let key = PrivateKeyDer::from_pem_slice(issued.key.as_bytes()).expect("PEM");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut configuration = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("TLS 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![chain], key)
        .expect("a certificate");
    configuration.alpn_protocols = vec![b"strongroom/1".to_vec()];
    let configuration = Arc::new(configuration);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut tls = ServerConnection::new(Arc::clone(&configuration)).expect("TLS");
            // Until the client says what it thinks of it.
            while tls.complete_io(&mut stream).is_ok_and(|(read, _)| read > 0) {}
        }
    });
    address
}

/// Servers whose certificates are over, not yet good, for another purpose, of another authority, or for
/// another name.
pub fn of_servers() {
    let bundle = add_client(&instance::directory(), "client", &[]);
    let name = of_the_instance("name").trim().to_owned();
    let (ours, theirs) = (authority(), another_authority("Elsewhere"));
    let feigned = issue(&authority_of_the_same_name(), &name, ServerAuth, NOW);
    for (issued, why) in [
        (issue(&ours, &name, ServerAuth, OVER), "certificate expired"),
        (issue(&ours, &name, ServerAuth, LATER), "certificate not valid yet"),
        (issue(&ours, &name, ClientAuth, NOW), "certificate does not allow extended key usage"),
        (issue(&theirs, &name, ServerAuth, NOW), "invalid peer certificate: UnknownIssuer"),
        (feigned, "invalid peer certificate: BadSignature"),
        (issue(&ours, "elsewhere.strongroom.internal", ServerAuth, NOW), "not valid for name"),
    ] {
        refused(&impostor(&issued), &bundle, why);
    }
}
