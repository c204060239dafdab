//! Operations on data that comes in parts. A stream has one session of the token for itself, until it has
//! ended; when it is dropped before that, its operation is cancelled. Nothing of an AES-GCM or AES-CCM
//! decryption comes out before the tag was checked.

use crate::error::{Error, Kind, Result};
use crate::mechanism::Mechanism;
use crate::object::Object;
use crate::operations::{function, written};
use crate::output;
use crate::pool::Lease;
use crate::session::Session;
use strongroom_base::{OpKind, ck};
use strongroom_engine::mechanisms;

/// An operation that is under way.
struct Active {
    lease: Lease,
    kind: OpKind,
    over: bool,
}

impl Active {
    fn begin(session: &Session, kind: OpKind, mechanism: &Mechanism, key: u64) -> Result<Self> {
        let base = mechanism.base()?;
        in_parts(kind, base.kind)?;
        let mut lease = session.lease()?;
        let context_pin = session.context_pin();
        lease.run(function(kind), |a, s| a.op_init(s, kind, Some(base), key).map(|_| ()))?;
        let mut active = Self { lease, kind, over: false };
        if let Some(pin) = context_pin
            && key != 0
            && session.object(key).get(ck::CKA_ALWAYS_AUTHENTICATE)? == Some(true.into())
        {
            let pin = pin()?;
            active.lease.run("C_Login", |a, s| {
                a.login(s, ck::CKU_CONTEXT_SPECIFIC, Some(pin.expose()), None)
            })?;
        }
        Ok(active)
    }

    fn update(&mut self, part: &[u8], room: usize) -> Result<Vec<u8>> {
        // A part without bytes is none; some modules fall over one.
        if part.is_empty() {
            return Ok(Vec::new());
        }
        let (kind, lease) = (self.kind, &mut self.lease);
        let answer = output::grown(room, |out| {
            lease.run(function(kind), |a, s| a.op_update(s, kind, part, out))
        });
        self.over |= ends(&answer);
        answer
    }

    fn finish(&mut self, room: usize) -> Result<Vec<u8>> {
        let (kind, lease) = (self.kind, &mut self.lease);
        let answer =
            output::grown(room, |out| lease.run(function(kind), |a, s| a.op_final(s, kind, out)));
        self.over |= answer.is_ok() || ends(&answer);
        answer
    }
}

/// Whether an answer ends an operation: what fails does, but for want of room.
fn ends<T>(answer: &Result<T>) -> bool {
    answer.as_ref().is_err_and(|error| !error.is(ck::CKR_BUFFER_TOO_SMALL))
}

/// `CKR_MECHANISM_INVALID` for a mechanism that the specification has for data in one part only; a token would say
/// so at the first part, and not so well.
fn in_parts(kind: OpKind, mechanism: u64) -> Result<()> {
    if !mechanisms::find(mechanism).is_ok_and(|row| !row.multi_part) {
        return Ok(());
    }
    let name = ck::name_in(ck::CKM, mechanism).unwrap_or("the mechanism");
    let why = format!("{name} takes its data in one part only, not in a stream");
    Err(Error::new(ck::CKR_MECHANISM_INVALID, function(kind), why))
}

impl Drop for Active {
    fn drop(&mut self) {
        let kind = self.kind;
        if !self.over
            && self.lease.run("C_SessionCancel", |a, s| a.op_init(s, kind, None, 0)).is_err()
        {
            self.lease.spoil();
        }
    }
}

