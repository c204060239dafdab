//! What an application's calls leave in the audit log.

use super::*;
use crate::audit::{Class, Facts, Watched};

impl App {
    /// Whether a call of a class is looked at.
    #[inline]
    pub(super) fn watches(&self, class: Class) -> bool {
        match class {
            Class::Never => false,
            Class::Login | Class::Management | Class::Object => true,
            Class::Use | Class::Beginning => self.shared.audit.records_key_use(),
        }
    }

    /// Before a call: there is room to record it where it must be recorded, and what may not be known
    /// afterwards is noted: the slot, and what an operation that was begun earlier is with.
    pub(super) fn before(&self, name: &str, class: Class, facts: &mut Facts) -> Result<()> {
        // Whoever wants to log out does, whatever becomes of the record.
        if must_be_recorded(name, class, facts) && name != "logout" {
            self.shared.audit.prepare()?;
        }
        let Some(session) = facts.session.and_then(|handle| self.sessions.get(handle)) else {
            return Ok(());
        };
        facts.slot = Some(session.token.slot);
        if let (Some(kind), None, true) =
            (facts.kind, facts.mechanism, self.shared.audit.records_key_use())
            && let Ok(active) = session.work.lock().get(kind)
        {
            facts.mechanism = Some(active.mechanism);
            facts.object = active.object().map(|object| object.handle());
        }
        Ok(())
    }

    /// Records a call that has been made; where it must be recorded and cannot be, it has failed.
    pub(super) fn recorded<T: Watched>(
        &self,
        name: &'static str,
        class: Class,
        facts: &Facts,
        answer: Result<T>,
    ) -> Result<T> {
        let result = answer.as_ref().map_or_else(|error| error.rv().0, |_| ck::CKR_OK);
        let audit = &self.shared.audit;
        let always = must_be_recorded(name, class, facts);
        let failed = result != ck::CKR_OK;
        // A buffer that was too small is a question for a length.
        if facts.asks
            || result == ck::CKR_BUFFER_TOO_SMALL
            || (!always && !audit.records_key_use())
            || (class == Class::Beginning && !failed)
        {
            return answer;
        }
        let made = match class {
            Class::Object => answer.as_ref().ok().and_then(Watched::made),
            _ => None,
        };
        let event = audit::Event {
            operation: name.to_owned(),
            slot: facts.slot,
            session: facts.session,
            mechanism: facts.mechanism,
            object: made.or(facts.object),
            user: facts.user,
            result,
            ..audit.by(&self.tenant.identity)
        };
        let recorded = if always { audit.record(event) } else { audit.gather(event) };
        if let Err(error) = recorded {
            if class == Class::Login
                && let Some(session) = facts.session
            {
                // Nobody is logged in whom the log does not know.
                let _ = App::logout(self, session);
            }
            return Err(error);
        }
        answer
    }
}

/// Whether a call is recorded whatever is configured.
fn must_be_recorded(name: &str, class: Class, facts: &Facts) -> bool {
    match class {
        Class::Login | Class::Management => true,
        Class::Object => facts.stays(name),
        Class::Never | Class::Use | Class::Beginning => false,
    }
}
