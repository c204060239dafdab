//! How a call is made: on the spot, for the twins whose names end in `Sync`, or by one of the core's threads,
//! for promises. libuv's threads are never used. What a thread is done with waits in a queue until the event loop
//! takes all of it at once; a ticket says which promise an answer belongs to. Each environment (the main
//! thread, each worker) has a queue of its own.

use crate::answer::{Handle, Plain, Reply, Settled, Shown};
use napi::bindgen_prelude::{BufferSlice, External, Function, JsValue, Uint8ArraySlice};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status};
use napi_derive::napi;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use strongroom::{Answers, Error, Secret, ck};

/// Tells the event loop that there is something to be taken. It does not keep the process running.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// What is under way for one environment, and what is done, by its ticket.
pub struct Queue {
    answers: Answers<Settled>,
    wake: Wake,
}

/// What is called where there is no handle yet. JavaScript has it for the queue.
pub struct Core;

type Place<'a> = &'a External<Handle<Core>>;

thread_local! {
    /// The PIN for the use of a key that this thread makes next.
    static CONTEXT_PIN: RefCell<Option<Secret>> = const { RefCell::new(None) };
}

impl Queue {
    /// Makes a call. With a ticket nothing comes back: the answer is taken from the queue. With room the call is made on
    /// the spot, and a short answer written there at the place that the ticket says, as [`take`] does: `true` comes back.
    pub fn perform<'env, S: Shown>(
        self: &Arc<Self>,
        env: &'env Env,
        ticket: Option<u32>,
        room: Option<BufferSlice<'_>>,
        work: impl FnOnce() -> strongroom::Result<S> + Send + 'static,
    ) -> Reply<'env> {
        let pin = CONTEXT_PIN.take();
        let Some(ticket) = ticket else {
            return with_pin(pin, work).show(env, self);
        };
        if let Some(mut room) = room {
            let answer = with_pin(pin, work).settled();
            let at = usize::try_from(ticket).unwrap_or(usize::MAX);
            if answer.written(0, &mut room.get_mut(at..).unwrap_or_default()) {
                return Plain(true).show(env, self);
            }
            return answer.show(env, self);
        }
        let queue = Arc::clone(self);
        let job = move || {
            let wanted = queue.answers.begins(ticket);
            let answer = if wanted { with_pin(pin, work).settled() } else { ().settled() };
            if queue.answers.put(ticket, answer) {
                // Where the environment is ending nobody waits any more.
                queue.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
            }
        };
        self.answers.waits();
        let begun = strongroom::exec::submit(job).map_err(Error::from);
        begun.inspect_err(|_| _ = self.answers.begins(ticket)).show(env, self)
    }
}

/// Runs a call with the PIN that it may need. A defect ends as an error.
fn with_pin<S>(
    pin: Option<Secret>,
    work: impl FnOnce() -> strongroom::Result<S>,
) -> strongroom::Result<S> {
    let given = pin.map(|pin| CONTEXT_PIN.set(Some(pin))).is_some();
    let answer = catch_unwind(AssertUnwindSafe(work));
    if given {
        CONTEXT_PIN.set(None);
    }
    answer.unwrap_or_else(|_| {
        Err(Error::new(ck::CKR_GENERAL_ERROR, "", "a defect of Strongroom ended the call"))
    })
}

/// The PIN that was offered for this use. Who asked for it offers it, and makes the call again.
pub fn context_pin() -> strongroom::Result<Secret> {
    CONTEXT_PIN.take().ok_or_else(|| {
        let why = "this use of the key needs the PIN";
        Error::new(ck::CKR_USER_NOT_LOGGED_IN, "C_Login", why)
    })
}

/// Offers the PIN for the call that is made next.
#[napi]
pub fn offer_context_pin(pin: Uint8ArraySlice<'_>) {
    CONTEXT_PIN.set(Some(Secret::from(pin.as_ref())));
}

/// A queue; the function is called when there is something to be taken.
#[napi]
pub fn queue(wake: Function<'_, (), ()>) -> napi::Result<External<Handle<Core>>> {
    let wake = wake.build_threadsafe_function::<()>().weak::<true>().build()?;
    Ok(External::new(Handle::new(Arc::new(Queue { answers: Answers::default(), wake }), Core)))
}

/// Everything that is done. Short answers are written where there is room: ticket, length, bytes, ticket, length,
/// bytes …; what comes is where they end, and then the others: ticket, answer, ticket, answer …
#[napi]
pub fn take<'env>(env: &'env Env, place: Place<'_>, mut room: BufferSlice<'_>) -> Reply<'env> {
    let done = place.queue.answers.take();
    let mut all = env.create_array(1)?;
    let (room, mut free) = (room.len(), &mut *room);
    for (ticket, answer) in done {
        if !answer.written(ticket, &mut free) {
            all.insert(ticket)?;
            all.insert(answer.show(env, &place.queue)?)?;
        }
    }
    all.set(0, u32::try_from(room - free.len()).unwrap_or_default())?;
    Ok(all.to_unknown())
}

/// Nobody waits for it any more: if it has not begun, it does not.
#[napi]
pub fn cancel(place: Place<'_>, ticket: u32) {
    place.queue.answers.cancel(ticket);
}
