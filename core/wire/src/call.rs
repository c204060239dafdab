//! The client's side of every operation: a request is written, sent over a connection, and its reply read
//! into the caller's buffers. It comes from the list of operations.

use crate::codec::{Answered, Argument, field};
use crate::frame::{
    self, ANSWER, END, Fields, ID, MAP, Malformed, NEEDED, OPERATION, OUTPUT, RV, TOOK, WHY, put,
};
use crate::serve::number;
use std::time::Duration;
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::*;

/// Why a call has no answer.
#[derive(Clone, Debug)]
pub enum Lost {
    /// The request did not leave: nothing has happened.
    NotSent(String),
    /// It left, and no reply came: what happened is not known.
    NoReply(String),
    /// What came is not of the protocol.
    Malformed(&'static str),
    /// The service takes no request that is so long: nothing has happened.
    TooLong,
    /// TLS ended with an alert: the service refuses this client.
    Refused(String),
}

/// What carries a request to a service and its reply back.
pub trait Carrier {
    /// Sends a request, whose number is given, and gives the body of its reply.
    fn exchange(&mut self, id: u64, request: &[u8]) -> Result<&[u8], Lost>;
    /// The number of the next request, and a vector for it.
    fn next(&mut self) -> (u64, Vec<u8>);
    /// Takes the vector back.
    fn done(&mut self, request: Vec<u8>);
    /// How long the service took for the request, where that was long; nothing otherwise.
    fn took(&mut self, _: Duration) {}
}

/// What a call comes to: an answer of the service, whether good or bad, or none.
pub type Called<T> = Result<Result<T>, Lost>;

impl From<Malformed> for Lost {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed.0)
    }
}

impl From<minicbor::decode::Error> for Lost {
    fn from(error: minicbor::decode::Error) -> Self {
        Malformed::from(error).into()
    }
}

/// A failure that the service names.
fn failure(fields: &mut Fields<'_>, rv: u64) -> Result<Error, Malformed> {
    let why = match fields.field(WHY)? {
        Some(decoder) => decoder.str()?.to_owned(),
        None => String::from("the service says no more"),
    };
    let needed = fields.field(NEEDED)?.map(|decoder| decoder.u64()).transpose()?;
    match (rv, needed.and_then(|needed| usize::try_from(needed).ok())) {
        (ck::CKR_OK, _) => Err(Malformed("a failure that is none")),
        (ck::CKR_BUFFER_TOO_SMALL, Some(needed)) => Ok(Error::too_small(needed)),
        (rv, _) => Ok(Error::new(rv, why)),
    }
}

/// What takes the output of a reply.
type TakesOutput<'t> = dyn FnMut(Option<&[u8]>) -> Result<(), Malformed> + 't;

/// Writes a request, exchanges it, and reads its reply: `arguments` writes the arguments, `output` takes
/// the output.
pub(crate) fn call<T: Answered>(
    carrier: &mut dyn Carrier,
    operation: u32,
    arguments: &dyn Fn(&mut Vec<u8>),
    output: &mut TakesOutput<'_>,
) -> Called<T> {
    let (id, mut request) = carrier.next();
    frame::write(&mut request, |bytes| {
        bytes.push(MAP);
        put(bytes, ID, id);
        put(bytes, OPERATION, operation);
        arguments(bytes);
        bytes.push(END);
    });
    let mut took = Duration::ZERO;
    let answer = carrier.exchange(id, &request).and_then(|body| {
        let mut fields = Fields::new(body)?;
        if fields.required(ID)?.u64()? != id {
            return Err(Lost::Malformed("a reply to another request"));
        }
        let bytes = fields.field(OUTPUT)?.map(|decoder| decoder.bytes()).transpose()?;
        if let Some(decoder) = fields.field(RV)? {
            let rv = decoder.u64()?;
            return Ok(Err(failure(&mut fields, rv)?));
        }
        output(bytes)?;
        let answer = T::read(fields.required(ANSWER)?)?;
        if bytes.is_some_and(|bytes| answer.written() != 0 && answer.written() != bytes.len()) {
            return Err(Lost::Malformed("a reply whose output is not as long as it says"));
        }
        if let Some(decoder) = fields.field(TOOK)? {
            took = Duration::from_micros(decoder.u64()?);
        }
        Ok(Ok(answer))
    });
    carrier.took(took);
    zeroize::Zeroize::zeroize(request.as_mut_slice());
    carrier.done(request);
    answer
}

macro_rules! calls {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        $(
            #[allow(unused_mut, unused_variables, unused_assignments)] // operations without arguments
            #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)]
            pub(crate) fn $name<'a>(carrier: &mut dyn Carrier, $($argument: &mut $type),*) -> Called<$ret> {
                const NUMBER: u32 = number(stringify!($name));
                // The arguments are written by one closure and the output is taken by another.
                let ($($argument,)*) = ($(std::cell::RefCell::new($argument),)*);
                call(
                    carrier,
                    NUMBER,
                    &|request| {
                        let mut place = 0;
                        $(
                            <$type as Argument<'a>>::write(&**$argument.borrow(), request, field(place));
                            place += 1;
                        )*
                    },
                    &mut |output| {
                        $(<$type as Argument<'a>>::fill(&mut **$argument.borrow_mut(), output)?;)*
                        Ok(())
                    },
                )
            }
        )*
    };
}
for_each_operation!(calls);
