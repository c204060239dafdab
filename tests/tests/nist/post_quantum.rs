//! ML-KEM and ML-DSA: known answers from seeds.

use crate::counts::Counts;
use crate::file::answers;
use strongroom_tests::keys::derived;
use strongroom_tests::prelude::*;

pub fn ml_kem() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    let with = Mech::new(CKM_ML_KEM);
    for (size, set) in [(512, CKP_ML_KEM_512), (768, CKP_ML_KEM_768), (1024, CKP_ML_KEM_1024)] {
        for answer in answers(&format!("asymmetric/MLKEM/kat_MLKEM_{size}.rsp"), "ss") {
            let of = template![
                CKA_CLASS => CKO_PRIVATE_KEY, CKA_KEY_TYPE => CKK_ML_KEM, CKA_PARAMETER_SET => set
            ];
            let seed = [answer.bytes("d"), answer.bytes("z")].concat();
            let from_seed = of.clone().and(&template![CKA_SEED => seed]);
            let expanded = of.and(&template![CKA_VALUE => answer.bytes("sk")]);
            for (private, [ciphertext, secret]) in [
                (&from_seed, ["ct", "ss"]),
                (&expanded, ["ct", "ss"]),
                // One that was not made for the key has a secret, too.
                (&from_seed, ["ct_n", "ss_n"]),
            ] {
                let made = s.holding(private, |private| {
                    let ciphertext = answer.bytes(ciphertext);
                    let key = s.decapsulate(&with, private, &ciphertext, &derived(32))?;
                    let value = s.get(key, CKA_VALUE)?;
                    s.destroy(key).with(value)
                });
                counts.gives(CKM_ML_KEM, &answer.place, made, &answer.bytes(secret));
            }
        }
    }
    counts.finish(8000);
}

pub fn ml_dsa() {
    let s = Hsm::start().user();
    let mut counts = Counts::new();
    for (size, set) in [(44, CKP_ML_DSA_44), (65, CKP_ML_DSA_65), (87, CKP_ML_DSA_87)] {
        for answer in answers(&format!("asymmetric/MLDSA/kat_MLDSA_{size}_det_pure.rsp"), "sm") {
            let (data, context) = (answer.bytes("msg"), answer.bytes("ctx"));
            let signature = answer.first("sm", answer.bytes("sm").len() - data.len());
            let with = Mech::new(CKM_ML_DSA)
                .word(CKH_DETERMINISTIC_REQUIRED)
                .pointer(&context)
                .word(context.len() as u64);
            let of = |class, kind: u64, name| {
                template![
                    CKA_CLASS => class, CKA_KEY_TYPE => CKK_ML_DSA,
                    CKA_PARAMETER_SET => set, kind => answer.bytes(name)
                ]
            };
            for private in
                [of(CKO_PRIVATE_KEY, CKA_SEED, "xi"), of(CKO_PRIVATE_KEY, CKA_VALUE, "sk")]
            {
                let made = s.holding(&private, |key| s.sign(&with, key, &data));
                counts.gives(CKM_ML_DSA, &answer.place, made, &signature);
            }
            let right = s.holding(&of(CKO_PUBLIC_KEY, CKA_VALUE, "pk"), |key| {
                s.verify(&with, key, &data, &signature).with(Vec::new())
            });
            counts.gives(CKM_ML_DSA, &answer.place, right, &[]);
        }
    }
    counts.finish(800);
}
