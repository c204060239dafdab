//! Messages: many encryptions, decryptions, signatures or verifications under one key, which is looked up and checked
//! once. Where the token makes the vectors none can come twice, since nobody else has a say in them
//! ([`Mechanism::aes_gcm_messages`]); where it cannot, each is drawn whole from its random numbers
//! ([`Mechanism::chacha20_poly1305_messages`]). A series has one session of the token for itself until it is closed or dropped.
//! Beside it stand keys that are wrapped like a message: with a vector of the token's, and a tag.

use crate::error::{CLOSED, Error, Kind, Result};
use crate::handle::Operation;
use crate::mechanism::Mechanism;
use crate::object::Object;
use crate::operations::{Sealed, written};
use crate::output;
use crate::pool::Lease;
use crate::spec::KeySpec;
use parking_lot::Mutex;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{Application, Message, OpKind, Out, ck};

/// A series of messages under one key. Any thread may use it, one at a time. A message that fails leaves the series as
/// it was.
pub struct Messages(Mutex<Option<Series>>);

struct Series {
    lease: Lease,
    kind: OpKind,
    key: Object,
    mechanism: Mechanism,
}

/// The names of the functions that begin a series, take a message, and end a series.
fn functions(kind: OpKind) -> [&'static str; 3] {
    match kind {
        OpKind::Encrypt => ["C_MessageEncryptInit", "C_EncryptMessage", "C_MessageEncryptFinal"],
        OpKind::Decrypt => ["C_MessageDecryptInit", "C_DecryptMessage", "C_MessageDecryptFinal"],
        OpKind::Sign => ["C_MessageSignInit", "C_SignMessage", "C_MessageSignFinal"],
        _ => ["C_MessageVerifyInit", "C_VerifyMessage", "C_MessageVerifyFinal"],
    }
}

impl Object {
    /// Begins a series of messages that are encrypted, decrypted, signed or verified. To encrypt and to decrypt wants
    /// a mechanism for messages ([`Mechanism::aes_gcm_messages`], [`Mechanism::aes_ccm_messages`],
    /// [`Mechanism::chacha20_poly1305_messages`]).
    /// `CKR_MECHANISM_PARAM_INVALID` for another; `CKR_FUNCTION_NOT_SUPPORTED` by modules of before v3.0
    pub fn messages(&self, operation: Operation, mechanism: &Mechanism) -> Result<Messages> {
        let kind = match operation {
            Operation::Encrypt => OpKind::Encrypt,
            Operation::Decrypt => OpKind::Decrypt,
            Operation::Sign => OpKind::Sign,
            Operation::Verify => OpKind::Verify,
            Operation::Digest => {
                let why = "there are no series of messages that are digested";
                return Err(Error::new(ck::CKR_ARGUMENTS_BAD, "", why));
            }
        };
        let [begin, ..] = functions(kind);
        let base = match kind {
            OpKind::Encrypt | OpKind::Decrypt => mechanism.of_messages(begin)?.0,
            _ => mechanism.base()?,
        };
        let mut lease = self.session().lease()?;
        lease.run(begin, |a, s| a.message_init(s, kind, Some(base), self.handle()))?;
        let (key, mechanism) = (self.clone(), mechanism.clone());
        Ok(Messages(Mutex::new(Some(Series { lease, kind, key, mechanism }))))
    }

    /// Another key of the token, encrypted under this one with a mechanism for messages, which says where the vector
    /// comes from; the tag covers `aad` too. `CKR_KEY_UNEXTRACTABLE`, `CKR_KEY_NOT_WRAPPABLE`
    pub fn wrap_authenticated(
        &self,
        mechanism: &Mechanism,
        key: &Self,
        aad: &[u8],
    ) -> Result<Sealed> {
        let function = "C_WrapKeyAuthenticated";
        let (base, message) = mechanism.of_messages(function)?;
        let key = key.handle_in(self.session(), function)?;
        let message = self.session().run(DRAWS, |a, s| with_vector(a, s, message))?;
        sealed(&message, 512, |message, out| {
            self.session().run(function, |a, s| {
                a.wrap_key_authenticated(s, base.kind, message, self.handle(), key, aad, out)
            })
        })
    }

    /// Makes the key that was wrapped so: of the kind, and called and used, as a specification says.
    /// `CKR_WRAPPED_KEY_INVALID` for what was altered, or with other `aad`
    pub fn unwrap_authenticated(
        &self,
        mechanism: &Mechanism,
        wrapped: &Sealed,
        aad: &[u8],
        spec: &KeySpec,
    ) -> Result<Self> {
        let function = "C_UnwrapKeyAuthenticated";
        let (base, message) = mechanism.of_messages(function)?;
        let (message, template) = (given(message, wrapped), spec.arriving());
        let (session, key_type) = (self.session(), spec.kind().key_type());
        let made = session.make(function, key_type, [&template], |a, s, [template]| {
            let (key, body) = (self.handle(), &wrapped.ciphertext);
            a.unwrap_key_authenticated(s, base.kind, &message, key, body, template, aad)
        })?;
        Ok(self.session().object(made))
    }
}

