//! Slots and their tokens. An [`Hsm`] is an instance that was opened: cheap to clone, to be used from any
//! thread, and open until it is closed or its last user is gone. Closing it closes its sessions.

use crate::error::{At, CLOSED, Error, NOT_FOUND, Result};
use crate::instance::padded_label;
use crate::process::PerProcess;
use crate::session::{self, Session};
use crate::uri::Pkcs11Uri;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use strongroom_base::{Application, MechanismInfo, Provider, SlotInfo, TokenInfo, TokenPolicy, ck};

/// An instance that was opened: embedded, at a service, or another vendor's module.
#[derive(Clone)]
pub struct Hsm(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    /// What opens it again in a process that was forked.
    url: Option<String>,
    open: PerProcess<Open>,
    sessions: Mutex<Vec<Weak<session::Inner>>>,
    closed: AtomicBool,
}

/// Of one process.
pub(crate) struct Open {
    pub(crate) provider: Arc<dyn Provider>,
    /// Looks at slots and tokens; sessions have applications of their own, so that logins are apart.
    application: Arc<dyn Application>,
}

impl Open {
    fn new(provider: Arc<dyn Provider>) -> strongroom_base::Result<Self> {
        Ok(Self { application: provider.open()?, provider })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        // Whoever drops it cannot do anything about a failure.
        let _ = self.application.close();
    }
}

impl Inner {
    pub(crate) fn open(&self) -> Result<&Open> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::new(CLOSED, "", "the HSM is closed"));
        }
        self.open.get(|| match &self.url {
            Some(url) => crate::open(url).and_then(Open::new).at("C_Initialize"),
            None => {
                let why = "it was opened in the process that this one was forked from";
                Err(Error::new(ck::CKR_CRYPTOKI_NOT_INITIALIZED, "", why))
            }
        })
    }

    fn application(&self) -> Result<&dyn Application> {
        Ok(&*self.open()?.application)
    }

    /// A session to be closed with the HSM.
    pub(crate) fn adopt(&self, session: &Arc<session::Inner>) {
        let mut sessions = self.sessions.lock();
        // Looked through now and then, so that it does not grow for ever.
        if sessions.len() == sessions.capacity() {
            sessions.retain(|session| session.strong_count() > 0);
        }
        sessions.push(Arc::downgrade(session));
    }
}

impl Hsm {
    /// Opens the instance that a URL names: `file:///path`, `strongroom://host:port`, or
    /// `pkcs11:?module-path=/path` (RFC 7512) for another vendor's module. `CKR_TOKEN_NOT_PRESENT` when
    /// there is none, `CKR_ARGUMENTS_BAD` for a URL that is wrong or a bundle that is missing,
    /// `CKR_DEVICE_ERROR` for an instance that is damaged.
    pub fn open(url: &str) -> Result<Self> {
        Self::of(crate::open(url).at("C_Initialize")?, Some(url.to_owned()))
    }

    /// Opens the instance that the environment and the configuration name
    /// ([`configured_url`](crate::configured_url)).
    pub fn open_configured() -> Result<Self> {
        Self::open(&crate::configured_url()?)
    }

    /// An HSM over a provider that was made otherwise. It is of no use in processes that are forked.
    pub fn over(provider: Arc<dyn Provider>) -> Result<Self> {
        Self::of(provider, None)
    }

    fn of(provider: Arc<dyn Provider>, url: Option<String>) -> Result<Self> {
        let open = PerProcess::new(Open::new(provider).at("C_Initialize")?);
        let (sessions, closed) = (Mutex::default(), AtomicBool::new(false));
        Ok(Self(Arc::new(Inner { url, open, sessions, closed })))
    }

    /// Closes it, and its sessions. What still uses them gets [`CLOSED`]. To close it twice does nothing.
    pub fn close(&self) {
        if self.0.closed.swap(true, Ordering::AcqRel) {
            return;
        }
        let sessions = std::mem::take(&mut *self.0.sessions.lock());
        for session in sessions.iter().filter_map(Weak::upgrade) {
            session.close();
        }
        if let Some(open) = self.0.open.present() {
            // Nothing is left to be done about a failure.
            let _ = open.application.close();
        }
    }

    /// The slots, in ascending order.
    pub fn slots(&self) -> Result<Vec<Slot>> {
        let numbers = self.0.application()?.slots(false).at("C_GetSlotList")?;
        Ok(numbers.into_iter().map(|id| self.at(id)).collect())
    }

    /// The slot with a number. `CKR_SLOT_ID_INVALID`
    pub fn slot(&self, id: u64) -> Result<Slot> {
        self.0.application()?.slot_info(id).at("C_GetSlotInfo")?;
        Ok(self.at(id))
    }

    /// The slot whose token has a label. [`NOT_FOUND`], [`AMBIGUOUS`](crate::AMBIGUOUS)
    pub fn token(&self, label: &str) -> Result<Slot> {
        self.only(&format!("the label \"{label}\""), |_, token| Ok(token.label == label))
    }

    /// The slot whose token has a serial number. [`NOT_FOUND`], [`AMBIGUOUS`](crate::AMBIGUOUS)
    pub fn token_with_serial(&self, serial: &str) -> Result<Slot> {
        self.only(&format!("the serial number \"{serial}\""), |_, token| Ok(token.serial == serial))
    }

    /// The slot that a `pkcs11:` URI names by its token or by itself (RFC 7512). [`NOT_FOUND`],
    /// [`AMBIGUOUS`](crate::AMBIGUOUS)
    pub fn token_of(&self, uri: &Pkcs11Uri) -> Result<Slot> {
        self.only("what the URI says", |slot, token| {
            Ok(uri.matches_token(token) && uri.matches_slot(slot.id, &slot.info()?))
        })
    }

