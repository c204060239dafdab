//! Private keys for the `signature` traits of RustCrypto: what makes certificates, requests, revocation lists
//! and signed messages there takes a [`HsmSigner`].
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use signature::Signer;
//! use strongroom::adapters::signature::{HsmSigner, Signature};
//! use strongroom::{Hash, Hsm, Mechanism, PrivateKey, Query};
//!
//! let session = Hsm::open("file:///srv/hsm")?.token("ca")?.login("98765432")?;
//! let key: PrivateKey = session.find_one(&Query::new().label("issuer"))?;
//! let signer = HsmSigner::new(&key, Mechanism::ecdsa(Hash::Sha256))?;
//! let signature: Signature = signer.try_sign(b"data")?;
//! # Ok(()) }
//! ```

use crate::error::{Error, Result};
use crate::mechanism::{Encoding, Mechanism};
use crate::object::PrivateKey;
use der::asn1::{AnyRef, BitString, ObjectIdentifier};
use der::{Any, Decode, Document};
use spki::{
    AlgorithmIdentifierOwned, DynSignatureAlgorithmIdentifier, EncodePublicKey,
    SignatureBitStringEncoding,
};
use strongroom_base::ck::{self, *};
use strongroom_engine::keys::pq::SETS;

/// A private key and the mechanism that it signs with.
#[derive(Clone, Debug)]
pub struct HsmSigner {
    key: PrivateKey,
    mechanism: Mechanism,
    algorithm: AlgorithmIdentifierOwned,
    public: VerifyingKey,
}

/// The public key of a signer: the DER of a SubjectPublicKeyInfo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VerifyingKey(Vec<u8>);

/// A signature, as X.509 has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature(Vec<u8>);

/// The signature algorithms of X.509 by the mechanisms that make them, and whether they have a NULL for
/// parameters (RFC 8017, appendix A.2; RFC 5758; FIPS 180 and 202 identifiers of NIST; RFC 8410).
#[rustfmt::skip]
static ALGORITHMS: &[(u64, &str, bool)] = &[
    (CKM_SHA1_RSA_PKCS, "1.2.840.113549.1.1.5", true),
    (CKM_SHA224_RSA_PKCS, "1.2.840.113549.1.1.14", true),
    (CKM_SHA256_RSA_PKCS, "1.2.840.113549.1.1.11", true),
    (CKM_SHA384_RSA_PKCS, "1.2.840.113549.1.1.12", true),
    (CKM_SHA512_RSA_PKCS, "1.2.840.113549.1.1.13", true),
    (CKM_ECDSA_SHA1, "1.2.840.10045.4.1", false),
    (CKM_ECDSA_SHA224, "1.2.840.10045.4.3.1", false),
    (CKM_ECDSA_SHA256, "1.2.840.10045.4.3.2", false),
    (CKM_ECDSA_SHA384, "1.2.840.10045.4.3.3", false),
    (CKM_ECDSA_SHA512, "1.2.840.10045.4.3.4", false),
    (CKM_ECDSA_SHA3_224, "2.16.840.1.101.3.4.3.9", false),
    (CKM_ECDSA_SHA3_256, "2.16.840.1.101.3.4.3.10", false),
    (CKM_ECDSA_SHA3_384, "2.16.840.1.101.3.4.3.11", false),
    (CKM_ECDSA_SHA3_512, "2.16.840.1.101.3.4.3.12", false),
    (CKM_SHA3_224_RSA_PKCS, "2.16.840.1.101.3.4.3.13", true),
    (CKM_SHA3_256_RSA_PKCS, "2.16.840.1.101.3.4.3.14", true),
    (CKM_SHA3_384_RSA_PKCS, "2.16.840.1.101.3.4.3.15", true),
    (CKM_SHA3_512_RSA_PKCS, "2.16.840.1.101.3.4.3.16", true),
];

impl HsmSigner {
    /// A signer. `CKR_MECHANISM_INVALID` for a mechanism that X.509 has no algorithm for
    pub fn new(key: &PrivateKey, mechanism: Mechanism) -> Result<Self> {
        let public_key_info = key.public_key_info()?;
        let algorithm = algorithm(&mechanism, &public_key_info)?;
        let public = VerifyingKey(public_key_info);
        Ok(Self { key: key.clone(), mechanism, algorithm, public })
    }
}

fn algorithm(mechanism: &Mechanism, public_key_info: &[u8]) -> Result<AlgorithmIdentifierOwned> {
    let kind = mechanism.base()?.kind;
    let none = || {
        let name = ck::name_in(CKM, kind).unwrap_or("the mechanism");
        let why = format!("X.509 has no signature algorithm that {name} makes");
        Error::new(CKR_MECHANISM_INVALID, "C_SignInit", why)
    };
    if mechanism.encoding() == Some(Encoding::Raw) {
        let why = "X.509 has ECDSA signatures in DER";
        return Err(Error::new(CKR_MECHANISM_PARAM_INVALID, "C_SignInit", why));
    }
    let made = match ALGORITHMS.iter().find(|(known, ..)| *known == kind) {
        Some((_, oid, null)) => {
            (ObjectIdentifier::new(oid).map_err(|_| none())?, null.then_some(AnyRef::NULL))
        }
        // Those of EdDSA, ML-DSA and SLH-DSA are called as their keys are.
        None if matches!(kind, CKM_EDDSA | CKM_ML_DSA | CKM_SLH_DSA) => {
            let info = spki::SubjectPublicKeyInfoRef::from_der(public_key_info);
            let oid = info.map_err(|_| none())?.algorithm.oid;
            if kind != CKM_EDDSA && !SETS.iter().any(|set| set.oid == oid) {
                return Err(none());
            }
            (oid, None)
        }
        None => return Err(none()),
    };
    Ok(AlgorithmIdentifierOwned { oid: made.0, parameters: made.1.map(Any::from) })
}

impl signature::Signer<Signature> for HsmSigner {
    fn try_sign(&self, message: &[u8]) -> Result<Signature, signature::Error> {
        self.key
            .sign(&self.mechanism, message)
            .map(Signature)
            .map_err(signature::Error::from_source)
    }
}

impl signature::Keypair for HsmSigner {
    type VerifyingKey = VerifyingKey;
    fn verifying_key(&self) -> VerifyingKey {
        self.public.clone()
    }
}

impl DynSignatureAlgorithmIdentifier for HsmSigner {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        Ok(self.algorithm.clone())
    }
}

impl EncodePublicKey for VerifyingKey {
    fn to_public_key_der(&self) -> spki::Result<Document> {
        Document::try_from(self.0.clone()).map_err(spki::Error::from)
    }
}

impl SignatureBitStringEncoding for Signature {
    fn to_bitstring(&self) -> der::Result<BitString> {
        BitString::from_bytes(&self.0)
    }
}

impl signature::SignatureEncoding for Signature {
    type Repr = Vec<u8>;
}

impl TryFrom<&[u8]> for Signature {
    type Error = signature::Error;
    fn try_from(bytes: &[u8]) -> Result<Self, signature::Error> {
        Ok(Self(bytes.to_vec()))
    }
}

impl From<Signature> for Vec<u8> {
    fn from(signature: Signature) -> Self {
        signature.0
    }
}
