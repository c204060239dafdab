//! Signature algorithms by the names that other ecosystems have for them: JSON Web Signatures (RFC 7518,
//! RFC 8037) and the Java Cryptography Architecture. The adapters of every language read this table, so that
//! none of them disagrees. A table: one name a line.

use super::MechanismSpec;
use crate::error::{At, Result};
use strongroom_base::{Error, ck};

/// A name, and what it means.
pub struct Algorithm {
    /// The name, as its ecosystem writes it.
    pub name: &'static str,
    /// One of [`MECHANISMS`](super::MECHANISMS).
    pub mechanism: &'static str,
    /// The hash, where it has one.
    pub hash: Option<&'static str>,
    /// How a signature of ECDSA or DSA is written in that ecosystem.
    pub encoding: Option<&'static str>,
}

const fn row(
    name: &'static str,
    mechanism: &'static str,
    hash: Option<&'static str>,
    encoding: Option<&'static str>,
) -> Algorithm {
    Algorithm { name, mechanism, hash, encoding }
}

/// All of them.
#[rustfmt::skip]
pub static ALGORITHMS: &[Algorithm] = &[
    // RFC 7518, section 3.1; RFC 8037, section 3.1; RFC 8812
    row("HS256", "hmac", Some("sha256"), None),
    row("HS384", "hmac", Some("sha384"), None),
    row("HS512", "hmac", Some("sha512"), None),
    row("RS256", "rsa-pkcs1", Some("sha256"), None),
    row("RS384", "rsa-pkcs1", Some("sha384"), None),
    row("RS512", "rsa-pkcs1", Some("sha512"), None),
    row("PS256", "rsa-pss", Some("sha256"), None),
    row("PS384", "rsa-pss", Some("sha384"), None),
    row("PS512", "rsa-pss", Some("sha512"), None),
    row("ES256", "ecdsa", Some("sha256"), Some("raw")),
    row("ES384", "ecdsa", Some("sha384"), Some("raw")),
    row("ES512", "ecdsa", Some("sha512"), Some("raw")),
    row("ES256K", "ecdsa", Some("sha256"), Some("raw")),
    row("EdDSA", "eddsa", None, None),
    row("ML-DSA-44", "ml-dsa", None, None),
    row("ML-DSA-65", "ml-dsa", None, None),
    row("ML-DSA-87", "ml-dsa", None, None),
    // Java Security Standard Algorithm Names: Signature, Mac
    row("SHA1withRSA", "rsa-pkcs1", Some("sha1"), None),
    row("SHA224withRSA", "rsa-pkcs1", Some("sha224"), None),
    row("SHA256withRSA", "rsa-pkcs1", Some("sha256"), None),
    row("SHA384withRSA", "rsa-pkcs1", Some("sha384"), None),
    row("SHA512withRSA", "rsa-pkcs1", Some("sha512"), None),
    row("SHA3-224withRSA", "rsa-pkcs1", Some("sha3-224"), None),
    row("SHA3-256withRSA", "rsa-pkcs1", Some("sha3-256"), None),
    row("SHA3-384withRSA", "rsa-pkcs1", Some("sha3-384"), None),
    row("SHA3-512withRSA", "rsa-pkcs1", Some("sha3-512"), None),
    row("NONEwithRSA", "rsa-pkcs1", None, None),
    row("SHA1withECDSA", "ecdsa", Some("sha1"), Some("der")),
    row("SHA224withECDSA", "ecdsa", Some("sha224"), Some("der")),
    row("SHA256withECDSA", "ecdsa", Some("sha256"), Some("der")),
    row("SHA384withECDSA", "ecdsa", Some("sha384"), Some("der")),
    row("SHA512withECDSA", "ecdsa", Some("sha512"), Some("der")),
    row("SHA3-224withECDSA", "ecdsa", Some("sha3-224"), Some("der")),
    row("SHA3-256withECDSA", "ecdsa", Some("sha3-256"), Some("der")),
    row("SHA3-384withECDSA", "ecdsa", Some("sha3-384"), Some("der")),
    row("SHA3-512withECDSA", "ecdsa", Some("sha3-512"), Some("der")),
    row("NONEwithECDSA", "ecdsa", None, Some("der")),
    row("SHA1withECDSAinP1363Format", "ecdsa", Some("sha1"), Some("raw")),
    row("SHA224withECDSAinP1363Format", "ecdsa", Some("sha224"), Some("raw")),
    row("SHA256withECDSAinP1363Format", "ecdsa", Some("sha256"), Some("raw")),
    row("SHA384withECDSAinP1363Format", "ecdsa", Some("sha384"), Some("raw")),
    row("SHA512withECDSAinP1363Format", "ecdsa", Some("sha512"), Some("raw")),
    row("SHA3-224withECDSAinP1363Format", "ecdsa", Some("sha3-224"), Some("raw")),
    row("SHA3-256withECDSAinP1363Format", "ecdsa", Some("sha3-256"), Some("raw")),
    row("SHA3-384withECDSAinP1363Format", "ecdsa", Some("sha3-384"), Some("raw")),
    row("SHA3-512withECDSAinP1363Format", "ecdsa", Some("sha3-512"), Some("raw")),
    row("NONEwithECDSAinP1363Format", "ecdsa", None, Some("raw")),
    row("SHA1withDSA", "dsa", Some("sha1"), Some("der")),
    row("SHA224withDSA", "dsa", Some("sha224"), Some("der")),
    row("SHA256withDSA", "dsa", Some("sha256"), Some("der")),
    row("SHA384withDSA", "dsa", Some("sha384"), Some("der")),
    row("SHA512withDSA", "dsa", Some("sha512"), Some("der")),
    row("SHA3-224withDSA", "dsa", Some("sha3-224"), Some("der")),
    row("SHA3-256withDSA", "dsa", Some("sha3-256"), Some("der")),
    row("SHA3-384withDSA", "dsa", Some("sha3-384"), Some("der")),
    row("SHA3-512withDSA", "dsa", Some("sha3-512"), Some("der")),
    row("NONEwithDSA", "dsa", None, Some("der")),
    row("SHA1withDSAinP1363Format", "dsa", Some("sha1"), Some("raw")),
    row("SHA224withDSAinP1363Format", "dsa", Some("sha224"), Some("raw")),
    row("SHA256withDSAinP1363Format", "dsa", Some("sha256"), Some("raw")),
    row("SHA384withDSAinP1363Format", "dsa", Some("sha384"), Some("raw")),
    row("SHA512withDSAinP1363Format", "dsa", Some("sha512"), Some("raw")),
    row("SHA3-224withDSAinP1363Format", "dsa", Some("sha3-224"), Some("raw")),
    row("SHA3-256withDSAinP1363Format", "dsa", Some("sha3-256"), Some("raw")),
    row("SHA3-384withDSAinP1363Format", "dsa", Some("sha3-384"), Some("raw")),
    row("SHA3-512withDSAinP1363Format", "dsa", Some("sha3-512"), Some("raw")),
    row("NONEwithDSAinP1363Format", "dsa", None, Some("raw")),
    row("Ed25519", "eddsa", None, None),
    row("Ed448", "eddsa", None, None),
    row("ML-DSA", "ml-dsa", None, None),
    row("HmacSHA1", "hmac", Some("sha1"), None),
    row("HmacSHA224", "hmac", Some("sha224"), None),
    row("HmacSHA256", "hmac", Some("sha256"), None),
    row("HmacSHA384", "hmac", Some("sha384"), None),
    row("HmacSHA512", "hmac", Some("sha512"), None),
    row("HmacSHA3-224", "hmac", Some("sha3-224"), None),
    row("HmacSHA3-256", "hmac", Some("sha3-256"), None),
    row("HmacSHA3-384", "hmac", Some("sha3-384"), None),
    row("HmacSHA3-512", "hmac", Some("sha3-512"), None),
];

impl Algorithm {
    /// The same in our own names; `said` may have more parameters, but none that the name decides.
    pub(super) fn spec(&self, said: &MechanismSpec) -> Result<MechanismSpec> {
        if said.hash.is_some() {
            let why = format!("{} says the hash itself", self.name);
            return Err(Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)).at("");
        }
        Ok(MechanismSpec {
            name: self.mechanism.to_owned(),
            hash: self.hash.map(str::to_owned),
            encoding: said.encoding.clone().or_else(|| self.encoding.map(str::to_owned)),
            ..said.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_mechanism() {
        for algorithm in ALGORITHMS {
            let made = MechanismSpec::named(algorithm.name).mechanism().unwrap();
            made.base().unwrap();
        }
    }
}
