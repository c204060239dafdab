//! Strongroom for Rust programs.
