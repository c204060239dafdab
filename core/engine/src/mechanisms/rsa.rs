//! RSA (RFC 8017; PKCS #11 v3.2, section 6.1): PKCS #1 v1.5, PSS, OAEP and raw, through OpenSSL. Its
//! decryption of PKCS #1 v1.5 answers bad padding with bytes that look like a message (implicit
//! rejection), so that an answer tells nothing. OAEP has one failure for whatever was wrong.

use super::digest::Hash;
use super::hashed::{Direct, Hashed, SignDigest, VerifyDigest};
use super::wrapping::as_unwrapping;
use super::{Cipher, Cost, Init, Library, Row, Signer, Standing, Verifier};
use crate::keys::{Key, rsa as numbers, spki};
use openssl::bn::{BigNum, BigNumRef};
use openssl::pkey::PKeyRef;
use openssl::pkey_ctx::{PkeyCtx, PkeyCtxRef};
use openssl::rsa::{Padding, Rsa};
use openssl::sign::RsaPssSaltlen;
use std::sync::Arc;
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Oaep, Pss};
use strongroom_base::{Error, Params, Result, Secret, Template, Value};

/// Bits of a generated modulus. Fewer than 2048 are legacy: the standard profile still makes them, for
/// programs that cannot do otherwise.
const GENERATED: std::ops::RangeInclusive<u64> = 1024..=8192;
/// Bytes that PKCS #1 v1.5 padding takes at least.
const PKCS1_OVERHEAD: usize = 11;

fn failed<E>(_: E) -> Error {
    Error::new(CKR_DEVICE_ERROR, "RSA failed in the cryptographic library")
}

fn wrong_key() -> Error {
    Error::new(CKR_KEY_TYPE_INCONSISTENT, "it is not an RSA key of the right kind")
}

