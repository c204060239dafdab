//! Keys for the traits of others: what terminates TLS, what signs certificates. The key
//! stays in its token. Keys for another library's traits are another file here.

pub mod rustls;
pub mod signature;
pub mod tls;
