//! Encrypting, decrypting, digesting, signing and verifying, and messages (PKCS #11 v3.2, sections 5.8 to
//! 5.17). What is begun and ended in one call is done in a spare session.

use super::*;
use crate::curves::Curve;
use strongroom_base::mechanism::Eddsa;
use strongroom_base::{Params, Secret};

/// What no output of a single operation is longer than, beside its input: the largest signature there is
/// has some fifty thousand bytes. How long one really is the module is asked.
const LONGEST: usize = 1 << 16;
/// Room for a signature at first: all but some of those that withstand quantum computers fit.
const USUAL: usize = 1 << 10;

impl App {
    pub(super) fn op_init(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: Option<&Mechanism>,
        key: u64,
    ) -> Result<Sizing> {
        self.with_session(session, |session, work| {
            let functions = &self.lease.functions;
            let Some(mechanism) = mechanism else {
                if functions.can_cancel() {
                    functions.init(session.handle, kind, None, key)?;
                } else {
                    self.exhaust(session, kind);
                }
                work.private[kind.index()] = false;
                return Ok(Sizing { fixed: 0, passes: false });
            };
            let private = kind != OpKind::Digest && self.used(session, Some(mechanism), key)?;
            self.begin(session.handle, kind, mechanism, key)?;
            work.private[kind.index()] = private;
            // Nothing is promised that is smaller than the module's own answer, which is always asked for.
            Ok(Sizing { fixed: LONGEST, passes: true })
        })
    }

    /// Begins an operation. EdDSA without parameters means pure Ed25519 and pure Ed448; for the latter the
    /// specification wants them said (PKCS #11 v3.2, section 6.3.16), and some modules insist.
    fn begin(&self, session: u64, kind: OpKind, mechanism: &Mechanism, key: u64) -> Result<()> {
        let functions = &self.lease.functions;
        let begun = functions.init(session, kind, Some(mechanism), key);
        let says_nothing =
            mechanism.kind == ck::CKM_EDDSA && matches!(mechanism.params, Params::None);
        match begun {
            Err(error) if says_nothing && error.is(ck::CKR_MECHANISM_PARAM_INVALID) => {
                let asked = functions.get_attributes(session, key, &[ck::CKA_EC_PARAMS])?;
                let Some(Answer::Value(params)) = asked.first() else { return Err(error) };
                match params.as_bytes().and_then(Curve::of_params) {
                    Some(curve) if curve.name() == "ed448" => {}
                    _ => return Err(error),
                }
                let pure = Params::Eddsa(Eddsa { prehash: false, context: Vec::new() });
                functions.init(session, kind, Some(&Mechanism::new(mechanism.kind, pure)), key)
            }
            begun => begun,
        }
    }

    /// Brings an active operation to its end in a module that cannot cancel it: with any input, and an
    /// output that nobody gets. Where none is active the module says so, and nobody hears it.
    pub(super) fn exhaust(&self, session: &Session, kind: OpKind) {
        let (functions, handle) = (&self.lease.functions, session.handle);
        if functions.can_cancel() && functions.cancel(handle, kind.flag()).is_ok() {
            return;
        }
        let mut output = Secret::zeroed(LONGEST);
        let mut out = Out::Buffer(output.expose_mut());
        if kind == OpKind::Verify {
            let _ = functions.verify_once(handle, &[0; 16], &[0; 16]);
            let _ = functions.verify_final(handle, &[0; 16]);
            return;
        }
        let _ = functions.once(handle, kind, &[0; 16], out.again());
        let _ = functions.finish(handle, kind, out);
    }

    pub(super) fn verify_signature_init(
        &self,
        session: u64,
        mechanism: &Mechanism,
        key: u64,
        signature: &[u8],
    ) -> Result<()> {
        self.with_session(session, |session, work| {
            let private = self.used(session, Some(mechanism), key)?;
            let functions = &self.lease.functions;
            functions.verify_signature_init(session.handle, mechanism, key, signature)?;
            work.private[OpKind::VerifySignature.index()] = private;
            Ok(())
        })
    }

