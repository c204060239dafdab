//! Which instance, which token, which object a command means.

use crate::arguments::{Selector, Which, WithPin};
use crate::output::{Doing, Failure, Output};
use crate::pin::{self, Owner};
use std::path::{Path, PathBuf};
use strongroom::{Error, Hsm, Object, Pkcs11Uri, Query, Session, Slot};
use strongroom_base::ck;

/// The URI of a module that is named by its file, or by a URI.
pub fn module_uri(module: &str) -> Result<String, Failure> {
    if Pkcs11Uri::is_one(module) {
        return Ok(module.to_owned());
    }
    let path = std::path::absolute(module)
        .map_err(|error| Failure::outside("looking for the module", error))?;
    let path = path.to_str().map(str::to_owned);
    let path =
        path.ok_or_else(|| Failure::usage("looking for the module", "its path is not text"))?;
    let uri = Pkcs11Uri { module_path: Some(path), ..Pkcs11Uri::default() };
    Ok(uri.to_string())
}

/// The instance meant.
pub struct Instance {
    url: String,
}

impl Instance {
    /// The one that an argument names, as a directory or a URL; without an argument, the one that the
    /// environment and the configuration name.
    pub fn meant(argument: Option<&str>) -> Result<Self, Failure> {
        let doing = "looking for the instance";
        let url = match argument {
            None => strongroom::configured_url().doing(doing)?,
            Some(url) if url.contains(':') => url.to_owned(),
            Some(directory) => std::path::absolute(directory)
                .map(|path| strongroom::of_directory(&path))
                .map_err(|error| Failure::outside(doing, error))?,
        };
        Ok(Self { url })
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its directory.
    pub fn directory(&self) -> Result<PathBuf, Failure> {
        strongroom::instance::directory(&self.url).doing(format!("looking after {}", self.url))
    }

    /// Its directory, in which there is an instance.
    pub fn instance_directory(&self) -> Result<PathBuf, Failure> {
        let dir = self.directory()?;
        self.open()?;
        Ok(dir)
    }

    /// Opens it.
    pub fn open(&self) -> Result<Hsm, Failure> {
        Hsm::open(&self.url).doing("opening the instance")
    }

    /// The slot meant; an instance with one slot needs no name for it.
    pub fn slot(&self, which: &Which) -> Result<Slot, Failure> {
        let hsm = self.open()?;
        let doing = "choosing a slot";
        match (which.slot, &which.token) {
            (Some(slot), _) => hsm.slot(slot).doing(doing),
            (None, Some(label)) => hsm.token(label).map_err(|error| {
                Failure::new(doing, error).next("`strongroom slot list` shows them")
            }),
            (None, None) => {
                let slots = hsm.slots().doing("listing the slots")?;
                match <[Slot; 1]>::try_from(slots) {
                    Ok([slot]) => Ok(slot),
                    Err(_) => Err(Failure::usage(doing, "neither --slot nor --token is given")
                        .next("`strongroom slot list` shows them")),
                }
            }
        }
    }

    /// A session with the token meant, with the user logged in.
    pub fn login(&self, with: &WithPin, output: &Output) -> Result<Session, Failure> {
        let slot = self.slot(&with.which)?;
        let pin = pin::current(&slot, Owner::User, with.pin_file.as_deref(), output)?;
        slot.login(pin.expose()).doing(format!("logging in to slot {}", slot.id()))
    }
}

/// All objects that a query describes.
pub fn found(session: &Session, query: &Query, doing: &str) -> Result<Vec<Object>, Failure> {
    session.find(query).and_then(Iterator::collect).doing(doing)
}

/// Bytes from hexadecimal digits.
pub fn from_hex(text: &str) -> Result<Vec<u8>, Failure> {
    hex::decode(text.replace([':', ' '], "")).map_err(|_| {
        Failure::usage(
            format!("reading the identifier \"{text}\""),
            "it is not an even number of hexadecimal digits",
        )
    })
}

/// The objects that a selector means, of one class where it is given. At least one thing must be said.
pub fn objects(
    session: &Session,
    selector: &Selector,
    class: Option<u64>,
) -> Result<Vec<Object>, Failure> {
    let doing = "choosing an object";
    if let Some(handle) = selector.handle {
        let object = session.object(handle);
        object.class().doing(format!("looking for object {handle}"))?;
        return Ok(vec![object]);
    }
    let mut query = Query::new();
    if let Some(label) = &selector.label {
        query = query.label(label);
    }
    if let Some(id) = &selector.id {
        query = query.id(from_hex(id)?);
    }
    if selector.label.is_none() && selector.id.is_none() {
        return Err(Failure::usage(doing, "none of --handle, --label and --id is given"));
    }
    if let Some(class) = class {
        query = query.class(class);
    }
    let found = found(session, &query, "searching the token")?;
    if found.is_empty() {
        return Err(Failure::new(
            doing,
            Error::new(
                ck::CKR_OBJECT_HANDLE_INVALID,
                "C_FindObjects",
                format!("the token in slot {} has no such object", session.slot()),
            ),
        ));
    }
    Ok(found)
}

/// The bytes of a file; "-" is standard input.
pub fn read_file(file: &Path) -> Result<strongroom_base::Secret, Failure> {
    use std::io::Read;
    let failed = |error| Failure::outside(format!("reading {}", file.display()), error);
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
        return Ok(bytes.into());
    }
    std::fs::read(file).map(Into::into).map_err(failed)
}
