//! Logins and PINs. The module has one login, in which any number of applications have a part: the first makes
//! it, the others are compared with it, the last one to leave ends it (see `login` beside this folder).

use super::*;
use crate::foreign::login::{DELAY, Login};
use std::thread;

impl App {
    pub(super) fn login(
        &self,
        session: u64,
        user: u64,
        pin: Pin<'_>,
        username: Option<&[u8]>,
    ) -> Result<()> {
        let name = username.filter(|name| !name.is_empty());
        let answer = self.with_session(session, |session, work| {
            if user != ck::CKU_CONTEXT_SPECIFIC {
                return self.log_in(session, user, pin, name);
            }
            if !session.mine.is_user() {
                let why = "the user is not logged in";
                return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, why));
            }
            let answer = self.lease.functions.login(session.handle, user, pin, name);
            if answer.as_ref().is_err_and(|error| error.is(ck::CKR_PIN_LOCKED)) {
                // A PIN that gets locked here logs the user out (section 4.9), everybody's.
                let slot = &session.mine.slot;
                let mut login = slot.login.lock();
                let _ = self.lease.functions.logout(session.handle);
                slot.logged_out(&mut login);
                *work = Work::default();
            }
            answer
        });
        if let Err(error) = &answer
            && error.is(ck::CKR_PIN_INCORRECT)
        {
            thread::sleep(DELAY);
        }
        answer
    }

    fn log_in(
        &self,
        session: &Session,
        user: u64,
        pin: Pin<'_>,
        name: Option<&[u8]>,
    ) -> Result<()> {
        let (functions, mine) = (&self.lease.functions, &session.mine);
        let mut login = mine.slot.login.lock();
        self.agree(session, &mut login)?;
        match mine.user() {
            Some(other) if other == user => {
                return Err(Error::new(ck::CKR_USER_ALREADY_LOGGED_IN, "already logged in"));
            }
            Some(_) => return Err(another()),
            None => {}
        }
        match login.who {
            Some(who) if who != user => return Err(another()),
            Some(_) => login.compare(pin, name)?,
            None => {
                if user == ck::CKU_SO {
                    // A read-only one would be in the way.
                    mine.slot.spares.close_idle(functions);
                }
                functions.login(session.handle, user, pin, name)?;
                let remembered = login.remember(pin, name);
                if let Err(error) = remembered {
                    let _ = functions.logout(session.handle);
                    return Err(error);
                }
                login.who = Some(user);
            }
        }
        mine.log_in(&mut login, user);
        Ok(())
    }

    /// Makes sure that the module's login is the one that is known here. It may have ended without us: the
    /// token was taken out, or somebody else in the process logged out.
    fn agree(&self, session: &Session, login: &mut Login) -> Result<()> {
        let state = self.lease.functions.session_info(session.handle)?.state;
        let who = match state {
            ck::CKS_RO_USER_FUNCTIONS | ck::CKS_RW_USER_FUNCTIONS => Some(ck::CKU_USER),
            ck::CKS_RW_SO_FUNCTIONS => Some(ck::CKU_SO),
            _ => None,
        };
        if login.who.is_some() && login.who != who {
            session.mine.slot.logged_out(login);
        }
        Ok(())
    }

    pub(super) fn logout(&self, session: u64) -> Result<()> {
        let (answer, slot) = self.with_session(session, |session, work| {
            if session.mine.user().is_none() {
                return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, "nobody is logged in"));
            }
            let answer = self.end_login(session);
            self.end_private(session, work);
            Ok((answer, session.mine.id))
        })?;
        // Those of the other sessions, one after the other: no thread waits for one session in another.
        let others: Vec<_> = {
            let sessions = self.sessions.lock();
            let others = sessions.values().filter(|other| other.mine.id == slot);
            others.filter(|other| other.handle != session).cloned().collect()
        };
        for other in others {
            let mut work = other.work.lock();
            if !work.closed {
                self.end_private(&other, &mut work);
            }
        }
        answer
    }

    /// Ends this application's part in the login, and, where it was the last, the login. The application's
    /// private session objects end with it.
    pub(super) fn end_login(&self, session: &Session) -> Result<()> {
        let (functions, mine) = (&self.lease.functions, &session.mine);
        let mut login = mine.slot.login.lock();
        mine.log_out(&mut login);
        if login.who.is_some() && login.holders == 0 {
            let answer = functions.logout(session.handle);
            mine.slot.logged_out(&mut login);
            return answer;
        }
        drop(login);
        for object in mine.slot.objects.private_of(self.number) {
            match functions.destroy_object(session.handle, object) {
                Ok(()) => mine.slot.objects.forget(object),
                // Nobody may use it any more; it ends with its session.
                Err(error) => tracing::debug!("destroying a private session object: {error}"),
            }
        }
        Ok(())
    }

    /// Ends what a session does with private keys.
    fn end_private(&self, session: &Session, work: &mut Work) {
        for kind in OpKind::ALL {
            if std::mem::take(&mut work.private[kind.index()]) {
                self.exhaust(session, kind);
            }
        }
        for (kind, private) in OpKind::OF_MESSAGES.into_iter().zip(&mut work.private_series) {
            if std::mem::take(private) {
                // Also in the middle of a message.
                let _ = self.lease.functions.message_init(session.handle, kind, None, 0);
                let _ = self.lease.functions.message_final(session.handle, kind);
            }
        }
    }

    pub(super) fn ticket(&self, session: u64, _secret: &[u8]) -> Result<Vec<u8>> {
        self.with_session(session, |_, _| Err(no_tickets()))
    }

    pub(super) fn login_with_ticket(
        &self,
        session: u64,
        _ticket: &[u8],
        _secret: &[u8],
    ) -> Result<()> {
        self.with_session(session, |_, _| Err(no_tickets()))
    }

    pub(super) fn init_pin(&self, session: u64, pin: Pin<'_>) -> Result<()> {
        self.with_session(session, |session, _| {
            if session.mine.user() != Some(ck::CKU_SO) {
                let why = "only the security officer sets the user's PIN";
                return Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, why));
            }
            self.lease.functions.init_pin(session.handle, pin)
        })
    }

    pub(super) fn set_pin(&self, session: u64, old: Pin<'_>, new: Pin<'_>) -> Result<()> {
        let answer = self.with_session(session, |session, _| {
            let mine = &session.mine;
            let mut login = mine.slot.login.lock();
            if login.who == Some(ck::CKU_SO) && mine.user().is_none() {
                // The module would take the PIN for the security officer's.
                return Err(another());
            }
            self.lease.functions.set_pin(session.handle, old, new)?;
            if login.who == Some(mine.user().unwrap_or(ck::CKU_USER)) {
                // Who comes next gives the new one. Where it cannot be kept, nobody is compared with the old.
                login.remember(new, None)?;
            }
            Ok(())
        });
        if let Err(error) = &answer
            && error.is(ck::CKR_PIN_INCORRECT)
        {
            thread::sleep(DELAY);
        }
        answer
    }
}

#[cold]
fn another() -> Error {
    Error::new(
        ck::CKR_USER_ANOTHER_ALREADY_LOGGED_IN,
        "another user is logged in to the token, here or in another application of the module",
    )
}

#[cold]
fn no_tickets() -> Error {
    Error::new(
        ck::CKR_FUNCTION_NOT_SUPPORTED,
        "a login to another vendor's module is made with the PIN only",
    )
}
