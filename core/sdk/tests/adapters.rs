//! Keys in slots behind the traits of others: certificates are made with RustCrypto's builder, checked by
//! OpenSSL, and terminate TLS in rustls.

use openssl::x509::X509;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection};
use std::io::{Read, Write};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use strongroom::adapters::rustls::{Resolver, certified_key};
use strongroom::adapters::signature::{HsmSigner, Signature};
use strongroom::adapters::tls;
use strongroom::{CertificateSpec, Hash, Hsm, KeyPair, KeySpec, Mechanism, Session, ck, instance};
use x509_cert::builder::{Builder, CertificateBuilder, profile};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::time::Validity;

const ISSUER: &str = "CN=Root,O=Strongroom tests,C=DE";

/// A session of a scratch instance, which goes with the directory.
fn session() -> (Session, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("hsm");
    let new = instance::NewInstance { slots: 1, ..Default::default() };
    instance::create(&place, &new, |_| {}).unwrap();
    let hsm = Hsm::open(&strongroom::of_directory(&place)).unwrap();
    (hsm.token("strongroom-0").unwrap().login("98765432").unwrap(), dir)
}

fn pair(session: &Session, kind: &str, label: &str) -> KeyPair {
    let spec = KeySpec::named(kind).unwrap().label(label).id(label.as_bytes());
    session.generate_pair(&spec).unwrap()
}

/// The usual mechanism of a kind of key.
fn usual(kind: &str) -> Mechanism {
    match kind {
        "rsa:2048" => Mechanism::rsa_pkcs1(Hash::Sha256),
        "ec:p384" => Mechanism::ecdsa(Hash::Sha384),
        "ec:p521" => Mechanism::ecdsa(Hash::Sha512),
        "ec:p256" => Mechanism::ecdsa(Hash::Sha256),
        "ml-dsa:65" => Mechanism::ml_dsa(),
        _ => Mechanism::eddsa(),
    }
}

fn public(pair: &KeyPair) -> SubjectPublicKeyInfoOwned {
    SubjectPublicKeyInfoOwned::from_der(&pair.private.public_key_info().unwrap()).unwrap()
}

fn build(
    profile: impl profile::BuilderProfile,
    names: Option<SubjectAltName>,
    subject: &KeyPair,
    signer: &HsmSigner,
) -> Vec<u8> {
    let validity = Validity::from_now(Duration::from_secs(3600)).unwrap();
    let serial = SerialNumber::from(42u32);
    let mut builder = CertificateBuilder::new(profile, serial, validity, public(subject)).unwrap();
    if let Some(names) = names {
        builder.add_extension(&names).unwrap();
    }
    builder.build::<_, Signature>(signer).unwrap().to_der().unwrap()
}

/// A root certificate of a pair, and one that it issues to another.
fn certificates(session: &Session, ca_kind: &str, ca: &KeyPair, leaf: &KeyPair) -> Vec<u8> {
    let signer = HsmSigner::new(&ca.private, usual(ca_kind)).unwrap();
    let issuer = Name::from_str(ISSUER).unwrap();
    let root = build(profile::cabf::Root::new(false, issuer.clone()).unwrap(), None, ca, &signer);
    let names = vec![GeneralName::DnsName("hsm.example".to_owned().try_into().unwrap())];
    let subject = Name::from_str("CN=hsm.example").unwrap();
    let certificate_type =
        profile::cabf::tls::CertificateType::domain_validated(subject, names.clone()).unwrap();
    let subscriber =
        profile::cabf::tls::Subscriber { certificate_type, issuer, client_auth: false };
    let issued = build(subscriber, Some(SubjectAltName(names)), leaf, &signer);
    let spec = CertificateSpec::new();
    assert_eq!(session.import_certificate(&root, &spec).unwrap().label().unwrap(), "Root");
    session.import_certificate(&issued, &spec).unwrap();
    root
}

