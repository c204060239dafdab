//! Which instance the library is of.

use crate::{empty, log};
use std::sync::Arc;
use strongroom_base::{Provider, Result, ck};

/// Opens what `url` names or, without one, what the environment and the configuration do. Where
/// there is no instance, the provider has no slots, and the log says how to make one.
pub fn open(url: Option<&str>) -> Result<Arc<dyn Provider>> {
    let opened = match url {
        Some(url) => strongroom::open(url),
        None => strongroom::configured_url().and_then(|url| strongroom::open(&url)),
    };
    opened.or_else(|error| {
        log::configuration(&error);
        if error.is(ck::CKR_TOKEN_NOT_PRESENT) { Ok(empty::provider()) } else { Err(error) }
    })
}
