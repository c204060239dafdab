//! Tickets: how a service restores a login after a restart without keeping anything. A ticket is the token
//! key, sealed under a key that comes from the root key and from a secret that only the client has. It is
//! bound to the slot, to the token's initialisation, to the tenant, and to the PIN that was given for it:
//! with another PIN it does not open, and whoever logged in with another gets none. Neither the ticket nor the secret alone is of use to anybody, nor
//! are both without the root key.

use super::seal::{self, MasterKey};
use super::token::{self, PinRecord};
use super::*;
use aws_lc_rs::{digest, hmac};

impl Keystore {
    /// A ticket for what these keys open. `CKR_USER_NOT_LOGGED_IN` when the PIN of their login is no longer that
    /// of the token
    pub fn ticket(
        &self,
        slot: u64,
        keys: &TokenKeys,
        identity: &str,
        secret: &[u8],
    ) -> Result<Vec<u8>> {
        let record = self.database.read(|connection| self.record(connection, slot))?;
        let who = keys.0.who;
        let same = |pin: &&PinRecord| record.epoch == keys.0.epoch && pin.sealed() == keys.0.pin;
        let pin = record.pin(who).filter(same).ok_or_else(stale)?;
        let key = self.ticket_key(secret);
        let header = header(slot, record.epoch, who, pin, identity);
        let sealed = seal::seal(key.expose(), &header, keys.0.master.expose())?;
        Ok([&[who.number()], sealed.as_slice()].concat())
    }

    /// The keys that a ticket was given for. `CKR_USER_NOT_LOGGED_IN` when it is not, or no longer, good
    pub fn redeem(
        &self,
        slot: u64,
        ticket: &[u8],
        identity: &str,
        secret: &[u8],
    ) -> Result<TokenKeys> {
        // The newest, so that a ticket for an older PIN is not accepted with the record of then.
        let (record, _) = self.newest_record(slot)?;
        let (who, sealed) = ticket.split_first().ok_or_else(stale)?;
        let who = Who::of_number(*who).ok_or_else(stale)?;
        let pin = record.pin(who).filter(|pin| pin.failed < token::TRIES).ok_or_else(stale)?;
        let header = header(slot, record.epoch, who, pin, identity);
        let master = seal::open(self.ticket_key(secret).expose(), &header, sealed)
            .and_then(|clear| MasterKey::from_bytes(clear.expose()))
            .ok_or_else(stale)?;
        let opened = Opened { epoch: record.epoch, pin: pin.sealed().to_vec(), master };
        Ok(TokenKeys::new(slot, who, opened))
    }

    fn ticket_key(&self, secret: &[u8]) -> Secret {
        let root = hmac::Key::new(hmac::HMAC_SHA256, self.derive("ticket").expose());
        Secret::from(hmac::sign(&root, secret).as_ref())
    }
}

/// What a ticket is bound to.
fn header(slot: u64, epoch: u64, who: Who, pin: &PinRecord, identity: &str) -> Vec<u8> {
    let pin = digest::digest(&digest::SHA256, pin.sealed());
    let numbers = [slot.to_be_bytes(), epoch.to_be_bytes()].concat();
    [&numbers, &[who.number()][..], pin.as_ref(), identity.as_bytes()].concat()
}

fn stale() -> Error {
    Error::new(ck::CKR_USER_NOT_LOGGED_IN, "the ticket of the login is no longer good")
}
