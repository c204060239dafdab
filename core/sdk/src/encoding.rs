//! Keys and certificates as people exchange them: PEM (RFC 7468) or DER in; SubjectPublicKeyInfo, SSH and
//! JSON Web Keys out. Private keys are read as PKCS #8, PKCS #1 and SEC 1, and never written.

use crate::curves::Curve;
use crate::words::by_words;
use base64ct::{Base64, Base64UrlUnpadded, Encoding};
use pem_rfc7468::LineEnding;
use strongroom_base::{Error, Result, Secret, Template, Value, ck};
use strongroom_engine::keys::curves::AnyCurve;
use strongroom_engine::keys::{pkcs8, spki};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, SubjectKeyIdentifier};

/// The attributes of a key that was read.
pub enum KeyMaterial {
    /// A private key, with the public key that belongs to it.
    Pair {
        /// `CKK_…`
        key_type: u64,
        /// What the public key's template needs.
        public: Template,
        /// What the private key's template needs.
        private: Template,
    },
    /// A public key.
    Public {
        /// `CKK_…`
        key_type: u64,
        /// What its template needs.
        public: Template,
    },
    /// A secret key.
    Secret {
        /// `CKK_…`
        key_type: u64,
        /// Its bytes.
        value: Secret,
    },
}

/// What is asked of a certificate.
pub struct Certificate {
    /// All of it, DER.
    pub der: Vec<u8>,
    /// DER.
    pub subject: Vec<u8>,
    /// DER.
    pub issuer: Vec<u8>,
    /// DER.
    pub serial_number: Vec<u8>,
    /// DER of its SubjectPublicKeyInfo.
    pub public_key_info: Vec<u8>,
    /// The common name of its subject, where there is one.
    pub common_name: Option<String>,
    /// What it calls its key, where it does (RFC 5280, section 4.2.1.2).
    pub key_identifier: Option<Vec<u8>>,
    /// What it calls the key that signed it, where it does (RFC 5280, section 4.2.1.1).
    pub issuer_key_identifier: Option<Vec<u8>>,
}

impl Certificate {
    /// Whether nobody else has issued it.
    pub fn is_root(&self) -> bool {
        let same_key = match (&self.key_identifier, &self.issuer_key_identifier) {
            (Some(own), Some(issuer)) => own == issuer,
            _ => true,
        };
        self.issuer == self.subject && same_key
    }

    /// Whether another one may have issued it, by their names and, where both are said, by their keys.
    pub fn may_be_issued_by(&self, other: &Self) -> bool {
        let same_key = match (&self.issuer_key_identifier, &other.key_identifier) {
            (Some(wanted), Some(has)) => wanted == has,
            _ => true,
        };
        self.issuer == other.subject && same_key
    }
}

/// Forms of a public key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PublicForm {
    /// SubjectPublicKeyInfo as PEM.
    Pem,
    /// SubjectPublicKeyInfo as DER.
    Der,
    /// A line of `authorized_keys` (RFC 4253, RFC 5656, RFC 8709).
    Ssh,
    /// A JSON Web Key (RFC 7517, RFC 7518, RFC 8037).
    Jwk,
}

/// Forms by their names.
pub static PUBLIC_FORMS: &[(&str, PublicForm)] = &[
    ("pem", PublicForm::Pem),
    ("der", PublicForm::Der),
    ("ssh", PublicForm::Ssh),
    ("jwk", PublicForm::Jwk),
];
by_words!(PublicForm, PUBLIC_FORMS, "form of a public key");

fn bad(why: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, why)
}

/// Reads a private or public key. `CKR_ARGUMENTS_BAD` for what is none, with a sentence that says what it
/// is instead; `CKR_CURVE_NOT_SUPPORTED`
pub fn key(file: &Secret) -> Result<KeyMaterial> {
    let Some(text) = armour(file.expose()) else { return key_from_der(file.expose()) };
    let block = blocks(text)
        .find(|(label, _)| *label != "EC PARAMETERS")
        .ok_or_else(|| bad("there is no whole PEM block in it"))?;
    match block {
        ("ENCRYPTED PRIVATE KEY", _) => Err(encrypted()),
        (_, text) if text.contains("Proc-Type: 4,ENCRYPTED") => Err(encrypted()),
        ("OPENSSH PRIVATE KEY", _) => {
            Err(bad("it is in OpenSSH's own form; `ssh-keygen -p -m PKCS8 -f COPY` changes a copy"))
        }
        ("CERTIFICATE", _) => Err(bad("it is a certificate; `strongroom cert import` takes those")),
        ("PUBLIC KEY", text) => public_from_der(unarmoured(text)?.expose()),
        ("PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY", text) => {
            private_from_der(unarmoured(text)?.expose())
        }
        (label, _) => Err(bad(format!("a PEM block \"{label}\" is no key that can be imported"))),
    }
}

fn encrypted() -> Error {
    bad("it is encrypted; decrypt it first, for example with `openssl pkey -in FILE`")
}

