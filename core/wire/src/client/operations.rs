//! Encrypting, decrypting, digesting, signing and verifying at a service. The beginning of an operation is
//! kept until data is given to it, so that the operation can be begun again where it was lost; an
//! operation of one part is then one exchange that can be repeated. Input that is longer than a frame
//! goes in parts.

use super::application::Remote;
use super::session::{Begun, Operation, Use, Work};
use super::way::Way;
use crate::call::{self, Called};
use strongroom_base::*;

/// Bytes of a frame that are not input.
const OVERHEAD: usize = 4096;
/// Bytes of input that go into any frame that a service may allow.
const SMALL: usize = 32 << 10;

impl Remote {
    pub(super) fn op_init(
        &self,
        handle: u64,
        kind: OpKind,
        mechanism: Option<&Mechanism>,
        key: u64,
    ) -> Result<Sizing> {
        let session = self.session(handle)?;
        if let Some(mechanism) = mechanism {
            let mut work = session.work.lock();
            if matches!(work.operation(kind), Operation::Begun(_, 0)) {
                let why = "such an operation is active";
                return Err(Error::new(ck::CKR_OPERATION_ACTIVE, why));
            }
            if matches!(work.operation(kind), Operation::None | Operation::Lost)
                && !work.closed
                && let Some(begun) = work.accepted(kind, mechanism, key, self.epoch())
            {
                let sizing = begun.sizing;
                *work.operation(kind) = Operation::Begun(begun, 0);
                return Ok(sizing);
            }
        }
        let (mut at_kind, mut with, mut at_key) = (kind, mechanism, key);
        let mut tries = 0;
        self.again(&session, |connection, mut remote, work| {
            tries += 1;
            if tries > 1 {
                // The first try may have begun it.
                let _ = call::op_init(connection, &mut remote, &mut at_kind, &mut None, &mut 0)?;
            }
            let answer =
                call::op_init(connection, &mut remote, &mut at_kind, &mut with, &mut at_key)?;
            let incarnation = connection.incarnation;
            match (&answer, mechanism) {
                (Ok(sizing), Some(mechanism)) => {
                    let begun = Begun { mechanism: mechanism.clone(), key, sizing: *sizing };
                    *work.operation(kind) = Operation::Begun(begun.clone(), incarnation);
                    self.accept(work, kind, begun);
                }
                (Ok(_), None) => *work.operation(kind) = Operation::None,
                (Err(_), _) => {}
            }
            Ok(answer)
        })
    }

    pub(super) fn op_once(
        &self,
        handle: u64,
        kind: OpKind,
        input: &[u8],
        mut out: Out<'_>,
    ) -> Result<Written> {
        let session = self.session(handle)?;
        let begun = {
            let mut work = session.work.lock();
            work.not_lost(kind)?;
            match work.operation(kind) {
                Operation::Begun(begun, _) => Some(begun.clone()),
                _ => None,
            }
        };
        if let Some(begun) = &begun
            && matches!(out, Out::Size)
            && !begun.sizing.passes
        {
            return Ok(begun.sizing.fixed);
        }
        if input.len() > SMALL && !matches!(out, Out::Size) && self.is_long(&session, input)? {
            return self.in_parts(handle, kind, input, out);
        }
        if let (Some(begun), Out::Buffer(buffer)) = (&begun, &mut out) {
            // The service makes room for as much as it is told of: for no more than there can be.
            let passes = if begun.sizing.passes { input.len() } else { 0 };
            let most = buffer.len().min(begun.sizing.fixed.saturating_add(passes));
            *buffer = std::mem::take(buffer).get_mut(..most).unwrap_or_default();
        }
        let asks = matches!(out, Out::Size);
        let Some(begun) = begun else {
            return self.once(&session, |connection, remote, work| {
                let answer = once(connection, remote, kind, input, out.again())?;
                ended(work, kind, asks, &answer);
                Ok(answer)
            });
        };
        let mut tries = 0;
        let of = Use { kind, key: begun.key, input: input.len() };
        self.with_others(&session, &of, |connection, remote, work| {
            tries += 1;
            if asks {
                if let Err(error) = self.begin(connection, remote, work, kind)? {
                    return Ok(Err(error));
                }
                return once(connection, remote, kind, input, Out::Size);
            }
            let answer = if tries == 1 && is_there(work, kind, connection) {
                once(connection, remote, kind, input, out.again())?
            } else {
                self.stop(connection, remote, work, kind)?;
                let (mut remote, mut kind_, mut key) = (remote, kind, begun.key);
                let (mut mechanism, mut input, mut out) = (&begun.mechanism, input, out.again());
                let answer = call::perform(
                    connection,
                    &mut remote,
                    &mut kind_,
                    &mut mechanism,
                    &mut key,
                    &mut input,
                    &mut out,
                )?;
                if answer.is_ok() {
                    self.accept(work, kind, begun.clone());
                }
                answer
            };
            ended(work, kind, false, &answer);
            Ok(answer)
        })
    }

