//! Private keys for rustls: a server or a client whose key is in a slot.
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//! use strongroom::adapters::rustls::{Resolver, certified_key};
//! use strongroom::{Hsm, PrivateKey, Query};
//!
//! let session = Hsm::open("strongroom://hsm.example")?.token("web")?.login("98765432")?;
//! let key: PrivateKey = session.find_one(&Query::new().label("tls"))?;
//! let config = rustls::ServerConfig::builder()
//!     .with_no_client_auth()
//!     .with_cert_resolver(Arc::new(Resolver::of(certified_key(&key)?)));
//! # Ok(()) }
//! ```

use crate::curves::Curve;
use crate::error::{Error, Result};
use crate::kind::KeyKind;
use crate::mechanism::{Hash, Mechanism};
use crate::object::PrivateKey;
use rustls::pki_types::{CertificateDer, SubjectPublicKeyInfoDer};
use rustls::sign::{CertifiedKey, Signer, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};
use std::sync::Arc;
use strongroom_base::ck;

/// A private key with what TLS does with it.
#[derive(Debug)]
pub struct HsmKey {
    key: PrivateKey,
    algorithm: SignatureAlgorithm,
    schemes: &'static [Scheme],
    public_key_info: Vec<u8>,
}

/// A signature scheme of TLS (RFC 8446, section 4.2.3), and the mechanism that makes it.
type Scheme = (SignatureScheme, fn() -> Mechanism);

#[rustfmt::skip]
static RSA: &[Scheme] = &[
    (SignatureScheme::RSA_PSS_SHA256, || Mechanism::rsa_pss(Hash::Sha256)),
    (SignatureScheme::RSA_PSS_SHA384, || Mechanism::rsa_pss(Hash::Sha384)),
    (SignatureScheme::RSA_PSS_SHA512, || Mechanism::rsa_pss(Hash::Sha512)),
    (SignatureScheme::RSA_PKCS1_SHA256, || Mechanism::rsa_pkcs1(Hash::Sha256)),
    (SignatureScheme::RSA_PKCS1_SHA384, || Mechanism::rsa_pkcs1(Hash::Sha384)),
    (SignatureScheme::RSA_PKCS1_SHA512, || Mechanism::rsa_pkcs1(Hash::Sha512)),
];

/// The schemes of keys on a curve.
#[rustfmt::skip]
static CURVES: &[(&str, SignatureAlgorithm, &[Scheme])] = &[
    ("p256", SignatureAlgorithm::ECDSA, &[(SignatureScheme::ECDSA_NISTP256_SHA256, || Mechanism::ecdsa(Hash::Sha256))]),
    ("p384", SignatureAlgorithm::ECDSA, &[(SignatureScheme::ECDSA_NISTP384_SHA384, || Mechanism::ecdsa(Hash::Sha384))]),
    ("p521", SignatureAlgorithm::ECDSA, &[(SignatureScheme::ECDSA_NISTP521_SHA512, || Mechanism::ecdsa(Hash::Sha512))]),
    ("ed25519", SignatureAlgorithm::ED25519, &[(SignatureScheme::ED25519, Mechanism::eddsa)]),
    ("ed448", SignatureAlgorithm::ED448, &[(SignatureScheme::ED448, Mechanism::eddsa)]),
];

impl HsmKey {
    /// A key for TLS. `CKR_KEY_TYPE_INCONSISTENT` for one that TLS has no signatures for
    pub fn new(key: &PrivateKey) -> Result<Self> {
        let known = match key.kind()? {
            Some(KeyKind::Rsa(_)) => Some((SignatureAlgorithm::RSA, RSA)),
            Some(KeyKind::Curve(curve)) => CURVES
                .iter()
                .find(|(name, ..)| Curve::named(name).is_some_and(|c| c.params == curve.params))
                .map(|(_, algorithm, schemes)| (*algorithm, *schemes)),
            _ => None,
        };
        let (algorithm, schemes) = known.ok_or_else(|| {
            let why = "TLS has no signatures of keys of this kind";
            Error::new(ck::CKR_KEY_TYPE_INCONSISTENT, "C_Sign", why)
        })?;
        let public_key_info = key.public_key_info()?;
        Ok(Self { key: key.clone(), algorithm, schemes, public_key_info })
    }
}

impl SigningKey for HsmKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let (scheme, mechanism) =
            self.schemes.iter().find(|(scheme, _)| offered.contains(scheme))?;
        let (key, mechanism) = (self.key.clone(), mechanism());
        Some(Box::new(HsmSigner { key, scheme: *scheme, mechanism }))
    }

    fn public_key(&self) -> Option<SubjectPublicKeyInfoDer<'_>> {
        Some(SubjectPublicKeyInfoDer::from(self.public_key_info.as_slice()))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        self.algorithm
    }
}

#[derive(Debug)]
struct HsmSigner {
    key: PrivateKey,
    scheme: SignatureScheme,
    mechanism: Mechanism,
}

impl Signer for HsmSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        self.key
            .sign(&self.mechanism, message)
            .map_err(|error| rustls::Error::Other(rustls::OtherError(Arc::new(error))))
    }

    fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}

/// A key with its certificate and those of its issuers, as the token has them. [`NOT_FOUND`](crate::NOT_FOUND)
/// where it has none
pub fn certified_key(key: &PrivateKey) -> Result<CertifiedKey> {
    let mut chain = Vec::new();
    for certificate in key.chain()? {
        chain.push(CertificateDer::from(certificate.der()?));
    }
    if chain.is_empty() {
        let why = "the token has no certificate of this key";
        return Err(Error::new(crate::NOT_FOUND, "C_FindObjects", why));
    }
    Ok(CertifiedKey::new(chain, Arc::new(HsmKey::new(key)?)))
}

/// Gives every peer the same key: for the server and for the client of a connection.
#[derive(Debug)]
pub struct Resolver(Arc<CertifiedKey>);

impl Resolver {
    /// One that gives this key.
    pub fn of(key: CertifiedKey) -> Self {
        Self(Arc::new(key))
    }
}

impl rustls::server::ResolvesServerCert for Resolver {
    fn resolve(&self, _: rustls::server::ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

impl rustls::client::ResolvesClientCert for Resolver {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}
