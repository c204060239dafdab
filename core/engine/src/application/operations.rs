//! Encrypting, decrypting, digesting, signing, verifying and random numbers (PKCS #11 v3.2, sections
//! 5.8 to 5.16). All checks are made when an operation begins; the calls that follow only move bytes.

use super::*;
use crate::active::{Active, Work};
use crate::keys::Key;
use crate::mechanisms::{self, Init, Row, not_for_this};
use crate::object::Held;
use crate::policy::{Rights, Use};
use crate::random;
use crate::session::SessionWork;
use std::fs::OpenOptions;
use std::io::Write as _;
use strongroom_base::Params;

impl App {
    pub(super) fn op_init(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: Option<&Mechanism>,
        key: u64,
    ) -> Result<Sizing> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            let Some(mechanism) = mechanism else {
                work.end(kind);
                return Ok(Sizing { fixed: 0, passes: false });
            };
            if work.has(kind) {
                return Err(Error::new(ck::CKR_OPERATION_ACTIVE, "such an operation is active"));
            }
            if let Some(sizing) = self.begin_again(session, &mut work, kind, mechanism, key) {
                return Ok(sizing);
            }
            let active = if kind == OpKind::Digest {
                let row = mechanisms::find(mechanism.kind)?;
                self.digest(session, row, &mechanism.params)?
            } else {
                let object = self.recent_key(session, &mut work, key)?;
                self.begin_with(session, kind, mechanism, object)?
            };
            let sizing = active.sizing();
            work.begin(kind, active);
            Ok(sizing)
        })
    }

    pub(super) fn verify_signature_init(
        &self,
        session: u64,
        mechanism: &Mechanism,
        key: u64,
        signature: &[u8],
    ) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            if work.has(OpKind::VerifySignature) {
                return Err(Error::new(ck::CKR_OPERATION_ACTIVE, "such an operation is active"));
            }
            let object = self.recent_key(session, &mut work, key)?;
            let active = self.begin_with(session, OpKind::Verify, mechanism, object)?;
            work.begin(OpKind::VerifySignature, active.expecting(signature.to_vec()));
            Ok(())
        })
    }

    /// An operation that is like the one before but for its parameters begins in what that has left. `None` where it
    /// does not, for whatever reason: it then begins as every other does.
    fn begin_again(
        &self,
        session: &Session,
        work: &mut SessionWork,
        kind: OpKind,
        mechanism: &Mechanism,
        key: u64,
    ) -> Option<Sizing> {
        let active = work.resting(kind, mechanism.kind)?;
        // What the key permits does not change within a version of its object; what a token's policy does may.
        let same = self.is_still(session, active.held()?, key).ok()?;
        if !same || session.token.policy().is_some() || !active.again(&mechanism.params) {
            return None;
        }
        let sizing = active.sizing();
        work.begin_again();
        Some(sizing)
    }

    /// Whether a handle still names this version of an object, and the session may see it.
    fn is_still(&self, session: &Session, recent: &Held, handle: u64) -> Result<bool> {
        Ok(recent.handle() == handle
            && self.shared.confirm(recent, self.shared.keystore.generation())?
            && (!recent.is_private() || session.token.user() == User::User))
    }

    /// The key object, most often the one that the session used last; it is the operation's that begins.
    fn recent_key(
        &self,
        session: &Session,
        work: &mut SessionWork,
        handle: u64,
    ) -> Result<Arc<Held>> {
        if let Some(recent) = work.take_recent()
            && self.is_still(session, &recent, handle)?
        {
            return Ok(recent);
        }
        self.key_object(session, handle).map(Held::new)
    }

    /// The same for an operation that the session does not hold: the key stays with the session, so that a
    /// logout finds it there.
    fn shared_key(&self, session: &Session, handle: u64) -> Result<Arc<Held>> {
        let mut work = session.work.lock();
        let object = self.recent_key(session, &mut work, handle)?;
        work.keep_recent(Arc::clone(&object));
        Ok(object)
    }

    /// An operation with a key, after all checks. They are made in this order: the mechanism exists and
    /// does this; its parameters have its shape; the key may be used so; the key has the right type and
    /// size; the values in the parameters.
    pub(super) fn begin_with(
        &self,
        session: &Session,
        kind: OpKind,
        mechanism: &Mechanism,
        object: Arc<Held>,
    ) -> Result<Active> {
        let row = mechanisms::find(mechanism.kind)?;
        let use_ = match kind {
            OpKind::Encrypt if row.encrypt.is_some() => Use::Encrypt,
            OpKind::Decrypt if row.decrypt.is_some() => Use::Decrypt,
            OpKind::Sign if row.sign.is_some() => Use::Sign,
            OpKind::SignRecover if row.sign_recover.is_some() => Use::SignRecover,
            OpKind::Verify if row.verify.is_some() => Use::Verify,
            OpKind::VerifyRecover if row.verify_recover.is_some() => Use::VerifyRecover,
            _ => return Err(not_for_this()),
        };
        let key = || object.key();
        let init = prepare_with(session, row, mechanism, use_, (&object.rights, key), &[])?;
        let work = match kind {
            OpKind::Encrypt => cipher(row.encrypt, &init),
            OpKind::Decrypt => cipher(row.decrypt, &init),
            OpKind::SignRecover => cipher(row.sign_recover, &init),
            OpKind::VerifyRecover => cipher(row.verify_recover, &init),
            OpKind::Sign => row.sign.map(|begin| begin(&init).map(Work::Signer)),
            OpKind::Verify => row.verify.map(|begin| begin(&init).map(Work::Verifier)),
            OpKind::Digest | OpKind::VerifySignature => None,
        };
        let work = work.ok_or_else(not_for_this)??;
        Ok(Active::new(work, kind, row.kind, row.multi_part).with_key(object))
    }

    /// A digest with this mechanism and no parameters.
    pub(super) fn begin_digest(&self, session: &Session, mechanism: u64) -> Result<Active> {
        self.digest(session, mechanisms::find(mechanism)?, &Params::None)
    }

    fn digest(&self, session: &Session, row: &Row, params: &Params) -> Result<Active> {
        let begin = row.digest.ok_or_else(not_for_this)?;
        session.may_use(row, ck::CKF_DIGEST)?;
        check_shape(row, params)?;
        let work = Work::Signer(begin(params)?);
        Ok(Active::new(work, OpKind::Digest, row.kind, row.multi_part))
    }

    pub(super) fn op_update(
        &self,
        session: u64,
        kind: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session| {
            session.work.lock().continue_with(kind, |active| self.update(active, input, out))
        })
    }

    /// Gives an operation a part of its data, within the memory that there is for what it holds back.
    fn update(&self, active: &mut Active, input: &[u8], out: Out<'_>) -> Result<Written> {
        let written = active.update(input, out)?;
        self.hold(active)?;
        Ok(written)
    }

    /// As [`Active::hold`], where the application has a bound.
    pub(super) fn hold(&self, active: &mut Active) -> Result<()> {
        self.tenant.session_memory.as_ref().map_or(Ok(()), |from| active.hold(from))
    }

    pub(super) fn op_update_key(&self, session: u64, key: u64) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            work.continue_with(OpKind::Digest, |active| {
                let object = self.key_object(session, key)?;
                object.rights.check(Use::Digest, active.mechanism, &[])?;
                policy::digestible(&self.caller(session), &object.attributes)?;
                match object.attributes.get(ck::CKA_VALUE).and_then(|v| v.as_bytes()) {
                    Some(value) => active.update(value, Out::Buffer(&mut [])).map(drop),
                    None => Err(Error::new(
                        ck::CKR_KEY_INDIGESTIBLE,
                        "only the value of a secret key can be digested",
                    )),
                }
            })
        })
    }

    pub(super) fn op_update_dual(
        &self,
        session: u64,
        first: OpKind,
        second: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            work.get(first)?;
            let out = match out {
                Out::Size => return work.continue_with(second, |a| a.update(input, Out::Size)),
                Out::Buffer(buffer) => buffer,
            };
            let written =
                work.continue_with(second, |a| self.update(a, input, Out::Buffer(&mut *out)))?;
            let passed = match second {
                OpKind::Encrypt => input,
                _ => out.get(..written).unwrap_or_default(),
            };
            work.continue_with(first, |a| self.update(a, passed, Out::Buffer(&mut [])))?;
            Ok(written)
        })
    }

    pub(super) fn op_final(&self, session: u64, kind: OpKind, out: Out<'_>) -> Result<Written> {
        self.with_session(session, |session| {
            let only_asks = matches!(out, Out::Size);
            session.work.lock().end_with(kind, only_asks, |active| active.finish(out))
        })
    }

    pub(super) fn op_once(
        &self,
        session: u64,
        kind: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session| {
            let only_asks = matches!(out, Out::Size);
            session.work.lock().end_with(kind, only_asks, |active| active.once(input, out))
        })
    }

    pub(super) fn verify_final(&self, session: u64, signature: &[u8]) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            work.end_with(OpKind::Verify, false, |active| active.verify_finish(signature))
        })
    }

    pub(super) fn verify_once(&self, session: u64, input: &[u8], signature: &[u8]) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            work.end_with(OpKind::Verify, false, |active| active.verify_once(input, signature))
        })
    }

    pub(super) fn perform(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: &Mechanism,
        key: u64,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session| {
            if kind == OpKind::Digest {
                return self
                    .digest(session, mechanisms::find(mechanism.kind)?, &mechanism.params)?
                    .once(input, out);
            }
            let object = self.shared_key(session, key)?;
            self.begin_with(session, kind, mechanism, object)?.once(input, out)
        })
    }

    pub(super) fn sign_batch(
        &self,
        session: u64,
        mechanism: &Mechanism,
        key: u64,
        inputs: &[&[u8]],
    ) -> Result<Vec<Vec<u8>>> {
        self.with_session(session, |session| {
            let object = self.shared_key(session, key)?;
            let sign = |input: &&[u8]| {
                let mut active =
                    self.begin_with(session, OpKind::Sign, mechanism, Arc::clone(&object))?;
                let mut signature = vec![0; active.sizing().fixed];
                let written = active.once(input, Out::Buffer(&mut signature))?;
                signature.truncate(written);
                Ok(signature)
            };
            inputs.iter().map(sign).collect()
        })
    }

    pub(super) fn verify(
        &self,
        session: u64,
        mechanism: &Mechanism,
        key: u64,
        input: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        self.with_session(session, |session| {
            let object = self.shared_key(session, key)?;
            self.begin_with(session, OpKind::Verify, mechanism, object)?
                .verify_once(input, signature)
        })
    }

    pub(super) fn seed_random(&self, session: u64, seed: &[u8]) -> Result<()> {
        self.with_session(session, |_| {
            // The generator draws from the system's; what is written there is mixed into that.
            OpenOptions::new()
                .write(true)
                .open("/dev/urandom")
                .and_then(|mut device| device.write_all(seed))
                .map_err(|_| {
                    Error::new(
                        ck::CKR_RANDOM_SEED_NOT_SUPPORTED,
                        "the system's random generator takes no seed here",
                    )
                })
        })
    }

    pub(super) fn generate_random(&self, session: u64, out: &mut [u8]) -> Result<()> {
        self.with_session(session, |_| random::fill(out))
    }
}

