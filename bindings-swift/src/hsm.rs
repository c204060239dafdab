//! Instances, their slots and tokens.

use crate::error::Result;
use crate::pin::Pin;
use crate::session::Session;
use std::path::PathBuf;
use std::sync::Arc;
use strongroom::instance::{self, NewInstance};
use strongroom::{Error, MechanismInfo, Pkcs11Uri, Template};

/// An instance that was opened.
#[derive(uniffi::Object)]
pub struct Hsm(strongroom::Hsm);

#[uniffi::export]
impl Hsm {
    /// Opens the instance that a URL names, or, without one, the one that is configured.
    #[uniffi::constructor]
    pub fn open(url: Option<String>) -> Result<Arc<Self>> {
        let hsm = match url {
            Some(url) => strongroom::Hsm::open(&url),
            None => strongroom::Hsm::open_configured(),
        };
        Ok(Arc::new(Self(hsm?)))
    }

    pub fn close(&self) -> Result<()> {
        self.0.close();
        Ok(())
    }

    pub fn slots(&self) -> Result<Vec<Arc<Slot>>> {
        Ok(self.0.slots()?.into_iter().map(Slot::of).collect())
    }

    pub fn slot(&self, id: u64) -> Result<Arc<Slot>> {
        Ok(Slot::of(self.0.slot(id)?))
    }

    pub fn token(&self, label: &str) -> Result<Arc<Slot>> {
        Ok(Slot::of(self.0.token(label)?))
    }

    pub fn token_with_serial(&self, serial: &str) -> Result<Arc<Slot>> {
        Ok(Slot::of(self.0.token_with_serial(serial)?))
    }

    pub fn token_of_uri(&self, uri: &str) -> Result<Arc<Slot>> {
        let uri: Pkcs11Uri = uri.parse().map_err(Error::from)?;
        Ok(Slot::of(self.0.token_of(&uri)?))
    }
}

/// A slot, and the token in it.
#[derive(uniffi::Object)]
pub struct Slot(strongroom::Slot);

impl Slot {
    fn of(slot: strongroom::Slot) -> Arc<Self> {
        Arc::new(Self(slot))
    }
}

/// What a slot says of itself.
#[derive(uniffi::Record)]
pub struct SlotInfo {
    pub description: String,
    pub manufacturer: String,
    pub flags: u64,
    pub hardware: String,
    pub firmware: String,
}

/// What a token says of itself.
#[derive(uniffi::Record)]
pub struct TokenInfo {
    pub label: String,
    pub manufacturer: String,
    pub model: String,
    pub serial: String,
    pub flags: u64,
    pub min_pin_len: u64,
    pub max_pin_len: u64,
    pub hardware: String,
    pub firmware: String,
}

/// A mechanism of a token.
#[derive(uniffi::Record)]
pub struct Offered {
    pub kind: u64,
    pub info: MechanismInfo,
}

fn version((major, minor): (u8, u8)) -> String {
    format!("{major}.{minor}")
}

#[uniffi::export]
impl Slot {
    pub fn id(&self) -> u64 {
        self.0.id()
    }

    pub fn info(&self) -> Result<SlotInfo> {
        let i = self.0.info()?;
        Ok(SlotInfo {
            description: i.description,
            manufacturer: i.manufacturer,
            flags: i.flags,
            hardware: version(i.hardware),
            firmware: version(i.firmware),
        })
    }

    pub fn token(&self) -> Result<TokenInfo> {
        let i = self.0.token()?;
        Ok(TokenInfo {
            label: i.label,
            manufacturer: i.manufacturer,
            model: i.model,
            serial: i.serial,
            flags: i.flags,
            min_pin_len: i.min_pin_len,
            max_pin_len: i.max_pin_len,
            hardware: version(i.hardware),
            firmware: version(i.firmware),
        })
    }

    pub fn mechanisms(&self) -> Result<Vec<Offered>> {
        let all = self.0.mechanisms()?;
        Ok(all.into_iter().map(|(kind, info)| Offered { kind, info }).collect())
    }

    pub fn session(&self) -> Result<Arc<Session>> {
        Ok(Session::of(self.0.session()?))
    }

    pub fn login(&self, user_pin: &Pin) -> Result<Arc<Session>> {
        Ok(Session::of(self.0.login(user_pin.copy().expose())?))
    }

    pub fn login_so(&self, so_pin: &Pin) -> Result<Arc<Session>> {
        Ok(Session::of(self.0.login_so(so_pin.copy().expose())?))
    }

    pub fn init_token(&self, so_pin: &Pin, label: &str) -> Result<()> {
        Ok(self.0.init_token(so_pin.copy().expose(), label)?)
    }

    pub fn init_pin(&self, so_pin: &Pin, new: &Pin) -> Result<()> {
        Ok(self.0.init_pin(so_pin.copy().expose(), new.copy().expose())?)
    }

    pub fn set_pin(&self, old: &Pin, new: &Pin) -> Result<()> {
        Ok(self.0.set_pin(old.copy().expose(), new.copy().expose())?)
    }

    pub fn set_so_pin(&self, old: &Pin, new: &Pin) -> Result<()> {
        Ok(self.0.set_so_pin(old.copy().expose(), new.copy().expose())?)
    }
}

/// A token that was made.
#[derive(uniffi::Record)]
pub struct NewToken {
    pub slot: u64,
    pub label: String,
    pub so_pin: Arc<Pin>,
    pub user_pin: Arc<Pin>,
}

/// Makes an instance in a directory.
#[uniffi::export]
pub fn create_instance(
    path: &str,
    slots: u64,
    label: String,
    production: bool,
    blank: bool,
) -> Result<Vec<NewToken>> {
    #[allow(clippy::needless_update)] // what is new has its default
    let new = NewInstance { slots, label, production, blank, ..Default::default() };
    let made = instance::create(&PathBuf::from(path), &new, |_| {}).map_err(Error::from)?;
    let each = |t: instance::Made| NewToken {
        slot: t.slot,
        label: t.label,
        so_pin: Pin::of(t.so_pin),
        user_pin: Pin::of(t.user_pin),
    };
    Ok(made.into_iter().map(each).collect())
}

/// The URL of a place: a URL as it is, and that of a directory.
#[uniffi::export]
pub fn url_of_place(place: &str) -> Result<String> {
    Ok(strongroom::of_place(place).map_err(Error::from)?)
}

/// The URL of a service, with the bundle that is configured unless one is given.
#[uniffi::export]
pub fn url_of_service(
    address: &str,
    bundle: Option<String>,
    timeout: Option<u64>,
) -> Result<String> {
    let bundle = bundle.map(PathBuf::from);
    Ok(strongroom::of_service(Some(address), bundle.as_deref(), timeout, None))
}

/// The URL of another vendor's module.
#[uniffi::export]
pub fn url_of_module(path: &str) -> Result<String> {
    Ok(strongroom::of_module(&PathBuf::from(path)))
}

/// The template of what a `pkcs11:` URI says of an object. `CKR_ARGUMENTS_BAD`
#[uniffi::export]
pub fn template_of_uri(uri: &str) -> Result<Template> {
    let uri: Pkcs11Uri = uri.parse().map_err(Error::from)?;
    Ok(uri.template())
}
