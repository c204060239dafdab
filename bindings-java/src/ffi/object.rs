//! Objects: their attributes, and what keys do.

use super::{bytes, given, key_spec, longs, maybe, natives, secret, template, text};
use crate::error::{Raised, Result};
use crate::packed::{Reader, Writer};
use crate::table;
use jni::objects::{JByteArray, JLongArray, JString};
use jni::sys::{jint, jlong};
use strongroom::{Error, FromObject, Mechanism, MechanismSpec, Object, PrivateKey, Sealed};

fn private(object: &Object) -> strongroom::Result<PrivateKey> {
    PrivateKey::from_object(object.clone())
}

/// What was sealed, in three parts.
pub fn packed(sealed: &Sealed) -> Vec<u8> {
    Writer::default().all(&[&sealed.iv, &sealed.ciphertext, &sealed.tag]).done()
}

pub fn unpacked(packed: &[u8]) -> Result<Sealed> {
    let mut parts = Reader::new(packed).all(3)?.into_iter().map(<[u8]>::to_vec);
    let mut part = || parts.next().unwrap_or_default();
    Ok(Sealed { iv: part(), ciphertext: part(), tag: part() })
}

/// A key, and the mechanism that it is used with.
pub fn with<T>(
    key: jlong,
    mechanism: jlong,
    call: impl FnOnce(&Object, &Mechanism) -> strongroom::Result<T>,
) -> Result<T> {
    let (key, mechanism) = (table::get::<Object>(key)?, table::get::<Mechanism>(mechanism)?);
    Ok(call(&key, &mechanism)?)
}

