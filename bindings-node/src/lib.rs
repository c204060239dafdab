//! Strongroom for Node.js: what the core's SDK offers, as plain functions that the package `strongroom` makes
//! pleasant. In come handles, names and bytes; out go the same. Each function makes one call of the SDK, on the
//! spot or, with a ticket, by one of the core's threads; nothing is decided here. A new operation is a function
//! here and its face in the package.
// Where it is built as a test, `napi` writes nothing that would use it.
#![cfg_attr(test, allow(dead_code))]
// Not forbidden: what `napi` writes allows it for itself.
#![deny(unsafe_code)]

mod answer;
mod calls;
mod convert;
mod hsm;
mod object;
mod queue;
mod session;
mod tls;

use napi_derive::napi;

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
