//! An instance in this process: the keystore, the cache of its objects, and the applications that use
//! it. Everything that several applications share is here; what belongs to one is in `application`.

use crate::answers::Answers;
use crate::application::App;
use crate::audit::Audit;
use crate::keystore::{Keystore, Loaded, Term, Token, TokenKeys};
use crate::object::{Object, Place};
use crate::record;
use crate::unique_id::UniqueIds;
use crate::unwraps::Unwraps;
use parking_lot::Mutex;
use quick_cache::sync::Cache;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use strongroom_base::{Application, Provider, Result, Secret, Tenant, Watcher};

/// How many token objects are kept ready for use. A larger token works the same, only its rarely used
/// keys are read again.
const CACHED_OBJECTS: usize = 65_536;

/// An instance.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

/// What the applications of an instance share.
pub struct Shared {
    /// Where tokens and their objects are kept.
    pub keystore: Keystore,
    /// What was done is recorded here.
    pub audit: Audit,
    objects: Cache<u64, Arc<Object>>,
    /// What was found of them.
    pub answers: Answers,
    tokens: Mutex<HashMap<u64, (u64, Arc<Token>)>>,
    /// How many applications have their user logged in, by slot: with the last one, private objects leave
    /// the cache.
    users: Mutex<HashMap<u64, usize>>,
    /// Seals saved operation state.
    pub state_key: Secret,
    /// For objects to come.
    pub unique_ids: UniqueIds,
    /// Failures to unwrap, in strict tokens.
    pub unwraps: Unwraps,
    /// How many sessions there are, of all applications.
    pub sessions: Arc<AtomicUsize>,
}

impl Engine {
    /// Opens the instance in a directory. `CKR_TOKEN_NOT_RECOGNIZED` and others of
    /// [`Keystore::open`].
    pub fn open(dir: &Path) -> Result<Self> {
        let keystore = Keystore::open(dir)?;
        let state_key = keystore.derive("operation state");
        let audit = Audit::new(dir, keystore.is_read_only(), |purpose| keystore.derive(purpose))?;
        Ok(Self {
            shared: Arc::new(Shared {
                keystore,
                audit,
                objects: Cache::new(CACHED_OBJECTS),
                answers: Answers::default(),
                tokens: Mutex::new(HashMap::new()),
                users: Mutex::new(HashMap::new()),
                state_key,
                unique_ids: UniqueIds::default(),
                unwraps: Unwraps::default(),
                sessions: Arc::default(),
            }),
        })
    }

    /// An application of a tenant.
    pub(crate) fn application(&self, tenant: Tenant) -> App {
        App::new(Arc::clone(&self.shared), tenant)
    }

    /// The keystore, for those who look after it.
    pub fn keystore(&self) -> &Keystore {
        &self.shared.keystore
    }
}

impl Engine {
    /// The audit log, for those who look after it.
    pub fn audit(&self) -> &Audit {
        &self.shared.audit
    }
}

impl Provider for Engine {
    fn idle(&self) {
        if let Err(error) = self.shared.audit.tick() {
            tracing::error!("{error}");
        }
    }

    fn sessions(&self) -> Option<usize> {
        Some(self.shared.sessions.load(Ordering::Relaxed))
    }

    fn watch_keystore(&self, watcher: Watcher) {
        self.shared.keystore.watch(watcher);
    }

    fn open_for(&self, tenant: Tenant) -> Result<Arc<dyn Application>> {
        Ok(Arc::new(self.application(tenant)))
    }
}

impl Shared {
    /// The token in a slot, as it is now.
    pub fn token(&self, slot: u64) -> Result<Arc<Token>> {
        let generation = self.keystore.generation();
        let mut tokens = self.tokens.lock();
        if let Some((seen, token)) = tokens.get(&slot)
            && *seen == generation
        {
            return Ok(Arc::clone(token));
        }
        let token = Arc::new(self.keystore.token(slot)?);
        tokens.insert(slot, (generation, Arc::clone(&token)));
        Ok(token)
    }

