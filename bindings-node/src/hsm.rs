//! Instances, their slots and tokens.

use crate::answer::{Made, Plain, number};
use crate::calls::calls;
use crate::convert::{self, Bytes};
use crate::queue::Core;
use napi::bindgen_prelude::Either;
use napi_derive::napi;
use std::path::Path;
use strongroom::instance::{self, NewInstance};
use strongroom::{Error, Hsm, Pkcs11Uri, Secret, Slot};

pub fn parsed(uri: &str) -> strongroom::Result<Pkcs11Uri> {
    uri.parse().map_err(Error::from)
}

/// The URL of a service.
#[napi]
pub fn url_of_service(
    address: Option<String>,
    bundle: Option<String>,
    timeout: Option<f64>,
    connections: Option<f64>,
) -> String {
    let bundle = bundle.as_deref().map(Path::new);
    let [timeout, connections] = [timeout, connections].map(|said| said.map(convert::number));
    strongroom::of_service(address.as_deref(), bundle, timeout, connections)
}

calls! {
    /// Opens an instance: the `place` that a URL or the path of a directory says, another vendor's `module`, what a
    /// `pkcs11:` URI is about; without any, the configured one.
    fn open(core: Core, how: String, said: Option<String>) {
        match (how.as_str(), &said) {
            ("place", Some(place)) => Hsm::open(&strongroom::of_place(place)?).map(Made),
            ("module", Some(path)) => Hsm::open(&strongroom::of_module(path.as_ref())).map(Made),
            (_, Some(uri)) => Hsm::of_uri(&parsed(uri)?).map(Made),
            _ => Hsm::open_configured().map(Made),
        }
    }

    /// Makes an instance: of each token its slot, its label and both PINs.
    fn create_instance(core: Core, path: String, slots: f64, label: String, production: bool, blank: bool) {
        let new = NewInstance { slots: convert::number(slots), label, production, blank, ..NewInstance::default() };
        let text = |pin: &Secret| String::from_utf8_lossy(pin.expose()).into_owned();
        let each = instance::create(path.as_ref(), &new, |_| {})?.into_iter();
        let each = each.map(|t| vec![t.slot.to_string(), t.label, text(&t.so_pin), text(&t.user_pin)]);
        Ok(Plain(each.collect::<Vec<_>>()))
    }

    fn close_hsm(hsm: Hsm) { hsm.close(); Ok(()) }
    fn slots(hsm: Hsm) { Ok(hsm.slots()?.into_iter().map(Made).collect::<Vec<_>>()) }
    /// The slot with a number.
    fn slot(hsm: Hsm, id: f64) { hsm.slot(convert::number(id)).map(Made) }

    /// The slot of the token that has a `label`, a `serial` number, or is named by a URI.
    fn token(hsm: Hsm, by: String, name: String) {
        match by.as_str() {
            "label" => hsm.token(&name).map(Made),
            "serial" => hsm.token_with_serial(&name).map(Made),
            _ => hsm.token_of(&parsed(&name)?).map(Made),
        }
    }

    /// A session with the token that a URI names, with the URI's PIN unless one is given.
    fn session_of_uri(hsm: Hsm, uri: String, pin: Option<Bytes<'_>>) {
        hsm.session_of(&parsed(&uri)?, pin.as_ref()).map(Made)
    }

    fn slot_id(slot: Slot) { Ok(Plain(number(slot.id()))) }

    /// Description, manufacturer, versions of hardware and firmware; flags.
    fn slot_info(slot: Slot) {
        let i = slot.info()?;
        let texts = [i.description, i.manufacturer, version(i.hardware), version(i.firmware)];
        Ok(Plain(mixed(texts, &[i.flags])))
    }

    /// Label, manufacturer, model, serial number, versions; flags, shortest and longest PIN.
    fn token_info(slot: Slot) {
        let i = slot.token()?;
        let (hardware, firmware) = (version(i.hardware), version(i.firmware));
        let texts = [i.label, i.manufacturer, i.model, i.serial, hardware, firmware];
        Ok(Plain(mixed(texts, &[i.flags, i.min_pin_len, i.max_pin_len])))
    }

    /// `CKM_…` with the smallest key, the largest key and the flags.
    fn mechanisms(slot: Slot) {
        let each = slot.mechanisms()?.into_iter().map(|(kind, info)| {
            [kind, info.min_key_size, info.max_key_size, info.flags].map(number).to_vec()
        });
        Ok(Plain(each.collect::<Vec<_>>()))
    }

    /// A session: of the user, or the security officer, with the PIN; or of nobody.
    fn login(slot: Slot, so: bool, pin: Option<Bytes<'_>>) {
        match &pin {
            None => slot.session().map(Made),
            Some(pin) if so => slot.login_so(pin.expose()).map(Made),
            Some(pin) => slot.login(pin.expose()).map(Made),
        }
    }

    fn init_token(slot: Slot, so_pin: Bytes<'_>, label: String) { slot.init_token(so_pin.expose(), &label) }

    /// Sets a PIN: `init` the user's, as the security officer; `user` and `so` one's own.
    fn slot_pin(slot: Slot, whose: String, old: Bytes<'_>, new: Bytes<'_>) {
        match whose.as_str() {
            "init" => slot.init_pin(old.expose(), new.expose()),
            "so" => slot.set_so_pin(old.expose(), new.expose()),
            _ => slot.set_pin(old.expose(), new.expose()),
        }
    }
}

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

/// Texts, and numbers behind them.
fn mixed<const T: usize>(texts: [String; T], numbers: &[u64]) -> Vec<Either<String, f64>> {
    let numbers = numbers.iter().map(|one| Either::B(number(*one)));
    texts.into_iter().map(Either::A).chain(numbers).collect()
}
