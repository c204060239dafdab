//! DSA (FIPS 186-4; PKCS #11 v3.2, section 6.2), for what is old: FIPS 186-5 has it for verification only.
//! Signatures are two numbers, each as long as the order.

use super::digest::Hash;
use super::hashed::{Direct, Hashed, SignDigest, VerifyDigest};
use super::{Init, Library, Row, Signer, Standing, Verifier};
use crate::keys::dsa::Domain;
use crate::keys::{Key, spki};
use openssl::bn::{BigNum, BigNumRef};
use openssl::dsa::{Dsa, DsaSig};
use openssl::pkey_ctx::PkeyCtx;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::{Error, Params, Result, Secret, Template, Value};

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "DSA failed in the cryptographic library")
}

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not a DSA key of the right kind")
}

struct PrivateKey(Arc<Key>);
struct PublicKey(Arc<Key>);

/// Bytes of the order: half a signature.
fn half(key: &Key) -> usize {
    let order = match key {
        Key::DsaPrivate(key) => key.dsa().map(|dsa| dsa.q().num_bytes()),
        Key::DsaPublic(key) => key.dsa().map(|dsa| dsa.q().num_bytes()),
        _ => return 0,
    };
    order.ok().and_then(|len| usize::try_from(len).ok()).unwrap_or(0)
}

impl SignDigest for PrivateKey {
    fn len(&self) -> usize {
        2 * half(&self.0)
    }

    fn sign(&mut self, digest: &[u8], out: &mut [u8]) -> Result<usize> {
        let Key::DsaPrivate(key) = &*self.0 else { return Err(wrong_key()) };
        let mut context = PkeyCtx::new(key).map_err(failed)?;
        context.sign_init().map_err(failed)?;
        let mut der = Vec::new();
        context.sign_to_vec(digest, &mut der).map_err(failed)?;
        let signature = DsaSig::from_der(&der).map_err(failed)?;
        let len = i32::try_from(half(&self.0)).map_err(failed)?;
        let r = signature.r().to_vec_padded(len).map_err(failed)?;
        let s = signature.s().to_vec_padded(len).map_err(failed)?;
        super::put(&[r, s].concat(), out)
    }
}

impl VerifyDigest for PublicKey {
    fn verify(&mut self, digest: &[u8], signature: &[u8]) -> Result<()> {
        let Key::DsaPublic(key) = &*self.0 else { return Err(wrong_key()) };
        let half = half(&self.0);
        if signature.len() != 2 * half {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length"));
        }
        let (r, s) = signature.split_at_checked(half).unwrap_or_default();
        let number = |bytes| BigNum::from_slice(bytes).map_err(failed);
        let der = DsaSig::from_private_components(number(r)?, number(s)?)
            .and_then(|signature| signature.to_der())
            .map_err(failed)?;
        let mut context = PkeyCtx::new(key).map_err(failed)?;
        context.verify_init().map_err(failed)?;
        if context.verify(digest, &der).unwrap_or(false) {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }
}

fn private(init: &Init<'_>) -> Result<PrivateKey> {
    match &**init.key {
        Key::DsaPrivate(_) => Ok(PrivateKey(Arc::clone(init.key))),
        _ => Err(wrong_key()),
    }
}

fn public(init: &Init<'_>) -> Result<PublicKey> {
    match &**init.key {
        Key::DsaPublic(_) => Ok(PublicKey(Arc::clone(init.key))),
        _ => Err(wrong_key()),
    }
}

/// A digest that was made elsewhere, of one of the lengths that there are.
struct Digested<S>(S);

fn length(digest: &[u8]) -> Result<()> {
    if matches!(digest.len(), 20 | 28 | 32 | 48 | 64) {
        Ok(())
    } else {
        Err(Error::new(CKR_DATA_LEN_RANGE, "the data is a digest of 20, 28, 32, 48 or 64 bytes"))
    }
}

impl<S: SignDigest> SignDigest for Digested<S> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn sign(&mut self, digest: &[u8], out: &mut [u8]) -> Result<usize> {
        length(digest)?;
        self.0.sign(digest, out)
    }
}

impl<S: VerifyDigest> VerifyDigest for Digested<S> {
    fn verify(&mut self, digest: &[u8], signature: &[u8]) -> Result<()> {
        length(digest)?;
        self.0.verify(digest, signature)
    }
}

fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Direct(Digested(private(init)?))))
}

fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(Direct(Digested(public(init)?))))
}

fn hash<const DIGEST: u64>() -> Result<Hash> {
    Hash::of(DIGEST).ok_or(()).map_err(failed)
}

