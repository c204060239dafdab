//! The provider of a machine without an instance: no slots, so that a program that loads the library
//! finds nothing and goes on.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::*;

/// A provider without slots.
pub fn provider() -> Arc<dyn Provider> {
    Arc::new(Nowhere)
}

struct Nowhere;

impl Provider for Nowhere {
    fn open_for(&self, _: Tenant) -> Result<Arc<dyn Application>> {
        Ok(Arc::new(Empty::default()))
    }
}

/// An application that can only be closed; whoever waits for a slot waits until then.
#[derive(Default)]
struct Empty {
    closed: Mutex<bool>,
    closing: Condvar,
}

impl Empty {
    fn end(&self) {
        *self.closed.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.closing.notify_all();
    }

    /// `CKR_NO_EVENT`, or in the end `CKR_CRYPTOKI_NOT_INITIALIZED`: no slot will ever come.
    fn wait(&self, block: bool) -> Error {
        if !block {
            return Error::new(ck::CKR_NO_EVENT, "there are no slots");
        }
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.closing.wait_while(closed, |closed| !*closed);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
        let why = "the application was closed while it waited";
        Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, why)
    }
}

/// Every operation is refused by what it is given first: there is no such slot, no such session.
macro_rules! refuse {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        impl Application for Empty {
            $(
                #[allow(unused_variables)]
                fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                    refuse!(@$name self $($argument)*)
                }
            )*
        }
    };
    (@close $self:ident) => {{ $self.end(); Ok(()) }};
    (@slots $self:ident $($argument:ident)*) => { Ok(Vec::new()) };
    (@wait_for_slot_event $self:ident $block:ident) => { Err($self.wait($block)) };
    (@$name:ident $self:ident slot $($argument:ident)*) => {
        Err(Error::new(ck::CKR_SLOT_ID_INVALID, "there are no slots"))
    };
    (@$name:ident $self:ident session $($argument:ident)*) => {
        Err(Error::new(ck::CKR_SESSION_HANDLE_INVALID, "there are no sessions"))
    };
}
strongroom_base::for_each_operation!(refuse);