    /// A token object as it is now, if the keys given open it; from the cache where it is unchanged.
    pub fn load(
        &self,
        slot: u64,
        keys: Option<&TokenKeys>,
        id: u64,
    ) -> Result<Option<Arc<Object>>> {
        // The generation is read first: a change after that is noticed at the next use.
        let generation = self.keystore.generation();
        let before = self.objects.get(&id);
        if let Some(object) = &before {
            if object.slot != slot || (object.is_private() && keys.is_none()) {
                return Ok(None);
            }
            if self.confirm(object, generation)? {
                return Ok(before);
            }
        }
        let Some(loaded) = self.keystore.load(slot, keys, id)? else { return Ok(None) };
        self.keep(slot, id, &loaded, generation, before.as_deref()).map(Some)
    }

    /// A token object that is in memory, and was the newest at this generation.
    pub fn at_hand(&self, id: u64, generation: u64) -> Option<Arc<Object>> {
        self.objects.get(&id).filter(|object| object.is_current(generation))
    }

    /// An object as it was opened after `generation`, in the place of the version before.
    fn keep(
        &self,
        slot: u64,
        id: u64,
        loaded: &Loaded,
        generation: u64,
        before: Option<&Object>,
    ) -> Result<Arc<Object>> {
        let attributes = record::decode(loaded.body.expose())?;
        let object = Object::new(Place::Token(id), slot, 0, attributes)
            .recorded(loaded.generation, generation);
        let object = Arc::new(match before {
            Some(before) => object.following(before),
            None => object,
        });
        self.objects.insert(id, Arc::clone(&object));
        Ok(object)
    }

    /// The numbers of the token objects that may have these values; where they are few, they are in the
    /// cache then.
    pub fn find(
        &self,
        slot: u64,
        keys: Option<&TokenKeys>,
        terms: &[Term<'_>],
    ) -> Result<Vec<u64>> {
        let generation = self.keystore.generation();
        let known = |id| self.objects.contains_key(&id);
        let (ids, opened) = self.keystore.find(slot, keys, terms, known)?;
        for (id, loaded) in opened {
            // What cannot be decoded says so when it is asked for.
            let _ = self.keep(slot, id, &loaded, generation, None);
        }
        Ok(ids)
    }

    /// Whether an object in memory is what the keystore has at this generation.
    pub fn confirm(&self, object: &Object, generation: u64) -> Result<bool> {
        let Place::Token(id) = object.place else { return Ok(object.is_newest()) };
        if object.is_current(generation) {
            return Ok(object.still_there().is_ok());
        }
        match self.keystore.object_generation(object.slot, id)? {
            Some(now) if now == object.generation => {
                object.confirm(generation);
                Ok(object.still_there().is_ok())
            }
            // Changed: operations go on with the version that they began with.
            Some(_) => Ok(false),
            None => {
                self.forget(id);
                object.destroy();
                Ok(false)
            }
        }
    }

    /// Takes an object out of the cache, for good: operations that hold it notice.
    pub fn forget(&self, id: u64) {
        if let Some((_, object)) = self.objects.remove(&id) {
            object.destroy();
        }
    }

    /// A user has logged in.
    pub fn user_in(&self, slot: u64) {
        *self.users.lock().entry(slot).or_default() += 1;
    }

    /// A user has logged out; with the last one, nothing private stays in memory.
    pub fn user_out(&self, slot: u64) {
        let mut users = self.users.lock();
        let left = users.entry(slot).or_default();
        *left = left.saturating_sub(1);
        if *left == 0 {
            self.objects.retain(|_, object| object.slot != slot || !object.is_private());
        }
    }

    /// The objects of a token have been destroyed with it.
    pub fn forget_token(&self, slot: u64) {
        self.objects.retain(|_, object| {
            if object.slot == slot {
                object.destroy();
            }
            object.slot != slot
        });
    }
}