    pub(super) fn perform<'a>(
        &self,
        handle: u64,
        kind: OpKind,
        mechanism: &'a Mechanism,
        key: u64,
        input: &'a [u8],
        mut out: Out<'a>,
    ) -> Result<Written> {
        let session = self.session(handle)?;
        let (mut kind_, mut mechanism, mut key_, mut input) = (kind, mechanism, key, input);
        let of = Use { kind, key, input: input.len() };
        self.with_others(&session, &of, |connection, mut remote, _| {
            call::perform(
                connection,
                &mut remote,
                &mut kind_,
                &mut mechanism,
                &mut key_,
                &mut input,
                &mut out,
            )
        })
    }

    pub(super) fn verify(
        &self,
        handle: u64,
        mechanism: &Mechanism,
        key: u64,
        input: &[u8],
        signature: &[u8],
    ) -> Result<()> {
        let session = self.session(handle)?;
        let (mut mechanism, mut key_, mut input, mut signature) =
            (mechanism, key, input, signature);
        let of = Use { kind: OpKind::Verify, key, input: input.len() };
        self.with_others(&session, &of, |c, mut remote, _| {
            call::verify(c, &mut remote, &mut mechanism, &mut key_, &mut input, &mut signature)
        })
    }

    pub(super) fn verify_once(&self, handle: u64, input: &[u8], signature: &[u8]) -> Result<()> {
        let kind = OpKind::Verify;
        let session = self.session(handle)?;
        let begun = {
            let mut work = session.work.lock();
            work.not_lost(kind)?;
            match work.operation(kind) {
                Operation::Begun(begun, _) => Some(begun.clone()),
                _ => None,
            }
        };
        if input.len() > SMALL && self.is_long(&session, input)? {
            for part in self.parts(&session, input)? {
                self.op_update(handle, kind, part, Out::Buffer(&mut []))?;
            }
            return self.verify_final(handle, signature);
        }
        let Some(begun) = begun else {
            return self.once(&session, |connection, mut remote, work| {
                *work.operation(kind) = Operation::None;
                let (mut input, mut signature) = (input, signature);
                call::verify_once(connection, &mut remote, &mut input, &mut signature)
            });
        };
        let mut tries = 0;
        let of = Use { kind, key: begun.key, input: input.len() };
        self.with_others(&session, &of, |connection, mut remote, work| {
            tries += 1;
            let (mut input, mut signature) = (input, signature);
            let answer = if tries == 1 && is_there(work, kind, connection) {
                call::verify_once(connection, &mut remote, &mut input, &mut signature)?
            } else {
                self.stop(connection, remote, work, kind)?;
                let (mut mechanism, mut key) = (&begun.mechanism, begun.key);
                call::verify(
                    connection,
                    &mut remote,
                    &mut mechanism,
                    &mut key,
                    &mut input,
                    &mut signature,
                )?
            };
            *work.operation(kind) = Operation::None;
            if answer.is_ok() {
                self.accept(work, kind, begun.clone());
            }
            Ok(answer)
        })
    }

    pub(super) fn op_update(
        &self,
        handle: u64,
        kind: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        let session = self.session(handle)?;
        if input.len() > SMALL && self.is_long(&session, input)? {
            return self.update_in_parts(handle, kind, input, out);
        }
        let asks = matches!(out, Out::Size);
        let (mut kind_, mut input, mut out) = (kind, input, out);
        self.streaming(handle, &[kind], asks, |connection, remote| {
            call::op_update(connection, remote, &mut kind_, &mut input, &mut out)
        })
    }

    pub(super) fn op_update_key(&self, handle: u64, key: u64) -> Result<()> {
        let mut key = key;
        self.streaming(handle, &[OpKind::Digest], false, |connection, remote| {
            call::op_update_key(connection, remote, &mut key)
        })
    }

    pub(super) fn op_update_dual(
        &self,
        handle: u64,
        first: OpKind,
        second: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        let asks = matches!(out, Out::Size);
        let (mut one, mut other, mut input, mut out) = (first, second, input, out);
        self.streaming(handle, &[first, second], asks, |connection, remote| {
            call::op_update_dual(connection, remote, &mut one, &mut other, &mut input, &mut out)
        })
    }

    pub(super) fn op_final(&self, handle: u64, kind: OpKind, out: Out<'_>) -> Result<Written> {
        let asks = matches!(out, Out::Size);
        let (mut at_kind, mut out) = (kind, out);
        let answer = self.streaming(handle, &[kind], asks, |connection, remote| {
            call::op_final(connection, remote, &mut at_kind, &mut out)
        });
        let stays = match &answer {
            Ok(_) => asks,
            Err(error) => error.is(ck::CKR_BUFFER_TOO_SMALL),
        };
        if !stays && let Ok(session) = self.session(handle) {
            *session.work.lock().operation(kind) = Operation::None;
        }
        answer
    }

    pub(super) fn verify_final(&self, handle: u64, signature: &[u8]) -> Result<()> {
        let mut signature = signature;
        let answer = self.streaming(handle, &[OpKind::Verify], false, |connection, remote| {
            call::verify_final(connection, remote, &mut signature)
        });
        if let Ok(session) = self.session(handle) {
            *session.work.lock().operation(OpKind::Verify) = Operation::None;
        }
        answer
    }

    pub(super) fn verify_signature_init(
        &self,
        handle: u64,
        mechanism: &Mechanism,
        key: u64,
        signature: &[u8],
    ) -> Result<()> {
        let session = self.session(handle)?;
        let (mut mechanism, mut key, mut signature) = (mechanism, key, signature);
        self.once(&session, |connection, mut remote, work| {
            let answer = call::verify_signature_init(
                connection,
                &mut remote,
                &mut mechanism,
                &mut key,
                &mut signature,
            )?;
            if answer.is_ok() {
                *work.operation(OpKind::VerifySignature) = Operation::Parts;
            }
            Ok(answer)
        })
    }

    /// A task that is carried out at the service: the operation that it ends is begun there first.
    pub(super) fn async_begin(&self, handle: u64, task: &Task) -> Result<u64> {
        let kind = match task {
            Task::Once(kind, ..) | Task::Final(kind, _) => Some(*kind),
            Task::GenerateKey(..) | Task::GenerateKeyPair(..) => None,
        };
        let session = self.session(handle)?;
        let mut task = task;
        self.once(&session, |connection, mut remote, work| {
            if let Some(kind) = kind {
                if let Err(error) = work.not_lost(kind) {
                    return Ok(Err(error));
                }
                if let Err(error) = self.begin(connection, remote, work, kind)? {
                    return Ok(Err(error));
                }
            }
            let answer = call::async_begin(connection, &mut remote, &mut task)?;
            if let (Ok(_), Some(kind)) = (&answer, kind) {
                *work.operation(kind) = Operation::None;
            }
            Ok(answer)
        })
    }

    pub(super) fn operation_state(&self, handle: u64, out: Out<'_>) -> Result<Written> {
        let session = self.session(handle)?;
        self.tell(&session)?;
        let mut out = out;
        self.again(&session, |connection, mut remote, _| {
            call::operation_state(connection, &mut remote, &mut out)
        })
    }

    pub(super) fn set_operation_state(
        &self,
        handle: u64,
        state: &[u8],
        encryption_key: u64,
        authentication_key: u64,
    ) -> Result<()> {
        let session = self.session(handle)?;
        let (mut state, mut one, mut other) = (state, encryption_key, authentication_key);
        self.once(&session, |connection, mut remote, work| {
            let answer = call::set_operation_state(
                connection,
                &mut remote,
                &mut state,
                &mut one,
                &mut other,
            )?;
            if answer.is_ok() {
                work.replaced();
            }
            Ok(answer)
        })
    }

    /// A call that continues operations with data: they are begun at the service first where they are not
    /// there yet, and cannot be begun again afterwards.
    fn streaming<T>(
        &self,
        handle: u64,
        kinds: &[OpKind],
        asks: bool,
        mut call: impl FnMut(&mut Way<'_>, &mut u64) -> Called<T>,
    ) -> Result<T> {
        let session = self.session(handle)?;
        {
            let mut work = session.work.lock();
            kinds.iter().try_for_each(|kind| work.not_lost(*kind))?;
        }
        self.once(&session, |connection, mut remote, work| {
            for kind in kinds {
                // What was in the middle of its data when the session came to life here is gone.
                if let Err(error) = work.not_lost(*kind) {
                    return Ok(Err(error));
                }
                if let Err(error) = self.begin(connection, remote, work, *kind)? {
                    *work.operation(*kind) = Operation::None;
                    return Ok(Err(error));
                }
            }
            let answer = call(connection, &mut remote);
            for kind in kinds {
                let operation = work.operation(*kind);
                match &answer {
                    Ok(Ok(_)) if asks => {}
                    Ok(Err(error)) if error.is(ck::CKR_BUFFER_TOO_SMALL) => {}
                    // Nobody knows what it has taken; the next one of its kind ends it first.
                    Err(call::Lost::NoReply(_)) => *operation = Operation::None,
                    // Which of two has ended, and why, only the service knows.
                    _ if !matches!(operation, Operation::None) => *operation = Operation::Parts,
                    _ => {}
                }
            }
            answer
        })
    }

    /// Ends what the service has of an operation, if it has anything.
    fn stop(
        &self,
        connection: &mut Way<'_>,
        remote: u64,
        work: &mut Work,
        kind: OpKind,
    ) -> Result<(), call::Lost> {
        if is_there(work, kind, connection) {
            let (mut remote, mut kind) = (remote, kind);
            let _ = call::op_init(connection, &mut remote, &mut kind, &mut None, &mut 0)?;
        }
        Ok(())
    }

    /// Whether input does not go into one frame.
    fn is_long(&self, session: &super::session::Session, input: &[u8]) -> Result<bool> {
        Ok(input.len() > self.room(session)?)
    }

    /// How much input goes into one frame.
    fn room(&self, session: &super::session::Session) -> Result<usize> {
        self.again(session, |connection, _, _| {
            Ok(Ok(connection.frame.saturating_sub(OVERHEAD).max(1)))
        })
    }

    fn parts<'i>(
        &self,
        session: &super::session::Session,
        input: &'i [u8],
    ) -> Result<std::slice::Chunks<'i, u8>> {
        Ok(input.chunks(self.room(session)?))
    }

    /// An operation of one part with more input than goes into a frame.
    fn in_parts(&self, handle: u64, kind: OpKind, input: &[u8], out: Out<'_>) -> Result<Written> {
        let Out::Buffer(out) = out else { return self.op_final(handle, kind, out) };
        let written = match kind {
            OpKind::Encrypt | OpKind::Decrypt => {
                self.update_in_parts(handle, kind, input, Out::Buffer(&mut *out))?
            }
            _ => {
                let session = self.session(handle)?;
                for part in self.parts(&session, input)? {
                    self.op_update(handle, kind, part, Out::Buffer(&mut []))?;
                }
                0
            }
        };
        let rest = out.get_mut(written..).unwrap_or_default();
        Ok(written + self.op_final(handle, kind, Out::Buffer(rest))?)
    }

    fn update_in_parts(
        &self,
        handle: u64,
        kind: OpKind,
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Written> {
        let session = self.session(handle)?;
        let passes = matches!(kind, OpKind::Encrypt | OpKind::Decrypt);
        // A block may be waiting from before.
        let needed = if passes { input.len() + 16 } else { 0 };
        let out = match out {
            Out::Size => return Ok(needed),
            // Once a part is in, it cannot be taken back.
            Out::Buffer(out) if passes && out.len() < input.len() => {
                return Err(Error::too_small(needed));
            }
            Out::Buffer(out) => out,
        };
        let mut written = 0;
        for part in self.parts(&session, input)? {
            let rest = out.get_mut(written..).unwrap_or_default();
            let end = rest.len().min(part.len() + 16);
            let rest = rest.get_mut(..end).unwrap_or_default();
            written += self.op_update(handle, kind, part, Out::Buffer(rest))?;
        }
        Ok(written)
    }
}

/// The one part of an operation that the service has.
fn once(
    connection: &mut Way<'_>,
    remote: u64,
    kind: OpKind,
    input: &[u8],
    out: Out<'_>,
) -> Called<Written> {
    let (mut remote, mut kind, mut input, mut out) = (remote, kind, input, out);
    call::op_once(connection, &mut remote, &mut kind, &mut input, &mut out)
}

/// Whether the service has the operation.
fn is_there(work: &mut Work, kind: OpKind, connection: &Way<'_>) -> bool {
    matches!(work.operation(kind), Operation::Begun(_, at) if *at == connection.incarnation)
}

/// Notes that an operation has ended, unless it stays as it was.
fn ended(work: &mut Work, kind: OpKind, asks: bool, answer: &Result<Written>) {
    let stays = match answer {
        Ok(_) => asks,
        Err(error) => error.is(ck::CKR_BUFFER_TOO_SMALL),
    };
    if !stays {
        *work.operation(kind) = Operation::None;
    }
}
