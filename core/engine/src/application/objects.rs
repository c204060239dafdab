//! Objects (PKCS #11 v3.2, section 5.7): made, copied, destroyed, read and changed. What may be done is
//! `policy`'s to say; here it is carried out.

use super::*;
use crate::keys::{self, check_value};
use crate::keystore::{Batch, Put};
use crate::object::take_memory;
use crate::policy::Origin;
use crate::record::{self, OwnedTerm};
use strongroom_base::Value;

/// How often a change is tried again when somebody else changed the object in between: each time is a
/// success of somebody else, so there is no end to be expected before.
const CHANGE_TRIES: usize = 1000;

impl App {
    pub(super) fn create_object(&self, session: u64, template: &Template) -> Result<u64> {
        self.with_session(session, |session| {
            let caller = self.caller(session);
            let object = policy::create(&caller, &Origin::Create, template)?;
            let object = self.whole(&Origin::Create, object, Template::new())?;
            self.store(session, vec![object])?.first().copied().ok_or_else(nothing_stored)
        })
    }

    pub(super) fn copy_object(
        &self,
        session: u64,
        object: u64,
        template: &Template,
    ) -> Result<u64> {
        self.with_session(session, |session| {
            let original = self.object(session, object)?;
            let caller = self.caller(session);
            let copy = policy::copy(
                &caller,
                &original.attributes,
                template,
                &self.shared.unique_ids.next()?,
            )?;
            self.store(session, vec![copy])?.first().copied().ok_or_else(nothing_stored)
        })
    }

    pub(super) fn destroy_object(&self, session: u64, handle: u64) -> Result<()> {
        self.with_session(session, |session| {
            let object = self.object(session, handle)?;
            policy::destroy(&self.caller(session), &object.attributes).map_err(|error| {
                // The user logged out just now: a private object that was visible is so no longer.
                if error.is(ck::CKR_USER_NOT_LOGGED_IN) { no_object() } else { error }
            })?;
            match object.place {
                Place::Token(id) => {
                    let keys = session.token.user_keys();
                    let batch = Batch { puts: Vec::new(), deletes: vec![id] };
                    self.shared.keystore.commit(session.token.slot, keys.as_deref(), batch)?;
                    self.shared.forget(id);
                }
                Place::Session(number) => {
                    self.objects.remove(number).ok_or_else(no_object)?;
                }
                Place::BuiltIn(_) => {
                    return Err(Error::new(
                        ck::CKR_ACTION_PROHIBITED,
                        "the object describes the token and cannot be destroyed",
                    ));
                }
            }
            object.destroy();
            Ok(())
        })
    }

    pub(super) fn object_size(&self, session: u64, object: u64) -> Result<u64> {
        self.with_session(session, |session| {
            let object = self.object(session, object)?;
            Ok(record::encode(&object.attributes).len() as u64)
        })
    }

    pub(super) fn get_attributes(
        &self,
        session: u64,
        object: u64,
        attributes: &[u64],
    ) -> Result<Vec<Answer>> {
        self.with_session(session, |session| {
            let object = self.object(session, object)?;
            Ok(policy::read(&object.attributes, attributes))
        })
    }

    pub(super) fn set_attributes(
        &self,
        session: u64,
        handle: u64,
        template: &Template,
    ) -> Result<()> {
        self.with_session(session, |session| {
            for _ in 0..CHANGE_TRIES {
                let object = self.object(session, handle)?;
                let changed = policy::set(&self.caller(session), &object.attributes, template)?;
                match object.place {
                    Place::Token(id) => match self.change(session, id, &object, &changed) {
                        // Changed by somebody else meanwhile: decide again on what it is now.
                        Err(error) if error.is(ck::CKR_OBJECT_HANDLE_INVALID) => {}
                        answer => return answer,
                    },
                    Place::Session(number) => {
                        let put = |changed| {
                            let changed =
                                Object::new(object.place, object.slot, object.session, changed);
                            let changed = Arc::new(changed.following(&object));
                            self.objects.replace(number, &object, changed)
                        };
                        if object.with_memory_for(changed, put)? {
                            object.supersede();
                            return Ok(());
                        }
                    }
                    Place::BuiltIn(_) => {
                        return Err(Error::new(
                            ck::CKR_ACTION_PROHIBITED,
                            "the object describes the token and cannot be changed",
                        ));
                    }
                }
            }
            Err(Error::new(ck::CKR_DEVICE_ERROR, "the object is changed by others all the time"))
        })
    }

    fn change(
        &self,
        session: &Session,
        id: u64,
        object: &Object,
        changed: &Template,
    ) -> Result<()> {
        let keys = session.token.user_keys();
        let body = record::encode(changed);
        let terms = record::terms(changed);
        let put = Put {
            id: Some(id),
            expected: object.generation,
            private: object.is_private(),
            body: body.expose(),
            terms: terms.iter().map(OwnedTerm::term).collect(),
        };
        let batch = Batch { puts: vec![put], deletes: Vec::new() };
        self.shared.keystore.commit(session.token.slot, keys.as_deref(), batch).map(drop)
    }

