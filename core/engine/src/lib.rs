//! The HSM itself.
