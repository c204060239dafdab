//! Any vendor's PKCS #11 module as a place where slots live. In come operations of the seam; out go the
//! module's own answers: its sizes, its handles, its return values, forwarded rather than made up.
//!
//! A module knows one application, the process, and one login for it. Here it serves several, among them
//! clients of a service that must not see each other's objects. So what the module mixes is kept apart:
//! `registry` has one initialised module for everybody, `slot` and `login` have its one login and who has a
//! part in it, `objects` has whose the session objects are, and `spares` has sessions for what goes on beside
//! a caller's own. `application` holds the rules; all that is C is in `ffi`.

mod application;
mod audited;
#[allow(unsafe_code)]
mod ffi;
mod login;
mod objects;
mod registry;
mod slot;
mod spares;

pub use audited::Audited;

use crate::uri::Pkcs11Uri;
use application::App;
use registry::Lease;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use strongroom_base::{Application, Error, Provider, Result, Tenant, ck};

/// The query attribute with the text that a module's `C_Initialize` is given (`pReserved`).
const INIT_ARGS: &str = "x-init-args";

/// A module that this process has loaded and initialised. It is finalised when the last of its
/// applications and the module itself are gone, unless somebody else had initialised it.
pub struct Module {
    lease: Arc<Lease>,
    /// Which of its slots there are.
    only: Arc<Pkcs11Uri>,
}

impl Module {
    /// Loads and initialises the module in a file, with a text for `C_Initialize` where it wants one. A
    /// name without a slash is looked for where the system looks for libraries. `CKR_ARGUMENTS_BAD` where
    /// there is no such module, and what its `C_Initialize` answers
    pub fn open(path: &Path, text: Option<&str>) -> Result<Self> {
        Self::narrowed(path, text, Pkcs11Uri::default())
    }

    /// The module that a URI names by `module-path`, with only the slots that the URI leaves.
    pub fn of(uri: Pkcs11Uri) -> Result<Self> {
        let path = file_of(&uri)?;
        let text = uri.other(INIT_ARGS).map(str::to_owned);
        Self::narrowed(&path, text.as_deref(), uri)
    }

    fn narrowed(path: &Path, text: Option<&str>, mut only: Pkcs11Uri) -> Result<Self> {
        // It stays for as long as the module does, which has no use for it.
        only.pin_value = None;
        if only.is_beyond_us() {
            let why = format!("{only} has attributes that this version does not know");
            return Err(Error::new(ck::CKR_ARGUMENTS_BAD, why));
        }
        let lease = Arc::new(registry::acquire(path, text)?);
        let narrows = only.library_manufacturer.is_some()
            || only.library_description.is_some()
            || only.library_version.is_some();
        if narrows {
            let (manufacturer, description, version) = lease.functions.library_info()?;
            if !only.matches_library(&manufacturer, &description, version) {
                return Err(Error::new(
                    ck::CKR_TOKEN_NOT_PRESENT,
                    format!("{} is another module than {only} means", path.display()),
                ));
            }
        }
        Ok(Self { lease, only: Arc::new(only) })
    }
}

impl Provider for Module {
    fn open_for(&self, tenant: Tenant) -> Result<Arc<dyn Application>> {
        Ok(Arc::new(App::new(Arc::clone(&self.lease), Arc::clone(&self.only), tenant)))
    }
}

/// The file that `module-path` names; in a directory, the one that `module-name` names there.
fn file_of(uri: &Pkcs11Uri) -> Result<PathBuf> {
    let bad = |why: String| Error::new(ck::CKR_ARGUMENTS_BAD, why);
    let Some(path) = uri.module_path.as_deref().filter(|path| !path.is_empty()) else {
        return Err(bad(format!("{uri} does not say which module: it has no module-path")));
    };
    let path = Path::new(path);
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let Some(name) = uri.module_name.as_deref().filter(|name| !name.contains('/')) else {
        return Err(bad(format!("{} is a directory; module-name is missing", path.display())));
    };
    let mut files =
        [format!("{name}.so"), format!("lib{name}.so")].map(|file| path.join(file)).into_iter();
    files
        .find(|file| file.exists())
        .ok_or_else(|| bad(format!("{} has no module {name}", path.display())))
}