#[test]
fn certificates_are_made_with_keys_that_stay() {
    let (session, _dir) = session();
    for kind in ["rsa:2048", "ec:p256", "ec:p384", "ed25519"] {
        let (ca, leaf) = (pair(&session, kind, "ca"), pair(&session, kind, "leaf"));
        certificates(&session, kind, &ca, &leaf);
        let chain = leaf.private.chain().unwrap();
        let [issued, root] = chain.as_slice() else { panic!("{kind}: {}", chain.len()) };
        let parse = |der: Vec<u8>| X509::from_der(&der).unwrap();
        let (issued_x509, root_x509) = (parse(issued.der().unwrap()), parse(root.der().unwrap()));
        let authority = root_x509.public_key().unwrap();
        assert!(root_x509.verify(&authority).unwrap(), "{kind}");
        assert!(issued_x509.verify(&authority).unwrap(), "{kind}");
        assert_eq!(issued.private_key().unwrap().unwrap().handle(), leaf.private.handle());
        for object in [&**issued, &**root, &*ca.private, &*ca.public, &*leaf.private, &*leaf.public]
        {
            object.destroy().unwrap();
        }
    }
}

#[test]
fn what_x509_has_no_name_for_is_refused() {
    let (session, _dir) = session();
    let key = pair(&session, "ec:p256", "k").private;
    let rv = |mechanism| HsmSigner::new(&key, mechanism).unwrap_err().rv();
    assert_eq!(rv(Mechanism::ecdsa_digest()), ck::CKR_MECHANISM_INVALID);
    assert_eq!(rv(Mechanism::ecdsa(Hash::Sha256).raw()), ck::CKR_MECHANISM_PARAM_INVALID);
    let error = certified_key(&key).unwrap_err();
    assert!(error.is(strongroom::NOT_FOUND), "{error}");
}

#[test]
fn tls_with_a_key_in_a_slot() {
    let (session, _dir) = session();
    for kind in ["rsa:2048", "ec:p256", "ec:p384", "ec:p521", "ed25519"] {
        let (ca, leaf) = (pair(&session, "ec:p256", "ca"), pair(&session, kind, "leaf"));
        let root = certificates(&session, "ec:p256", &ca, &leaf);
        let resolver = Resolver::of(certified_key(&leaf.private).unwrap());
        let server =
            ServerConfig::builder().with_no_client_auth().with_cert_resolver(Arc::new(resolver));
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(root)).unwrap();
        let client = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        shake_hands(client.clone(), server);
        as_bytes(client, &tls::Server::new(&leaf.private, ["one".to_owned()]).unwrap());
        for certificate in leaf.private.chain().unwrap() {
            certificate.destroy().unwrap();
        }
        for object in [&*ca.private, &*ca.public, &*leaf.private, &*leaf.public] {
            object.destroy().unwrap();
        }
    }
}

/// A server without a socket answers a question.
fn as_bytes(mut client: ClientConfig, server: &tls::Server) {
    client.alpn_protocols = vec![b"two".to_vec(), b"one".to_vec()];
    let name = ServerName::try_from("hsm.example").unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name).unwrap();
    let connection = server.accept().unwrap();
    client.writer().write_all(b"question").unwrap();
    let (mut heard, mut answer) = (Vec::new(), Vec::new());
    let mut told: &[u8] = b"answer";
    for _ in 0..5 {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        let made = connection.exchange(&bytes, std::mem::take(&mut told), false).unwrap();
        assert_eq!(made.wrong, None);
        heard.extend(made.heard);
        client.read_tls(&mut made.sent.as_slice()).unwrap();
        client.process_new_packets().unwrap();
        // What is not there yet is no failure.
        let _ = client.reader().read_to_end(&mut answer);
        assert!(made.protocol.is_none_or(|protocol| protocol == b"one"));
    }
    assert_eq!((heard.as_slice(), answer.as_slice()), (&b"question"[..], &b"answer"[..]));
    let ended = connection.exchange(b"no record of TLS", b"", true).unwrap();
    assert!(ended.wrong.is_some() && !ended.sent.is_empty());
}

fn shake_hands(client: ClientConfig, server: ServerConfig) {
    let name = ServerName::try_from("hsm.example").unwrap();
    let mut client = ClientConnection::new(Arc::new(client), name).unwrap();
    let mut server = ServerConnection::new(Arc::new(server)).unwrap();
    while client.is_handshaking() || server.is_handshaking() {
        let mut bytes = Vec::new();
        client.write_tls(&mut bytes).unwrap();
        server.read_tls(&mut bytes.as_slice()).unwrap();
        server.process_new_packets().unwrap();
        bytes.clear();
        server.write_tls(&mut bytes).unwrap();
        client.read_tls(&mut bytes.as_slice()).unwrap();
        client.process_new_packets().unwrap();
    }
}
