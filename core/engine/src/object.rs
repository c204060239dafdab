//! An object as the engine holds it: its attributes, what they permit, and its key once something
//! needed it. Also the numbers by which callers know objects: a token object has the same handle for as
//! long as it exists, whoever asks and however often the instance is opened; the handle of a session
//! object is never used again.

use crate::attributes;
use crate::keys::Key;
use crate::policy::Rights;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use strongroom_base::{Allowance, Error, Result, Secret, Taken, Template, Value, ck};

/// What a handle's number says of its object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the keystore, under this number.
    Token(u64),
    /// In the memory of one application.
    Session(u64),
    /// Made from a table: mechanism and profile objects.
    BuiltIn(u64),
}

impl Place {
    /// The place that a handle names.
    pub fn of(handle: u64) -> Option<Self> {
        let number = handle / 4;
        match handle % 4 {
            0 if number > 0 => Some(Self::Token(number)),
            1 => Some(Self::Session(number)),
            2 => Some(Self::BuiltIn(number)),
            _ => None,
        }
    }

    /// The handle of an object there.
    pub fn handle(self) -> u64 {
        match self {
            Self::Token(number) => number * 4,
            Self::Session(number) => number * 4 + 1,
            Self::BuiltIn(number) => number * 4 + 2,
        }
    }
}

/// An object.
pub struct Object {
    /// Where it is.
    pub place: Place,
    /// The slot whose token it belongs to.
    pub slot: u64,
    /// The session that made it, for a session object.
    pub session: u64,
    /// The keystore's generation of its record, for a token object.
    pub generation: u64,
    /// All its attributes.
    pub attributes: Template,
    /// What it permits.
    pub rights: Rights,
    private: bool,
    key: OnceLock<Result<Arc<Key>>>,
    /// The keystore's generation at which the record was last known to be the newest.
    seen: AtomicU64,
    /// One flag for all versions of the object: an operation may hold an older one.
    destroyed: Arc<AtomicBool>,
    superseded: AtomicBool,
    /// The memory that a session object takes, where that has a bound: one for all its versions.
    memory: Option<Arc<Taken>>,
}

/// Bytes of memory that an object takes beside its attributes: itself, its place in a table, and the key in
/// it once that was parsed.
const BESIDE: usize = size_of::<Object>() + 1024;

/// The memory that objects with these attributes take, of what there is for them. `CKR_DEVICE_MEMORY`
pub fn take_memory(from: &Arc<Allowance>, attributes: &Template) -> Result<Arc<Taken>> {
    from.take(BESIDE + attributes.memory()).map(Arc::new).ok_or_else(no_memory)
}

fn no_memory() -> Error {
    Error::new(ck::CKR_DEVICE_MEMORY, "the session objects have all the memory they may have")
}

impl Object {
    /// An object with these attributes.
    pub fn new(place: Place, slot: u64, session: u64, mut attributes: Template) -> Self {
        let rights = Rights::of(&attributes);
        let private = attributes.get(ck::CKA_PRIVATE).and_then(Value::as_bool).unwrap_or(false);
        lock_secrets(&mut attributes);
        Self {
            place,
            slot,
            session,
            generation: 0,
            attributes,
            rights,
            private,
            key: OnceLock::new(),
            seen: AtomicU64::new(0),
            destroyed: Arc::default(),
            superseded: AtomicBool::new(false),
            memory: None,
        }
    }

    /// The object with its record's generation, known to be the newest at `seen`.
    pub fn recorded(mut self, generation: u64, seen: u64) -> Self {
        self.generation = generation;
        self.seen = AtomicU64::new(seen);
        self
    }

    /// The object as the version after another: whoever holds that one notices when this is destroyed.
    pub fn following(mut self, before: &Self) -> Self {
        self.destroyed = Arc::clone(&before.destroyed);
        self.memory = before.memory.clone();
        self
    }

    /// The object with the memory that was taken for it.
    pub fn with_memory(mut self, memory: Option<Arc<Taken>>) -> Self {
        self.memory = memory;
        self
    }

    /// Takes the memory that the object needs more with other attributes, and does what puts them in the
    /// place of these; where that does not succeed, or they need less, gives back what is not needed.
    /// `CKR_DEVICE_MEMORY`
    pub fn with_memory_for(
        &self,
        other: Template,
        put: impl FnOnce(Template) -> bool,
    ) -> Result<bool> {
        let Some(memory) = &self.memory else { return Ok(put(other)) };
        let (before, after) = (self.attributes.memory(), other.memory());
        if !memory.more(after.saturating_sub(before)) {
            return Err(no_memory());
        }
        let is_put = put(other);
        let (has, needs) = (before.max(after), if is_put { after } else { before });
        memory.less(has - needs);
        Ok(is_put)
    }

