//! The PKCS #11 library.
