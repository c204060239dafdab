//! Who is refused: certificates that are none, foreign, expired, for another purpose, revoked or unknown,
//! and clients that speak an older TLS. Each is shown to a service through a whole handshake in memory.

use crate::authority::{Authority, Issued};
use crate::clients::{Clients, Unwelcome, fingerprint};
use crate::tls::{Certificate, configuration};
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{AlertDescription, ClientConfig, ClientConnection, RootCertStore, ServerConnection};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use strongroom_wire::PROTOCOL;
use time::Duration;

type Shown = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// Runs a handshake until nobody has anything to say; what the client is told in the end.
fn handshake(instance: &Path, shown: Option<Shown>, protocol: &[u8]) -> Result<(), rustls::Error> {
    let authority = Authority::open(instance).unwrap();
    let name = ServerName::try_from(authority.name().to_owned()).unwrap();
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_pem_slice(authority.certificate().as_bytes()).unwrap();
    roots.add(root).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let client = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_root_certificates(roots);
    let mut client = match shown {
        Some((chain, key)) => client.with_client_auth_cert(chain, key).unwrap(),
        None => client.with_no_client_auth(),
    };
    client.alpn_protocols = vec![protocol.to_vec()];
    let clients = Arc::new(Clients::open(instance).unwrap());
    let server = configuration(Certificate::new(authority).unwrap(), clients).unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name).unwrap();
    let mut server = ServerConnection::new(server).unwrap();
    for _ in 0..8 {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        server.read_tls(&mut bytes.as_slice()).unwrap();
        // What goes wrong here is told to the client.
        let _ = server.process_new_packets();
        let mut bytes = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut bytes).unwrap();
        }
        client.read_tls(&mut bytes.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    assert!(!client.is_handshaking() && !server.is_handshaking());
    assert_eq!(server.protocol_version(), Some(rustls::ProtocolVersion::TLSv1_3));
    let group = client.negotiated_key_exchange_group().unwrap().name();
    assert_eq!(group, rustls::NamedGroup::X25519MLKEM768);
    Ok(())
}

fn refused(instance: &Path, shown: Option<Shown>) -> AlertDescription {
    match handshake(instance, shown, PROTOCOL) {
        Err(rustls::Error::AlertReceived(alert)) => alert,
        other => panic!("not refused: {other:?}"),
    }
}

fn issued(issued: &Issued) -> Shown {
    (vec![issued.der.clone()], issued.private_key().unwrap())
}

fn client(instance: &Path, name: &str, time: Duration) -> Shown {
    let authority = Authority::open(instance).unwrap();
    let clients = Clients::open(instance).unwrap();
    let bundle = clients.add(&authority, name, None, time, None).unwrap();
    let chain = CertificateDer::from_pem_slice(bundle.certificate.as_bytes()).unwrap();
    (vec![chain], PrivateKeyDer::from_pem_slice(bundle.key.as_bytes()).unwrap())
}

#[test]
fn a_client_is_welcome() {
    let dir = tempfile::tempdir().unwrap();
    let shown = client(dir.path(), "web", Duration::days(1));
    handshake(dir.path(), Some(shown), PROTOCOL).unwrap();
}

#[test]
fn others_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let authority = Authority::open(dir.path()).unwrap();
    assert_eq!(refused(dir.path(), None), AlertDescription::CertificateRequired);

    let other = tempfile::tempdir().unwrap();
    let foreign = client(other.path(), "web", Duration::days(1));
    assert_eq!(refused(dir.path(), Some(foreign)), AlertDescription::UnknownCA);

    let key = KeyPair::generate().unwrap();
    let mut own = CertificateParams::new(["web".to_owned()]).unwrap();
    own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    let own = own.self_signed(&key).unwrap();
    let pem = key.serialize_pem();
    let own = (vec![own.der().clone()], PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap());
    assert_eq!(refused(dir.path(), Some(own)), AlertDescription::UnknownCA);

    let expired = client(dir.path(), "expired", Duration::seconds(-60));
    assert_eq!(refused(dir.path(), Some(expired)), AlertDescription::CertificateExpired);

    // The service's own certificate is not for clients.
    let service = authority.issue_service(Duration::days(1)).unwrap();
    let purpose = refused(dir.path(), Some(issued(&service)));
    assert_ne!(purpose, AlertDescription::CloseNotify);

    // Signed by the authority, and in no list.
    let unknown = authority.issue_client("unknown", "id", Duration::days(1)).unwrap();
    assert_eq!(refused(dir.path(), Some(issued(&unknown))), AlertDescription::AccessDenied);

    let revoked = client(dir.path(), "revoked", Duration::days(1));
    Clients::open(dir.path()).unwrap().revoke("revoked").unwrap();
    assert_eq!(refused(dir.path(), Some(revoked)), AlertDescription::CertificateRevoked);

    let shown = client(dir.path(), "web", Duration::days(1));
    let alert = handshake(dir.path(), Some(shown), b"http/1.1");
    let alert = alert.unwrap_err();
    assert_eq!(alert, rustls::Error::AlertReceived(AlertDescription::NoApplicationProtocol));
}