fn bad(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// How a message becomes a number.
#[derive(Clone)]
enum Scheme {
    /// PKCS #1 v1.5, with the data as it is.
    Pkcs1,
    /// PKCS #1 v1.5 of a digest, with its name.
    Pkcs1Hash(Hash),
    /// The number itself.
    Raw,
    /// PSS of a digest: the hash, the hash of the mask, the bytes of salt.
    Pss(Hash, Hash, usize),
    /// OAEP: the hash, the hash of the mask, the label.
    Oaep(Hash, Hash, Vec<u8>),
}

/// The mask functions with their hashes.
static MASKS: &[(u64, u64)] = &[
    (CKG_MGF1_SHA1, CKM_SHA_1),
    (CKG_MGF1_SHA224, CKM_SHA224),
    (CKG_MGF1_SHA256, CKM_SHA256),
    (CKG_MGF1_SHA384, CKM_SHA384),
    (CKG_MGF1_SHA512, CKM_SHA512),
    (CKG_MGF1_SHA3_224, CKM_SHA3_224),
    (CKG_MGF1_SHA3_256, CKM_SHA3_256),
    (CKG_MGF1_SHA3_384, CKM_SHA3_384),
    (CKG_MGF1_SHA3_512, CKM_SHA3_512),
];

fn hashes(hash: u64, mgf: u64) -> Result<(Hash, Hash)> {
    let mask = MASKS.iter().find(|(number, _)| *number == mgf).map(|(_, digest)| *digest);
    let hash = Hash::of(hash).ok_or_else(|| bad("there is no such hash"))?;
    let mask = mask.and_then(Hash::of).ok_or_else(|| bad("there is no such mask function"))?;
    Ok((hash, mask))
}

fn pss(params: &Pss, bits: u64) -> Result<Scheme> {
    let (hash, mask) = hashes(params.hash, params.mgf)?;
    let salt = usize::try_from(params.salt_len).unwrap_or(usize::MAX);
    let room = usize::try_from(bits.saturating_sub(1).div_ceil(8)).unwrap_or(0);
    if salt > room.saturating_sub(hash.len + 2) {
        return Err(bad("the key is too short for so much salt"));
    }
    Ok(Scheme::Pss(hash, mask, salt))
}

/// The scheme of OAEP parameters.
fn oaep(params: &Oaep) -> Result<Scheme> {
    let (hash, mask) = hashes(params.hash, params.mgf)?;
    if params.source != CKZ_DATA_SPECIFIED && !(params.source == 0 && params.label.is_empty()) {
        return Err(bad("there is no such source of the label"));
    }
    Ok(Scheme::Oaep(hash, mask, params.label.clone()))
}

impl Scheme {
    fn apply<T>(&self, context: &mut PkeyCtxRef<T>) -> Result<()> {
        match self {
            Self::Pkcs1 => context.set_rsa_padding(Padding::PKCS1).map_err(failed),
            Self::Pkcs1Hash(hash) => {
                context.set_rsa_padding(Padding::PKCS1).map_err(failed)?;
                context.set_signature_md(hash.md()?).map_err(failed)
            }
            Self::Raw => context.set_rsa_padding(Padding::NONE).map_err(failed),
            Self::Pss(hash, mask, salt) => {
                context.set_rsa_padding(Padding::PKCS1_PSS).map_err(failed)?;
                context.set_signature_md(hash.md()?).map_err(failed)?;
                context.set_rsa_mgf1_md(mask.md()?).map_err(failed)?;
                let salt = i32::try_from(*salt).map_err(failed)?;
                context.set_rsa_pss_saltlen(RsaPssSaltlen::custom(salt)).map_err(failed)
            }
            Self::Oaep(hash, mask, label) => {
                context.set_rsa_padding(Padding::PKCS1_OAEP).map_err(failed)?;
                context.set_rsa_oaep_md(hash.md()?).map_err(failed)?;
                context.set_rsa_mgf1_md(mask.md()?).map_err(failed)?;
                if !label.is_empty() {
                    context.set_rsa_oaep_label(label).map_err(failed)?;
                }
                Ok(())
            }
        }
    }

    /// The most bytes that fit into a modulus of `len` bytes.
    fn room(&self, len: usize) -> usize {
        match self {
            Self::Pkcs1 => len.saturating_sub(PKCS1_OVERHEAD),
            Self::Raw => len,
            Self::Pkcs1Hash(hash) | Self::Pss(hash, ..) => hash.len,
            Self::Oaep(hash, ..) => len.saturating_sub(2 * hash.len + 2),
        }
    }

    /// The data, in the length that the library wants; `None` when it does not fit.
    fn data(&self, input: &[u8], len: usize) -> Option<Secret> {
        let fits = match self {
            Self::Pkcs1Hash(hash) | Self::Pss(hash, ..) => input.len() == hash.len,
            _ => input.len() <= self.room(len),
        };
        if !fits {
            return None;
        }
        // A shorter number is filled up with zeros in front.
        let skip = if matches!(self, Self::Raw) { len - input.len() } else { 0 };
        let mut data = Secret::zeroed(skip + input.len());
        data.expose_mut().get_mut(skip..)?.copy_from_slice(input);
        Some(data)
    }
}

/// A key with a scheme.
struct Operation {
    key: Arc<Key>,
    scheme: Scheme,
    /// Bytes of the modulus.
    len: usize,
}

impl Operation {
    fn new(key: &Arc<Key>, scheme: Scheme) -> Self {
        let len = usize::try_from(key.size().div_ceil(8)).unwrap_or(0);
        Self { key: Arc::clone(key), scheme, len }
    }

    fn too_long(&self) -> Error {
        Error::new(CKR_DATA_LEN_RANGE, "the data does not fit the key and the mechanism")
    }

    /// A raw number must be smaller than the modulus.
    fn check_raw(&self, data: &Secret) -> Result<()> {
        if !matches!(self.scheme, Scheme::Raw) {
            return Ok(());
        }
        let smaller = |n: &BigNumRef| {
            BigNum::from_slice(data.expose()).is_ok_and(|number| number.as_ref() < n)
        };
        let fits = match &*self.key {
            Key::RsaPrivate(key, _) => key.rsa().is_ok_and(|rsa| smaller(rsa.n())),
            Key::RsaPublic(key, _) => key.rsa().is_ok_and(|rsa| smaller(rsa.n())),
            _ => false,
        };
        if fits {
            Ok(())
        } else {
            Err(Error::new(CKR_DATA_INVALID, "the number is not smaller than the modulus"))
        }
    }

    fn sign_to(&self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let Key::RsaPrivate(key, _) = &*self.key else { return Err(wrong_key()) };
        let data = self.scheme.data(input, self.len).ok_or_else(|| self.too_long())?;
        self.check_raw(&data)?;
        let mut context = PkeyCtx::new(key).map_err(failed)?;
        context.sign_init().map_err(failed)?;
        self.scheme.apply(&mut context)?;
        context.sign(data.expose(), Some(out)).map_err(failed)
    }

    fn verify_with<T>(&self, key: &PKeyRef<T>, input: &[u8], signature: &[u8]) -> Result<()>
    where
        T: openssl::pkey::HasPublic,
    {
        if signature.len() != self.len {
            return Err(Error::new(CKR_SIGNATURE_LEN_RANGE, "no signature has this length"));
        }
        let data = self.scheme.data(input, self.len).ok_or_else(|| self.too_long())?;
        let mut context = PkeyCtx::new(key).map_err(failed)?;
        context.verify_init().map_err(failed)?;
        self.scheme.apply(&mut context)?;
        if context.verify(data.expose(), signature).unwrap_or(false) {
            Ok(())
        } else {
            Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
        }
    }
}

impl SignDigest for Operation {
    fn len(&self) -> usize {
        self.len
    }

    fn sign(&mut self, digest: &[u8], out: &mut [u8]) -> Result<usize> {
        self.sign_to(digest, out)
    }
}

impl VerifyDigest for Operation {
    fn verify(&mut self, digest: &[u8], signature: &[u8]) -> Result<()> {
        match &*self.key {
            Key::RsaPublic(key, _) => self.verify_with(key, digest, signature),
            _ => Err(wrong_key()),
        }
    }
}

/// What is done with data that comes out again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Encrypt,
    Decrypt,
    SignRecover,
    VerifyRecover,
}

