//! The numbers that Java has for what is Rust's. A number is of one thing and never of another: when its place is
//! used again it gets another generation, so that a stale number is an error and not somebody else's key.

use crate::error::Result;
use parking_lot::RwLock;
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use std::sync::{Arc, LazyLock};
use strongroom::{CLOSED, Error, ck};

/// Something that Java has a number for.
pub enum Entry {
    Hsm(strongroom::Hsm),
    Slot(strongroom::Slot),
    Session(strongroom::Session),
    Object(strongroom::Object),
    Mechanism(strongroom::Mechanism),
    Search(strongroom::Search),
    Stream(strongroom::Stream),
}

static TABLE: LazyLock<RwLock<SlotMap<DefaultKey, Arc<Entry>>>> = LazyLock::new(RwLock::default);

/// Keeps it, and gives its number. None is 0.
pub fn keep(entry: Entry) -> i64 {
    TABLE.write().insert(Arc::new(entry)).data().as_ffi().cast_signed()
}

/// Keeps an object.
pub fn object(object: impl Into<strongroom::Object>) -> i64 {
    keep(Entry::Object(object.into()))
}

/// What has a number. [`CLOSED`]
pub fn get(number: i64) -> Result<Arc<Entry>> {
    let found = TABLE.read().get(key(number)).cloned();
    found.ok_or_else(|| {
        Error::new(CLOSED, "", "it was closed before, or is of another process").into()
    })
}

/// Forgets it. Who is still using it goes on; a number that is stale is left alone.
pub fn release(number: i64) {
    // What has to speak to a token when it is dropped does so without the lock.
    let gone = TABLE.write().remove(key(number));
    drop(gone);
}

fn key(number: i64) -> DefaultKey {
    KeyData::from_ffi(number.cast_unsigned()).into()
}

/// Makes the methods that say what an entry is.
macro_rules! kinds {
    ($($method:ident, $variant:ident, $of:ty;)*) => {
        impl Entry {
            $(pub fn $method(&self) -> Result<&$of> {
                match self {
                    Self::$variant(found) => Ok(found),
                    _ => Err(Error::new(ck::CKR_ARGUMENTS_BAD, "", concat!("it is not of kind ", stringify!($variant))).into()),
                }
            })*
        }
    };
}

kinds! {
    hsm, Hsm, strongroom::Hsm;
    slot, Slot, strongroom::Slot;
    session, Session, strongroom::Session;
    object, Object, strongroom::Object;
    mechanism, Mechanism, strongroom::Mechanism;
    search, Search, strongroom::Search;
    stream, Stream, strongroom::Stream;
}
