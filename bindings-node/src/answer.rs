//! What a call gives, on its way to JavaScript. It is made by any thread, and shown by the one that the
//! environment belongs to. Failures are shown as objects with an `rv`, which the package turns into errors.

use crate::queue::Queue;
use napi::Env;
use napi::bindgen_prelude::{BufferSlice, External, JsValue, ToNapiValue, Unknown};
use napi_derive::napi;
use std::ops::Deref;
use std::sync::Arc;
use strongroom::{Error, Result};

/// What a function of this crate gives.
pub type Reply<'env> = napi::Result<Unknown<'env>>;

/// Something that can be shown.
pub trait Shown: Send + 'static {
    fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env>;

    /// The same, to wait until it is shown.
    fn settled(self) -> Settled
    where
        Self: Sized,
    {
        Settled::Shown(Box::new(move |env, queue| self.show(env, queue)))
    }
}

type Show = Box<dyn for<'env> FnOnce(&'env Env, &Arc<Queue>) -> Reply<'env> + Send>;

/// An answer that waits for its thread.
pub enum Settled {
    Bytes(Vec<u8>),
    Shown(Show),
}

impl Settled {
    /// Writes short bytes where there is room: ticket, length, bytes.
    pub fn written(&self, ticket: u32, free: &mut &mut [u8]) -> bool {
        let Self::Bytes(bytes) = self else { return false };
        let Ok(length) = u32::try_from(bytes.len()) else { return false };
        if 8 + bytes.len() > free.len().min(SHORT) {
            return false;
        }
        let (head, rest) = std::mem::take(free).split_at_mut(8);
        let (body, rest) = rest.split_at_mut(bytes.len());
        head.copy_from_slice(&(u64::from(ticket) | u64::from(length) << 32).to_le_bytes());
        body.copy_from_slice(bytes);
        *free = rest;
        true
    }

    pub fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env> {
        match self {
            Self::Bytes(bytes) => bytes.show(env, queue),
            Self::Shown(show) => show(env, queue),
        }
    }
}

/// Bytes of an answer that is short.
const SHORT: usize = 1024;

/// A failure of the core.
#[napi(object)]
pub struct Failure {
    pub rv: f64,
    pub code: String,
    pub kind: String,
    pub function: String,
    pub why: String,
    pub retryable: bool,
}

fn failed<'env>(env: &'env Env, error: &Error) -> Reply<'env> {
    let failure = Failure {
        rv: number(error.rv()),
        code: error.name().into(),
        kind: format!("{:?}", error.kind()),
        function: error.function().into(),
        why: error.why().into(),
        retryable: error.retryable(),
    };
    failure.into_unknown(env)
}

/// A number of PKCS #11 as one of JavaScript. Slots, flags and return values are small.
#[allow(clippy::cast_precision_loss)]
pub fn number(value: u64) -> f64 {
    value as f64
}

impl Shown for () {
    fn show<'env>(self, env: &'env Env, _: &Arc<Queue>) -> Reply<'env> {
        self.into_unknown(env)
    }
}

/// Bytes, as a Buffer that belongs to JavaScript.
impl Shown for Vec<u8> {
    fn show<'env>(self, env: &'env Env, _: &Arc<Queue>) -> Reply<'env> {
        Ok(BufferSlice::copy_from(env, self)?.to_unknown())
    }
}

/// Bytes that are no secret: they come in memory that they share with others, as those of `Buffer.from` do.
pub struct Open(pub Vec<u8>);

impl Shown for Open {
    fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env> {
        self.0.show(env, queue)
    }

    fn settled(self) -> Settled {
        Settled::Bytes(self.0)
    }
}

/// Several.
impl<S: Shown> Shown for Vec<S> {
    fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env> {
        list(env, self.into_iter().map(|one| one.show(env, queue)))
    }
}

/// What came of a call.
impl<S: Shown> Shown for Result<S> {
    fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env> {
        match self {
            Ok(answer) => answer.show(env, queue),
            Err(error) => failed(env, &error),
        }
    }

    fn settled(self) -> Settled {
        match self {
            Ok(answer) => answer.settled(),
            Err(error) => Settled::Shown(Box::new(move |env, _| failed(env, &error))),
        }
    }
}

/// What JavaScript has an own form for.
pub struct Plain<T>(pub T);

impl<T: ToNapiValue + Send + 'static> Shown for Plain<T> {
    fn show<'env>(self, env: &'env Env, _: &Arc<Queue>) -> Reply<'env> {
        self.0.into_unknown(env)
    }
}

/// A handle of the core, as JavaScript has it, with the queue that its calls go through.
pub struct Handle<T: Send + 'static> {
    pub queue: Arc<Queue>,
    /// It has other owners: calls that are under way.
    pub value: Arc<Detached<T>>,
}

impl<T: Send + Sync + 'static> Handle<T> {
    pub fn new(queue: Arc<Queue>, value: T) -> Self {
        Self { queue, value: Arc::new(Detached(Some(value))) }
    }

    /// Makes a call with it.
    pub fn run<'env, S: Shown>(
        &self,
        env: &'env Env,
        ticket: Option<u32>,
        room: Option<BufferSlice<'_>>,
        work: impl FnOnce(&T) -> Result<S> + Send + 'static,
    ) -> Reply<'env> {
        let value = Arc::clone(&self.value);
        self.queue.perform(env, ticket, room, move || work(&value))
    }
}

/// A handle that was made.
pub struct Made<T>(pub T);

impl<T: Send + Sync + 'static> Shown for Made<T> {
    fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env> {
        External::new(Handle::new(Arc::clone(queue), self.0)).into_unknown(env)
    }
}

/// Objects, each with its class behind it.
pub struct Objects(Vec<(strongroom::Object, u64)>);

impl Objects {
    /// The classes are asked for here, where it keeps nobody waiting.
    pub fn of(objects: impl IntoIterator<Item = impl Into<strongroom::Object>>) -> Result<Self> {
        let with_class = |object: strongroom::Object| Ok((object.clone(), object.class()?));
        let all: Result<_> = objects.into_iter().map(|one| with_class(one.into())).collect();
        all.map(Self)
    }
}

impl Shown for Objects {
    fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env> {
        let each = self.0.into_iter().flat_map(|(object, class)| {
            [Made(object).show(env, queue), number(class).into_unknown(env)]
        });
        list(env, each)
    }
}

/// What was made together with a key.
impl Shown for (Vec<u8>, Objects) {
    fn show<'env>(self, env: &'env Env, queue: &Arc<Queue>) -> Reply<'env> {
        list(env, [self.0.show(env, queue), self.1.show(env, queue)])
    }
}

fn list<'env>(env: &'env Env, each: impl IntoIterator<Item = Reply<'env>>) -> Reply<'env> {
    let mut all = env.create_array(0)?;
    for one in each {
        all.insert(one?)?;
    }
    Ok(all.to_unknown())
}

/// What may have to speak to a token when it is dropped: that is left to the core's threads, so that garbage
/// collection never waits for a token.
pub struct Detached<T: Send + 'static>(Option<T>);

impl<T: Send> Deref for Detached<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // It is taken only when it is dropped.
        match &self.0 {
            Some(value) => value,
            None => unreachable!("used after it was dropped"),
        }
    }
}

impl<T: Send + 'static> Drop for Detached<T> {
    fn drop(&mut self) {
        let value = self.0.take();
        // Without threads it is dropped here.
        let _ = strongroom::exec::submit(move || drop(value));
    }
}
