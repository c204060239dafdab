//! What all applications share of a slot: the module's one login, whose the session objects are, and spare
//! sessions; and what each application has for itself.

use super::login::Login;
use super::objects::Objects;
use super::spares::Spares;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use strongroom_base::ck;

/// What is shared.
#[derive(Default)]
pub struct Slot {
    /// The module's login. Whoever takes this lock holds no other of these, and takes no session's after.
    pub login: Mutex<Login>,
    /// Which login it is: another number after each end of one. A login of an application is good for as
    /// long as its number is this.
    number: AtomicU64,
    /// Whose objects are.
    pub objects: Objects,
    /// Sessions that are nobody's.
    pub spares: Spares,
}

impl Slot {
    /// The module's login has ended, whoever ended it: so have those of all applications.
    pub fn logged_out(&self, login: &mut Login) {
        *login = Login::default();
        self.number.fetch_add(1, Ordering::AcqRel);
        self.objects.forget_private();
    }
}

/// What one application has of a slot.
pub struct Mine {
    /// Its number.
    pub id: u64,
    /// What is shared.
    pub slot: Arc<Slot>,
    /// Who is logged in, and in which login: changed under the slot's login lock.
    user: AtomicU64,
    number: AtomicU64,
}

/// Nobody; no `CKU_…` has this number.
const NOBODY: u64 = u64::MAX;

impl Mine {
    /// Nobody is logged in.
    pub fn new(id: u64, slot: Arc<Slot>) -> Self {
        Self { id, slot, user: AtomicU64::new(NOBODY), number: AtomicU64::new(0) }
    }

    /// Who is logged in in this application: `CKU_USER` or `CKU_SO`.
    pub fn user(&self) -> Option<u64> {
        let user = Some(self.user.load(Ordering::Acquire)).filter(|user| *user != NOBODY)?;
        let current = self.slot.number.load(Ordering::Acquire);
        (self.number.load(Ordering::Acquire) == current).then_some(user)
    }

    /// Whether the user is.
    pub fn is_user(&self) -> bool {
        self.user() == Some(ck::CKU_USER)
    }

    /// Whoever the module's login is of is logged in here from now on.
    pub fn log_in(&self, login: &mut Login, user: u64) {
        login.holders += 1;
        // What is left of an earlier login must not be taken for this one.
        self.user.store(NOBODY, Ordering::Release);
        self.number.store(self.slot.number.load(Ordering::Acquire), Ordering::Release);
        self.user.store(user, Ordering::Release);
    }

    /// Nobody is, from now on.
    pub fn log_out(&self, login: &mut Login) {
        if self.user().is_some() {
            login.holders = login.holders.saturating_sub(1);
        }
        self.user.store(NOBODY, Ordering::Release);
    }
}
