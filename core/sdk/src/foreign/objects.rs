//! Whose objects are. A module shows the session objects of a process to all of it, so here stands which
//! application made which. What is a token object, and whether it is private, is asked of the module once and
//! remembered while nothing is being made: a handle that came to name something else would otherwise be
//! taken for what it was.

use parking_lot::Mutex;
use std::collections::HashMap;

/// How many token objects are remembered.
const REMEMBERED: usize = 1 << 16;

/// The objects of a slot, as far as they are known.
#[derive(Default)]
pub struct Objects(Mutex<Known>);

#[derive(Default)]
struct Known {
    sessions: HashMap<u64, Owner>,
    /// Whether they are private.
    tokens: HashMap<u64, bool>,
    /// How many calls that make objects are running, and how many there have been.
    making: usize,
    made: u64,
}

/// Whose a session object is.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// The application.
    pub application: u64,
    /// The session that it ends with.
    pub session: u64,
    /// Whether it is private.
    pub private: bool,
}

/// What is known of an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// A session object of the application that asks.
    Mine {
        /// `CKA_PRIVATE`
        private: bool,
    },
    /// A session object of another.
    Others,
    /// A token object.
    Token {
        /// `CKA_PRIVATE`
        private: bool,
    },
    /// Nothing. The number is given back with what is found out.
    Unknown(u64),
}

/// A call that makes objects.
pub struct Making<'a>(&'a Objects);

impl Objects {
    /// What is known of an object to an application.
    pub fn standing(&self, object: u64, application: u64) -> Standing {
        let known = self.0.lock();
        match known.sessions.get(&object) {
            Some(owner) if owner.application == application => {
                return Standing::Mine { private: owner.private };
            }
            Some(_) => return Standing::Others,
            None => {}
        }
        let token = known.tokens.get(&object).filter(|_| known.making == 0);
        token.map_or(Standing::Unknown(known.made), |private| Standing::Token { private: *private })
    }

    /// An object was found to be a token object, after [`Standing::Unknown`] with this number.
    pub fn is_token(&self, object: u64, private: bool, number: u64) {
        let mut known = self.0.lock();
        if known.making == 0 && known.made == number && !known.sessions.contains_key(&object) {
            if known.tokens.len() >= REMEMBERED {
                known.tokens.clear();
            }
            known.tokens.insert(object, private);
        }
    }

    /// Objects are being made until the answer is dropped.
    pub fn making(&self) -> Making<'_> {
        self.0.lock().making += 1;
        Making(self)
    }

    /// A session object has been made.
    pub fn keep(&self, object: u64, owner: Owner) {
        let mut known = self.0.lock();
        known.tokens.remove(&object);
        known.sessions.insert(object, owner);
    }

    /// An object that has been made or changed is not what may be remembered of it.
    pub fn forget(&self, object: u64) {
        let mut known = self.0.lock();
        known.tokens.remove(&object);
        known.sessions.remove(&object);
    }

    /// Forgets the objects that ended with a session.
    pub fn forget_session(&self, session: u64) {
        self.0.lock().sessions.retain(|_, owner| owner.session != session);
    }

    /// Forgets the private ones, which ended with a login.
    pub fn forget_private(&self) {
        self.0.lock().sessions.retain(|_, owner| !owner.private);
    }

    /// Forgets all: the token has been initialised.
    pub fn forget_all(&self) {
        let mut known = self.0.lock();
        known.sessions.clear();
        known.tokens.clear();
    }

    /// The private session objects of an application.
    pub fn private_of(&self, application: u64) -> Vec<u64> {
        let known = self.0.lock();
        let owned = known.sessions.iter();
        owned
            .filter(|(_, owner)| owner.application == application && owner.private)
            .map(|(object, _)| *object)
            .collect()
    }

    /// How many session objects an application has.
    pub fn count_of(&self, application: u64) -> usize {
        let known = self.0.lock();
        known.sessions.values().filter(|owner| owner.application == application).count()
    }
}

impl Drop for Making<'_> {
    fn drop(&mut self) {
        let mut known = self.0.0.lock();
        known.making -= 1;
        known.made += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_its_makers() {
        let objects = Objects::default();
        let owner = Owner { application: 1, session: 7, private: true };
        objects.keep(5, owner);
        assert_eq!(objects.standing(5, 1), Standing::Mine { private: true });
        assert_eq!(objects.standing(5, 2), Standing::Others);
        assert_eq!((objects.count_of(1), objects.count_of(2)), (1, 0));
        assert_eq!(objects.private_of(1), [5]);
        objects.forget_session(7);
        assert_eq!(objects.standing(5, 1), Standing::Unknown(0));
    }

    #[test]
    fn nothing_is_remembered_over_the_making_of_objects() {
        let objects = Objects::default();
        objects.is_token(5, false, 0);
        assert_eq!(objects.standing(5, 1), Standing::Token { private: false });
        let making = objects.making();
        assert_eq!(objects.standing(5, 1), Standing::Unknown(0));
        objects.is_token(6, false, 0);
        drop(making);
        objects.is_token(6, false, 0);
        assert_eq!(objects.standing(6, 1), Standing::Unknown(1));
        assert_eq!(objects.standing(5, 1), Standing::Token { private: false });
        objects.keep(5, Owner { application: 1, session: 7, private: false });
        objects.forget(5);
        assert_eq!(objects.standing(5, 1), Standing::Unknown(1));
    }
}
