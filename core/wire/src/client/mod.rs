//! The client: a [`Provider`] whose slots are at a service. An application keeps its sessions, logins and
//! handles while connections and servers come and go: what can be repeated is repeated silently, what
//! cannot be fails once, and nothing waits beyond its bound. There is no thread and no runtime; a call does
//! its own waiting.
//!
//! `connection` is one connection, `link` all of an application, `way` what a call has of them and `lane` how
//! calls share one, `session` what a session is in the middle of, `login` what restores logins; `application`
//! has the operations that are more than one exchange, and `operations` those of encryption, signatures and
//! digests, `batch` many signatures of one call.

mod application;
mod batch;
mod connection;
mod here;
mod lane;
mod link;
mod login;
mod operations;
mod session;
mod tls;
mod way;

use crate::frame::DEFAULT_PORT;
use application::Remote;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use strongroom_base::{Application, Provider, Result, Tenant};

/// For how long what the service has accepted is not asked again: a program that signs in a loop begins the
/// same operation with the same key each time. The key is checked in any case when it is used.
const MOMENT: Duration = Duration::from_millis(50);

/// Where a service is, and how it is spoken to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Service {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The file that makes this machine a client.
    pub bundle: PathBuf,
    /// How long a call waits for a service that is away or silent.
    pub patience: Duration,
    /// How long a call may take while the service says that it is at work.
    pub longest: Duration,
    /// How many connections an application has at most.
    pub connections: usize,
}

impl Service {
    /// A service, spoken to as by default.
    pub fn new(host: impl Into<String>, port: Option<u16>, bundle: impl Into<PathBuf>) -> Self {
        Self {
            host: host.into(),
            port: port.unwrap_or(DEFAULT_PORT),
            bundle: bundle.into(),
            patience: Duration::from_secs(10),
            longest: Duration::from_secs(600),
            connections: 64,
        }
    }
}

/// The slots of a service. Nothing is connected before something is asked for.
pub struct Client {
    service: Service,
}

impl Client {
    /// The slots of a service.
    pub fn new(service: Service) -> Self {
        Self { service }
    }
}

impl Provider for Client {
    /// Who this is stands in the bundle; a tenant that is named here makes no difference.
    fn open_for(&self, _: Tenant) -> Result<Arc<dyn Application>> {
        Ok(Arc::new(Remote::new(self.service.clone())))
    }
}
