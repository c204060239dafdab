//! The key derivations of SP 800-108 in counter, feedback and double-pipeline mode (PKCS #11 v3.2,
//! section 6.42). The pseudo-random function is the row of a MAC; what is here is the order in which it
//! is fed, and which of its output becomes which key.

use super::digest::HASHES;
use super::secret::{ANY_SECRET, MAX_SECRET};
use super::{Init, Row, Signer};
use strongroom_base::ck::*;
use strongroom_base::mechanism::{Counter, DkmLength, Field, Kbkdf};
use strongroom_base::{Error, Params, Result, Secret};

/// The most that is derived in one call, in bytes.
const MAX_DERIVED: usize = 1 << 16;

fn wrong(why: &'static str) -> Error {
    Error::new(CKR_MECHANISM_PARAM_INVALID, why)
}

/// Which of the three it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Counter,
    Feedback,
    DoublePipeline,
}

/// The pseudo-random function with its key.
struct Prf<'a> {
    begin: fn(&Init<'_>) -> Result<Box<dyn Signer>>,
    init: Init<'a>,
}

impl<'a> Prf<'a> {
    fn new(init: &Init<'a>, kind: u64) -> Result<Self> {
        let cmac = matches!(kind, CKM_AES_CMAC | CKM_DES3_CMAC);
        let known = cmac || HASHES.iter().any(|hash| hash.hmac == kind);
        let row = Some(kind).filter(|_| known).and_then(|kind| super::find(kind).ok());
        let row = row.ok_or_else(|| wrong("there is no such pseudo-random function"))?;
        let begin = row.sign.ok_or_else(super::not_for_this)?;
        if !row.key_types.contains(&init.secret()?.key_type()) {
            return Err(Error::new(
                CKR_KEY_TYPE_INCONSISTENT,
                "the pseudo-random function takes keys of another type",
            ));
        }
        Ok(Self { begin, init: Init { params: &Params::None, ..*init } })
    }

    fn of<'b>(&self, pieces: impl IntoIterator<Item = &'b [u8]>) -> Result<Secret> {
        let mut work = (self.begin)(&self.init)?;
        for piece in pieces {
            work.update(piece)?;
        }
        let mut out = Secret::zeroed(work.len());
        work.finish(out.expose_mut())?;
        Ok(out)
    }

    fn len(&self) -> Result<usize> {
        Ok((self.begin)(&self.init)?.len())
    }
}

/// A number in the form that a counter or a length has. None where it does not fit.
fn number(value: u64, bits: u64, little_endian: bool) -> Option<Vec<u8>> {
    let len = usize::try_from(bits / 8)
        .ok()
        .filter(|len| bits.is_multiple_of(8) && (1..=8).contains(len))?;
    let whole = value.to_be_bytes();
    let (dropped, kept) = whole.split_at(whole.len() - len);
    if dropped.iter().any(|byte| *byte != 0) {
        return None;
    }
    let mut kept = kept.to_vec();
    if little_endian {
        kept.reverse();
    }
    Some(kept)
}

fn counter(round: u64, format: &Counter) -> Result<Vec<u8>> {
    if format.bits > 32 {
        return Err(wrong("a counter has 8, 16, 24 or 32 bits"));
    }
    number(round, format.bits, format.little_endian)
        .ok_or_else(|| wrong("the counter has too few bits, or not whole bytes"))
}

fn dkm_length(bytes: usize, format: &DkmLength) -> Result<Vec<u8>> {
    number(bytes as u64 * 8, format.bits, format.little_endian)
        .ok_or_else(|| wrong("the length has too few bits, or not whole bytes"))
}

/// What the specification's tables demand of the fields of a mode.
fn check(mode: Mode, params: &Kbkdf) -> Result<()> {
    let count = |test: fn(&Field) -> bool| params.fields.iter().filter(|f| test(f)).count();
    let of_counter = count(|f| matches!(f, Field::Iteration(Some(_))));
    let of_chaining = count(|f| matches!(f, Field::Iteration(None)));
    let right = match mode {
        Mode::Counter => (of_counter, of_chaining) == (1, 0),
        Mode::Feedback | Mode::DoublePipeline => (of_counter, of_chaining) == (0, 1),
    };
    if !right {
        return Err(wrong("the iteration variable is missing, repeated, or not of this mode"));
    }
    let counters = count(|f| matches!(f, Field::Counter(_)));
    if counters > usize::from(mode != Mode::Counter) {
        return Err(wrong("the counter is repeated, or not of this mode"));
    }
    if count(|f| matches!(f, Field::DkmLength(_))) > 1 {
        return Err(wrong("the length is repeated"));
    }
    if count(|f| matches!(f, Field::Bytes(bytes) if bytes.is_empty())) > 0 {
        return Err(wrong("a field has no bytes"));
    }
    Ok(())
}