    pub(super) fn op_update(
        &self,
        session: u64,
        kind: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session, _| {
            self.lease.functions.update(session.handle, kind, input, out)
        })
    }

    pub(super) fn op_update_key(&self, session: u64, key: u64) -> Result<()> {
        self.with_session(session, |session, work| {
            let private = self.used(session, None, key)?;
            self.lease.functions.update_key(session.handle, key)?;
            work.private[OpKind::Digest.index()] |= private;
            Ok(())
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
        self.with_session(session, |session, _| {
            self.lease.functions.update_dual(session.handle, (first, second), input, out)
        })
    }

    pub(super) fn op_final(&self, session: u64, kind: OpKind, out: Out<'_>) -> Result<Written> {
        self.with_session(session, |session, _| {
            self.lease.functions.finish(session.handle, kind, out)
        })
    }

    pub(super) fn op_once(
        &self,
        session: u64,
        kind: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        self.with_session(session, |session, _| {
            self.lease.functions.once(session.handle, kind, input, out)
        })
    }

    pub(super) fn verify_final(&self, session: u64, signature: &[u8]) -> Result<()> {
        self.with_session(session, |session, _| {
            self.lease.functions.verify_final(session.handle, signature)
        })
    }

    pub(super) fn verify_once(&self, session: u64, input: &[u8], signature: &[u8]) -> Result<()> {
        self.with_session(session, |session, _| {
            self.lease.functions.verify_once(session.handle, input, signature)
        })
    }

    /// Runs operations in a spare session. Where one did not come to its end, the session goes.
    fn beside<T>(
        &self,
        session: &Session,
        kind: OpKind,
        mechanism: &Mechanism,
        key: u64,
        call: impl FnOnce(u64) -> Result<(T, bool)>,
    ) -> Result<T> {
        if kind != OpKind::Digest {
            self.usable(session, Some(mechanism), key)?;
        }
        let functions = &self.lease.functions;
        let spare = session.mine.slot.spares.take(functions, session.mine.id)?;
        let (answer, ended) = match call(spare.session) {
            Ok((answer, ended)) => (Ok(answer), ended),
            // A verification ends with its answer, whichever it is.
            Err(error) => {
                let ended =
                    error.is(ck::CKR_SIGNATURE_INVALID) || error.is(ck::CKR_SIGNATURE_LEN_RANGE);
                (Err(error), ended)
            }
        };
        if ended {
            spare.ended();
        }
        answer
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
        self.with_session(session, |session, _| {
            let functions = &self.lease.functions;
            self.beside(session, kind, mechanism, key, |spare| {
                self.begin(spare, kind, mechanism, key)?;
                let asks = matches!(out, Out::Size);
                let written = functions.once(spare, kind, input, out)?;
                Ok((written, !asks))
            })
        })
    }

    pub(super) fn sign_batch(
        &self,
        session: u64,
        mechanism: &Mechanism,
        key: u64,
        inputs: &[&[u8]],
    ) -> Result<Vec<Vec<u8>>> {
        self.with_session(session, |session, _| {
            let functions = &self.lease.functions;
            self.beside(session, OpKind::Sign, mechanism, key, |spare| {
                let mut room = USUAL;
                let mut sign = |input: &&[u8]| {
                    self.begin(spare, OpKind::Sign, mechanism, key)?;
                    let mut signature = vec![0; room];
                    let once = |out: &mut [u8]| {
                        functions.once(spare, OpKind::Sign, input, Out::Buffer(out))
                    };
                    let written = match once(&mut signature) {
                        Err(error) if error.needed().is_some_and(|n| n > room && n <= LONGEST) => {
                            // The operation is as it was.
                            room = error.needed().unwrap_or(LONGEST);
                            signature.resize(room, 0);
                            once(&mut signature)?
                        }
                        answer => answer?,
                    };
                    signature.truncate(written);
                    Ok(signature)
                };
                let signatures = inputs.iter().map(&mut sign).collect::<Result<_>>()?;
                Ok((signatures, true))
            })
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
        self.with_session(session, |session, _| {
            let functions = &self.lease.functions;
            self.beside(session, OpKind::Verify, mechanism, key, |spare| {
                self.begin(spare, OpKind::Verify, mechanism, key)?;
                functions.verify_once(spare, input, signature)?;
                Ok(((), true))
            })
        })
    }

    pub(super) fn message_init(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: Option<&Mechanism>,
        key: u64,
    ) -> Result<()> {
        self.with_session(session, |session, work| {
            let private = mechanism.is_some() && self.used(session, mechanism, key)?;
            self.lease.functions.message_init(session.handle, kind, mechanism, key)?;
            work.note_series(kind, private);
            Ok(())
        })
    }

    pub(super) fn message(
        &self,
        session: u64,
        kind: OpKind,
        params: Option<&AeadMessage>,
        aad: &[u8],
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Message> {
        self.with_session(session, |session, _| {
            self.lease.functions.message(session.handle, kind, params, aad, input, out)
        })
    }

    pub(super) fn message_begin(
        &self,
        session: u64,
        kind: OpKind,
        params: Option<&AeadMessage>,
        aad: &[u8],
    ) -> Result<Message> {
        self.with_session(session, |session, work| {
            let functions = &self.lease.functions;
            let begun = functions.message_begin(session.handle, kind, params, aad)?;
            if let (Some(params), OpKind::Encrypt | OpKind::Decrypt) = (params, kind) {
                work.parts[usize::from(kind == OpKind::Decrypt)] = Some(params.clone());
            }
            Ok(begun)
        })
    }

    pub(super) fn message_next(
        &self,
        session: u64,
        kind: OpKind,
        tag: &[u8],
        input: &[u8],
        last: bool,
        out: Out<'_>,
    ) -> Result<Message> {
        self.with_session(session, |session, work| {
            let begun = match kind {
                OpKind::Encrypt => work.parts[0].as_ref(),
                OpKind::Decrypt => work.parts[1].as_ref(),
                _ => None,
            };
            let functions = &self.lease.functions;
            functions.message_next(session.handle, kind, begun, tag, input, last, out)
        })
    }

    pub(super) fn verify_message(
        &self,
        session: u64,
        input: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        self.with_session(session, |session, _| {
            self.lease.functions.verify_message(session.handle, input, signature)
        })
    }

    pub(super) fn verify_message_next(
        &self,
        session: u64,
        input: &[u8],
        signature: Option<&[u8]>,
    ) -> Result<()> {
        self.with_session(session, |session, _| {
            self.lease.functions.verify_message_next(session.handle, input, signature)
        })
    }

    pub(super) fn message_final(&self, session: u64, kind: OpKind) -> Result<()> {
        self.with_session(session, |session, work| {
            work.note_series(kind, false);
            self.lease.functions.message_final(session.handle, kind)
        })
    }
}
