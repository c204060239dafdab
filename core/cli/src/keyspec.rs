//! Kinds of keys as people write them: `rsa:3072`, `ec:p256`, `ed25519`, `aes:256`.

use crate::output::Failure;
use crate::target::bad;
use strongroom_base::{Mechanism, Template, ck};

/// What is to be generated.
pub enum KeySpec {
    /// A key pair: the mechanism, and what the public template needs.
    Pair(Mechanism, Template),
    /// A secret key: the mechanism, and what the template needs.
    Secret(Mechanism, Template),
}

/// The curves by their names, with the DER of their object identifiers.
static CURVES: &[(&str, &[u8])] = &[
    ("p256", b"\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"),
    ("p384", b"\x06\x05\x2b\x81\x04\x00\x22"),
    ("p521", b"\x06\x05\x2b\x81\x04\x00\x23"),
    ("p224", b"\x06\x05\x2b\x81\x04\x00\x21"),
    ("secp256k1", b"\x06\x05\x2b\x81\x04\x00\x0a"),
    ("ed25519", b"\x06\x03\x2b\x65\x70"),
    ("ed448", b"\x06\x03\x2b\x65\x71"),
    ("x25519", b"\x06\x03\x2b\x65\x6e"),
    ("x448", b"\x06\x03\x2b\x65\x6f"),
];

fn curve(name: &str) -> Option<Template> {
    let (_, params) = CURVES.iter().find(|(known, _)| *known == name)?;
    Some(Template::new().with(ck::CKA_EC_PARAMS, *params))
}

/// The kind that a text names.
pub fn parse(text: &str) -> Result<KeySpec, Failure> {
    let unknown = || {
        bad("reading the kind of key", format!("there are no keys of kind \"{text}\""))
            .next("`strongroom key generate --help` lists the kinds")
    };
    let (family, size) = text.split_once(':').unwrap_or((text, ""));
    let number = || size.parse::<u64>().map_err(|_| unknown());
    let pair = |kind, template| Ok(KeySpec::Pair(Mechanism::plain(kind), template));
    let secret = |kind, template| Ok(KeySpec::Secret(Mechanism::plain(kind), template));
    match family.to_ascii_lowercase().as_str() {
        "rsa" => {
            let template = Template::new()
                .with(ck::CKA_MODULUS_BITS, number()?)
                .with(ck::CKA_PUBLIC_EXPONENT, vec![1, 0, 1]);
            pair(ck::CKM_RSA_PKCS_KEY_PAIR_GEN, template)
        }
        "ec" => {
            pair(ck::CKM_EC_KEY_PAIR_GEN, curve(&size.to_ascii_lowercase()).ok_or_else(unknown)?)
        }
        name @ ("ed25519" | "ed448") => {
            pair(ck::CKM_EC_EDWARDS_KEY_PAIR_GEN, curve(name).ok_or_else(unknown)?)
        }
        name @ ("x25519" | "x448") => {
            pair(ck::CKM_EC_MONTGOMERY_KEY_PAIR_GEN, curve(name).ok_or_else(unknown)?)
        }
        "aes" => {
            let bits = number()?;
            if bits % 8 != 0 {
                return Err(unknown());
            }
            secret(ck::CKM_AES_KEY_GEN, Template::new().with(ck::CKA_VALUE_LEN, bits / 8))
        }
        "generic" => secret(
            ck::CKM_GENERIC_SECRET_KEY_GEN,
            Template::new().with(ck::CKA_VALUE_LEN, number()?),
        ),
        "3des" | "des3" => secret(ck::CKM_DES3_KEY_GEN, Template::new()),
        _ => Err(unknown()),
    }
}

/// The key type of a secret that is imported.
pub fn secret_type(name: &str) -> Result<u64, Failure> {
    match name.to_ascii_lowercase().as_str() {
        "aes" => Ok(ck::CKK_AES),
        "generic" => Ok(ck::CKK_GENERIC_SECRET),
        "3des" | "des3" => Ok(ck::CKK_DES3),
        _ => Err(bad("reading --as", "a secret is imported as aes, generic or 3des")),
    }
}

/// The name of the curve with these parameters.
pub fn curve_name(params: &[u8]) -> Option<&'static str> {
    CURVES.iter().find(|(_, known)| *known == params).map(|(name, _)| *name)
}
