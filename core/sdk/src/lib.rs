//! Strongroom for Rust programs. In comes a URL that says where slots live; out go slots, sessions and
//! objects ([`Hsm`]), or, for those who speak the seam themselves, a provider ([`open`]). What a URL means
//! is decided in `url`, which one is meant when nobody says it in `configured`; what people exchange as
//! files is read and written in [`encoding`]. No rule about keys is decided here. A new kind of place is
//! an arm in [`open`], a new kind of key a row in `spec` or [`curves`].
#![forbid(unsafe_code)]

mod configured;
pub mod curves;
pub mod encoding;
mod hsm;
pub mod instance;
mod session;
mod spec;
mod url;

pub use configured::configured_url;
pub use hsm::{Hsm, Slot};
pub use session::{Made, Object, Session};
pub use spec::{KeyKind, KeySpec, USAGES, Usage};
pub use strongroom_engine::mechanisms::Standing;
pub use url::of_directory;

use std::sync::Arc;
use strongroom_base::{Error, Provider, Result, ck};
use strongroom_engine::mechanisms;
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

/// Whether a mechanism should still be used; `None` for one that embedded instances do not have.
pub fn standing(mechanism: u64) -> Option<Standing> {
    mechanisms::find(mechanism).ok().map(|row| row.standing)
}