/// A row's function that begins an encryption or decryption.
type BeginCipher = fn(&Init<'_>) -> Result<Box<dyn mechanisms::Cipher>>;

fn cipher(begin: Option<BeginCipher>, init: &Init<'_>) -> Option<Result<Work>> {
    begin.map(|begin| begin(init).map(Work::Cipher))
}

/// Checks what every use of a key has in common, and gives what the row's function begins with.
pub(super) fn prepare<'a>(
    session: &Session,
    row: &Row,
    mechanism: &'a Mechanism,
    use_: Use,
    object: &'a Object,
    others: &'a [Arc<Key>],
) -> Result<Init<'a>> {
    prepare_with(session, row, mechanism, use_, (&object.rights, || object.key()), others)
}

/// The same with a key that is parsed when it is wanted.
fn prepare_with<'a>(
    session: &Session,
    row: &Row,
    mechanism: &'a Mechanism,
    use_: Use,
    (rights, key): (&Rights, impl FnOnce() -> Result<&'a Arc<Key>>),
    others: &'a [Arc<Key>],
) -> Result<Init<'a>> {
    session.may_use(row, use_.flag())?;
    check_shape(row, &mechanism.params)?;
    if let Some(policy) = session.token.policy() {
        policy::token::parameters(&policy, &mechanism.params)?;
    }
    rights.check(use_, row.kind, row.key_types)?;
    let key = key()?;
    let size = key.size();
    if !(row.sizes.0..=row.sizes.1).contains(&size) && row.sizes != (0, 0) {
        return Err(Error::new(
            ck::CKR_KEY_SIZE_RANGE,
            format!("the mechanism takes keys of {} to {}", row.sizes.0, row.sizes.1),
        ));
    }
    Ok(Init { key, params: &mechanism.params, others })
}

/// `CKR_MECHANISM_PARAM_INVALID` for parameters that do not have the row's shape.
pub(super) fn check_shape(row: &Row, params: &Params) -> Result<()> {
    if row.shape().admits(params) {
        return Ok(());
    }
    Err(Error::new(
        ck::CKR_MECHANISM_PARAM_INVALID,
        "the mechanism's parameters are missing or are not of its kind",
    ))
}
