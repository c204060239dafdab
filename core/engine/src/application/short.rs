//! Which operations are short: they only compute, for some 100 µs at most, and wait for nobody. What is known of
//! that is in memory. Where a key was never used, or somebody changed the keystore since, something is read first;
//! where uses of keys are recorded, something is written: both is not short.

use super::*;
use crate::mechanisms;

impl App {
    /// Whether an operation in one part would be short.
    pub(super) fn is_short(
        &self,
        session: u64,
        kind: OpKind,
        mechanism: &Mechanism,
        key: u64,
        len: usize,
    ) -> bool {
        let generation = self.shared.keystore.generation();
        let (Ok(row), Some(session)) =
            (mechanisms::find(mechanism.kind), self.sessions.get(session))
        else {
            return false;
        };
        // A login, or a change of a PIN, holds the token's lock for as long as the derivation from the PIN takes.
        let waits = self.shared.audit.records_key_use()
            || !session.token.is_current(generation)
            || session.token.login.is_locked()
            || session.work.is_locked();
        if waits || kind == OpKind::Digest {
            return !waits && row.is_short(&mechanism.params, None, len);
        }
        let object = match Place::of(key) {
            Some(Place::Token(id)) => self.shared.at_hand(id, generation),
            Some(Place::Session(number)) => self.objects.get(number),
            Some(Place::BuiltIn(_)) | None => None,
        };
        object.is_some_and(|object| {
            !object.rights.always_authenticate()
                && object
                    .parsed()
                    .is_some_and(|key| row.is_short(&mechanism.params, Some(key), len))
        })
    }
}
