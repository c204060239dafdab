//! Key wrapping (SP 800-38F).

use crate::counts::Counts;
use crate::file::answers;
use strongroom_tests::keys::{open, secret};
use strongroom_tests::prelude::*;

/// With the cipher as it encrypts; the files `…_inv` have it the other way round, which no mechanism does.
pub fn key_wrap() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (name, row) in [("KW", CKM_AES_KEY_WRAP), ("KWP", CKM_AES_KEY_WRAP_KWP)] {
        let with = Mech::new(row);
        for (direction, size) in
            ["AE", "AD"].into_iter().flat_map(|way| [128, 192, 256].map(|size| (way, size)))
        {
            let file = format!("keywrap/kwtestvectors/{name}_{direction}_{size}.txt");
            for answer in answers(&file, "c") {
                let (key, wrapped) = (answer.bytes("k"), answer.bytes("c"));
                let over = secret(CKK_AES, &key).and(&open());
                let unwrapped = s.holding(&over, |over| {
                    let template =
                        template![CKA_CLASS => CKO_SECRET_KEY, CKA_KEY_TYPE => CKK_GENERIC_SECRET];
                    let key = s.unwrap(&with, over, &wrapped, &template.and(&open()))?;
                    let value = s.get(key, CKA_VALUE)?;
                    s.destroy(key).with(value)
                });
                if answer.get("fail").is_some() {
                    counts.refuses(row, &answer.place, unwrapped, &[CKR_WRAPPED_KEY_INVALID]);
                    continue;
                }
                let plain = answer.bytes("p");
                counts.gives(row, &answer.place, unwrapped, &plain);
                let made = s.holding(&over, |over| {
                    let inside = secret(CKK_GENERIC_SECRET, &plain).and(&open());
                    s.holding(&inside, |key| s.wrap(&with, over, key))
                });
                counts.gives(row, &answer.place, made, &wrapped);
            }
        }
    }
    counts.finish(8000);
}
