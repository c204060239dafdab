//! Strongroom for Rust programs. In comes a URL that says where slots live; out go slots, sessions, keys and
//! what they do ([`Hsm`]), or, for those who speak the seam themselves, a provider ([`open`]). Every handle is
//! owned, blocking, and may be used from any thread. What a URL means is decided in `url`, which one is meant
//! when nobody says it in `configured`; what people exchange as files is read and written in [`encoding`]. No
//! rule about keys is decided here. A new kind of place is an arm in [`open`], a new kind of key a row in `kind`
//! or [`curves`], a new mechanism a row in [`mechanism`], a new operation a method in `operations`.
//!
//! ```
//! use strongroom::{Hash, Hsm, KeySpec, Mechanism, PrivateKey, Query};
//! # let dir = tempfile::tempdir()?;
//! # let new = strongroom::instance::NewInstance { slots: 1, ..Default::default() };
//! # strongroom::instance::create(&dir.path().join("hsm"), &new, |_| {})?;
//! # let url = strongroom::of_directory(&dir.path().join("hsm"));
//! let hsm = Hsm::open(&url)?; // file:///srv/hsm, strongroom://host:port, pkcs11:?module-path=/path
//! let session = hsm.token("strongroom-0")?.login("98765432")?;
//!
//! session.generate_pair(&KeySpec::named("ec:p256")?.label("issuer").id([1]).persist(true))?;
//!
//! let key: PrivateKey = session.find_one(&Query::new().label("issuer"))?;
//! let mechanism = Mechanism::ecdsa(Hash::Sha256);
//! let signature = key.sign(&mechanism, b"data")?; // DER; Mechanism::raw for r and s
//! let public = key.public()?.expect("generated with it");
//! public.verify(&mechanism, b"data", &signature)?;
//! assert!(public.verify(&mechanism, b"other data", &signature).is_err());
//!
//! let secret = session.generate_secret(&KeySpec::named("aes:256")?)?;
//! let sealed = secret.seal(b"plaintext", b"header")?;
//! assert_eq!(secret.unseal(&sealed, b"header")?, b"plaintext");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![deny(unsafe_code)]

pub mod adapters;
mod answers;
mod at_once;
pub mod audit;
mod by_uri;
mod certificate;
mod configured;
pub mod copy;
pub mod curves;
pub mod ecdsa;
pub mod encoding;
pub mod error;
pub mod exec;
mod field;
pub mod foreign;
mod handle;
mod hsm;
pub mod instance;
mod kind;
pub mod mechanism;
mod messages;
mod object;
mod operations;
mod output;
mod pool;
mod process;
mod query;
mod self_signed;
mod session;
mod spec;
mod stand_in;
mod stream;
mod uri;
mod url;
mod usages;
mod words;

pub use answers::Answers;
pub use certificate::{Certificate, CertificateSpec};
pub use configured::{configuration_files, configured_bundle, configured_url};
pub use error::{AMBIGUOUS, CLOSED, Error, Kind, NOT_FOUND, Result};
pub use field::Field;
pub use handle::{OPERATIONS, Operation, RELATIONS, Relation, Search, Stream};
pub use hsm::{Hsm, Slot};
pub use kind::KeyKind;
pub use mechanism::{Encoding, Hash, KeyLengths, Mechanism, MechanismSpec, Signing, Wallet};
pub use messages::Messages;
pub use object::{FromObject, Object, PrivateKey, PublicKey, SecretKey};
pub use operations::Sealed;
pub use query::{Find, Query};
pub use session::{KeyPair, Made, Session};
pub use spec::KeySpec;
pub use stream::{Decryptor, Digester, Encryptor, SignatureVerifier, Signer, Verifier};
pub use strongroom_base::{
    Answer, Attribute, MechanismInfo, Profile, Provider, Secret, SlotInfo, Template, TokenInfo,
    TokenPolicy, Value, ck,
};
pub use strongroom_engine::mechanisms::Standing;
pub use strongroom_engine::privileged;
pub use uri::{ObjectType, Pkcs11Uri};
pub use url::{of_bundle, of_directory, of_module, of_place, of_service};
pub use usages::{USAGES, Usage};

use std::sync::Arc;
use std::time::Duration;
use strongroom_engine::mechanisms;
use strongroom_wire::{Bundle, Client, Service};
use url::{Place, ServiceUrl};

/// Opens the instance that a URL names: `file:///path` for one in a directory of this machine,
/// `strongroom://host:port` for one at a service, which is not spoken to before something is asked for,
/// `pkcs11:?module-path=/path` for the slots of another vendor's module, which is initialised now.
/// `CKR_TOKEN_NOT_PRESENT` when there is none, `CKR_ARGUMENTS_BAD` for a URL that this version does not
/// know or a bundle that is missing, `CKR_DEVICE_ERROR` for an instance that is damaged.
pub fn open(url: &str) -> strongroom_base::Result<Arc<dyn Provider>> {
    // Before threads make calls that a child would inherit the middle of.
    strongroom_engine::watch_forks();
    match Place::parse(url)? {
        Place::Directory(path) => Ok(Arc::new(strongroom_engine::Engine::open(&path)?)),
        Place::Service(url) => Ok(Arc::new(Client::new(service(url)?))),
        Place::Module(uri) => Ok(Arc::new(foreign::Module::of(*uri)?)),
        Place::Elsewhere(scheme) => Err(strongroom_base::Error::new(
            ck::CKR_ARGUMENTS_BAD,
            format!("this version opens file:, strongroom: and pkcs11: URLs, not {scheme}:"),
        )),
    }
}

/// Whether a mechanism should still be used; `None` for one that embedded instances do not have.
pub fn standing(mechanism: u64) -> Option<Standing> {
    mechanisms::find(mechanism).ok().map(|row| row.standing)
}

/// The service that a URL names, with what the bundle says where the URL does not.
fn service(url: ServiceUrl) -> strongroom_base::Result<Service> {
    let bundle = match url.bundle {
        Some(bundle) => bundle,
        None => configured_bundle()?,
    };
    // It is read now, so that a bundle that is missing or none is said at once.
    let read = Bundle::read(&bundle)?;
    let (host, port) = match url.host {
        Some(host) => (host, url.port),
        None => match read.url.as_deref().map(Place::parse).transpose()? {
            Some(Place::Service(ServiceUrl { host: Some(host), port, .. })) => (host, port),
            _ => {
                return Err(strongroom_base::Error::new(
                    ck::CKR_ARGUMENTS_BAD,
                    format!("neither the URL nor {} says where the service is", bundle.display()),
                ));
            }
        },
    };
    let mut service = Service::new(host, port, bundle);
    if let Some(seconds) = url.timeout {
        service.patience = Duration::from_secs(seconds);
    }
    if let Some(connections) = url.connections {
        service.connections = connections;
    }
    Ok(service)
}
