//! Instances, their slots and tokens.

use super::{bytes, longs, natives, secret, text};
use crate::packed::Writer;
use crate::table;
use jni::objects::{JByteArray, JLongArray, JString};
use jni::sys::{jint, jlong};
use strongroom::{Error, Hsm, Messages, Pkcs11Uri, Search, Session, Slot, Stream, ck};

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

natives! {
    fn Java_dev_strongroom_Native_open(env, url: JString<'l>) -> jlong {
        let url = text(env, &url)?.unwrap_or_default();
        Ok(table::keep(Hsm::open(&url)?))
    }

    /// Ends an instance, a session, a search, a stream or a series of messages; to do so twice does nothing.
    fn Java_dev_strongroom_Native_close(_env, number: jlong) {
        if let Ok(hsm) = table::get::<Hsm>(number) {
            hsm.close();
        } else if let Ok(session) = table::get::<Session>(number) {
            session.close();
        } else if let Ok(search) = table::get::<Search>(number) {
            search.close();
        } else if let Ok(stream) = table::get::<Stream>(number) {
            stream.cancel();
        } else if let Ok(messages) = table::get::<Messages>(number) {
            messages.close();
        }
        Ok(())
    }

    fn Java_dev_strongroom_Native_release(_env, number: jlong) {
        table::release(number);
        Ok(())
    }

    fn Java_dev_strongroom_Native_slots(env, hsm: jlong) -> JLongArray<'l> {
        let slots = table::get::<Hsm>(hsm)?.slots()?;
        longs(env, slots.into_iter().map(table::keep))
    }

    fn Java_dev_strongroom_Native_slot(_env, hsm: jlong, id: jlong) -> jlong {
        Ok(table::keep(table::get::<Hsm>(hsm)?.slot(id.cast_unsigned())?))
    }

    /// The slot of a token by its label (0), its serial number (1), or what a URI says (2).
    fn Java_dev_strongroom_Native_token(env, hsm: jlong, by: jint, said: JString<'l>) -> jlong {
        let (hsm, said) = (table::get::<Hsm>(hsm)?, text(env, &said)?.unwrap_or_default());
        let slot = match by {
            0 => hsm.token(&said)?,
            1 => hsm.token_with_serial(&said)?,
            _ => hsm.token_of(&said.parse::<Pkcs11Uri>().map_err(Error::from)?)?,
        };
        Ok(table::keep(slot))
    }

    fn Java_dev_strongroom_Native_slotId(_env, slot: jlong) -> jlong {
        Ok(table::get::<Slot>(slot)?.id().cast_signed())
    }

    fn Java_dev_strongroom_Native_slotInfo(env, slot: jlong) -> JByteArray<'l> {
        let i = table::get::<Slot>(slot)?.info()?;
        let texts = [i.description, i.manufacturer, version(i.hardware), version(i.firmware)];
        bytes(env, &Writer::default().all(&texts).numbers(&[i.flags]).done())
    }

    fn Java_dev_strongroom_Native_tokenInfo(env, slot: jlong) -> JByteArray<'l> {
        let i = table::get::<Slot>(slot)?.token()?;
        let texts = [i.label, i.manufacturer, i.model, i.serial, version(i.hardware), version(i.firmware)];
        bytes(env, &Writer::default().all(&texts).numbers(&[i.flags, i.min_pin_len, i.max_pin_len]).done())
    }

    /// Of each mechanism its number and name, the smallest and the largest key, and the flags.
    fn Java_dev_strongroom_Native_mechanisms(env, slot: jlong) -> JByteArray<'l> {
        let all = table::get::<Slot>(slot)?.mechanisms()?;
        let mut out = Writer::default();
        out.count(all.len());
        for (kind, info) in all {
            let name = ck::name_in(ck::CKM, kind).map_or_else(|| format!("{kind:#x}"), str::to_owned);
            out.all(&[name]).numbers(&[kind, info.min_key_size, info.max_key_size, info.flags]);
        }
        bytes(env, &out.done())
    }

    /// A session of nobody (-1), or of who has a PIN (`CKU_…`).
    fn Java_dev_strongroom_Native_session(env, slot: jlong, user: jlong, pin: JByteArray<'l>) -> jlong {
        let slot = table::get::<Slot>(slot)?;
        let session = match user.cast_unsigned() {
            ck::CKU_USER => slot.login(secret(env, &pin)?.expose())?,
            ck::CKU_SO => slot.login_so(secret(env, &pin)?.expose())?,
            _ => slot.session()?,
        };
        Ok(table::keep(session))
    }

    fn Java_dev_strongroom_Native_initToken(env, slot: jlong, so_pin: JByteArray<'l>, label: JString<'l>) {
        let (so_pin, label) = (secret(env, &so_pin)?, text(env, &label)?.unwrap_or_default());
        Ok(table::get::<Slot>(slot)?.init_token(so_pin.expose(), &label)?)
    }

    /// Sets the user's PIN as the security officer (0), or changes the user's (1) or the officer's (2) own.
    fn Java_dev_strongroom_Native_changePin(env, slot: jlong, how: jint, old: JByteArray<'l>, new: JByteArray<'l>) {
        let (slot, old, new) = (table::get::<Slot>(slot)?, secret(env, &old)?, secret(env, &new)?);
        Ok(match how {
            0 => slot.init_pin(old.expose(), new.expose()),
            1 => slot.set_pin(old.expose(), new.expose()),
            _ => slot.set_so_pin(old.expose(), new.expose()),
        }?)
    }

    /// A session with the token that a URI names, with a PIN, which may be null, or that of the URI.
    fn Java_dev_strongroom_Native_sessionOf(env, hsm: jlong, uri: JString<'l>, pin: JByteArray<'l>) -> jlong {
        let uri: Pkcs11Uri = text(env, &uri)?.unwrap_or_default().parse().map_err(Error::from)?;
        let pin = if pin.is_null() { None } else { Some(secret(env, &pin)?) };
        Ok(table::keep(table::get::<Hsm>(hsm)?.session_of(&uri, pin.as_ref())?))
    }
}
