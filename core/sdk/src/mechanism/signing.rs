//! How a key usually signs, for those who say no mechanism: what goes with its kind, and what may be said of it.
//! The bindings' `sign` and `verify` stand on it, so that none of them disagrees.

use super::{Hash, MechanismSpec};
use crate::error::{At, Result};
use crate::field::Field;
use crate::kind::KeyKind;
use crate::object::Object;
use crate::{Mechanism, words};
use strongroom_base::{Error, ck};
use strongroom_engine::keys::curves::AnyCurve;

/// The paddings of RSA signatures, and the mechanism of each; the first is the usual one.
pub static PADDINGS: &[(&str, &str)] = &[("pss", "rsa-pss"), ("pkcs1", "rsa-pkcs1")];

/// What is said of a signature where no mechanism is. The key decides the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Signing {
    /// The hash of the data.
    pub hash: Option<String>,
    /// One of [`PADDINGS`].
    pub padding: Option<String>,
    /// `der` or `raw`: how an ECDSA signature is written.
    pub encoding: Option<String>,
    /// The context of EdDSA, ML-DSA and SLH-DSA.
    pub context: Option<Vec<u8>>,
}

impl Signing {
    /// The same with a field by its name. `CKR_MECHANISM_PARAM_INVALID`
    pub fn with(mut self, name: &str, value: Field) -> Result<Self> {
        match name {
            "hash" => self.hash = Some(value.text(name).map_err(bad)?),
            "padding" => self.padding = Some(value.text(name).map_err(bad)?),
            "encoding" => self.encoding = Some(value.text(name).map_err(bad)?),
            "context" => self.context = Some(value.bytes(name).map_err(bad)?),
            other => return Err(bad(format!("a signature has no \"{other}\""))),
        }
        Ok(self)
    }

    /// The mechanism for keys of a kind: ECDSA with the curve's hash, RSASSA-PSS with SHA-256, EdDSA, ML-DSA,
    /// HMAC, AES-CMAC. `CKR_MECHANISM_PARAM_INVALID` for what signatures of such keys do not have,
    /// `CKR_KEY_TYPE_INCONSISTENT` for keys that usually do not sign
    pub fn mechanism(&self, kind: Option<KeyKind>) -> Result<Mechanism> {
        let row = kind.and_then(usual).ok_or_else(|| {
            let of = kind.map_or_else(|| "of this kind".into(), |kind| kind.to_string());
            let why = format!("keys {of} have no usual mechanism for signatures; say one");
            Error::new(ck::CKR_KEY_TYPE_INCONSISTENT, why)
        });
        let (name, hash, takes) = row.at("")?;
        let said = [
            ("hash", self.hash.is_some()),
            ("padding", self.padding.is_some()),
            ("encoding", self.encoding.is_some()),
            ("context", self.context.is_some()),
        ];
        if let Some((field, _)) = said.iter().find(|(field, said)| *said && !takes.contains(field))
        {
            let of = kind.map(|kind| kind.to_string()).unwrap_or_default();
            return Err(bad(format!("a signature with a key {of} has no {field}")));
        }
        let name = match &self.padding {
            Some(padding) => words::meaning(PADDINGS, padding, "padding").at("")?,
            None => name,
        };
        let spec = MechanismSpec {
            hash: self.hash.clone().or_else(|| hash.map(|hash| hash.name().to_owned())),
            encoding: self.encoding.clone(),
            context: self.context.clone(),
            ..MechanismSpec::named(name)
        };
        spec.mechanism()
    }
}

