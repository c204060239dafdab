//! What key is wanted: its kind in a few characters (`rsa:3072`, `ec:p256`, `aes:256`), its names, and
//! what it may do; and the templates that follow from it.

use crate::curves::Curve;
use std::fmt;
use std::str::FromStr;
use strongroom_base::{Error, Result, Template, Value, ck};

/// The public exponent that everybody uses: 65537.
const F4: [u8; 3] = [1, 0, 1];

/// A kind of key.
#[derive(Clone, Copy, Debug)]
pub enum KeyKind {
    /// RSA with these bits.
    Rsa(u64),
    /// On a curve.
    Curve(&'static Curve),
    /// A secret key: its type (`CKK_…`), and its bytes where keys of the type have several lengths.
    Secret(u64, Option<u64>),
}

/// Secret key types: what people call them, `CKK_…`, what makes them, and the length of a key for which
/// none is given.
#[rustfmt::skip]
static SECRETS: &[(&str, u64, u64, Option<u64>)] = &[
    ("aes", ck::CKK_AES, ck::CKM_AES_KEY_GEN, Some(32)),
    ("generic", ck::CKK_GENERIC_SECRET, ck::CKM_GENERIC_SECRET_KEY_GEN, Some(32)),
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
];

impl KeyKind {
    /// The kind of a secret key whose value is given, so that its name says all. `CKR_ARGUMENTS_BAD`
    pub fn secret(name: &str) -> Result<Self> {
        let wanted = name.to_ascii_lowercase();
        SECRETS
            .iter()
            .find(|(known, ..)| *known == wanted)
            .map(|(_, key_type, ..)| Self::Secret(*key_type, None))
            .ok_or_else(|| {
                let names: Vec<&str> = SECRETS.iter().map(|(known, ..)| *known).collect();
                Error::new(
                    ck::CKR_ARGUMENTS_BAD,
                    format!("\"{name}\" is no type of secret key; there are {}", names.join(", ")),
                )
            })
    }

    /// The kind of the key that has these attributes: `CKA_KEY_TYPE`, and `CKA_MODULUS`, `CKA_EC_PARAMS`
    /// or `CKA_VALUE_LEN`. `None` for what is no key, and for keys of a kind that has no name here.
    pub fn of(attributes: &Template) -> Option<Self> {
        let key_type = attributes.get(ck::CKA_KEY_TYPE)?.as_ulong()?;
        if key_type == ck::CKK_RSA {
            let modulus = attributes.get(ck::CKA_MODULUS)?.as_bytes()?;
            let first = modulus.iter().position(|byte| *byte != 0)?;
            let zeros = u64::from(modulus.get(first)?.leading_zeros());
            let bytes = u64::try_from(modulus.len() - first).ok()?;
            return Some(Self::Rsa(8 * bytes - zeros));
        }
        if let Some(params) = attributes.get(ck::CKA_EC_PARAMS) {
            return Curve::of_params(params.as_bytes()?).map(Self::Curve);
        }
        SECRETS.iter().find(|(_, known, ..)| *known == key_type)?;
        let len = attributes.get(ck::CKA_VALUE_LEN).and_then(Value::as_ulong);
        Some(Self::Secret(key_type, len))
    }

    /// The type of its keys, `CKK_…`.
    pub fn key_type(self) -> u64 {
        match self {
            Self::Rsa(_) => ck::CKK_RSA,
            Self::Curve(curve) => curve.key_type,
            Self::Secret(key_type, _) => key_type,
        }
    }
}

impl FromStr for KeyKind {
    type Err = Error;

