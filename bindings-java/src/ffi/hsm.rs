//! Instances, their slots and tokens.

use super::{bytes, longs, natives, secret, text};
use crate::packed::Writer;
use crate::table::{self, Entry};
use jni::objects::{JByteArray, JLongArray, JString};
use jni::sys::{jint, jlong};
use strongroom::{Error, Hsm, Pkcs11Uri, ck};

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

natives! {
    fn Java_dev_strongroom_Native_open(env, url: JString<'l>) -> jlong {
        let url = text(env, &url)?.unwrap_or_default();
        Ok(table::keep(Entry::Hsm(Hsm::open(&url)?)))
    }

    /// Ends an instance, a session, a search or a stream; to do so twice does nothing.
    fn Java_dev_strongroom_Native_close(_env, number: jlong) {
        if let Ok(entry) = table::get(number) {
            match &*entry {
                Entry::Hsm(hsm) => hsm.close(),
                Entry::Session(session) => session.close(),
                Entry::Search(search) => search.close(),
                Entry::Stream(stream) => stream.cancel(),
                _ => {}
            }
        }
        Ok(())
    }

    fn Java_dev_strongroom_Native_release(_env, number: jlong) {
        table::release(number);
        Ok(())
    }

    fn Java_dev_strongroom_Native_slots(env, hsm: jlong) -> JLongArray<'l> {
        let slots = table::get(hsm)?.hsm()?.slots()?;
        longs(env, slots.into_iter().map(|slot| table::keep(Entry::Slot(slot))))
    }

    fn Java_dev_strongroom_Native_slot(_env, hsm: jlong, id: jlong) -> jlong {
        Ok(table::keep(Entry::Slot(table::get(hsm)?.hsm()?.slot(id.cast_unsigned())?)))
    }

    /// The slot of a token by its label (0), its serial number (1), or what a URI says (2).
    fn Java_dev_strongroom_Native_token(env, hsm: jlong, by: jint, said: JString<'l>) -> jlong {
        let (entry, said) = (table::get(hsm)?, text(env, &said)?.unwrap_or_default());
        let hsm = entry.hsm()?;
        let slot = match by {
            0 => hsm.token(&said)?,
            1 => hsm.token_with_serial(&said)?,
            _ => hsm.token_of(&said.parse::<Pkcs11Uri>().map_err(Error::from)?)?,
        };
        Ok(table::keep(Entry::Slot(slot)))
    }

    fn Java_dev_strongroom_Native_slotId(_env, slot: jlong) -> jlong {
        Ok(table::get(slot)?.slot()?.id().cast_signed())
    }

    fn Java_dev_strongroom_Native_slotInfo(env, slot: jlong) -> JByteArray<'l> {
        let i = table::get(slot)?.slot()?.info()?;
        let mut out = Writer::default();
        let texts = [i.description, i.manufacturer, version(i.hardware), version(i.firmware)];
        out.texts(&texts).numbers(&[i.flags]);
        bytes(env, &out.done())
    }

    fn Java_dev_strongroom_Native_tokenInfo(env, slot: jlong) -> JByteArray<'l> {
        let i = table::get(slot)?.slot()?.token()?;
        let mut out = Writer::default();
        let texts = [i.label, i.manufacturer, i.model, i.serial, version(i.hardware), version(i.firmware)];
        out.texts(&texts).numbers(&[i.flags, i.min_pin_len, i.max_pin_len]);
        bytes(env, &out.done())
    }

    /// Of each mechanism its number and name, the smallest and the largest key, and the flags.
    fn Java_dev_strongroom_Native_mechanisms(env, slot: jlong) -> JByteArray<'l> {
        let all = table::get(slot)?.slot()?.mechanisms()?;
        let mut out = Writer::default();
        out.count(all.len());
        for (kind, info) in all {
            let name = ck::name_in(ck::CKM, kind).map_or_else(|| format!("{kind:#x}"), str::to_owned);
            out.texts(&[name]).numbers(&[kind, info.min_key_size, info.max_key_size, info.flags]);
        }
        bytes(env, &out.done())
    }

    /// A session of nobody (-1), or of who has a PIN (`CKU_…`).
    fn Java_dev_strongroom_Native_session(env, slot: jlong, user: jlong, pin: JByteArray<'l>) -> jlong {
        let entry = table::get(slot)?;
        let slot = entry.slot()?;
        let session = match user.cast_unsigned() {
            ck::CKU_USER => slot.login(secret(env, &pin)?.expose())?,
            ck::CKU_SO => slot.login_so(secret(env, &pin)?.expose())?,
            _ => slot.session()?,
        };
        Ok(table::keep(Entry::Session(session)))
    }

    fn Java_dev_strongroom_Native_initToken(env, slot: jlong, so_pin: JByteArray<'l>, label: JString<'l>) {
        let (so_pin, label) = (secret(env, &so_pin)?, text(env, &label)?.unwrap_or_default());
        Ok(table::get(slot)?.slot()?.init_token(so_pin.expose(), &label)?)
    }

    /// Sets the user's PIN as the security officer (0), or changes the user's (1) or the officer's (2) own.
    fn Java_dev_strongroom_Native_changePin(env, slot: jlong, how: jint, old: JByteArray<'l>, new: JByteArray<'l>) {
        let (entry, old, new) = (table::get(slot)?, secret(env, &old)?, secret(env, &new)?);
        let slot = entry.slot()?;
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
        Ok(table::keep(Entry::Session(table::get(hsm)?.hsm()?.session_of(&uri, pin.as_ref())?)))
    }
}