fn key_from_der(der: &[u8]) -> Result<KeyMaterial> {
    private_from_der(der).or_else(|_| public_from_der(der)).map_err(|error| {
        if error.is(ck::CKR_CURVE_NOT_SUPPORTED) {
            return error;
        }
        bad("it is no private or public key in PEM or DER that is known here")
    })
}

fn private_from_der(der: &[u8]) -> Result<KeyMaterial> {
    let (key_type, private) = pkcs8::decode_file(der)
        .map_err(|_| bad("it is no private key of a type that is known here"))?;
    let (_, public) = spki::decode(&pkcs8::public_info(key_type, &private)?)?;
    Ok(KeyMaterial::Pair { key_type, public, private })
}

fn public_from_der(der: &[u8]) -> Result<KeyMaterial> {
    let (key_type, public) = spki::decode(der)?;
    Ok(KeyMaterial::Public { key_type, public })
}

/// Reads an X.509 certificate. `CKR_ARGUMENTS_BAD`
pub fn certificate(file: &[u8]) -> Result<Certificate> {
    let wrong = |_| bad("it is no X.509 certificate in PEM or DER");
    let der = match armour(file) {
        None => file.to_vec(),
        Some(text) => {
            let (_, text) = blocks(text)
                .find(|(label, _)| matches!(*label, "CERTIFICATE" | "X509 CERTIFICATE"))
                .ok_or_else(|| bad("there is no certificate in it"))?;
            unarmoured(text)?.expose().to_vec()
        }
    };
    let certificate = x509_cert::Certificate::from_der(&der).map_err(wrong)?;
    let body = certificate.tbs_certificate();
    let common_name = body.subject().common_name().ok().flatten();
    let own = body.get_extension::<SubjectKeyIdentifier>().ok().flatten();
    let issuers = body.get_extension::<AuthorityKeyIdentifier>().ok().flatten();
    let issuers = issuers.and_then(|(_, authority)| authority.key_identifier);
    Ok(Certificate {
        subject: body.subject().to_der().map_err(wrong)?,
        issuer: body.issuer().to_der().map_err(wrong)?,
        serial_number: body.serial_number().to_der().map_err(wrong)?,
        public_key_info: body.subject_public_key_info().to_der().map_err(wrong)?,
        common_name: common_name.map(|name| name.value().into_owned()),
        key_identifier: own.map(|(_, identifier)| identifier.0.as_bytes().to_vec()),
        issuer_key_identifier: issuers.map(|identifier| identifier.as_bytes().to_vec()),
        der,
    })
}

/// Writes a public key, given as SubjectPublicKeyInfo. The comment ends an SSH key.
/// `CKR_KEY_TYPE_INCONSISTENT` when the form does not know keys of its type.
pub fn public_key(info: &[u8], form: PublicForm, comment: &str) -> Result<Vec<u8>> {
    match form {
        PublicForm::Der => Ok(info.to_vec()),
        PublicForm::Pem => pem("PUBLIC KEY", info),
        PublicForm::Ssh => ssh(info, comment),
        PublicForm::Jwk => jwk(info),
    }
}

/// DER as PEM.
pub fn pem(label: &str, der: &[u8]) -> Result<Vec<u8>> {
    pem_rfc7468::encode_string(label, LineEnding::LF, der)
        .map(String::into_bytes)
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "PEM could not be written"))
}

