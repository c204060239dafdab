//! The static methods of `dev.strongroom.Native`. Arrays are copied on their way in and out, so that neither side
//! sees what the other changes; nothing of Java's is locked or pinned while the core works.

mod hsm;
mod message;
mod object;
mod process;
mod session;
mod stream;

use crate::error::Result;
use crate::packed::Reader;
use jni::Env;
use jni::objects::{JByteArray, JLongArray, JString};
use strongroom::{KeySpec, Secret, Template};

/// Makes native methods: what fails is thrown, and so is a panic.
macro_rules! natives {
    ($($(#[$meta:meta])* fn $name:ident($env:ident $(, $arg:ident: $type:ty)* $(,)?) $(-> $out:ty)? $body:block)*) => {$(
        $(#[$meta])*
        // SAFETY: the name has the class in it, which nobody else has.
        #[unsafe(no_mangle)]
        pub extern "system" fn $name<'l>(
            mut unowned: jni::EnvUnowned<'l>,
            _: jni::objects::JClass<'l>
            $(, $arg: $type)*
        ) $(-> $out)? {
            unowned
                .with_env(|$env: &mut jni::Env<'l>| -> crate::error::Result<_> { $body })
                .resolve::<crate::error::Thrown>()
        }
    )*};
}
use natives;

/// Bytes that come in.
fn given(env: &Env<'_>, array: &JByteArray<'_>) -> Result<Vec<u8>> {
    Ok(env.convert_byte_array(array)?)
}

/// Bytes that come in, or none.
fn maybe(env: &Env<'_>, array: &JByteArray<'_>) -> Result<Option<Vec<u8>>> {
    if array.is_null() { Ok(None) } else { given(env, array).map(Some) }
}

/// Bytes that come in and are wiped after use.
fn secret(env: &Env<'_>, array: &JByteArray<'_>) -> Result<Secret> {
    Ok(Secret::from(given(env, array)?))
}

/// A text that may be missing.
fn text(env: &Env<'_>, string: &JString<'_>) -> Result<Option<String>> {
    if string.is_null() { Ok(None) } else { Ok(Some(string.try_to_string(env)?)) }
}

/// Bytes that go out.
fn bytes<'l>(env: &mut Env<'l>, out: &[u8]) -> Result<JByteArray<'l>> {
    Ok(env.byte_array_from_slice(out)?)
}

/// Numbers that go out.
fn longs<'l>(env: &mut Env<'l>, out: impl Iterator<Item = i64>) -> Result<JLongArray<'l>> {
    let out: Vec<i64> = out.collect();
    let array = env.new_long_array(out.len())?;
    array.set_region(env, 0, &out)?;
    Ok(array)
}

/// A key that is wanted.
fn key_spec(env: &Env<'_>, packed: &JByteArray<'_>) -> Result<KeySpec> {
    Reader::new(&given(env, packed)?).spec(|kind| KeySpec::named(&kind), KeySpec::with)
}

/// Attributes; a key's value may be among them.
fn template(env: &Env<'_>, packed: &JByteArray<'_>) -> Result<Template> {
    Reader::new(secret(env, packed)?.expose()).template(0)
}
