//! Whether a service may listen where it shall: while a token has a PIN that everybody knows, only on this
//! machine.

use std::net::ToSocketAddrs;
use strongroom_base::{Error, Provider, Result, ck};

/// The flags of a token that has a PIN that its owner has yet to change.
const TO_BE_CHANGED: u64 = ck::CKF_USER_PIN_TO_BE_CHANGED | ck::CKF_SO_PIN_TO_BE_CHANGED;

/// `CKR_ARGUMENTS_BAD` for an address that other machines reach, while tokens have default PINs, unless
/// that was allowed.
pub fn check(provider: &dyn Provider, address: &str, allowed: bool) -> Result<()> {
    let bad =
        |why: String| Error::new(ck::CKR_ARGUMENTS_BAD, format!("listening on {address}: {why}"));
    let mut addresses = address.to_socket_addrs().map_err(|error| bad(error.to_string()))?;
    if addresses.all(|address| address.ip().is_loopback()) {
        return Ok(());
    }
    let application = provider.open()?;
    let mut exposed = Vec::new();
    for slot in application.slots(true)? {
        if application.token_info(slot)?.flags & TO_BE_CHANGED != 0 {
            exposed.push(slot.to_string());
        }
    }
    application.close()?;
    if exposed.is_empty() {
        return Ok(());
    }
    let slots = exposed.join(", ");
    if allowed {
        tracing::warn!(
            "other machines reach {address}, and everybody knows the PINs of slots {slots}"
        );
        return Ok(());
    }
    Err(bad(format!(
        "other machines reach it, and the PINs of slots {slots} are those of a fresh instance; \
         change them (`strongroom pin change`), or say --allow-default-pins"
    )))
}