fn sign_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Hashed::new(hash::<DIGEST>()?, private(init)?)?))
}

fn verify_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(Hashed::new(hash::<DIGEST>()?, public(init)?)?))
}

/// A domain with a prime of the bits that the template says. `CKR_ATTRIBUTE_VALUE_INVALID`
pub(super) fn domain(template: &Template) -> Result<Template> {
    let ulong = |attribute| template.get(attribute).and_then(Value::as_ulong);
    // FIPS 186-4, section 4.2; the order that goes with the prime is the library's choice.
    let (bits, order) = match ulong(CKA_PRIME_BITS) {
        Some(1024) => (1024, 160),
        Some(2048) => (2048, 256),
        Some(3072) => (3072, 256),
        _ => {
            return Err(Error::new(
                CKR_ATTRIBUTE_VALUE_INVALID,
                "primes are made with 1024, 2048 or 3072 bits",
            ));
        }
    };
    if ulong(CKA_SUBPRIME_BITS).is_some_and(|bits| bits != order) {
        return Err(Error::new(
            CKR_ATTRIBUTE_VALUE_INVALID,
            "with a prime of 1024 bits the order has 160, and 256 otherwise",
        ));
    }
    let made = Dsa::generate_params(bits).map_err(failed)?;
    Ok(Template::new()
        .with(CKA_PRIME, made.p().to_vec())
        .with(CKA_SUBPRIME, made.q().to_vec())
        .with(CKA_BASE, made.g().to_vec()))
}

fn generate_domain(_: &Params, template: &Template) -> Result<Template> {
    domain(template)
}

/// The attributes of a domain in a template.
pub(super) fn domain_of(template: &Template) -> Template {
    let of_domain = [CKA_PRIME, CKA_SUBPRIME, CKA_BASE];
    Template(template.iter().filter(|a| of_domain.contains(&a.kind)).cloned().collect())
}

/// What a generated pair contributes.
pub(super) fn pair(
    key_type: u64,
    domain: Template,
    public: &BigNumRef,
    private: &BigNumRef,
) -> Result<(Template, Template)> {
    let mut of_public = domain.clone().with(CKA_VALUE, public.to_vec());
    let info = spki::encode(key_type, &of_public)?;
    of_public.push(CKA_PUBLIC_KEY_INFO, info.clone());
    let value = Value::Bytes(Secret::from(private.to_vec()));
    Ok((of_public, domain.with(CKA_VALUE, value).with(CKA_PUBLIC_KEY_INFO, info)))
}

fn generate(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    let Domain { p, q, g } = Domain::of(public)?;
    let key = Dsa::from_pqg(p, q, g).and_then(Dsa::generate_key).map_err(failed)?;
    pair(CKK_DSA, domain_of(public), key.pub_key(), key.priv_key())
}

const DSA: Row = Row {
    key_types: &[CKK_DSA],
    sizes: (512, 3072),
    library: Library::OpenSsl,
    standing: Standing::Legacy,
    ..Row::EMPTY
};

const fn hashed<const DIGEST: u64>(kind: u64) -> Row {
    Row { kind, sign: Some(sign_hashed::<DIGEST>), verify: Some(verify_hashed::<DIGEST>), ..DSA }
}

/// The rows.
pub static ROWS: [Row; 12] = [
    Row {
        kind: CKM_DSA_PARAMETER_GEN,
        sizes: (1024, 3072),
        generate: Some(generate_domain),
        generates: CKO_DOMAIN_PARAMETERS,
        ..DSA
    },
    Row { kind: CKM_DSA_KEY_PAIR_GEN, generate_pair: Some(generate), ..DSA },
    Row { kind: CKM_DSA, multi_part: false, sign: Some(sign), verify: Some(verify), ..DSA },
    hashed::<CKM_SHA_1>(CKM_DSA_SHA1),
    hashed::<CKM_SHA224>(CKM_DSA_SHA224),
    hashed::<CKM_SHA256>(CKM_DSA_SHA256),
    hashed::<CKM_SHA384>(CKM_DSA_SHA384),
    hashed::<CKM_SHA512>(CKM_DSA_SHA512),
    hashed::<CKM_SHA3_224>(CKM_DSA_SHA3_224),
    hashed::<CKM_SHA3_256>(CKM_DSA_SHA3_256),
    hashed::<CKM_SHA3_384>(CKM_DSA_SHA3_384),
    hashed::<CKM_SHA3_512>(CKM_DSA_SHA3_512),
];
