//! Sessions, and the objects that they see.

use crate::encoding::KeyMaterial;
use crate::hsm::Open;
use crate::spec::KeySpec;
use std::sync::Arc;
use strongroom_base::{Answer, Error, Mechanism, Result, Template, Value, ck};

/// How many handles one step of a search takes.
const STEP: u64 = 1024;

/// A read/write session; it is closed when it is dropped.
pub struct Session {
    open: Arc<Open>,
    handle: u64,
    slot: u64,
}

impl Drop for Session {
    fn drop(&mut self) {
        // Whoever drops it cannot do anything about a failure.
        let _ = self.open.0.close_session(self.handle);
    }
}

/// What a generation or an import made.
pub enum Made<'s> {
    /// A secret key, a certificate, or a public key alone.
    One(Object<'s>),
    /// A key pair.
    Pair {
        /// The public key.
        public: Object<'s>,
        /// The private key.
        private: Object<'s>,
    },
}

impl<'s> Made<'s> {
    /// The objects: of a pair the private key first.
    pub fn objects(self) -> Vec<Object<'s>> {
        match self {
            Self::One(object) => vec![object],
            Self::Pair { public, private } => vec![private, public],
        }
    }
}

impl Session {
    pub(crate) fn open(open: Arc<Open>, slot: u64) -> Result<Self> {
        let rw = ck::CKF_SERIAL_SESSION | ck::CKF_RW_SESSION;
        let handle = match open.0.open_session(slot, rw) {
            // What can only be read has read-only sessions.
            Err(error) if error.is(ck::CKR_TOKEN_WRITE_PROTECTED) => {
                open.0.open_session(slot, ck::CKF_SERIAL_SESSION)?
            }
            answer => answer?,
        };
        Ok(Self { open, handle, slot })
    }

    pub(crate) fn handle(&self) -> u64 {
        self.handle
    }

    /// The slot that its token is in.
    pub fn slot(&self) -> u64 {
        self.slot
    }

    /// All objects that have the attributes of a template.
    pub fn find(&self, template: &Template) -> Result<Vec<Object<'_>>> {
        let application = &self.open.0;
        application.find_init(self.handle, template)?;
        let mut handles = Vec::new();
        let found = loop {
            match application.find_next(self.handle, STEP) {
                Ok(step) if step.is_empty() => break Ok(()),
                Ok(step) => handles.extend(step),
                Err(error) => break Err(error),
            }
        };
        application.find_final(self.handle)?;
        found.map(|()| handles.into_iter().map(|handle| self.object(handle)).collect())
    }

    /// The object with a handle, whether or not there is one.
    pub fn object(&self, handle: u64) -> Object<'_> {
        Object { session: self, handle }
    }

    /// Makes an object from a template.
    pub fn create(&self, template: &Template) -> Result<Object<'_>> {
        self.open.0.create_object(self.handle, template).map(|handle| self.object(handle))
    }

    /// Makes the key, or the key pair, that a specification describes.
    pub fn generate(&self, spec: &KeySpec) -> Result<Made<'_>> {
        let mechanism = Mechanism::plain(spec.mechanism());
        match spec.pair() {
            Some((public, private)) => {
                let (public, private) =
                    self.open.0.generate_key_pair(self.handle, &mechanism, &public, &private)?;
                Ok(Made::Pair { public: self.object(public), private: self.object(private) })
            }
            None => self
                .open
                .0
                .generate_key(self.handle, &mechanism, &spec.secret())
                .map(|handle| Made::One(self.object(handle))),
        }
    }

    /// Imports a key that was read from a file, called and used as a specification says; of a private key,
    /// the public key too. The kind of the specification does not matter.
    pub fn import(&self, material: &KeyMaterial, spec: &KeySpec) -> Result<Made<'_>> {
        match material {
            KeyMaterial::Pair { key_type, public, private } => {
                let private = of_type(spec.private(), *key_type, private);
                let private = self.create(&private)?;
                // Half a pair would be found by its label and refused by everybody: all or nothing.
                let public =
                    self.create(&of_type(spec.public(), *key_type, public)).or_else(|error| {
                        private.destroy()?;
                        Err(error)
                    })?;
                Ok(Made::Pair { public, private })
            }
            KeyMaterial::Public { key_type, public } => {
                self.create(&of_type(spec.public(), *key_type, public)).map(Made::One)
            }
            KeyMaterial::Secret { key_type, value } => {
                let value = Template::new().with(ck::CKA_VALUE, value.clone());
                self.create(&of_type(spec.secret_import(), *key_type, &value)).map(Made::One)
            }
        }
    }

    /// Random bytes of the token.
    pub fn random(&self, out: &mut [u8]) -> Result<()> {
        self.open.0.generate_random(self.handle, out)
    }

    /// Changes the PIN of who is logged in, or of the user. `CKR_PIN_INCORRECT`, `CKR_PIN_LEN_RANGE`
    pub fn set_pin(&self, old: &[u8], new: &[u8]) -> Result<()> {
        self.open.0.set_pin(self.handle, Some(old), Some(new))
    }

    /// Sets the user's PIN; the security officer is logged in.
    pub fn init_pin(&self, new: &[u8]) -> Result<()> {
        self.open.0.init_pin(self.handle, Some(new))
    }
}