/// Makes a kind of stream that gives output for input.
macro_rules! cipher {
    ($(#[$meta:meta])* $name:ident, $kind:expr) => {
        $(#[$meta])*
        pub struct $name(Active);

        impl $name {
            pub(crate) fn begin(key: &Object, mechanism: &Mechanism) -> Result<Self> {
                Active::begin(key.session(), $kind, mechanism, key.handle()).map(Self)
            }

            /// Gives the next part, and takes what output there is. After a failure the stream has ended.
            pub fn update(&mut self, part: &[u8]) -> Result<Vec<u8>> {
                self.0.update(part, part.len() + 32)
            }

            /// Ends it, and takes the rest of the output.
            pub fn finish(mut self) -> Result<Vec<u8>> {
                self.0.finish(64)
            }
        }
    };
}

cipher! {
    /// An encryption in parts.
    Encryptor, OpKind::Encrypt
}
cipher! {
    /// A decryption in parts.
    Decryptor, OpKind::Decrypt
}

/// A signature, or a MAC, of data in parts.
pub struct Signer {
    active: Active,
    mechanism: Mechanism,
}

impl Signer {
    pub(crate) fn begin(key: &Object, mechanism: &Mechanism) -> Result<Self> {
        let active = Active::begin(key.session(), OpKind::Sign, mechanism, key.handle())?;
        Ok(Self { active, mechanism: mechanism.clone() })
    }

    /// Gives the next part. After a failure the stream has ended.
    pub fn update(&mut self, part: &[u8]) -> Result<()> {
        self.active.update(part, 0).map(|_| ())
    }

    /// Ends it, and gives the signature.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        written(&self.mechanism, self.active.finish(output::SIGNATURE)?)
    }
}

/// A verification of data in parts.
pub struct Verifier {
    active: Active,
    key: Object,
    mechanism: Mechanism,
}

impl Verifier {
    pub(crate) fn begin(key: &Object, mechanism: &Mechanism) -> Result<Self> {
        let active = Active::begin(key.session(), OpKind::Verify, mechanism, key.handle())?;
        Ok(Self { active, key: key.clone(), mechanism: mechanism.clone() })
    }

    /// Gives the next part. After a failure the stream has ended.
    pub fn update(&mut self, part: &[u8]) -> Result<()> {
        self.active.update(part, 0).map(|_| ())
    }

    /// Ends it, and verifies. `CKR_SIGNATURE_INVALID`, `CKR_SIGNATURE_LEN_RANGE` when it is not good
    pub fn finish(mut self, signature: &[u8]) -> Result<()> {
        let raw = self.key.as_token_wants(&self.mechanism, signature)?;
        let signature = raw.as_deref().unwrap_or(signature);
        self.active.over = true;
        self.active.lease.run("C_VerifyFinal", |a, s| a.verify_final(s, signature))
    }
}

/// A verification that has the signature before the data, which some signatures need in order not to keep all of it:
/// SLH-DSA, whose signature says what is hashed first.
pub struct SignatureVerifier(Active);

impl SignatureVerifier {
    pub(crate) fn begin(key: &Object, mechanism: &Mechanism, signature: &[u8]) -> Result<Self> {
        let base = mechanism.base()?;
        let raw = key.as_token_wants(mechanism, signature)?;
        let signature = raw.as_deref().unwrap_or(signature);
        let mut lease = key.session().lease()?;
        lease.run("C_VerifySignatureInit", |a, s| {
            a.verify_signature_init(s, base, key.handle(), signature)
        })?;
        Ok(Self(Active { lease, kind: OpKind::VerifySignature, over: false }))
    }

    /// Gives the next part. After a failure the stream has ended.
    pub fn update(&mut self, part: &[u8]) -> Result<()> {
        self.0.update(part, 0).map(|_| ())
    }

    /// Ends it: whether the signature is good. All that has nothing to do with it is an error.
    pub fn finish(mut self) -> Result<bool> {
        match self.0.finish(0) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == Kind::Signature => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// A digest of data in parts.
pub struct Digester(Active);

impl Digester {
    pub(crate) fn begin(session: &Session, mechanism: &Mechanism) -> Result<Self> {
        Active::begin(session, OpKind::Digest, mechanism, 0).map(Self)
    }

    /// Gives the next part. After a failure the stream has ended.
    pub fn update(&mut self, part: &[u8]) -> Result<()> {
        self.0.update(part, 0).map(|_| ())
    }

    /// Gives a key's value to the digest. `CKR_KEY_INDIGESTIBLE`
    pub fn update_key(&mut self, key: &Object) -> Result<()> {
        let key = key.handle();
        let answer = self.0.lease.run("C_DigestKey", |a, s| a.op_update_key(s, key));
        self.0.over |= answer.is_err();
        answer
    }

    /// Ends it, and gives the digest.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.0.finish(64)
    }
}
