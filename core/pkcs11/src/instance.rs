//! Which instance the library is of.

use crate::{empty, later, log};
use std::sync::Arc;
use strongroom_base::{Provider, Result, ck};

/// Opens what `url` names or, without one, what the environment and the configuration do. Where there is no
/// instance, the provider has no slots; where another copy in this process has it, the provider opens it
/// later. The log says why, and what to do.
pub fn open(url: Option<&str>) -> Result<Arc<dyn Provider>> {
    opened(url).or_else(|error| {
        log::configuration(&error);
        if error.is(ck::CKR_TOKEN_NOT_PRESENT) {
            Ok(empty::provider())
        } else if error.is(ck::CKR_CANT_LOCK) {
            Ok(later::provider(url))
        } else {
            Err(error)
        }
    })
}

/// The same, if it can be opened now.
pub fn opened(url: Option<&str>) -> Result<Arc<dyn Provider>> {
    match url {
        Some(url) => strongroom::open(url),
        None => strongroom::configured_url().and_then(|url| strongroom::open(&url)),
    }
}