struct Transform(Operation, Way);

impl Cipher for Transform {
    fn update_len(&self, _: usize) -> usize {
        0
    }

    fn finish_len(&self) -> usize {
        0
    }

    fn once_len(&self, _: usize) -> usize {
        self.0.len
    }

    fn update(&mut self, _: &[u8], _: &mut [u8]) -> Result<usize> {
        Err(Error::new(CKR_OPERATION_NOT_INITIALIZED, "RSA takes its data in one part"))
    }

    fn finish(&mut self, _: &mut [u8]) -> Result<usize> {
        Err(Error::new(CKR_OPERATION_NOT_INITIALIZED, "RSA takes its data in one part"))
    }

    fn once(&mut self, input: &[u8], out: &mut [u8]) -> Result<usize> {
        let Self(operation, way) = self;
        let scheme = &operation.scheme;
        match (way, &*operation.key) {
            (Way::SignRecover, _) => operation.sign_to(input, out),
            (Way::Encrypt, Key::RsaPublic(key, _)) => {
                let data = scheme.data(input, operation.len).ok_or_else(|| operation.too_long())?;
                operation.check_raw(&data)?;
                let mut context = PkeyCtx::new(key).map_err(failed)?;
                context.encrypt_init().map_err(failed)?;
                scheme.apply(&mut context)?;
                context.encrypt(data.expose(), Some(out)).map_err(failed)
            }
            (Way::Decrypt, Key::RsaPrivate(key, _)) => {
                if input.len() != operation.len {
                    return Err(Error::new(
                        CKR_ENCRYPTED_DATA_LEN_RANGE,
                        "encrypted data is as long as the modulus",
                    ));
                }
                let mut context = PkeyCtx::new(key).map_err(failed)?;
                context.decrypt_init().map_err(failed)?;
                scheme.apply(&mut context)?;
                // The library wants the room of a whole modulus, whatever comes out.
                let mut plain = Secret::zeroed(operation.len);
                let len = context.decrypt(input, Some(plain.expose_mut())).map_err(|_| {
                    Error::new(CKR_ENCRYPTED_DATA_INVALID, "the encrypted data is not valid")
                })?;
                plain.truncate(len);
                super::put(plain.expose(), out)
            }
            (Way::VerifyRecover, Key::RsaPublic(key, _)) => {
                if input.len() != operation.len {
                    return Err(Error::new(
                        CKR_SIGNATURE_LEN_RANGE,
                        "a signature is as long as the modulus",
                    ));
                }
                let mut context = PkeyCtx::new(key).map_err(failed)?;
                context.verify_recover_init().map_err(failed)?;
                scheme.apply(&mut context)?;
                context
                    .verify_recover(input, Some(out))
                    .map_err(|_| Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
            }
            _ => Err(wrong_key()),
        }
    }
}

fn transform(init: &Init<'_>, scheme: Scheme, way: Way) -> Result<Box<dyn Cipher>> {
    let right = matches!(
        (&**init.key, way),
        (Key::RsaPublic(..), Way::Encrypt | Way::VerifyRecover)
            | (Key::RsaPrivate(..), Way::Decrypt | Way::SignRecover)
    );
    if !right {
        return Err(wrong_key());
    }
    Ok(Box::new(Transform(Operation::new(init.key, scheme), way)))
}

fn wrap_with(init: &Init<'_>, scheme: Scheme, plain: &Secret) -> Result<Vec<u8>> {
    let mut cipher = transform(init, scheme, Way::Encrypt)?;
    let mut out = vec![0; cipher.once_len(plain.len())];
    let len = cipher.once(plain.expose(), &mut out).map_err(|error| {
        if error.is(CKR_DATA_LEN_RANGE) {
            Error::new(CKR_KEY_SIZE_RANGE, "the key to be wrapped does not fit")
        } else {
            error
        }
    })?;
    out.truncate(len);
    Ok(out)
}

fn unwrap_with(init: &Init<'_>, scheme: Scheme, wrapped: &[u8]) -> Result<Secret> {
    let mut cipher = transform(init, scheme, Way::Decrypt)?;
    let mut plain = Secret::zeroed(cipher.once_len(wrapped.len()));
    let len = cipher.once(wrapped, plain.expose_mut()).map_err(as_unwrapping)?;
    plain.truncate(len);
    Ok(plain)
}

/// Wraps with OAEP, for mechanisms that wrap in two steps.
pub(super) fn oaep_wrap(init: &Init<'_>, params: &Oaep, plain: &Secret) -> Result<Vec<u8>> {
    wrap_with(init, oaep(params)?, plain)
}

/// Unwraps what [`oaep_wrap`] made.
pub(super) fn oaep_unwrap(init: &Init<'_>, params: &Oaep, wrapped: &[u8]) -> Result<Secret> {
    unwrap_with(init, oaep(params)?, wrapped)
}

fn pss_of(init: &Init<'_>) -> Result<Scheme> {
    match init.params {
        Params::Pss(params) => pss(params, init.key.size()),
        _ => Err(bad("the parameters are missing")),
    }
}

fn oaep_of(init: &Init<'_>) -> Result<Scheme> {
    match init.params {
        Params::Oaep(params) => oaep(params),
        _ => Err(bad("the parameters are missing")),
    }
}

fn private(init: &Init<'_>, scheme: Scheme) -> Result<Operation> {
    match &**init.key {
        Key::RsaPrivate(..) => Ok(Operation::new(init.key, scheme)),
        _ => Err(wrong_key()),
    }
}

fn public(init: &Init<'_>, scheme: Scheme) -> Result<Operation> {
    match &**init.key {
        Key::RsaPublic(..) => Ok(Operation::new(init.key, scheme)),
        _ => Err(wrong_key()),
    }
}

fn hash<const DIGEST: u64>() -> Result<Hash> {
    Hash::of(DIGEST).ok_or_else(|| failed(()))
}

/// A PSS mechanism that hashes wants the same hash in its parameters.
fn pss_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<(Hash, Scheme)> {
    match pss_of(init)? {
        Scheme::Pss(hash, ..) if hash.digest != DIGEST => {
            Err(bad("the parameters name another hash than the mechanism"))
        }
        scheme => Ok((hash::<DIGEST>()?, scheme)),
    }
}

mod pkcs1 {
    use super::*;
    pub fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
        Ok(Box::new(Direct(private(init, Scheme::Pkcs1)?)))
    }
    pub fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
        Ok(Box::new(Direct(public(init, Scheme::Pkcs1)?)))
    }
    pub fn sign_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::SignRecover)
    }
    pub fn verify_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::VerifyRecover)
    }
    pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::Encrypt)
    }
    pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Pkcs1, Way::Decrypt)
    }
    pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
        wrap_with(init, Scheme::Pkcs1, plain)
    }
    pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
        unwrap_with(init, Scheme::Pkcs1, wrapped)
    }
}

