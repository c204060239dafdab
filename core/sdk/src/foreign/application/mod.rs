//! An application of a module that others use too. Every call goes to the module, after what the module cannot
//! know is checked: whose the session is, whether the slot exists for the tenant, whether the object is one
//! that this application may see. Operations stand in one file a chapter of the specification.

mod keys;
mod logins;
mod objects;
mod operations;
mod search;
mod sessions;
mod slots;

use super::objects::{Owner, Standing};
use super::registry::Lease;
use super::slot::Mine;
use crate::uri::Pkcs11Uri;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
use strongroom_base::mechanism::AeadMessage;
use strongroom_base::{
    Answer, Application, Done, Error, Mechanism, MechanismInfo, Message, OpKind, Out, Pin, Result,
    SessionInfo, Sizing, SlotInfo, Task, Template, Tenant, TokenInfo, TokenPolicy, Value, Written,
    ck, for_each_operation,
};

/// An application of a module.
pub struct App {
    lease: Arc<Lease>,
    /// The slots that its URL leaves.
    only: Arc<Pkcs11Uri>,
    tenant: Tenant,
    /// Its number among the module's applications.
    number: u64,
    sessions: Mutex<HashMap<u64, Arc<Session>>>,
    /// Sessions that are being opened count already.
    session_count: AtomicUsize,
    slots: Mutex<HashMap<u64, Arc<Mine>>>,
    /// Session objects that are being made count already.
    being_made: Mutex<usize>,
    /// The first slot event that it has not been told.
    event: AtomicU64,
    closed: AtomicBool,
}

/// A session of the application. Its handle is the module's.
struct Session {
    handle: u64,
    rw: bool,
    mine: Arc<Mine>,
    /// Held for each call, so that a module is not asked to do two things in one session at once.
    work: Mutex<Work>,
}

/// What a session is in the middle of, as far as it matters here.
#[derive(Default)]
struct Work {
    closed: bool,
    /// Which active operations use a private key: they end when the application logs out.
    private: [bool; OpKind::ALL.len()],
    /// The same of series of messages.
    private_series: [bool; OpKind::OF_MESSAGES.len()],
    /// The parameters of messages that are encrypted and decrypted in parts: the module wants them with each.
    parts: [Option<AeadMessage>; 2],
}

impl Work {
    /// Notes whether the series of messages of a kind uses a private key.
    fn note_series(&mut self, kind: OpKind, private: bool) {
        for (of, noted) in OpKind::OF_MESSAGES.into_iter().zip(&mut self.private_series) {
            if of == kind {
                *noted = private;
            }
        }
    }
}

impl App {
    /// An application without sessions.
    pub fn new(lease: Arc<Lease>, only: Arc<Pkcs11Uri>, tenant: Tenant) -> Self {
        Self {
            number: lease.application(),
            event: AtomicU64::new(lease.next_event()),
            lease,
            only,
            tenant,
            sessions: Mutex::default(),
            session_count: AtomicUsize::new(0),
            slots: Mutex::default(),
            being_made: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// Runs `call` with a session of this application. `CKR_SESSION_HANDLE_INVALID`
    fn with_session<T>(
        &self,
        handle: u64,
        call: impl FnOnce(&Session, &mut Work) -> Result<T>,
    ) -> Result<T> {
        self.lease.check_process()?;
        let session = self.sessions.lock().get(&handle).cloned().ok_or_else(no_session)?;
        let mut work = session.work.lock();
        if work.closed {
            return Err(no_session());
        }
        call(&session, &mut work)
    }

    /// Whether an object is one that the application may see: not another application's, and, where it is
    /// private, not before the user has logged in here.
    fn sees(&self, session: &Session, object: u64) -> Result<bool> {
        let objects = &session.mine.slot.objects;
        let private = match objects.standing(object, self.number) {
            Standing::Others => return Ok(false),
            Standing::Mine { private } | Standing::Token { private } => private,
            Standing::Unknown(number) => match self.look(session, object)? {
                Some((true, private)) => {
                    objects.is_token(object, private, number);
                    private
                }
                // A session object that this application has not made, or nothing.
                Some((false, _)) | None => return Ok(false),
            },
        };
        Ok(!private || session.mine.is_user())
    }

    /// Whether an object is a token object, and whether it is private; none where there is no such object.
    fn look(&self, session: &Session, object: u64) -> Result<Option<(bool, bool)>> {
        let asked = [ck::CKA_TOKEN, ck::CKA_PRIVATE, ck::CKA_CLASS];
        let answers = match self.lease.functions.get_attributes(session.handle, object, &asked) {
            Ok(answers) => answers,
            Err(error) if error.is(ck::CKR_OBJECT_HANDLE_INVALID) => return Ok(None),
            Err(error) => return Err(error),
        };
        let value = |at: usize| match answers.get(at) {
            Some(Answer::Value(value)) => Some(value),
            _ => None,
        };
        let truth = |at| value(at).and_then(Value::as_bool);
        // What describes the token rather than lying in it has neither attribute.
        let described = matches!(
            value(2).and_then(Value::as_ulong),
            Some(ck::CKO_HW_FEATURE | ck::CKO_MECHANISM | ck::CKO_PROFILE | ck::CKO_VALIDATION)
        );
        Ok(Some((truth(0).unwrap_or(described), truth(1).unwrap_or(!described))))
    }

    /// Makes sure that the application sees an object; `rv` is what the function has for that.
    fn visible(&self, session: &Session, object: u64, rv: u64) -> Result<()> {
        if self.sees(session, object)? {
            return Ok(());
        }
        let why = if rv == ck::CKR_OBJECT_HANDLE_INVALID {
            "there is no such object"
        } else {
            "there is no such key"
        };
        Err(Error::new(rv, why))
    }

    /// The same for a key and for those that a mechanism's parameters name.
    fn usable(&self, session: &Session, with: Option<&Mechanism>, key: u64) -> Result<()> {
        self.visible(session, key, ck::CKR_KEY_HANDLE_INVALID)?;
        for key in with.map(|with| with.params.keys()).unwrap_or_default() {
            self.visible(session, key, ck::CKR_KEY_HANDLE_INVALID)?;
        }
        Ok(())
    }

    /// The same, and whether the key is private.
    fn used(&self, session: &Session, with: Option<&Mechanism>, key: u64) -> Result<bool> {
        self.usable(session, with, key)?;
        self.is_private(session, key)
    }

    /// Whether a key that the application sees is private.
    fn is_private(&self, session: &Session, key: u64) -> Result<bool> {
        Ok(match session.mine.slot.objects.standing(key, self.number) {
            Standing::Mine { private } | Standing::Token { private } => private,
            // Not remembered just now. It does no harm to take it for private.
            Standing::Unknown(_) | Standing::Others => {
                self.look(session, key)?.is_none_or(|(_, private)| private)
            }
        })
    }

    /// Makes sure that templates of objects to be made or changed ask for nothing that needs a login which
    /// this application does not have, although the module may have it.
    fn may_ask(session: &Session, templates: &[&Template]) -> Result<()> {
        let says = |kind| {
            templates
                .iter()
                .any(|template| template.get(kind).and_then(Value::as_bool) == Some(true))
        };
        if says(ck::CKA_PRIVATE) && !session.mine.is_user() {
            let why = "a private object is the user's, who is not logged in";
            return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, why));
        }
        if says(ck::CKA_TRUSTED) && session.mine.user() != Some(ck::CKU_SO) {
            let why = "only the security officer says that a key is trusted";
            return Err(Error::new(ck::CKR_ATTRIBUTE_READ_ONLY, why));
        }
        Ok(())
    }

