//! What keys do. Each call is one exchange, in whatever session is free; a key that wants a login for each
//! use is given one ([`Session::on_context_pin`]). What a key may not do is refused by its token:
//! `CKR_KEY_FUNCTION_NOT_PERMITTED`, `CKR_KEY_TYPE_INCONSISTENT`, `CKR_MECHANISM_INVALID`,
//! `CKR_MECHANISM_PARAM_INVALID`.

use crate::ecdsa;
use crate::error::{Error, Result};
use crate::kind::KeyKind;
use crate::mechanism::{Encoding, Mechanism};
use crate::object::{Object, PrivateKey, SecretKey};
use crate::output;
use crate::session::Session;
use crate::spec::KeySpec;
use crate::stream::{Decryptor, Encryptor, SignatureVerifier, Signer, Verifier};
use crate::usages::Usage;
use std::sync::Arc;
use strongroom_base::{OpKind, Out, Template, ck};
use strongroom_engine::random;

/// Bytes of the vectors that [`Object::seal`] draws (SP 800-38D, section 8.2.2), and of its tags.
const IV: usize = 12;
const TAG: usize = 16;

/// What was sealed: with AES-GCM, or as a message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealed {
    /// The vector: 12 bytes, drawn at random, unless messages were told otherwise.
    pub iv: Vec<u8>,
    /// As long as the plaintext.
    pub ciphertext: Vec<u8>,
    /// 16 bytes, unless messages were told otherwise.
    pub tag: Vec<u8>,
}

impl Sealed {
    /// All of it in one piece: the vector, the ciphertext, the tag.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.iv.as_slice(), &self.ciphertext, &self.tag].concat()
    }

    /// From one piece. `CKR_ENCRYPTED_DATA_LEN_RANGE` for what is too short
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let parts = bytes.split_at_checked(IV).and_then(|(iv, rest)| {
            let (ciphertext, tag) = rest.split_at_checked(rest.len().checked_sub(TAG)?)?;
            Some(Self { iv: iv.into(), ciphertext: ciphertext.into(), tag: tag.into() })
        });
        parts.ok_or_else(|| {
            let why = "what was sealed has 28 bytes at least";
            Error::new(ck::CKR_ENCRYPTED_DATA_LEN_RANGE, "C_Decrypt", why)
        })
    }
}

/// The names of the functions that an operation is made of.
pub(crate) fn function(kind: OpKind) -> &'static str {
    match kind {
        OpKind::Encrypt => "C_Encrypt",
        OpKind::Decrypt => "C_Decrypt",
        OpKind::Digest => "C_Digest",
        OpKind::Sign => "C_Sign",
        OpKind::SignRecover => "C_SignRecover",
        OpKind::Verify => "C_Verify",
        OpKind::VerifyRecover => "C_VerifyRecover",
        OpKind::VerifySignature => "C_VerifySignature",
    }
}

impl Object {
    fn perform(
        &self,
        kind: OpKind,
        mechanism: &Mechanism,
        input: &[u8],
        room: usize,
    ) -> Result<Vec<u8>> {
        output::grown(room, |out| self.perform_into(kind, mechanism, input, out))
    }

    fn perform_into(
        &self,
        kind: OpKind,
        mechanism: &Mechanism,
        input: &[u8],
        mut out: Out<'_>,
    ) -> Result<usize> {
        let base = mechanism.base_for(kind, input.len())?;
        let (function, key) = (function(kind), self.handle());
        let mut lease = self.session().lease()?;
        let answer = lease.run(function, |a, s| a.perform(s, kind, &base, key, input, out.again()));
        match answer {
            Err(error) if error.is(ck::CKR_USER_NOT_LOGGED_IN) => {
                let Some(pin) = self.session().context_pin() else { return Err(error) };
                let pin = pin()?;
                lease.run(function, |a, s| {
                    a.op_init(s, kind, Some(&base), key)?;
                    a.login(s, ck::CKU_CONTEXT_SPECIFIC, Some(pin.expose()), None)
                        .and_then(|()| a.op_once(s, kind, input, out))
                        .inspect_err(|_| {
                            // It has ended already, unless it was the login that failed.
                            let _ = a.op_init(s, kind, None, 0);
                        })
                })
            }
            answer => answer,
        }
    }

    /// Signs data, or makes its MAC.
    pub fn sign(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        let signature = self.over_data(mechanism, &[data], |mechanism, data| {
            let data = data.first().copied().unwrap_or_default();
            self.perform(OpKind::Sign, mechanism, data, output::SIGNATURE)
        })?;
        written(mechanism, signature)
    }