mod raw {
    use super::*;
    pub fn sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
        Ok(Box::new(Direct(private(init, Scheme::Raw)?)))
    }
    pub fn verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
        public(init, Scheme::Raw)?;
        Ok(Box::new(Direct(RawVerify(transform(init, Scheme::Raw, Way::VerifyRecover)?))))
    }
    pub fn sign_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Raw, Way::SignRecover)
    }
    pub fn verify_recover(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Raw, Way::VerifyRecover)
    }
    pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Raw, Way::Encrypt)
    }
    pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, Scheme::Raw, Way::Decrypt)
    }
    pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
        wrap_with(init, Scheme::Raw, plain)
    }
    pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
        unwrap_with(init, Scheme::Raw, wrapped)
    }

    /// Recovers the number and compares: shorter data stands for a number with zeros in front.
    struct RawVerify(Box<dyn Cipher>);

    impl VerifyDigest for RawVerify {
        fn verify(&mut self, data: &[u8], signature: &[u8]) -> Result<()> {
            let mut number = vec![0; self.0.once_len(signature.len())];
            if data.len() > number.len() {
                return Err(Error::new(CKR_DATA_LEN_RANGE, "the data is longer than the modulus"));
            }
            let len = self.0.once(signature, &mut number)?;
            let (front, back) = number
                .get(..len)
                .and_then(|number| number.split_at_checked(len.checked_sub(data.len())?))
                .ok_or_else(|| failed(()))?;
            if front.iter().all(|byte| *byte == 0) && back == data {
                Ok(())
            } else {
                Err(Error::new(CKR_SIGNATURE_INVALID, "the signature is wrong"))
            }
        }
    }
}

