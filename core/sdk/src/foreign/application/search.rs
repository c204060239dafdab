//! Searching (PKCS #11 v3.2, section 5.7.7). The module searches; what the application may not see is left out
//! when it takes what was found, so that a login that ends in between counts.

use super::*;

/// How many handles the module is asked for at a time.
const AT_ONCE: usize = 512;

impl App {
    pub(super) fn find_init(&self, session: u64, template: &Template) -> Result<()> {
        self.with_session(session, |session, _| {
            self.lease.functions.find_init(session.handle, template)
        })
    }

    pub(super) fn find_next(&self, session: u64, max: u64) -> Result<Vec<u64>> {
        self.with_session(session, |session, _| self.take(session, session.handle, max))
    }

    pub(super) fn find_final(&self, session: u64) -> Result<()> {
        self.with_session(session, |session, _| self.lease.functions.find_final(session.handle))
    }

    pub(super) fn find(&self, session: u64, template: &Template, max: u64) -> Result<Vec<u64>> {
        self.with_session(session, |session, _| {
            let functions = &self.lease.functions;
            let spare = session.mine.slot.spares.take(functions, session.mine.id)?;
            functions.find_init(spare.session, template)?;
            let found = self.take(session, spare.session, max)?;
            functions.find_final(spare.session)?;
            spare.ended();
            Ok(found)
        })
    }

    /// The next that this application sees of what is searched for in a session.
    fn take(&self, session: &Session, searching: u64, max: u64) -> Result<Vec<u64>> {
        let max = usize::try_from(max).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        while found.len() < max {
            let wanted = (max - found.len()).min(AT_ONCE);
            let more = self.lease.functions.find_next(searching, wanted)?;
            if more.is_empty() {
                break;
            }
            for object in more {
                if self.sees(session, object)? {
                    found.push(object);
                }
            }
        }
        Ok(found)
    }
}