/// A key that others may read could be anybody's by now, and a list that others may write to is anybody's list.
#[test]
fn files_that_others_may_use_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    client(dir.path(), "web", Duration::days(1));
    let set = |name: &str, mode| {
        let path = dir.path().join("network").join(name);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let opened = || (Authority::open(dir.path()).is_ok(), Clients::open(dir.path()).is_ok());
    for (name, mode, expected) in [
        ("authority.key", 0o644, (false, true)),
        ("authority.key", 0o600, (true, true)),
        ("clients.toml", 0o644, (true, true)),
        ("clients.toml", 0o664, (true, false)),
        ("authority.pem", 0o622, (false, false)),
    ] {
        set(name, mode);
        assert_eq!(opened(), expected, "{name} {mode:o}");
    }
}

#[test]
fn an_identity_sees_what_becomes_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let (chain, _) = client(dir.path(), "web", Duration::days(1));
    let clients = Clients::open(dir.path()).unwrap();
    let identity = clients.admit(&chain[0]).unwrap();
    assert!(identity.is_welcome());
    Clients::open(dir.path()).unwrap().revoke("web").unwrap();
    let changes = clients.changes();
    clients.refresh().unwrap();
    assert_eq!(clients.changes(), changes + 1);
    assert!(!identity.is_welcome());
    clients.refresh().unwrap();
    assert_eq!(clients.changes(), changes + 1);
    // The name is free again, and is another client.
    let again = client(dir.path(), "web", Duration::days(1));
    let other = clients.admit(&again.0[0]).unwrap();
    assert_ne!(other.id, identity.id);
    let authority = Authority::open(dir.path()).unwrap();
    let taken = clients.add(&authority, "web", None, Duration::days(1), None);
    assert!(taken.is_err_and(|e| e.is(strongroom_base::ck::CKR_FUNCTION_REJECTED)));
    for name in ["", "a b", "../x", &"x".repeat(65)] {
        assert!(clients.add(&authority, name, None, Duration::days(1), None).is_err(), "{name}");
    }
}

/// A certificate whose time comes to an end, and one that another has replaced, are no longer accepted from
/// connections that are there.
#[test]
fn a_certificate_comes_to_an_end() {
    let dir = tempfile::tempdir().unwrap();
    let authority = Authority::open(dir.path()).unwrap();
    let (chain, _) = client(dir.path(), "web", Duration::milliseconds(1500));
    let clients = Clients::open(dir.path()).unwrap();
    let known = fingerprint(&chain[0]);
    assert!(clients.admit(&chain[0]).is_ok() && clients.admits(&known));
    std::thread::sleep(std::time::Duration::from_millis(1600));
    assert!(!clients.admits(&known));
    assert_eq!(clients.admit(&chain[0]).map(drop), Err(Unwelcome::Expired));
    let renewed = clients.renew(&authority, "web", Duration::days(1), None, false).unwrap();
    let renewed = CertificateDer::from_pem_slice(renewed.certificate.as_bytes()).unwrap();
    let identity = clients.admit(&renewed).unwrap();
    clients.renew(&authority, "web", Duration::days(1), None, true).unwrap();
    // The client is the same and welcome; this certificate of it is not.
    assert!(identity.is_welcome() && !clients.admits(&fingerprint(&renewed)));
    assert_eq!(clients.admit(&renewed).map(drop), Err(Unwelcome::Unknown));
}

/// The service's own certificate is made anew while it runs; the next handshake has the new one.
#[test]
fn the_service_renews_its_certificate() {
    let dir = tempfile::tempdir().unwrap();
    let lasting = |time| Certificate::lasting(Authority::open(dir.path()).unwrap(), time).unwrap();
    let long = lasting(Duration::days(1));
    let first = long.shown();
    long.renew_if_needed().unwrap();
    assert_eq!(long.shown(), first, "there is time enough");
    let short = lasting(Duration::seconds(3));
    let first = short.shown();
    std::thread::sleep(std::time::Duration::from_millis(2200));
    short.renew_if_needed().unwrap();
    assert_ne!(short.shown(), first);
}