mod oaep_rows {
    use super::*;
    pub fn encrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, oaep_of(init)?, Way::Encrypt)
    }
    pub fn decrypt(init: &Init<'_>) -> Result<Box<dyn Cipher>> {
        transform(init, oaep_of(init)?, Way::Decrypt)
    }
    pub fn wrap(init: &Init<'_>, plain: &Secret) -> Result<Vec<u8>> {
        wrap_with(init, oaep_of(init)?, plain)
    }
    pub fn unwrap(init: &Init<'_>, wrapped: &[u8]) -> Result<Secret> {
        unwrap_with(init, oaep_of(init)?, wrapped)
    }
}

fn pss_sign(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    Ok(Box::new(Direct(private(init, pss_of(init)?)?)))
}

fn pss_verify(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    Ok(Box::new(Direct(public(init, pss_of(init)?)?)))
}

fn sign_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    let hash = hash::<DIGEST>()?;
    Ok(Box::new(Hashed::new(hash, private(init, Scheme::Pkcs1Hash(hash))?)?))
}

fn verify_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    let hash = hash::<DIGEST>()?;
    Ok(Box::new(Hashed::new(hash, public(init, Scheme::Pkcs1Hash(hash))?)?))
}

fn pss_sign_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Signer>> {
    let (hash, scheme) = pss_hashed::<DIGEST>(init)?;
    Ok(Box::new(Hashed::new(hash, private(init, scheme)?)?))
}

fn pss_verify_hashed<const DIGEST: u64>(init: &Init<'_>) -> Result<Box<dyn Verifier>> {
    let (hash, scheme) = pss_hashed::<DIGEST>(init)?;
    Ok(Box::new(Hashed::new(hash, public(init, scheme)?)?))
}

fn generate(_: &Params, public: &Template, _: &Template) -> Result<(Template, Template)> {
    let bits = public.get(CKA_MODULUS_BITS).and_then(Value::as_ulong).ok_or_else(|| {
        Error::new(CKR_TEMPLATE_INCOMPLETE, "CKA_MODULUS_BITS says how long the key shall be")
    })?;
    let bits = u32::try_from(bits)
        .ok()
        .filter(|_| GENERATED.contains(&bits))
        .ok_or_else(|| Error::new(CKR_KEY_SIZE_RANGE, "RSA keys have 1024 to 8192 bits"))?;
    let e = match public.get(CKA_PUBLIC_EXPONENT).and_then(Value::as_bytes) {
        Some(bytes) => BigNum::from_slice(bytes).map_err(failed)?,
        None => BigNum::from_u32(65_537).map_err(failed)?,
    };
    let least = BigNum::from_u32(65_537).map_err(failed)?;
    if e < least || !e.is_bit_set(0) || e.num_bits() > 256 {
        return Err(Error::new(
            CKR_ATTRIBUTE_VALUE_INVALID,
            "a public exponent is odd, at least 65537, and has at most 256 bits",
        ));
    }
    let private = numbers::attributes(&Rsa::generate_with_e(bits, &e).map_err(failed)?);
    let mut public = Template::new();
    for kind in [CKA_MODULUS, CKA_PUBLIC_EXPONENT] {
        if let Some(value) = private.get(kind) {
            public.push(kind, value.clone());
        }
    }
    let info = spki::encode(CKK_RSA, &public)?;
    public.push(CKA_PUBLIC_KEY_INFO, info.clone());
    Ok((public, private.with(CKA_PUBLIC_KEY_INFO, info)))
}