/// The parts of a public key that the forms are made of.
enum Parts {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    Point(&'static Curve, Vec<u8>),
    PostQuantum,
}

fn parts(info: &[u8]) -> Result<Parts> {
    let (key_type, attributes) = spki::decode(info)?;
    let bytes = |kind| attributes.get(kind).and_then(Value::as_bytes).unwrap_or_default();
    if key_type == ck::CKK_RSA {
        return Ok(Parts::Rsa {
            modulus: bytes(ck::CKA_MODULUS).to_vec(),
            exponent: bytes(ck::CKA_PUBLIC_EXPONENT).to_vec(),
        });
    }
    if attributes.get(ck::CKA_PARAMETER_SET).is_some() {
        return Ok(Parts::PostQuantum);
    }
    let params = bytes(ck::CKA_EC_PARAMS);
    let point = AnyCurve::from_params(key_type, params)?.point(bytes(ck::CKA_EC_POINT));
    match (Curve::of_params(params), point) {
        (Some(curve), Some(point)) => Ok(Parts::Point(curve, point.to_vec())),
        _ => Err(bad("it is no public key of a known kind")),
    }
}

fn no_form(form: &str) -> Error {
    Error::new(ck::CKR_KEY_TYPE_INCONSISTENT, format!("{form} has no form for keys of this type"))
}

fn ssh(info: &[u8], comment: &str) -> Result<Vec<u8>> {
    let mut blob = Vec::new();
    let mut string = |bytes: &[u8]| {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        blob.extend_from_slice(&len.to_be_bytes());
        blob.extend_from_slice(bytes);
    };
    let kind = match parts(info)? {
        Parts::Rsa { modulus, exponent } => {
            string(b"ssh-rsa");
            string(&positive(&exponent));
            string(&positive(&modulus));
            "ssh-rsa"
        }
        Parts::Point(curve, point) => {
            let kind = curve.ssh.ok_or_else(|| no_form("SSH"))?;
            string(kind.as_bytes());
            if let Some(name) = kind.strip_prefix("ecdsa-sha2-") {
                string(name.as_bytes());
            }
            string(&point);
            kind
        }
        Parts::PostQuantum => return Err(no_form("SSH")),
    };
    // A comment is the rest of one line.
    let comment: String = comment.chars().filter(|c| !c.is_control()).collect();
    Ok(format!("{kind} {} {comment}", Base64::encode_string(&blob)).trim_end().as_bytes().to_vec())
}

/// A number as SSH writes it: with a leading zero byte where it would be read as negative.
fn positive(number: &[u8]) -> Vec<u8> {
    match number.first() {
        Some(first) if first & 0x80 != 0 => [&[0], number].concat(),
        _ => number.to_vec(),
    }
}

fn jwk(info: &[u8]) -> Result<Vec<u8>> {
    let text = Base64UrlUnpadded::encode_string;
    let key = match parts(info)? {
        Parts::Rsa { modulus, exponent } => {
            format!(
                "{{\"kty\":\"RSA\",\"n\":\"{}\",\"e\":\"{}\"}}",
                text(&modulus),
                text(&exponent)
            )
        }
        Parts::Point(curve, point) => {
            let (kty, crv) = curve.jwk.ok_or_else(|| no_form("JSON Web Key"))?;
            let head = format!("\"kty\":\"{kty}\",\"crv\":\"{crv}\"");
            match point.split_first() {
                Some((4, both)) if kty == "EC" => {
                    let (x, y) = both.split_at(both.len() / 2);
                    format!("{{{head},\"x\":\"{}\",\"y\":\"{}\"}}", text(x), text(y))
                }
                _ if kty == "EC" => return Err(no_form("JSON Web Key")),
                _ => format!("{{{head},\"x\":\"{}\"}}", text(&point)),
            }
        }
        Parts::PostQuantum => return Err(no_form("JSON Web Key")),
    };
    Ok(key.into_bytes())
}

/// The file as text, if it has PEM in it.
fn armour(file: &[u8]) -> Option<&str> {
    std::str::from_utf8(file).ok().filter(|text| text.contains("-----BEGIN "))
}

/// The PEM blocks of a text, with their labels.
fn blocks(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = rest.get(rest.find("-----BEGIN ")?..)?;
        let label = from.strip_prefix("-----BEGIN ")?;
        let label = label.get(..label.find("-----")?)?;
        let end = format!("-----END {label}-----");
        let len = from.find(&end)? + end.len();
        rest = from.get(len..)?;
        Some((label, from.get(..len)?))
    })
}

fn unarmoured(block: &str) -> Result<Secret> {
    pem_rfc7468::decode_vec(block.as_bytes())
        .map(|(_, der)| Secret::from(der))
        .map_err(|_| bad("its PEM is damaged"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8410, section 10.1 and 10.3.
    const ED25519: &str = "text before\n-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    const ED25519_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

    #[test]
    fn a_private_key_comes_with_its_public_key() {
        let KeyMaterial::Pair { key_type, public, .. } =
            key(&Secret::from(ED25519.as_bytes())).unwrap()
        else {
            panic!("not a private key")
        };
        assert_eq!(key_type, ck::CKK_EC_EDWARDS);
        let KeyMaterial::Public { public: alone, .. } =
            key(&Secret::from(ED25519_PUBLIC.as_bytes())).unwrap()
        else {
            panic!("not a public key")
        };
        assert_eq!(public, alone);
    }

    #[test]
    fn forms_of_a_public_key() {
        let (_, info) = pem_rfc7468::decode_vec(ED25519_PUBLIC.as_bytes()).unwrap();
        let form = |form| String::from_utf8(public_key(&info, form, "me\n").unwrap()).unwrap();
        assert_eq!(form(PublicForm::Pem), ED25519_PUBLIC);
        assert_eq!(
            form(PublicForm::Jwk),
            r#"{"kty":"OKP","crv":"Ed25519","x":"Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE"}"#
        );
        assert_eq!(
            form(PublicForm::Ssh),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBm/RAlphM3+hUG6wWfcO5bIUIaqMLa2ywxcOK1wMWbh me"
        );
    }

    #[test]
    fn what_is_no_key_is_named() {
        for (file, why) in [
            ("", "no private or public key"),
            ("-----BEGIN PRIVATE KEY-----\nMC4C", "no whole PEM block"),
            (
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n-----END ENCRYPTED PRIVATE KEY-----",
                "encrypted",
            ),
            (
                "-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----",
                "ssh-keygen",
            ),
            ("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", "cert import"),
            ("-----BEGIN X-----\n-----END X-----", "\"X\""),
        ] {
            let error = key(&Secret::from(file.as_bytes())).err().unwrap();
            assert!(error.why().contains(why), "{file}: {error}");
        }
    }
}
