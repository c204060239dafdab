//! `strongroom slot …`

use super::object::names_of;
use crate::output::{Doing, Failure, Output};
use crate::target::Instance;
use serde_json::json;
use strongroom_base::{TokenInfo, ck};

/// The flags of a token that an operator wants to see.
static STATES: &[(u64, &str)] = &[
    (ck::CKF_USER_PIN_TO_BE_CHANGED, "default user PIN"),
    (ck::CKF_SO_PIN_TO_BE_CHANGED, "default SO PIN"),
    (ck::CKF_USER_PIN_COUNT_LOW, "last user PIN was wrong"),
    (ck::CKF_USER_PIN_FINAL_TRY, "last try of user PIN"),
    (ck::CKF_USER_PIN_LOCKED, "user PIN locked"),
    (ck::CKF_SO_PIN_COUNT_LOW, "last SO PIN was wrong"),
    (ck::CKF_SO_PIN_FINAL_TRY, "last try of SO PIN"),
    (ck::CKF_SO_PIN_LOCKED, "SO PIN locked"),
    (ck::CKF_WRITE_PROTECTED, "read-only"),
];

/// What stands out about a token.
pub fn state(token: &TokenInfo) -> Vec<&'static str> {
    if token.flags & ck::CKF_TOKEN_INITIALIZED == 0 {
        return vec!["not initialised"];
    }
    let mut words = names_of(STATES, token.flags);
    if token.flags & ck::CKF_USER_PIN_INITIALIZED == 0 {
        words.push("no user PIN");
    }
    if words.is_empty() {
        words.push("ready");
    }
    words
}

/// Lists the slots.
pub fn list(here: &Instance, output: &Output) -> Result<(), Failure> {
    let hsm = here.open()?;
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for slot in hsm.slots().doing("listing the slots")? {
        let id = slot.id();
        match slot.token() {
            Ok(token) => {
                let state = state(&token);
                json.push(json!({
                    "slot": id,
                    "label": token.label,
                    "serial": token.serial,
                    "flags": token.flags,
                    "state": state,
                }));
                rows.push(vec![id.to_string(), token.label, token.serial, state.join(", ")]);
            }
            // One token that is damaged does not hide the others.
            Err(error) => {
                json.push(json!({ "slot": id, "state": [error.why()] }));
                rows.push(vec![id.to_string(), String::new(), String::new(), error.why().into()]);
            }
        }
    }
    output.table(&["SLOT", "LABEL", "SERIAL", "STATE"], rows, json!({ "slots": json }));
    Ok(())
}
