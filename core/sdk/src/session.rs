//! Sessions: somebody who is logged in to a token, or nobody. A session is cheap to clone and may be used by
//! any number of threads at the same time; the sessions of the specification behind it are pooled. Each
//! session has a login of its own. It lives until it is closed, its HSM is, or its last user (a key, say) is
//! gone; its session objects go with it.

use crate::encoding::KeyMaterial;
use crate::error::{At, Error, Result};
use crate::hsm::{self, Hsm};
use crate::mechanism::{Hash, Mechanism};
use crate::object::{FromObject, Object, PrivateKey, PublicKey, SecretKey};
use crate::output;
use crate::pool::{self, Lease, Pool};
use crate::process::PerProcess;
use crate::query::{Find, Query};
use crate::spec::KeySpec;
use crate::stream::Digester;
use parking_lot::{Mutex, RwLock};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use strongroom_base::{Application, MANUFACTURER, OpKind, Secret, Template, TokenPolicy, ck};
use strongroom_engine::random;

/// Bytes of the secret half of a ticket.
const TICKET_SECRET: usize = 32;

/// Gives the PIN for one use of a key that wants a login for each.
type ContextPin = Arc<dyn Fn() -> Result<Secret> + Send + Sync>;

/// A session with a token.
#[derive(Clone)]
pub struct Session(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    hsm: Arc<hsm::Inner>,
    slot: u64,
    user: Option<u64>,
    pool: PerProcess<Arc<Pool>>,
    /// Restores the login in a process that was forked; the PIN is kept nowhere.
    ticket: Mutex<Option<(Vec<u8>, Secret)>>,
    context_pin: RwLock<Option<ContextPin>>,
    closed: AtomicBool,
    /// Whether its token is one of ours, once somebody asked.
    pub(crate) ours: OnceLock<bool>,
}

/// A key, or a key pair, that was made.
#[derive(Clone, Debug)]
pub enum Made {
    /// A secret key.
    Secret(SecretKey),
    /// A public key alone, as it was imported.
    Public(PublicKey),
    /// A key pair.
    Pair(KeyPair),
}

/// A key pair.
#[derive(Clone, Debug)]
pub struct KeyPair {
    /// The public key.
    pub public: PublicKey,
    /// The private key.
    pub private: PrivateKey,
}

impl Made {
    /// The objects: of a pair the private key first.
    pub fn objects(self) -> Vec<Object> {
        match self {
            Self::Secret(key) => vec![key.into()],
            Self::Public(key) => vec![key.into()],
            Self::Pair(pair) => vec![pair.private.into(), pair.public.into()],
        }
    }
}

impl Session {
    pub(crate) fn open(hsm: &Hsm, slot: u64, login: Option<(u64, &[u8])>) -> Result<Self> {
        let application = hsm.0.open()?.provider.open().at("C_Initialize")?;
        let pool = Arc::new(Pool::new(application, slot)?);
        let inner = Inner {
            hsm: Arc::clone(&hsm.0),
            slot,
            user: login.map(|(user, _)| user),
            pool: PerProcess::new(Arc::clone(&pool)),
            ticket: Mutex::default(),
            context_pin: RwLock::default(),
            closed: AtomicBool::new(false),
            ours: OnceLock::new(),
        };
        let session = Self(Arc::new(inner));
        if let Some((user, pin)) = login {
            pool.application().login(pool.anchor(), user, Some(pin), None).at("C_Login")?;
            session.0.keep_ticket(&pool);
        }
        hsm.0.adopt(&session.0);
        Ok(session)
    }

    /// The number of the slot that its token is in.
    pub fn slot(&self) -> u64 {
        self.0.slot
    }

    /// Who is logged in: `CKU_USER`, `CKU_SO`, or nobody.
    pub fn user(&self) -> Option<u64> {
        self.0.user
    }

    /// Ends it: who was logged in no longer is, and session objects are gone. What still uses it gets
    /// [`CLOSED`](crate::CLOSED). To close it twice does nothing.
    pub fn close(&self) {
        self.0.close();
    }

    /// Whether it was closed.
    pub fn is_closed(&self) -> bool {
        self.0.closed.load(Ordering::Acquire)
    }