/// A template for a key of a type, with its value.
fn of_type(mut template: Template, key_type: u64, value: &Template) -> Template {
    template.push(ck::CKA_KEY_TYPE, key_type);
    template.0.extend(value.0.iter().cloned());
    template
}

/// An object, seen through a session.
#[derive(Clone, Copy)]
pub struct Object<'s> {
    session: &'s Session,
    handle: u64,
}

impl Object<'_> {
    /// Its handle; of a token object it is the same after a restart.
    pub fn handle(&self) -> u64 {
        self.handle
    }

    /// Attributes, each with an answer of its own.
    pub fn attributes(&self, kinds: &[u64]) -> Result<Vec<Answer>> {
        self.session.open.0.get_attributes(self.session.handle, self.handle, kinds)
    }

    /// Those of some attributes that the object has and shows.
    pub fn read(&self, kinds: &[u64]) -> Result<Template> {
        let mut read = Template::new();
        for (kind, answer) in kinds.iter().zip(self.attributes(kinds)?) {
            if let Answer::Value(value) = answer {
                read.push(*kind, value);
            }
        }
        Ok(read)
    }

    /// One attribute, where the object has it and shows it.
    pub fn get(&self, kind: u64) -> Result<Option<Value>> {
        Ok(match self.attributes(&[kind])?.pop() {
            Some(Answer::Value(value)) => Some(value),
            _ => None,
        })
    }

    /// A number. `CKR_ATTRIBUTE_TYPE_INVALID` where the object has none
    pub fn number(&self, kind: u64) -> Result<u64> {
        self.get(kind)?.as_ref().and_then(Value::as_ulong).ok_or_else(|| {
            let name = ck::name_in(ck::CKA, kind).unwrap_or("an attribute");
            Error::new(ck::CKR_ATTRIBUTE_TYPE_INVALID, format!("the object has no {name}"))
        })
    }

    /// Bytes; none where the object has no such attribute.
    pub fn bytes(&self, kind: u64) -> Result<Vec<u8>> {
        Ok(self.get(kind)?.as_ref().and_then(Value::as_bytes).unwrap_or_default().to_vec())
    }

    /// What it is called: `CKA_LABEL`.
    pub fn label(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&self.bytes(ck::CKA_LABEL)?).into_owned())
    }

    /// Changes attributes: all or none.
    pub fn set(&self, template: &Template) -> Result<()> {
        self.session.open.0.set_attributes(self.session.handle, self.handle, template)
    }

    /// Destroys it.
    pub fn destroy(self) -> Result<()> {
        self.session.open.0.destroy_object(self.session.handle, self.handle)
    }
}