    /// Signs several pieces of data in one exchange: the signatures in the order of the data. All or none.
    pub fn sign_batch(&self, mechanism: &Mechanism, data: &[&[u8]]) -> Result<Vec<Vec<u8>>> {
        let signatures = self.over_data(mechanism, data, |mechanism, data| {
            let base = mechanism.base()?;
            self.session().run("C_Sign", |a, s| a.sign_batch(s, base, self.handle(), data))
        })?;
        signatures.into_iter().map(|signature| written(mechanism, signature)).collect()
    }

    /// Verifies a signature or a MAC. `CKR_SIGNATURE_INVALID` and `CKR_SIGNATURE_LEN_RANGE` (both
    /// [`Kind::Signature`](crate::Kind::Signature)) when it is not good.
    pub fn verify(&self, mechanism: &Mechanism, data: &[u8], signature: &[u8]) -> Result<()> {
        let raw = self.as_token_wants(mechanism, signature)?;
        let signature = raw.as_deref().unwrap_or(signature);
        self.over_data(mechanism, &[data], |mechanism, data| {
            let (base, data) = (mechanism.base()?, data.first().copied().unwrap_or_default());
            self.session().run("C_Verify", |a, s| a.verify(s, base, self.handle(), data, signature))
        })
    }

    /// The signature in the token's form, where that is another.
    pub(crate) fn as_token_wants(
        &self,
        mechanism: &Mechanism,
        signature: &[u8],
    ) -> Result<Option<Vec<u8>>> {
        match mechanism.encoding() {
            Some(Encoding::Der) => ecdsa::to_raw(signature, self.order_len()?).map(Some),
            _ => Ok(None),
        }
    }

    /// Signs data so that it can be recovered from the signature (RSA).
    pub fn sign_recover(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        self.perform(OpKind::SignRecover, mechanism, data, output::SIGNATURE)
    }

    /// Verifies such a signature, and gives the data. `CKR_SIGNATURE_INVALID`
    pub fn verify_recover(&self, mechanism: &Mechanism, signature: &[u8]) -> Result<Vec<u8>> {
        self.perform(OpKind::VerifyRecover, mechanism, signature, output::SIGNATURE)
    }

    /// Encrypts data. With AES-GCM and AES-CCM the tag follows the ciphertext.
    pub fn encrypt(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        self.perform(OpKind::Encrypt, mechanism, data, output::room(data.len()))
    }

    /// Decrypts data. `CKR_ENCRYPTED_DATA_INVALID`, `CKR_ENCRYPTED_DATA_LEN_RANGE`
    pub fn decrypt(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        self.perform(OpKind::Decrypt, mechanism, data, output::room(data.len()))
    }

    /// Encrypts to the front of a buffer, and gives the length. `CKR_BUFFER_TOO_SMALL` with the length that
    /// is needed ([`Error::needed`])
    pub fn encrypt_into(
        &self,
        mechanism: &Mechanism,
        data: &[u8],
        out: &mut [u8],
    ) -> Result<usize> {
        self.perform_into(OpKind::Encrypt, mechanism, data, Out::Buffer(out))
    }

    /// Decrypts to the front of a buffer, and gives the length. `CKR_BUFFER_TOO_SMALL` with the length that
    /// is needed ([`Error::needed`])
    pub fn decrypt_into(
        &self,
        mechanism: &Mechanism,
        data: &[u8],
        out: &mut [u8],
    ) -> Result<usize> {
        self.perform_into(OpKind::Decrypt, mechanism, data, Out::Buffer(out))
    }

    /// Encrypts with AES-GCM and a vector that is drawn for it.
    pub fn seal(&self, data: &[u8], aad: &[u8]) -> Result<Sealed> {
        let mut iv = vec![0; IV];
        random::fill(&mut iv)?;
        let mut ciphertext = self.encrypt(&Mechanism::aes_gcm(&iv).aad(aad), data)?;
        let tag = ciphertext.split_off(ciphertext.len().saturating_sub(TAG));
        Ok(Sealed { iv, ciphertext, tag })
    }

    /// Decrypts what was sealed. `CKR_ENCRYPTED_DATA_INVALID` for what was altered, or with other `aad`
    pub fn unseal(&self, sealed: &Sealed, aad: &[u8]) -> Result<Vec<u8>> {
        let mechanism = Mechanism::aes_gcm(&sealed.iv).aad(aad);
        self.decrypt(&mechanism, &[sealed.ciphertext.as_slice(), &sealed.tag].concat())
    }