    /// Who gives the PIN for each use of a key that wants it (`CKA_ALWAYS_AUTHENTICATE`). Without, such a use
    /// is `CKR_USER_NOT_LOGGED_IN`.
    pub fn on_context_pin(&self, pin: impl Fn() -> Result<Secret> + Send + Sync + 'static) {
        *self.0.context_pin.write() = Some(Arc::new(pin));
    }

    pub(crate) fn context_pin(&self) -> Option<ContextPin> {
        self.0.context_pin.read().clone()
    }

    /// A session of the specification, to be used until the lease is dropped.
    pub(crate) fn lease(&self) -> Result<Lease> {
        self.0.pool()?.lease()
    }

    /// Runs a call in some session.
    #[inline]
    pub(crate) fn run<T>(
        &self,
        function: &'static str,
        call: impl FnOnce(&dyn Application, u64) -> strongroom_base::Result<T>,
    ) -> Result<T> {
        self.lease()?.run(function, call)
    }

    /// Whether its token is one of ours, wherever it is.
    pub(crate) fn is_ours(&self) -> Result<bool> {
        if let Some(ours) = self.0.ours.get() {
            return Ok(*ours);
        }
        let token = self.run("C_GetTokenInfo", |a, _| a.token_info(self.slot()))?;
        Ok(*self.0.ours.get_or_init(|| token.manufacturer == MANUFACTURER))
    }

    /// An object that has a handle, whether or not there is one.
    pub fn object(&self, handle: u64) -> Object {
        Object::new(self.clone(), handle)
    }

    /// Makes an object from a template.
    pub fn create(&self, template: &Template) -> Result<Object> {
        self.run("C_CreateObject", |a, s| a.create_object(s, template)).map(|h| self.object(h))
    }

    /// Makes the key, or the key pair, that a specification describes.
    pub fn generate(&self, spec: &KeySpec) -> Result<Made> {
        match spec.pair() {
            Some(_) => self.generate_pair(spec).map(Made::Pair),
            None => self.generate_secret(spec).map(Made::Secret),
        }
    }

    /// Makes a key pair. `CKR_ARGUMENTS_BAD` where the specification describes a secret key
    pub fn generate_pair(&self, spec: &KeySpec) -> Result<KeyPair> {
        let (mut public, private) =
            spec.pair().ok_or_else(|| wrong_kind("C_GenerateKeyPair", spec, "a key pair"))?;
        if let Some(domain) = self.made_domain(spec)? {
            public.0.extend(domain.0);
        }
        let mechanism = strongroom_base::Mechanism::plain(spec.mechanism());
        let key_type = spec.kind().key_type();
        let made = self.make(
            "C_GenerateKeyPair",
            key_type,
            [&public, &private],
            |a, s, [public, private]| a.generate_key_pair(s, &mechanism, public, private),
        )?;
        Ok(KeyPair {
            public: PublicKey::assume(self.object(made.0)),
            private: PrivateKey::assume(self.object(made.1)),
        })
    }

    /// The group of a key over a prime, where one is wanted: made, and not kept.
    fn made_domain(&self, spec: &KeySpec) -> Result<Option<Template>> {
        let (Some((attributes, template)), Some(mechanism)) =
            (spec.domain(), spec.domain_mechanism())
        else {
            return Ok(None);
        };
        let mechanism = strongroom_base::Mechanism::plain(mechanism);
        let made = self.run("C_GenerateKey", |a, s| a.generate_key(s, &mechanism, &template))?;
        let domain = self.object(made);
        let read = domain.read(attributes);
        domain.destroy()?;
        read.map(Some)
    }

    /// Makes a secret key with a mechanism that is not the usual one of its kind: from a password, say
    /// ([`Mechanism::pbkdf2`]). `CKR_ARGUMENTS_BAD` where the specification describes a key pair
    pub fn generate_with(&self, mechanism: &Mechanism, spec: &KeySpec) -> Result<SecretKey> {
        spec.wants_secret(true, "C_GenerateKey")?;
        self.made_secret(mechanism.base()?, spec)
    }

    fn made_secret(
        &self,
        mechanism: &strongroom_base::Mechanism,
        spec: &KeySpec,
    ) -> Result<SecretKey> {
        let (template, key_type) = (spec.secret(), spec.kind().key_type());
        let made = self.make("C_GenerateKey", key_type, [&template], |a, s, [template]| {
            a.generate_key(s, mechanism, template)
        })?;
        Ok(SecretKey::assume(self.object(made)))
    }

