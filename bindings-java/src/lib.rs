//! Strongroom for Java: what the core's SDK offers, as the static methods of `dev.strongroom.Native`, which the
//! package `dev.strongroom` makes pleasant. In come numbers, arrays of bytes and texts, out go the same and
//! exceptions; nothing is decided here. What is Rust's stays here, in [`table`], and Java has a number for it; values
//! with a shape cross packed, in one array ([`packed`]). A new operation is a function in `ffi`, a line in
//! `Native.java`, and its face in the package.
#![deny(unsafe_code)]

mod error;
#[allow(unsafe_code)]
mod ffi;
mod packed;
mod table;

#[global_allocator]
static HEAP: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);
