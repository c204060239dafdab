//! The only place of the engine with `unsafe`: calls that no safe crate offers. Each file is one idea
//! and offers it safely.

pub mod aead;
pub mod aead_stream;
pub mod aes_key;
pub mod cipher;
pub mod copies;
pub mod curve25519;
pub mod dh;
pub mod digest;
pub mod ec;
pub mod ed448;
pub mod entropy;
pub mod fork;
pub mod hmac;
pub mod kdf;
pub mod lattice;
pub mod poly1305;
pub mod pq;
pub mod process;
pub mod rsasve;
pub mod shared_counter;
pub mod wal_index;
pub mod xts;