impl Messages {
    fn with<T>(&self, kind: OpKind, call: impl FnOnce(&mut Series) -> Result<T>) -> Result<T> {
        let [_, function, _] = functions(kind);
        let mut place = self.0.lock();
        let series = place
            .as_mut()
            .ok_or_else(|| Error::new(CLOSED, function, "the series of messages has ended"))?;
        if series.kind != kind {
            let why = "the series of messages is for something else";
            return Err(Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, function, why));
        }
        call(series)
    }

    /// Encrypts a message, with a vector that is made for it.
    pub fn encrypt(&self, data: &[u8], aad: &[u8]) -> Result<Sealed> {
        self.with(OpKind::Encrypt, |series| {
            let Series { lease, mechanism, .. } = series;
            let [_, function, _] = functions(OpKind::Encrypt);
            let (_, form) = mechanism.of_messages(function)?;
            let message = lease.run(DRAWS, |a, s| with_vector(a, s, form))?;
            sealed(&sized(&message, data.len()), data.len(), |message, out| {
                lease.run(function, |a, s| {
                    a.message(s, OpKind::Encrypt, Some(message), aad, data, out)
                })
            })
        })
    }

    /// Decrypts a message. `CKR_AEAD_DECRYPT_FAILED` for what was altered, or with other `aad`
    pub fn decrypt(&self, message: &Sealed, aad: &[u8]) -> Result<Vec<u8>> {
        self.with(OpKind::Decrypt, |series| {
            let Series { lease, mechanism, .. } = series;
            let [_, function, _] = functions(OpKind::Decrypt);
            let (_, form) = mechanism.of_messages(function)?;
            let data = message.ciphertext.as_slice();
            let with = sized(&given(form, message), data.len());
            output::grown(data.len(), |out| {
                lease.run(function, |a, s| {
                    a.message(s, OpKind::Decrypt, Some(&with), aad, data, out).map(|m| m.written)
                })
            })
        })
    }

    /// Signs a message, or makes its MAC.
    pub fn sign(&self, data: &[u8]) -> Result<Vec<u8>> {
        self.with(OpKind::Sign, |series| {
            let signature = output::grown(output::SIGNATURE, |mut out| {
                series.unlocked("C_SignMessage", |a, s| {
                    a.message(s, OpKind::Sign, None, &[], data, out.again()).map(|m| m.written)
                })
            })?;
            written(&series.mechanism, signature)
        })
    }

    /// Whether the signature, or the MAC, of a message is good; all that has nothing to do with it is an error.
    pub fn verify(&self, data: &[u8], signature: &[u8]) -> Result<bool> {
        self.with(OpKind::Verify, |series| {
            let answer = series.key.as_token_wants(&series.mechanism, signature).and_then(|raw| {
                let signature = raw.as_deref().unwrap_or(signature);
                series.lease.run("C_VerifyMessage", |a, s| a.verify_message(s, data, signature))
            });
            match answer {
                Ok(()) => Ok(true),
                Err(error) if error.kind() == Kind::Signature => Ok(false),
                Err(error) => Err(error),
            }
        })
    }

    /// Ends the series. To do so twice does nothing.
    pub fn close(&self) {
        drop(self.0.lock().take());
    }
}

impl Series {
    /// A call; where the key wants a login for each use, after one.
    fn unlocked<T>(
        &mut self,
        function: &'static str,
        mut call: impl FnMut(&dyn Application, u64) -> strongroom_base::Result<T>,
    ) -> Result<T> {
        match self.lease.run(function, &mut call) {
            Err(error) if error.is(ck::CKR_USER_NOT_LOGGED_IN) => {
                let Some(pin) = self.key.session().context_pin() else { return Err(error) };
                let pin = pin()?;
                self.lease.run("C_Login", |a, s| {
                    a.login(s, ck::CKU_CONTEXT_SPECIFIC, Some(pin.expose()), None)
                })?;
                self.lease.run(function, call)
            }
            answer => answer,
        }
    }
}

impl Drop for Series {
    fn drop(&mut self) {
        let kind = self.kind;
        let [.., end] = functions(kind);
        if self.lease.run(end, |a, s| a.message_final(s, kind)).is_err() {
            self.lease.spoil();
        }
    }
}

impl std::fmt::Debug for Messages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Messages")
    }
}

/// What draws a vector.
const DRAWS: &str = "C_GenerateRandom";

/// The parameters of a message to come; with a vector, where the mechanism has no generator of them.
fn with_vector(
    application: &dyn Application,
    session: u64,
    form: &AeadMessage,
) -> strongroom_base::Result<AeadMessage> {
    let mut message = form.clone();
    if message.generator == ck::CKG_NO_GENERATE {
        application.generate_random(session, &mut message.iv)?;
    }
    Ok(message)
}

/// The parameters of a message with so many bytes, where the mechanism wants to know.
fn sized(form: &AeadMessage, len: usize) -> AeadMessage {
    let len = u64::try_from(len).unwrap_or(u64::MAX);
    AeadMessage { data_len: form.data_len.map(|_| len), ..form.clone() }
}

/// The parameters of a message whose vector and tag are there.
fn given(form: &AeadMessage, message: &Sealed) -> AeadMessage {
    let bits = match form.tag_bits {
        // There is one length only, and the structure does not say it.
        0 => 0,
        _ => u64::try_from(message.tag.len()).unwrap_or(u64::MAX).saturating_mul(8),
    };
    AeadMessage {
        iv: message.iv.clone(),
        fixed_bits: 0,
        generator: ck::CKG_NO_GENERATE,
        tag: message.tag.clone(),
        tag_bits: bits,
        data_len: form.data_len,
    }
}

/// What a call gives for a message: its vector, its body of about so many bytes, its tag.
fn sealed(
    message: &AeadMessage,
    len: usize,
    mut call: impl FnMut(&AeadMessage, Out<'_>) -> Result<Message>,
) -> Result<Sealed> {
    let (mut iv, mut tag) = (Vec::new(), Vec::new());
    let ciphertext = output::grown(len, |out| {
        let made = call(message, out)?;
        iv = if made.iv.is_empty() { message.iv.clone() } else { made.iv };
        tag = made.tag;
        Ok(made.written)
    })?;
    Ok(Sealed { iv, ciphertext, tag })
}
