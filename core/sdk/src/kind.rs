//! Kinds of keys in a few characters: `rsa:3072`, `ec:p256`, `ml-dsa:65`, `aes:256`.

use crate::curves::Curve;
use std::fmt;
use std::str::FromStr;
use strongroom_base::{Error, Result, Template, Value, ck};
use strongroom_engine::keys::pq::{SETS, Set};

/// A kind of key.
#[derive(Clone, Copy, Debug)]
pub enum KeyKind {
    /// RSA with these bits.
    Rsa(u64),
    /// On a curve.
    Curve(&'static Curve),
    /// ML-DSA, ML-KEM or SLH-DSA with a parameter set.
    PostQuantum(&'static Set),
    /// DSA or Diffie-Hellman, for what is old: the type (`CKK_DSA`, `CKK_DH`, `CKK_X9_42_DH`), and the bits of the
    /// prime.
    OverPrime(u64, u64),
    /// A secret key: its type (`CKK_…`), and its bytes where keys of the type have several lengths.
    Secret(u64, Option<u64>),
}

/// Secret key types: what people call them, `CKK_…`, what makes them, and the length of a key for which
/// none is given.
#[rustfmt::skip]
pub(crate) static SECRETS: &[(&str, u64, u64, Option<u64>)] = &[
    ("aes", ck::CKK_AES, ck::CKM_AES_KEY_GEN, Some(32)),
    ("aes-xts", ck::CKK_AES_XTS, ck::CKM_AES_XTS_KEY_GEN, Some(64)),
    ("chacha20", ck::CKK_CHACHA20, ck::CKM_CHACHA20_KEY_GEN, None),
    ("poly1305", ck::CKK_POLY1305, ck::CKM_POLY1305_KEY_GEN, None),
    ("generic", ck::CKK_GENERIC_SECRET, ck::CKM_GENERIC_SECRET_KEY_GEN, Some(32)),
    ("des2", ck::CKK_DES2, ck::CKM_DES2_KEY_GEN, None),
    ("3des", ck::CKK_DES3, ck::CKM_DES3_KEY_GEN, None),
    ("hkdf", ck::CKK_HKDF, ck::CKM_HKDF_KEY_GEN, Some(32)),
    ("hmac-sha1", ck::CKK_SHA_1_HMAC, ck::CKM_SHA_1_KEY_GEN, Some(20)),
    ("hmac-sha224", ck::CKK_SHA224_HMAC, ck::CKM_SHA224_KEY_GEN, Some(28)),
    ("hmac-sha256", ck::CKK_SHA256_HMAC, ck::CKM_SHA256_KEY_GEN, Some(32)),
    ("hmac-sha384", ck::CKK_SHA384_HMAC, ck::CKM_SHA384_KEY_GEN, Some(48)),
    ("hmac-sha512", ck::CKK_SHA512_HMAC, ck::CKM_SHA512_KEY_GEN, Some(64)),
    ("hmac-sha512-224", ck::CKK_SHA512_224_HMAC, ck::CKM_SHA512_224_KEY_GEN, Some(28)),
    ("hmac-sha512-256", ck::CKK_SHA512_256_HMAC, ck::CKM_SHA512_256_KEY_GEN, Some(32)),
    ("hmac-sha3-224", ck::CKK_SHA3_224_HMAC, ck::CKM_SHA3_224_KEY_GEN, Some(28)),
    ("hmac-sha3-256", ck::CKK_SHA3_256_HMAC, ck::CKM_SHA3_256_KEY_GEN, Some(32)),
    ("hmac-sha3-384", ck::CKK_SHA3_384_HMAC, ck::CKM_SHA3_384_KEY_GEN, Some(48)),
    ("hmac-sha3-512", ck::CKK_SHA3_512_HMAC, ck::CKM_SHA3_512_KEY_GEN, Some(64)),
    ("hmac-blake2b-160", ck::CKK_BLAKE2B_160_HMAC, ck::CKM_BLAKE2B_160_KEY_GEN, Some(20)),
    ("hmac-blake2b-256", ck::CKK_BLAKE2B_256_HMAC, ck::CKM_BLAKE2B_256_KEY_GEN, Some(32)),
    ("hmac-blake2b-384", ck::CKK_BLAKE2B_384_HMAC, ck::CKM_BLAKE2B_384_KEY_GEN, Some(48)),
    ("hmac-blake2b-512", ck::CKK_BLAKE2B_512_HMAC, ck::CKM_BLAKE2B_512_KEY_GEN, Some(64)),
];

/// Types of keys over primes: what people call them, `CKK_…`, what makes a pair, what makes a group, and the
/// attributes of a group.
pub(crate) static OVER_PRIMES: &[(&str, u64, u64, u64, &[u64])] = &[
    (
        "dsa",
        ck::CKK_DSA,
        ck::CKM_DSA_KEY_PAIR_GEN,
        ck::CKM_DSA_PARAMETER_GEN,
        &[ck::CKA_PRIME, ck::CKA_SUBPRIME, ck::CKA_BASE],
    ),
    (
        "dh",
        ck::CKK_DH,
        ck::CKM_DH_PKCS_KEY_PAIR_GEN,
        ck::CKM_DH_PKCS_PARAMETER_GEN,
        &[ck::CKA_PRIME, ck::CKA_BASE],
    ),
    (
        "x942-dh",
        ck::CKK_X9_42_DH,
        ck::CKM_X9_42_DH_KEY_PAIR_GEN,
        ck::CKM_X9_42_DH_PARAMETER_GEN,
        &[ck::CKA_PRIME, ck::CKA_SUBPRIME, ck::CKA_BASE],
    ),
];

/// Bits of the prime where none are said.
const USUAL_PRIME: u64 = 2048;

/// The bits of a number.
fn bits(number: &Value) -> Option<u64> {
    let number = number.as_bytes()?;
    let first = number.iter().position(|byte| *byte != 0)?;
    let zeros = u64::from(number.get(first)?.leading_zeros());
    Some(8 * u64::try_from(number.len() - first).ok()? - zeros)
}

/// What people call the families of parameter sets: `CKK_…`, what their sets' names begin with, and the set
/// that is meant where none is said.
static FAMILIES: &[(&str, u64, &str, &str)] = &[
    ("ml-dsa", ck::CKK_ML_DSA, "ML-DSA-", "65"),
    ("ml-kem", ck::CKK_ML_KEM, "ML-KEM-", "768"),
    ("slh-dsa", ck::CKK_SLH_DSA, "SLH-DSA-", "SHA2-128s"),
];

/// The parameter sets of a family, with what is written behind its name.
fn sets(key_type: u64, begins: &str) -> impl Iterator<Item = (&'static str, &'static Set)> {
    SETS.iter()
        .filter(move |set| set.key_type == key_type)
        .filter_map(move |set| Some((set.name.to_str().ok()?.strip_prefix(begins)?, set)))
}

impl KeyKind {
    /// The kind of a secret key whose value is given, so that its name says all. `CKR_ARGUMENTS_BAD`
    pub fn secret(name: &str) -> Result<Self> {
        let types: Vec<_> =
            SECRETS.iter().map(|(known, key_type, ..)| (*known, *key_type)).collect();
        let key_type = crate::words::meaning(&types, name, "type of secret key")?;
        Ok(Self::Secret(key_type, None))
    }

    /// The kind of the key that has these attributes: `CKA_KEY_TYPE`, and `CKA_MODULUS`, `CKA_EC_PARAMS`,
    /// `CKA_PARAMETER_SET`, `CKA_PRIME` or `CKA_VALUE_LEN`. `None` for what is no key, and for keys of a kind that has no name here.
    pub fn of(attributes: &Template) -> Option<Self> {
        let key_type = attributes.get(ck::CKA_KEY_TYPE)?.as_ulong()?;
        if key_type == ck::CKK_RSA {
            return bits(attributes.get(ck::CKA_MODULUS)?).map(Self::Rsa);
        }
        if OVER_PRIMES.iter().any(|(_, known, ..)| *known == key_type) {
            let bits = bits(attributes.get(ck::CKA_PRIME)?)?;
            return Some(Self::OverPrime(key_type, bits));
        }
        if let Some(params) = attributes.get(ck::CKA_EC_PARAMS) {
            return Curve::of_params(params.as_bytes()?).map(Self::Curve);
        }
        if FAMILIES.iter().any(|(_, family, ..)| *family == key_type) {
            return Set::of(key_type, attributes).ok().map(Self::PostQuantum);
        }
        let (.., usual) = SECRETS.iter().find(|(_, known, ..)| *known == key_type)?;
        // Where keys of a type have one length, their type says it. Some tokens say 0 of keys that were unwrapped.
        let len = attributes.get(ck::CKA_VALUE_LEN).and_then(Value::as_ulong);
        let len = usual.and(len).filter(|len| *len > 0);
        Some(Self::Secret(key_type, len))
    }

    /// One of each kind, in the sizes that are meant where none is said; of post-quantum ones every set.
    pub fn usual() -> impl Iterator<Item = Self> {
        let curves = crate::curves::CURVES.iter().map(Self::Curve);
        let sets = FAMILIES.iter().flat_map(|(_, key_type, begins, _)| {
            sets(*key_type, begins).map(|(_, set)| Self::PostQuantum(set))
        });
        let secrets = SECRETS.iter().map(|(_, key_type, _, len)| Self::Secret(*key_type, *len));
        let primes = OVER_PRIMES.iter().map(|(_, kind, ..)| Self::OverPrime(*kind, USUAL_PRIME));
        std::iter::once(Self::Rsa(3072)).chain(curves).chain(sets).chain(secrets).chain(primes)
    }

    /// The type of its keys, `CKK_…`.
    pub fn key_type(self) -> u64 {
        match self {
            Self::Rsa(_) => ck::CKK_RSA,
            Self::Curve(curve) => curve.key_type,
            Self::PostQuantum(set) => set.key_type,
            Self::Secret(key_type, _) | Self::OverPrime(key_type, _) => key_type,
        }
    }
}

impl FromStr for KeyKind {
    type Err = Error;

    /// `rsa:BITS`, `ec:CURVE`, `ml-dsa:SET`, `ml-kem:SET`, `slh-dsa:SET`, `dsa:BITS`, `dh:BITS`, `x942-dh:BITS`,
    /// `aes:BITS`, `TYPE:BYTES` for other secret keys, and the name alone where it says all. `CKR_ARGUMENTS_BAD`
    fn from_str(text: &str) -> Result<Self> {
        let bad = |why: String| Error::new(ck::CKR_ARGUMENTS_BAD, why);
        let (name, size) = match text.split_once(':') {
            Some((name, size)) => (name.to_ascii_lowercase(), Some(size)),
            None => (text.to_ascii_lowercase(), None),
        };
        let number = |size: &str| {
            size.parse::<u64>()
                .map_err(|_| bad(format!("\"{size}\" in \"{text}\" is not a number")))
        };
        if name == "rsa" {
            return Ok(Self::Rsa(size.map(number).transpose()?.unwrap_or(3072)));
        }
        if name == "ec" {
            let wanted = size.unwrap_or("p256");
            return Curve::named(wanted).map(Self::Curve).ok_or_else(|| {
                bad(format!("there is no curve \"{wanted}\"; there are {}", curve_names()))
            });
        }
        if let (Some(curve), None) = (Curve::named(&name), size) {
            return Ok(Self::Curve(curve));
        }
        if let Some((_, key_type, ..)) = OVER_PRIMES.iter().find(|(known, ..)| *known == name) {
            let bits = size.map(number).transpose()?.unwrap_or(USUAL_PRIME);
            return Ok(Self::OverPrime(*key_type, bits));
        }
        if let Some((_, key_type, begins, usual)) = FAMILIES.iter().find(|(n, ..)| *n == name) {
            let wanted = size.unwrap_or(usual);
            let found = sets(*key_type, begins).find(|(set, _)| set.eq_ignore_ascii_case(wanted));
            return found.map(|(_, set)| Self::PostQuantum(set)).ok_or_else(|| {
                let names: Vec<String> =
                    sets(*key_type, begins).map(|(set, _)| set.to_ascii_lowercase()).collect();
                bad(format!("there is no {begins}{wanted}; there are {}", names.join(", ")))
            });
        }
        let Some((_, key_type, _, default)) = SECRETS.iter().find(|(n, ..)| *n == name) else {
            return Err(bad(format!(
                "\"{text}\" is no kind of key; examples: rsa:3072, ec:p256, ed25519, ml-dsa:65, \
                 ml-kem:768, slh-dsa:sha2-128s, aes:256, hmac-sha256:32, generic:32, 3des"
            )));
        };
        let len = match (size.map(number).transpose()?, default) {
            (None, default) => *default,
            (Some(_), None) => return Err(bad(format!("keys of type {name} have one length"))),
            (Some(bits), _) if *key_type == ck::CKK_AES => match bits {
                128 | 192 | 256 => Some(bits / 8),
                _ => return Err(bad(format!("AES keys have 128, 192 or 256 bits, not {bits}"))),
            },
            (len, _) => len,
        };
        Ok(Self::Secret(*key_type, len))
    }
}

fn curve_names() -> String {
    let names: Vec<&str> = crate::curves::CURVES.iter().map(Curve::name).collect();
    names.join(", ")
}

impl fmt::Display for KeyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "rsa:{bits}"),
            Self::Curve(curve) if curve.key_type == ck::CKK_EC => write!(f, "ec:{}", curve.name()),
            Self::Curve(curve) => f.write_str(curve.name()),
            Self::PostQuantum(set) => match FAMILIES.iter().find(|(_, t, ..)| *t == set.key_type) {
                Some((name, _, begins, _)) => {
                    let set = set.name.to_str().unwrap_or_default();
                    let set = set.strip_prefix(begins).unwrap_or(set);
                    write!(f, "{name}:{}", set.to_ascii_lowercase())
                }
                None => f.write_str("post-quantum"),
            },
            Self::OverPrime(key_type, bits) => {
                let name = OVER_PRIMES.iter().find(|(_, t, ..)| t == key_type).map(|(n, ..)| *n);
                write!(f, "{}:{bits}", name.unwrap_or("dh"))
            }
            Self::Secret(key_type, len) => {
                let name = SECRETS.iter().find(|(_, t, ..)| t == key_type).map(|(n, ..)| *n);
                f.write_str(name.unwrap_or("secret"))?;
                match len {
                    Some(len) if *key_type == ck::CKK_AES => write!(f, ":{}", 8 * len),
                    Some(len) => write!(f, ":{len}"),
                    None => Ok(()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_in_a_few_characters() {
        for text in [
            "rsa:4096",
            "ec:p256",
            "ed448",
            "x25519",
            "ml-dsa:44",
            "ml-dsa:87",
            "ml-kem:512",
            "ml-kem:1024",
            "slh-dsa:shake-256f",
            "aes:128",
            "hmac-sha256:40",
            "3des",
            "des2",
            "dsa:3072",
            "dh:4096",
            "x942-dh:1024",
        ] {
            assert_eq!(text.parse::<KeyKind>().unwrap().to_string(), text);
        }
        for (short, long) in [
            ("rsa", "rsa:3072"),
            ("ec", "ec:p256"),
            ("AES", "aes:256"),
            ("ML-DSA", "ml-dsa:65"),
            ("ml-kem", "ml-kem:768"),
            ("DSA", "dsa:2048"),
            ("SLH-DSA:SHA2-192s", "slh-dsa:sha2-192s"),
        ] {
            assert_eq!(short.parse::<KeyKind>().unwrap().to_string(), long);
        }
        for kind in KeyKind::usual() {
            assert_eq!(kind.to_string().parse::<KeyKind>().unwrap().to_string(), kind.to_string());
        }
        assert_eq!("EC:P-256".parse::<KeyKind>().unwrap().to_string(), "ec:p256");
        for bad in
            ["", "dsa:x", "aes:100", "aes:x", "ec:p999", "3des:24", "ed25519:1", "ml-dsa:512"]
        {
            assert!(bad.parse::<KeyKind>().is_err(), "{bad}");
        }
    }
}
