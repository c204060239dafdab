//! Sessions, and searches in them.

use super::{bytes, given, key_spec, longs, natives, secret, template};
use crate::error::Result;
use crate::packed::Reader;
use crate::table;
use jni::Env;
use jni::objects::{JByteArray, JLongArray, JObject};
use jni::refs::Global;
use jni::sys::{jint, jlong};
use jni::{jni_sig, jni_str};
use strongroom::{CertificateSpec, Error, Mechanism, Query, Search, Secret, Session, ck};

natives! {
    fn Java_dev_strongroom_Native_closed(_env, session: jlong) -> bool {
        Ok(table::get::<Session>(session)?.is_closed())
    }

    /// `CKU_…`, or -1 where nobody is logged in.
    fn Java_dev_strongroom_Native_user(_env, session: jlong) -> jlong {
        Ok(table::get::<Session>(session)?.user().map_or(-1, u64::cast_signed))
    }

    fn Java_dev_strongroom_Native_sessionPin(env, session: jlong, old: JByteArray<'l>, new: JByteArray<'l>) {
        let (session, new) = (table::get::<Session>(session)?, secret(env, &new)?);
        if old.is_null() {
            return Ok(session.init_pin(new.expose())?);
        }
        Ok(session.set_pin(secret(env, &old)?.expose(), new.expose())?)
    }

    /// What gives the PIN for each use of a key that wants it.
    fn Java_dev_strongroom_Native_onContextPin(env, session: jlong, supplier: JObject<'l>) {
        let (supplier, vm) = (env.new_global_ref(&supplier)?, env.get_java_vm()?);
        table::get::<Session>(session)?.on_context_pin(move || {
            let given = vm.attach_current_thread(|env| asked(env, &supplier)).ok().flatten();
            given.ok_or_else(|| Error::new(ck::CKR_FUNCTION_CANCELED, "C_Login", "the PIN was not given"))
        });
        Ok(())
    }

    /// A key, or a key pair: the private key first. With a mechanism (not 0), a secret key that it makes.
    fn Java_dev_strongroom_Native_generate(env, session: jlong, mechanism: jlong, spec: JByteArray<'l>) -> JLongArray<'l> {
        let (session, spec) = (table::get::<Session>(session)?, key_spec(env, &spec)?);
        let made = match mechanism {
            0 => session.generate(&spec)?.objects(),
            with => vec![session.generate_with(&*table::get::<Mechanism>(with)?, &spec)?.into()],
        };
        longs(env, made.into_iter().map(table::object))
    }

    /// A key from PEM or DER; what kind it is stands in the file.
    fn Java_dev_strongroom_Native_importKey(env, session: jlong, spec: JByteArray<'l>, file: JByteArray<'l>) -> JLongArray<'l> {
        let (spec, file) = (key_spec(env, &spec)?, secret(env, &file)?);
        let made = table::get::<Session>(session)?.import_file(&file, &spec)?.objects();
        longs(env, made.into_iter().map(table::object))
    }

    /// A secret key whose value is given.
    fn Java_dev_strongroom_Native_importSecret(env, session: jlong, spec: JByteArray<'l>, value: JByteArray<'l>) -> jlong {
        let (spec, value) = (key_spec(env, &spec)?, secret(env, &value)?);
        Ok(table::object(table::get::<Session>(session)?.import_secret(&value, &spec)?))
    }

    fn Java_dev_strongroom_Native_importCertificate(env, session: jlong, spec: JByteArray<'l>, file: JByteArray<'l>) -> jlong {
        let (spec, file) = (given(env, &spec)?, given(env, &file)?);
        let spec = Reader::new(&spec).spec(|_| Ok(CertificateSpec::new()), CertificateSpec::with)?;
        Ok(table::object(table::get::<Session>(session)?.import_certificate(&file, &spec)?))
    }

    fn Java_dev_strongroom_Native_createObject(env, session: jlong, attributes: JByteArray<'l>) -> jlong {
        let attributes = template(env, &attributes)?;
        Ok(table::object(table::get::<Session>(session)?.create(&attributes)?))
    }

    fn Java_dev_strongroom_Native_find(env, session: jlong, query: JByteArray<'l>) -> jlong {
        let query = Query::of(template(env, &query)?);
        Ok(table::keep(table::get::<Session>(session)?.search(&query)?))
    }

    /// The next ones of a search; none when it has ended.
    fn Java_dev_strongroom_Native_next(env, search: jlong, most: jint) -> JLongArray<'l> {
        let found = table::get::<Search>(search)?.next(usize::try_from(most).unwrap_or_default())?;
        longs(env, found.into_iter().map(table::object))
    }

    fn Java_dev_strongroom_Native_findOne(env, session: jlong, query: JByteArray<'l>) -> jlong {
        let query = Query::of(template(env, &query)?);
        Ok(table::object(table::get::<Session>(session)?.find_one::<strongroom::Object>(&query)?))
    }

    /// A key that has this public key (DER of a SubjectPublicKeyInfo), or 0.
    fn Java_dev_strongroom_Native_keyWith(env, session: jlong, public_key: JByteArray<'l>) -> jlong {
        let public_key = given(env, &public_key)?;
        Ok(table::get::<Session>(session)?.key_with(&public_key)?.map_or(0, table::object))
    }

    fn Java_dev_strongroom_Native_random(env, session: jlong, length: jint) -> JByteArray<'l> {
        let mut out = vec![0; usize::try_from(length).unwrap_or_default()];
        table::get::<Session>(session)?.random(&mut out)?;
        bytes(env, &out)
    }

    fn Java_dev_strongroom_Native_digest(env, session: jlong, mechanism: jlong, data: JByteArray<'l>) -> JByteArray<'l> {
        let (mechanism, data) = (table::get::<Mechanism>(mechanism)?, given(env, &data)?);
        bytes(env, &table::get::<Session>(session)?.digest_with(&mechanism, &data)?)
    }
}

/// Asks for a PIN; the array that it comes in is wiped. None is given where there was a failure, which the supplier keeps.
fn asked(env: &mut Env<'_>, supplier: &Global<JObject<'static>>) -> Result<Option<Secret>> {
    let given =
        env.call_method(supplier, jni_str!("get"), jni_sig!("()Ljava/lang/Object;"), &[])?.l()?;
    if given.is_null() {
        return Ok(None);
    }
    let given = env.cast_local::<JByteArray>(given)?;
    let pin = secret(env, &given)?;
    given.set_region(env, 0, &vec![0; pin.len()])?;
    Ok(Some(pin))
}
