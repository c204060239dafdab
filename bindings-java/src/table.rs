//! The numbers that Java has for what is Rust's. A number is of one thing and never of another: when its place is
//! used again it gets another generation, so that a stale number is an error and not somebody else's key.

use crate::error::Result;
use parking_lot::RwLock;
use slotmap::{DefaultKey, Key, KeyData, SlotMap};
use std::any::Any;
use std::sync::{Arc, LazyLock};
use strongroom::{CLOSED, Error, ck};

type Entry = Arc<dyn Any + Send + Sync>;

static TABLE: LazyLock<RwLock<SlotMap<DefaultKey, Entry>>> = LazyLock::new(RwLock::default);

/// Keeps it, and gives its number. None is 0.
pub fn keep<T: Any + Send + Sync>(it: T) -> i64 {
    TABLE.write().insert(Arc::new(it)).data().as_ffi().cast_signed()
}

/// Keeps an object.
pub fn object(object: impl Into<strongroom::Object>) -> i64 {
    keep(object.into())
}

/// What has a number. [`CLOSED`], `CKR_ARGUMENTS_BAD` for the number of something else
pub fn get<T: Any + Send + Sync>(number: i64) -> Result<Arc<T>> {
    let found = TABLE.read().get(key(number)).cloned();
    let why = "it was closed before, or is of another process";
    let found = found.ok_or_else(|| Error::new(CLOSED, "", why))?;
    found
        .downcast()
        .map_err(|_| Error::new(ck::CKR_ARGUMENTS_BAD, "", "it is something else").into())
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