    /// Another key of the token, encrypted under this one. `CKR_KEY_UNEXTRACTABLE`, `CKR_KEY_NOT_WRAPPABLE`
    pub fn wrap(&self, mechanism: &Mechanism, key: &Object) -> Result<Vec<u8>> {
        let base = mechanism.base()?;
        let key = key.handle_in(self.session(), "C_WrapKey")?;
        // A private key of RSA with 4096 bits is the longest that is usual.
        output::grown(2560, |out| {
            self.session().run("C_WrapKey", |a, s| a.wrap_key(s, base, self.handle(), key, out))
        })
    }

    /// Makes the key that was wrapped: of the kind, and called and used, as a specification says.
    /// `CKR_WRAPPED_KEY_INVALID`
    pub fn unwrap(&self, mechanism: &Mechanism, wrapped: &[u8], spec: &KeySpec) -> Result<Object> {
        let (base, template) = (mechanism.base()?, spec.arriving());
        let (session, key_type) = (self.session(), spec.kind().key_type());
        let made = session.make("C_UnwrapKey", key_type, [&template], |a, s, [template]| {
            a.unwrap_key(s, base, self.handle(), wrapped, template)
        })?;
        Ok(self.session().object(made))
    }

    /// Makes a secret key that was wrapped. `CKR_WRAPPED_KEY_INVALID`
    pub fn unwrap_secret(
        &self,
        mechanism: &Mechanism,
        wrapped: &[u8],
        spec: &KeySpec,
    ) -> Result<SecretKey> {
        spec.wants_secret(true, "C_UnwrapKey")?;
        self.unwrap(mechanism, wrapped, spec).map(SecretKey::assume)
    }

    /// Makes a private key that was wrapped. `CKR_WRAPPED_KEY_INVALID`
    pub fn unwrap_private(
        &self,
        mechanism: &Mechanism,
        wrapped: &[u8],
        spec: &KeySpec,
    ) -> Result<PrivateKey> {
        spec.wants_secret(false, "C_UnwrapKey")?;
        self.unwrap(mechanism, wrapped, spec).map(PrivateKey::assume)
    }

    /// Makes a secret key from this one. What else such a derivation makes is destroyed; [`derive_all`](Self::derive_all)
    /// has it.
    pub fn derive(&self, mechanism: &Mechanism, spec: &KeySpec) -> Result<SecretKey> {
        spec.wants_secret(true, "C_DeriveKey")?;
        let mut made = self.derived(mechanism, spec.kind(), &spec.secret())?.into_iter();
        let first = made.next().ok_or_else(no_key)?;
        made.try_for_each(|further| further.destroy())?;
        Ok(SecretKey::assume(first))
    }

    /// Makes all that a derivation gives, in the order that the mechanism has for it: keys of TLS and their vectors,
    /// or a key of a wallet and its chain code. What is no key is a data object, and with [`Mechanism::hkdf_data`] all
    /// is. The specification is the first key's; keys of TLS that come of one derivation are called and used alike.
    pub fn derive_all(&self, mechanism: &Mechanism, spec: &KeySpec) -> Result<Vec<Self>> {
        let template = match mechanism.derives() {
            None => {
                spec.wants_secret(true, "C_DeriveKey")?;
                spec.secret()
            }
            Some(ck::CKO_DATA) => {
                let KeyKind::Secret(_, Some(len)) = spec.kind() else {
                    let why = "data is as long as a kind says: generic:32, say";
                    return Err(Error::new(ck::CKR_ARGUMENTS_BAD, "C_DeriveKey", why));
                };
                data(len)
            }
            Some(class) => spec.half(class).ok_or_else(|| {
                let why = format!("the derivation makes no key {}", spec.kind());
                Error::new(ck::CKR_ARGUMENTS_BAD, "C_DeriveKey", why)
            })?,
        };
        self.derived(mechanism, spec.kind(), &template)
    }

    /// Bytes that are derived from this key and shown ([`Mechanism::hkdf_data`]). `CKR_TEMPLATE_INCONSISTENT` with a
    /// mechanism that derives keys
    pub fn derive_data(&self, mechanism: &Mechanism, len: u64) -> Result<Vec<u8>> {
        let kind = KeyKind::Secret(ck::CKK_GENERIC_SECRET, Some(len));
        let made = self.derived(mechanism, kind, &data(len))?;
        let made = made.into_iter().next().ok_or_else(no_key)?;
        let bytes = made.bytes(ck::CKA_VALUE);
        made.destroy()?;
        bytes
    }

