//! The only place of the engine with `unsafe`: calls that no safe crate offers. Each file is one idea
//! and offers it safely.

pub mod aead;
pub mod aes_key;
pub mod cipher;
pub mod copies;
pub mod curve25519;
pub mod digest;
pub mod ec;
pub mod ed448;
pub mod entropy;
pub mod fork;
pub mod gcm_stream;
pub mod hmac;
pub mod lattice;
pub mod pq;
pub mod rsasve;
pub mod shared_counter;
