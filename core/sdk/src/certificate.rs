//! Certificates in the token. What ties one to its key is the identifier, which it gets from the key
//! when it is imported.

use crate::encoding::{self, Certificate as Parsed};
use crate::error::{Error, Result};
use crate::field::Field;
use crate::object::{FromObject, Object, PrivateKey, of_class};
use crate::query::Query;
use crate::session::Session;
use strongroom_base::{Template, ck};
use strongroom_engine::keys::spki;

/// How many certificates of issuers are followed.
const LONGEST_CHAIN: usize = 16;

of_class! {
    /// An X.509 certificate.
    Certificate, ck::CKO_CERTIFICATE
}

/// How a certificate is called. What is not said is taken from it and from its key.
#[derive(Clone, Debug, Default)]
pub struct CertificateSpec {
    label: Option<String>,
    id: Option<Vec<u8>>,
    token: bool,
}

impl CertificateSpec {
    /// One that goes with its session, called as its subject's common name.
    pub fn new() -> Self {
        Self::default()
    }

    /// `CKA_LABEL`
    pub fn label(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }

    /// `CKA_ID`
    pub fn id(self, id: impl Into<Vec<u8>>) -> Self {
        Self { id: Some(id.into()), ..self }
    }

    /// Whether it stays when the session ends.
    pub fn persist(self, token: bool) -> Self {
        Self { token, ..self }
    }

    /// The same with what a name says: `label`, `id` or `persist`. `CKR_ARGUMENTS_BAD`
    pub fn with(self, name: &str, value: Field) -> Result<Self> {
        let bad = |why: String| Error::new(ck::CKR_ARGUMENTS_BAD, "", why);
        Ok(match name {
            "label" => self.label(value.text(name).map_err(bad)?),
            "id" => self.id(value.bytes(name).map_err(bad)?),
            "persist" => self.persist(value.truth(name).map_err(bad)?),
            other => return Err(bad(format!("a certificate has no \"{other}\""))),
        })
    }
}

impl Session {
    /// Imports a certificate, PEM or DER, and ties it to the key of the token that has its public key.
    /// `CKR_ARGUMENTS_BAD` for what is none
    pub fn import_certificate(&self, file: &[u8], spec: &CertificateSpec) -> Result<Certificate> {
        let parsed = encoding::certificate(file)?;
        let id = match &spec.id {
            Some(id) => id.clone(),
            None => match self.key_with(&parsed.public_key_info)? {
                Some(key) => key.id()?,
                None => Vec::new(),
            },
        };
        let label = spec.label.clone().or(parsed.common_name).unwrap_or_default();
        let template = Template::new()
            .with(ck::CKA_CLASS, ck::CKO_CERTIFICATE)
            .with(ck::CKA_CERTIFICATE_TYPE, ck::CKC_X_509)
            .with(ck::CKA_TOKEN, spec.token)
            .with(ck::CKA_LABEL, label.as_str())
            .with(ck::CKA_ID, id)
            .with(ck::CKA_SUBJECT, parsed.subject)
            .with(ck::CKA_ISSUER, parsed.issuer)
            .with(ck::CKA_SERIAL_NUMBER, parsed.serial_number)
            .with(ck::CKA_VALUE, parsed.der);
        Ok(Certificate::assume(self.create(&template)?))
    }

    /// A private or public key that has this public key (DER of a SubjectPublicKeyInfo).
    pub fn key_with(&self, public_key_info: &[u8]) -> Result<Option<Object>> {
        for class in [ck::CKO_PRIVATE_KEY, ck::CKO_PUBLIC_KEY] {
            let query =
                Query::new().class(class).attribute(ck::CKA_PUBLIC_KEY_INFO, public_key_info);
            if let Some(key) = self.find(&query)?.next().transpose()? {
                return Ok(Some(key));
            }
        }
        // Other vendors' keys do not have it whole, but in its parts.
        let Ok((key_type, parts)) = spki::decode(public_key_info) else { return Ok(None) };
        let mut query = Query::new().class(ck::CKO_PUBLIC_KEY).key_type(key_type);
        for part in parts.iter() {
            query = query.attribute(part.kind, part.value.clone());
        }
        self.find(&query)?.next().transpose()
    }
}

impl Certificate {
    /// All of it, DER.
    pub fn der(&self) -> Result<Vec<u8>> {
        self.bytes(ck::CKA_VALUE)
    }

    /// All of it, PEM.
    pub fn pem(&self) -> Result<Vec<u8>> {
        Ok(encoding::pem("CERTIFICATE", &self.der()?)?)
    }

    /// What it says.
    pub fn parsed(&self) -> Result<Parsed> {
        Ok(encoding::certificate(&self.der()?)?)
    }

    /// The private key that belongs to it, if the token has it and somebody is logged in.
    pub fn private_key(&self) -> Result<Option<PrivateKey>> {
        match self.session().key_with(&self.parsed()?.public_key_info)? {
            Some(key) if key.class()? == ck::CKO_PRIVATE_KEY => Ok(Some(PrivateKey::assume(key))),
            Some(key) => crate::object::PublicKey::from_object(key)?.private(),
            None => Ok(None),
        }
    }

    pub(crate) fn of_key(key: &PrivateKey) -> Result<Option<Self>> {
        let id = key.id()?;
        if id.is_empty() {
            return Ok(None);
        }
        let info = key.public_key_info()?;
        let query = Query::new().class(ck::CKO_CERTIFICATE).id(&id);
        for found in key.session().find(&query)? {
            let certificate = Self(found?);
            // Several certificates may have the identifier; not all need be of this key.
            if certificate.parsed().is_ok_and(|parsed| parsed.public_key_info == info) {
                return Ok(Some(certificate));
            }
        }
        Ok(None)
    }

    pub(crate) fn chain_of_key(key: &PrivateKey) -> Result<Vec<Self>> {
        let mut chain: Vec<Self> = Self::of_key(key)?.into_iter().collect();
        while let Some(last) = chain.last() {
            let parsed = last.parsed()?;
            if parsed.is_root() || chain.len() >= LONGEST_CHAIN {
                break;
            }
            match key.session().issuer_of(&parsed, &chain)? {
                Some(issuer) => chain.push(issuer),
                None => break,
            }
        }
        Ok(chain)
    }
}

impl Session {
    /// A certificate of the token that may have issued another: one that says to have the key which that was signed
    /// with, else one that does not say which it has. Those of a chain are not.
    fn issuer_of(&self, of: &Parsed, chain: &[Certificate]) -> Result<Option<Certificate>> {
        let query = Query::new()
            .class(ck::CKO_CERTIFICATE)
            .attribute(ck::CKA_SUBJECT, of.issuer.as_slice());
        let mut second_best = None;
        for found in self.find(&query)? {
            let found = Certificate(found?);
            if chain.iter().any(|one| one.handle() == found.handle()) {
                continue;
            }
            match found.parsed() {
                Ok(parsed) if !of.may_be_issued_by(&parsed) => {}
                Ok(parsed) if parsed.key_identifier.is_some() => return Ok(Some(found)),
                _ => {
                    second_best.get_or_insert(found);
                }
            }
        }
        Ok(second_best)
    }
}