    fn derived(
        &self,
        mechanism: &Mechanism,
        kind: KeyKind,
        template: &Template,
    ) -> Result<Vec<Self>> {
        let (base, session) = (mechanism.base()?, self.session());
        let made =
            session.make("C_DeriveKey", kind.key_type(), [template], |a, s, [template]| {
                a.derive_key(s, base, self.handle(), template)
            })?;
        Ok(made.into_iter().map(|handle| self.session().object(handle)).collect())
    }

    /// Agrees on a secret, and makes the key from it with another derivation: ECDH and HKDF, say. What is
    /// agreed on lives only until then.
    pub fn agree(
        &self,
        agreement: &Mechanism,
        derivation: &Mechanism,
        spec: &KeySpec,
    ) -> Result<SecretKey> {
        let secret = KeyKind::Secret(ck::CKK_GENERIC_SECRET, Some(self.secret_len()?));
        let agreed = self.derive(agreement, &KeySpec::new(secret).usages([Usage::Derive]))?;
        let made = agreed.derive(derivation, spec);
        agreed.destroy()?;
        made
    }

    /// Makes a secret key for the owner of this public key: the ciphertext for him, and the key.
    pub fn encapsulate(
        &self,
        mechanism: &Mechanism,
        spec: &KeySpec,
    ) -> Result<(Vec<u8>, SecretKey)> {
        spec.wants_secret(true, "C_EncapsulateKey")?;
        let (base, template) = (mechanism.base()?, spec.secret());
        let mut key = 0;
        let ciphertext = output::grown(1600, |mut out| {
            let (session, key_type) = (self.session(), spec.kind().key_type());
            let (written, made) =
                session.make("C_EncapsulateKey", key_type, [&template], |a, s, [template]| {
                    a.encapsulate_key(s, base, self.handle(), template, out.again())
                })?;
            key = made;
            Ok(written)
        })?;
        Ok((ciphertext, SecretKey::assume(self.session().object(key))))
    }

    /// Makes the secret key that somebody encapsulated for this private key.
    pub fn decapsulate(
        &self,
        mechanism: &Mechanism,
        ciphertext: &[u8],
        spec: &KeySpec,
    ) -> Result<SecretKey> {
        spec.wants_secret(true, "C_DecapsulateKey")?;
        let (base, template) = (mechanism.base()?, spec.secret());
        let (session, key_type) = (self.session(), spec.kind().key_type());
        let made =
            session.make("C_DecapsulateKey", key_type, [&template], |a, s, [template]| {
                a.decapsulate_key(s, base, self.handle(), template, ciphertext)
            })?;
        Ok(SecretKey::assume(self.session().object(made)))
    }

    /// Encrypts data that comes in parts.
    pub fn encryptor(&self, mechanism: &Mechanism) -> Result<Encryptor> {
        Encryptor::begin(self, mechanism)
    }

    /// Decrypts data that comes in parts.
    pub fn decryptor(&self, mechanism: &Mechanism) -> Result<Decryptor> {
        Decryptor::begin(self, mechanism)
    }

    /// Signs data that comes in parts.
    pub fn signer(&self, mechanism: &Mechanism) -> Result<Signer> {
        Signer::begin(self, mechanism)
    }

    /// Verifies a signature that is there before the data, which comes in parts. `CKR_FUNCTION_NOT_SUPPORTED` by
    /// modules of before v3.2
    pub fn signature_verifier(
        &self,
        mechanism: &Mechanism,
        signature: &[u8],
    ) -> Result<SignatureVerifier> {
        SignatureVerifier::begin(self, mechanism, signature)
    }

    /// Verifies a signature of data that comes in parts.
    pub fn verifier(&self, mechanism: &Mechanism) -> Result<Verifier> {
        Verifier::begin(self, mechanism)
    }
}

/// A data object of so many bytes, which goes with its session.
fn data(len: u64) -> Template {
    Template::new()
        .with(ck::CKA_CLASS, ck::CKO_DATA)
        .with(ck::CKA_TOKEN, false)
        .with(ck::CKA_VALUE_LEN, len)
}

fn no_key() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "C_DeriveKey", "the token made no key")
}

/// A signature in the form that the mechanism says.
pub(crate) fn written(mechanism: &Mechanism, signature: Vec<u8>) -> Result<Vec<u8>> {
    match mechanism.encoding() {
        Some(Encoding::Der) => ecdsa::to_der(&signature),
        _ => Ok(signature),
    }
}

impl Session {
    /// Whether objects that stay in the token are the same ones for another session.
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
            || (self.slot() == other.slot() && self.0.is_of_same_hsm(&other.0))
    }
}