/// The mechanism of a kind, the hash where one is usual, and what may be said.
fn usual(kind: KeyKind) -> Option<(&'static str, Option<Hash>, &'static [&'static str])> {
    Some(match kind {
        KeyKind::Rsa(_) => ("rsa-pss", Some(Hash::Sha256), &["hash", "padding"]),
        KeyKind::Curve(curve) => match AnyCurve::from_params(curve.key_type, curve.params).ok()? {
            AnyCurve::Ec(curve) => {
                let hash = match curve.bits() {
                    ..=224 => Hash::Sha224,
                    225..=256 => Hash::Sha256,
                    257..=384 => Hash::Sha384,
                    _ => Hash::Sha512,
                };
                ("ecdsa", Some(hash), &["hash", "encoding"])
            }
            AnyCurve::Ed25519 | AnyCurve::Ed448 => ("eddsa", None, &["context"]),
            AnyCurve::X25519 | AnyCurve::X448 => return None,
        },
        KeyKind::PostQuantum(set) => match set.key_type {
            ck::CKK_ML_DSA => ("ml-dsa", None, &["hash", "context"]),
            ck::CKK_SLH_DSA => ("slh-dsa", None, &["hash", "context"]),
            _ => return None,
        },
        KeyKind::OverPrime(ck::CKK_DSA, _) => ("dsa", Some(Hash::Sha256), &["hash", "encoding"]),
        KeyKind::OverPrime(..) => return None,
        KeyKind::Secret(ck::CKK_AES, _) => ("aes-cmac", None, &[]),
        KeyKind::Secret(ck::CKK_GENERIC_SECRET | ck::CKK_HKDF, _) => {
            ("hmac", Some(Hash::Sha256), &["hash"])
        }
        KeyKind::Secret(..) => {
            let name = kind.to_string();
            let (name, _) = name.split_once(':').unwrap_or((&name, ""));
            ("hmac", Some(name.strip_prefix("hmac-")?.parse().ok()?), &["hash"])
        }
    })
}

fn bad(why: String) -> crate::Error {
    crate::Error::new(ck::CKR_MECHANISM_PARAM_INVALID, "", why)
}

impl Object {
    /// How this key signs where no mechanism is said ([`Signing::mechanism`]).
    pub fn signing(&self, said: &Signing) -> Result<Mechanism> {
        said.mechanism(self.kind()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_signs_as_is_usual() {
        let of = |kind: &str, said: Signing| said.mechanism(Some(kind.parse().unwrap()));
        for (kind, wanted) in [
            ("ec:p256", Mechanism::ecdsa(Hash::Sha256)),
            ("ec:secp256k1", Mechanism::ecdsa(Hash::Sha256)),
            ("ec:p521", Mechanism::ecdsa(Hash::Sha512)),
            ("rsa:2048", Mechanism::rsa_pss(Hash::Sha256)),
            ("ed448", Mechanism::eddsa()),
            ("ml-dsa:44", Mechanism::ml_dsa()),
            ("slh-dsa:shake-128f", Mechanism::slh_dsa()),
            ("dsa:2048", Mechanism::dsa(Hash::Sha256)),
            ("hmac-blake2b-256", Mechanism::hmac(Hash::Blake2b256)),
            ("aes:128", Mechanism::aes_cmac()),
            ("generic:32", Mechanism::hmac(Hash::Sha256)),
            ("hmac-sha512-256:40", Mechanism::hmac(Hash::Sha512_256)),
        ] {
            assert_eq!(of(kind, Signing::default()).unwrap(), wanted, "{kind}");
        }
        for kind in ["x25519", "ml-kem:768", "3des", "dh:2048"] {
            let error = of(kind, Signing::default()).unwrap_err();
            assert!(
                error.is(ck::CKR_KEY_TYPE_INCONSISTENT) && error.why().contains(kind),
                "{error}"
            );
        }
        assert!(Signing::default().mechanism(None).is_err());
        let said = |name, value: &str| Signing::default().with(name, Field::Text(value.into()));
        let pkcs1 = of("rsa", said("padding", "pkcs1").unwrap()).unwrap();
        assert_eq!(pkcs1, Mechanism::rsa_pkcs1(Hash::Sha256));
        assert!(of("rsa", said("padding", "none").unwrap()).unwrap_err().why().contains("pkcs1"));
        for (kind, field) in [("ec:p256", "padding"), ("rsa", "encoding"), ("ed25519", "hash")] {
            let error = of(kind, said(field, "raw").unwrap()).unwrap_err();
            assert!(error.why().contains(field), "{error}");
        }
        assert!(said("context", "text is no bytes").is_err() && said("salt", "x").is_err());
    }
}
