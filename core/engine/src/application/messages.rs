//! Messages: many encryptions or decryptions with one key (PKCS #11 v3.2, sections 5.9 and 5.11). The
//! session keeps the key; each message is an operation of one part with the row of the mechanism, whose
//! tag goes a way of its own.

use super::*;
use crate::mechanisms;
use crate::object::Held;
use crate::random;
use strongroom_base::mechanism::{Gcm, GcmMessage};
use strongroom_base::{Message, Params, Secret};

fn wrong(why: &'static str) -> Error {
    Error::new(ck::CKR_MECHANISM_PARAM_INVALID, why)
}

impl App {
    pub(super) fn message_init(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: Option<u64>,
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
            if !mechanisms::find(mechanism)?.messages {
                return Err(mechanisms::not_for_this());
            }
            let object = Held::new(self.key_object(session, key)?);
            // A message with parameters that are right in form shows whether the key may be used so.
            let trial = Gcm { iv: vec![0; 12], aad: Vec::new(), tag_bits: 128 };
            let trial = Mechanism::new(mechanism, Params::Gcm(trial));
            self.begin_with(kind, &trial, Arc::clone(&object))?;
            *work.series(kind)? = Some((mechanism, object));
            Ok(())
        })
    }

    pub(super) fn message(
        &self,
        session: u64,
        kind: OpKind,
        params: &GcmMessage,
        aad: &[u8],
        input: &[u8],
        out: Out<'_>,
    ) -> Result<Message> {
        self.with_session(session, |session| {
            let (mechanism, object) = session.work.lock().series(kind)?.clone().ok_or_else(none)?;
            let iv = vector(kind, params)?;
            let gcm = Gcm { iv: iv.clone(), aad: aad.to_vec(), tag_bits: params.tag_bits };
            let mechanism = Mechanism::new(mechanism, Params::Gcm(gcm));
            let mut active = self.begin_with(kind, &mechanism, object)?;
            let buffer = match out {
                Out::Size => return Ok(Message { written: input.len(), iv: vec![], tag: vec![] }),
                Out::Buffer(buffer) => buffer,
            };
            let to = buffer.get_mut(..input.len()).ok_or_else(|| Error::too_small(input.len()))?;
            let tag_len = usize::try_from(params.tag_bits / 8).map_err(|_| wrong("no such tag"))?;
            if kind == OpKind::Decrypt {
                let mut sealed = Secret::from(input);
                sealed.extend(&params.tag);
                active.once(sealed.expose(), Out::Buffer(to)).map_err(as_message)?;
                return Ok(Message { written: input.len(), iv: vec![], tag: vec![] });
            }
            let mut sealed = Secret::zeroed(input.len() + tag_len);
            active.once(input, Out::Buffer(sealed.expose_mut()))?;
            let (body, tag) = sealed
                .expose()
                .split_at_checked(input.len())
                .ok_or_else(|| Error::too_small(input.len()))?;
            to.copy_from_slice(body);
            let iv = if params.generator == ck::CKG_NO_GENERATE { vec![] } else { iv };
            Ok(Message { written: input.len(), iv, tag: tag.to_vec() })
        })
    }

    pub(super) fn message_final(&self, session: u64, kind: OpKind) -> Result<()> {
        self.with_session(session, |session| {
            session.work.lock().series(kind)?.take().map(drop).ok_or_else(none)
        })
    }
}

fn none() -> Error {
    Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no series of messages is active")
}

/// The return value that messages have for what is not authentic.
fn as_message(error: Error) -> Error {
    if error.is(ck::CKR_ENCRYPTED_DATA_INVALID) {
        Error::new(ck::CKR_AEAD_DECRYPT_FAILED, error.why().to_owned())
    } else {
        error
    }
}

/// The vector of a message: the caller's, or his first bits and random ones after them, of which there must
/// be so many that none comes twice (SP 800-38D, section 8.2.2).
fn vector(kind: OpKind, params: &GcmMessage) -> Result<Vec<u8>> {
    if kind == OpKind::Decrypt || params.generator == ck::CKG_NO_GENERATE {
        return Ok(params.iv.clone());
    }
    if !matches!(params.generator, ck::CKG_GENERATE | ck::CKG_GENERATE_RANDOM) {
        return Err(wrong("vectors are made at random here, not counted"));
    }
    let bits = params.iv.len() as u64 * 8;
    if params.fixed_bits > bits || bits - params.fixed_bits < 96 {
        return Err(wrong("a vector is generated of at least 96 free bits"));
    }
    let mut iv = vec![0; params.iv.len()];
    random::fill(&mut iv)?;
    let whole = usize::try_from(params.fixed_bits / 8).unwrap_or(usize::MAX);
    for (place, (to, from)) in iv.iter_mut().zip(&params.iv).enumerate() {
        let mask = match place.cmp(&whole) {
            std::cmp::Ordering::Less => 0xff,
            std::cmp::Ordering::Equal => !(0xff_u8 >> (params.fixed_bits % 8)),
            std::cmp::Ordering::Greater => 0,
        };
        *to = (*from & mask) | (*to & !mask);
    }
    Ok(iv)
}