    /// Makes a secret key. `CKR_ARGUMENTS_BAD` where the specification describes a key pair
    pub fn generate_secret(&self, spec: &KeySpec) -> Result<SecretKey> {
        if spec.pair().is_some() {
            return Err(wrong_kind("C_GenerateKey", spec, "a secret key"));
        }
        self.made_secret(&strongroom_base::Mechanism::plain(spec.mechanism()), spec)
    }

    /// Imports a key that was read from a file ([`encoding::key`](crate::encoding::key)), called and used
    /// as a specification says; of a private key, the public key too. The kind of the specification
    /// does not matter.
    pub fn import(&self, material: &KeyMaterial, spec: &KeySpec) -> Result<Made> {
        match material {
            KeyMaterial::Pair { key_type, public, private } => {
                let private = self.create_key(spec.private(), *key_type, private)?;
                // Half a pair would be found by its label and refused by everybody: all or nothing.
                let public =
                    self.create_key(spec.public(), *key_type, public).or_else(|error| {
                        private.destroy()?;
                        Err(error)
                    })?;
                let (public, private) = (PublicKey::assume(public), PrivateKey::assume(private));
                Ok(Made::Pair(KeyPair { public, private }))
            }
            KeyMaterial::Public { key_type, public } => {
                let public = self.create_key(spec.public(), *key_type, public)?;
                Ok(Made::Public(PublicKey::assume(public)))
            }
            KeyMaterial::Secret { key_type, value } => {
                let value = Template::new().with(ck::CKA_VALUE, value.clone());
                let key = self.create_key(spec.secret_import(), *key_type, &value)?;
                Ok(Made::Secret(SecretKey::assume(key)))
            }
        }
    }

    /// Imports a key, PEM or DER ([`encoding::key`](crate::encoding::key)), called and used as a
    /// specification says, whose kind does not matter. `CKR_ARGUMENTS_BAD` for what is none
    pub fn import_file(&self, file: &Secret, spec: &KeySpec) -> Result<Made> {
        self.import(&crate::encoding::key(file)?, spec)
    }

    /// Imports a secret key of the specification's type, whose value is given. `CKR_ARGUMENTS_BAD` where the
    /// specification describes a key pair
    pub fn import_secret(&self, value: &Secret, spec: &KeySpec) -> Result<SecretKey> {
        spec.wants_secret(true, "C_CreateObject")?;
        let value = Template::new().with(ck::CKA_VALUE, value.clone());
        let key_type = spec.kind().key_type();
        self.create_key(spec.secret_import(), key_type, &value).map(SecretKey::assume)
    }

    /// Makes a key of a type, with its value.
    fn create_key(&self, template: Template, key_type: u64, value: &Template) -> Result<Object> {
        let mut template = template.with(ck::CKA_KEY_TYPE, key_type);
        template.0.extend(value.0.iter().cloned());
        self.make("C_CreateObject", key_type, [&template], |a, s, [template]| {
            a.create_object(s, template)
        })
        .map(|handle| self.object(handle))
    }

    /// The objects that a query describes, one after the other; it holds one session of the token while it
    /// lives.
    pub fn find(&self, query: &Query) -> Result<Find> {
        Find::begin(self, query)
    }

    /// The one object that a query describes. [`NOT_FOUND`](crate::NOT_FOUND),
    /// [`AMBIGUOUS`](crate::AMBIGUOUS), which names the candidates
    pub fn find_one<T: FromObject>(&self, query: &Query) -> Result<T> {
        T::from_object(crate::query::only(self, &query.clone().of_class(T::CLASS))?)
    }

    /// Random bytes of the token.
    pub fn random(&self, out: &mut [u8]) -> Result<()> {
        self.run("C_GenerateRandom", |a, s| a.generate_random(s, out))
    }

    /// The digest of data.
    pub fn digest(&self, hash: Hash, data: &[u8]) -> Result<Vec<u8>> {
        self.digest_with(&Mechanism::digest(hash), data)
    }

    /// The digest of data, with any mechanism that makes one.
    pub fn digest_with(&self, mechanism: &Mechanism, data: &[u8]) -> Result<Vec<u8>> {
        let mechanism = mechanism.base()?;
        output::grown(64, |out| {
            self.run("C_Digest", |a, s| a.perform(s, OpKind::Digest, mechanism, 0, data, out))
        })
    }