natives! {
    /// Keeps a secret that mechanisms will name by its number, so that Java has none of it.
    fn Java_dev_strongroom_Native_secret(env, value: JByteArray<'l>) -> jlong {
        Ok(table::keep(secret(env, &value)?))
    }

    fn Java_dev_strongroom_Native_mechanism(env, spec: JByteArray<'l>) -> jlong {
        let spec = secret(env, &spec)?;
        let spec = Reader::new(spec.expose()).spec(|name| Ok(MechanismSpec::named(name)), MechanismSpec::with)?;
        Ok(table::keep(spec.mechanism()?))
    }

    /// Its handle in the token, by which two objects of a session are compared.
    fn Java_dev_strongroom_Native_handle(_env, object: jlong) -> jlong {
        Ok(table::get::<Object>(object)?.handle().cast_signed())
    }

    /// The kind of key in a few characters; null for what is no key.
    fn Java_dev_strongroom_Native_kind(env, object: jlong) -> JString<'l> {
        match table::get::<Object>(object)?.kind()? {
            Some(kind) => Ok(env.new_string(kind.to_string())?),
            None => Ok(JString::default()),
        }
    }

    /// An answer for each of the kinds.
    fn Java_dev_strongroom_Native_attributes(env, object: jlong, kinds: JLongArray<'l>) -> JByteArray<'l> {
        let mut asked = vec![0; kinds.len(env)?];
        kinds.get_region(env, 0, &mut asked)?;
        let asked: Vec<u64> = asked.into_iter().map(i64::cast_unsigned).collect();
        let mut out = Writer::default();
        for answer in table::get::<Object>(object)?.attributes(&asked)? {
            out.answer(&answer);
        }
        bytes(env, &out.done())
    }

    fn Java_dev_strongroom_Native_set(env, object: jlong, attributes: JByteArray<'l>) {
        let attributes = template(env, &attributes)?;
        Ok(table::get::<Object>(object)?.set(&attributes)?)
    }

    fn Java_dev_strongroom_Native_copy(env, object: jlong, attributes: JByteArray<'l>) -> jlong {
        let attributes = template(env, &attributes)?;
        Ok(table::object(table::get::<Object>(object)?.copy(&attributes)?))
    }

    fn Java_dev_strongroom_Native_destroy(_env, object: jlong) {
        Ok(table::get::<Object>(object)?.destroy()?)
    }

    fn Java_dev_strongroom_Native_publicKey(env, object: jlong, form: JString<'l>) -> JByteArray<'l> {
        let form = text(env, &form)?.unwrap_or_default().parse().map_err(Error::from)?;
        bytes(env, &table::get::<Object>(object)?.public_key(form)?)
    }

    /// A certificate that a key signs for itself, DER; it is not put into the token.
    fn Java_dev_strongroom_Native_selfSigned(env, object: jlong, mechanism: jlong, name: JString<'l>) -> JByteArray<'l> {
        let name = text(env, &name)?.unwrap_or_default();
        let out = with(object, mechanism, |object, mechanism| private(object)?.self_signed(mechanism, &name))?;
        bytes(env, &out)
    }

    /// What belongs to a key or a certificate, or 0.
    fn Java_dev_strongroom_Native_related(env, object: jlong, relation: JString<'l>) -> jlong {
        let relation = text(env, &relation)?.unwrap_or_default().parse().map_err(Error::from)?;
        Ok(table::get::<Object>(object)?.related(relation)?.map_or(0, table::object))
    }

    fn Java_dev_strongroom_Native_chain(env, object: jlong) -> JLongArray<'l> {
        let chain = private(&*table::get::<Object>(object)?)?.chain()?;
        longs(env, chain.into_iter().map(table::object))
    }

    fn Java_dev_strongroom_Native_signBatch(env, key: jlong, mechanism: jlong, count: jint, data: JByteArray<'l>) -> JByteArray<'l> {
        let data = given(env, &data)?;
        let data = Reader::new(&data).all(usize::try_from(count).unwrap_or_default())?;
        let signatures = with(key, mechanism, |key, mechanism| key.sign_batch(mechanism, &data))?;
        bytes(env, &Writer::default().all(&signatures).done())
    }

    fn Java_dev_strongroom_Native_verify(env, key: jlong, mechanism: jlong, data: JByteArray<'l>, signature: JByteArray<'l>) -> bool {
        let (data, signature) = (given(env, &data)?, given(env, &signature)?);
        with(key, mechanism, |key, mechanism| key.verifies(mechanism, &data, &signature))
    }

    /// Signs (0), encrypts (1), decrypts (2), signs with recovery (3), recovers (4).
    fn Java_dev_strongroom_Native_perform(env, what: jint, key: jlong, mechanism: jlong, data: JByteArray<'l>) -> JByteArray<'l> {
        let data = given(env, &data)?;
        let out = with(key, mechanism, |key, mechanism| match what {
            0 => key.sign(mechanism, &data),
            1 => key.encrypt(mechanism, &data),
            2 => key.decrypt(mechanism, &data),
            3 => key.sign_recover(mechanism, &data),
            _ => key.verify_recover(mechanism, &data),
        })?;
        bytes(env, &out)
    }

    /// The vector, the ciphertext and the tag.
    fn Java_dev_strongroom_Native_seal(env, key: jlong, data: JByteArray<'l>, aad: JByteArray<'l>) -> JByteArray<'l> {
        let (data, aad) = (given(env, &data)?, given(env, &aad)?);
        let sealed = table::get::<Object>(key)?.seal(&data, &aad)?;
        bytes(env, &sealed.to_bytes())
    }

    /// With additional data (not null) it is wrapped like a message, and packed.
    fn Java_dev_strongroom_Native_wrap(env, key: jlong, mechanism: jlong, target: jlong, aad: JByteArray<'l>) -> JByteArray<'l> {
        let (target, aad) = (table::get::<Object>(target)?, maybe(env, &aad)?);
        let out = with(key, mechanism, |key, mechanism| match &aad {
            Some(aad) => key.wrap_authenticated(mechanism, &target, aad).map(|sealed| packed(&sealed)),
            None => key.wrap(mechanism, &target),
        })?;
        bytes(env, &out)
    }

    fn Java_dev_strongroom_Native_unwrap(env, key: jlong, mechanism: jlong, wrapped: JByteArray<'l>, aad: JByteArray<'l>, spec: JByteArray<'l>) -> jlong {
        let (wrapped, aad, spec) = (given(env, &wrapped)?, maybe(env, &aad)?, key_spec(env, &spec)?);
        let like = aad.map(|aad| Ok::<_, Raised>((unpacked(&wrapped)?, aad))).transpose()?;
        Ok(table::object(with(key, mechanism, |key, mechanism| match &like {
            Some((sealed, aad)) => key.unwrap_authenticated(mechanism, sealed, aad, &spec),
            None => key.unwrap(mechanism, &wrapped, &spec),
        })?))
    }

    /// Makes a key; with a second mechanism (not 0), from what is agreed on with the first one.
    fn Java_dev_strongroom_Native_derive(env, key: jlong, mechanism: jlong, then: jlong, spec: JByteArray<'l>) -> jlong {
        let spec = key_spec(env, &spec)?;
        let then = if then == 0 { None } else { Some(table::get::<Mechanism>(then)?) };
        Ok(table::object(with(key, mechanism, |key, mechanism| match &then {
            Some(then) => key.agree(mechanism, then, &spec),
            None => key.derive(mechanism, &spec),
        })?))
    }

    fn Java_dev_strongroom_Native_deriveAll(env, key: jlong, mechanism: jlong, spec: JByteArray<'l>) -> JLongArray<'l> {
        let spec = key_spec(env, &spec)?;
        let made = with(key, mechanism, |key, mechanism| key.derive_all(mechanism, &spec))?;
        longs(env, made.into_iter().map(table::object))
    }

    fn Java_dev_strongroom_Native_deriveData(env, key: jlong, mechanism: jlong, length: jlong) -> JByteArray<'l> {
        bytes(env, &with(key, mechanism, |key, mechanism| key.derive_data(mechanism, length.cast_unsigned()))?)
    }

    /// The ciphertext; the number of the key goes to the front of `made`.
    fn Java_dev_strongroom_Native_encapsulate(env, key: jlong, mechanism: jlong, spec: JByteArray<'l>, made: JLongArray<'l>) -> JByteArray<'l> {
        let spec = key_spec(env, &spec)?;
        let (ciphertext, secret) = with(key, mechanism, |key, mechanism| key.encapsulate(mechanism, &spec))?;
        made.set_region(env, 0, &[table::object(secret)])?;
        bytes(env, &ciphertext)
    }

    fn Java_dev_strongroom_Native_decapsulate(env, key: jlong, mechanism: jlong, ciphertext: JByteArray<'l>, spec: JByteArray<'l>) -> jlong {
        let (ciphertext, spec) = (given(env, &ciphertext)?, key_spec(env, &spec)?);
        Ok(table::object(with(key, mechanism, |key, mechanism| key.decapsulate(mechanism, &ciphertext, &spec))?))
    }
}