const RSA: Row = Row {
    key_types: &[CKK_RSA],
    sizes: (512, 8192),
    library: Library::OpenSsl,
    cost: Cost::Pool,
    ..Row::EMPTY
};

const fn hashed<const DIGEST: u64>(kind: u64) -> Row {
    Row { kind, sign: Some(sign_hashed::<DIGEST>), verify: Some(verify_hashed::<DIGEST>), ..RSA }
}

const fn pss_row<const DIGEST: u64>(kind: u64) -> Row {
    Row {
        kind,
        sign: Some(pss_sign_hashed::<DIGEST>),
        verify: Some(pss_verify_hashed::<DIGEST>),
        ..RSA
    }
}

/// The rows.
pub static ROWS: [Row; 23] = [
    Row {
        kind: CKM_RSA_PKCS_KEY_PAIR_GEN,
        sizes: (1024, 8192),
        generate_pair: Some(generate),
        ..RSA
    },
    Row {
        kind: CKM_RSA_PKCS,
        multi_part: false,
        sign: Some(pkcs1::sign),
        verify: Some(pkcs1::verify),
        sign_recover: Some(pkcs1::sign_recover),
        verify_recover: Some(pkcs1::verify_recover),
        encrypt: Some(pkcs1::encrypt),
        decrypt: Some(pkcs1::decrypt),
        wrap: Some(pkcs1::wrap),
        unwrap: Some(pkcs1::unwrap),
        standing: Standing::Legacy,
        ..RSA
    },
    Row {
        kind: CKM_RSA_X_509,
        multi_part: false,
        sign: Some(raw::sign),
        verify: Some(raw::verify),
        sign_recover: Some(raw::sign_recover),
        verify_recover: Some(raw::verify_recover),
        encrypt: Some(raw::encrypt),
        decrypt: Some(raw::decrypt),
        wrap: Some(raw::wrap),
        unwrap: Some(raw::unwrap),
        standing: Standing::Weak,
        ..RSA
    },
    Row {
        kind: CKM_RSA_PKCS_OAEP,
        multi_part: false,
        encrypt: Some(oaep_rows::encrypt),
        decrypt: Some(oaep_rows::decrypt),
        wrap: Some(oaep_rows::wrap),
        unwrap: Some(oaep_rows::unwrap),
        ..RSA
    },
    Row {
        kind: CKM_RSA_PKCS_PSS,
        multi_part: false,
        sign: Some(pss_sign),
        verify: Some(pss_verify),
        ..RSA
    },
    hashed::<CKM_SHA_1>(CKM_SHA1_RSA_PKCS),
    hashed::<CKM_SHA224>(CKM_SHA224_RSA_PKCS),
    hashed::<CKM_SHA256>(CKM_SHA256_RSA_PKCS),
    hashed::<CKM_SHA384>(CKM_SHA384_RSA_PKCS),
    hashed::<CKM_SHA512>(CKM_SHA512_RSA_PKCS),
    hashed::<CKM_SHA3_224>(CKM_SHA3_224_RSA_PKCS),
    hashed::<CKM_SHA3_256>(CKM_SHA3_256_RSA_PKCS),
    hashed::<CKM_SHA3_384>(CKM_SHA3_384_RSA_PKCS),
    hashed::<CKM_SHA3_512>(CKM_SHA3_512_RSA_PKCS),
    pss_row::<CKM_SHA_1>(CKM_SHA1_RSA_PKCS_PSS),
    pss_row::<CKM_SHA224>(CKM_SHA224_RSA_PKCS_PSS),
    pss_row::<CKM_SHA256>(CKM_SHA256_RSA_PKCS_PSS),
    pss_row::<CKM_SHA384>(CKM_SHA384_RSA_PKCS_PSS),
    pss_row::<CKM_SHA512>(CKM_SHA512_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_224>(CKM_SHA3_224_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_256>(CKM_SHA3_256_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_384>(CKM_SHA3_384_RSA_PKCS_PSS),
    pss_row::<CKM_SHA3_512>(CKM_SHA3_512_RSA_PKCS_PSS),
];