    /// A digest of data that comes in parts.
    pub fn digester(&self, hash: Hash) -> Result<Digester> {
        Digester::begin(self, &Mechanism::digest(hash))
    }

    /// Changes the PIN of who is logged in, or, where nobody is, of the user. `CKR_PIN_INCORRECT`,
    /// `CKR_PIN_LEN_RANGE`
    pub fn set_pin(&self, old: impl AsRef<[u8]>, new: impl AsRef<[u8]>) -> Result<()> {
        let pool = self.0.pool()?;
        let (old, new) = (Some(old.as_ref()), Some(new.as_ref()));
        pool.application().set_pin(pool.anchor(), old, new).at("C_SetPIN")?;
        if self.0.user.is_some() {
            self.0.keep_ticket(pool);
        }
        Ok(())
    }

    /// Sets the user's PIN; the security officer is logged in. `CKR_USER_NOT_LOGGED_IN`,
    /// `CKR_PIN_LEN_RANGE`
    pub fn init_pin(&self, new: impl AsRef<[u8]>) -> Result<()> {
        let pool = self.0.pool()?;
        pool.application().init_pin(pool.anchor(), Some(new.as_ref())).at("C_InitPIN")
    }

    /// Sets the token's policy; the security officer is logged in. Who has sessions with the token loses
    /// them when its profile changes. `CKR_USER_NOT_LOGGED_IN`, `CKR_MECHANISM_INVALID`;
    /// `CKR_ACTION_PROHIBITED` for another profile while the token has objects;
    /// `CKR_FUNCTION_NOT_SUPPORTED` by other vendors' modules
    pub fn set_policy(&self, policy: &TokenPolicy) -> Result<()> {
        let pool = self.0.pool()?;
        pool.application().set_token_policy(pool.anchor(), policy).at("set_token_policy")
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session(slot {})", self.0.slot)
    }
}

impl Inner {
    pub(crate) fn is_of_same_hsm(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.hsm, &other.hsm)
    }

    fn pool(&self) -> Result<&Arc<Pool>> {
        if self.closed.load(Ordering::Acquire) {
            return Err(pool::closed());
        }
        self.pool.get(|| self.restored())
    }

    /// What calls go through, if it is there and open.
    pub(crate) fn present(&self) -> Option<&Arc<Pool>> {
        self.pool.present().filter(|_| !self.closed.load(Ordering::Acquire))
    }

    pub(crate) fn close(&self) {
        if self.closed.swap(true, Ordering::AcqRel) {
            return;
        }
        *self.ticket.lock() = None;
        if let Some(pool) = self.pool.present() {
            pool.close();
        }
    }

    /// The same in a process that was forked: a new application, in which the ticket logs in.
    fn restored(&self) -> Result<Arc<Pool>> {
        let application = self.hsm.open()?.provider.open().at("C_Initialize")?;
        let pool = Arc::new(Pool::new(application, self.slot)?);
        if self.user.is_some() {
            let ticket = self.ticket.lock();
            let (ticket, secret) = ticket.as_ref().ok_or_else(|| {
                let why = "the login was made in the process that this one was forked from, and cannot \
                           be restored here: log in anew";
                Error::new(ck::CKR_USER_NOT_LOGGED_IN, "C_Login", why)
            })?;
            pool.application()
                .login_with_ticket(pool.anchor(), ticket, secret.expose())
                .at("C_Login")?;
        }
        Ok(pool)
    }

    /// Asks for what restores the login; without it, the login is this process's only.
    fn keep_ticket(&self, pool: &Pool) {
        let mut secret = Secret::zeroed(TICKET_SECRET);
        let ticket = random::fill(secret.expose_mut())
            .and_then(|()| pool.application().ticket(pool.anchor(), secret.expose()));
        *self.ticket.lock() = ticket.ok().map(|ticket| (ticket, Secret::locked(secret.expose())));
    }
}

fn wrong_kind(function: &'static str, spec: &KeySpec, wanted: &str) -> Error {
    Error::new(ck::CKR_ARGUMENTS_BAD, function, format!("{} is not {wanted}", spec.kind()))
}
