//! `strongroom mechanism …`

use super::object::{names_of, word};
use crate::arguments::Which;
use crate::output::{Doing, Failure, Output};
use crate::target;
use serde_json::json;
use strongroom_base::ck;

static USES: &[(u64, &str)] = &[
    (ck::CKF_ENCRYPT, "encrypt"),
    (ck::CKF_DECRYPT, "decrypt"),
    (ck::CKF_DIGEST, "digest"),
    (ck::CKF_SIGN, "sign"),
    (ck::CKF_SIGN_RECOVER, "sign-recover"),
    (ck::CKF_VERIFY, "verify"),
    (ck::CKF_VERIFY_RECOVER, "verify-recover"),
    (ck::CKF_GENERATE, "generate"),
    (ck::CKF_GENERATE_KEY_PAIR, "generate-pair"),
    (ck::CKF_WRAP, "wrap"),
    (ck::CKF_UNWRAP, "unwrap"),
    (ck::CKF_DERIVE, "derive"),
];

/// Lists the mechanisms of a token; of the first slot's, when none is named.
pub fn list(instance: Option<&str>, which: &Which, output: &Output) -> Result<(), Failure> {
    let hsm = target::open(instance)?;
    let slots = hsm.slots().doing("listing the slots")?;
    let slot = match (which.slot, &which.token, slots.first()) {
        (None, None, Some(first)) => *first,
        _ => target::slot(&hsm, which)?,
    };
    let application = hsm.application();
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for mechanism in application.mechanisms(slot).doing("listing the mechanisms")? {
        let info = application.mechanism_info(slot, mechanism).doing("reading a mechanism")?;
        let keys = match (info.min_key_size, info.max_key_size) {
            (0, 0) => String::new(),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least}..{most}"),
        };
        let uses = names_of(USES, info.flags);
        rows.push(vec![word(ck::CKM, mechanism), keys, uses.join(" ")]);
        json.push(json!({
            "name": ck::name_in(ck::CKM, mechanism),
            "mechanism": mechanism,
            "min_key_size": info.min_key_size,
            "max_key_size": info.max_key_size,
            "flags": info.flags,
            "uses": uses,
        }));
    }
    output.table(&["MECHANISM", "KEYS", "USES"], rows, json!({ "mechanisms": json }));
    Ok(())
}
