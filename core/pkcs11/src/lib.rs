//! The PKCS #11 library: the C interface of PKCS #11 v2.40, v3.0 and v3.2 over the seam
//! ([`strongroom_base::Provider`]). In come pointers, lengths and C structures from a program that may
//! be wrong about any of them; out go Rust values to the application that `C_Initialize` made, and its
//! answers back, by the conventions of the specification's section 5. Nothing is decided about a key
//! here, no cryptography happens, and no other crate exports a `C_…` symbol. Everything that touches
//! a pointer is in `ffi`; the other files are one for a chapter of the specification. A new function is
//! a row in `ffi::functions` and, if its form is new, a function in its chapter's file.
#![deny(unsafe_code)]

#[cfg_attr(test, allow(dead_code))]
mod asynchronous;
mod empty;
mod ffi;
mod general;
#[cfg_attr(test, allow(dead_code))] // the tests have a provider of their own
mod instance;
mod keys;
#[cfg_attr(test, allow(dead_code))]
mod later;
mod library;
mod log;
mod messages;
mod objects;
mod operations;
mod sessions;
mod slots;

/// Every freed block of this library's heap is wiped.
#[global_allocator]
static HEAP: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
