//! Messages: many encryptions, decryptions, signatures or verifications with one key (PKCS #11 v3.2, sections
//! 5.9, 5.11, 5.14 and 5.16). The session keeps mechanism and key; each message is an operation with the row of
//! the mechanism, whose vector may be made here and whose tag goes a way of its own. Nothing of a message is
//! given out before its tag has been compared.

use super::*;
use crate::active::Active;
use crate::mechanisms::{self, Row, not_for_this};
use crate::object::Held;
use crate::policy::Profile;
use crate::session::{Part, Series, SessionWork};
use crate::vectors::Vectors;
use strongroom_base::mechanism::{Ccm, ChaCha20Poly1305, Gcm, Shape};
use strongroom_base::{Params, Secret};

fn wrong(why: &'static str) -> Error {
    Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)
}

fn busy() -> Error {
    Error::new(ck::CKR_OPERATION_ACTIVE, "a message is in the middle of its parts")
}

fn no_message() -> Error {
    Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no message is active")
}

/// What the answer to a message holds beside its output.
fn answer(written: Written) -> Message {
    Message { written, iv: Vec::new(), tag: Vec::new() }
}

/// Bytes of a message's tag.
pub(super) fn tag_len(params: &AeadMessage) -> Result<usize> {
    let bits = params.bits_of_tag();
    let whole = bits.is_multiple_of(8) && bits <= 128;
    usize::try_from(bits / 8)
        .ok()
        .filter(|_| whole)
        .ok_or_else(|| wrong("a tag has at most 128 bits, in whole bytes"))
}

/// The parameters that the row takes for one message with this vector.
pub(super) fn for_one(row: &Row, params: &AeadMessage, iv: &[u8], aad: &[u8]) -> Result<Mechanism> {
    let (iv, aad) = (iv.to_vec(), aad.to_vec());
    let with = match (row.shape(), params.data_len) {
        (Shape::Gcm, None) => Params::Gcm(Gcm { iv, aad, tag_bits: params.tag_bits }),
        (Shape::Ccm, Some(data_len)) => {
            let mac_len = tag_len(params)? as u64;
            Params::Ccm(Ccm { data_len, nonce: iv, aad, mac_len })
        }
        (Shape::ChaCha20Poly1305, None) if params.tag_bits == 0 => {
            Params::ChaCha20Poly1305(ChaCha20Poly1305 { nonce: iv, aad })
        }
        _ => return Err(wrong("a message's parameters do not have the mechanism's form")),
    };
    Ok(Mechanism::new(row.kind, with))
}

/// Parameters that are right in form, to see whether a key may be used so.
fn trial(row: &Row) -> Result<Mechanism> {
    let data_len = matches!(row.shape(), Shape::Ccm).then_some(0);
    let tag_bits = if matches!(row.shape(), Shape::ChaCha20Poly1305) { 0 } else { 128 };
    let (iv, tag) = (vec![0; 12], Vec::new());
    let params = AeadMessage { iv, fixed_bits: 0, generator: 0, tag, tag_bits, data_len };
    for_one(row, &params, &params.iv, &[])
}

/// Puts a vector there where it was generated.
fn generated(params: &AeadMessage, iv: Vec<u8>) -> Vec<u8> {
    if params.generator == ck::CKG_NO_GENERATE { Vec::new() } else { iv }
}

/// The return value that messages have for what is not authentic.
fn as_message(error: Error) -> Error {
    if error.is(ck::CKR_ENCRYPTED_DATA_INVALID) {
        Error::new(ck::CKR_AEAD_DECRYPT_FAILED, error.why().to_owned())
    } else {
        error
    }
}

fn is_sealing(kind: OpKind) -> bool {
    matches!(kind, OpKind::Encrypt | OpKind::Decrypt)
}

