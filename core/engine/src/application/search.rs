//! Searching (`C_FindObjects…`, PKCS #11 v3.2, section 5.7.7). The keystore's index gives candidates;
//! each is then opened and compared, when the caller takes it, so that an index entry alone never makes
//! an object appear. Mechanism and profile objects appear only to those who ask for their class.

use super::*;
use crate::record::{self, OwnedTerm};
use crate::session::Search;

impl App {
    pub(super) fn find_init(&self, session: u64, template: &Template) -> Result<()> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            if work.search.is_some() {
                return Err(Error::new(ck::CKR_OPERATION_ACTIVE, "a search is active already"));
            }
            work.search = Some(self.search(session, template)?);
            Ok(())
        })
    }

    pub(super) fn find_next(&self, session: u64, max: u64) -> Result<Vec<u64>> {
        self.with_session(session, |session| {
            let mut work = session.work.lock();
            let search = work.search.as_mut().ok_or_else(|| {
                Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no search is active")
            })?;
            self.take(session, search, max)
        })
    }

    pub(super) fn find_final(&self, session: u64) -> Result<()> {
        self.with_session(session, |session| {
            let search = session.work.lock().search.take();
            search
                .map(drop)
                .ok_or_else(|| Error::new(ck::CKR_OPERATION_NOT_INITIALIZED, "no search is active"))
        })
    }

    pub(super) fn find(&self, session: u64, template: &Template, max: u64) -> Result<Vec<u64>> {
        self.with_session(session, |session| {
            let mut search = self.search(session, template)?;
            self.take(session, &mut search, max)
        })
    }

    fn search(&self, session: &Session, template: &Template) -> Result<Search> {
        let slot = session.token.slot;
        let mut candidates = built_in::candidates(template);
        if candidates.is_empty() {
            let terms = record::terms(template);
            let terms: Vec<_> = terms.iter().map(OwnedTerm::term).collect();
            let keys = session.token.user_keys();
            let found = self.shared.keystore.find(slot, keys.as_deref(), &terms)?;
            candidates = found.into_iter().map(|id| Place::Token(id).handle()).collect();
            let mut mine: Vec<u64> = self
                .objects
                .all()
                .iter()
                .filter(|object| object.slot == slot)
                .map(|object| object.handle())
                .collect();
            mine.sort_unstable();
            candidates.extend(mine);
        }
        Ok(Search { candidates: candidates.into_iter(), wanted: template.clone() })
    }

    fn take(&self, session: &Session, search: &mut Search, max: u64) -> Result<Vec<u64>> {
        let mut found = Vec::new();
        while (found.len() as u64) < max {
            let Some(handle) = search.candidates.next() else { break };
            match self.object(session, handle) {
                Ok(object) if policy::matches(&object.attributes, &search.wanted) => {
                    found.push(handle);
                }
                Ok(_) => {}
                // Destroyed meanwhile.
                Err(error) if error.is(ck::CKR_OBJECT_HANDLE_INVALID) => {}
                // Damaged: the others are still to be found. The keystore's check names it.
                Err(error) if error.is(ck::CKR_DEVICE_ERROR) => {
                    tracing::error!(handle, "{error}; run `strongroom instance check`");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}
