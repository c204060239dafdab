//! What an application has to do with a token: its sessions and who is logged in. All sessions of an
//! application with a token share one login (PKCS #11 v3.2, section 5.6.8); it ends with a logout, with
//! the last session, and when the token is initialised anew, by whichever process.

use crate::keystore::TokenKeys;
use crate::policy::{Caller, Profile, User};
use parking_lot::{Mutex, RwLock};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use strongroom_base::{TokenPolicy, ck};

/// A token as one application sees it.
pub struct TokenState {
    /// The slot it is in.
    pub slot: u64,
    /// Sessions and login.
    pub login: Mutex<Login>,
    /// Who is logged in, for those who only look.
    user: AtomicU8,
    /// The keystore's generation at which the token was last known to be the same one.
    seen: AtomicU64,
    /// The token's policy at that generation.
    policy: RwLock<Arc<TokenPolicy>>,
    /// Whether that is more than the standard profile: most operations need not look at it.
    restricted: AtomicBool,
}

/// Sessions and login of an application with a token.
#[derive(Default)]
pub struct Login {
    /// Handles of read-only sessions.
    pub read_only: Vec<u64>,
    /// Handles of read/write sessions.
    pub read_write: Vec<u64>,
    /// What opens the token's private objects, while somebody is logged in.
    pub keys: Option<Arc<TokenKeys>>,
    /// Which initialisation of the token the sessions are with.
    pub epoch: u64,
}

impl Login {
    /// How many sessions there are.
    pub fn sessions(&self) -> usize {
        self.read_only.len() + self.read_write.len()
    }
}

impl TokenState {
    /// A token without sessions.
    pub fn new(slot: u64) -> Self {
        Self {
            slot,
            login: Mutex::new(Login::default()),
            user: AtomicU8::new(0),
            seen: AtomicU64::new(u64::MAX),
            policy: RwLock::default(),
            restricted: AtomicBool::new(false),
        }
    }

    /// Who is logged in.
    pub fn user(&self) -> User {
        match self.user.load(Ordering::Acquire) {
            1 => User::User,
            2 => User::So,
            _ => User::Nobody,
        }
    }

    /// Notes who is logged in; the caller holds the lock on `login`.
    pub fn set_user(&self, user: User) {
        let number = match user {
            User::Nobody => 0,
            User::User => 1,
            User::So => 2,
        };
        self.user.store(number, Ordering::Release);
    }

    /// The keys of private objects, when the user is logged in.
    pub fn user_keys(&self) -> Option<Arc<TokenKeys>> {
        match self.user() {
            User::User => self.login.lock().keys.clone(),
            _ => None,
        }
    }

    /// Whether the keystore has not changed since the token was last looked at.
    pub fn is_current(&self, generation: u64) -> bool {
        self.seen.load(Ordering::Acquire) == generation
    }

    /// Notes that the token is the same at this generation of the keystore, and its policy.
    pub fn confirm(&self, generation: u64, policy: &Arc<TokenPolicy>) {
        self.begin(policy);
        self.seen.store(generation, Ordering::Release);
    }

    /// The profile that the token's objects are made under.
    pub fn profile(&self) -> Profile {
        self.policy.read().profile
    }

    /// Notes the policy that the first of the token's sessions begins with.
    pub fn begin(&self, policy: &Arc<TokenPolicy>) {
        *self.policy.write() = Arc::clone(policy);
        self.restricted.store(!policy.is_plain(), Ordering::Relaxed);
    }

    /// The token's policy, where it is more than the standard profile.
    pub fn policy(&self) -> Option<Arc<TokenPolicy>> {
        self.restricted.load(Ordering::Relaxed).then(|| Arc::clone(&self.policy.read()))
    }

    /// The caller, as policy sees him, in a session with the token, once that is known to be current.
    pub fn caller(&self, rw: bool, write_protected: bool) -> Caller {
        let profile = self.policy().map_or(Profile::Standard, |policy| policy.profile);
        Caller { user: self.user(), rw, profile, write_protected }
    }

    /// `CKS_…` of a session with the token.
    pub fn session_state(&self, rw: bool) -> u64 {
        match (self.user(), rw) {
            (User::Nobody, false) => ck::CKS_RO_PUBLIC_SESSION,
            (User::Nobody, true) => ck::CKS_RW_PUBLIC_SESSION,
            (User::User, false) => ck::CKS_RO_USER_FUNCTIONS,
            (User::User, true) => ck::CKS_RW_USER_FUNCTIONS,
            (User::So, _) => ck::CKS_RW_SO_FUNCTIONS,
        }
    }
}