impl App {
    pub(super) fn message_init(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: Option<&Mechanism>,
        key: u64,
    ) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            let Some(mechanism) = mechanism else {
                *work.series(kind)? = None;
                return Ok(());
            };
            if work.series(kind)?.is_some() {
                return Err(Error::new(ck::CKR_OPERATION_ACTIVE, "a series of messages is active"));
            }
            let row = mechanisms::find(mechanism.kind)?;
            if is_sealing(kind) && !row.messages {
                return Err(not_for_this());
            }
            if is_sealing(kind) && mechanism.params != Params::None {
                return Err(wrong("the parameters come with each message"));
            }
            let object = Held::new(self.key_object(session, key)?);
            let first = if is_sealing(kind) { trial(row)? } else { mechanism.clone() };
            self.begin_with(session, kind, &first, Arc::clone(&object))?;
            let may_count = self.caller(session).profile != Profile::Strict;
            *work.series(kind)? = Some(Series {
                mechanism: mechanism.clone(),
                object,
                vectors: Vectors::new(may_count),
                part: None,
                unlocked: false,
            });
            Ok(())
        })
    }

    /// The operation of one message of a series, and its vector where it has one.
    fn of_series(
        &self,
        session: &Session,
        series: &mut Series,
        kind: OpKind,
        params: Option<&AeadMessage>,
        aad: &[u8],
    ) -> Result<(Active, Vec<u8>)> {
        if series.part.is_some() {
            return Err(busy());
        }
        let (mechanism, iv) = match (is_sealing(kind), params) {
            (true, Some(params)) => {
                let iv = match kind {
                    OpKind::Encrypt => series.vectors.next(params)?,
                    _ => params.iv.clone(),
                };
                let row = mechanisms::find(series.mechanism.kind)?;
                (for_one(row, params, &iv, aad)?, iv)
            }
            (false, None) if aad.is_empty() => (series.mechanism.clone(), Vec::new()),
            (true, None) => return Err(wrong("the message's parameters are missing")),
            (false, _) => return Err(wrong("the messages of the mechanism have no parameters")),
        };
        let mut active = self.begin_with(session, kind, &mechanism, Arc::clone(&series.object))?;
        if std::mem::take(&mut series.unlocked) {
            active.unlock();
        }
        Ok((active, iv))
    }

    pub(super) fn message(
        &self,
        session: u64,
        kind: OpKind,
        params: Option<&AeadMessage>,
        aad: &[u8],
        input: &[u8],
        mut out: Out<'_>,
    ) -> Result<Message> {
        if kind == OpKind::Verify {
            return Err(not_for_this());
        }
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            let series = work.active_series(kind)?;
            if series.part.is_some() {
                return Err(busy());
            }
            if !is_sealing(kind) {
                let unlocked = series.unlocked;
                let (mut active, _) = self.of_series(session, series, kind, params, aad)?;
                let made = active.once(input, out.again());
                // Only what was signed has used the login up.
                series.unlocked = active.has_unused_login();
                if unlocked && !series.unlocked {
                    work.took_login();
                }
                return made.map(answer);
            }
            let buffer = match out {
                Out::Size => return Ok(answer(input.len())),
                Out::Buffer(buffer) => buffer,
            };
            let to = buffer.get_mut(..input.len()).ok_or_else(|| Error::too_small(input.len()))?;
            let given = params.ok_or_else(|| wrong("the message's parameters are missing"))?;
            if given.data_len.is_some_and(|len| len != input.len() as u64) {
                return Err(wrong("the message is not as long as its parameters say"));
            }
            let tag = tag_len(given)?;
            let (mut active, iv) = self.of_series(session, series, kind, params, aad)?;
            if kind == OpKind::Decrypt {
                let mut sealed = Secret::from(input);
                sealed.extend(&given.tag);
                active.once(sealed.expose(), Out::Buffer(to)).map_err(as_message)?;
                return Ok(answer(input.len()));
            }
            let mut sealed = Secret::zeroed(input.len() + tag);
            active.once(input, Out::Buffer(sealed.expose_mut()))?;
            let (body, tag) = sealed
                .expose()
                .split_at_checked(input.len())
                .ok_or_else(|| Error::too_small(input.len()))?;
            to.copy_from_slice(body);
            Ok(Message { written: input.len(), iv: generated(given, iv), tag: tag.to_vec() })
        })
    }

    pub(super) fn verify_message(
        &self,
        session: u64,
        input: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            let series = work.active_series(OpKind::Verify)?;
            let (mut active, _) = self.of_series(session, series, OpKind::Verify, None, &[])?;
            active.verify_once(input, signature)
        })
    }

    pub(super) fn message_begin(
        &self,
        session: u64,
        kind: OpKind,
        params: Option<&AeadMessage>,
        aad: &[u8],
    ) -> Result<Message> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            let series = work.active_series(kind)?;
            if !mechanisms::find(series.mechanism.kind)?.multi_part {
                let why = "the mechanism takes its data in one part only";
                return Err(Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, why));
            }
            let tag = params.map(tag_len).transpose()?.unwrap_or_default();
            let (active, iv) = self.of_series(session, series, kind, params, aad)?;
            series.part = Some(Part { active, tag, held: 0 });
            let iv = params.map(|params| generated(params, iv)).unwrap_or_default();
            Ok(Message { written: 0, iv, tag: Vec::new() })
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
        if kind == OpKind::Verify {
            return Err(not_for_this());
        }
        self.with_part(session, kind, last, matches!(out, Out::Size), |part| match (kind, last) {
            (OpKind::Sign, false) => part.active.update(input, Out::Buffer(&mut [])).map(answer),
            (OpKind::Sign, true) => {
                let len = part.active.sizing().fixed;
                let to = match out {
                    Out::Size => return Ok(answer(len)),
                    Out::Buffer(to) if to.len() < len => return Err(Error::too_small(len)),
                    Out::Buffer(to) => to,
                };
                part.active.update(input, Out::Buffer(&mut []))?;
                part.active.finish(Out::Buffer(to)).map(answer)
            }
            (_, false) => {
                let written = part.active.update(input, out)?;
                part.held = (part.held + input.len()).saturating_sub(written);
                Ok(answer(written))
            }
            (_, true) => end(part, kind, tag, input, out),
        })
    }

    pub(super) fn verify_message_next(
        &self,
        session: u64,
        input: &[u8],
        signature: Option<&[u8]>,
    ) -> Result<()> {
        let last = signature.is_some();
        self.with_part(session, OpKind::Verify, last, false, |part| {
            part.active.update(input, Out::Buffer(&mut []))?;
            signature.map_or(Ok(()), |signature| part.active.verify_finish(signature))
        })
    }

    /// Continues the message that a series is in the middle of. It ends with its last part, unless only the
    /// length is asked for, and with every failure but a buffer that is too small.
    fn with_part<T>(
        &self,
        session: u64,
        kind: OpKind,
        last: bool,
        asks: bool,
        call: impl FnOnce(&mut Part) -> Result<T>,
    ) -> Result<T> {
        self.with_session(session, |session| {
            let mut work: parking_lot::MutexGuard<'_, SessionWork> = session.work.lock();
            let series = work.active_series(kind)?;
            let part = series.part.as_mut().ok_or_else(no_message)?;
            let unused = part.active.has_unused_login();
            let answer = call(part).and_then(|answer| {
                let within = if last { Ok(()) } else { self.hold(&mut part.active) };
                within.map(|()| answer)
            });
            let took = unused && !part.active.has_unused_login();
            let stays = match &answer {
                Ok(_) => asks || !last,
                Err(error) => error.is(ck::CKR_BUFFER_TOO_SMALL),
            };
            if !stays {
                series.part = None;
            }
            if took {
                work.took_login();
            }
            answer
        })
    }

    pub(super) fn message_final(&self, session: u64, kind: OpKind) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            if work.active_series(kind)?.part.is_some() {
                return Err(busy());
            }
            *work.series(kind)? = None;
            Ok(())
        })
    }
}