/// The keys of these lengths. Each begins with a round of its own.
fn derive(mode: Mode, init: &Init<'_>, lens: &[usize]) -> Result<Vec<Secret>> {
    let Params::Kbkdf(params) = init.params else { return Err(wrong("parameters are missing")) };
    check(mode, params)?;
    let prf = Prf::new(init, params.prf)?;
    let segment = prf.len()?;
    let of_keys = lens.iter().fold(0usize, |sum, len| sum.saturating_add(*len));
    let rounds = lens.iter().fold(0usize, |sum, len| sum.saturating_add(len.div_ceil(segment)));
    if lens.contains(&0) || of_keys > MAX_DERIVED {
        return Err(Error::new(CKR_KEY_SIZE_RANGE, "so many bytes are not derived"));
    }

    // What is the same in every round, and the places where it is not.
    let mut others = init.others.iter();
    let mut fixed = Vec::with_capacity(params.fields.len());
    for field in &params.fields {
        fixed.push(match field {
            Field::Iteration(_) | Field::Counter(_) => Secret::default(),
            Field::Bytes(bytes) => Secret::from(bytes.as_slice()),
            Field::DkmLength(format) => {
                let bytes = if format.of_segments { rounds * segment } else { of_keys };
                Secret::from(dkm_length(bytes, format)?)
            }
            Field::Key(_) => {
                let key = others.next().ok_or_else(|| wrong("a key is missing"))?;
                Secret::from(key.secret()?.value())
            }
        });
    }
    let mut chaining = match mode {
        Mode::DoublePipeline => prf.of(fixed.iter().map(Secret::expose))?,
        Mode::Counter | Mode::Feedback => Secret::from(params.iv.as_slice()),
    };

    let mut round = 0;
    let mut keys = Vec::with_capacity(lens.len());
    for len in lens {
        let mut key = Secret::zeroed(*len);
        for chunk in key.expose_mut().chunks_mut(segment) {
            round += 1;
            let mut pieces = Vec::with_capacity(fixed.len());
            for (field, fixed) in params.fields.iter().zip(&fixed) {
                pieces.push(match field {
                    Field::Iteration(Some(format)) | Field::Counter(format) => {
                        Secret::from(counter(round, format)?)
                    }
                    Field::Iteration(None) => chaining.clone(),
                    _ => fixed.clone(),
                });
            }
            let made = prf.of(pieces.iter().map(Secret::expose))?;
            chunk.copy_from_slice(made.expose().get(..chunk.len()).unwrap_or_default());
            chaining = match mode {
                Mode::DoublePipeline => prf.of([chaining.expose()])?,
                Mode::Counter | Mode::Feedback => made,
            };
        }
        keys.push(key);
    }
    Ok(keys)
}

fn by_counter(init: &Init<'_>, lens: &[usize]) -> Result<Vec<Secret>> {
    derive(Mode::Counter, init, lens)
}
fn by_feedback(init: &Init<'_>, lens: &[usize]) -> Result<Vec<Secret>> {
    derive(Mode::Feedback, init, lens)
}
fn by_double_pipeline(init: &Init<'_>, lens: &[usize]) -> Result<Vec<Secret>> {
    derive(Mode::DoublePipeline, init, lens)
}

const KBKDF: Row =
    Row { key_types: ANY_SECRET, sizes: (1, MAX_SECRET), sizes_in_bits: true, ..Row::EMPTY };

/// The rows.
pub static ROWS: [Row; 3] = [
    Row { kind: CKM_SP800_108_COUNTER_KDF, derive_keys: Some(by_counter), ..KBKDF },
    Row { kind: CKM_SP800_108_FEEDBACK_KDF, derive_keys: Some(by_feedback), ..KBKDF },
    Row { kind: CKM_SP800_108_DOUBLE_PIPELINE_KDF, derive_keys: Some(by_double_pipeline), ..KBKDF },
];
