//! From the core's one error to the exceptions of `dev.strongroom`, which knows the class for each return value.

use crate::packed::Writer;
use jni::errors::ErrorPolicy;
use jni::objects::{JThrowable, JValue};
use jni::{Env, jni_sig, jni_str};
use std::any::Any;

/// What this crate's functions answer.
pub type Result<T, E = Raised> = core::result::Result<T, E>;

/// A failure on its way to Java: the core's, or the virtual machine's.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub enum Raised {
    Core(#[from] strongroom::Error),
    Machine(#[from] jni::errors::Error),
}

/// Throws what went wrong.
pub struct Thrown;

impl<T: Default> ErrorPolicy<T, Raised> for Thrown {
    type Captures<'local: 'native, 'native> = ();

    fn on_error<'local: 'native, 'native>(
        env: &mut Env<'local>,
        _: &mut (),
        error: Raised,
    ) -> jni::errors::Result<T> {
        match error {
            Raised::Core(error) => throw(env, &error)?,
            Raised::Machine(jni::errors::Error::NullPtr(what)) => absent(env, what)?,
            Raised::Machine(error) => defect(env, &error.to_string())?,
        }
        Ok(T::default())
    }

    fn on_panic<'local: 'native, 'native>(
        env: &mut Env<'local>,
        _: &mut (),
        _: Box<dyn Any + Send>,
    ) -> jni::errors::Result<T> {
        defect(env, "a defect in Strongroom")?;
        Ok(T::default())
    }
}

fn throw(env: &mut Env<'_>, error: &strongroom::Error) -> jni::errors::Result<()> {
    let kind = format!("{:?}", error.kind());
    let texts = [error.name(), &kind, error.function(), error.why()];
    let numbers = [error.rv(), error.retryable().into()];
    let said = Writer::default().numbers(&numbers).all(&texts).done();
    let said = env.byte_array_from_slice(&said)?;
    let (class, method) = (jni_str!("dev/strongroom/HsmException"), jni_str!("of"));
    let signature = jni_sig!("([B)Ldev/strongroom/HsmException;");
    let made = env.call_static_method(class, method, signature, &[JValue::Object(&said)])?;
    let made = env.cast_local::<JThrowable>(made.l()?)?;
    thrown(env.throw(made))
}

/// A parameter was null that must not be.
fn absent(env: &mut Env<'_>, what: &str) -> jni::errors::Result<()> {
    let what = jni::strings::JNIString::from(what);
    thrown(env.throw_new(jni_str!("java/lang/NullPointerException"), what))
}

fn defect(env: &mut Env<'_>, why: &str) -> jni::errors::Result<()> {
    if env.exception_check() {
        return Ok(());
    }
    let why = jni::strings::JNIString::from(why);
    thrown(env.throw_new(jni_str!("java/lang/IllegalStateException"), why))
}

/// That an exception is on its way is what was wanted.
fn thrown(answer: jni::errors::Result<()>) -> jni::errors::Result<()> {
    match answer {
        Err(jni::errors::Error::JavaException) => Ok(()),
        answer => answer,
    }
}
