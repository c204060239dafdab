//! Keys as the cryptographic libraries want them: parsed once from an object's attributes, then used
//! by any number of operations. In come attributes; out go parsed keys, sizes, and the encodings in
//! which keys leave the token wrapped (PKCS #8) or are shown (SubjectPublicKeyInfo).

/// A parsed key.
pub enum Key {}
