//! Searching (`C_FindObjects…`, PKCS #11 v3.2, section 5.7.7). The keystore's index gives candidates;
//! each is then opened and compared, when the caller takes it, so that an index entry alone never makes
//! an object appear. What was found so is given again while nothing has changed. Mechanism and profile
//! objects appear only to those who ask for their class.

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
        let keystore = &self.shared.keystore;
        let mut search = Search {
            known: Vec::new().into_iter(),
            candidates: Vec::new().into_iter(),
            others: built_in::candidates(template).into_iter(),
            wanted: template.clone(),
            // Read first: what changes after that is noticed.
            generation: keystore.generation(),
            answer: None,
        };
        if search.others.len() > 0 {
            return Ok(search);
        }
        let keys = session.token.user_keys();
        let terms = record::terms(template);
        let indexed = !terms.is_empty() && terms.len() == template.len();
        let terms: Vec<_> = terms.iter().map(OwnedTerm::term).collect();
        // What is compared beyond the index may be secret, or too much to be asked for again.
        let question = match indexed {
            true => Some(keystore.question(slot, keys.as_deref(), &terms)?),
            false => None,
        };
        match question.and_then(|question| self.shared.answers.get(question, search.generation)) {
            Some(known) => search.known = known.into_iter(),
            None => {
                let found = self.shared.find(slot, keys.as_deref(), &terms)?;
                let handles = found.into_iter().map(|id| Place::Token(id).handle());
                search.candidates = handles.collect::<Vec<_>>().into_iter();
                search.answer = question.map(|question| (question, Vec::new()));
            }
        }
        let mut mine: Vec<u64> = self
            .objects
            .all()
            .iter()
            .filter(|object| object.slot == slot)
            .map(|object| object.handle())
            .collect();
        mine.sort_unstable();
        search.others = mine.into_iter();
        Ok(search)
    }

    fn take(&self, session: &Session, search: &mut Search, max: u64) -> Result<Vec<u64>> {
        let mut found = Vec::new();
        while (found.len() as u64) < max {
            // An answer ends with the generation that it was given at.
            if search.known.len() > 0 {
                if self.shared.keystore.generation() == search.generation {
                    found.extend(search.known.next());
                } else {
                    search.candidates = std::mem::take(&mut search.known);
                }
            } else if let Some(handle) = search.candidates.next() {
                if self.matches(session, search, handle)? {
                    found.push(handle);
                    if let Some((_, answer)) = &mut search.answer {
                        answer.push(handle);
                    }
                }
            } else if let Some(handle) = search.others.next() {
                if self.matches(session, search, handle)? {
                    found.push(handle);
                }
            } else {
                break;
            }
        }
        if search.candidates.len() == 0
            && let Some((question, answer)) = search.answer.take()
        {
            self.shared.answers.put(question, search.generation, &answer);
        }
        Ok(found)
    }

    /// Whether there is an object with this handle that has what is wanted.
    fn matches(&self, session: &Session, search: &mut Search, handle: u64) -> Result<bool> {
        match self.object(session, handle) {
            Ok(object) => Ok(policy::matches(&object.attributes, &search.wanted)),
            // Destroyed meanwhile.
            Err(error) if error.is(ck::CKR_OBJECT_HANDLE_INVALID) => Ok(false),
            // Damaged: the others are still to be found. The keystore's check names it.
            Err(error) if error.is(ck::CKR_DEVICE_ERROR) => {
                tracing::error!(handle, "{error}; run `strongroom instance check`");
                search.answer = None;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}
