//! The provider of an instance that another copy of this program in the process has open (a copy of the
//! library under another name, or a language's package). `C_Initialize` succeeds, since programs load
//! modules one before they let go of another; the instance is opened by the first call that wants it, and
//! for as long as the other copy has it, each such call says so: `CKR_CANT_LOCK`.

use crate::instance;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::*;

/// A provider of what `url` names, or the configuration, once it can be opened.
pub fn provider(url: Option<&str>) -> Arc<dyn Provider> {
    Arc::new(Later(url.map(str::to_owned)))
}

struct Later(Option<String>);

impl Provider for Later {
    fn open_for(&self, tenant: Tenant) -> Result<Arc<dyn Application>> {
        let (opened, opening) = (OnceLock::new(), Mutex::new(()));
        Ok(Arc::new(Waiting { url: self.0.clone(), tenant, opened, opening }))
    }
}

/// An application that is still to be opened, or was by now. It goes before its provider.
struct Waiting {
    url: Option<String>,
    tenant: Tenant,
    opened: OnceLock<(Arc<dyn Application>, Arc<dyn Provider>)>,
    opening: Mutex<()>,
}

impl Waiting {
    fn application(&self) -> Result<&dyn Application> {
        if let Some((application, _)) = self.opened.get() {
            return Ok(&**application);
        }
        let _one_at_a_time = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        if self.opened.get().is_none() {
            let provider = instance::opened(self.url.as_deref())?;
            let application = provider.open_for(self.tenant.clone())?;
            let _ = self.opened.set((application, provider));
        }
        self.opened
            .get()
            .map(|(application, _)| &**application)
            .ok_or_else(|| Error::new(ck::CKR_GENERAL_ERROR, "the instance was not opened"))
    }
}

macro_rules! pass_on {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        // One form for all entries.
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)]
        impl Application for Waiting {
            $(
                fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                    pass_on!(@$name self $($argument)*)
                }
            )*
        }
    };
    (@close $self:ident) => {
        $self.opened.get().map_or(Ok(()), |(application, _)| application.close())
    };
    (@$name:ident $self:ident $($argument:ident)*) => { $self.application()?.$name($($argument),*) };
}
strongroom_base::for_each_operation!(pass_on);