    /// Keeps new objects, all or none: those with `CKA_TOKEN` in the keystore, others in the session.
    /// Gives their handles in the same order.
    pub(super) fn store(&self, session: &Session, objects: Vec<Template>) -> Result<Vec<u64>> {
        if let Some(policy) = session.token.policy() {
            objects.iter().try_for_each(|object| policy::token::size(&policy, object))?;
        }
        let is_token = |object: &Template| flag(object, ck::CKA_TOKEN);
        let slot = session.token.slot;
        let limit = self.tenant.max_session_objects;
        let more = objects.iter().filter(|object| !is_token(object)).count();
        if limit != usize::MAX && more > 0 && self.objects.count().saturating_add(more) > limit {
            return Err(Error::new(
                ck::CKR_DEVICE_MEMORY,
                "the application has all its session objects",
            ));
        }
        let of_session = objects.iter().filter(|object| !is_token(object));
        let memory: Vec<_> = match &self.tenant.session_memory {
            Some(from) => of_session.map(|o| take_memory(from, o)).collect::<Result<_>>()?,
            None => Vec::new(),
        };
        let kept: Vec<_> = objects
            .iter()
            .filter(|object| is_token(object))
            .map(|object| {
                (record::encode(object), record::terms(object), flag(object, ck::CKA_PRIVATE))
            })
            .collect();
        let ids = if kept.is_empty() {
            Vec::new()
        } else {
            let puts = kept
                .iter()
                .map(|(body, terms, private)| Put {
                    id: None,
                    expected: 0,
                    private: *private,
                    body: body.expose(),
                    terms: terms.iter().map(OwnedTerm::term).collect(),
                })
                .collect();
            let keys = session.token.user_keys();
            self.shared.keystore.commit(
                slot,
                keys.as_deref(),
                Batch { puts, deletes: Vec::new() },
            )?
        };
        let (mut ids, mut memory) = (ids.into_iter(), memory.into_iter());
        objects
            .into_iter()
            .map(|object| {
                if is_token(&object) {
                    return ids
                        .next()
                        .map(|id| Place::Token(id).handle())
                        .ok_or_else(nothing_stored);
                }
                let number = self.session_object_number()?;
                let object = Object::new(Place::Session(number), slot, session.handle, object)
                    .with_memory(memory.next());
                let (handle, private) = (object.handle(), object.is_private());
                self.objects.insert(number, Arc::new(object));
                self.still_wanted(session, private).inspect_err(|_| {
                    self.objects.remove(number);
                })?;
                Ok(handle)
            })
            .collect()
    }

    /// An object with its value, and with what follows from that.
    pub(super) fn whole(
        &self,
        origin: &Origin<'_>,
        object: Template,
        mut value: Template,
    ) -> Result<Template> {
        // What the token generated is right; what came from outside is checked.
        if let (false, Some(class), Some(key_type)) =
            (matches!(origin, Origin::Generate { .. }), class_of(&object), key_type_of(&object))
        {
            let mut both = object.clone();
            both.0.extend(value.0.iter().cloned());
            let computed =
                keys::validate(class, key_type, &both).map_err(|error| match origin {
                    // A value that no key can have was not a wrapped key.
                    Origin::Unwrap { .. } if error.is(ck::CKR_ATTRIBUTE_VALUE_INVALID) => {
                        Error::new(ck::CKR_WRAPPED_KEY_INVALID, error.why().to_owned())
                    }
                    _ => error,
                })?;
            for attribute in computed.0 {
                if value.get(attribute.kind).is_none() {
                    value.0.push(attribute);
                }
            }
        }
        let bytes = value.get(ck::CKA_VALUE).or_else(|| object.get(ck::CKA_VALUE));
        let bytes = bytes.and_then(Value::as_bytes).filter(|bytes| !bytes.is_empty());
        let check_value = match (class_of(&object), key_type_of(&object), bytes) {
            (Some(ck::CKO_SECRET_KEY), Some(key_type), Some(bytes)) => {
                Some(check_value::of_secret_key(key_type, bytes)?)
            }
            (Some(ck::CKO_CERTIFICATE), _, Some(bytes)) => Some(check_value::of_certificate(bytes)),
            _ => None,
        };
        if let Some(check_value) = check_value {
            value.push(ck::CKA_CHECK_VALUE, check_value);
        }
        policy::complete(origin, object, value, &self.shared.unique_ids.next()?)
    }

    /// Whether a session object that was just put in its place may stay there. Whoever closes a session
    /// or logs out does that first and then removes the objects, so one that came too late to be
    /// removed is seen here.
    fn still_wanted(&self, session: &Session, private: bool) -> Result<()> {
        if self.sessions.get(session.handle).is_none() {
            return Err(Error::new(ck::CKR_SESSION_CLOSED, "the session was closed meanwhile"));
        }
        if private && session.token.user() != User::User {
            return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, "the user logged out meanwhile"));
        }
        Ok(())
    }
}

fn nothing_stored() -> Error {
    Error::new(ck::CKR_DEVICE_ERROR, "the keystore did not say where the object is")
}

/// A truth value of an object; false where it has none.
pub(super) fn flag(object: &Template, kind: u64) -> bool {
    object.get(kind).and_then(Value::as_bool).unwrap_or(false)
}

/// The class of an object.
pub(super) fn class_of(object: &Template) -> Option<u64> {
    object.get(ck::CKA_CLASS).and_then(Value::as_ulong)
}

/// The key type of an object, if it is a key.
pub(super) fn key_type_of(object: &Template) -> Option<u64> {
    object.get(ck::CKA_KEY_TYPE).and_then(Value::as_ulong)
}
