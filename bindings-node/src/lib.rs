//! Strongroom for Node.js: what the core's SDK offers, as plain functions that the package `strongroom` makes
//! pleasant. In come handles, names and bytes; out go the same. Each function makes one call of the SDK, on the
//! spot or, with a ticket, by one of the core's threads; nothing is decided here. A new operation is a function
//! here and its face in the package.
// Not forbidden: what `napi` writes allows it for itself.
#![deny(unsafe_code)]

mod answer;
mod convert;
mod hsm;
mod object;
mod queue;
mod session;
mod stream;

use answer::{Reply, failed};
use napi::Env;
use napi::bindgen_prelude::ToNapiValue;
use napi_derive::napi;
use strongroom::{Error, Pkcs11Uri};

#[global_allocator]
static HEAP: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// The version of the core, which must be the package's.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// How many threads calls shall have; it counts when it is said before the first.
#[napi]
pub fn configure_threads(threads: u32) {
    strongroom::exec::configure(usize::try_from(threads).unwrap_or_default());
}

/// The `file` URL of a directory.
#[napi]
pub fn url_of_directory(path: String) -> String {
    strongroom::of_directory(path.as_ref())
}

/// What a `pkcs11:` URI says: the template of an object, the file of the module, the PIN, and where the PIN is.
#[napi]
pub fn parse_uri<'env>(env: &'env Env, uri: String) -> Reply<'env> {
    match uri.parse::<Pkcs11Uri>() {
        Ok(uri) => convert::Uri {
            object: convert::shown(&uri.template()),
            pin: uri.pin_value.as_ref().map(|pin| pin.expose().to_vec().into()),
            module: uri.module_path,
            pin_source: uri.pin_source,
        }
        .into_unknown(env),
        Err(error) => failed(env, &Error::from(error)),
    }
}
