//! Strongroom for Swift: what the core's SDK offers, as the flat classes that UniFFI makes Swift of
//! (`Sources/StrongroomCore`, generated), under the face that people use (`Sources/Strongroom`, written by
//! hand). In come UniFFI's values, out go values and one error; nothing is decided here, and everything
//! that can be said in Swift is said there. What may fail answers a `Result`, so that a panic is thrown in Swift
//! rather than ending the program. A new operation is a method here, `scripts/generate`, and its face.
#![forbid(unsafe_code)]

mod error;
mod hsm;
mod object;
mod pin;
mod session;
mod stream;
mod threads;
mod value;

uniffi::setup_scaffolding!("strongroom");

#[global_allocator]
static HEAP: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
