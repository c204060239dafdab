//! Messages: series of them under one key.

use super::object::{packed, unpacked, with};
use super::{bytes, given, natives, text};
use crate::table;
use jni::objects::{JByteArray, JString};
use jni::sys::{jint, jlong};
use strongroom::{Error, Messages};

natives! {
    /// Begins a series of messages to `encrypt`, `decrypt`, `sign` or `verify`.
    fn Java_dev_strongroom_Native_messages(env, operation: JString<'l>, key: jlong, mechanism: jlong) -> jlong {
        let operation = text(env, &operation)?.unwrap_or_default().parse().map_err(Error::from)?;
        Ok(table::keep(with(key, mechanism, |key, mechanism| key.messages(operation, mechanism))?))
    }

    /// Encrypts (0), decrypts (1) or signs (2) a message.
    fn Java_dev_strongroom_Native_message(env, what: jint, series: jlong, data: JByteArray<'l>, aad: JByteArray<'l>) -> JByteArray<'l> {
        let (series, data, aad) = (table::get::<Messages>(series)?, given(env, &data)?, given(env, &aad)?);
        let out = match what {
            0 => packed(&series.encrypt(&data, &aad)?),
            1 => series.decrypt(&unpacked(&data)?, &aad)?,
            _ => series.sign(&data)?,
        };
        bytes(env, &out)
    }

    fn Java_dev_strongroom_Native_messageVerify(env, series: jlong, data: JByteArray<'l>, signature: JByteArray<'l>) -> bool {
        let (data, signature) = (given(env, &data)?, given(env, &signature)?);
        Ok(table::get::<Messages>(series)?.verify(&data, &signature)?)
    }
}
