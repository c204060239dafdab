//! A certificate that a key signs for itself. Programs that know keys only together with a certificate get one,
//! where nobody issued another: it says what the public key is, and nothing else.

use crate::adapters::signature::{HsmSigner, Signature};
use crate::error::{Error, Result};
use crate::mechanism::Mechanism;
use crate::object::PrivateKey;
use std::fmt::Write;
use std::str::FromStr;
use std::time::Duration;
use strongroom_base::ck;
use strongroom_engine::random;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::Validity;

/// How long it is valid: twenty years, since nobody renews it.
const VALID: Duration = Duration::from_secs(20 * 365 * 24 * 3600);
/// Random bytes of its serial number; the first one is below 128 (RFC 5280, section 4.1.2.2).
const SERIAL: usize = 16;

/// One without extensions.
struct Bare(Name);

impl BuilderProfile for Bare {
    fn get_issuer(&self, subject: &Name) -> Name {
        subject.clone()
    }

    fn get_subject(&self) -> Name {
        self.0.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        Ok(Vec::new())
    }
}

impl PrivateKey {
    /// A certificate for the public key that belongs to this key, signed by it, with a common name: DER. It is
    /// not put into the token. `CKR_MECHANISM_INVALID` for a mechanism that X.509 has no algorithm for
    pub fn self_signed(&self, mechanism: &Mechanism, common_name: &str) -> Result<Vec<u8>> {
        let signer = HsmSigner::new(self, mechanism.clone())?;
        let failed = |why: String| Error::new(ck::CKR_FUNCTION_FAILED, "C_Sign", why);
        let info = SubjectPublicKeyInfoOwned::from_der(&self.public_key_info()?)
            .map_err(|error| failed(error.to_string()))?;
        let mut serial = [0; SERIAL];
        random::fill(&mut serial)?;
        serial[0] &= 0x7f;
        let serial = SerialNumber::new(&serial).map_err(|error| failed(error.to_string()))?;
        let valid = Validity::from_now(VALID).map_err(|error| failed(error.to_string()))?;
        let name = Name::from_str(&format!("CN={}", escaped(common_name)))
            .map_err(|error| failed(error.to_string()))?;
        let made = CertificateBuilder::new(Bare(name), serial, valid, info)
            .and_then(|builder| builder.build::<_, Signature>(&signer))
            .map_err(|error| failed(error.to_string()))?;
        made.to_der().map_err(|error| failed(error.to_string()))
    }
}

/// A text as the value of a name (RFC 4514): whatever could mean something has its number.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            _ => {
                // Nothing goes wrong where a text is written to.
                let _ = write!(out, "\\{byte:02x}");
            }
        }
    }
    out
}
