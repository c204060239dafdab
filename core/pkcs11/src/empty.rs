//! The provider of a machine without an instance: no slots, so that a program that loads the library
//! finds nothing and goes on.

use std::sync::Arc;
use strongroom_base::mechanism::GcmMessage;
use strongroom_base::*;

/// A provider without slots.
pub fn provider() -> Arc<dyn Provider> {
    Arc::new(Empty)
}

struct Empty;

impl Provider for Empty {
    fn open_for(&self, _: Tenant) -> Result<Arc<dyn Application>> {
        Ok(Arc::new(Empty))
    }
}

/// Every operation is refused by what it is given first: there is no such slot, no such session.
macro_rules! refuse {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        impl Application for Empty {
            $(
                #[allow(unused_variables)]
                fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                    refuse!(@$name $($argument)*)
                }
            )*
        }
    };
    (@close) => { Ok(()) };
    (@slots $($argument:ident)*) => { Ok(Vec::new()) };
    (@wait_for_slot_event $($argument:ident)*) => {
        Err(Error::new(ck::CKR_NO_EVENT, "there are no slots"))
    };
    (@$name:ident slot $($argument:ident)*) => {
        Err(Error::new(ck::CKR_SLOT_ID_INVALID, "there are no slots"))
    };
    (@$name:ident session $($argument:ident)*) => {
        Err(Error::new(ck::CKR_SESSION_HANDLE_INVALID, "there are no sessions"))
    };
}
strongroom_base::for_each_operation!(refuse);