    fn only(&self, what: &str, is: impl Fn(&Slot, &TokenInfo) -> Result<bool>) -> Result<Slot> {
        let mut found = None;
        for slot in self.slots()? {
            match slot.token() {
                Ok(token) if is(&slot, &token)? => {}
                Err(error) if !error.is(ck::CKR_TOKEN_NOT_PRESENT) => return Err(error),
                _ => continue,
            }
            if let Some(first) = found.replace(slot) {
                let why =
                    format!("several tokens have {what}; the one in slot {} is first", first.id);
                return Err(Error::new(crate::AMBIGUOUS, "C_GetTokenInfo", why));
            }
        }
        found.ok_or_else(|| Error::new(NOT_FOUND, "C_GetTokenInfo", format!("no token has {what}")))
    }

    fn at(&self, id: u64) -> Slot {
        Slot { hsm: self.clone(), id }
    }
}

impl std::fmt::Debug for Hsm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A URI may have a PIN in it; it is shown without.
        match self.0.url.as_deref() {
            Some(url) if Pkcs11Uri::is_one(url) => match Pkcs11Uri::parse(url) {
                Ok(uri) => write!(f, "Hsm({uri})"),
                Err(_) => f.write_str("Hsm(pkcs11:)"),
            },
            Some(url) => write!(f, "Hsm({url})"),
            None => f.write_str("Hsm(of a provider)"),
        }
    }
}

/// A slot, and the token in it.
#[derive(Clone, Debug)]
pub struct Slot {
    hsm: Hsm,
    id: u64,
}

impl Slot {
    /// Its number. It does not change.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The HSM that it is of.
    pub fn hsm(&self) -> &Hsm {
        &self.hsm
    }

    /// What it says of itself.
    pub fn info(&self) -> Result<SlotInfo> {
        self.hsm.0.application()?.slot_info(self.id).at("C_GetSlotInfo")
    }

    /// What its token says of itself. `CKR_TOKEN_NOT_PRESENT`
    pub fn token(&self) -> Result<TokenInfo> {
        self.hsm.0.application()?.token_info(self.id).at("C_GetTokenInfo")
    }

    /// The mechanisms of its token (`CKM_…`), in the token's order.
    pub fn mechanisms(&self) -> Result<Vec<(u64, MechanismInfo)>> {
        let application = self.hsm.0.application()?;
        let kinds = application.mechanisms(self.id).at("C_GetMechanismList")?;
        kinds
            .into_iter()
            .map(|kind| {
                let info = application.mechanism_info(self.id, kind).at("C_GetMechanismInfo")?;
                Ok((kind, info))
            })
            .collect()
    }

    /// A session in which nobody is logged in: public objects only.
    pub fn session(&self) -> Result<Session> {
        Session::open(&self.hsm, self.id, None)
    }

    /// A session in which the user is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`,
    /// `CKR_USER_PIN_NOT_INITIALIZED`
    pub fn login(&self, pin: impl AsRef<[u8]>) -> Result<Session> {
        Session::open(&self.hsm, self.id, Some((ck::CKU_USER, pin.as_ref())))
    }

    /// A session in which the security officer is logged in. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`
    pub fn login_so(&self, pin: impl AsRef<[u8]>) -> Result<Session> {
        Session::open(&self.hsm, self.id, Some((ck::CKU_SO, pin.as_ref())))
    }

    /// Initialises the token: its objects are destroyed, the user's PIN is no longer set, and who has a session
    /// with it is no longer logged in. `CKR_ARGUMENTS_BAD` for a label that does not fit, `CKR_PIN_INCORRECT`;
    /// `CKR_SESSION_EXISTS` where a vendor's module has sessions
    pub fn init_token(&self, so_pin: impl AsRef<[u8]>, label: &str) -> Result<()> {
        let label = padded_label(label)?;
        let application = self.hsm.0.application()?;
        application.init_token(self.id, Some(so_pin.as_ref()), &label).at("C_InitToken")
    }

    /// What the security officer has decided about the token. `CKR_FUNCTION_NOT_SUPPORTED` by other vendors'
    /// modules
    pub fn policy(&self) -> Result<TokenPolicy> {
        self.hsm.0.application()?.token_policy(self.id).at("token_policy")
    }

    /// Sets the token's policy, as the security officer. `CKR_PIN_INCORRECT`, and what
    /// [`Session::set_policy`] says
    pub fn set_policy(&self, so_pin: impl AsRef<[u8]>, policy: &TokenPolicy) -> Result<()> {
        let session = self.login_so(so_pin)?;
        let set = session.set_policy(policy);
        session.close();
        set
    }

    /// Sets the user's PIN, as the security officer: also of one that is locked, or was never set.
    /// `CKR_PIN_INCORRECT`, `CKR_PIN_LEN_RANGE`
    pub fn init_pin(&self, so_pin: impl AsRef<[u8]>, new: impl AsRef<[u8]>) -> Result<()> {
        let session = self.login_so(so_pin)?;
        let set = session.init_pin(new);
        session.close();
        set
    }

    /// Changes the user's PIN. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`, `CKR_PIN_LEN_RANGE`
    pub fn set_pin(&self, old: impl AsRef<[u8]>, new: impl AsRef<[u8]>) -> Result<()> {
        let session = self.session()?;
        let set = session.set_pin(old, new);
        session.close();
        set
    }

    /// Changes the security officer's PIN. `CKR_PIN_INCORRECT`, `CKR_PIN_LOCKED`, `CKR_PIN_LEN_RANGE`
    pub fn set_so_pin(&self, old: impl AsRef<[u8]>, new: impl AsRef<[u8]>) -> Result<()> {
        let session = self.login_so(old.as_ref())?;
        let set = session.set_pin(old, new);
        session.close();
        set
    }
}
