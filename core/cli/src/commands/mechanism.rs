//! `strongroom mechanism …`

use super::object::{names_of, word};
use crate::arguments::Which;
use crate::output::{Doing, Failure, Output};
use crate::target::Instance;
use serde_json::json;
use strongroom::Standing;
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
pub fn list(here: &Instance, which: &Which, output: &Output) -> Result<(), Failure> {
    let slot = match (which.slot, &which.token) {
        (None, None) => here.open()?.slots().doing("listing the slots")?.into_iter().next(),
        _ => None,
    };
    let slot = match slot {
        Some(first) => first,
        None => here.slot(which)?,
    };
    let (mut rows, mut json) = (Vec::new(), Vec::new());
    for (kind, info) in slot.mechanisms().doing("listing the mechanisms")? {
        let keys = match (info.min_key_size, info.max_key_size) {
            (0, 0) => String::new(),
            (least, most) if least == most => least.to_string(),
            (least, most) => format!("{least} to {most}"),
        };
        let standing = strongroom::standing(kind).map(|standing| match standing {
            Standing::Default => "default",
            Standing::Legacy => "legacy",
            Standing::Weak => "weak",
        });
        let uses = names_of(USES, info.flags);
        json.push(json!({
            "name": ck::name_in(ck::CKM, kind),
            "mechanism": kind,
            "min_key_size": info.min_key_size,
            "max_key_size": info.max_key_size,
            "flags": info.flags,
            "uses": uses,
            "standing": standing,
        }));
        rows.push(vec![
            word(ck::CKM, kind),
            keys,
            standing.unwrap_or_default().into(),
            uses.join(" "),
        ]);
    }
    let header = ["MECHANISM", "KEY SIZES", "STANDING", "USES"];
    output.table(&header, rows, json!({ "mechanisms": json }));
    Ok(())
}