    /// Its handle.
    pub fn handle(&self) -> u64 {
        self.place.handle()
    }

    /// Whether it is a private object.
    pub fn is_private(&self) -> bool {
        self.private
    }

    /// The key in it, parsed at the first call. `CKR_KEY_HANDLE_INVALID` for what is not a key
    pub fn key(&self) -> Result<&Arc<Key>> {
        self.key
            .get_or_init(|| {
                let ulong = |kind| self.attributes.get(kind).and_then(|v| v.as_ulong());
                match (ulong(ck::CKA_CLASS), ulong(ck::CKA_KEY_TYPE)) {
                    (Some(class), Some(key_type)) => {
                        Key::parse(class, key_type, &self.attributes).map(Arc::new)
                    }
                    _ => Err(Error::new(ck::CKR_KEY_HANDLE_INVALID, "the object is not a key")),
                }
            })
            .as_ref()
            .map_err(Clone::clone)
    }

    /// The key in it, where it was parsed already.
    pub fn parsed(&self) -> Option<&Arc<Key>> {
        self.key.get()?.as_ref().ok()
    }

    /// Whether nothing has changed since the record was last compared with the keystore.
    pub fn is_current(&self, generation: u64) -> bool {
        self.seen.load(Ordering::Relaxed) == generation
    }

    /// Notes that the record is the newest at this generation of the keystore.
    pub fn confirm(&self, generation: u64) {
        self.seen.store(generation, Ordering::Relaxed);
    }

    /// Marks the object destroyed, for operations that still hold it.
    pub fn destroy(&self) {
        self.destroyed.store(true, Ordering::Relaxed);
    }

    /// Notes that a newer version has taken its place.
    pub fn supersede(&self) {
        self.superseded.store(true, Ordering::Release);
    }

    /// Whether it is the newest version of a session object, and not destroyed.
    pub fn is_newest(&self) -> bool {
        !self.superseded.load(Ordering::Acquire) && self.still_there().is_ok()
    }

    /// `CKR_KEY_HANDLE_INVALID` when the object has been destroyed since the operation began.
    pub fn still_there(&self) -> Result<()> {
        if self.destroyed.load(Ordering::Relaxed) {
            return Err(Error::new(ck::CKR_KEY_HANDLE_INVALID, "the key has been destroyed"));
        }
        Ok(())
    }
}

/// An object as one session uses it. Each operation counts itself among those who hold the object and its
/// key; where all sessions share these counts, threads with a session each and one key wait for one
/// another's processor at each call. A session has counts of its own.
pub struct Held {
    object: Arc<Object>,
    key: OnceLock<Arc<Key>>,
}

impl Held {
    /// An object for one session.
    pub fn new(object: Arc<Object>) -> Arc<Self> {
        Arc::new(Self { object, key: OnceLock::new() })
    }

    /// As [`Object::key`].
    pub fn key(&self) -> Result<&Arc<Key>> {
        match self.key.get() {
            Some(key) => Ok(key),
            None => {
                let key = Key::clone(self.object.key()?);
                Ok(self.key.get_or_init(|| Arc::new(key)))
            }
        }
    }
}

impl Deref for Held {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.object
    }
}

/// Moves the secret parts of a key to memory that is locked.
fn lock_secrets(attributes: &mut Template) {
    let class = attributes.get(ck::CKA_CLASS).and_then(Value::as_ulong);
    if !matches!(class, Some(ck::CKO_SECRET_KEY | ck::CKO_PRIVATE_KEY)) {
        return;
    }
    for attribute in &mut attributes.0 {
        if let Value::Bytes(value) = &mut attribute.value
            && attributes::is_secret(attribute.kind)
        {
            *value = Secret::locked(value.expose());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn handles_tell_places_apart() {
        for place in [Place::Token(1), Place::Session(0), Place::BuiltIn(7), Place::Token(1 << 40)]
        {
            assert_eq!(Place::of(place.handle()), Some(place));
        }
        assert_eq!(Place::of(0), None);
        assert_eq!(Place::of(3), None);
    }
}
