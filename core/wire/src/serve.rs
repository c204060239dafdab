//! The server's side of every operation: a request is read, what is known of it decides whether it is
//! carried out here and now, and the answer is written. It comes from the list of operations.

use crate::codec::{Answered, Argument, Facts, Limits, Refusal, field};
use crate::frame::{Fields, ID, Malformed, OPERATION};
use crate::reply::Reply;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::*;

/// The number of an operation on the wire: FNV-1a of its name, so that it does not change when the list
/// does.
pub(crate) const fn number(name: &str) -> u32 {
    let (bytes, mut hash, mut at) = (name.as_bytes(), 0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// The number that begins every connection.
pub(crate) const ATTACH: u32 = number("attach");

/// What a request is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// To join an application, or to begin one.
    Attach,
    /// An operation, by its index in [`OPERATIONS`].
    Operation(usize),
    /// An operation that this version does not have.
    Unknown,
}

/// A request, read as far as its arguments.
#[derive(Clone)]
pub struct Request<'f> {
    /// Its number, which its reply repeats.
    pub id: u64,
    /// What it is for.
    pub wanted: Wanted,
    pub(crate) fields: Fields<'f>,
}

impl<'f> Request<'f> {
    /// Reads the beginning of a frame's body.
    pub fn read(body: &'f [u8]) -> Result<Self, Malformed> {
        let mut fields = Fields::new(body)?;
        let id = fields.required(ID)?.u64()?;
        let number = fields.required(OPERATION)?.u32()?;
        let wanted = if number == ATTACH {
            Wanted::Attach
        } else {
            NUMBERS
                .binary_search_by_key(&number, |(number, _)| *number)
                .ok()
                .and_then(|found| NUMBERS.get(found))
                .map_or(Wanted::Unknown, |(_, index)| Wanted::Operation(*index))
        };
        Ok(Self { id, wanted, fields })
    }
}

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Served {
    /// The reply is there; its return value.
    Done(u64),
    /// It is not carried out here; nothing has happened.
    Elsewhere,
}

/// Carries out an operation of an application, and writes the reply, unless `here` says otherwise.
pub fn serve(
    application: &dyn Application,
    request: &Request<'_>,
    limits: &Limits,
    reply: &mut Reply,
    here: &mut dyn FnMut(&Facts) -> bool,
) -> Result<Served, Malformed> {
    let index = match request.wanted {
        Wanted::Operation(index) => index,
        Wanted::Attach | Wanted::Unknown => usize::MAX,
    };
    let Some(server) = SERVERS.get(index) else {
        let rv = ck::CKR_FUNCTION_NOT_SUPPORTED;
        let why = "the service does not have this operation";
        reply.failure(request.id, &Error::new(rv, why));
        return Ok(Served::Done(rv));
    };
    reply.begin(request.id);
    match server(application, request.fields.clone(), limits, reply, here) {
        Ok(Some(Ok(()))) => Ok(Served::Done(ck::CKR_OK)),
        Ok(Some(Err(error))) | Err(Refusal::Refused(error)) => {
            reply.failure(request.id, &error);
            Ok(Served::Done(error.rv().0))
        }
        Ok(None) => {
            reply.forget();
            Ok(Served::Elsewhere)
        }
        Err(Refusal::Malformed(malformed)) => Err(malformed),
    }
}

/// One operation: reads, asks, carries out, answers. `None` when it is not carried out here.
type Server = fn(
    &dyn Application,
    Fields<'_>,
    &Limits,
    &mut Reply,
    &mut dyn FnMut(&Facts) -> bool,
) -> Result<Option<Result<()>>, Refusal>;

macro_rules! servers {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        /// A function for each operation, in the order of the list.
        static SERVERS: &[Server] = &[$($name),*];

        /// The numbers of the operations, in ascending order, with their indexes in the list.
        static NUMBERS: &[(u32, usize)] = &sorted([$(number(stringify!($name))),*]);

        $(
            #[allow(unused_mut, unused_variables, unused_assignments)] // operations without arguments
            #[allow(clippy::unused_unit, clippy::let_unit_value)]
            fn $name(
                application: &dyn Application,
                mut fields: Fields<'_>,
                limits: &Limits,
                reply: &mut Reply,
                here: &mut dyn FnMut(&Facts) -> bool,
            ) -> Result<Option<Result<()>>, Refusal> {
                #[allow(clippy::extra_unused_lifetimes)]
                fn read<'a, 'f>(
                    fields: &mut Fields<'f>,
                    limits: &Limits,
                    reply: &mut Reply,
                    facts: &mut Facts,
                ) -> Result<($(<$type as Argument<'a>>::Held<'f>,)*), Refusal> {
                    let mut place = 0;
                    $(
                        let $argument =
                            <$type as Argument<'a>>::read(fields, field(place), limits, reply)?;
                        <$type as Argument<'a>>::note(&$argument, stringify!($argument), facts);
                        place += 1;
                    )*
                    Ok(($($argument,)*))
                }
                #[allow(clippy::extra_unused_lifetimes)]
                fn run<'a, 'f: 'a>(
                    application: &dyn Application,
                    ($($argument,)*): &'a mut ($(<$type as Argument<'a>>::Held<'f>,)*),
                ) -> Result<$ret> {
                    application.$name($(<$type as Argument<'a>>::lend($argument)),*)
                }
                #[allow(clippy::extra_unused_lifetimes)]
                fn settle<'a, 'f>(
                    ($($argument,)*): ($(<$type as Argument<'a>>::Held<'f>,)*),
                    written: usize,
                    reply: &mut Reply,
                ) {
                    $(<$type as Argument<'a>>::settle($argument, written, reply);)*
                }
                let mut facts = Facts::default();
                let mut held = read(&mut fields, limits, reply, &mut facts)?;
                let carried_out = here(&facts);
                let answer = carried_out.then(|| run(application, &mut held));
                let written = match &answer {
                    Some(Ok(answer)) => answer.written(),
                    _ => 0,
                };
                settle(held, written, reply);
                Ok(answer.map(|answer| answer.map(|answer| reply.answer(&answer))))
            }
        )*
    };
}
for_each_operation!(servers);

/// Numbers in ascending order, each with its place. Two that are the same do not compile.
const fn sorted<const N: usize>(numbers: [u32; N]) -> [(u32, usize); N] {
    let mut sorted = [(0, 0); N];
    let mut len = 0;
    while len < N {
        let mut place = len;
        while place > 0 && sorted[place - 1].0 >= numbers[len] {
            assert!(sorted[place - 1].0 != numbers[len], "two operations have one number");
            sorted[place] = sorted[place - 1];
            place -= 1;
        }
        sorted[place] = (numbers[len], len);
        len += 1;
    }
    sorted
}

/// The index of an operation by its name; beyond the list for a name that is not in it.
pub fn index(name: &str) -> usize {
    OPERATIONS.iter().position(|o| o.name == name).unwrap_or(OPERATIONS.len())
}
