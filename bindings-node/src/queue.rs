//! How a call is made: on the spot, for the twins whose names end in `Sync`, or by one of the core's threads,
//! for promises. libuv's threads are never used. What a thread is done with waits in a queue until the event loop
//! takes all of it at once; a ticket says which promise an answer belongs to. Each environment (the main
//! thread, each worker) has a queue of its own.

use crate::answer::{Handle, Reply, Settled, Shown};
use napi::bindgen_prelude::{External, Function, JsValue, Uint8ArraySlice};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status};
use napi_derive::napi;
use parking_lot::Mutex;
use std::cell::RefCell;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use strongroom::{Error, Secret, ck};

/// Tells the event loop that there is something to be taken. It does not keep the process running.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// What is under way for one environment, and what is done.
pub struct Queue {
    done: Mutex<Vec<(u32, Settled)>>,
    wake: Wake,
    /// Tickets that nobody waits for any more.
    cancelled: Mutex<HashSet<u32>>,
}

/// What is called where there is no handle yet. JavaScript has it for the queue.
pub struct Core;

type Place<'a> = &'a External<Handle<Core>>;

thread_local! {
    /// The PIN for the use of a key that this thread makes next.
    static CONTEXT_PIN: RefCell<Option<Secret>> = const { RefCell::new(None) };
}

impl Queue {
    /// Makes a call. With a ticket nothing comes back: the answer is taken from the queue.
    pub fn perform<'env, S: Shown>(
        self: &Arc<Self>,
        env: &'env Env,
        ticket: Option<u32>,
        work: impl FnOnce() -> strongroom::Result<S> + Send + 'static,
    ) -> Reply<'env> {
        let pin = CONTEXT_PIN.take();
        let Some(ticket) = ticket else {
            return with_pin(pin, work).show(env, self);
        };
        let queue = Arc::clone(self);
        let job = move || {
            if queue.cancelled.lock().remove(&ticket) {
                return;
            }
            let answer = with_pin(pin, work);
            queue.finish(ticket, Box::new(move |env, queue| answer.show(env, queue)));
        };
        strongroom::exec::submit(job).map_err(Error::from).show(env, self)
    }

    fn finish(&self, ticket: u32, answer: Settled) {
        let mut done = self.done.lock();
        done.push((ticket, answer));
        let first = done.len() == 1;
        drop(done);
        if first {
            // Where the environment is ending nobody waits any more.
            self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }
}

/// Runs a call with the PIN that it may need. A defect ends as an error.
fn with_pin<S>(
    pin: Option<Secret>,
    work: impl FnOnce() -> strongroom::Result<S>,
) -> strongroom::Result<S> {
    CONTEXT_PIN.set(pin);
    let answer = catch_unwind(AssertUnwindSafe(work));
    CONTEXT_PIN.set(None);
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
    let (done, cancelled) = Default::default();
    Ok(External::new(Handle::new(Arc::new(Queue { done, wake, cancelled }), Core)))
}

/// Everything that is done: ticket, answer, ticket, answer …
#[napi]
pub fn take<'env>(env: &'env Env, place: Place<'_>) -> Reply<'env> {
    let queue = &place.queue;
    let done = std::mem::take(&mut *queue.done.lock());
    let mut all = env.create_array(u32::try_from(2 * done.len()).unwrap_or(0))?;
    for (at, (ticket, answer)) in (0u32..).step_by(2).zip(done) {
        queue.cancelled.lock().remove(&ticket);
        all.set(at, ticket)?;
        all.set(at + 1, answer(env, queue)?)?;
    }
    Ok(all.to_unknown())
}

/// Nobody waits for it any more: if it has not begun, it does not.
#[napi]
pub fn cancel(place: Place<'_>, ticket: u32) {
    place.queue.cancelled.lock().insert(ticket);
}
