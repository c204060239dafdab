//! Strongroom for Rust programs. In comes a URL that says where slots live; out go slots, sessions and
//! objects ([`Hsm`]), or, for those who speak the seam themselves, a provider ([`open`]). What a URL means
//! is decided in `url`, which one is meant when nobody says it in `configured`; what people exchange as
//! files is read and written in [`encoding`]. No rule about keys is decided here. A new kind of place is
//! an arm in [`open`], a new kind of key a row in `kind` or [`curves`].
#![forbid(unsafe_code)]

pub mod audit;
mod configured;
pub mod curves;
pub mod encoding;
mod hsm;
pub mod instance;
mod kind;
mod session;
mod spec;
mod uri;
mod url;

pub use configured::{configuration_files, configured_bundle, configured_url};
pub use hsm::{Hsm, Slot};
pub use kind::KeyKind;
pub use session::{Made, Object, Session};
pub use spec::{KeySpec, USAGES, Usage};
pub use strongroom_engine::mechanisms::Standing;
pub use uri::{ObjectType, Pkcs11Uri};
pub use url::{of_bundle, of_directory};

use std::sync::Arc;
use std::time::Duration;
use strongroom_base::{Error, Provider, Result, ck};
use strongroom_engine::mechanisms;
use strongroom_wire::{Bundle, Client, Service};
use url::{Place, ServiceUrl};

/// Opens the instance that a URL names: `file:///path` for one in a directory of this machine,
/// `strongroom://host:port` for one at a service, which is not spoken to before something is asked for.
/// `CKR_TOKEN_NOT_PRESENT` when there is none, `CKR_ARGUMENTS_BAD` for a URL that this version does not
/// know or a bundle that is missing, `CKR_DEVICE_ERROR` for an instance that is damaged.
pub fn open(url: &str) -> Result<Arc<dyn Provider>> {
    match Place::parse(url)? {
        Place::Directory(path) => Ok(Arc::new(strongroom_engine::Engine::open(&path)?)),
        Place::Service(url) => Ok(Arc::new(Client::new(service(url)?))),
        Place::Elsewhere(scheme) => Err(Error::new(
            ck::CKR_ARGUMENTS_BAD,
            format!("this version opens file: and strongroom: URLs, not {scheme}:"),
        )),
    }
}

/// Whether a mechanism should still be used; `None` for one that embedded instances do not have.
pub fn standing(mechanism: u64) -> Option<Standing> {
    mechanisms::find(mechanism).ok().map(|row| row.standing)
}

/// The service that a URL names, with what the bundle says where the URL does not.
fn service(url: ServiceUrl) -> Result<Service> {
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
                return Err(Error::new(
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
