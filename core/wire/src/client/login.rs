//! What restores logins. With a login comes a ticket; it and the secret that it was made for are all that
//! is kept, the PIN is not. When the service was started anew, the ticket logs in again, before anything
//! else is done with the slot. A session of our own stays open beside it for as long as the application
//! has any: the service ends a login with the last session, and the application's others are opened again
//! only when they are used.

use super::application::Remote;
use super::session::Session;
use super::way::Way;
use crate::call::{self, Called};
use strongroom_base::{Error, Pin, Result, Secret, ck, inside};

/// Bytes of the secret half of a ticket.
const SECRET: usize = 32;

/// A login.
pub struct Login {
    /// What restores it; nothing where the service gives no tickets.
    ticket: Option<(Vec<u8>, Secret)>,
    /// The incarnation in which it is in force.
    incarnation: u64,
    /// The session that holds it there, where it was restored.
    anchor: Option<u64>,
    /// `CKU_…`
    user: u64,
}

impl Remote {
    /// Brings a session, and the login of its slot, to life at the service that the connection leads to.
    pub(super) fn attune(
        &self,
        connection: &mut Way<'_>,
        session: &Session,
        work: &mut super::session::Work,
    ) -> Called<()> {
        if work.incarnation == connection.incarnation {
            return Ok(Ok(()));
        }
        let remote = match self.open_remote(connection, session.slot, session.flags)? {
            Ok(remote) => remote,
            Err(error) => return Ok(Err(error)),
        };
        work.reborn(connection.incarnation, remote);
        let mut logins = self.logins.lock();
        let Some(login) = logins.get_mut(&session.slot) else { return Ok(Ok(())) };
        if login.incarnation == connection.incarnation {
            return Ok(Ok(()));
        }
        let restored = self.restore(connection, session.slot, login)?;
        if let Err(error) = restored {
            // The next call that needs a login says so.
            tracing::warn!(target: "strongroom::wire", slot = session.slot, "the login is over: {error}");
            logins.remove(&session.slot);
        }
        Ok(Ok(()))
    }

    fn restore(&self, connection: &mut Way<'_>, slot: u64, login: &mut Login) -> Called<()> {
        let Some((ticket, secret)) = &login.ticket else {
            let why = "the service gave no ticket for it";
            return Ok(Err(Error::new(ck::CKR_USER_NOT_LOGGED_IN, why)));
        };
        let rw = if login.user == ck::CKU_SO { ck::CKF_RW_SESSION } else { 0 };
        let mut anchor = match self.open_remote(connection, slot, ck::CKF_SERIAL_SESSION | rw)? {
            Ok(anchor) => anchor,
            Err(error) => return Ok(Err(error)),
        };
        let (mut ticket, mut secret) = (ticket.as_slice(), secret.expose());
        let done = call::login_with_ticket(connection, &mut anchor, &mut ticket, &mut secret)?;
        match &done {
            Ok(()) => {
                login.incarnation = connection.incarnation;
                login.anchor = Some(anchor);
            }
            Err(_) => self.to_be_closed(connection.incarnation, anchor),
        }
        Ok(done)
    }

    fn open_remote(&self, connection: &mut Way<'_>, slot: u64, flags: u64) -> Called<u64> {
        let (mut slot, mut flags) = (slot, flags);
        call::open_session(connection, &mut slot, &mut flags)
    }

    pub(super) fn login(
        &self,
        handle: u64,
        user: u64,
        pin: Pin<'_>,
        username: Option<&[u8]>,
    ) -> Result<()> {
        self.change();
        let session = self.session(handle)?;
        // A login for an operation needs the operation to be where the login is.
        self.tell(&session)?;
        let (mut user, mut pin, mut username) = (user, pin, username);
        self.once(&session, |connection, mut remote, _| {
            call::login(connection, &mut remote, &mut user, &mut pin, &mut username)
        })?;
        if user != ck::CKU_CONTEXT_SPECIFIC {
            self.keep_ticket(&session, user);
        }
        Ok(())
    }

    /// Asks for what restores a login that was made just now. Without it, the login ends with the service.
    fn keep_ticket(&self, session: &Session, user: u64) {
        let ticket = new_secret().and_then(|secret| {
            let mut bytes = secret.expose();
            let (ticket, incarnation) = self.again(session, |connection, mut remote, _| {
                let incarnation = connection.incarnation;
                Ok(call::ticket(connection, &mut remote, &mut bytes)?
                    .map(|ticket| (ticket, incarnation)))
            })?;
            Ok((ticket, secret, incarnation))
        });
        let login = match ticket {
            Ok((ticket, secret, incarnation)) => {
                Login { ticket: Some((ticket, secret)), incarnation, anchor: None, user }
            }
            Err(error) => {
                tracing::debug!(target: "strongroom::wire", "no ticket for a login: {error}");
                let incarnation = session.work.lock().incarnation;
                Login { ticket: None, incarnation, anchor: None, user }
            }
        };
        let mut logins = self.logins.lock();
        let anchor = logins.remove(&session.slot).and_then(|before| before.anchor);
        logins.insert(session.slot, Login { anchor, ..login });
    }

    pub(super) fn logout(&self, handle: u64) -> Result<()> {
        self.change();
        let session = self.session(handle)?;
        for other in self.sessions_of(session.slot) {
            self.tell(&other)?;
            other.work.lock().search = super::session::Search::None;
        }
        let mut tries = 0;
        let answer = self.again(&session, |connection, mut remote, _| {
            tries += 1;
            call::logout(connection, &mut remote)
        });
        match answer {
            // The first try did it, and only its answer was lost.
            Err(error) if tries > 1 && error.is(ck::CKR_USER_NOT_LOGGED_IN) => {}
            answer => answer?,
        }
        self.forget_login(session.slot);
        Ok(())
    }

    pub(super) fn set_pin(&self, handle: u64, old: Pin<'_>, new: Pin<'_>) -> Result<()> {
        let session = self.session(handle)?;
        let (mut old, mut new) = (old, new);
        self.once(&session, |connection, mut remote, _| {
            call::set_pin(connection, &mut remote, &mut old, &mut new)
        })?;
        // The ticket was for the PIN of before.
        let user = self.logins.lock().get(&session.slot).map(|login| login.user);
        if let Some(user) = user {
            self.keep_ticket(&session, user);
        }
        Ok(())
    }

    /// A login is over: what would restore it is forgotten.
    pub(super) fn forget_login(&self, slot: u64) {
        let login = self.logins.lock().remove(&slot);
        if let Some(Login { anchor: Some(anchor), incarnation, .. }) = login {
            self.to_be_closed(incarnation, anchor);
            self.close_leftovers();
        }
    }
}

fn new_secret() -> Result<Secret> {
    let mut secret = Secret::zeroed(SECRET);
    let _inside = inside::enter();
    aws_lc_rs::rand::fill(secret.expose_mut())
        .map_err(|_| Error::new(ck::CKR_DEVICE_ERROR, "the random generator failed"))?;
    Ok(secret)
}
