//! Strongroom for Rust programs. In comes a URL that says where slots live; out goes a provider of them.
//! What a URL means is decided in `url`, which one is meant when nobody says it in `configured`. A new
//! kind of place is an arm in [`open`].
#![forbid(unsafe_code)]

mod configured;
pub mod hsm;
pub mod instance;
mod url;

pub use configured::configured_url;
/// Keys as files have them: PKCS #8 and SubjectPublicKeyInfo.
pub use strongroom_engine::keys::{pkcs8, spki};

use std::sync::Arc;
use strongroom_base::{Error, Provider, Result, ck};
use url::Place;

/// Opens the instance that a URL names: `file:///path` for one in a directory of this machine.
/// `CKR_TOKEN_NOT_PRESENT` when there is none, `CKR_ARGUMENTS_BAD` for a URL that this version does not
/// know, `CKR_DEVICE_ERROR` for an instance that is damaged.
pub fn open(url: &str) -> Result<Arc<dyn Provider>> {
    match Place::parse(url)? {
        Place::Directory(path) => Ok(Arc::new(strongroom_engine::Engine::open(&path)?)),
        Place::Elsewhere(scheme) => Err(Error::new(
            ck::CKR_ARGUMENTS_BAD,
            format!("this version opens file:// URLs, not {scheme}"),
        )),
    }
}
