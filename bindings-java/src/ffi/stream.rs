//! Operations on data that comes in parts.

use super::object::with;
use super::{bytes, given, maybe, natives, text};
use crate::table;
use jni::objects::{JByteArray, JString};
use jni::sys::jlong;
use strongroom::{Error, Mechanism, Object, Session, Stream};

natives! {
    /// Begins to `encrypt`, `decrypt`, `sign` or `verify`; with a signature (not null), to verify that one.
    fn Java_dev_strongroom_Native_stream(env, operation: JString<'l>, key: jlong, mechanism: jlong, signature: JByteArray<'l>) -> jlong {
        let operation = text(env, &operation)?.unwrap_or_default().parse().map_err(Error::from)?;
        let signature = maybe(env, &signature)?;
        Ok(table::keep(with(key, mechanism, |key, mechanism| match &signature {
            Some(signature) => key.verifying(mechanism, signature),
            None => key.stream(operation, mechanism),
        })?))
    }

    /// Begins a digest.
    fn Java_dev_strongroom_Native_digester(_env, session: jlong, mechanism: jlong) -> jlong {
        let mechanism = table::get::<Mechanism>(mechanism)?;
        Ok(table::keep(table::get::<Session>(session)?.stream(&mechanism)?))
    }

    /// Gives the next part, and takes what output there is.
    fn Java_dev_strongroom_Native_update(env, stream: jlong, data: JByteArray<'l>) -> JByteArray<'l> {
        bytes(env, &table::get::<Stream>(stream)?.update(&given(env, &data)?)?)
    }

    /// Gives a key's value to a digest.
    fn Java_dev_strongroom_Native_updateKey(_env, stream: jlong, key: jlong) {
        Ok(table::get::<Stream>(stream)?.update_key(&*table::get::<Object>(key)?)?)
    }

    /// Ends it, and takes the rest of the output.
    fn Java_dev_strongroom_Native_finish(env, stream: jlong) -> JByteArray<'l> {
        bytes(env, &table::get::<Stream>(stream)?.finish()?)
    }

    /// Ends a verification: whether the signature is good.
    fn Java_dev_strongroom_Native_finishVerify(env, stream: jlong, signature: JByteArray<'l>) -> bool {
        Ok(table::get::<Stream>(stream)?.verify(&given(env, &signature)?)?)
    }
}
