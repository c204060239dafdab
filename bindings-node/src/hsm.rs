//! Instances, their slots and tokens.

use crate::answer::{Handle, Made, Plain, Reply, number};
use crate::convert;
use crate::queue::Place;
use napi::Env;
use napi::bindgen_prelude::{External, Uint8ArraySlice};
use napi_derive::napi;
use strongroom::instance::{self, NewInstance};
use strongroom::{Error, Hsm, Pkcs11Uri, Secret, Slot};

type AnHsm<'a> = &'a External<Handle<Hsm>>;
type ASlot<'a> = &'a External<Handle<Slot>>;
/// A PIN. The package wipes its own copy.
type Pin<'a> = Uint8ArraySlice<'a>;

pub fn secret(pin: &Pin<'_>) -> Secret {
    Secret::from(pin.as_ref())
}

/// Opens the instance that a URL names, or, without one, the one that is configured.
#[napi]
pub fn open<'env>(
    env: &'env Env,
    queue: Place<'_>,
    url: Option<String>,
    ticket: Option<u32>,
) -> Reply<'env> {
    queue.perform(env, ticket, move || match url {
        Some(url) => Hsm::open(&url).map(Made),
        None => Hsm::open_configured().map(Made),
    })
}

/// A token that was made, with its PINs.
#[napi(object)]
pub struct NewToken {
    pub slot: f64,
    pub label: String,
    pub so_pin: String,
    pub user_pin: String,
}

/// Makes an instance.
#[napi]
#[allow(clippy::too_many_arguments)] // as the package says them
pub fn create_instance<'env>(
    env: &'env Env,
    queue: Place<'_>,
    path: String,
    slots: f64,
    label: String,
    production: bool,
    blank: bool,
    ticket: Option<u32>,
) -> Reply<'env> {
    let new = NewInstance { slots: convert::number(slots), label, production, blank };
    queue.perform(env, ticket, move || {
        let made = instance::create(path.as_ref(), &new, |_| {})?;
        let text = |pin: &Secret| String::from_utf8_lossy(pin.expose()).into_owned();
        let each = made.into_iter().map(|token| NewToken {
            slot: number(token.slot),
            so_pin: text(&token.so_pin),
            user_pin: text(&token.user_pin),
            label: token.label,
        });
        Ok(Plain(each.collect::<Vec<_>>()))
    })
}

#[napi]
pub fn close_hsm<'env>(env: &'env Env, hsm: AnHsm<'_>, ticket: Option<u32>) -> Reply<'env> {
    hsm.run(env, ticket, |hsm| {
        hsm.close();
        Ok(())
    })
}

#[napi]
pub fn slots<'env>(env: &'env Env, hsm: AnHsm<'_>, ticket: Option<u32>) -> Reply<'env> {
    hsm.run(env, ticket, |hsm| Ok(hsm.slots()?.into_iter().map(Made).collect::<Vec<_>>()))
}

/// The slot with a number.
#[napi]
pub fn slot<'env>(env: &'env Env, hsm: AnHsm<'_>, id: f64, ticket: Option<u32>) -> Reply<'env> {
    hsm.run(env, ticket, move |hsm| hsm.slot(convert::number(id)).map(Made))
}

/// The slot of the token that has a `label`, a `serial` number, or is named by a `uri`.
#[napi]
pub fn token<'env>(
    env: &'env Env,
    hsm: AnHsm<'_>,
    by: String,
    name: String,
    ticket: Option<u32>,
) -> Reply<'env> {
    hsm.run(env, ticket, move |hsm| {
        let found = match by.as_str() {
            "label" => hsm.token(&name)?,
            "serial" => hsm.token_with_serial(&name)?,
            _ => hsm.token_of(&name.parse::<Pkcs11Uri>().map_err(Error::from)?)?,
        };
        Ok(Made(found))
    })
}

#[napi]
pub fn slot_id(slot: ASlot<'_>) -> f64 {
    number(slot.shared().id())
}

/// What a slot says of itself.
#[napi(object)]
pub struct SlotInfo {
    pub description: String,
    pub manufacturer: String,
    pub flags: f64,
    pub hardware_version: String,
    pub firmware_version: String,
}

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

#[napi]
pub fn slot_info<'env>(env: &'env Env, slot: ASlot<'_>, ticket: Option<u32>) -> Reply<'env> {
    slot.run(env, ticket, |slot| {
        let said = slot.info()?;
        Ok(Plain(SlotInfo {
            description: said.description,
            manufacturer: said.manufacturer,
            flags: number(said.flags),
            hardware_version: version(said.hardware),
            firmware_version: version(said.firmware),
        }))
    })
}

/// What a token says of itself.
#[napi(object)]
pub struct TokenInfo {
    pub label: String,
    pub manufacturer: String,
    pub model: String,
    pub serial: String,
    pub flags: f64,
    pub min_pin_length: f64,
    pub max_pin_length: f64,
    pub hardware_version: String,
    pub firmware_version: String,
}

#[napi]
pub fn token_info<'env>(env: &'env Env, slot: ASlot<'_>, ticket: Option<u32>) -> Reply<'env> {
    slot.run(env, ticket, |slot| {
        let said = slot.token()?;
        Ok(Plain(TokenInfo {
            label: said.label,
            manufacturer: said.manufacturer,
            model: said.model,
            serial: said.serial,
            flags: number(said.flags),
            min_pin_length: number(said.min_pin_len),
            max_pin_length: number(said.max_pin_len),
            hardware_version: version(said.hardware),
            firmware_version: version(said.firmware),
        }))
    })
}

/// `CKM_…` with the smallest key, the largest key and the flags.
#[napi]
pub fn mechanisms<'env>(env: &'env Env, slot: ASlot<'_>, ticket: Option<u32>) -> Reply<'env> {
    slot.run(env, ticket, |slot| {
        let each = slot.mechanisms()?.into_iter().map(|(kind, info)| {
            [kind, info.min_key_size, info.max_key_size, info.flags].map(number).to_vec()
        });
        Ok(Plain(each.collect::<Vec<_>>()))
    })
}

/// A session: of `user` or `so`, with the PIN, or of nobody.
#[napi]
pub fn session<'env>(
    env: &'env Env,
    slot: ASlot<'_>,
    so: bool,
    pin: Option<Pin<'_>>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let pin = pin.as_ref().map(secret);
    slot.run(env, ticket, move |slot| {
        let session = match &pin {
            None => slot.session(),
            Some(pin) if so => slot.login_so(pin.expose()),
            Some(pin) => slot.login(pin.expose()),
        };
        session.map(Made)
    })
}

#[napi]
pub fn init_token<'env>(
    env: &'env Env,
    slot: ASlot<'_>,
    so_pin: Pin<'_>,
    label: String,
    ticket: Option<u32>,
) -> Reply<'env> {
    let so_pin = secret(&so_pin);
    slot.run(env, ticket, move |slot| slot.init_token(so_pin.expose(), &label))
}

/// Sets a PIN: `init` the user's, as the security officer; `user` or `so` one's own.
#[napi]
pub fn slot_pin<'env>(
    env: &'env Env,
    slot: ASlot<'_>,
    whose: String,
    old: Pin<'_>,
    new: Pin<'_>,
    ticket: Option<u32>,
) -> Reply<'env> {
    let (old, new) = (secret(&old), secret(&new));
    slot.run(env, ticket, move |slot| match whose.as_str() {
        "init" => slot.init_pin(old.expose(), new.expose()),
        "so" => slot.set_so_pin(old.expose(), new.expose()),
        _ => slot.set_pin(old.expose(), new.expose()),
    })
}