    /// `rsa:BITS`, `ec:CURVE`, `aes:BITS`, `TYPE:BYTES` for other secret keys, and the name alone where
    /// it says all. `CKR_ARGUMENTS_BAD`
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
        let Some((_, key_type, _, default)) = SECRETS.iter().find(|(n, ..)| *n == name) else {
            return Err(bad(format!(
                "\"{text}\" is no kind of key; examples: rsa:3072, ec:p256, ed25519, aes:256, \
                 hmac-sha256:32, generic:32, 3des"
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

/// Something that a key may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Usage {
    /// `CKA_ENCRYPT`
    Encrypt,
    /// `CKA_DECRYPT`
    Decrypt,
    /// `CKA_SIGN`
    Sign,
    /// `CKA_VERIFY`
    Verify,
    /// `CKA_WRAP`
    Wrap,
    /// `CKA_UNWRAP`
    Unwrap,
    /// `CKA_DERIVE`
    Derive,
}

impl Usage {
    /// The attribute that allows it.
    pub fn attribute(self) -> u64 {
        match self {
            Self::Encrypt => ck::CKA_ENCRYPT,
            Self::Decrypt => ck::CKA_DECRYPT,
            Self::Sign => ck::CKA_SIGN,
            Self::Verify => ck::CKA_VERIFY,
            Self::Wrap => ck::CKA_WRAP,
            Self::Unwrap => ck::CKA_UNWRAP,
            Self::Derive => ck::CKA_DERIVE,
        }
    }

    /// The usage that the other half of a key pair has for it.
    fn other(self) -> Self {
        match self {
            Self::Encrypt => Self::Decrypt,
            Self::Decrypt => Self::Encrypt,
            Self::Sign => Self::Verify,
            Self::Verify => Self::Sign,
            Self::Wrap => Self::Unwrap,
            Self::Unwrap => Self::Wrap,
            Self::Derive => Self::Derive,
        }
    }
}

/// Usages by their names.
#[rustfmt::skip]
pub static USAGES: &[(&str, Usage)] = &[
    ("encrypt", Usage::Encrypt),
    ("decrypt", Usage::Decrypt),
    ("sign", Usage::Sign),
    ("verify", Usage::Verify),
    ("wrap", Usage::Wrap),
    ("unwrap", Usage::Unwrap),
    ("derive", Usage::Derive),
];

impl FromStr for Usage {
    type Err = Error;

    /// The name of the attribute without its prefix. `CKR_ARGUMENTS_BAD`
    fn from_str(text: &str) -> Result<Self> {
        let wanted = text.to_ascii_lowercase();
        USAGES.iter().find(|(name, _)| *name == wanted).map(|(_, usage)| *usage).ok_or_else(|| {
            let names: Vec<&str> = USAGES.iter().map(|(name, _)| *name).collect();
            Error::new(
                ck::CKR_ARGUMENTS_BAD,
                format!("\"{text}\" is no use of a key; there are {}", names.join(", ")),
            )
        })
    }
}

/// A key that is wanted. What is not said is as the token has it by default: a key that never leaves the
/// token and may do all that its type can.
#[derive(Clone, Debug)]
pub struct KeySpec {
    kind: KeyKind,
    label: String,
    id: Vec<u8>,
    token: bool,
    sensitive: bool,
    extractable: bool,
    always_authenticate: bool,
    usages: Option<Vec<Usage>>,
}

impl KeySpec {
    /// A token object of a kind.
    pub fn new(kind: KeyKind) -> Self {
        Self {
            kind,
            label: String::new(),
            id: Vec::new(),
            token: true,
            sensitive: true,
            extractable: false,
            always_authenticate: false,
            usages: None,
        }
    }

    /// `CKA_LABEL`
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// `CKA_ID`
    pub fn id(mut self, id: impl Into<Vec<u8>>) -> Self {
        self.id = id.into();
        self
    }

    /// Whether it stays when the session ends.
    pub fn token(mut self, token: bool) -> Self {
        self.token = token;
        self
    }

    /// Whether its value is never shown.
    pub fn sensitive(mut self, sensitive: bool) -> Self {
        self.sensitive = sensitive;
        self
    }

    /// Whether it may leave the token wrapped.
    pub fn extractable(mut self, extractable: bool) -> Self {
        self.extractable = extractable;
        self
    }

    /// Whether each use wants a login of its own.
    pub fn always_authenticate(mut self, always: bool) -> Self {
        self.always_authenticate = always;
        self
    }

    /// What it may do, and nothing else; of a key pair, each half what belongs to it.
    pub fn usages(mut self, usages: impl Into<Vec<Usage>>) -> Self {
        self.usages = Some(usages.into());
        self
    }

    /// The mechanism that makes it.
    pub(crate) fn mechanism(&self) -> u64 {
        match self.kind {
            KeyKind::Rsa(_) => ck::CKM_RSA_PKCS_KEY_PAIR_GEN,
            KeyKind::Curve(curve) => match curve.key_type {
                ck::CKK_EC_EDWARDS => ck::CKM_EC_EDWARDS_KEY_PAIR_GEN,
                ck::CKK_EC_MONTGOMERY => ck::CKM_EC_MONTGOMERY_KEY_PAIR_GEN,
                _ => ck::CKM_EC_KEY_PAIR_GEN,
            },
            KeyKind::Secret(key_type, _) => SECRETS
                .iter()
                .find(|(_, known, ..)| *known == key_type)
                .map_or(ck::CKM_GENERIC_SECRET_KEY_GEN, |(_, _, mechanism, _)| *mechanism),
        }
    }

    /// The templates of a key pair, public and private; `None` for a secret key.
    pub(crate) fn pair(&self) -> Option<(Template, Template)> {
        let mut public = self.public();
        match self.kind {
            KeyKind::Rsa(bits) => {
                public.push(ck::CKA_MODULUS_BITS, bits);
                public.push(ck::CKA_PUBLIC_EXPONENT, F4.as_slice());
            }
            KeyKind::Curve(curve) => public.push(ck::CKA_EC_PARAMS, curve.params),
            KeyKind::Secret(..) => return None,
        }
        Some((public, self.private()))
    }

    /// The template of a secret key to be generated.
    pub(crate) fn secret(&self) -> Template {
        let mut template = self.secret_import();
        if let KeyKind::Secret(_, Some(len)) = self.kind {
            template.push(ck::CKA_VALUE_LEN, len);
        }
        template
    }

    /// The template of a public key, without its value.
    pub(crate) fn public(&self) -> Template {
        let template = self.named(ck::CKO_PUBLIC_KEY);
        self.with_usages(template, &[Usage::Encrypt, Usage::Verify, Usage::Wrap], true)
    }

    /// The template of a private key, without its value.
    pub(crate) fn private(&self) -> Template {
        let mut template = self.kept(ck::CKO_PRIVATE_KEY);
        if self.always_authenticate {
            template.push(ck::CKA_ALWAYS_AUTHENTICATE, true);
        }
        let halves = [Usage::Decrypt, Usage::Sign, Usage::Unwrap, Usage::Derive];
        self.with_usages(template, &halves, true)
    }

    /// The template of a secret key, without its value.
    pub(crate) fn secret_import(&self) -> Template {
        let all: Vec<Usage> = USAGES.iter().map(|(_, usage)| *usage).collect();
        self.with_usages(self.kept(ck::CKO_SECRET_KEY), &all, false)
    }

    fn named(&self, class: u64) -> Template {
        let mut template =
            Template::new().with(ck::CKA_CLASS, class).with(ck::CKA_TOKEN, self.token);
        if !self.label.is_empty() {
            template.push(ck::CKA_LABEL, self.label.as_str());
        }
        if !self.id.is_empty() {
            template.push(ck::CKA_ID, self.id.as_slice());
        }
        template
    }

    fn kept(&self, class: u64) -> Template {
        self.named(class)
            .with(ck::CKA_PRIVATE, true)
            .with(ck::CKA_SENSITIVE, self.sensitive)
            .with(ck::CKA_EXTRACTABLE, self.extractable)
    }

    fn with_usages(&self, mut template: Template, of_class: &[Usage], half: bool) -> Template {
        let Some(wanted) = &self.usages else { return template };
        for usage in of_class {
            let may = wanted.contains(usage) || (half && wanted.contains(&usage.other()));
            template.push(usage.attribute(), may);
        }
        template
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_in_a_few_characters() {
        for text in ["rsa:4096", "ec:p256", "ed448", "x25519", "aes:128", "hmac-sha256:40", "3des"]
        {
            assert_eq!(text.parse::<KeyKind>().unwrap().to_string(), text);
        }
        for (short, long) in [("rsa", "rsa:3072"), ("ec", "ec:p256"), ("AES", "aes:256")] {
            assert_eq!(short.parse::<KeyKind>().unwrap().to_string(), long);
        }
        assert_eq!("EC:P-256".parse::<KeyKind>().unwrap().to_string(), "ec:p256");
        for bad in ["", "dsa", "aes:100", "aes:x", "ec:p999", "3des:24", "ed25519:1"] {
            assert!(bad.parse::<KeyKind>().is_err(), "{bad}");
        }
    }

    #[test]
    fn each_half_of_a_pair_does_its_part() {
        let spec = KeySpec::new("rsa:2048".parse().unwrap()).usages([Usage::Sign]);
        let (public, private) = spec.pair().unwrap();
        assert_eq!(public.get(ck::CKA_VERIFY), Some(&true.into()));
        assert_eq!(public.get(ck::CKA_ENCRYPT), Some(&false.into()));
        assert_eq!(private.get(ck::CKA_SIGN), Some(&true.into()));
        assert_eq!(private.get(ck::CKA_DECRYPT), Some(&false.into()));
    }
}