    /// Makes objects, one for each template, and notes whose they are. What the application may not have is
    /// destroyed again.
    fn make(
        &self,
        session: &Session,
        templates: &[&Template],
        make: impl FnOnce() -> Result<Vec<u64>>,
    ) -> Result<Vec<u64>> {
        Self::may_ask(session, templates)?;
        let says = |template: &Template, kind| template.get(kind).and_then(Value::as_bool);
        let more = templates.iter().filter(|t| says(t, ck::CKA_TOKEN) != Some(true)).count();
        let _room = self.reserve(more)?;
        let objects = &session.mine.slot.objects;
        let _making = objects.making();
        let made = make()?;
        let mut noted = Ok(());
        let mut said = templates.iter();
        for object in &made {
            let template = said.next();
            let say = |kind| template.and_then(|template| says(template, kind));
            objects.forget(*object);
            noted = noted.and_then(|()| {
                let (token, private) = match (say(ck::CKA_TOKEN), say(ck::CKA_PRIVATE)) {
                    (Some(token), Some(private)) => (token, private),
                    // Whether it is private is the module's to say, where the template does not.
                    _ => self.look(session, *object)?.unwrap_or((false, true)),
                };
                if !token {
                    let (application, session) = (self.number, session.handle);
                    objects.keep(*object, Owner { application, session, private });
                }
                // Also when the user logged out meanwhile.
                if private && !session.mine.is_user() {
                    let why = "the module made a private object, and the user is not logged in";
                    return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, why));
                }
                Ok(())
            });
        }
        if let Err(error) = noted {
            self.unmake(session, &made);
            return Err(error);
        }
        Ok(made)
    }

    /// Destroys what was made and nobody may have.
    fn unmake(&self, session: &Session, made: &[u64]) {
        for object in made {
            if let Err(error) = self.lease.functions.destroy_object(session.handle, *object) {
                tracing::warn!("destroying an object that nobody may have: {error}");
            }
            session.mine.slot.objects.forget(*object);
        }
    }

    /// Room for more session objects, until the answer is dropped and they count themselves.
    fn reserve(&self, more: usize) -> Result<Room<'_>> {
        let limit = self.tenant.max_session_objects;
        let mut being_made = self.being_made.lock();
        if limit != usize::MAX && more > 0 {
            let others = self.slots.lock().clone();
            let has: usize =
                others.values().map(|mine| mine.slot.objects.count_of(self.number)).sum();
            if has.saturating_add(*being_made).saturating_add(more) > limit {
                let why = "the application has all its session objects";
                return Err(Error::new(ck::CKR_DEVICE_MEMORY, why));
            }
        }
        *being_made += more;
        Ok(Room { being_made: &self.being_made, more })
    }
}

/// Room for session objects.
struct Room<'a> {
    being_made: &'a Mutex<usize>,
    more: usize,
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        let mut being_made = self.being_made.lock();
        *being_made = being_made.saturating_sub(self.more);
    }
}

#[cold]
fn no_session() -> Error {
    Error::new(ck::CKR_SESSION_HANDLE_INVALID, "there is no such session")
}

macro_rules! delegate {
    ($($(#[$meta:meta])* $repeat:ident fn $name:ident($($argument:ident: $type:ty),*) -> $ret:ty;)*) => {
        // One form for all entries. Each calls the method of the same name in its chapter.
        #[allow(clippy::needless_lifetimes, clippy::extra_unused_lifetimes)]
        impl Application for App {
            $(
                fn $name<'a>(&self, $($argument: $type),*) -> Result<$ret> {
                    App::$name(self, $($argument),*)
                }
            )*
        }
    };
}
for_each_operation!(delegate);

impl Drop for App {
    fn drop(&mut self) {
        // Logs out and closes what is still open.
        let _ = App::close(self);
    }
}
