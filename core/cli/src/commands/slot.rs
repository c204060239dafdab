//! `strongroom slot …`

use super::object::names_of;
use crate::output::{Doing, Failure, Output};
use crate::target;
use serde_json::json;
use strongroom_base::{TokenInfo, ck};

/// The flags of a token that an operator wants to see.
pub static STATES: &[(u64, &str)] = &[
    (ck::CKF_USER_PIN_TO_BE_CHANGED, "default user PIN"),
    (ck::CKF_SO_PIN_TO_BE_CHANGED, "default SO PIN"),
    (ck::CKF_USER_PIN_LOCKED, "user PIN locked"),
    (ck::CKF_USER_PIN_FINAL_TRY, "user PIN: last try"),
    (ck::CKF_SO_PIN_LOCKED, "SO PIN locked"),
    (ck::CKF_WRITE_PROTECTED, "read-only"),
];

/// What stands out about a token.
pub fn state(token: &TokenInfo) -> String {
    let mut words = names_of(STATES, token.flags);
    if token.flags & ck::CKF_TOKEN_INITIALIZED == 0 {
        words = vec!["not initialised"];
    } else if token.flags & ck::CKF_USER_PIN_INITIALIZED == 0 {
        words.push("no user PIN");
    }
    if words.is_empty() { "ready".into() } else { words.join(", ") }
}

/// Lists the slots.
pub fn list(instance: Option<&str>, output: &Output) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for slot in hsm.slots().doing("listing the slots")? {
        let token = hsm.token(slot).doing(format!("looking at slot {slot}"))?;
        rows.push(vec![slot.to_string(), token.label.clone(), token.serial.clone(), state(&token)]);
        json.push(json!({
            "slot": slot,
            "label": token.label,
            "serial": token.serial,
            "flags": token.flags,
            "state": state(&token),
        }));
    }
    output.table(&["SLOT", "LABEL", "SERIAL", "STATE"], rows, json!({ "slots": json }));
    Ok(())
}