/// The last part of a message that is encrypted or decrypted.
fn end(part: &mut Part, kind: OpKind, tag: &[u8], input: &[u8], out: Out<'_>) -> Result<Message> {
    let len = part.held + input.len();
    let to = match out {
        Out::Size => return Ok(answer(len)),
        Out::Buffer(to) if to.len() < len => return Err(Error::too_small(len)),
        Out::Buffer(to) => to,
    };
    if kind == OpKind::Decrypt {
        for piece in [input, tag] {
            part.active.update(piece, Out::Buffer(&mut []))?;
        }
        return part.active.finish(Out::Buffer(to)).map(answer).map_err(as_message);
    }
    // What was held back comes with the tag, or before it.
    let mut sealed = Secret::zeroed(len + part.tag);
    let first = part.active.update(input, Out::Buffer(sealed.expose_mut()))?;
    let rest = sealed.expose_mut().get_mut(first..).unwrap_or_default();
    let all = first + part.active.finish(Out::Buffer(rest))?;
    if all != len + part.tag {
        return Err(Error::new(
            ck::CKR_DEVICE_ERROR,
            "a message has another length than it should",
        ));
    }
    let (body, tag) = sealed.expose().split_at_checked(len).unwrap_or_default();
    to.get_mut(..len).ok_or_else(|| Error::too_small(len))?.copy_from_slice(body);
    Ok(Message { written: len, iv: Vec::new(), tag: tag.to_vec() })
}
