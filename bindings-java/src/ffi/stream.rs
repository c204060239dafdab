//! Operations on data that comes in parts.

use super::{bytes, given, natives, text};
use crate::table::{self, Entry};
use jni::objects::{JByteArray, JString};
use jni::sys::jlong;
use strongroom::Error;

natives! {
    /// Begins to `encrypt`, `decrypt`, `sign` or `verify`.
    fn Java_dev_strongroom_Native_stream(env, operation: JString<'l>, key: jlong, mechanism: jlong) -> jlong {
        let operation = text(env, &operation)?.unwrap_or_default().parse().map_err(Error::from)?;
        let (key, mechanism) = (table::get(key)?, table::get(mechanism)?);
        Ok(table::keep(Entry::Stream(key.object()?.stream(operation, mechanism.mechanism()?)?)))
    }

    /// Begins a digest.
    fn Java_dev_strongroom_Native_digester(_env, session: jlong, mechanism: jlong) -> jlong {
        let (session, mechanism) = (table::get(session)?, table::get(mechanism)?);
        Ok(table::keep(Entry::Stream(session.session()?.stream(mechanism.mechanism()?)?)))
    }

    /// Gives the next part, and takes what output there is.
    fn Java_dev_strongroom_Native_update(env, stream: jlong, data: JByteArray<'l>) -> JByteArray<'l> {
        bytes(env, &table::get(stream)?.stream()?.update(&given(env, &data)?)?)
    }

    /// Gives a key's value to a digest.
    fn Java_dev_strongroom_Native_updateKey(_env, stream: jlong, key: jlong) {
        Ok(table::get(stream)?.stream()?.update_key(table::get(key)?.object()?)?)
    }

    /// Ends it, and takes the rest of the output.
    fn Java_dev_strongroom_Native_finish(env, stream: jlong) -> JByteArray<'l> {
        bytes(env, &table::get(stream)?.stream()?.finish()?)
    }

    /// Ends a verification: whether the signature is good.
    fn Java_dev_strongroom_Native_finishVerify(env, stream: jlong, signature: JByteArray<'l>) -> bool {
        Ok(table::get(stream)?.stream()?.verify(&given(env, &signature)?)?)
    }
}
